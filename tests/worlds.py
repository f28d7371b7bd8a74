"""Tiny worlds: a test states orders, fees and contacts in a line each, and the real build runs over them.

The staged tables are filled as files would fill them; everything after that is `transforms.build`. Times are UTC and
so is the shop, unless a test says otherwise. A person who is only a name stands for an account nobody else has.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import duckdb

from transforms import build
from transforms.core.as_of import as_of_day_sql
from transforms.core.staged import SUPERSEDED, in_force_sql
from transforms.customers.answers import answers_columns
from transforms.engines.duckdb import Engine
from transforms.exports.contacts import Contact, ContactHasher
from transforms.exports.staging.stage_file import RECORD_KINDS
from transforms.published.before import rules_columns
from transforms.published.pulls import pulls_columns
from transforms.settings import Shop
from transforms.settings.answers import Answer, Said
from transforms.settings.rules import Rules
from transforms.sql import quote
from transforms.tables import STAGED, Table

KEY = bytes(range(32))
HASHER = ContactHasher(KEY, "CN")
AUTHORITY = {"shop": 1, "bill": 2, "till": 3}
"""Made-up layouts and whose word on an order's money counts: the lowest."""
CHANNELS = {
    "store": "store",
    "mini_program": "own_online",
    "tmall": "marketplace",
    "meituan": "delivery",
    "eleme": "delivery",
}


@dataclass(frozen=True)
class Mark:
    """One contact, number or account as a row of a file names it."""

    kind: str
    key: str
    scope: str = ""
    masked: str = "***"
    certain: bool = True
    role: str = "buyer"
    consent: bool | None = None
    grams: tuple[int, ...] | None = None
    surname_key: str | None = None
    purpose: str = ""


def named(name: str, consent: bool | None = None) -> Mark:
    """An account of one person's own, with a readable key."""
    return Mark("account", name, "world", consent=consent)


def _read(contact: Contact | None, role: str, consent: bool | None) -> Mark | None:
    if contact is None:
        return None
    return Mark(
        contact.identity_kind,
        contact.identity_key,
        contact.scope,
        contact.masked,
        contact.is_certain,
        role,
        consent,
        contact.grams,
        contact.surname_key,
    )


def phone(number: str, consent: bool | None = None) -> Mark | None:
    """A phone as it stands in a file; None where it can be no evidence."""
    return _read(HASHER.contact("phone", number), "buyer", consent)


def parcel_phone(number: str) -> Mark | None:
    """The phone on a parcel: the recipient's."""
    return _read(HASHER.contact("phone", number), "contact", None)


def email(address: str, consent: bool | None = None) -> Mark | None:
    """An e-mail address as it stands in a file."""
    return _read(HASHER.contact("email", address), "buyer", consent)


def member(number: str, consent: bool | None = None) -> Mark | None:
    """A membership number of the till."""
    return _read(HASHER.contact("member", number, "till"), "buyer", consent)


def account(name: str, scope: str) -> Mark | None:
    """An account of one platform, or an openid of one app."""
    return _read(HASHER.contact("account", name, scope), "buyer", None)


def name(written: str, role: str = "buyer") -> Mark | None:
    """A person's name, whole or masked, as it stands in a file."""
    return _read(HASHER.contact("name", written), role, None)


def birthday(day: str) -> Mark | None:
    """A day of birth, with or without its year."""
    return _read(HASHER.contact("birthday", day), "buyer", None)


def area(written: str, role: str = "buyer") -> Mark | None:
    """A postcode, district or address."""
    return _read(HASHER.contact("area", written), role, None)


def card(last_digits: str, brand: str = "") -> Mark | None:
    """The last digits of a payment card."""
    return _read(HASHER.contact("card", last_digits, brand), "buyer", None)


@dataclass(frozen=True)
class Likely:
    """One person with a probability: two names of people, or a name and numbers of orders nobody else placed."""

    one: str
    other: str | tuple[str, ...]
    probability: float


def likely(one: str, other: str | tuple[str, ...], probability: float) -> Likely:
    """A likely link between a person and another, or a nameless profile of one or several orders."""
    return Likely(one, other, probability)


Who = str | Mark | None | tuple[str | Mark | None, ...]


def _marks(who: Who) -> list[Mark]:
    each = who if isinstance(who, tuple) else (who,)
    return [named(mark) if isinstance(mark, str) else mark for mark in each if mark is not None]


