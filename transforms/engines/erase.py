"""Database files without somebody. Deleted rows leave their bytes in a file, so a new one is written beside the old."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from transforms.engines.duckdb import Engine, open_engine
from transforms.sql import quote

TEXTS_AT_ONCE = 50_000


@dataclass(frozen=True)
class PersonColumns:
    """Columns of one table that point at one person."""

    may_go: tuple[str, ...]
    """Null where they pointed at somebody who is gone; the row stays."""
    must_go: tuple[str, ...]
    """The row is about the person and goes with them."""


def write_without(
    old: Path, new: Path, gone: Iterable[str], columns: Mapping[str, PersonColumns], blanked: Callable[[str], str]
) -> int:
    """Write a snapshot anew in which nothing points at the ids and keys that are gone; returns the rows concerned.

    `blanked` takes out of any text what must not stand in it.
    """
    new.unlink(missing_ok=True)
    concerned = 0
    with open_engine() as engine:
        engine.put("memory.main.gone", {"value": pa.array(sorted(set(gone)), pa.string())})
        engine.run(f"attach {quote(str(old))} as old (read_only)")
        engine.run(f"attach {quote(str(new))} as fresh (storage_version 'v1.5.0')")
        for name in _tables(engine, "old"):
            has = {row["column_name"]: row["data_type"] for row in _columns(engine, "old", name)}
            about = columns.get(name, PersonColumns((), ()))
            may = [column for column in about.may_go if column in has]
            must = [column for column in about.must_go if column in has]
            is_gone = {column: f"{column} in (from memory.main.gone)" for column in (*may, *must)}
            any_gone = " or ".join(f"coalesce({condition}, false)" for condition in is_gone.values()) or "false"
            drops = " or ".join(f"coalesce({is_gone[column]}, false)" for column in must) or "false"
            concerned += engine.value(f"select count(*) from old.main.{name} where {any_gone}")
            # somebody else's id in the row stays; what only describes the person goes with theirs
            nulls = ", ".join(
                f"case when not (coalesce({is_gone[column]}, false) or (({any_gone}) "
                f"and not regexp_full_match({column}, '{_KEY_OR_ID}'))) then {column} end as {column}"
                for column in may
            )
            texts = [column for column, kind in has.items() if kind == "VARCHAR" and column not in is_gone]
            replaced = [part for column in texts if (part := _replaced(engine, name, column, blanked))]
            changes = ", ".join(filter(None, (nulls, *replaced)))
            star = f"* replace ({changes})" if changes else "*"
            engine.run(f"create table fresh.main.{name} as select {star} from old.main.{name} where not ({drops})")
        engine.run("detach fresh")
    return concerned


def write_renamed(
    old: Path, new: Path, names: Mapping[str, str], columns: Mapping[str, PersonColumns], key_id: str
) -> int:
    """Write a snapshot anew with new keys and ids for old ones; returns the rows that had any.

    What has a new name already keeps it; a key or id without one goes, with its row where the row is about it.
    `key_id` is the fingerprint of the new key, for a later night to see that both speak of the same ids.
    """
    new.unlink(missing_ok=True)
    concerned = 0
    with open_engine() as engine:
        known = {**names, **{name: name for name in names.values()}}
        arrays = {"was": pa.array(list(known), pa.string()), "now": pa.array(list(known.values()), pa.string())}
        engine.put("memory.main.names", arrays)
        engine.run(f"attach {quote(str(old))} as old (read_only)")
        engine.run(f"attach {quote(str(new))} as fresh (storage_version 'v1.5.0')")
        for name in _tables(engine, "old"):
            has = {row["column_name"] for row in _columns(engine, "old", name)}
            about = columns.get(name, PersonColumns((), ()))
            may = [column for column in about.may_go if column in has]
            must = [column for column in about.must_go if column in has]
            renamed = {
                column: f"case when regexp_full_match({column}, '{_KEY_OR_ID}') "
                f"then (select now from memory.main.names where was = {column}) else {column} end"
                for column in (*may, *must)
            }
            changed = [f"{renamed[column]} as {column}" for column in (*may, *must)]
            changed += [f"{quote(key_id)} as key_id"] if "key_id" in has else []
            star = f"* replace ({', '.join(changed)})" if changed else "*"
            stay = " and ".join(f"{renamed[column]} is not null" for column in must) or "true"
            if renamed:
                any_of = " or ".join(f"{column} is not null" for column in renamed)
                concerned += engine.value(f"select count(*) from old.main.{name} where {any_of}")
            engine.run(f"create table fresh.main.{name} as select {star} from old.main.{name} where {stay}")
        engine.run("detach fresh")
    return concerned


_KEY_OR_ID = "[0-9a-f]{32}|c[0-9a-f]{16}"


def _replaced(engine: Engine, name: str, column: str, blanked: Callable[[str], str]) -> str | None:
    changed: dict[str, str] = {}
    for texts in _texts(engine, f"old.main.{name}", column):
        changed |= {text: new for text in texts if (new := blanked(text)) != text}
    if not changed:
        return None
    cases = " ".join(f"when {quote(old)} then {quote(new)}" for old, new in sorted(changed.items()))
    return f"case {column} {cases} else {column} end as {column}"


def texts_of(path: Path, kind: str) -> Iterator[list[str]]:
    """Every distinct text of a `parquet` or `duckdb` file, many at once; lists and structures as text."""
    with _opened(path, kind) as engine:
        if kind == "parquet":
            columns = engine.rows(f"describe select * from read_parquet({quote(str(path))})")
            for row in columns:
                if "VARCHAR" in row["column_type"] or row["column_type"] in {"JSON", "BLOB"}:
                    yield from _texts(engine, f"read_parquet({quote(str(path))})", row["column_name"])
            return
        sql = "select schema_name, table_name, column_name, data_type from duckdb_columns() where database_name = 'old'"
        for row in engine.rows(sql):
            if "VARCHAR" in row["data_type"] or row["data_type"] in {"JSON", "BLOB"}:
                name = f'old."{row["schema_name"]}"."{row["table_name"]}"'
                yield from _texts(engine, name, f'"{row["column_name"]}"')


@contextmanager
def _opened(path: Path, kind: str) -> Iterator[Engine]:
    with open_engine() as engine:
        if kind == "duckdb":
            engine.run(f"attach {quote(str(path))} as old (read_only)")
        yield engine


def _texts(engine: Engine, relation: str, column: str) -> Iterator[list[str]]:
    sql = f"select distinct cast({column} as varchar) as text from {relation} where {column} is not null"
    cursor = engine.connection.cursor()
    try:
        cursor.execute(sql)
        while rows := cursor.fetchmany(TEXTS_AT_ONCE):
            yield [row[0] for row in rows]
    finally:
        cursor.close()


def _tables(engine: Engine, database: str) -> list[str]:
    sql = "select table_name from duckdb_tables() where database_name = ? and schema_name = 'main' order by table_oid"
    return [row["table_name"] for row in engine.rows(sql, [database])]


def _columns(engine: Engine, database: str, name: str) -> list[dict[str, str]]:
    sql = (
        "select column_name, data_type from duckdb_columns() "
        "where database_name = ? and schema_name = 'main' and table_name = ? order by column_index"
    )
    return engine.rows(sql, [database, name])
