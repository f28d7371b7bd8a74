"""Lists in the invented shop: 20 people each Monday of half a year, every fifth left alone and less often back."""

from __future__ import annotations

from datetime import date, timedelta

from tests.dashboard.invented_shop import AS_OF
from transforms.tables.words import FOLLOW_UP_REASONS

FIRST_MONDAY = date(2026, 5, 4)


def call_rows() -> list[dict]:
    """Six in ten of those called came back, three in ten of those left alone."""
    rows = []
    mondays = [FIRST_MONDAY + timedelta(days=7 * week) for week in range((AS_OF - FIRST_MONDAY).days // 7 + 1)]
    for week, monday in enumerate(mondays):
        for n in range(20):
            is_kept, result = n % 5 == 0, monday + timedelta(days=27)
            back = (7 * n + week) % 10 < (3 if is_kept else 6)
            reason = FOLLOW_UP_REASONS[(n + week) % len(FOLLOW_UP_REASONS)]
            rows.append(
                {
                    "list_day": monday,
                    "customer_id": f"c{week * 20 + n:016x}",
                    "reason": reason,
                    "item": "=Oolong Small" if reason == "new_item" else None,
                    "list_group": "kept_back" if is_kept else "called",
                    "contact_masked": f"138****{n:04d}",
                    "last_order_day": monday - timedelta(days=10 + n),
                    "purchase_days": 2 + n % 4,
                    "latest_channel": "store",
                    "free_again_day": monday + timedelta(days=28),
                    "result_day": result,
                    "came_back": back if result <= AS_OF else None,
                    "came_back_day": monday + timedelta(days=5) if back and result <= AS_OF else None,
                    "is_called": True,
                    "is_complete": result <= AS_OF,
                }
            )
    return rows
