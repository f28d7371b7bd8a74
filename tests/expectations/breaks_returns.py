"""The breaks of what is promised of returns."""

from __future__ import annotations

from tests.expectations.breakage import RETURN_RATES, RETURNS, Break

RETURNS_FOLLOW = f"""
update {RETURN_RATES} as r
set returned_orders = o.returned, refunded = o.refunded, sold = o.sold
from (
    select coalesce(strftime(order_day, '%Y-%m'), 'all') as month, coalesce(channel, 'all') as channel,
        count(*) filter (where refunded > 0) as returned, sum(refunded) as refunded,
        sum(gross - merchant_discount) as sold
    from published.orders
    where is_purchase
    group by cube (strftime(order_day, '%Y-%m'), channel)
) as o
where o.month = r.month and o.channel = r.channel"""
"""The rates of orders that were changed: what else is promised of the orders is broken alone."""

_FEBRUARY = "where month in ('all', '2026-02') and channel in ('all', 'meituan')"

RETURNED = [
    *(
        Break(
            RETURN_RATES,
            "orders and refunds are those of the purchases by month and channel",
            (f"update {RETURN_RATES} set {change} {_FEBRUARY}",),
        )
        for change in ("refunded = 11", "returned_orders = 2", "sold = sold + 1", "orders = orders + 1")
    ),
    *(
        Break(
            RETURN_RATES,
            "months and channels add up to all of them",
            (f"update {RETURN_RATES} set {change} where month = 'all' and channel = 'store'",),
        )
        for change in ("orders = 3", "returned_orders = 1", "refunded = 1", "sold = 111")
    ),
    *(
        Break(
            RETURNS,
            "orders, refunds and contribution are those of the person's purchases",
            (f"update {RETURNS} set {change} where customer_id = 'B'",),
        )
        for change in ("refunded = 11", "contribution = 43")
    ),
    Break(
        RETURNS,
        "the shrunk share follows from the person's orders and the share of all",
        (f"update {RETURNS} set return_share_shrunk = return_share where customer_id = 'B'",),
    ),
    Break(
        RETURNS,
        "who is listed gave something back or added something on",
        (f"update {RETURNS} set pickup_addon = 0 where customer_id = 'A'",),
    ),
    *(
        Break(
            RETURNS,
            "what is bought again cheaper saves money, and only that",
            (f"update {RETURNS} set {change} where customer_id = 'B'",),
        )
        for change in ("buy_return_rebuy = 0", "rebuy_saved = -1")
    ),
    Break(
        RETURNS,
        "people are ranked by contribution, the least first",
        (f"update {RETURNS} set contribution_rank = 3 - contribution_rank",),
        "2 rows",
    ),
]
