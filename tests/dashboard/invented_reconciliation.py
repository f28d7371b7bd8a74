"""Statements of the invented platforms: Meituan's with payouts, one of them short, Ele.me's without."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from transforms.tables.words import PAYOUT_STATES

SHORT = Decimal("-123.45")


def payout_rows() -> list[dict]:
    """Two statements of each platform a month; of Meituan, one in September short and a payout without lines."""
    rows = []
    for number in range(14):
        month = date(2025, 10 + number, 1) if number < 3 else date(2026, number - 2, 1)
        for channel, day in (("meituan", 5), ("meituan", 12), ("eleme", 6), ("eleme", 13)):
            is_short = channel == "meituan" and (month.month, day) == (9, 12)
            rows.append(_statement(channel, month.replace(day=day), SHORT if is_short else Decimal(0)))
    no_lines = {"before_fees": None, "fees_charged": None, "fees_returned": None, "adjustments": None, "lines": 0}
    last = {**rows[0], **no_lines, "statement": "M-2026-11-13", "payout_day": date(2026, 11, 13), "expected": None}
    return [*rows, {**last, "difference": None, "payout_state": PAYOUT_STATES[3]}]


def _statement(channel: str, day: date, difference: Decimal) -> dict:
    is_paid = channel == "meituan"
    return {
        "channel": channel,
        "source": f"{channel}_bill",
        "statement": f"{channel[0].upper()}-{day}",
        "currency": "CNY",
        "payout_day": day,
        "lines": 40,
        "before_fees": Decimal(1000),
        "fees_charged": Decimal(180),
        "fees_returned": Decimal(10),
        "adjustments": Decimal(5),
        "expected": Decimal(825),
        "stated": 825 + difference if is_paid else None,
        "difference": difference if is_paid else None,
        "payout_state": ("differs" if difference else "agrees") if is_paid else "pending",
    }
