"""Where the two people of the tiny business stand, by a curve on which both came back within 36 days, and by scores."""

from __future__ import annotations

from typing import Any


def _late(purchase: str) -> dict[str, Any]:
    curve = {"order_rank": 1, "followed_days": 36, "share_back": 1, "watched": 2, "came_back": 2}
    return {"purchase": purchase, **curve, "due_days": 27, "at_risk_days": 34, "lapsed_days": 36}


def _stood(month: str, from_state: str, to_state: str) -> dict[str, Any]:
    return {"month": month, "from_state": from_state, "to_state": to_state, "customers": 1}


def _cuts(measure: str, method: str, *cuts: int) -> dict[str, Any]:
    points = {f"cut_{place}": cut for place, cut in enumerate(cuts, start=1)}
    return {"measure": measure, "rfm_state": "enough", "buyers": 2, "cut_method": method, **points}


def _scored(customer: str, values: tuple[int, int, int], scores: tuple[int, int, int]) -> dict[str, Any]:
    names = ("r_days", "f_days", "m_net_sales", "r", "f", "m")
    return {"customer_id": customer, "segment": "occasional", **dict(zip(names, (*values, *scores), strict=True))}


RHYTHM: dict[str, list[dict[str, Any]]] = {
    "published.lifecycle_thresholds": [_late("first"), _late("later")],
    "published.lifecycle_flows": [
        _stood("2026-01", "none", "new"),
        _stood("2026-02", "new", "active"),
        _stood("2026-02", "none", "new"),
        _stood("2026-03", "active", "due"),
        _stood("2026-03", "new", "active"),
    ],
    "published.rfm": [
        _scored("A", (33, 2, 135), (3, 2, 3)),
        _scored("B", (6, 2, 60), (5, 2, 1)),
    ],
    "published.rfm_cut_points": [
        _cuts("r", "quantiles", 6, 6, 33, 33),
        _cuts("f", "bands", 1, 2, 4),
        _cuts("m", "quantiles", 60, 60, 135, 135),
    ],
    "published.rfm_segments": [
        {"segment": "champions", "position": 1, "customers": 0, "net_sales": 0},
        {"segment": "occasional", "position": 5, "customers": 2, "net_sales": 195},
    ],
}
