"""`examine` in a process of its own: whatever a file does to its reader costs one sentence and nothing else."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import transforms
from transforms.exports.decode import UnreadableFile
from transforms.exports.layout import Layout
from transforms.exports.recognise import Examined, Limits

MEMORY_BYTES = 3 << 30
SECONDS = 300


def examine_apart(path: Path, layouts: Sequence[Layout], work: Path, limits: Limits = Limits()) -> Examined:  # noqa: B008
    """Recognises every table in one file, as `examine` does, under limits of memory and time.

    Raises:
        UnreadableFile: nothing can be taken in from this file; the error's text is for the owner.
    """
    root = str(Path(next(iter(transforms.__path__))).parent)
    child = subprocess.Popen(
        [sys.executable, "-m", "transforms.exports.examine_child", str(MEMORY_BYTES), str(SECONDS)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))},
        start_new_session=True,
    )
    try:
        said, _ = child.communicate(pickle.dumps((path.absolute(), list(layouts), work.absolute(), limits)), SECONDS)
    except subprocess.TimeoutExpired:
        said = b""
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
    if not said:
        raise UnreadableFile("The file could not be read within the limits of memory and time; export it in parts.")
    answer = pickle.loads(said)  # noqa: S301 (our own process wrote it)
    if isinstance(answer, Exception):
        raise answer
    assert isinstance(answer, Examined)
    return answer
