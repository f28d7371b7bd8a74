"""One home with one snapshot for all tests that only look at it."""

from pathlib import Path

import pytest

from tests.dashboard.snapshot import make_home, published_rows
from transforms.engines.snapshot import SnapshotReader
from transforms.settings import Home


@pytest.fixture(scope="session")
def rows() -> dict[str, list[dict]]:
    return published_rows()


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory, rows: dict[str, list[dict]]) -> Home:
    return make_home(tmp_path_factory.mktemp("shop") / "home", rows)


@pytest.fixture(scope="session")
def reader(home: Home) -> SnapshotReader:
    return SnapshotReader(home.current)


@pytest.fixture
def own_home(tmp_path: Path, rows: dict[str, list[dict]]) -> Home:
    """A home of its own for a test that changes it."""
    return make_home(tmp_path / "home", rows)
