"""Files that are still being written, in the owner's own folder."""

import json
import os
import threading
import time

import pytest

from dags import steps
from dags.remote import growing
from dags.remote.growing import growing_files
from tests.dags.remote.servers import LONG_AGO
from tests.samples import youzan
from tests.samples.build import drop, make_home, shop_toml


class Writer:
    """Appends to a file every few hundredths of a second until told to stop, as a slow copy does."""

    def __init__(self, path):
        self.path, self.is_done = path, threading.Event()
        self.write()
        self.thread = threading.Thread(target=self.go_on)

    def write(self):
        with self.path.open("ab") as stream:
            stream.write(b"x")

    def go_on(self):
        while not self.is_done.wait(0.02):
            self.write()

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.is_done.set()
        self.thread.join()


def test_of_two_files_the_one_that_changes_between_two_looks_is_growing(tmp_path):
    quiet = tmp_path / "quiet.csv"
    quiet.write_bytes(b"all")
    with Writer(tmp_path / "busy.csv") as writer:
        assert growing_files([quiet, writer.path]) == {writer.path}
    assert growing_files([quiet, writer.path]) == set()


def test_files_that_were_not_touched_lately_cost_no_second_look(tmp_path, monkeypatch):
    monkeypatch.setattr(growing, "LOOKS_APART_HERE_SECONDS", 60)
    old = tmp_path / "old.csv"
    old.write_bytes(b"all")
    os.utime(old, (LONG_AGO, LONG_AGO))
    began = time.monotonic()
    assert growing_files([old, tmp_path / "moved away.csv"]) == set()
    assert time.monotonic() - began < 1


@pytest.mark.usefixtures("surroundings")
def test_a_growing_file_in_the_folder_waits_for_the_next_night_and_that_is_said(tmp_path):
    home = make_home(tmp_path / "home", shop_toml("youzan"))
    drop(home, "youzan", "orders.csv", youzan.orders_file())
    with Writer(home.exports / "youzan" / "more.csv"):
        assert len(steps.pull(home, "youzan")) == 1
        assert steps.run_night(home).state == "published"
    (told,) = json.loads(home.runs.read_text().splitlines()[-1])["pulls"]
    assert told["said"] == ["youzan: more.csv is still being written; the next night looks again."]
    assert len(steps.pull(home, "youzan")) == 2
    steps.run_night(home)
    assert "pulls" not in json.loads(home.runs.read_text().splitlines()[-1])
