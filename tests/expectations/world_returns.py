"""What the sound business of the promises publishes about returns: B gave a part of o3 back, A added o1 on."""

from __future__ import annotations

from typing import Any


def _rate(month: str, channel: str, orders: int, sold: int, refunded: int = 0, **people: float) -> dict[str, Any]:
    returned = 1 if refunded else 0
    shares = {"return_share": returned / orders, "refunded_share": refunded / sold}
    counts = {"orders": orders, "returned_orders": returned, "sold": sold, "refunded": refunded}
    return {"month": month, "channel": channel, **counts, **shares, **people, "is_complete": month == "2026-01"}


def _person(customer: str, rank: int, contribution: int, shrunk: float, **counts: int) -> dict[str, Any]:
    returned = counts.get("returned_orders", 0)
    return {
        "customer_id": customer,
        "orders": 2,
        "return_share": returned / 2,
        "return_share_shrunk": shrunk,
        "contribution": contribution,
        "contribution_rank": rank,
        **counts,
    }


RETURN_ROWS = {
    "published.return_rates": [
        _rate("2026-01", "store", 1, 90),
        _rate("2026-02", "meituan", 2, 85, 10),
        _rate("2026-03", "store", 1, 20),
        _rate("2026-03", "meituan", 1, 30),
        _rate("2026-01", "all", 1, 90),
        _rate("2026-02", "all", 2, 85, 10),
        _rate("2026-03", "all", 2, 50),
        _rate("all", "store", 2, 110),
        _rate("all", "meituan", 3, 115, 10),
        _rate("all", "all", 5, 225, 10, people_share=0.25, people_weight=4.0),
    ],
    "published.return_patterns": [
        _person("B", 1, 42, 2 / 6, returned_orders=1, refunded=10, buy_return_rebuy=1, rebuy_saved=3),
        _person("A", 2, 123, 1 / 6, pickup_addon=1, pickup_addon_net_sales=90),
    ],
}
"""Rows by table; columns that are not named are 0, empty or null."""
