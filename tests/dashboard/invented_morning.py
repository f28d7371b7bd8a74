"""What the invented shop is told first: Meituan's short statement, a dearer Ele.me, and people who came home."""

from __future__ import annotations

from decimal import Decimal

from tests.dashboard.invented_reconciliation import SHORT


def morning_rows() -> list[dict]:
    """Three findings of October, the largest amount first."""
    return [
        {**_finding("homecoming", "all", Decimal(840)), **_levels(31, 17, 20.5)},
        {**_finding("take_rate", "eleme", Decimal(-310)), **_levels(0.221, 0.195, 0.2), "place": 2},
        {**_finding("payout_short", "meituan", SHORT), **_levels(701.55, 825, None), "usual_low": None, "place": 3},
    ]


def _finding(finding: str, channel: str, amount: Decimal) -> dict:
    return {"finding": finding, "channel": channel, "month": "2026-10", "place": 1, "cases": 1, "amount": amount}


def _levels(now: float, before: float, high: float | None) -> dict:
    return {"level": float(now), "level_before": float(before), "usual_low": 0.0, "usual_high": high}
