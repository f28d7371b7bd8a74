"""A night ended by SIGKILL anywhere: the next one finishes the work, and in between readers see yesterday's."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import signal
import threading
import time
from functools import partial

import duckdb
import pytest
from filelock import FileLock

from dags import steps
from expectations import CheckResult
from tests.samples.build import KEY, published, query
from transforms.demo import SHOP_TOML, write_exports
from transforms.exports.staging import stage_file
from transforms.settings import Home

NEWEST = 2
"""How many files of each kind of the demo's three years the killed nights read."""
STEPS = ("pull", "read", "check", "core", "link", "published", "check_published", "publish", "purge")
KILLED_AT = (*((step, 0.0) for step in STEPS), ("read", 1.0), ("core", 1.0), ("publish", 1.0))
"""At the beginning of every step, and at the end of those after which something is kept."""
CHECKED_AGAIN = (("check", 0.0), ("check_published", 0.0))
"""The killed night and the next one run all their checks here, before and after the killing."""


Checked = dict[str, list[CheckResult]]
"""What every check of a layer has said of the night that nobody disturbs."""


def said_again(checked: Checked, _connection, layer: str, *_) -> list[CheckResult]:
    """In place of the checks: what they have said of the same tables."""
    return checked[layer]


def killed_at(home: Home, step: str, share: float, checked: Checked | None) -> None:
    """A night that ends itself, unannounced, when it reports a step."""
    if checked:
        steps.check_layer = partial(said_again, checked)

    def progress(now: str, done: float) -> None:
        if now == step and (done >= share if share else done == 0.0):
            os.kill(os.getpid(), signal.SIGKILL)

    steps.run_night(home, progress=progress)


def killed_while_staging(home: Home, files: int) -> None:
    """A night that ends itself in the middle of writing a file's staged records."""
    write, written = stage_file._write, 0

    def half(engine, sql, target):
        nonlocal written
        written += 1
        write(engine, sql, target)
        if written > files:
            os.kill(os.getpid(), signal.SIGKILL)

    stage_file._write = half
    steps.run_night(home)


def killed_in_the_switch(home: Home) -> None:
    """A night that ends itself between the snapshot's last byte and the new pointer."""
    steps.build.switch_to = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
    steps.run_night(home)


def slow_night(home: Home, seconds: float) -> None:
    """A night that takes its time in the middle."""

    def progress(step: str, share: float) -> None:
        if (step, share) == ("core", 0.0):
            time.sleep(seconds)

    steps.run_night(home, progress=progress)


@pytest.fixture(scope="module")
def start():
    """A function that runs one of the above in a process of its own and returns how it ended."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["dags.steps", "expectations.port", "tests.dags.test_night_killed"])

    def run(target, *arguments) -> int:
        process = context.Process(target=target, args=arguments)
        process.start()
        process.join(120)
        assert process.exitcode is not None
        return process.exitcode

    return run


@pytest.fixture(scope="module")
def exports(tmp_path_factory):
    """The newest files of each kind of a small demo business."""
    whole = tmp_path_factory.mktemp("demo") / "exports"
    write_exports(whole, scale=0.02)
    folder = tmp_path_factory.mktemp("few") / "exports"
    kinds: dict[tuple[str, str], list] = {}
    for path in sorted(whole.rglob("*.*")):
        kinds.setdefault((path.parent.name, path.name[:4]), []).append(path)
    for files in kinds.values():
        for path in files[-NEWEST:]:
            target = folder / path.parent.name / path.name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target)
    return folder


def new_home(path, exports) -> Home:
    home = Home(path)
    path.mkdir(parents=True)
    home.shop_toml.write_text(SHOP_TOML, encoding="utf-8")
    home.key_file.parent.mkdir()
    home.key_file.write_text(KEY, encoding="ascii")
    shutil.copytree(exports, home.exports)
    return home


@pytest.fixture(scope="module")
def checked() -> Checked:
    """Filled by the undisturbed night."""
    return {}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory, exports, checked):
    """What a night that nobody disturbs publishes from these files."""
    home = new_home(tmp_path_factory.mktemp("undisturbed") / "home", exports)
    check = steps.check_layer

    def check_and_keep(connection, layer, *more):
        checked[layer] = check(connection, layer, *more)
        return checked[layer]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(steps, "check_layer", check_and_keep)
        assert steps.run_night(home).state == "published"
    assert set(checked) == {"staged", "core", "published"}
    found = published(home)
    assert len(found["orders"]) > 20
    return found


@pytest.fixture
def known_checks(monkeypatch, undisturbed, checked) -> Checked:
    """Checks that say what they have said of the undisturbed night: the tests compare every published row with it."""
    monkeypatch.setattr(steps, "check_layer", partial(said_again, checked))
    return checked


@pytest.fixture(scope="module")
def yesterday(tmp_path_factory, exports):
    """A home whose last night knew fewer files; the rest waits in the folders, landed and read."""
    home = new_home(tmp_path_factory.mktemp("yesterday") / "home", exports)
    waiting = [
        path for path in home.exports.rglob("*") if path.is_file() and path.parent.name in ("meituan_bill", "tmall")
    ]
    assert waiting
    for path in waiting:
        path.rename(path.with_name(path.name + ".part"))
    assert steps.run_night(home).state == "published"
    for path in waiting:
        path.with_name(path.name + ".part").rename(path)
    return home


@pytest.fixture(scope="module")
def old(yesterday):
    """What yesterday's night has published."""
    return published(yesterday)


