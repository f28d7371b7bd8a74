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
