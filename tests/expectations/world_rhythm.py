"""Where the two people of the tiny business stand, by a curve and by scores, and what they may still bring."""

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


def _ahead(customer: str, **expected: float) -> dict[str, Any]:
    return {"customer_id": customer, "contribution": 0, **expected}


def _sums(purchases: float, contribution: int) -> dict[str, Any]:
    return {"purchases_365_days": purchases, "contribution_365_days": contribution}


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
    "published.value_model": [
        {
            "model_state": "enough",
            "people": 2,
            "repeaters": 2,
            **dict.fromkeys(("r", "alpha", "a", "b", "p", "q", "v"), 1.0),
            "predicted_purchases": 10,
            "actual_purchases": 9,
        }
    ],
    "published.value_ahead": [
        _ahead("A", p_alive=0.5, purchases_90_days=0.2, purchases_365_days=0.6, contribution_365_days=12),
        _ahead("B", p_alive=0.9, purchases_90_days=0.5, purchases_365_days=2.0, contribution_365_days=40),
    ],
    "published.value_bands": [
        {"purchases_from": 0.0, "purchases_below": 0.5, "purchases_365_days": 0.0},
        {"purchases_from": 0.5, "purchases_below": 1.0, "customers": 1, **_sums(0.6, 12)},
        {"purchases_from": 1.0, "customers": 1, **_sums(2.0, 40)},
    ],
}
