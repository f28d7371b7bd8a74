"""Promises about what is at stake if platform orders moved home. METRICS.md §7."""

from __future__ import annotations

from functools import partial

from expectations.check import TOLERANCE, Check, never, no_rows

_TABLE = "published.whatif_inputs"
_COUNTS = ("orders", "orders_certain", "orders_likely", "orders_reachable", "orders_with_fees")
_never = partial(never, _TABLE, "w", "w.channel")


def promises() -> list[Check]:
    """What holds for `whatif_inputs`."""
    sums = ", ".join(f"coalesce(sum(w.{name}), 0) as {name}" for name in _COUNTS)
    return [
        _never(
            "known and reachable orders are among those addressed",
            "w.orders_certain + w.orders_likely > w.orders or w.orders_reachable > w.orders_certain "
            "or w.orders_with_fees > w.orders or w.own_orders_with_fees > w.own_orders",
        ),
        _never(
            "what an order leaves is told exactly where fees are known",
            "(w.orders_with_fees = 0) <> (w.contribution_mean is null) "
            "or (w.own_orders_with_fees = 0) <> (w.own_contribution_mean is null)",
        ),
        _never("a low guess is no higher than a high one", "w.lost_low > w.lost_middle or w.lost_middle > w.lost_high"),
        _never(
            "a moved order leaves its basket less the fees and costs of our own",
            "abs(w.moved_contribution_mean - (w.net_sales_mean * (1 - w.own_fee_share) - w.own_costs_mean)) "
            f"> {TOLERANCE} or (w.moved_contribution_mean is null) "
            "<> (w.net_sales_mean is null or w.own_fee_share is null)",
        ),
        no_rows(
            _TABLE,
            "the platforms together are all that could move",
            "stop",
            f"""
            select p.orders
            from (select {sums} from {_TABLE} as w where w.channel <> 'all') as p,
                (select {sums} from {_TABLE} as w where w.channel = 'all') as t
            where {" or ".join(f"p.{name} <> t.{name}" for name in _COUNTS)}
            """,
        ),
        no_rows(
            _TABLE,
            "orders a month are those of whole months, of all platforms their sum",
            "stop",
            f"""
            select w.channel
            from {_TABLE} as w
            where w.channel <> 'all' and abs(w.orders_per_month * w.months - w.orders) > {TOLERANCE}
            union all
            select 'all'
            from {_TABLE} as w
            having abs(sum(case w.channel when 'all' then -1 else 1 end * w.orders_per_month)) > {TOLERANCE}
            """,
        ),
        no_rows(
            _TABLE,
            "orders that could move are the purchases of the months named",
            "stop",
            f"""
            select w.channel
            from {_TABLE} as w
            left join published.orders as o on o.channel = w.channel and o.is_purchase
                and o.currency = (select a.currency from published.about as a)
                and strftime(o.order_day, '%Y-%m') between w.first_month and w.last_month
            where w.channel <> 'all'
            group by w.channel, w.orders
            having count(o.order_key) <> w.orders
            """,
        ),
    ]
