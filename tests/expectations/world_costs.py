"""What the tiny business was fee_billed against what it agreed."""

from __future__ import annotations

from datetime import date
from typing import Any

_MEITUAN = {"channel": "meituan", "branch": "", "currency": "CNY"}

FEE_AUDIT_ROWS: dict[str, list[dict[str, Any]]] = {
    "published.fee_audit": [
        {
            **_MEITUAN,
            "finding": "rate",
            "order_key": "o5",
            "order_day": date(2026, 3, 9),
            "base_amount": 30,
            "fee_agreed": 3,
            "fee_billed": 6,
            "owed_back": 3,
        },
        {
            **_MEITUAN,
            "finding": "never_paid_out",
            "order_key": "o2",
            "order_day": date(2026, 2, 10),
            "owed_back": 45,
        },
    ],
    "published.fee_audit_months": [
        {**_MEITUAN, "month": "2026-02", "orders": 2, "fee_agreed": 14, "fee_billed": 14},
        {
            **_MEITUAN,
            "month": "2026-03",
            "orders": 1,
            "fee_agreed": 3,
            "fee_billed": 6,
            "orders_over": 1,
            "billed_over": 3,
        },
    ],
}
"""One order fee_billed at twice the rate, one on no bill."""


def _group(month: str, channel: str, group: str, *sums: int, people: int | None = 1) -> list[dict[str, Any]]:
    """What a group bought in a channel, and the same as all of its side: the business has one channel a side."""
    orders, net_sales, fees, contribution = sums
    row = {
        "month": month,
        "side": "platform" if channel == "meituan" else "own",
        "customer_group": group,
        "customers": people,
        "customers_likely": people,
        "customers_most": None if people is None else people + 9,
        "orders": orders,
        "net_sales": net_sales,
        "fees": fees,
        "contribution": contribution,
    }
    return [{**row, "channel": name} for name in (channel, "all")]


GROUP_ROWS: dict[str, list[dict[str, Any]]] = {
    "published.fees_by_customer_group": [
        *_group("2026-01", "store", "own_only", 1, 90, 1, 89),
        *_group("2026-02", "meituan", "both", 1, 45, 9, 34),
        *_group("2026-02", "meituan", "platform_only", 1, 30, 8, 20),
        *_group("2026-03", "store", "unidentified", 1, 20, 0, 20, people=None),
        *_group("2026-03", "meituan", "platform_only", 1, 30, 6, 22),
        *_group("all", "store", "both", 1, 90, 1, 89),
        *_group("all", "store", "unidentified", 1, 20, 0, 20, people=None),
        *_group("all", "meituan", "both", 1, 45, 9, 34),
        *_group("all", "meituan", "platform_only", 2, 60, 14, 42),
    ]
}
"""A came from the store to Meituan, B was never in the store."""
