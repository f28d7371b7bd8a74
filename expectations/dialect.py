"""A small DuckDB dialect for SQLAlchemy whose cursors hold their rows, so that Great Expectations can read them.

Great Expectations reads a result after its connection context has closed. DuckDB streams results and refuses by
then, and every check looks like bad data. Here a statement's rows are fetched at execute.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import duckdb
import sqlalchemy as sa
from sqlalchemy.engine.default import DefaultDialect

URL = "duckdb+regulars://"

_COLUMNS = """
select column_name, data_type, is_nullable
from information_schema.columns
where table_catalog = current_database() and table_schema = ? and table_name = ?
order by ordinal_position
"""


class BufferingCursor:
    """One PEP 249 cursor: `execute` fetches every row, the fetch methods only hand them out."""

    arraysize = 1

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._cursor = connection.cursor()
        self._rows: list[tuple[Any, ...]] = []
        self.description: Sequence[Any] | None = None
        self.rowcount = -1

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        """Run one statement and keep its rows."""
        self._rows = []
        self._cursor.execute(sql, list(parameters)) if parameters else self._cursor.execute(sql)
        self.description = self._cursor.description
        self._rows = self._cursor.fetchall() if self.description else []

    def fetchone(self) -> tuple[Any, ...] | None:
        """The next row."""
        return self._rows.pop(0) if self._rows else None

    def fetchmany(self, size: int | None = None) -> list[tuple[Any, ...]]:
        """The next rows."""
        count = size or self.arraysize
        taken, self._rows = self._rows[:count], self._rows[count:]
        return taken

    def fetchall(self) -> list[tuple[Any, ...]]:
        """The rows that are left."""
        taken, self._rows = self._rows, []
        return taken

    def close(self) -> None:
        """Let go of the rows and of the DuckDB cursor."""
        self._rows = []
        self._cursor.close()


class BorrowedConnection:
    """One PEP 249 connection that lends cursors of a DuckDB connection somebody else owns and closes."""

    def __init__(self, owner: duckdb.DuckDBPyConnection) -> None:
        self._owner = owner

    def cursor(self) -> BufferingCursor:
        """A cursor of its own: what the owner is doing is not disturbed."""
        return BufferingCursor(self._owner)

    def commit(self) -> None:
        """Nothing: checks only read, and each statement sees what is committed."""

    def rollback(self) -> None:
        """Nothing, for the same reason."""

    def close(self) -> None:
        """Nothing: the connection is the owner's."""


@lru_cache(maxsize=256)
def _type_named(name: str) -> sa.types.TypeEngine[Any]:
    # Great Expectations compares the name of the type's class with the declared type
    return type(name, (sa.types.NullType,), {})()


class DuckDBDialect(DefaultDialect):
    """As much of a dialect as checks need: plain statements, and the columns of a table with their SQL types."""

    name = "duckdb"
    driver = "regulars"
    default_paramstyle = "qmark"
    supports_native_boolean = True
    supports_statement_cache = True

    @classmethod
    def import_dbapi(cls) -> Any:
        """The module whose exceptions SQLAlchemy wraps."""
        return duckdb

    def get_columns(self, connection: Any, table_name: str, schema: str | None = None, **_: Any) -> list[Any]:
        """Columns of a table in their order."""
        rows = connection.exec_driver_sql(_COLUMNS, (schema or "main", table_name))
        return [
            {"name": name, "type": _type_named(data_type), "nullable": nullable == "YES", "default": None}
            for name, data_type, nullable in rows
        ]

    def get_pk_constraint(self, *_: Any, **__: Any) -> Any:
        """None: the grain is checked, not constrained."""
        return {"constrained_columns": [], "name": None}


def lend(connection: duckdb.DuckDBPyConnection) -> tuple[str, Callable[[], BorrowedConnection]]:
    """URL and `creator` of a SQLAlchemy engine that runs on an open DuckDB connection.

    The file is not opened a second time, so neither lock nor configuration can conflict. Tables made in a
    transaction that is still open, and temporary tables, are not seen.
    """
    sa.dialects.registry.register("duckdb.regulars", __name__, DuckDBDialect.__name__)
    return URL, lambda: BorrowedConnection(connection)
