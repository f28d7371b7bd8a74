"""What is particular to SFTP, against OpenSSH's own server."""

import json
import os
import threading
import time
from pathlib import Path

import pytest

from tests.dags.remote.conftest import connect, files_of, home_at, pull_now
from tests.dags.remote.servers import HOST, LONG_AGO
from tests.dags.remote.test_growing import Writer


@pytest.fixture
def server(ssh):
    return ssh


def test_a_growing_file_is_left_and_the_next_night_takes_it(home, server):
    server.put("whole.csv", b"whole")
    with Writer(server.files / "busy.csv"):
        report = pull_now(home)
    assert (report.state, report.fetched, report.left) == ("fetched", 1, [("busy.csv", "growing")])
    assert report.sentences() == ["youzan: busy.csv is still being written; the next night looks again."]
    assert files_of(home) == {"whole.csv": b"whole"}
    report = pull_now(home)
    assert (report.fetched, report.left) == (1, [])
    assert files_of(home)["busy.csv"] == (server.files / "busy.csv").read_bytes()


def test_a_file_that_changes_while_it_is_fetched_is_left(home, server, monkeypatch):
    server.put("orders.csv", b"x" * 50_000)
    from dags.remote.sftp import Sftp

    fetch = Sftp.fetch

    def fetch_and_see_it_change(self, file, write):
        with (server.files / "orders.csv").open("ab") as stream:
            stream.write(b"y")
        return fetch(self, file, write)

    monkeypatch.setattr(Sftp, "fetch", fetch_and_see_it_change)
    assert pull_now(home).left == [("orders.csv", "growing")]
    assert files_of(home) == {}


def test_names_of_half_written_files_folders_and_links_to_nowhere_are_passed_over(home, server):
    for name in ("orders.csv.filepart", ".orders.csv", "orders.tmp"):
        server.put(name, b"half")
    (server.files / "archive").mkdir()
    (server.files / "archive" / "old.csv").write_bytes(b"old")
    (server.files / "dead.csv").symlink_to("nowhere")
    server.put("账单 一.csv", b"1")
    (server.files / "latest.csv").symlink_to("账单 一.csv")
    report = pull_now(home)
    assert (report.state, report.fetched, report.left) == ("fetched", 1, [])  # both names hold the same bytes
    assert list(files_of(home).values()) == [b"1"]


@pytest.mark.parametrize("name", ["x" * 250 + ".csv", "..\\..\\x.csv", "tab\there.csv", "'; touch x.csv"])
def test_strange_names_stay_in_the_folder(home, server, name):
    server.put(name, b"1")
    assert pull_now(home).fetched == 1
    (only,) = (home.exports / "youzan").iterdir()
    assert only.read_bytes() == b"1"
    assert sorted(path.name for path in home.exports.iterdir()) == ["youzan"]


def test_a_location_may_be_one_file_or_a_folder_that_is_not_there(tmp_path, server):
    connect(server)
    server.put("orders.csv", b"1")
    server.put("other.csv", b"2")
    one = home_at(tmp_path / "one", f"{server.location}/orders.csv")
    assert pull_now(one).fetched == 1
    assert list(files_of(one)) == ["orders.csv"]
    none = pull_now(home_at(tmp_path / "none", f"{server.location}/2027"))
    assert (none.code, none.fetched) == ("not_there", 0)
    assert none.sentence.endswith("/2027 is not there; correct it in shop.toml.")


def test_a_server_whose_key_is_not_known_is_refused_until_it_is_added(home, server):
    server.put("orders.csv", b"1")
    connect(server, server.connection(host_key=False, no_host_key_check=True))  # which is not listened to
    report = pull_now(home)
    assert report.code == "host_key_unknown"
    assert f"ssh-keyscan -p {server.port} {HOST} >> ~/.ssh/known_hosts" in report.sentence
    known = Path(os.environ["HOME"]) / ".ssh" / "known_hosts"
    assert not known.exists()
    known.parent.mkdir()
    known.write_text(f"[{HOST}]:{server.port} {server.host_key}\n")
    connect(server, server.connection(host_key=False))
    assert pull_now(home).fetched == 1


def test_a_server_that_shows_another_key_is_refused(home, server):
    server.put("orders.csv", b"1")
    before = server.connection()
    server.stop()
    server.use_host_key("host_new")
    server.start()
    connect(server, before)
    assert pull_now(home).code == "host_key_changed"
    connect(server, server.connection(allow_host_key_change=True))
    assert pull_now(home).code == "unsafe_connection"
    assert files_of(home) == {}
    connect(server)
    assert pull_now(home).fetched == 1


def test_a_connection_with_nothing_to_log_in_with_is_refused_and_not_tried_again(home, server):
    about = json.loads(server.connection())
    del about["extra"]["private_key"]
    connect(server, json.dumps({**about, "extra": {**about["extra"], "look_for_keys": False}}))
    assert pull_now(home).code == "login_refused"


def test_a_server_that_comes_back_within_a_second_is_reached(home, server, monkeypatch):
    from dags.remote import pull

    monkeypatch.setattr(pull, "FIRST_WAIT_SECONDS", 1.0)
    server.put("orders.csv", b"1")
    server.stop()
    threading.Timer(0.5, server.start).start()
    began = time.monotonic()
    assert pull_now(home).fetched == 1
    assert time.monotonic() - began > 0.9


def test_a_time_ahead_of_this_machines_clock_becomes_now(home, server):
    server.put("orders.csv", b"1")
    tomorrow = time.time() + 86_400
    os.utime(server.files / "orders.csv", (tomorrow, tomorrow))
    assert pull_now(home).fetched == 1
    assert (home.exports / "youzan" / "orders.csv").stat().st_mtime <= time.time()
    server.put("older.csv", b"2")
    pull_now(home)
    assert (home.exports / "youzan" / "older.csv").stat().st_mtime == LONG_AGO
