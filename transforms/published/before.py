"""What the night before published of people, as this night remembers it: tables work.before_*."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa

from transforms.customers.answers import answers_columns
from transforms.engines.duckdb import Engine, SqlError
from transforms.settings import Home
from transforms.settings.answers import given_answers
from transforms.settings.rules import Rules
from transforms.sql import quote
from transforms.tables import table

REMEMBERED = ("customer_changes", "revisions", "linking_rules", "ignored_identities", "ingested_files")
_ORDERS = ("order_key", "customer_id", "order_day", "is_purchase", "net_sales", "currency")


def rules_columns(rules: Rules, key_id: str) -> dict[str, pa.Array]:
    """Table work.rules: the one row of the rules of this night, and of the key people's ids are made with."""
    return {
        "rules_of": pa.array([rules.rules_of], pa.string()),
        "rules_since": pa.array([rules.rules_since], pa.date32()),
        "answer_lines": pa.array([rules.answer_lines], pa.int64()),
        "key_id": pa.array([key_id], pa.string()),
        "rules": pa.array([rules.text], pa.string()),
    }


def rules_known(engine: Engine) -> Rules:
    """The rules this night was begun with."""
    row = engine.rows("select * from work.rules")[0]
    return Rules(row["rules_of"], row["rules_since"], json.loads(row["rules"]), row["answer_lines"])


def nothing_before(engine: Engine) -> None:
    """The tables as they are on a first night."""
    orders = {column.name: column.type for column in table("published", "orders").columns if column.name in _ORDERS}
    columns = ", ".join(f"{name} {orders[name]}" for name in _ORDERS)
    engine.run(f"create table if not exists work.before_orders ({columns})")
    engine.run("create table if not exists work.before_about (as_of_day date)")
    for name in REMEMBERED:
        columns = ", ".join(f"{column.name} {column.type}" for column in table("published", name).columns)
        engine.run(f"create table if not exists work.before_{name} ({columns})")
    if "before_answers" not in engine.tables("work"):
        engine.put("work.before_answers", answers_columns(()))


def remember(engine: Engine, home: Home) -> Path | None:
    """Take over what the snapshot in force says, or the newest other one where that is a past day rebuilt.

    A snapshot that cannot be read, or is of a version that did not publish a table, leaves that table empty; a column
    that version did not publish is null.
    """
    nothing_before(engine)
    for snapshot in _newest_first(home):
        try:
            engine.run(f"attach {quote(str(snapshot))} as before (read_only)")
        except SqlError:
            continue
        try:
            if _is_rebuilt(engine):
                continue
            _take_over(engine, home)
            return snapshot
        finally:
            engine.run("detach before")
    return None


def _newest_first(home: Home) -> list[Path]:
    current = home.current.resolve() if home.current.exists() else None
    if current is None:
        return []
    others = [path for path in home.published.glob("*.duckdb") if not path.is_symlink() and path != current]
    return [current, *sorted(others, key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)]


def _has(engine: Engine) -> set[str]:
    rows = engine.rows("select table_name from duckdb_tables() where database_name = 'before'")
    return {row["table_name"] for row in rows}


def _is_rebuilt(engine: Engine) -> bool:
    known = "linking_rules" in _has(engine)
    return known and bool(engine.value("select count(*) from before.main.linking_rules where is_rebuilt"))


def _take_over(engine: Engine, home: Home) -> None:
    has = _has(engine)
    for name in ("orders", "about", *REMEMBERED):
        engine.run(f"delete from work.before_{name}")  # a step that is run again remembers once
    engine.run(f"insert into work.before_orders select {', '.join(_ORDERS)} from before.main.orders")
    engine.run("insert into work.before_about select as_of_day from before.main.about")
    for name in REMEMBERED:
        if name in has:
            of_before = "select column_name from duckdb_columns() where database_name = 'before' and table_name = ?"
            known = {row["column_name"] for row in engine.rows(of_before, [name])}
            columns = ", ".join(column for column in table("published", name).column_names if column in known)
            engine.run(f"insert into work.before_{name} by name select {columns} from before.main.{name}")
    lines = engine.value("select max(answer_lines) from work.before_linking_rules") or 0
    engine.put("work.before_answers", answers_columns(given_answers(home, lines)))
