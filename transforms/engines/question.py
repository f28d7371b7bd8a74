"""One question from outside to a snapshot, shut off from files, network and settings."""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import Any

import duckdb

READ_ONLY = "The published snapshot can only be read."
_KIND = duckdb.StatementType
WRITING = frozenset(
    {
        *(_KIND.INSERT, _KIND.UPDATE, _KIND.DELETE, _KIND.CREATE, _KIND.ALTER, _KIND.DROP, _KIND.CREATE_FUNC),
        *(_KIND.COPY, _KIND.EXPORT, _KIND.VACUUM, _KIND.MERGE_INTO),
    }
)


class NotAnswered(ValueError):
    """The engine refuses the question; the text is its own sentence."""


def ask(snapshot: Path, query: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Column names and rows of one query on a snapshot. Nothing can be written, and no file can be read.

    Raises:
        NotAnswered: the query cannot be answered.
    """
    path = str(snapshot).replace("'", "''")
    connection = duckdb.connect(
        ":memory:", config={"autoinstall_known_extensions": "false", "memory_limit": "1GB", "temp_directory": ""}
    )
    try:
        connection.execute(f"attach '{path}' as published (read_only)").fetchall()
        for setting in ("TimeZone = 'UTC'", "enable_external_access = false", "lock_configuration = true"):
            connection.execute(f"set {setting}").fetchall()
        connection.execute("use published").fetchall()
        _one_that_reads(connection.extract_statements(query))
        connection.execute(query)
        return [item[0] for item in connection.description or ()], connection.fetchall()
    except duckdb.CatalogException as error:
        raise NotAnswered(_unknown_name(connection, error)) from None
    except duckdb.Error as error:
        sentence = " ".join(str(error).split("\n\n")[0].split())
        raise NotAnswered(READ_ONLY if "read-only" in sentence else sentence) from None
    finally:
        connection.close()


def _one_that_reads(statements: list[duckdb.Statement]) -> None:
    if not statements:
        raise NotAnswered("The question is empty; write one select statement.")
    if len(statements) > 1:
        raise NotAnswered(f"These are {len(statements)} statements; ask one at a time.")
    if statements[0].type in WRITING:
        raise NotAnswered(READ_ONLY)


def _unknown_name(connection: duckdb.DuckDBPyConnection, error: duckdb.Error) -> str:
    """The engine's sentence, with the nearest of our tables where a table is not known."""
    sentence = " ".join(str(error).split("\n")[0].split())
    found = re.search(r"Table with name (\S+) does not exist", sentence)
    if not found:
        return sentence
    rows = connection.execute("select table_name from duckdb_tables() where database_name = 'published'").fetchall()
    near = difflib.get_close_matches(found[1].lower(), [row[0] for row in rows], n=1, cutoff=0.5)
    return f"There is no table {found[1]}" + (f"; did you mean {near[0]}?" if near else ".")
