"""The demo's night, run once for all tests here, whichever worker they run on."""

import os
import pickle

import pytest
from filelock import FileLock

from tests.golden.night import DemoNight, run_demo_night


@pytest.fixture(scope="session")
def night(tmp_path_factory: pytest.TempPathFactory) -> DemoNight:
    """The night; the first worker to want it runs it, the others read what came of it. Nobody changes its home."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent  # of the folders of all workers of one run
    kept = shared / "golden.pickle"
    with FileLock(shared / "golden.lock"):
        if not kept.exists():
            kept.write_bytes(pickle.dumps(run_demo_night(shared / "golden" / "home")))
        return pickle.loads(kept.read_bytes())
