"""What somebody says about an unknown table, and what is still to be said."""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field, replace
from typing import Literal

from transforms.exports.layout import load_layouts
from transforms.exports.mapping.roles import FEE_ROLES, LINE_ROLES, ROLES, SIGNED_ROLES
from transforms.exports.mapping.sample import Sample
from transforms.exports.mapping.suggest import RowsAre, Suggested, is_recipient
from transforms.tables.words import ORDER_STATUSES

BLANKS = ("-", "--", "/")
NAME = re.compile(r"[a-z][a-z0-9_]{1,39}")
STATUSES = tuple(status for status in ORDER_STATUSES if status not in ("test", "unknown"))
NegativeIs = Literal["", "refund", "order"]


@dataclass(frozen=True)
class Mapping:
    """One unknown table in our words, as somebody has said it so far."""

    name: str
    title: str
    family: str
    usual_channel: tuple[str, str]
    columns: MappingOf[str, str]
    """Role -> header word."""
    confirmed: frozenset[str] = frozenset()
    """Money roles that somebody has looked at and said yes to; `status` where rows without a state all count."""
    statuses: MappingOf[str, str] = field(default_factory=dict)
    """Word of the status column -> our status."""
    rows_are: RowsAre = "orders"
    summed: frozenset[str] = frozenset()
    """Where an order has several rows: money roles of which each row states its own part; the others repeat."""
    signs: MappingOf[str, str] = field(default_factory=dict)
    """Role -> `plus` or `minus`: how the file writes 5 of it."""
    includes: frozenset[str] = frozenset()
    """Of delivery, tax and tip, what the amount of an order holds."""
    negative_is: NegativeIs = ""
    """What a row with a negative amount is."""
    multiply: bool | None = None
    """Where no column gives orders an amount: whether it is pieces times price of their lines; None is not said."""
    special: MappingOf[str, str] = field(default_factory=dict)
    """With it: article of a line that is no goods -> `delivery_charged` or the fee that it is."""
    phone_is: Literal["buyer", "contact"] = "buyer"
    time_zone: str = "shop"

    @property
    def amount(self) -> str | None:
        """The role that gives an order its amount."""
        return next((role for role in ("gross", "paid") if role in self.columns), None)

    @property
    def can_multiply(self) -> bool:
        """Whether only the lines could say what orders were worth."""
        return self.amount is None and {"quantity", "unit_price"} <= self.columns.keys()

    @property
    def multiplies(self) -> bool:
        """Whether an order is worth what its lines add up to, because somebody said so."""
        return self.can_multiply and self.multiply is True

    @property
    def has_lines(self) -> bool:
        """Whether an order may take several rows."""
        return self.rows_are == "items" or self.multiplies

    @property
    def article(self) -> str | None:
        """The role that tells articles apart."""
        return next((role for role in ("sku", "item") if role in self.columns), None)

    @property
    def amount_words(self) -> str:
        """The words of the file that the amount of an order stands under."""
        roles = (self.amount,) if self.amount else ("quantity", "unit_price")
        return " × ".join(self.columns.get(role, "") for role in roles)

    @property
    def turns_on(self) -> str:
        """The column whose minus makes a row something else than a sale; empty where no row is a sale."""
        return self.columns["quantity" if self.multiplies else self.amount or ""] if self.gives_orders else ""

    @property
    def shared_roles(self) -> tuple[str, ...]:
        """Amounts that may be an order's or one row's."""
        return tuple(role for role in self.money_roles if role not in LINE_ROLES)

    @property
    def money_roles(self) -> tuple[str, ...]:
        """Roles of the mapping that are about money."""
        return tuple(role for role in self.columns if ROLES[role].is_money)

    @property
    def gives_orders(self) -> bool:
        """Whether the file states what orders were worth."""
        return self.amount is not None or self.multiplies

    @property
    def gives_items(self) -> bool:
        """Whether the file states what was in the orders."""
        return {"order_id", "item", "quantity"} <= self.columns.keys()

    @property
    def fees(self) -> tuple[str, ...]:
        """Roles of fees."""
        return tuple(role for role in FEE_ROLES if role in self.columns)


@dataclass(frozen=True)
class Open:
    """One thing that must still be said before the mapping can be saved."""

    code: str
    about: str = ""
    """The role, or the word of the file, that it is about."""


