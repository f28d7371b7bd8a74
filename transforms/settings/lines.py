"""Files of one JSON object a line, which a lost machine may leave with half a line at the end."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

Line = dict[str, Any]


def read_lines(path: Path) -> list[Line]:
    """Every line; one left half written, so that nobody was told of it, counts as empty."""
    if not path.exists():
        return []
    return [_read(text) for text in path.read_text(encoding="utf-8", errors="replace").splitlines()]


def _read(text: str) -> Line:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def append_line(path: Path, line: Line) -> None:
    """Add a line in one write, kept from the eyes of others, and on the disk when this returns."""
    is_torn = path.exists() and path.stat().st_size > 0 and not path.read_bytes().endswith(b"\n")
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, ("\n" * is_torn + _written(line)).encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_lines(path: Path, lines: Sequence[Line]) -> None:
    """Put these lines in place of the file's, complete or not at all."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.writelines(map(_written, lines))
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(path)


def _written(line: Line) -> str:
    return json.dumps(line, ensure_ascii=False) + "\n"
