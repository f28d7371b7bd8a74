"""`shop.toml`: the business, its channels and sources, rates, costs and thresholds."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Sequence
from datetime import time
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
from babel.numbers import list_currencies
from croniter import croniter
from pydantic import (
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from transforms.settings.costs import Contract, FeeAudit, OwnCosts, WhatIf
from transforms.settings.follow_ups import FollowUps
from transforms.settings.location import parse_location
from transforms.settings.section import Labels, Language, Section, in_language
from transforms.settings.tags import Tag

ChannelKind = Literal["store", "own_online", "marketplace", "delivery"]
LANGUAGES: tuple[str, ...] = get_args(Language)


CURRENCIES_BY_OTHER_NAMES = {
    "RMB": "CNY",
    "CNH": "CNY",
    "YUAN": "CNY",
    "元": "CNY",
    "人民币": "CNY",
    "NTD": "TWD",
    "NT$": "TWD",
}
NOT_STRAIGHT = re.compile(r"[“”„‟‘’＂＇「」『』]")
SECRET_VALUE = re.compile(r"(password[\"'\s]*=).*", re.IGNORECASE)
NOT_HALF_WIDTH = re.compile(r"[＝［］｛｝，、．＃]")


class ShopError(ValueError):
    """`shop.toml` cannot be used; the text says where and what to do."""


class Business(Section):
    """`[business]`."""

    name: str
    time_zone: str = "Asia/Shanghai"
    day_ends_at: time = time(0)
    currency: str = "CNY"
    languages: tuple[Language, ...] = ("zh-Hans", "en")
    phone_region: str = "CN"

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"{value} is not a time zone; write one such as Asia/Shanghai or Asia/Taipei") from error
        return value

    @field_validator("currency")
    @classmethod
    def _known_currency(cls, value: str) -> str:
        if value not in list_currencies():
            meant = CURRENCIES_BY_OTHER_NAMES.get(value.strip().upper(), value.strip().upper())
            hint = f"did you mean {meant}?" if meant in list_currencies() else "write one such as CNY, TWD or USD"
            raise ValueError(f"{value} is not a currency code of ISO 4217; {hint}")
        return value

    @field_validator("phone_region")
    @classmethod
    def _known_region(cls, value: str) -> str:
        if value not in phonenumbers.SUPPORTED_REGIONS:
            raise ValueError(f"{value} is not a region; write one such as CN, TW or US")
        return value


class Channel(Section):
    """`[channels.NAME]`: one place where orders are placed."""

    kind: ChannelKind
    label: Labels = Field(default_factory=dict)

    @property
    def is_own(self) -> bool:
        """True for the store and own online channels; the others are platforms."""
        return self.kind in ("store", "own_online")


class Source(Section):
    """`[sources.NAME]`: one folder of export files, and the channel of their rows."""

    channel: str
    channel_values: dict[str, str] = Field(default_factory=dict)
    """For files whose rows say their own channel: the file's word -> our channel."""
    location: str | None = None
    """Fetched from there into the folder each night."""
    layouts: tuple[str, ...] = ()
    """Limits recognition to these layouts."""
    date_order: Literal["mdy", "dmy"] | None = None
    """For files whose dates are written 03/04/2026 and never tell by themselves: month first or day first."""
    renamed: dict[str, str] = Field(default_factory=dict)
    """Columns that the platform has given a new word: the word in the file -> the layout's word for it."""
    workbook_password: SecretStr | None = None
    """Opens the source's workbooks; kept out of every log, message and dump of these settings."""

    @property
    def password(self) -> str | None:
        """The password itself."""
        return self.workbook_password.get_secret_value() if self.workbook_password else None

    @field_validator("location")
    @classmethod
    def _readable_location(cls, value: str | None) -> str | None:
        if value is not None:
            parse_location(value)
        return value

    @field_validator("layouts")
    @classmethod
    def _known_layouts(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        known = (*layout_names(), *(info.context or {}).get("home_layouts", ()))
        for name in value:
            if name not in known:
                raise ValueError(f"there is no layout {name}{_nearest(name, known)}; there are: {', '.join(known)}")
        return value


class Branch(Section):
    """`[branches."NAME"]`: one branch that other systems call by other names."""

    also_called: tuple[str, ...] = ()


class Thresholds(Section):
    """`[thresholds]`: choices an owner could dispute, with the default of METRICS.md."""

    left_margin_days: int = Field(default=90, ge=0)
    mixed_under_share: Decimal = Field(default=Decimal("0.6"), gt=0, le=1)
    identified_share: Decimal = Field(default=Decimal("0.9"), gt=0, le=1)
    shared_by: int = Field(default=10, ge=2)
    """A value beside this many otherwise different identities names nobody."""
    likely_from: Decimal = Field(default=Decimal("0.5"), gt=0, le=1)
    """An order tied to a person with this probability or more counts as likely theirs."""
    recycled_after_days: int = Field(default=180, ge=30)
    """A phone or e-mail silent for so long, and used by other members or accounts since, has a new owner."""
    super_top_share: Decimal = Field(default=Decimal("0.1"), gt=0, lt=1)
    rfm_months: int = Field(default=12, ge=6, le=60)
    """Months up to the as-of day whose purchases tell how lately, how often and for how much somebody buys."""
    rebuy_within_days: int = Field(default=30, ge=1)
    """What is bought again cheaper elsewhere within so many days counts; refunds of a month come for as long."""


class Policies(Section):
    """`[policies]`: whether a refunded order is still a purchase."""

    partly_refunded_is_purchase: bool = True
    refunded_is_purchase: bool = True


class TestOrders(Section):
    """`[test_orders]`: what marks an order as a test of the shop's own."""

    __test__ = False

    accounts: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


class Retention(Section):
    """`[retention]`: how long each layer is kept, in days; published snapshots by their number."""

    landing_days: int | None = Field(default=None, ge=1)
    """Export files, from the day they came; None: for ever. What goes takes its orders out of every figure."""
    removed_days: int = Field(default=90, ge=1)
    """Files that were taken back."""
    logs_days: int = Field(default=180, ge=1)
    airflow_logs_days: int = Field(default=90, ge=1)
    snapshots: int = Field(default=14, ge=1)


class Schedule(Section):
    """`[schedule]`: when the night runs, as a cron line in the time zone of the business."""

    nightly: str = "30 3 * * *"

    @field_validator("nightly")
    @classmethod
    def _cron_line(cls, value: str) -> str:
        if not croniter.is_valid(value):
            raise ValueError(f"{value!r} is not a cron line; write one such as 30 3 * * * (at half past three)")
        return value


class Shop(Section):
    """All of `shop.toml`."""

    business: Business
    channels: dict[str, Channel]
    sources: dict[str, Source] = Field(default_factory=dict)
    branches: dict[str, Branch] = Field(default_factory=dict)
    contract: dict[str, Contract] = Field(default_factory=dict)
    fee_audit: FeeAudit = FeeAudit()
    own_costs: dict[str, OwnCosts] = Field(default_factory=dict)
    what_if: WhatIf = WhatIf()
    thresholds: Thresholds = Thresholds()
    follow_ups: FollowUps = FollowUps()
    tags: dict[str, Tag] = Field(default_factory=dict)
    policies: Policies = Policies()
    test_orders: TestOrders = TestOrders()
    schedule: Schedule = Schedule()
    retention: Retention = Retention()

    @model_validator(mode="after")
    def _channels_exist(self) -> Shop:
        used = [(f"sources.{name}.channel", source.channel) for name, source in self.sources.items()]
        for name, source in self.sources.items():
            used += [(f"sources.{name}.channel_values", channel) for channel in source.channel_values.values()]
        used += [(f"contract.{name}", name) for name in self.contract]
        used += [(f"own_costs.{name}", name) for name in self.own_costs]
        used += [(f"tags.{name}.channels", channel) for name, tag in self.tags.items() for channel in tag.channels]
        for where, channel in used:
            if channel not in self.channels:
                hint = _nearest(channel, self.channels)
                raise ValueError(f"{where} names the channel {channel}, which has no [channels.{channel}]{hint}")
        for name in self.channels:
            if name in ("all", "mixed", "none", "new", "became_identified"):
                raise ValueError(f"a channel cannot be called {name}; that word means something else in the tables")
        return self

    def channel_label(self, channel: str, language: str) -> str:
        """The channel's name in a language; its key where the owner gave none."""
        return in_language(self.channels[channel].label, language, channel)


def _nearest(word: str, known: Any) -> str:
    matches = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f"; did you mean {matches[0]}?" if matches else ""


@cache
def layout_names() -> tuple[str, ...]:
    """Names of the layouts there are: each is a file of its name."""
    found = (entry.name for entry in (files("transforms.exports") / "layouts").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml")))


def _keys_at(path: tuple[Any, ...]) -> list[str]:
    """Keys that may stand at a place in the file; for the hint beside an unknown one."""
    model: Any = Shop
    for part in path:
        field = model.model_fields.get(part)
        if field is not None:  # else the part is the owner's own name for a channel or source
            inside = get_args(field.annotation)
            model = inside[1] if inside else field.annotation
    return list(model.model_fields)


def _sentence(error: dict[str, Any]) -> str:
    path = tuple(error["loc"])
    where = ".".join(str(part) for part in path)
    if error["type"] == "extra_forbidden":
        known = _keys_at(path[:-1])
        return f"unknown key {where}{_nearest(str(path[-1]), known)}; there are: {', '.join(known)}"
    if error["type"] == "missing":
        return f"{where} is missing"
    where = where.removesuffix(".[key]")
    must_be = _must_be(error)
    if must_be:
        return f"{where} must be {must_be}"
    message = str(error["msg"]).removeprefix("Value error, ").replace("Input should be", "must be")
    return f"{where}: {message}" if where else message


_KINDS = (
    (("int_", "finite_number"), "a whole number"),
    (("decimal_", "float_"), "a number, such as 0.05"),
    (("bool_",), "true or false, without quotes"),
    (("string_",), "text in straight quotes"),
    (("date_",), "a day, such as 2026-08-01"),
    (("time_",), 'a time in straight quotes, such as "04:00"'),
    (("tuple_", "list_"), 'a list, such as ["one", "two"]'),
    (("dict_", "model_"), 'a section of its own, or a table such as { en = "Store" }'),
)
_LIMITS = {
    "greater_than_equal": "at least",
    "greater_than": "more than",
    "less_than": "less than",
    "less_than_equal": "at most",
}


def _must_be(error: dict[str, Any]) -> str:
    """What a value has to be, in plain words; empty where the message says it already."""
    kind, context = error["type"], error.get("ctx") or {}
    if kind == "literal_error":
        choices = re.findall(r"'([^']*)'", context["expected"])
        given = str(error["input"])
        return f"one of {', '.join(choices)}; {given} is none of them{_nearest(given, choices)}"
    if kind in _LIMITS:
        limit = next(iter(context.values()))
        share = " (5 % is written 0.05)" if kind.startswith("less") and limit == 1 else ""
        return f"{_LIMITS[kind]} {limit}{share}"
    return next((words for starts, words in _KINDS if kind.startswith(starts)), "")


def _toml_sentence(text: str, error: tomllib.TOMLDecodeError) -> str:
    """Where a file stops being TOML, the line itself, and what is probably wrong with it."""
    said = str(error)
    found = re.search(r"\(at line (\d+), column (\d+)\)", said)
    lines = text.split("\n")
    if not found or int(found[1]) > len(lines):
        return said
    line = lines[int(found[1]) - 1].strip()
    rest = lines[int(found[1]) - 1][int(found[2]) - 1 :]
    if NOT_STRAIGHT.search(line):
        hint = 'put the name in straight quotes " instead of curly ones'
    elif NOT_HALF_WIDTH.search(line):
        hint = "write = [ ] { } , # half-width, as on an English keyboard"
    elif "Illegal character '\\n'" in said:
        hint = 'a straight quote " is missing at the end'
    elif said.startswith("Invalid value"):
        hint = 'put the name in straight quotes, as in name = "Tea"'
    elif rest and not rest[0].isascii():
        hint = 'put the name in straight quotes, as in [channels."门店"]'
    else:
        hint = ""
    shown = SECRET_VALUE.sub(r"\1 …", line)
    return f"{said}: {shown}" + (f"  ({hint})" if hint else "")


def parse_shop(text: str, name: str = "shop.toml", home_layouts: Sequence[str] = ()) -> Shop:
    """Settings from the text of a `shop.toml`; sources may name the layouts of the home beside those of the product.

    Raises:
        ShopError: not TOML, an unknown key (with the nearest known one), or a value that cannot be.
    """
    try:
        return Shop.model_validate(tomllib.loads(text), context={"home_layouts": tuple(home_layouts)})
    except tomllib.TOMLDecodeError as error:
        raise ShopError(f"{name} is not valid TOML: {_toml_sentence(text, error)}") from error
    except ValidationError as error:
        sentences = "; ".join(_sentence(dict(each)) for each in error.errors())
        raise ShopError(f"{name}: {sentences}") from error


def load_shop(path: Path) -> Shop:
    """Settings of one business.

    Raises:
        ShopError: the file is missing or cannot be used.
    """
    if not path.exists():
        raise ShopError(f"{path} does not exist. Make one with: regulars init --home {path.parent}")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ShopError(f"{path} is not saved as UTF-8; open it in an editor and save it as UTF-8.") from None
    return parse_shop(text, str(path), sorted(each.stem for each in (path.parent / "layouts").glob("*.toml")))
