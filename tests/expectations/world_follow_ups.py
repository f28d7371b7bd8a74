"""The lists of the tiny business: B was called and came back, A is on the list of the last Monday."""

from __future__ import annotations

from datetime import date
from typing import Any


def _listed(customer: str, list_day: date, last: date, **more: Any) -> dict[str, Any]:
    return {"customer_id": customer, "list_day": list_day, "last_order_day": last, "item": None, **more}


CALLS: dict[str, list[dict[str, Any]]] = {
    "published.tags": [{"customer_id": "A", "tag": "regular"}],
    "published.follow_ups": [
        _listed(
            "B",
            date(2026, 2, 23),
            date(2026, 2, 20),
            reason="due",
            free_again_day=date(2026, 3, 23),
            result_day=date(2026, 3, 9),
            came_back=True,
            came_back_day=date(2026, 3, 9),
            is_complete=True,
        ),
        _listed(
            "A",
            date(2026, 3, 9),
            date(2026, 2, 10),
            reason="due",
            free_again_day=date(2026, 4, 6),
            result_day=date(2026, 4, 5),
            came_back=None,
            came_back_day=None,
            is_complete=False,
        ),
    ],
}
