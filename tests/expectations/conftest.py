"""One tiny sound build per test."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from tests.expectations.world import build


@pytest.fixture
def night() -> Iterator[duckdb.DuckDBPyConnection]:
    """An open build in which every check passes."""
    connection = duckdb.connect()
    build(connection)
    yield connection
    connection.close()
