"""What the command line says when something is in the way: the reason, and the command that helps."""

import json
import os
import signal
import socket
import subprocess

import duckdb
import pytest

from dags.command_line.nightly import withheld_text
from tests.dags.homes import REGULARS, make_home, publish_stand_in, regulars
from transforms.exports.landing import land

CHECK = {"table_name": "core.orders", "check_name": "net is gross less refunds", "observed": "2 rows", "more": 1}


def put_files(home, run_id, count, *, quarantined=0):
    """A stand-in snapshot that holds so many files."""
    path = publish_stand_in(home, run_id)
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "insert into ingested_files by name select 'till' as source, lpad(i::varchar, 64, '0') as file_sha256, "
            "'file ' || i || '.csv' as file_name, 'youzan_orders' as layout, timestamp '2026-03-01' as received_at, "
            "10 as rows_read, if(i < ?, 7, 9) as rows_loaded, 1 as rows_superseded, "
            "if(i < ?, 2, 0) as rows_quarantined, "
            "'none' as control_total_state, 'loaded' as file_state from range(?) as files(i)",
            [quarantined, quarantined, count],
        )


def test_a_withheld_night_names_what_helps_and_no_numbers_that_never_were(tmp_path):
    home = make_home(tmp_path / "home")
    done = regulars("nightly", home=home.path)
    assert done.returncode == 3
    assert "No order in any file yet" in done.stderr
    assert "regulars status lists the files read" in done.stderr
    assert "stay" not in done.stderr
    text = withheld_text(home, "in English", {"failed_check": CHECK})
    assert "the check “net is gross less refunds” on core.orders does not hold (2 rows, and 1 more)" in text
    assert "remove FILE" in text
    assert "stay" not in text
    publish_stand_in(home, "one")
    assert "The numbers published before stay." in regulars("nightly", home=home.path).stderr


def test_status_says_first_why_the_last_night_was_withheld(tmp_path):
    home = make_home(tmp_path / "home")
    publish_stand_in(home, "one")
    home.runs.write_text(json.dumps({"state": "withheld", "reason": "told", "failed_check": CHECK}) + "\n")
    shown = regulars("status", home=home.path).stdout.splitlines()
    assert shown[1].startswith("Last run   Withheld: the check “net is gross less refunds” on core.orders")
    assert "regulars remove FILE" in shown[1]


def test_status_lists_what_was_read_though_nothing_is_published(tmp_path):
    home = make_home(tmp_path / "home")
    path = home.exports / "till" / "bad.csv"
    path.write_text("a\n")
    sha256 = land(home, "till", path).sha256
    path.unlink()
    shown = regulars("status", home=home.path).stdout
    assert "bad.csv" in shown
    assert sha256[:10] in shown


def test_status_shows_of_many_files_those_with_something_to_say(tmp_path):
    home = make_home(tmp_path / "home")
    put_files(home, "one", 200)
    put_files(home, "two", 201, quarantined=2)
    shown = regulars("status", home=home.path).stdout
    assert "201 files: 2010 rows read = 1805 loaded + 201 superseded + 4 quarantined" in shown
    assert [number for number in range(201) if f"file {number}.csv" in shown] == [0, 1, 200]
    assert "regulars status --files" in shown
    assert "file 77.csv" in regulars("status", "--files", home=home.path).stdout
    assert len(json.loads(regulars("status", "--json", home=home.path).stdout)["files"]) == 201


@pytest.mark.parametrize("words", [["status"], ["sql", "select 1"], ["export", "--format", "csv", "--out", "x"]])
def test_a_next_step_names_the_home_when_it_is_not_the_default_one(tmp_path, words):
    home = make_home(tmp_path / "two words")
    done = regulars(*words, "--home", home.path)
    assert f"regulars nightly --home '{home.path}'" in done.stdout + done.stderr
    by_default = regulars(*words, home=home.path)
    assert "--home" not in by_default.stdout + by_default.stderr


def test_init_names_the_next_step_unless_a_script_takes_it(tmp_path):
    assert f"regulars nightly --home {tmp_path}/a" in regulars("init", "--home", tmp_path / "a").stdout
    assert "regulars nightly" not in regulars("init", "--quiet", "--home", tmp_path / "b").stdout
    assert "--quiet" not in regulars("init", "--help").stdout


def test_all_taken_ports_are_named_with_a_command_that_works(tmp_path):
    home = make_home(tmp_path / "home")
    with socket.socket() as one, socket.socket() as two:
        for taken in (one, two):
            taken.bind(("127.0.0.1", 0))
            taken.listen()
        first, second = one.getsockname()[1], two.getsockname()[1]
        done = regulars("up", "--port", first, "--airflow-port", second, "--no-browser", home=home.path)
    assert done.returncode == 1
    assert f"Ports {first} and {second} are taken" in done.stderr
    words = done.stderr.strip().split("choose others: ")[1].split()
    assert words[:2] == ["regulars", "up"]
    assert words[-1] == "--no-browser"
    chosen = {words[words.index(option) + 1] for option in ("--port", "--airflow-port")}
    assert len(chosen) == 2
    assert not chosen & {str(first), str(second)}


def test_ctrl_c_ends_up_with_a_word(tmp_path):
    home = make_home(tmp_path / "home")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    line = [str(REGULARS), "up", "--home", str(home.path), "--port", str(port), "--no-browser", "--no-airflow"]
    up = subprocess.Popen(line, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUTF8": "1"})
    assert up.stdout is not None
    assert up.stdout.readline().startswith("Starting")
    assert up.stdout.readline().startswith("Dashboard")
    up.send_signal(signal.SIGINT)
    assert up.stdout.read().splitlines()[-1] == "Stopped."
    assert up.wait(30) == 0


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("delete from about", "The published snapshot can only be read."),
        ("update about set business = 'x'", "The published snapshot can only be read."),
        ("create table mine as select 1", "The published snapshot can only be read."),
        ("create temp table mine as select 1", "The published snapshot can only be read."),
        ("copy about to 'x.csv'", "The published snapshot can only be read."),
        ("select * from ordrs", "There is no table ordrs; did you mean orders?"),
        ("select * from Customer", "There is no table Customer; did you mean customers?"),
        ("", "The question is empty; write one select statement."),
        (" ; -- nothing", "The question is empty; write one select statement."),
        ("select 1; select 2", "These are 2 statements; ask one at a time."),
    ],
)
def test_a_question_that_cannot_be_answered_is_one_plain_sentence(tmp_path, query, sentence):
    home = make_home(tmp_path / "home")
    publish_stand_in(home, "one")
    done = regulars("sql", query, home=home.path)
    assert done.returncode == 1
    assert done.stderr.startswith(sentence)
    assert len(done.stderr.strip().splitlines()) == 1


def test_help_of_sql_says_in_which_zone_times_are():
    assert "Times are UTC" in regulars("sql", "--help").stdout
