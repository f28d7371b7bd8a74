"""How long each layer of a home is kept: what is older goes at the end of the night."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from transforms.exports.landing import (
    digest,
    drop_landed,
    landed_files,
    landed_sources,
    put_in_place_of_removed,
    taken_back,
    waiting_files,
)
from transforms.settings import Home
from transforms.settings.shop import Retention


def purge(home: Home, retention: Retention, now: datetime) -> dict[str, int]:
    """Delete what is past its time; returns how many files of each layer went. `now` comes from the caller's clock."""
    return {
        "landing": _purge_landing(home, retention.landing_days, now),
        "removed": _purge_removed(home, retention.removed_days, now),
        "logs": _purge_logs(home, retention.logs_days, now),
        "airflow_logs": _delete(_old(home.airflow / "logs", retention.airflow_logs_days, now)),
    }


def _purge_landing(home: Home, days: int | None, now: datetime) -> int:
    """Export files, and the copies in their source's folder, which would be landed again."""
    if days is None:
        return 0
    gone = 0
    for source in landed_sources(home):
        old = [file for file in landed_files(home, source) if _at(file.received_at) < now - timedelta(days=days)]
        hashes = {file.sha256 for file in old}
        for path in waiting_files(home, source) if old else ():
            if digest(path) in hashes:
                path.unlink()
        for file in old:
            drop_landed(home, file)
            gone += 1
    return gone


def _purge_removed(home: Home, days: int, now: datetime) -> int:
    old = [
        removed
        for source in landed_sources(home)
        for removed in taken_back(home, source)
        if _at(removed.removed_at) < now - timedelta(days=days)
    ]
    for removed in old:
        put_in_place_of_removed(home, removed, None, str)
    return len(old)


def _purge_logs(home: Home, days: int, now: datetime) -> int:
    """Log files by age, the history of nights line by line."""
    gone = _delete(path for path in _old(home.logs, days, now) if path != home.runs)
    if home.runs.exists():
        lines = home.runs.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not _is_old(line, now - timedelta(days=days))]
        if len(kept) < len(lines):
            fresh = home.runs.with_suffix(f".{os.getpid()}.new")
            fresh.write_text("".join(kept), encoding="utf-8")
            fresh.replace(home.runs)
    return gone


def _is_old(line: str, limit: datetime) -> bool:
    try:
        return _at(json.loads(line)["finished_at"]) < limit
    except (ValueError, KeyError, TypeError):
        return False


def _old(folder: Path, days: int, now: datetime) -> Iterator[Path]:
    limit = (now - timedelta(days=days)).timestamp()
    for path in sorted(folder.rglob("*")):
        with suppress(FileNotFoundError):
            if path.is_file() and not path.is_symlink() and path.stat().st_mtime < limit:
                yield path


def _delete(paths: Iterator[Path]) -> int:
    gone = 0
    for path in paths:
        with suppress(OSError):
            path.unlink()
            gone += 1
            path.parent.rmdir()  # when it was the last in it
    return gone


def _at(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
