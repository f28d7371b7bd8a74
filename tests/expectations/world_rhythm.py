"""Where the two people of the tiny business stand, by a curve on which both came back within 36 days."""

from __future__ import annotations

from typing import Any


def _late(purchase: str) -> dict[str, Any]:
    curve = {"order_rank": 1, "followed_days": 36, "share_back": 1, "watched": 2, "came_back": 2}
    return {"purchase": purchase, **curve, "due_days": 27, "at_risk_days": 34, "lapsed_days": 36}


def _stood(month: str, from_state: str, to_state: str) -> dict[str, Any]:
    return {"month": month, "from_state": from_state, "to_state": to_state, "customers": 1}


RHYTHM: dict[str, list[dict[str, Any]]] = {
    "published.lifecycle_thresholds": [_late("first"), _late("later")],
    "published.lifecycle_flows": [
        _stood("2026-01", "none", "new"),
        _stood("2026-02", "new", "active"),
        _stood("2026-02", "none", "new"),
        _stood("2026-03", "active", "due"),
        _stood("2026-03", "new", "active"),
    ],
}
