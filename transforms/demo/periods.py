"""Which span of trade each export file covers, when it is exported, and until when an order's fate can be known."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple

from transforms.demo.season import END, MONTHS

OVERLAP = timedelta(days=10)
"""Each Tmall export begins this long before its month."""
REEXPORTED_QUARTER = (datetime.combine(date(2026, 1, 1), time()), datetime.combine(date(2026, 4, 1), time()))
"""Orders of the mini-program placed in here are exported twice: right after, and again in May."""
REEXPORTED_AT = datetime.combine(date(2026, 5, 10), time(9, 30))


class Period(NamedTuple):
    """One span of trade that goes into one file: from `start`, up to but without `end`."""

    start: datetime
    end: datetime
    exported_at: datetime

    @property
    def stamp(self) -> str:
        """The time of export as it stands in the file's name."""
        return f"{self.exported_at:%Y%m%d%H%M}"


def _starts(step: int) -> list[datetime]:
    """First moments of the periods of so many calendar months, and the end of the last."""
    firsts = [day for position, day in enumerate(MONTHS) if position == 0 or (day.month - 1) % step == 0]
    return [*(datetime.combine(day, time()) for day in firsts), END]


def _periods(step: int, exported_after: timedelta) -> list[Period]:
    starts = _starts(step)
    return [Period(start, end, end + exported_after) for start, end in pairwise(starts)]


def months(exported_after: timedelta = timedelta(minutes=40)) -> list[Period]:
    """One period per month of trade."""
    return _periods(1, exported_after)


def quarters(exported_after: timedelta = timedelta(minutes=40)) -> list[Period]:
    """One period per calendar quarter of trade; the first and the last are cut short."""
    return _periods(3, exported_after)


def _end_of_period(at: datetime, step: int) -> datetime:
    return next(end for end in _starts(step)[1:] if at < end)


def mini_program_known_until(at: datetime) -> datetime:
    """The end of what the last export of a mini-program order can know."""
    if REEXPORTED_QUARTER[0] <= at < REEXPORTED_QUARTER[1]:
        return REEXPORTED_AT
    return _end_of_period(at, 3)


def tmall_known_until(at: datetime) -> datetime:
    """The end of what the last export of a Tmall order can know: those of the last ten days are exported twice."""
    end = _end_of_period(at, 1)
    return _end_of_period(end, 1) if at >= end - OVERLAP and end < END else end
