"""What test_bounded asks the process under limits to do; light, so that it fits into small limits."""

import resource
import sys
import time
from pathlib import Path

from transforms.exports.bounded.ask import ask
from transforms.exports.bounded.limits import Limits, Refused


def limits_set() -> dict[str, int]:
    kinds = ("RLIMIT_AS", "RLIMIT_FSIZE", "RLIMIT_CPU", "RLIMIT_CORE")
    return {kind: resource.getrlimit(getattr(resource, kind))[0] for kind in kinds}


def greet(name: str) -> str:
    print("noise")  # noqa: T201 - a parser may print
    return f"{name}, {' '.join(sys.argv)}"


def take_memory() -> None:
    bytearray(1 << 30)


def take_disk(path: str) -> None:
    Path(path).write_bytes(b"x" * (2 << 20))


def take_time() -> None:
    while True:
        pass


def wait_for_ever() -> None:
    time.sleep(1000)


def fail_with_a_cell() -> None:
    raise ValueError("13800138000")


def refuse() -> None:
    raise Refused("members", count=7)


def not_there() -> None:
    Path("/nowhere/at/all").read_bytes()


def ask_another() -> None:
    ask(f"{__name__}.wait_for_ever", {}, Limits())
