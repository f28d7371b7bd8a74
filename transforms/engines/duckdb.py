"""DuckDB: the default engine. The only module that runs SQL."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from numpy.typing import NDArray

MEMORY_LIMIT = os.environ.get("REGULARS_MEMORY_LIMIT", "1800MB")


class SqlError(RuntimeError):
    """A statement failed; the text carries the engine's message and the statement."""


class DataError(SqlError):
    """A statement failed over what the data holds. The text may quote a cell: it is never shown nor written down."""


_OF_DATA = (duckdb.ConversionException, duckdb.InvalidInputException, duckdb.OutOfRangeException)


def _error(error: duckdb.Error, sql: str) -> SqlError:
    kind = DataError if isinstance(error, _OF_DATA) else SqlError
    return kind(f"{error}\n--- statement ---\n{sql}")


class Engine:
    """One open DuckDB database. Results are fetched whole; a cursor per statement."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def run(self, sql: str) -> None:
        """Execute one statement for its effect.

        Raises:
            SqlError: with the statement.
        """
        cursor = self.connection.cursor()
        try:
            cursor.execute(sql).fetchall()
        except duckdb.Error as error:
            raise _error(error, sql) from error
        finally:
            cursor.close()

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """All rows of one query, a dict each."""
        cursor = self.connection.cursor()
        try:
            cursor.execute(sql, list(parameters))
            names = [item[0] for item in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        except duckdb.Error as error:
            raise _error(error, sql) from error
        finally:
            cursor.close()

    def arrays(self, sql: str) -> dict[str, NDArray[Any]]:
        """The columns of one query without nulls, as arrays."""
        cursor = self.connection.cursor()
        try:
            return dict(cursor.execute(sql).fetchnumpy())
        except duckdb.Error as error:
            raise _error(error, sql) from error
        finally:
            cursor.close()

    def value(self, sql: str) -> Any:
        """The single value of a query of one row and one column."""
        rows = self.rows(sql)
        return next(iter(rows[0].values())) if rows else None

    def put(self, name: str, columns: Mapping[str, pa.Array]) -> None:
        """Make a table from columns of equal length."""
        cursor = self.connection.cursor()
        try:
            cursor.register("incoming", pa.table(dict(columns)))
            cursor.execute(f"create or replace table {name} as select * from incoming").fetchall()
            cursor.unregister("incoming")
        finally:
            cursor.close()

    def tables(self, schema: str) -> set[str]:
        """Names of the tables and views in a schema."""
        sql = "select table_name from information_schema.tables where table_schema = ?"
        return {row["table_name"] for row in self.rows(sql, [schema])}


@contextmanager
def open_engine(
    path: Path | None = None, *, read_only: bool = False, spill: Path | None = None, threads: int | None = None
) -> Iterator[Engine]:
    """An engine on a database file, or in memory, closed (and so checkpointed) at the end.

    Extensions are never fetched, and all times are UTC. `spill` is where intermediate results may go.
    """
    settings: dict[str, Any] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "true",
        "memory_limit": MEMORY_LIMIT,
        "threads": str(threads or min(os.cpu_count() or 2, 4)),
        "preserve_insertion_order": "true",
    }
    if spill is not None:
        settings["temp_directory"] = str(spill)
    connection = duckdb.connect(str(path) if path else ":memory:", read_only=read_only, config=settings)
    try:
        connection.execute("set TimeZone = 'UTC'").fetchall()
        yield Engine(connection)
    finally:
        connection.close()
