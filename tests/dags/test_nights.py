"""Whole nights of a small demo business: by the command line, and under a real scheduler."""

import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from dags.command_line.airflow_settings import environment, executable
from tests.dags.homes import REGULARS, SHOP, make_home, regulars
from transforms.demo import SHOP_TOML, write_exports
from transforms.settings import Home


@pytest.fixture(scope="module")
def exports(tmp_path_factory) -> Path:
    """The demo's exports of its last year: a scheduler starts a process for each of them."""
    folder = tmp_path_factory.mktemp("exports")
    write_exports(folder, scale=0.02)
    for path in folder.rglob("*.*"):
        if re.search(r"20(23|24|25)\d{8}", path.name):
            path.unlink()
    return folder


def demo_home(path: Path, exports: Path) -> Home:
    home = make_home(path, SHOP_TOML)
    shutil.copytree(exports, home.exports, dirs_exist_ok=True)
    return home


@pytest.fixture(scope="module")
def night(tmp_path_factory, exports) -> Home:
    """A demo home after one good night."""
    home = demo_home(tmp_path_factory.mktemp("night") / "home", exports)
    done = regulars("nightly", home=home.path, timeout=300)
    assert done.returncode == 0, done.stderr
    assert "Published the numbers as of" in done.stdout
    return home


def test_status_accounts_for_every_row_of_every_file(night):
    found = json.loads(regulars("status", "--json", home=night.path).stdout)
    assert found["last_run"]["state"] == "published"
    assert found["last_run"]["run_id"] == found["published"]["run_id"]
    assert found["files"]
    for row in found["files"]:
        assert row["rows_read"] == row["rows_loaded"] + row["rows_superseded"] + row["rows_quarantined"]
    assert found["waiting"] == []
    assert found["checks"]["passed"] > 10


def test_the_same_night_again_gives_the_same_run(night):
    before = json.loads(regulars("status", "--json", home=night.path).stdout)["published"]["run_id"]
    assert regulars("nightly", home=night.path, timeout=300).returncode == 0
    assert json.loads(regulars("status", "--json", home=night.path).stdout)["published"]["run_id"] == before


def test_an_earlier_day_can_be_asked_for_and_gone_back_from(night):
    now = night.current.resolve().stem
    done = regulars("nightly", "--as-of", "2026-03-31", home=night.path, timeout=300)
    assert done.returncode == 0, done.stderr
    assert "2026-03-31" in done.stdout
    assert regulars("rollback", "--to", now, home=night.path).returncode == 0
    assert night.current.resolve().stem == now


def test_every_chart_can_be_exported(night, tmp_path):
    done = regulars("export", "--format", "xlsx", "--out", tmp_path / "a", "--language", "en", home=night.path)
    assert done.returncode == 0, done.stderr
    names = {path.name.split("_2026")[0] for path in (tmp_path / "a").iterdir()}
    assert {"take_rate", "cohort_grid", "migration_sankey"} <= names
    done = regulars(
        "export", "--format", "csv", "--chart", "take_rate", "--period", "2026-03", "--out", tmp_path, home=night.path
    )
    assert Path(done.stdout.strip()).read_bytes().startswith(b"\xef\xbb\xbf")


def test_add_says_what_a_file_is_and_where_it_went(night, exports):
    original = sorted((exports / "meituan_bill").iterdir())[0]
    again = regulars("add", original, home=night.path)
    assert again.returncode == 0, again.stderr
    assert "already in exports/meituan_bill/" in again.stdout
    changed = night.path / "Download (3).xlsx"
    shutil.copy2(original, changed)
    with changed.open("ab") as stream:
        stream.write(b"\0")  # another file to its SHA-256, the same to a reader of zips
    added = regulars("add", changed, home=night.path)
    assert added.returncode == 0, added.stderr
    assert "→ exports/meituan_bill/Download (3).xlsx" in added.stdout
    assert (night.exports / "meituan_bill" / changed.name).stat().st_mtime == changed.stat().st_mtime
    waiting = json.loads(regulars("status", "--json", home=night.path).stdout)["waiting"]
    assert [one["file"] for one in waiting] == [changed.name]
    (night.exports / "meituan_bill" / changed.name).unlink()
    assert not list(night.work.iterdir())


def test_add_asks_when_several_sources_fit(tmp_path, exports):
    two = SHOP + '[sources.meituan_two]\nchannel = "meituan"\nlayouts = ["meituan_bill"]\n'
    home = make_home(tmp_path / "home", two)
    bill = sorted((exports / "meituan_bill").iterdir())[0]
    asked = regulars("add", bill, home=home.path)
    assert asked.returncode == 1
    assert "--source: meituan_bill, meituan_two" in asked.stderr
    assert regulars("add", bill, "--source", "meituan_two", home=home.path).returncode == 0
    none = make_home(tmp_path / "none", SHOP.split("[sources.till]")[0])
    assert "add a [sources.NAME]" in regulars("add", bill, home=none.path).stderr


def test_a_home_without_orders_is_withheld_with_exit_code_3(tmp_path):
    home = make_home(tmp_path / "home")
    done = regulars("nightly", home=home.path)
    assert done.returncode == 3
    assert done.stderr.startswith("Withheld")
    line = json.loads(home.runs.read_text().splitlines()[-1])
    assert (line["state"], line["reason_code"]) == ("withheld", "no_order")
    assert line["reason"].startswith("No order in any file yet")
    assert not home.current.exists()


def free_ports(count: int) -> list[int]:
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


