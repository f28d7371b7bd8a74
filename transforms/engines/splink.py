"""Splink on the engine's own database, in a schema that is gone afterwards."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from transforms.engines.duckdb import Engine

if TYPE_CHECKING:
    from splink import Linker

SCHEMA = "linking"


@contextmanager
def linking_schema(engine: Engine) -> Iterator[None]:
    """An empty schema for the tables of one linking; dropped with all of them at the end."""
    engine.run(f"drop schema if exists {SCHEMA} cascade")
    engine.run(f"create schema {SCHEMA}")
    try:
        yield
    finally:
        engine.run(f"drop schema {SCHEMA} cascade")


@contextmanager
def splink_linker(
    engine: Engine, table: str, settings: Mapping[str, Any], pairs: str | None = None
) -> Iterator[Linker]:
    """Splink's linker over a table of the linking schema, by a cursor of its own; its own tables go at the end.

    `pairs` is a table of that schema with the pairs to predict.
    """
    # half a second to import, and only a night that links needs it
    from splink import DuckDBAPI, Linker, SettingsCreator  # noqa: PLC0415

    logger = logging.getLogger("splink")
    level = logger.level
    # what it warns of (grades never seen) is dealt with, and its progress is not the night's
    logger.setLevel(logging.ERROR)
    cursor = engine.connection.cursor()
    try:
        cursor.execute(f"set schema = '{SCHEMA}'").fetchall()
        api = DuckDBAPI(cursor)
        linker = Linker(api.register(table), SettingsCreator(**settings), log_level=None)
        if pairs is not None:
            linker.table_management.register_blocked_pairs_for_predict(api.register(pairs))
        yield linker
        linker.table_management.delete_tables_created_by_splink_from_db()
    finally:
        cursor.close()
        logger.setLevel(level)
