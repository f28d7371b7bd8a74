"""A layout tried out before any file: may its SQL be trusted, and does it run.

Layouts are shared between businesses, so one that came from elsewhere may calculate with the columns of its own rows
and with nothing else: no query, no table, no file.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.tokens import TokenType

from transforms.engines.duckdb import Engine, SqlError, open_engine
from transforms.exports.layout import CONTACT_KINDS, Layout
from transforms.exports.staging import records, typed_rows
from transforms.exports.staging.cells import MACROS

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_OF_SURROUNDINGS = frozenset({"getenv", "current_setting", "getvariable", "nextval", "currval", "query", "query_table"})
_ODD_TOKENS = frozenset(
    {
        TokenType.HEREDOC_STRING,
        TokenType.RAW_STRING,
        TokenType.BYTE_STRING,
        TokenType.PARAMETER,
        TokenType.PLACEHOLDER,
        TokenType.SEMICOLON,
    }
)
_RECORDS = ("orders", "order_items", "entries", "identities")


class LayoutFault(Exception):
    """One thing wrong with a layout: the field, a code for translation, and what the sentence needs besides."""

    def __init__(self, field: str, code: str, detail: str = "") -> None:
        super().__init__(field, code, detail)
        self.field, self.code, self.detail = field, code, detail


def rehearse(layout: Layout) -> None:
    """Check the names and the SQL of a layout, and run all of it over no rows.

    Raises:
        LayoutFault: it cannot be used.
    """
    _check_names(layout)
    _check_patterns(layout)
    for field, expression in _expressions(layout):
        _check_expression(field, expression)
    _run_over_nothing(layout)


def _check_names(layout: Layout) -> None:
    given = [
        *((f"columns.{name}", name) for name in layout.columns),
        *((f"derived.{name}", name) for name in layout.derived),
    ]
    for field, name in given:
        if not _NAME.fullmatch(name):
            raise LayoutFault(field, "odd_name", name)
    used = [
        *((f"values.{name}", name) for name in layout.values),
        *((f"needed_when.{name}", name) for name in layout.needed_when),
        *((f"columns.{name}.scope_column", column.scope_column) for name, column in layout.columns.items()),
        *((f"columns.{name}.zone_column", column.zone_column) for name, column in layout.columns.items()),
        ("channel_value", layout.channel_value),
        ("whole_by", layout.whole_by),
        ("sign_by_total.column", layout.sign_by_total.column if layout.sign_by_total else None),
        *(
            (f"emit.{number}.identity", emit.values.get("identity", ""))
            for number, emit in enumerate(layout.emit, 1)
            if emit.into == "identities"
        ),
    ]
    for field, word in used:
        if word is not None and word not in layout.columns:
            raise LayoutFault(field, "unknown_name", word)


def _check_patterns(layout: Layout) -> None:
    patterns = {f"footer.totals.{name}": pattern for name, pattern in layout.footer.totals.items()}
    patterns |= {f"columns.{name}.pattern": column.pattern for name, column in layout.columns.items() if column.pattern}
    if layout.exported_at:
        patterns["exported_at"] = layout.exported_at
    for field, pattern in patterns.items():
        try:
            groups = re.compile(pattern).groups
        except re.error as error:
            raise LayoutFault(field, "bad_pattern", str(error)) from None
        if not groups:
            raise LayoutFault(field, "no_group")
    try:
        ZoneInfo("UTC" if layout.time_zone == "shop" else layout.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise LayoutFault("time_zone", "bad_zone", layout.time_zone) from None


def _expressions(layout: Layout) -> Iterator[tuple[str, str]]:
    yield from (("row_key", part) for part in layout.row_key)
    yield from ((f"derived.{name}", sql) for name, sql in layout.derived.items())
    yield from ((f"needed_when.{name}", sql) for name, sql in layout.needed_when.items())
    yield from _totals(layout)
    if layout.channel_value_needed:
        yield "channel_value_needed", layout.channel_value_needed
    if layout.sign_by_total:
        yield "sign_by_total.where", layout.sign_by_total.where
    for number, emit in enumerate(layout.emit, 1):
        yield f"emit.{number}.where", emit.where
        if emit.each:
            yield f"emit.{number}.each", emit.each
        yield from ((f"emit.{number}.{name}", sql) for name, sql in emit.values.items())


def _totals(layout: Layout) -> Iterator[tuple[str, str]]:
    yield from ((f"control_totals.{name}", sql) for name, sql in layout.control_totals.items())
    yield from ((f"stated_totals.{name}", sql) for name, sql in layout.stated_totals.items())
    for name, total in layout.row_totals.items():
        for part in ("stated", "counted", "where"):
            yield f"row_totals.{name}.{part}", getattr(total, part)


def _check_expression(field: str, text: str) -> None:
    try:
        tokens = sqlglot.tokenize(text, read="duckdb")
        statements = sqlglot.parse(f"select ({text}\n)", read="duckdb")
    except SqlglotError:
        raise LayoutFault(field, "not_sql") from None
    root = statements[0]
    is_plain = (
        len(statements) == 1
        and isinstance(root, exp.Select)
        and len(root.expressions) == 1
        and isinstance(root.expressions[0], exp.Paren)
        and not any(token.comments or token.token_type in _ODD_TOKENS for token in tokens)
    )
    inside = root.expressions[0] if is_plain and root is not None else exp.Paren()
    reaches_out = any(
        isinstance(node, exp.Query | exp.Table | exp.Command)
        or (isinstance(node, exp.Func) and node.name.lower() in _OF_SURROUNDINGS)
        for node in inside.walk()
    )
    if not is_plain or reaches_out:
        raise LayoutFault(field, "not_plain")


def _run_over_nothing(layout: Layout) -> None:
    header = tuple(column.header[0] for column in layout.columns.values())
    positions = {name: at for at, name in enumerate(layout.columns)}
    reading = typed_rows.Reading(layout, "rehearsal", "rehearsal", "store", {}, "UTC", "CNY", positions, header)
    with tempfile.TemporaryDirectory() as folder, open_engine(threads=1) as engine:
        body = Path(folder) / "body.csv"
        body.touch()
        for macro in MACROS:
            engine.run(macro)
        _try(engine, "columns, derived, needed_when", typed_rows.typed_sql(reading, body, ","))
        for name, column in layout.columns.items():
            if column.kind in CONTACT_KINDS:
                engine.run(
                    f"create table map_{name} (value varchar, part varchar, identity_kind varchar, scope varchar, "
                    "identity_key varchar, masked varchar, is_certain boolean, grams uinteger[], surname_key varchar)"
                )
        _try(engine, "row_key", typed_rows.good_sql(reading))
        _try(engine, "row_key", f"create table rehearsed as {records.rows_sql(reading)}")
        for name, sql in layout.control_totals.items():
            _try(
                engine, f"control_totals.{name}", f"create or replace table rehearsed as select ({sql}) as x from good"
            )
        for kind in _RECORDS:
            try:
                found = records.records_sql(reading, kind)
            except KeyError as error:
                raise LayoutFault(f"emit ({kind})", "missing", str(error.args[0])) from None
            if found:
                _try(engine, f"emit ({kind})", f"create or replace table rehearsed as {found}")


def _try(engine: Engine, field: str, sql: str) -> None:
    try:
        engine.run(sql)
    except SqlError as error:
        first = str(error).splitlines()[0].partition(": ")[2] or str(error).splitlines()[0]
        raise LayoutFault(field, "not_run", " ".join(first.split())) from None
