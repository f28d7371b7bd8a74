"""Promises about what is given back. METRICS.md §6."""

from __future__ import annotations

from functools import partial

from expectations.check import Check, agree, never, no_rows

_RATES, _PATTERNS = "published.return_rates", "published.return_patterns"
_never_person = partial(never, _PATTERNS, "p", "p.customer_id")


def promises() -> list[Check]:
    """What holds for `return_rates` and `return_patterns`."""
    return [
        agree(
            _RATES,
            "orders and refunds are those of the purchases by month and channel",
            ("month", "channel"),
            f"select * from {_RATES} where month <> 'all' and channel <> 'all'",
            """
            select strftime(o.order_day, '%Y-%m') as month, o.channel, count(*) as orders,
                count(*) filter (where o.refunded > 0) as returned_orders, sum(o.refunded) as refunded,
                sum(o.gross - o.merchant_discount) as sold
            from published.orders as o
            join published.about as a on a.currency = o.currency
            where o.is_purchase
            group by strftime(o.order_day, '%Y-%m'), o.channel""",
            numbers=("orders", "returned_orders", "refunded", "sold"),
            is_strict=True,
        ),
        no_rows(
            _RATES,
            "months and channels add up to all of them",
            "stop",
            f"""
            select a.month, a.channel
            from {_RATES} as a
            join {_RATES} as r on r.month <> 'all' and r.channel <> 'all'
                and a.month in ('all', r.month) and a.channel in ('all', r.channel)
            where 'all' in (a.month, a.channel)
            group by a.month, a.channel
            having sum(r.orders) <> any_value(a.orders) or sum(r.returned_orders) <> any_value(a.returned_orders)
                or sum(r.refunded) <> any_value(a.refunded) or sum(r.sold) <> any_value(a.sold)
            """,
        ),
        no_rows(
            _PATTERNS,
            "orders, refunds and contribution are those of the person's purchases",
            "stop",
            f"""
            select p.customer_id
            from {_PATTERNS} as p
            left join (
                select o.customer_id, count(*) as orders, count(*) filter (where o.refunded > 0) as returned,
                    coalesce(sum(o.refunded) filter (where o.currency = a.currency), 0) as refunded,
                    coalesce(sum(o.contribution) filter (where o.currency = a.currency), 0) as contribution
                from published.orders as o
                cross join published.about as a
                where o.is_purchase and o.customer_id is not null
                group by o.customer_id
            ) as b on b.customer_id = p.customer_id
            where p.orders is distinct from b.orders or p.returned_orders is distinct from b.returned
                or p.refunded is distinct from b.refunded or p.contribution is distinct from b.contribution
            """,
        ),
        _never_person(
            "the shrunk share follows from the person's orders and the share of all",
            f"""p.return_share_shrunk is null or exists (
                select 1 from {_RATES} as r
                where r.month = 'all' and r.channel = 'all'
                    and abs(
                        p.return_share_shrunk * (p.orders + r.people_weight)
                        - p.returned_orders - r.people_weight * r.people_share
                    ) > 1e-6
            )""",
        ),
        _never_person(
            "who is listed gave something back or added something on",
            "p.returned_orders = 0 and p.buy_return_rebuy = 0 and p.pickup_addon = 0",
        ),
        _never_person(
            "what is bought again cheaper saves money, and only that",
            "(p.buy_return_rebuy = 0 and p.rebuy_saved <> 0) or p.rebuy_saved < 0",
        ),
        no_rows(
            _PATTERNS,
            "people are ranked by contribution, the least first",
            "stop",
            f"""
            select p.customer_id
            from (
                select customer_id, contribution_rank,
                    row_number() over (order by contribution, customer_id) as place
                from {_PATTERNS}
            ) as p
            where p.contribution_rank <> p.place
            """,
        ),
    ]