@dataclass(frozen=True)
class Row:
    """One data row of one file: what it is about, and the staged records it gives."""

    file: int
    source: str
    layout: str
    about: tuple[str, ...]
    scope: str = ""
    one_per_key: bool = True
    namespace: str = ""
    precision: int = 0
    records: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)


def moment(text: str) -> datetime:
    """A day, at noon, or a day and time."""
    naive = datetime.fromisoformat(text)
    return naive if len(text) > len("2026-01-01") else naive.replace(hour=12)


def order(
    who: Who,
    channel: str,
    when: str,
    gross: object = 10,
    *,
    id: str = "",
    layout: str = "shop",
    file: int = 1,
    source: str = "",
    shop_scoped: bool = False,
    **facts: object,
) -> Row:
    """One order. `facts` are columns of staged_orders; `discount` is short for the merchant's."""
    source = source or channel
    facts.setdefault("merchant_discount", facts.pop("discount", 0))
    number = id or "-".join([channel, when, *(mark.key[:8] for mark in _marks(who))])
    key = f"{channel}/{source}/{number}" if shop_scoped else f"{channel}/{number}"
    base = {"channel": channel, "order_key": key}
    values = {
        **base,
        "authority": AUTHORITY[layout],
        "adds_up": False,
        "order_id": number,
        "row_role": "order",
        "ordered_at": moment(when),
        "status": "completed",
        "gross": gross,
        "currency": "CNY",
        "branch": "",
        **facts,
    }
    if values["row_role"] == "refund":
        values["refunded_at"] = moment(when)
        values["ordered_at"] = facts.get("ordered_at")
    records = {
        "orders": [values],
        "identities": [_identity(mark, **base) for mark in _marks(who)],
    }
    about = (channel, number, str(values["row_role"]), when if values["row_role"] == "refund" else "")
    return Row(file, source, layout, about, source if shop_scoped else "", records=records)


def item(channel: str, of: str, name: str, *, layout: str = "shop") -> Row:
    """One line item of an order."""
    record = {"authority": AUTHORITY[layout], "channel": channel, "order_key": f"{channel}/{of}"}
    records = {"order_items": [{**record, "item": name, "quantity": 1}]}
    return Row(1, channel, f"{layout}_items", (channel, of), one_per_key=False, records=records)


def refund(channel: str, when: str, amount: object, *, id: str, **facts: Any) -> Row:
    """One refund row about an order."""
    return order(None, channel, when, None, id=id, row_role="refund", refunded=amount, discount=None, **facts)


def _identity(mark: Mark, **about: object) -> dict[str, object]:
    return {
        **about,
        "identity_kind": mark.kind,
        "scope": mark.scope,
        "identity_key": mark.key,
        "masked": mark.masked,
        "role": mark.role,
        "is_certain": mark.certain,
        "grams": mark.grams,
        "surname_key": mark.surname_key,
        "consent": mark.consent,
        "purpose": mark.purpose,
    }


def listed(*marks: Mark | None, channel: str = "mini_program", file: int = 1) -> Row:
    """One row of a customer list: contacts that stand together, no order."""
    given = _marks(marks)
    records = {"identities": [_identity(mark, channel=channel) for mark in given]}
    return Row(file, channel, "list", tuple(mark.key for mark in given), records=records)


def payer(mark: Mark | None, payment: str, other: str | None = None, *, file: int = 1) -> Row:
    """The account that a payment bill names beside a payment number."""
    (given,) = _marks(mark)
    about = {"channel": "mini_program", "payment_ref": payment, "payment_ref_other": other}
    return Row(file, "payments", "payments", (payment, "payer"), records={"identities": [_identity(given, **about)]})


def fee(
    channel: str,
    when: str,
    amount: object,
    of: str | None = None,
    *,
    kind: str = "commission",
    other: str | None = None,
    layout: str = "ledger",
    file: int = 1,
    source: str = "",
    shop_scoped: bool = False,
    **facts: object,
) -> Row:
    """One fee, of an order or payment number or of none."""
    source = source or channel
    values = {
        "part": 0,
        "row_scope": source if shop_scoped else "",
        "channel": channel,
        "entry_kind": "fee",
        "fee_type": kind,
        "amount": amount,
        "currency": "CNY",
        "booked_at": moment(when),
        "order_ref": of,
        "order_ref_other": other,
        "branch": "",
        **facts,
    }
    about = (str(of), when, kind, str(amount), channel)
    return Row(file, source, layout, about, str(values["row_scope"]), False, records={"entries": [values]})


