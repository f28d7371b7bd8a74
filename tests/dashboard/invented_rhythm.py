"""Where the people of the invented shop stand in its rhythm, at the end of each month."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

from tests.dashboard.invented_shop import AS_OF, FIRST

THRESHOLDS = {"first": (21, 45, 120), "later": (14, 30, 75)}


def _state(days: list[date], on: date) -> str:
    seen = [day for day in days if day <= on]
    if not seen:
        return "none"
    limits = THRESHOLDS["first" if len(seen) == 1 else "later"]
    wait = (on - seen[-1]).days
    for limit, state in zip(reversed(limits), ("lapsed", "at_risk", "due"), strict=True):
        if wait >= limit:
            return state
    if len(seen) == 1:
        return "new"
    return "won_back" if (seen[-1] - seen[-2]).days >= limits[2] else "active"


def rhythm_rows(days: dict[int, list[tuple[date, str]]]) -> dict[str, list[dict]]:
    """Thresholds, and people per month and pair of states."""
    ends = [FIRST - timedelta(days=1)]
    while ends[-1] < AS_OF:
        after = ends[-1] + timedelta(days=40)
        ends.append(min(after.replace(day=1) - timedelta(days=1), AS_OF))
    cells: Counter[tuple[str, str, str]] = Counter()
    for visits in days.values():
        mine = sorted({day for day, _ in visits})
        for before, end in pairwise(ends):
            if mine[0] <= end:
                cells[f"{end:%Y-%m}", _state(mine, before), _state(mine, end)] += 1
    thresholds = [
        {
            "purchase": purchase,
            "order_rank": rank,
            "curve_state": "enough",
            "watched": 700 // rank,
            "came_back": 480 // rank,
            "followed_days": 400,
            "share_back": 0.8,
            "due_days": due,
            "at_risk_days": at_risk,
            "lapsed_days": lapsed,
        }
        for rank, (purchase, (due, at_risk, lapsed)) in enumerate(THRESHOLDS.items(), start=1)
    ]
    flows = [
        {
            "month": month,
            "from_state": before,
            "to_state": after,
            "customers": n,
            "is_complete": month < f"{AS_OF:%Y-%m}",
        }
        for (month, before, after), n in cells.items()
    ]
    return {"lifecycle_thresholds": thresholds, "lifecycle_flows": flows}
