"""The real build over stated rows: staged tables filled as files would fill them, then core, people, published."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import duckdb

from tests.worlds.rows import CHANNELS, HASHER, KEY, Likely, Row
from transforms import build
from transforms.core.as_of import as_of_day_sql
from transforms.core.staged import SUPERSEDED, in_force_sql
from transforms.customers.answers import answers_columns
from transforms.engines.duckdb import Engine
from transforms.exports.staging.stage_file import RECORD_KINDS
from transforms.published.before import rules_columns
from transforms.published.pulls import pulls_columns
from transforms.settings import Shop
from transforms.settings.answers import Answer, Said
from transforms.settings.rules import Rules
from transforms.sql import quote
from transforms.tables import STAGED, Table


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
        self.asked: list[str] = []
        """Every statement of the build, in order."""

    def run(self, sql: str) -> None:
        """Execute a statement, or keep it for later."""
        self.asked.append(sql)
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
