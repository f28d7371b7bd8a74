"""The DAG as Airflow reads it, and the plain functions inside."""

import itertools
import json
import os
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from dags.command_line.airflow_settings import environment
from tests.dags.homes import SHOP, make_home

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def parsed(tmp_path_factory):
    shop = SHOP.replace('name = "Tea & Bread"', 'name = "T"\ntime_zone = "Asia/Taipei"')
    home = make_home(tmp_path_factory.mktemp("dag") / "home", shop + '[schedule]\nnightly = "15 4 * * *"\n')
    line = [sys.executable, str(Path(__file__).with_name("parse_dag.py"))]
    done = subprocess.run(line, check=True, capture_output=True, text=True, env=environment(home, 8080), cwd=REPOSITORY)
    return json.loads(done.stdout.splitlines()[-1])


def test_there_is_exactly_one_dag_and_only_its_file_is_parsed(parsed):
    assert parsed["ids"] == ["nightly"]
    assert parsed["errors"] == {}
    assert [Path(file).name for file in parsed["files"]] == ["nightly.py"]


def test_parsing_is_cheap(parsed):
    assert parsed["heavy"] == []
    assert parsed["seconds"] < 2


def test_it_runs_on_the_shops_own_clock_and_never_twice_at_once(parsed):
    assert parsed["schedule"] == "15 4 * * *"
    assert parsed["zone"] == "Asia/Taipei"
    assert parsed["catchup"] is False
    assert parsed["max_active_runs"] == 1


def test_only_pull_is_retried(parsed):
    assert {name for name, retries in parsed["retries"].items() if retries} == {"pull"}


def test_the_order_of_the_steps(parsed):
    order = ["check_staged", "build_core", "link", "build_published", "check_published", "publish", "purge", "tell"]
    for before, after in itertools.pairwise(order):
        assert after in parsed["downstream"][before]
    assert parsed["mapped"] == ["pull", "read"]
    assert parsed["downstream"]["read"] == ["check_staged"]
    assert "ALL_DONE" in parsed["rules"]["tell"].upper()


def test_only_the_dag_and_what_fetches_from_elsewhere_import_airflow():
    for path in (REPOSITORY / "dags").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert (
            path.name == "nightly.py"
            or path.parent.name == "remote"
            or not any(line.strip().startswith(("import airflow", "from airflow")) for line in text.splitlines())
        ), path


def test_there_is_no_sql_in_the_dag():
    text = (REPOSITORY / "dags" / "nightly.py").read_text(encoding="utf-8").casefold()
    assert "select " not in text
    assert "duckdb" not in text


@pytest.fixture(scope="module")
def nightly(tmp_path_factory):
    """The module, imported in a home of Airflow's own."""
    home = make_home(tmp_path_factory.mktemp("module") / "home")
    before = dict(os.environ)
    os.environ.update(environment(home, 8080))
    try:
        from dags import nightly

        yield nightly
    finally:
        os.environ.clear()
        os.environ.update(before)


def test_every_file_is_in_one_batch(nightly):
    ids = [f"till:{number}" for number in range(100)]
    batches = nightly.in_batches([*ids, *ids])
    assert len(batches) == nightly.MOST_BATCHES
    assert sorted(file_id for batch in batches for file_id in batch) == sorted(ids)
    assert nightly.in_batches(["till:1"]) == [["till:1"]]
    assert nightly.in_batches([]) == []


def test_airflow_keeps_counts_and_short_words_only(nightly):
    kept = nightly.small({"rows": 3, "day": date(2026, 1, 1), "text": "x" * 999, "deep": {"phone": "138"}, "list": [1]})
    assert set(kept) == {"rows", "day", "text"}
    assert len(kept["text"]) == nightly.SHARE_OF_WORDS
    json.dumps(kept)


def context(as_of=None, run_type="manual", logical_date=None):
    run = SimpleNamespace(run_type=run_type, logical_date=logical_date)
    return {"params": {"as_of": as_of}, "dag_run": run}


def test_the_day_of_a_night(nightly):
    assert nightly.as_of_day(context()) is None
    assert nightly.as_of_day(context("2026-03-31")) == date(2026, 3, 31)
    shanghai = datetime(2026, 4, 1, 3, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert nightly.as_of_day(context(run_type="backfill", logical_date=shanghai)) == date(2026, 3, 31)
    assert nightly.as_of_day(context(run_type="scheduled", logical_date=shanghai)) is None


def test_without_a_home_there_is_no_schedule(nightly):
    assert nightly.schedule_of({}) is None
    assert nightly.schedule_of({"business": {"name": "x"}}).expression == "30 3 * * *"


def test_secrets_are_made_once_and_private(tmp_path):
    home = make_home(tmp_path / "home")
    first, second = environment(home, 8080), environment(home, 8080)
    assert first == second
    for path in (home.path / "secrets").iterdir():
        assert path.stat().st_mode & 0o077 == 0
    assert first["AIRFLOW__API__HOST"] == "127.0.0.1"
    assert first["AIRFLOW__CORE__LOAD_EXAMPLES"] == "False"
