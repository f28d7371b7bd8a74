"""Promises about fees by order date and by cash date. METRICS.md §1."""

from __future__ import annotations

from expectations.check import Check, agree, no_rows

_TABLE = "published.fee_dates"
_CELL = ("month", "channel", "branch", "currency")


def promises() -> list[Check]:
    """What holds for `fee_dates`."""
    return [
        agree(
            _TABLE,
            "fees by the day of the order are those of the channels' costs",
            _CELL,
            f"select {', '.join(_CELL)}, sum(fees_by_order_day) as fees from {_TABLE} group by {', '.join(_CELL)}",
            "from published.channel_costs",
            numbers=("fees",),
        ),
        no_rows(
            _TABLE,
            "both dates tell of the same fees",
            "stop",
            f"""
            select d.channel
            from {_TABLE} as d
            group by d.channel, d.branch, d.fee_type, d.currency
            having sum(d.fees_by_order_day) <> sum(d.fees_by_fee_day)
            """,
        ),
    ]
