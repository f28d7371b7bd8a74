"""Entry point of the process under limits: `python -m transforms.exports.bounded.child TASK MEMORY FILE_BYTES SECONDS`.

It reads the arguments of the task from standard input and says on standard output, as JSON, what the task
answered or why it did not. Of an error only the kind leaves this process: its words may quote a cell.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import resource
import signal
import sys
from importlib import import_module
from typing import Any

from transforms.exports.bounded.limits import Refused

PR_SET_PDEATHSIG = 1


def _set_limits(memory: int, file_bytes: int, seconds: int) -> None:
    for kind, limit in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, file_bytes),
        (resource.RLIMIT_CPU, seconds),  # ends this process even when its parent is gone
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        allowed = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        # The signal at the soft limit of CPU time tells the parent why; the hard one would not.
        resource.setrlimit(kind, (allowed, hard if kind == resource.RLIMIT_CPU else allowed))


def _end_with_parent() -> None:
    """Where the system can do it (Linux); elsewhere the limit of CPU time ends a child whose parent is gone."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _answer(task: str, question: dict[str, Any]) -> dict[str, Any]:
    module, _, name = task.rpartition(".")
    try:
        return {"answer": getattr(import_module(module), name)(**question)}
    except Refused as refused:
        return {"refused": refused.kind, "facts": refused.facts}
    except MemoryError:
        return {"refused": "memory", "facts": {}}
    except OSError as error:
        if error.errno is None:  # some parsers call a damaged file so
            return {"refused": "damaged", "facts": {}}
        return {"refused": "size", "facts": {}} if error.errno == errno.EFBIG else {"errno": error.errno}
    except BaseException:  # a panic of a parser is no Exception
        return {"refused": "damaged", "facts": {}}


def main(arguments: list[str]) -> int:
    """One task, done under the limits given."""
    task, *limits = arguments
    _end_with_parent()
    _set_limits(*map(int, limits))
    # What a parser prints must not end up in the answer.
    answer_to = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    with answer_to:
        json.dump(_answer(task, json.load(sys.stdin)), answer_to)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