def a_shop(**sections: Any) -> Shop:
    """Settings of a shop in UTC with five channels; `sections` add to or replace what shop.toml would hold."""
    business = {"name": "Tea", "time_zone": "UTC", "currency": "CNY", **sections.pop("business", {})}
    channels = {name: {"kind": kind} for name, kind in CHANNELS.items()}
    sources = {name: {"channel": name} for name in CHANNELS}
    return Shop.model_validate({"business": business, "channels": channels, "sources": sources, **sections})


def answered(one: str, other: str, answer: Said, on: str = "2026-01-01", line: int = 1) -> Answer:
    """The owner's word on two people, named by a mark's key or by `order:` and an order key."""
    one, other = sorted((one, other))
    return Answer(one, other, answer, date.fromisoformat(on), None, line)


def _literal(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float | Decimal):
        return str(value)
    if isinstance(value, tuple):
        return f"[{', '.join(map(str, value))}]::uinteger[]"
    return quote(str(value))


def put(engine: Engine, table: Table, rows: Iterable[Mapping[str, object]]) -> None:
    """One staged table filled with these rows; what a row does not say is null."""
    name = f"staged.{table.name}"
    engine.run(table.create_sql(name))
    lines = []
    for row in rows:
        unknown = set(row) - set(table.column_names)
        assert not unknown, unknown
        lines.append(f"({', '.join(_literal(row.get(column)) for column in table.column_names)})")
    if lines:
        engine.run(f"insert into {name} values {', '.join(lines)}")


class _Home:
    """As much of a home as the build of core asks for."""

    @staticmethod
    def contact_key() -> bytes:
        """The key the marks of this module are made with."""
        return KEY


