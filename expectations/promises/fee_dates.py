"""Promises about fees by order date and by cash date. METRICS.md §1."""

from __future__ import annotations

from expectations.check import Check, no_rows

_TABLE = "published.fee_dates"


def promises() -> list[Check]:
    """What holds for `fee_dates`."""
    return [
        no_rows(
            _TABLE,
            "fees by the day of the order are those of the channels' costs",
            "stop",
            f"""
            select month
            from (
                select month, channel, branch, currency, sum(fees_by_order_day) as fees from {_TABLE}
                group by month, channel, branch, currency
            ) as d
            full outer join (select month, channel, branch, currency, fees as costs from published.channel_costs) as c
                using (month, channel, branch, currency)
            where coalesce(d.fees, 0) <> coalesce(c.costs, 0)
            """,
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
