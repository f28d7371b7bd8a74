"""How long until people buy again: Kaplan-Meier by walking through the days."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from math import exp, log, prod, sqrt

from tests.recount.basis import Basis, Row

RANKS = 10


class Waiting(Basis):
    """How long until people buy again."""

    def last_watched(self) -> list[Row]:
        """How many people are last watched so many days after a purchase day, and how many of them are back."""
        leaving: Counter[tuple[int, str, int]] = Counter()
        back: Counter[tuple[int, str, int]] = Counter()
        for person in self.people.values():
            waits = [((after - before).days, True) for before, after in pairwise(person.days)]
            waits.append(((self.as_of - person.days[-1]).days, False))
            for rank, (day, is_back) in enumerate(waits[:RANKS], start=1):
                for channel in ("all", person.first_channel) if rank == 1 else ("all",):
                    leaving[rank, channel, day] += 1
                    back[rank, channel, day] += is_back
        return [
            {"order_rank": rank, "channel": channel, "day": day, "leaving": number, "events": back[rank, channel, day]}
            for (rank, channel, day), number in leaving.items()
        ]


def curves(leaving: list[Row]) -> list[Row]:
    """The curves of these counts, a row per step: at the start, on days somebody is back, at the end."""
    by_curve: dict[tuple[int, str], dict[int, Row]] = defaultdict(dict)
    for row in leaving:
        by_curve[row["order_rank"], row["channel"]][row["day"]] = row
    rows = []
    for (rank, channel), days in by_curve.items():
        for day in sorted({0, *days}):
            row = days.get(day, {"events": 0, "events_likely": 0.0, "events_most": 0})
            if day not in (0, max(days)) and not row["events_most"]:
                continue
            steps = _steps(days, day, "", "")
            survival = _left(steps)
            greenwood = sum(events / (at_risk * (at_risk - events)) for at_risk, events in steps if at_risk > events)
            low, high = _interval(survival, greenwood)
            rows.append(
                {
                    "order_rank": rank,
                    "channel": channel,
                    "day": day,
                    "at_risk": _at_risk(days, day, ""),
                    "at_risk_likely": _at_risk(days, day, "_likely"),
                    "at_risk_most": _at_risk(days, day, "_most"),
                    "events": row["events"],
                    "events_likely": row["events_likely"],
                    "events_most": row["events_most"],
                    "survival": survival,
                    "survival_likely": _left(_steps(days, day, "_likely", "_likely")),
                    "survival_least": _left(_steps(days, day, "_least", "_most")),
                    "low": low,
                    "high": high,
                }
            )
    return rows


def _at_risk(days: dict[int, Row], day: int, bound: str) -> float:
    return sum(row[f"leaving{bound}"] for at, row in days.items() if at >= day)


def _steps(days: dict[int, Row], last: int, watched: str, back: str) -> list[tuple[float, float]]:
    return [(_at_risk(days, at, watched), days[at][f"events{back}"]) for at in sorted(days) if at <= last]


def _left(steps: list[tuple[float, float]]) -> float:
    return prod((max(1 - events / at_risk, 0) if at_risk else 0) for at_risk, events in steps if events)


def _interval(survival: float, greenwood: float) -> tuple[float, float | None]:
    if survival in (0, 1):
        return survival, 1 if survival else None
    spread = 1.959964 * sqrt(greenwood) / -log(survival)
    return survival ** exp(spread), survival ** exp(-spread)
