"""One question from outside to a snapshot, shut off from files, network and settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb


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
        connection.execute(query)
        return [item[0] for item in connection.description or ()], connection.fetchall()
    except duckdb.Error as error:
        raise NotAnswered(" ".join(str(error).split("\n\n")[0].split())) from None
    finally:
        connection.close()
