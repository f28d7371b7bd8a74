"""The demo's night, run once for all tests here."""

import pytest

from tests.golden.night import DemoNight, run_demo_night


@pytest.fixture(scope="session")
def night(tmp_path_factory: pytest.TempPathFactory) -> DemoNight:
    return run_demo_night(tmp_path_factory.mktemp("golden") / "home")
