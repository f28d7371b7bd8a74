"""Commissions of the invented platforms against their contracts: Meituan bills one branch too much since August."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

from transforms.tables.words import FEE_TYPES

BRANCH = "Gulou"
OVER = Decimal("4.00")
SINCE = date(2026, 8, 1)


def _months() -> list[date]:
    return [date(2025, 10 + number, 1) if number < 3 else date(2026, number - 2, 1) for number in range(14)]


def fee_audit_rows() -> list[dict]:
    """Three orders a month billed too much, one billed twice, one on no bill."""
    over = [
        _finding("rate", month.replace(day=day), OVER) for month in _months() if month >= SINCE for day in (2, 6, 9)
    ]
    return [
        *over,
        _finding("billed_twice", date(2026, 5, 3), Decimal("5.50")),
        _finding("never_paid_out", date(2026, 6, 4), Decimal("38.00")),
    ]


def fee_audit_month_rows() -> list[dict]:
    """A hundred commissions a month and platform, Ele.me's all as agreed."""
    return [_month(month, channel) for month in _months() for channel in ("meituan", "eleme")]


def _finding(finding: str, day: date, owed: Decimal) -> dict:
    is_rate, is_billed = finding == "rate", finding != "never_paid_out"
    agreed = Decimal(20) if is_rate else Decimal(0)
    return {
        "finding": finding,
        "channel": "meituan",
        "branch": BRANCH,
        "order_key": f"meituan/{finding}-{day}",
        "order_id": f"{finding}-{day}",
        "currency": "CNY",
        "order_day": day,
        "fee_day": day if is_billed else None,
        "statement": f"M-{day}" if is_billed else None,
        "source": "meituan_bill",
        "file_name": "bill.xlsx",
        "base_amount": Decimal(400) if is_rate else None,
        "contract_rate": Decimal("0.05") if is_rate else None,
        "billed_rate": 0.06 if is_rate else None,
        "fee_agreed": agreed if is_billed else None,
        "fee_billed": agreed + owed if is_billed else None,
        "owed_back": owed,
    }


def _month(month: date, channel: str) -> dict:
    over = 3 if channel == "meituan" and month >= SINCE else 0
    return {
        "month": f"{month:%Y-%m}",
        "channel": channel,
        "branch": BRANCH,
        "currency": "CNY",
        "orders": 100,
        "fee_agreed": Decimal(200),
        "fee_billed": 200 + over * OVER,
        "orders_over": over,
        "billed_over": over * OVER,
        "orders_under": 0,
        "billed_under": Decimal(0),
        "is_complete": month < date(2026, 11, 1),
    }


def fee_date_rows(costs: list[dict]) -> list[dict]:
    """Every fee of the invented costs: a tenth of it is booked a month late, but of the last month."""
    months = sorted({row["month"] for row in costs})
    later = dict(zip(months, [*months[1:], months[-1]], strict=True))
    sums: dict[tuple[str, str, str, str], list[Decimal]] = defaultdict(lambda: [Decimal(0)] * 3)
    for row in costs:
        for fee_type in FEE_TYPES:
            late = Decimal(0) if row["month"] == months[-1] else (row[fee_type] / 10).quantize(Decimal("0.01"))
            here = sums[row["month"], row["channel"], row["branch"], fee_type]
            here[0] += row[fee_type]
            here[1] += row[fee_type] - late
            there = sums[later[row["month"]], row["channel"], row["branch"], fee_type]
            there[1] += late
            there[2] += late
    return [
        {
            **dict(zip(("month", "channel", "branch", "fee_type"), key, strict=True)),
            "currency": "CNY",
            "fees_by_order_day": by_order,
            "fees_by_fee_day": by_bill,
            "fees_of_earlier_orders": earlier,
            "is_complete": key[0] < months[-1],
        }
        for key, (by_order, by_bill, earlier) in sums.items()
        if by_order or by_bill
    ]
