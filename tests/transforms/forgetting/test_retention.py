"""What is past its time goes, and nothing else."""

import json
import os
from datetime import UTC, datetime, timedelta

import pytest

from tests.samples.build import drop, make_home, shop_toml
from transforms.exports.landing import land, landed_files, remove, removed_files
from transforms.forgetting.retention import purge
from transforms.settings.shop import Retention, Shop

NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)


@pytest.fixture
def home(tmp_path):
    return make_home(tmp_path / "home", shop_toml("till"))


def aged(path, days):
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.write_text("x", encoding="utf-8")
    at = (NOW - timedelta(days=days)).timestamp()
    os.utime(path, (at, at))
    return path


def test_export_files_are_kept_for_ever_unless_said_otherwise(home):
    path = drop(home, "till", "old.csv", b"a,b\n", NOW - timedelta(days=4000))
    land(home, "till", path)
    assert purge(home, Retention(), NOW)["landing"] == 0
    land(home, "till", drop(home, "till", "new.csv", b"c,d\n", NOW - timedelta(days=3000)))
    assert purge(home, Retention(landing_days=3650), NOW)["landing"] == 1
    assert [file.file_name for file in landed_files(home, "till")] == ["new.csv"]
    assert not path.exists(), "its copy would have been landed again"


def test_files_taken_back_go_with_their_copies(home):
    for name, days in (("old.csv", 91), ("new.csv", 89)):
        path = drop(home, "till", name, name.encode())
        remove(home, land(home, "till", path), NOW - timedelta(days=days), [path])
    assert purge(home, Retention(), NOW)["removed"] == 1
    assert [removed.file.file_name for removed in removed_files(home, "till")] == ["new.csv"]
    left = [path for path in (home.landing / "till" / "removed").rglob("*") if path.is_file()]
    assert len(left) == 3, "bytes, card and copy of the younger one"


def test_logs_go_by_age_and_the_history_of_nights_line_by_line(home):
    old, young = aged(home.logs / "dashboard.log.1", 181), aged(home.logs / "dashboard.log", 2)
    line = {"state": "published", "finished_at": (NOW - timedelta(days=181)).isoformat()}
    recent = {"state": "withheld", "finished_at": (NOW - timedelta(days=1)).isoformat()}
    home.runs.write_text(f"{json.dumps(line)}\n{json.dumps(recent)}\nnot json\n", encoding="utf-8")
    aged(home.runs, 400)
    run = aged(home.airflow / "logs" / "dag_id=nightly" / "run_id=a" / "task.log", 91)
    found = purge(home, Retention(), NOW)
    assert (found["logs"], found["airflow_logs"]) == (1, 1)
    assert not old.exists()
    assert young.exists()
    assert not run.parent.exists()
    assert home.runs.read_text(encoding="utf-8") == f"{json.dumps(recent)}\nnot json\n"


def test_days_are_counted_from_one():
    with pytest.raises(ValueError, match="greater than or equal to 1"):
        Shop.model_validate({"business": {"name": "x"}, "channels": {}, "retention": {"removed_days": 0}})
