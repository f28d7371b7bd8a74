"""What became of each night: the history of runs beside the snapshot."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path


@dataclass(frozen=True)
class FailedCheck:
    """The first stop-check that did not hold, and how many more did not."""

    table_name: str
    check_name: str
    observed: str
    more: int


@dataclass(frozen=True)
class Night:
    """One run: published, withheld or failed, and why: in English, and in parts that each language words itself."""

    run_id: str
    as_of_day: date | None
    started_at: datetime | None
    finished_at: datetime | None
    state: str
    reason: str
    source: str
    failed_check: FailedCheck | None = None
    reason_code: str = ""
    error: str = ""


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _moment(value: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(value))
    except ValueError:
        return None


def _failed_check(value: object) -> FailedCheck | None:
    if not isinstance(value, dict) or not value.get("check_name"):
        return None
    more = value.get("more")
    return FailedCheck(
        str(value.get("table_name") or ""),
        str(value["check_name"]),
        str(value.get("observed") or ""),
        more if isinstance(more, int) else 0,
    )


def read_nights(runs: Path) -> list[Night]:
    """Every run that left a line, oldest first; a line still being written is left for the next look."""
    if not runs.exists():
        return []
    nights = []
    for line in runs.read_text(encoding="utf-8").splitlines():
        try:
            entry = json.loads(line)
        except json.JSONDecodeError:
            continue
        if not isinstance(entry, dict):
            continue
        nights.append(
            Night(
                str(entry.get("run_id") or ""),
                _day(entry.get("as_of_day")),
                _moment(entry.get("started_at")),
                _moment(entry.get("finished_at")),
                str(entry.get("state") or "failed"),
                str(entry.get("reason") or ""),
                str(entry.get("source") or ""),
                _failed_check(entry.get("failed_check")),
                str(entry.get("reason_code") or ""),
                str(entry.get("error") or ""),
            )
        )
    return nights


def last_night(nights: list[Night]) -> Night | None:
    """The latest run, or None before the first."""
    return nights[-1] if nights else None
