"""Entry point of the process that examines a file: `python -m transforms.exports.examine_child MEMORY SECONDS`."""

from __future__ import annotations

import pickle
import resource
import sys

from transforms.exports.recognise import UnreadableFile, examine


def main(arguments: list[str]) -> int:
    """Read the question from standard input, answer on standard output."""
    memory, seconds = map(int, arguments)
    question = pickle.load(sys.stdin.buffer)  # noqa: S301 (our own process wrote it)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer: object = examine(*question)
    except (UnreadableFile, OSError) as error:
        answer = error
    except MemoryError:
        return 1
    sys.stdout.buffer.write(pickle.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