class Up:
    """`regulars up` on a home, from its first line to its last child."""

    def __init__(self, home: Home, *words: str) -> None:
        self.home = home
        self.port, self.airflow_port = free_ports(2)
        line = [str(REGULARS), "up", "--home", str(home.path), "--port", str(self.port), "--no-browser", *words]
        if "--no-airflow" not in words:
            line += ["--airflow-port", str(self.airflow_port)]
        self.output = home.path / "up.txt"
        with self.output.open("w") as stream:
            self.process = subprocess.Popen(line, stdout=stream, stderr=subprocess.STDOUT)

    def wait_for(self, text: str, seconds: float = 90) -> str:
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.process.poll() is None:
            if text in self.output.read_text():
                return self.output.read_text()
            time.sleep(0.2)
        raise AssertionError(f"no {text!r} in:\n{self.output.read_text()}")

    def children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def end(self, signal_number: int) -> list[psutil.Process]:
        """Send the signal; children still there afterwards."""
        children = self.children()
        assert children
        self.process.send_signal(signal_number)
        self.process.wait(30)
        until = time.monotonic() + 25
        left = children
        while left and time.monotonic() < until:
            left = [one for one in children if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]
            time.sleep(0.2)
        return left

    def trigger(self) -> None:
        """Start a night by hand, with Airflow's own command in the same environment."""
        line = [executable(), "dags", "trigger", "nightly"]
        done = subprocess.run(
            line, check=False, capture_output=True, text=True, env=environment(self.home, self.airflow_port)
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def query(self, sql: str) -> list[tuple]:
        """Rows of Airflow's database: asking its command line costs seconds of the two cores each time."""
        with closing(sqlite3.connect(f"file:{self.home.airflow / 'airflow.db'}?mode=ro", uri=True)) as connection:
            return connection.execute(sql).fetchall()

    def wait_until(self, sql: str, seconds: float = 240) -> None:
        """Wait until a query has a row."""
        until = time.monotonic() + seconds
        while not self.query(sql):
            assert time.monotonic() < until, self.query("select task_id, map_index, state from task_instance")
            time.sleep(0.1)

    def run_to_the_end(self) -> str:
        """Wait for the end of the night; its state."""
        self.wait_until("select 1 from dag_run where state in ('success', 'failed')")
        return self.query("select state from dag_run")[0][0]


def listens_beyond_this_machine(processes: list[psutil.Process]) -> list[str]:
    return [
        connection.laddr.ip
        for process in processes
        for connection in process.net_connections()
        if connection.status == psutil.CONN_LISTEN and connection.laddr.ip != "127.0.0.1"
    ]


@pytest.mark.scheduler
def test_a_real_scheduler_finishes_a_night_that_was_killed_and_nothing_is_left(tmp_path, exports):
    home = demo_home(tmp_path / "home", exports)
    up = Up(home)
    try:
        up.wait_for("Airflow: ")
        up.trigger()
        middle = "'check_staged', 'build_core', 'link'"
        up.wait_until(f"select 1 from task_instance where task_id in ({middle}) and state = 'running'")
    finally:
        left = up.end(signal.SIGKILL)
    assert left == []
    assert not home.current.exists()

    up = Up(home)
    try:
        up.wait_for(f"Dashboard: http://127.0.0.1:{up.port}")
        up.wait_for(f"Airflow: http://127.0.0.1:{up.airflow_port}")
        assert up.run_to_the_end() == "success", (home.logs / "airflow-scheduler.log").read_text()[-3000:]
        line = json.loads(home.runs.read_text().splitlines()[-1])
        assert (line["state"], line["source"]) == ("published", "airflow")
        assert home.current.resolve().stem == line["run_id"]
        assert listens_beyond_this_machine(up.children()) == []
        second = regulars("up", "--no-browser", home=home.path)
        assert second.returncode == 1
        assert "already up" in second.stderr
        stored = b"".join(path.read_bytes() for path in home.airflow.glob("airflow.db*"))
        assert not re.search(rb"(?<!\d)1[3-9]\d{9}(?!\d)", stored), "a phone number in Airflow's database"
    finally:
        left = up.end(signal.SIGTERM)
    assert left == []
    assert up.process.returncode == 0
    # the same numbers without Airflow
    assert regulars("nightly", home=home.path, timeout=300).returncode == 0
    assert json.loads(home.runs.read_text().splitlines()[-1])["run_id"] == line["run_id"]


@pytest.mark.scheduler
def test_a_withheld_night_fails_with_its_reason_and_killing_up_leaves_nothing(tmp_path):
    home = make_home(tmp_path / "home")
    up = Up(home)
    try:
        up.wait_for("Airflow: ")
        up.trigger()
        assert up.run_to_the_end() == "failed"
        line = json.loads(home.runs.read_text().splitlines()[-1])
        assert (line["state"], line["source"]) == ("withheld", "airflow")
        assert line["reason"]
        assert line["reason_code"] == "no_order"
        assert not home.current.exists()
    finally:
        left = up.end(signal.SIGKILL)
    assert left == []


def test_the_dashboard_alone_and_ports_that_are_taken(night):
    up = Up(night, "--no-airflow")
    try:
        up.wait_for(f"Dashboard: http://127.0.0.1:{up.port}")
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            other = make_home(night.path.with_name("other"))
            done = regulars("up", "--port", port, "--no-browser", home=other.path)
        assert done.returncode == 1
        assert f"Port {port} is taken" in done.stderr
        assert "--port" in done.stderr
    finally:
        left = up.end(signal.SIGINT)
    assert left == []
    assert up.process.returncode == 0
    assert not list(night.path.glob("airflow/*.db")), "Airflow was not wanted"
    assert os.environ.get("REGULARS_HOME") is None
