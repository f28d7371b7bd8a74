"""What the tiny business was fee_billed against what it agreed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
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

_STAKE = {
    "first_month": "2026-01",
    "last_month": "2026-02",
    "months": 2,
    "orders": 2,
    "orders_per_month": 1.0,
    "orders_certain": 2,
    "orders_reachable": 1,
    "orders_with_fees": 2,
    "net_sales_mean": 37.5,
    "contribution_mean": 27.0,
    "own_orders": 4,
    "own_orders_with_fees": 4,
    "own_fee_share": 0.02,
    "own_contribution_mean": 20.0,
    "own_costs_mean": 5.0,
    "moved_contribution_mean": 31.75,
    "lost_low": 0.1,
    "lost_middle": 0.2,
    "lost_high": 0.3,
}
WHATIF_ROWS: dict[str, list[dict[str, Any]]] = {
    "published.whatif_inputs": [{**_STAKE, "channel": channel} for channel in ("meituan", "all")]
}
"""Both orders of Meituan in February could have been placed with us."""


def _dated(month: str, channel: str, fee_type: str, *sums: Any) -> dict[str, Any]:
    by_order, by_bill, earlier = sums
    return {
        "month": month,
        "channel": channel,
        "branch": "",
        "fee_type": fee_type,
        "currency": "CNY",
        "fees_by_order_day": by_order,
        "fees_by_fee_day": by_bill,
        "fees_of_earlier_orders": earlier,
    }


FEE_DATE_ROWS: dict[str, list[dict[str, Any]]] = {
    "published.fee_dates": [
        _dated("2026-01", "store", "payment_processing", 1, 0, 0),
        _dated("2026-03", "store", "payment_processing", 0, 1, 1),
        _dated("2026-02", "meituan", "commission", 14, 0, 0),
        _dated("2026-03", "meituan", "commission", Decimal("6.5"), Decimal("20.5"), 14),
        _dated("2026-02", "meituan", "delivery_service", 3, 0, 0),
        _dated("2026-03", "meituan", "delivery_service", 0, 3, 3),
        _dated("2026-03", "meituan", "subscription", 12, 12, 0),
    ]
}
"""All bills come in March."""
