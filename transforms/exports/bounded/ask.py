"""Work on a file that nobody has looked at yet, done by a process of its own under limits.

A parser may loop, ask for more memory than there is, or abort the process it runs in. In a child of its own
it can only end that child. The question goes in by standard input, so that a password is in no list of processes.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import transforms
from transforms.exports.bounded.limits import Limits, Refused

_ENDED_BY = {
    signal.SIGXCPU: "seconds",
    signal.SIGKILL: "memory",  # by the system, when its memory ran out
    signal.SIGABRT: "memory",  # a parser that was not given the memory it asked for
}


def ask(task: str, question: dict[str, Any], limits: Limits) -> Any:
    """What a function, named by its module and name, answers to these arguments; both must be plain enough for JSON.

    Raises:
        Refused: by the function itself, or of the kind `memory`, `size`, `seconds` or `damaged` because it
            did not come to an end within the limits.
        OSError: the machine failed, not the file.
    """
    child = subprocess.Popen(
        [
            *(sys.executable, "-P", "-m", "transforms.exports.bounded.child", task),
            *(str(limits.child_memory_bytes), str(limits.max_inflated_bytes), str(limits.child_seconds)),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": _search_path()},
        start_new_session=True,
    )
    try:
        said, _ = child.communicate(json.dumps(question).encode(), timeout=limits.child_seconds)
    except subprocess.TimeoutExpired:
        raise Refused("seconds") from None
    finally:
        if child.poll() is None:
            child.kill()
            child.wait()
    if child.returncode < 0:
        raise Refused(_ENDED_BY.get(signal.Signals(-child.returncode), "damaged"))
    try:
        answer = json.loads(said)
    except ValueError:
        raise Refused("damaged") from None
    if "errno" in answer:
        raise OSError(answer["errno"], os.strerror(answer["errno"]))
    if "refused" in answer:
        raise Refused(answer["refused"], **answer["facts"])
    return answer["answer"]


def _search_path() -> str:
    root = str(Path(next(iter(transforms.__path__))).parent)
    return os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
