"""Runs one service so that it never outlives `regulars up`: `python -m dags.command_line.leash … -- command`.

It ends the whole tree under it, also processes that left their group or ignore the first signal, when it is told to
stop, when the service stops, and when `regulars up` is gone for whatever reason.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil

GRACE_SECONDS = 6.0
"""How long a service may take to end by itself."""
WORTH_RESTARTING_SECONDS = 30.0
"""A service that ran this long had a fault on the way, not a wrong setting: it is started again."""
LARGEST_LOG = 5_000_000
_SET_PARENT_DEATH_SIGNAL, _SET_CHILD_SUBREAPER = 1, 36  # linux/prctl.h


def _prctl(option: int, value: int) -> None:
    """Linux only; elsewhere the watching below has to do."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)


def adopt_orphans() -> None:
    """Make every descendant whose parent dies a child of this process, so none gets out of sight."""
    _prctl(_SET_CHILD_SUBREAPER, 1)


def die_with_parent() -> None:
    """Have the kernel kill this process when its parent is gone."""
    _prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)


def end_descendants(grace: float) -> None:
    """End every process under this one: asked first, then killed."""
    me = psutil.Process()
    for signal_number, patience in ((signal.SIGTERM, grace), (signal.SIGKILL, 2.0), (signal.SIGKILL, 2.0)):
        left = me.children(recursive=True)
        for process in left:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.send_signal(signal_number)
        psutil.wait_procs(left, timeout=patience)
        with contextlib.suppress(ChildProcessError):  # orphans handed to us are ours to bury
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass


def open_log(path: Path) -> Any:
    """A log to append to; a long one is put aside first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LARGEST_LOG:
        path.replace(path.with_suffix(".old.log"))
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    return os.fdopen(descriptor, "ab")


def _answers(url: str) -> bool:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=2)
    try:
        connection.request("GET", parts.path or "/")
        return connection.getresponse().status < 400
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


class Leash:
    """One service, its log, and the process it must not outlive."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.told_to_stop = False
        self.owner = psutil.Process(options.watch) if psutil.pid_exists(options.watch) else None
        self.has_answered = options.url is None

    def stop(self, *_: object) -> None:
        """Signal handler: leave at the next look."""
        self.told_to_stop = True

    def owner_is_there(self) -> bool:
        """True while `regulars up` runs (the same process, not a later one with its number)."""
        return self.owner is not None and self.owner.is_running() and self.owner.status() != psutil.STATUS_ZOMBIE

    def run(self) -> int:
        """Run the service until it ends, is told to, or nobody watches it any more; returns its exit code."""
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        adopt_orphans()
        with open_log(self.options.log) as log:
            while True:
                started = time.monotonic()
                code = self._run_once(log)
                if code == 0 or self.options.once or self.told_to_stop or not self.owner_is_there():
                    return code
                if time.monotonic() - started < WORTH_RESTARTING_SECONDS:
                    self._say(f"{self.options.name} stopped (exit code {code}); see {self.options.log}")
                    return code or 1
                self._say(f"{self.options.name} stopped (exit code {code}) and is started again")

    def _run_once(self, log: Any) -> int:
        service = subprocess.Popen(
            self.options.command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent,  # noqa: PLW1509 (this process has one thread)
        )
        try:
            while service.poll() is None and not self.told_to_stop and self.owner_is_there():
                if not self.has_answered and _answers(self.options.url):
                    self.has_answered = True
                    self._say(self.options.say)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    service.wait(0.3)
        finally:
            if service.poll() is None:
                service.terminate()  # first alone: it may want to end its own children in order
                with contextlib.suppress(subprocess.TimeoutExpired):
                    service.wait(GRACE_SECONDS)
            code = service.poll()
            end_descendants(1.0)
        return code if code is not None else 1

    def _say(self, text: str) -> None:
        with contextlib.suppress(OSError):  # nobody may be listening any more
            sys.stdout.write(f"{text}\n")
            sys.stdout.flush()


def command_line(
    name: str, command: Sequence[str], log: Path, *, url: str | None = None, say: str = "", once: bool = False
) -> list[str]:
    """The command that runs `command` on a leash held by this process."""
    line = [sys.executable, "-m", "dags.command_line.leash", "--name", name, "--watch", str(os.getpid())]
    line += ["--log", str(log)]
    if url:
        line += ["--url", url, "--say", say]
    if once:
        line.append("--once")
    return [*line, "--", *command]


def main() -> None:
    """Entry point of the module."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--name", required=True)
    parser.add_argument("--watch", type=int, required=True)
    parser.add_argument("--log", type=Path, required=True)
    parser.add_argument("--url")
    parser.add_argument("--say", default="")
    parser.add_argument("--once", action="store_true")
    parser.add_argument("command", nargs="+")
    sys.exit(Leash(parser.parse_args()).run())


if __name__ == "__main__":
    main()