OPEN_CODES = (
    "bad_name", "name_taken", "too_few_columns", "no_order_id", "no_time", "nothing_given", "unconfirmed", "multiply",
    "not_a_share", "share_unused", "no_status", "status_word", "sign", "negative", "column_twice",
)  # fmt: skip


def first_mapping(suggested: Suggested, name: str) -> Mapping:
    """The mapping to begin with: every suggestion, no money confirmed."""
    columns = {role: each.word for role, each in suggested.columns.items()}
    phone = columns.get("phone", "")
    return Mapping(
        name=name,
        title=name.replace("_", " ").capitalize(),
        family=name,
        usual_channel=(name, "own_online"),
        columns=columns,
        statuses=suggested.statuses,
        rows_are=suggested.rows_are,
        summed=suggested.summed,
        signs=suggested.signs,
        includes=suggested.includes,
        phone_is="contact" if is_recipient(phone) else "buyer",
    )


def still_open(sample: Sample, suggested: Suggested, mapping: Mapping, taken: frozenset[str]) -> list[Open]:
    """What must still be said, in the order of the questions. `taken` are the names of other layouts."""
    found = []
    if not NAME.fullmatch(mapping.name):
        found.append(Open("bad_name", mapping.name))
    elif mapping.name in taken:
        found.append(Open("name_taken", mapping.name))
    if len({word for word in sample.header if word}) < 3:
        found.append(Open("too_few_columns"))
    words = list(mapping.columns.values())
    found += [Open("column_twice", word) for word in dict.fromkeys(words) if words.count(word) > 1]
    columns = mapping.columns
    if "order_id" not in columns:
        found.append(Open("no_order_id"))
    if "ordered_at" not in columns and (mapping.gives_orders or mapping.fees):
        found.append(Open("no_time"))
    asks_to_multiply = mapping.can_multiply and mapping.multiply is None
    if not (mapping.gives_orders or mapping.gives_items or mapping.fees or asks_to_multiply):
        found.append(Open("nothing_given"))
    found += [Open("unconfirmed", role) for role in mapping.money_roles if role not in mapping.confirmed]
    if asks_to_multiply:
        found.append(Open("multiply"))
    share = suggested.looks.get(columns.get("discount_share", ""))
    if share is not None and not share.is_share:
        found.append(Open("not_a_share", columns["discount_share"]))
    elif share is not None and not (mapping.multiplies or asks_to_multiply):
        found.append(Open("share_unused", columns["discount_share"]))
    if mapping.gives_orders and "status" not in columns and "status" not in mapping.confirmed:
        found.append(Open("no_status"))
    if "status" in columns:
        seen = dict.fromkeys(cell for cell in sample.cells(columns["status"]) if cell and cell not in BLANKS)
        found += [Open("status_word", word) for word in seen if mapping.statuses.get(word) not in STATUSES]
    found += [
        Open("sign", role)
        for role in SIGNED_ROLES
        if role in columns and mapping.signs.get(role) not in ("plus", "minus")
    ]
    if not mapping.negative_is and may_be_negative(suggested, mapping):
        found.append(Open("negative", mapping.turns_on))
    return found


def may_be_negative(suggested: Suggested, mapping: Mapping) -> bool:
    """Whether somebody must say what rows below zero are."""
    look = suggested.looks.get(mapping.turns_on)
    # lines of returns may come any day, and without an answer they would be taken off some order
    return mapping.multiplies or bool(look and look.negative)


def with_column(mapping: Mapping, role: str, word: str | None) -> Mapping:
    """The mapping with another column for a role, or none; a money role is then to be confirmed again."""
    columns = {each: other for each, other in mapping.columns.items() if each != role and other != word}
    if word:
        columns[role] = word
    ordered = {each: columns[each] for each in ROLES if each in columns}
    kept = frozenset(each for each in mapping.confirmed if each in ordered and each != role)
    if "status" in mapping.confirmed and "status" not in ordered:
        kept |= {"status"}
    return replace(mapping, columns=ordered, confirmed=kept)


def free_name(wanted: str, taken: frozenset[str]) -> str:
    """A name a layout can have, made from a file's name."""
    plain = re.sub(r"[^a-z0-9]+", "_", wanted.lower()).strip("_")
    plain = re.sub(r"_?\d{4,}(_\d+)*", "", plain).strip("_")[:30]
    name = plain if NAME.fullmatch(plain) else "my_export"
    number, base = 1, name
    while name in taken or name in {layout.name for layout in load_layouts()}:
        number += 1
        name = f"{base}_{number}"
    return name