class PatientEngine(Engine):
    """Keeps the statements that make published tables until a test looks at one: most look at a single table."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        super().__init__(connection)
        self._kept: dict[str, str] = {}

    def run(self, sql: str) -> None:
        """Execute a statement, or keep it for later."""
        made = re.match(r"create or replace table (published\.\w+) as", sql)
        if made:
            self._kept[made[1]] = sql
        else:
            super().run(sql)

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """All rows of one query, the tables it names made first."""
        if sql.startswith("select count(*) from published."):
            return [{"rows": 0}]
        self._make(sql)
        return super().rows(sql, parameters)

    def _make(self, sql: str) -> None:
        for name in re.findall(r"published\.\w+", sql):
            kept = self._kept.pop(name, None)
            if kept is not None:
                self._make(kept)
                super().run(kept)


@dataclass(frozen=True)
class World:
    """What became of the rows."""

    engine: Engine

    def rows(self, table: str, columns: str, where: str = "true") -> list[tuple[Any, ...]]:
        """Rows of a published table, or of `core.…`, as sorted tuples; whole amounts as they print."""
        name = table if "." in table else f"published.{table}"
        found = self.engine.rows(f"select {columns} from {name} where {where} order by all")
        return [tuple(_plain(value) for value in row.values()) for row in found]

    def row(self, table: str, columns: str, where: str = "true") -> tuple[Any, ...]:
        """The one row there must be."""
        (found,) = self.rows(table, columns, where)
        return found

    def people(self) -> list[list[str]]:
        """Order numbers of each person, people and numbers in order; orders of nobody left out."""
        found: dict[str, list[str]] = {}
        for customer, number in self.rows("core.orders", "customer_id, order_id", "customer_id is not null"):
            found.setdefault(customer, []).append(number)
        return sorted(found.values())


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    return value.isoformat() if isinstance(value, date) else value


def core_of(
    *rows: Row | Likely,
    as_of: str | None = None,
    shop: Shop | None = None,
    exported: str | None = None,
    answers: Sequence[Answer] = (),
) -> World:
    """Core tables and people from these rows; `exported` is when the last file says it was made."""
    settings = shop or a_shop()
    connection = duckdb.connect(":memory:", config={"threads": "1"})
    connection.execute("set TimeZone = 'UTC'").fetchall()
    engine = PatientEngine(connection)
    for schema in ("staged", "core", "published", "work"):
        engine.run(f"create schema {schema}")
    _stage(engine, [row for row in rows if isinstance(row, Row)], exported)
    engine.put("work.answers", answers_columns(answers))
    engine.put("work.rules", rules_columns(Rules("now", None, {}, len(answers)), HASHER.key_id))
    engine.run(SUPERSEDED)
    for kind in RECORD_KINDS:
        engine.run(in_force_sql(kind))
    last_day = engine.value(as_of_day_sql(settings))
    build.fix_run(engine, "run", date.fromisoformat(as_of) if as_of else last_day, last_day)
    build.build_core(engine, _Home(), settings)  # type: ignore[arg-type]
    build.link_people(engine, settings)
    links = [row for row in rows if isinstance(row, Likely)]
    if links:
        _put_likely(engine, links)
    return World(engine)


def _put_likely(engine: Engine, links: Sequence[Likely]) -> None:
    """Likely links as the linking would find them, in place of those it did find."""
    people = {
        row["identity_key"]: row["customer_id"]
        for row in engine.rows("select * from core.identities where customer_id is not null")
    }
    orders = {row["order_id"]: row["order_key"] for row in engine.rows("select order_id, order_key from core.orders")}
    likely_links, profile_orders = [], {}
    for number, link in enumerate(links):
        if isinstance(link.other, str) and link.other in people:
            kind, other = "customer", people[link.other]
        else:
            named = (link.other,) if isinstance(link.other, str) else link.other
            kind, other = "profile", "+".join(named)
            profile_orders[other] = [orders[each] for each in named]
        likely_links.append((number, people[link.one], kind, other, link.probability, "world"))
    lines = ", ".join(f"({', '.join(_literal(value) for value in each)})" for each in likely_links)
    engine.run("delete from work.likely_links")
    engine.run(f"insert into work.likely_links values {lines}")
    engine.run("delete from work.profile_orders")
    for profile, keys in profile_orders.items():
        for key in keys:
            engine.run(f"insert into work.profile_orders values ({quote(profile)}, {quote(key)})")


def night(
    *rows: Row | Likely,
    as_of: str | None = None,
    shop: Shop | None = None,
    exported: str | None = None,
    answers: Sequence[Answer] = (),
) -> World:
    """All published tables from these rows."""
    world = core_of(*rows, as_of=as_of, shop=shop, exported=exported, answers=answers)
    build.build_published(world.engine, shop or a_shop(), datetime(2026, 1, 1, tzinfo=UTC))
    return world


def _stage(engine: Engine, rows: Iterable[Row], exported: str | None) -> None:
    tables: dict[str, list[dict[str, object]]] = {table.name.removeprefix("staged_"): [] for table in STAGED}
    files: dict[tuple[int, str, str], None] = {}
    for number, row in enumerate(rows):
        files[row.file, row.source, row.layout] = None
        origin = {"file_id": f"{row.source}:{row.file}", "row_number": number}
        by = {"source": row.source, "layout": row.layout}
        digest = zlib.crc32(repr(row.about).encode()) if row.one_per_key else number
        tables["rows"].append(
            {
                **origin,
                **by,
                "row_scope": row.scope,
                "row_key": digest,
                "row_namespace": row.namespace or row.layout,
                "precision": row.precision,
                "one_row_per_key": row.one_per_key,
            }
        )
        for kind, records in row.records.items():
            for record in records:
                own: dict[str, object] = {"part": 0} if kind == "order_items" else {}
                if kind == "entries":
                    own = {"row_key": digest, "row_scope": row.scope, "family": "world", "fee_authority": 5}
                    own["with_platform_share"] = False
                tables[kind].append({**origin, **by, **own, **record})
    for table in STAGED:
        put(engine, table, tables[table.name.removeprefix("staged_")])
    received = datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    lines = [
        f"({quote(f'{source}:{file}')}, {quote(layout)}, {rank}, {quote(f'{source}-{file}.csv')}, {quote(source)}, "
        f"{quote(f'{file}')}, timestamp '{received + timedelta(days=file)}', {_literal(exported)}::timestamp, "
        "1, 0, 'none', 'loaded', cast(null as varchar))"
        for rank, (file, source, layout) in enumerate(sorted(files), start=1)
    ]
    columns = (
        "file_id, layout, file_rank, file_name, source, file_sha256, received_at, exported_at, rows_read, "
        "rows_quarantined, control_total_state, file_state, file_reason"
    )
    engine.run(f"create table work.files as select * from (values {', '.join(lines)}) as t({columns})")
    engine.run(
        "create table work.findings (source varchar, file_name varchar, file_sha256 varchar, layout varchar, "
        "finding varchar, what varchar, rows bigint)"
    )
    engine.put("work.pulls", pulls_columns([]))
    engine.run(
        "create table work.corrections (correction varchar, source varchar, layout varchar, reason varchar, "
        "rows_corrected bigint, rows_outdated bigint)"
    )
    engine.run(
        "create table work.data_checks (run_id varchar, table_name varchar, check_name varchar, severity varchar, "
        "success boolean, observed varchar)"
    )
