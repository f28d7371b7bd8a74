"""Months, quarters and years by walking through their days."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta


def month_of(day: date) -> str:
    """2026-03."""
    return day.isoformat()[:7]


def period_of(day: date, grain: str) -> str:
    """2026-03, 2026-Q1 or 2026."""
    if grain == "month":
        return month_of(day)
    return f"{day.year}-Q{(day.month + 2) // 3}" if grain == "quarter" else str(day.year)


def periods_between(first: date, last: date, grain: str) -> list[tuple[str, date, date]]:
    """Every period that has a day in the range: name, first day, last day."""
    day = date(first.year, 1, 1)
    days: dict[str, list[date]] = defaultdict(list)
    while day.year <= last.year:
        days[period_of(day, grain)].append(day)
        day += timedelta(days=1)
    return [(name, each[0], each[-1]) for name, each in days.items() if each[-1] >= first and each[0] <= last]


def months_apart(earlier: date, later: date) -> int:
    """Calendar months from the month of one day to that of another."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def month_after(day: date, months: int) -> tuple[date, date]:
    """First and last day of the month so many months after that of a day."""
    number = day.year * 12 + day.month - 1 + months
    first = date(number // 12, number % 12 + 1, 1)
    following = number + 1
    return first, date(following // 12, following % 12 + 1, 1) - timedelta(days=1)


def twelve_months_before(day: date) -> date:
    """The same day a year ago; of a leap day the 28th."""
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)
