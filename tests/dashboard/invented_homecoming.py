"""First purchases on the other side in the invented shop, from each person's purchase days."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal

from tests.dashboard.invented_shop import AS_OF, OWN


def crossing_rows(days: dict[int, list[tuple[date, str]]]) -> list[dict]:
    """Rows of everybody by month and over all time; half of those first on a platform are home after 40 days."""
    there: dict[str, Counter[str]] = defaultdict(Counter)
    crossed: dict[str, Counter[str]] = defaultdict(Counter)
    for visits in days.values():
        first_day, first_channel = visits[0]
        kind = "leak" if first_channel in OWN else "homecoming"
        there[kind][f"{first_day:%Y-%m}"] += 1
        across = next((day for day, channel in visits if (channel in OWN) != (first_channel in OWN)), None)
        if across:
            crossed[kind][f"{across:%Y-%m}"] += 1
    rows = []
    months = sorted({f"{day:%Y-%m}" for visits in days.values() for day, _ in visits})
    for kind, starts in there.items():
        for month in (*months, "all"):
            base = sum(number for start, number in starts.items() if start <= month)
            customers = crossed[kind].total() if month == "all" else crossed[kind][month]
            if base:
                rows.append(
                    {
                        "kind": kind,
                        "month": month,
                        "from_channel": "all",
                        "to_channel": "all",
                        "customers": customers,
                        "first_there": base,
                        "share": customers / base,
                        "median_days": 40 if (kind, month) == ("homecoming", "all") else None,
                        "orders_since": customers * 3,
                        "net_sales_since": Decimal(customers * 90),
                        "fees_since": Decimal(customers * 2),
                        "unknown_fees_since": customers,
                        "is_complete": month == "all" or month < f"{AS_OF:%Y-%m}",
                    }
                )
    return rows
