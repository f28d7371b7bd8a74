"""What holds for every place files come from, against the real server of each kind."""

import json
import os
import shutil
from pathlib import Path

import pytest

from dags import steps
from dags.remote import pull
from dags.remote.pull import Limits
from expectations import promises, suite
from expectations.port import run_checks
from tests.dags.remote.conftest import connect, files_of, home_at, pull_now
from tests.dags.remote.servers import LONG_AGO, SECRET, WRONG
from tests.samples import youzan
from tests.samples.build import drop, query
from transforms.exports.landing import landed_files, remove


def everything_of(home, capfd=None):
    """Every byte in a home and on the screen."""
    written = b"".join(path.read_bytes() for path in home.path.rglob("*") if path.is_file())
    shown = "".join(capfd.readouterr()) if capfd else ""
    return written + shown.encode()


@pytest.fixture
def checks_of_pulls(monkeypatch):
    """Of the checks those of the pulls: the others see nothing of a server, and take most of a small night."""

    def check_pulls(connection, layer, run_id, sources=()):
        checks = [*suite(layer), *promises(layer, run_id, sources)]
        return run_checks(connection, [check for check in checks if check.table == "published.pulls"])

    monkeypatch.setattr(steps, "check_layer", check_pulls)


def test_a_first_pull_brings_the_file_and_a_second_one_nothing(home, server):
    server.put("orders.csv", b"first")
    report = pull_now(home)
    assert (report.state, report.fetched, report.left) == ("fetched", 1, []), report
    assert files_of(home) == {"orders.csv": b"first"}
    assert (home.exports / "youzan" / "orders.csv").stat().st_mtime == pytest.approx(LONG_AGO, abs=1) or (
        server.location.startswith("s3")  # which gives its own time
    )
    again = pull_now(home)
    assert (again.state, again.fetched, again.left) == ("fetched", 0, [])
    assert files_of(home) == {"orders.csv": b"first"}
    assert not list(home.work.iterdir())


def test_only_what_is_new_is_fetched_and_the_same_name_with_other_content_gets_a_number(home, server):
    server.put("orders.csv", b"first")
    pull_now(home)
    server.put("orders.csv", b"second, and longer")
    report = pull_now(home)
    assert (report.state, report.fetched) == ("fetched", 1), report
    assert files_of(home) == {"orders.csv": b"first", "orders (2).csv": b"second, and longer"}


def test_a_lost_memory_does_no_harm(home, server):
    server.put("orders.csv", b"first")
    pull_now(home)
    shutil.rmtree(home.warehouse / "pulls")
    report = pull_now(home)
    assert (report.state, report.fetched) == ("fetched", 0)
    assert files_of(home) == {"orders.csv": b"first"}
    memory = home.warehouse / "pulls" / "youzan.json"
    memory.write_text("{half")
    assert pull_now(home).state == "fetched"
    assert memory.stat().st_mode & 0o077 == 0
    assert files_of(home) == {"orders.csv": b"first"}


def test_a_file_that_was_taken_back_does_not_return(home, server):
    from datetime import UTC, datetime

    server.put("orders.csv", b"first")
    steps.pull(home, "youzan")
    (landed,) = landed_files(home, "youzan")
    remove(home, landed, datetime(2026, 4, 1, tzinfo=UTC), [home.exports / "youzan" / "orders.csv"])
    shutil.rmtree(home.warehouse / "pulls")
    assert steps.pull(home, "youzan") == []
    assert files_of(home) == {}


def test_a_wrong_password_is_said_in_one_sentence_without_it(home, server, capfd, caplog):
    server.put("orders.csv", b"first")
    connect(server, server.connection(WRONG))
    report = pull_now(home)
    assert (report.state, report.code, report.fetched) == ("failed", "login_refused", 0), report
    assert report.sentence.startswith(f"{server.location} refused the login of the connection elsewhere; correct it: ")
    assert "regulars airflow connections add elsewhere --conn-type" in report.sentence
    assert len(report.sentence.splitlines()) == 1
    assert WRONG.encode() not in everything_of(home, capfd) + caplog.text.encode()


def test_the_right_password_is_seen_nowhere(home, server, checks_of_pulls, capfd, caplog):
    server.put("orders.csv", youzan.orders_file())
    assert steps.run_night(home).state == "published"
    everything = everything_of(home, capfd) + caplog.text.encode()
    for secret in (SECRET, getattr(server, "key", SECRET), *getattr(server, "private_key", SECRET).splitlines()[1:-1]):
        assert secret.encode() not in everything


def test_a_server_that_is_down_is_tried_again_and_the_night_uses_what_is_there(home, server, checks_of_pulls):
    drop(home, "youzan", "orders.csv", youzan.orders_file())
    server.stop()
    try:
        outcome = steps.run_night(home)
        with pytest.raises(steps.NotReached):
            steps.pull(home, "youzan", is_last_try=False)
    finally:
        server.start()
    assert outcome.state == "published"
    line = json.loads(home.runs.read_text().splitlines()[-1])
    (told,) = line["pulls"]
    assert (told["source"], told["state"], told["reason_code"]) == ("youzan", "failed", "unreachable")
    assert told["said"][0].startswith(f"youzan: {server.location} could not be reached (")
    (row,) = query(home.current, "select source, pull_state, pull_reason, files_fetched, reached_at from pulls")
    assert list(row.values()) == ["youzan", "failed", "unreachable", 0, None]
    (check,) = query(home.current, "select severity, observed from data_checks where not success and table_name = "
                     "'published.pulls'")  # fmt: skip
    assert check == {"severity": "warn", "observed": "1 row"}


def test_a_connection_that_is_missing_is_said_with_the_command_that_adds_it(home, server):
    del os.environ["AIRFLOW_CONN_ELSEWHERE"]
    report = pull_now(home)
    assert (report.state, report.code) == ("failed", "no_connection")
    assert "needs the Airflow connection elsewhere, which there is not; add it: regulars airflow connections add " in (
        report.sentence
    )


def test_what_is_too_large_is_left_and_said(home, server):
    server.put("orders.csv", b"x" * 100)
    report = pull_now(home, Limits(file_bytes=99))
    assert report.left == [("orders.csv", "too_large")]
    assert report.sentences()[0].startswith("youzan: orders.csv is larger than is fetched")
    report = pull_now(home, Limits(night_bytes=99))
    assert report.left == [("orders.csv", "night_full")]
    assert files_of(home) == {}
    assert pull_now(home, Limits(100, 100)).fetched == 1


def test_a_full_disk_here_is_not_taken_for_a_server_that_does_not_answer(home, server, monkeypatch):
    server.put("orders.csv", b"first")

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(pull, "put", full)
        report = pull_now(home)
    assert (report.code, report.fetched) == ("not_kept", 0)
    assert "could not be kept here (no space left on device); free some space" in report.sentence
    assert not list(home.work.iterdir())
    assert pull_now(home).fetched == 1


def test_a_location_that_changes_is_fetched_anew(tmp_path, home, server):
    server.put("orders.csv", b"first")
    pull_now(home)
    other = home_at(tmp_path / "other", server.location)
    shutil.copytree(home.warehouse / "pulls", other.warehouse / "pulls")
    memory = other.warehouse / "pulls" / "youzan.json"
    memory.write_text(memory.read_text().replace(server.location, "sftp://another/place"))
    assert pull_now(other).fetched == 1
    assert Path(other.exports / "youzan" / "orders.csv").exists()
