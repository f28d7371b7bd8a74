"""Nothing outlives its holder: not what ignores signals, not what leaves its group, not after SIGKILL."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from dags.command_line.leash import LARGEST_LOG, open_log

STUBBORN = """
import os, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
signal.signal(signal.SIGINT, signal.SIG_IGN)
deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
subprocess.Popen([sys.executable, "-c", deaf], start_new_session=True)
if os.fork() == 0:          # a daemon: its parent is gone at once
    os.setsid()
    if os.fork():
        os._exit(0)
    time.sleep(600)
open(sys.argv[1], "w").write("ready")
time.sleep(600)
"""
HOLDER = """
import sys
from pathlib import Path
from dags.command_line.up import Service, keep_running
folder = Path(sys.argv[1])
services = [
    Service(name, [sys.executable, str(folder / "stubborn.py"), str(folder / name)]) for name in ("one", "two")
]
services[0] = Service("one", services[0].command, sys.argv[2], "One: answers") if len(sys.argv) > 2 else services[0]
sys.exit(0 if keep_running(services, folder) else 1)
"""


def start(folder: Path, *words: str) -> tuple[subprocess.Popen[str], list[psutil.Process]]:
    """The holder with two stubborn services, once both are ready; and every process under it."""
    (folder / "stubborn.py").write_text(STUBBORN)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder), *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    for _ in range(200):
        if (folder / "one").exists() and (folder / "two").exists():
            break
        time.sleep(0.1)
    time.sleep(0.5)
    under = psutil.Process(holder.pid).children(recursive=True)
    daemons = [one for one in psutil.process_iter(["cmdline"]) if str(folder) in " ".join(one.info["cmdline"] or ())]
    running = [one for one in {*under, *daemons} if one.status() != psutil.STATUS_ZOMBIE]
    return holder, [one for one in running if one.pid != holder.pid]


def still_there(processes: list[psutil.Process], seconds: float) -> list[psutil.Process]:
    """Processes that run on after that long."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        left = [one for one in processes if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]
        if not left:
            return []
        time.sleep(0.2)
    return left


@pytest.mark.parametrize("signal_number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_nothing_is_left(tmp_path, signal_number):
    holder, processes = start(tmp_path)
    assert len(processes) >= 10, "two leashes, two helpers, and three stubborn processes each"
    holder.send_signal(signal_number)
    assert still_there(processes, 25) == []
    code = holder.wait(10)
    assert code == (-signal.SIGKILL if signal_number == signal.SIGKILL else 0)


def test_a_killed_leash_leaves_nothing_either(tmp_path):
    holder, processes = start(tmp_path)
    leashes = [one for one in processes if "dags.command_line.leash" in one.cmdline()]
    assert len(leashes) == 2
    leashes[0].kill()
    assert still_there(processes, 25) == []
    assert holder.wait(10) == 1


def test_a_service_that_cannot_start_is_named_with_its_log(tmp_path):
    program = HOLDER.replace('str(folder / "stubborn.py")', '"-c", "raise SystemExit(7)"')
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], check=False, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 1
    assert "stopped (exit code 7); see" in done.stdout
    assert ".log" in done.stdout


def test_a_long_log_is_put_aside(tmp_path):
    log = tmp_path / "a.log"
    log.write_bytes(b"x" * (LARGEST_LOG + 1))
    with open_log(log) as stream:
        stream.write(b"new")
    assert log.read_bytes() == b"new"
    assert (tmp_path / "a.old.log").exists()
