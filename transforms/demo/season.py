"""When people buy: how busy a day is in a channel, and at what hour an order comes."""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

FIRST_DAY = date(2023, 11, 1)
LAST_DAY = date(2026, 10, 31)
END = datetime.combine(LAST_DAY + timedelta(days=1), time())
MONTHS = tuple(date(2023 + (10 + n) // 12, (10 + n) % 12 + 1, 1) for n in range(36))
"""First day of every month of trade."""

_NEW_YEARS = (date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17))
_HOURS = {
    "store": {7: 6, 8: 10, 9: 6, 10: 4, 11: 5, 12: 7, 13: 5, 14: 6, 15: 9, 16: 7, 17: 7, 18: 8, 19: 8, 20: 6, 21: 3},
    "delivery": {8: 3, 9: 4, 10: 6, 11: 12, 12: 10, 13: 5, 14: 7, 15: 10, 16: 7, 17: 7, 18: 8, 19: 8, 20: 7, 21: 4},
    "online": {8: 3, 9: 5, 10: 7, 11: 6, 12: 7, 13: 6, 14: 5, 15: 5, 16: 5, 17: 5, 18: 6, 19: 8, 20: 10, 21: 10, 22: 8},
}


def month_index(day: date) -> int:
    """The position of a day's month in `MONTHS`."""
    return (day.year - 2023) * 12 + day.month - 11


def is_delivery(channel: str) -> bool:
    """Whether a channel is one of the two delivery platforms."""
    return channel in ("meituan", "eleme")


def _growth(channel: str, day: date) -> float:
    """How a channel does over the three years, apart from the seasons."""
    passed = (day - FIRST_DAY).days / (LAST_DAY - FIRST_DAY).days
    if channel == "mini_program":
        return 0.75 + 0.5 * passed
    return 1.05 - 0.1 * passed if channel != "store" else 1.0


def _holiday(channel: str, day: date) -> float:
    """New Year closes the kitchens and sends gifts before; the two shopping feasts belong to Tmall."""
    weight = 1.0
    days_off = min(((day - new_year).days for new_year in _NEW_YEARS), key=abs)
    if channel == "store" or is_delivery(channel):
        if -3 <= days_off <= 7:
            weight *= 0.25
    elif -20 <= days_off <= -5:
        weight *= 1.5
    elif -4 <= days_off <= 6:
        weight *= 0.35
    if channel == "tmall":
        if day.month == 11 and day.day <= 11:
            weight *= 13.0 if day.day == 11 else 3.4
        elif day.month == 6 and 14 <= day.day <= 18:
            weight *= 2.4
    return weight


def _day_weight(channel: str, day: date, student: bool) -> float:
    """How many orders a day brings beside a plain one."""
    weight = _growth(channel, day) * _holiday(channel, day)
    weekend = day.weekday() >= 5
    if channel == "store":
        weight *= 1.3 if weekend else 0.9
    elif is_delivery(channel):
        weight *= 0.85 if weekend else 1.06
    if student and (day.month in (7, 8) or (1, 15) <= (day.month, day.day) <= (2, 20)):
        weight *= 0.2
    return weight


@dataclass(frozen=True)
class MonthCalendar:
    """The days of one month with their running weights, for one channel."""

    days: tuple[date, ...]
    running: tuple[float, ...]

    @property
    def mean(self) -> float:
        """How busy the month is beside a plain one."""
        return self.running[-1] / len(self.days)

    def draw(self, rng: random.Random) -> date:
        """One day, busy days more often."""
        return rng.choices(self.days, cum_weights=self.running)[0]


@cache
def month_calendar(channel: str, index: int, student: bool) -> MonthCalendar:
    """The calendar of one month for one channel and kind of buyer."""
    first = MONTHS[index]
    following = MONTHS[index + 1] if index + 1 < len(MONTHS) else END.date()
    days = tuple(first + timedelta(days=n) for n in range((following - first).days))
    return MonthCalendar(days, tuple(itertools.accumulate(_day_weight(channel, day, student) for day in days)))


def time_of_order(channel: str, day: date, rng: random.Random) -> datetime:
    """A moment of a day at which such a channel gets an order."""
    hours = _HOURS["store" if channel == "store" else "delivery" if is_delivery(channel) else "online"]
    hour = rng.choices(tuple(hours), weights=tuple(hours.values()))[0]
    return datetime.combine(day, time(hour, rng.randrange(60), rng.randrange(60)))
