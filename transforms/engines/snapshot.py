"""Reading the published snapshot: read-only, and noticing when a new one has been switched in."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa


class NothingPublished(RuntimeError):
    """No snapshot has been published yet."""


class SnapshotReader:
    """Queries on the snapshot that `current.duckdb` points at now.

    Holds an in-memory database and attaches the pointed file read-only under an alias of its own; when the
    pointer moves, the new file is attached before the old one is let go, so a query always sees one whole
    snapshot. Safe to share between threads: each query has its own cursor.
    """

    def __init__(self, pointer: Path) -> None:
        self.pointer = pointer
        self._lock = threading.Lock()
        self._connection = duckdb.connect(
            ":memory:", config={"autoinstall_known_extensions": "false", "memory_limit": "700MB", "threads": "2"}
        )
        self._connection.execute("set TimeZone = 'UTC'").fetchall()
        self._attached: tuple[str, int, int] | None = None
        self._serial = 0

    def snapshot_id(self) -> str:
        """Name of the snapshot now pointed at, with its inode: a key for caches.

        Raises:
            NothingPublished: there is none.
        """
        target, inode, _ = self._target()
        return f"{Path(target).stem}:{inode}"

    def _target(self) -> tuple[str, int, int]:
        try:
            target = self.pointer.resolve(strict=True)
            stat = target.stat()
        except OSError as error:
            raise NothingPublished(
                "Nothing is published yet. Put export files into exports/<source>/ and run: regulars nightly"
            ) from error
        return str(target), stat.st_ino, stat.st_mtime_ns

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        with self._lock:
            target = self._target()
            if target != self._attached:
                old = self._serial
                self._serial += 1
                cursor = self._connection.cursor()
                path = target[0].replace("'", "''")
                cursor.execute(f"attach '{path}' as snapshot_{self._serial} (read_only)").fetchall()
                self._attached = target
                if old:
                    # a query of another thread may still be reading the old file; it is then let go next time
                    with suppress(duckdb.Error):
                        cursor.execute(f"detach snapshot_{old}").fetchall()
                cursor.close()
            cursor = self._connection.cursor()
            cursor.execute(f"use snapshot_{self._serial}").fetchall()
            return cursor

    def arrow(self, sql: str, parameters: Sequence[Any] = ()) -> pa.Table:
        """All rows of a query on the published tables, as Arrow."""
        cursor = self._cursor()
        try:
            return cursor.execute(sql, list(parameters)).to_arrow_table()
        finally:
            cursor.close()

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """All rows of a query on the published tables, a dict each (exact decimals, dates)."""
        cursor = self._cursor()
        try:
            cursor.execute(sql, list(parameters))
            names = [item[0] for item in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        finally:
            cursor.close()

    def has(self, table: str, column: str | None = None) -> bool:
        """Whether there is a table, or this column of it: a snapshot of an earlier version may lack it."""
        found = self.rows("select column_name from information_schema.columns where table_name = ?", [table])
        return bool(found) if column is None else {"column_name": column} in found

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
