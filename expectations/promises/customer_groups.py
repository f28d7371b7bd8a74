"""Promises about whose purchases cost the fees. METRICS.md §1."""

from __future__ import annotations

from functools import partial

from expectations.check import Check, agree, never, no_rows
from expectations.promises.bounds import at_most

_TABLE = "published.fees_by_customer_group"
_SUMS = ("orders", "net_sales", "fees", "contribution", "orders_with_unknown_fees")
_never = partial(never, _TABLE, "g", "g.month, g.side, g.channel, g.customer_group")


def promises() -> list[Check]:
    """What holds for `fees_by_customer_group`."""
    sums = ", ".join(f"sum(g.{name}) as {name}" for name in _SUMS)
    return [
        at_most(_TABLE, ("customers",)),
        _never(
            "nobody counts those whom nothing names",
            "(g.customer_group = 'unidentified') <> (g.customers is null)",
        ),
        _never(
            "who buys on one side only is not on the other",
            "(g.side = 'own' and g.customer_group = 'platform_only') "
            "or (g.side = 'platform' and g.customer_group = 'own_only')",
        ),
        agree(
            _TABLE,
            "the groups together are all purchases of a month and channel",
            ("month", "channel"),
            f"""
            select g.month, g.channel, {sums} from {_TABLE} as g
            where g.month <> 'all' and g.channel <> 'all' group by g.month, g.channel""",
            """
            select strftime(o.order_day, '%Y-%m') as month, o.channel, count(*) as orders,
                sum(o.net_sales) as net_sales, sum(o.fees) as fees, sum(o.contribution) as contribution,
                count(*) filter (where not o.fees_known) as orders_with_unknown_fees
            from published.orders as o
            where o.is_purchase and o.currency = (select a.currency from published.about as a)
            group by strftime(o.order_day, '%Y-%m'), o.channel""",
            numbers=_SUMS,
        ),
        agree(
            _TABLE,
            "the channels of a side are its total, month by month and over all time",
            ("month", "side"),
            f"""
            select g.month, g.side, {sums} from {_TABLE} as g where g.channel <> 'all' group by g.month, g.side
            union all
            select 'all over months', g.side, {sums} from {_TABLE} as g
            where g.channel = 'all' and g.month <> 'all' group by g.side""",
            f"""
            select g.month, g.side, {sums} from {_TABLE} as g where g.channel = 'all' group by g.month, g.side
            union all
            select 'all over months', g.side, {sums} from {_TABLE} as g
            where g.channel = 'all' and g.month = 'all' group by g.side""",
            numbers=_SUMS,
        ),
        no_rows(
            _TABLE,
            "everybody who ever bought is in one group",
            "stop",
            f"""
            select p.people
            from (
                select sum(g.customers) as people from {_TABLE} as g
                where g.month = 'all' and g.channel = 'all'
                    and (g.side = 'platform' or g.customer_group = 'own_only')
            ) as t, (select count(*) as people from published.customers) as p
            where coalesce(t.people, 0) <> p.people
            """,
        ),
    ]
