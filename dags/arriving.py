"""What becomes of files that wait in a source's folder: kept, left, or deleted, and told either way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from dags.remote.memory import Memory, Report, keep_memory, read_memory
from transforms.exports.landing import land, landed_files
from transforms.forgetting.suppression import suppressed
from transforms.settings import Home, ShopError


def land_all(home: Home, source: str, paths: Sequence[Path]) -> list[str]:
    """Keep files, without people who asked to be forgotten; returns names of those that had to be deleted for it.

    Raises:
        ShopError: a change of key was cut off, and what is read now would be read anew.
    """
    if home.next_key_file.exists():
        raise ShopError("A change of key was cut off; finish it first with: regulars rekey")
    forgotten = suppressed(home)
    if forgotten is None:
        for path in paths:
            land(home, source, path)
        return []
    from transforms.forgetting.arrivals import admit  # noqa: PLC0415 - only homes in which somebody was forgotten

    deleted = []
    known = {file.sha256 for file in landed_files(home, source)}
    for path in paths:
        arrived = admit(home, source, path, forgotten, known)
        if arrived.path is None:
            deleted.append(path.name)
        else:
            land(home, source, arrived.path, blanked_rows=arrived.blanked_rows)
    return deleted


def note_left(home: Home, source: str, location: str, unfinished: set[Path], deleted: Sequence[str]) -> None:
    """Remember which files were left or deleted; a source without a location leaves a report only for them."""
    memory = read_memory(home, source, location)
    had = memory.report is not None and bool(memory.report.left)
    if not unfinished and not deleted and (location or not had):
        return
    now = datetime.now(UTC).isoformat(timespec="seconds")
    report = (location and memory.report) or Report(source, "folder", now, reached_at=now)
    report.left += [(path.name, "growing") for path in sorted(unfinished)]
    report.left += [(name, "forgotten") for name in deleted]
    keep_memory(home, source, Memory(location, memory.files, report))
