"""How lately, how often and for how much: everybody's values sorted, and cut where a share of the people is reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from tests.recount.basis import Row


class Bought(NamedTuple):
    """What one person bought in the window."""

    days: Sequence[date]
    net_sales: Decimal


def cut_points(values: Sequence[Decimal | int], parts: int) -> list[Decimal | int]:
    """The value of the person at each part of the way through, everybody standing in order of their values."""
    ordered = sorted(values)
    return [ordered[-(-len(ordered) * part // parts) - 1] for part in range(1, parts)]


def segment_of(r: int, f: int, m: int) -> str:
    """The rules as docs/metrics.md tells them."""
    rules = {
        "champions": r >= 4 and f == 4 and m >= 4,
        "loyal": r >= 3 and f >= 3,
        "big_spenders": r >= 3 and m == 5,
        "newcomers": r >= 4 and f == 1,
        "occasional": r >= 3,
        "must_not_lose": f >= 3 and m >= 4,
        "slipping": f >= 2,
        "once_long_ago": True,
    }
    return next(name for name, fits in rules.items() if fits)


def rfm(people: Mapping[str, Bought], since: date, as_of: date, history_start: date) -> tuple[list[Row], list[Row]]:
    """Rows of `rfm` and of `rfm_cut_points`; the window begins on the day `since`."""
    history = (as_of - history_start).days + 1
    state = "few_buyers" if len(people) < 500 else "short_history" if history < 180 else "enough"
    values = {
        name: {"r": (as_of - max(each.days)).days, "f": len(set(each.days)), "m": each.net_sales}
        for name, each in people.items()
    }
    points, methods = [], {"r": "quantiles", "f": "quantiles", "m": "quantiles"}
    cuts = {
        measure: cut_points([value[measure] for value in values.values()], parts) if values else []
        for measure, parts in (("r", 5), ("f", 4), ("m", 5))
    }
    if len(set(cuts["f"])) < 3:
        cuts["f"], methods["f"] = [1, 2, 4], "bands"
    for measure, each in cuts.items():
        shown = {f"cut_{n}": each[n - 1] if state == "enough" and n <= len(each) else None for n in range(1, 5)}
        basis = {
            "rfm_state": state,
            "buyers": len(people),
            "history_days": history,
            "from_day": since,
            "cut_method": methods[measure],
        }
        points.append({"measure": measure, **basis, **shown})
    rows = []
    for name, value in values.items() if state == "enough" else ():
        above = {measure: sum(value[measure] > cut for cut in cuts[measure]) for measure in cuts}
        r, f, m = 5 - above["r"], 1 + above["f"], 1 + above["m"]
        counts = {"r_days": value["r"], "f_days": value["f"], "m_net_sales": value["m"]}
        rows.append({"customer_id": name, **counts, "r": r, "f": f, "m": m, "segment": segment_of(r, f, m)})
    return rows, points if people else []
