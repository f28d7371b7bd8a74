"""Where the people of the invented shop stand in its rhythm, at the end of each month."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from tests.dashboard.invented_shop import AS_OF, FIRST
from transforms.tables.segments import SEGMENTS

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


def _segments(people: int) -> dict[str, list[dict]]:
    """Everybody in one of the segments, with sales that fall from one rule to the next."""
    segments = [
        {
            "segment": segment.name,
            "position": place,
            "customers": people // len(SEGMENTS) + place,
            "net_sales": Decimal(80_000 // place),
        }
        for place, segment in enumerate(SEGMENTS, start=1)
    ]
    basis = {"rfm_state": "enough", "buyers": sum(row["customers"] for row in segments), "history_days": 440}
    cuts = {"r": (9, 25, 60, 140), "f": (1, 2, 4, None), "m": (Decimal("18.5"), 40, 95, 210)}
    points = [
        {
            "measure": measure,
            **basis,
            "from_day": AS_OF - timedelta(days=364),
            "cut_method": "bands" if measure == "f" else "quantiles",
            **{f"cut_{place}": cut for place, cut in enumerate(each, start=1)},
        }
        for measure, each in cuts.items()
    ]
    return {"rfm_segments": segments, "rfm_cut_points": points}


def _ahead() -> dict[str, list[dict]]:
    """Few who are expected often, many who are hardly expected."""
    starts = (0.0, 0.1, 0.5, 1.0, 4.0, 12.0)
    bands = [
        {
            "purchases_from": start,
            "purchases_below": end,
            "customers": 220 - 35 * place,
            "purchases_365_days": (start + 0.5) * (220 - 35 * place),
            "contribution_365_days": Decimal(300 + 2500 * place),
        }
        for place, (start, end) in enumerate(zip(starts, (*starts[1:], None), strict=True))
    ]
    model = {"model_state": "enough", "people": 795, "repeaters": 480, "history_days": 440}
    fitted = {"r": 0.3, "alpha": 12.0, "a": 0.8, "b": 3.0, "log_likelihood": -9000.0, "p": 3.0, "q": 4.0, "v": 40.0}
    check = {
        "calibrated_until": AS_OF - timedelta(days=147),
        "held_out_days": 147,
        "held_out_people": 560,
        "predicted_purchases": 1490.4,
        "actual_purchases": 1533.0,
        "predicted_contribution": Decimal(61000),
        "actual_contribution": Decimal(59400),
    }
    return {"value_bands": bands, "value_model": [{**model, **fitted, **check}]}


def rhythm_rows(days: dict[int, list[tuple[date, str]]]) -> dict[str, list[dict]]:
    """Thresholds, people per month and pair of states, segments, and what is ahead."""
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
    return {"lifecycle_thresholds": thresholds, "lifecycle_flows": flows, **_segments(len(days)), **_ahead()}
