"""Days until the next purchase in the invented shop, from each person's purchase days."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise

from dashboard.charts.intervals import wilson
from tests.dashboard.invented_shop import AS_OF


def waiting_rows(days: dict[int, list[tuple[date, str]]]) -> list[dict]:
    """Steps of the curves; the interval is Wilson's, which is no worse to draw than Greenwood's."""
    leaving: dict[tuple[int, str], Counter[int]] = defaultdict(Counter)
    back: dict[tuple[int, str], Counter[int]] = defaultdict(Counter)
    for visits in days.values():
        distinct = sorted({day for day, _ in visits})
        waits = [((later - day).days, True) for day, later in pairwise(distinct)]
        waits.append(((AS_OF - distinct[-1]).days, False))
        for rank, (wait, is_back) in enumerate(waits[:10], start=1):
            for channel in ("all", visits[0][1]) if rank == 1 else ("all",):
                leaving[rank, channel][wait] += 1
                back[rank, channel][wait] += is_back
    rows = []
    for (rank, channel), counts in leaving.items():
        survival = 1.0
        for day in sorted({0, *counts}):
            at_risk = sum(number for wait, number in counts.items() if wait >= day)
            events = back[rank, channel][day]
            survival *= 1 - events / at_risk
            if day in (0, max(counts)) or events:
                low, high = wilson(round(survival * at_risk), at_risk)
                step = {"order_rank": rank, "channel": channel, "day": day, "survival": survival}
                bounds = {"survival_likely": survival, "survival_least": survival, "low": low, "high": high}
                rows.append({**step, **bounds, "at_risk": at_risk, "events": events})
    return rows