def copy_of(home: Home, path) -> Home:
    shutil.copytree(home.path, path, symlinks=True)
    return Home(path)


def finishes(home: Home, undisturbed) -> None:
    assert steps.run_night(home).state == "published"
    assert published(home) == undisturbed
    assert list(home.work.iterdir()) == []
    leftovers = [path.name for path in home.published.iterdir() if path.suffix != ".duckdb"]
    assert leftovers == []


@pytest.mark.parametrize("where", KILLED_AT, ids=str)
def test_a_night_killed_at_any_step_is_finished_by_the_next(
    request, tmp_path, *, start, yesterday, old, undisturbed, where
):
    checked = None if where in CHECKED_AGAIN else request.getfixturevalue("known_checks")
    step, share = where
    home = copy_of(yesterday, tmp_path / "home")
    assert start(killed_at, home, step, share, checked) == -signal.SIGKILL
    seen = published(home)
    is_out = (step, share) == ("publish", 1.0) or step == "purge"
    assert seen == (undisturbed if is_out else old), "readers see one whole night or the other"
    finishes(home, undisturbed)


@pytest.mark.parametrize("files", [0, 7])
def test_a_night_killed_while_writing_staged_records_is_finished_by_the_next(
    tmp_path, *, start, exports, undisturbed, known_checks, files
):
    home = new_home(tmp_path / "home", exports)
    assert start(killed_while_staging, home, files) == -signal.SIGKILL
    assert not home.current.exists()
    assert list(home.work.iterdir()), "the killed reading has left its decoded copy"
    finishes(home, undisturbed)


def test_a_night_killed_between_snapshot_and_switch_keeps_the_old_one_in_force(
    tmp_path, *, start, yesterday, old, undisturbed, known_checks
):
    home = copy_of(yesterday, tmp_path / "home")
    assert start(killed_in_the_switch, home) == -signal.SIGKILL
    assert len(list(home.published.glob("2*.duckdb"))) == 2
    assert published(home) == old
    finishes(home, undisturbed)


def test_an_open_reader_blocks_nothing_and_sees_the_new_night_when_it_looks_again(
    tmp_path, yesterday, undisturbed, known_checks
):
    home = copy_of(yesterday, tmp_path / "home")
    old = query(home.current, "select count(*) as n from orders")
    with duckdb.connect(str(home.current), read_only=True) as reader:
        assert steps.run_night(home).state == "published"
        assert [{"n": reader.execute("select count(*) from orders").fetchone()[0]}] == old
    assert published(home) == undisturbed
    assert query(home.current, "select count(*) as n from orders") != old


def test_of_two_nights_at_once_the_second_waits(tmp_path, start, yesterday, undisturbed, known_checks):
    home = copy_of(yesterday, tmp_path / "home")
    first = threading.Thread(target=start, args=(slow_night, home, 2.0))
    first.start()
    lock = FileLock(home.warehouse / "night.lock", timeout=0.05)
    while first.is_alive() and not is_locked(lock):
        time.sleep(0.05)
    assert first.is_alive()
    assert steps.run_night(home, name="second").state == "published"
    first.join()
    told = [json.loads(line) for line in home.runs.read_text(encoding="utf-8").splitlines()][-2:]
    assert [each["source"] for each in told] == ["cli", "second"]
    assert [each["state"] for each in told] == ["published", "published"]
    assert told[0]["run_id"] == told[1]["run_id"]
    assert told[0]["finished_at"] <= told[1]["started_at"]
    assert published(home) == undisturbed


def is_locked(lock: FileLock) -> bool:
    from filelock import Timeout

    try:
        lock.acquire()
    except Timeout:
        return True
    lock.release()
    return False


@pytest.mark.parametrize("layer", ["staged", "core", "published"])
def test_a_failed_stop_check_keeps_yesterdays_snapshot_and_says_why(tmp_path, monkeypatch, yesterday, old, layer):
    """The table is broken for real, between the step that makes it and its checks."""
    home = copy_of(yesterday, tmp_path / "home")
    pointer = home.current.readlink()
    check = steps.check_layer
    breaks = {
        "staged": (
            "create table staged.broken as select * replace (null as amount) from staged.staged_entries",
            "drop view staged.staged_entries",
            "alter table staged.broken rename to staged_entries",
        ),
        "core": ("insert into core.orders by name select * from core.orders limit 1",),
        "published": ("update published.channel_costs set net_sales = net_sales + 1",),
    }

    def check_broken(connection, name, *more):
        for statement in breaks[layer] if name == layer else ():
            connection.execute(statement)
        return check(connection, name, *more)

    monkeypatch.setattr(steps, "check_layer", check_broken)
    outcome = steps.run_night(home)
    assert outcome.state == "withheld"
    assert f"{layer}." in outcome.reason
    assert "does not hold" in outcome.reason
    assert home.current.readlink() == pointer
    assert published(home) == old
    told = json.loads(home.runs.read_text(encoding="utf-8").splitlines()[-1])
    assert (told["state"], told["reason"]) == ("withheld", outcome.reason)
    monkeypatch.undo()
    assert steps.run_night(home).state == "published"
    assert published(home) != old
