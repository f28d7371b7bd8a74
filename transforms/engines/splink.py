"""Splink on the engine's own database, in a schema that is gone afterwards."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from transforms.engines.duckdb import Engine

if TYPE_CHECKING:
    from splink import DuckDBAPI

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
def splink_api(engine: Engine) -> Iterator[DuckDBAPI]:
    """Splink's access to the database by a cursor of its own, which reads and writes the linking schema."""
    # half a second to import, and only the night links
    from splink import DuckDBAPI  # noqa: PLC0415

    logger = logging.getLogger("splink")
    level = logger.level
    # what it warns of (grades never seen) is dealt with, and its progress is not the night's
    logger.setLevel(logging.ERROR)
    cursor = engine.connection.cursor()
    try:
        cursor.execute(f"set schema = '{SCHEMA}'").fetchall()
        yield DuckDBAPI(cursor)
    finally:
        cursor.close()
        logger.setLevel(level)
