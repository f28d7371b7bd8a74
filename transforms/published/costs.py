"""Published: what was sold through each door, and what the door cost."""

from __future__ import annotations

import json

from transforms.core.parameters import Parameters
from transforms.settings import Shop
from transforms.sql import quote
from transforms.tables.words import FEE_TYPES


def channel_costs_sql(parameters: Parameters) -> str:
    """Query for `channel_costs`: the performance view of METRICS.md §1.

    A sale, its refunds and its fees stand in the month of the order, whenever they were booked; fees of no known
    order stand in the month they were booked. Fees of orders that are no purchase are costs all the same.
    """
    types = ",\n        ".join(f"sum(f.amount) filter (where f.fee_type = '{each}') as {each}" for each in FEE_TYPES)
    typed = ",\n    ".join(f"coalesce(f.{each}, 0) as {each}" for each in FEE_TYPES)
    keys = "month, channel, branch, currency"
    on = " and ".join(f"s.{key} = f.{key}" for key in keys.split(", "))
    return f"""
with sales as (
    select strftime(order_day, '%Y-%m') as month, channel, branch, currency,
        count(*) as orders, sum(gross) as gross, sum(merchant_discount) as merchant_discount,
        sum(platform_discount) as platform_discount, sum(refunded) as refunded, sum(net_sales) as net_sales,
        sum(own_costs) as own_costs,
        count(*) filter (where not fees_known) as orders_with_unknown_fees
    from core.orders
    where is_purchase
    group by {keys}
),
fees as (
    select strftime(coalesce(o.order_day, f.fee_day), '%Y-%m') as month, f.channel, f.branch, f.currency,
        sum(f.amount) as fees,
        {types}
    from core.fee_lines as f
    left join core.orders as o on o.order_key = f.order_key
    group by strftime(coalesce(o.order_day, f.fee_day), '%Y-%m'), f.channel, f.branch, f.currency
)
select coalesce(s.month, f.month) as month, coalesce(s.channel, f.channel) as channel,
    coalesce(s.branch, f.branch) as branch, coalesce(s.currency, f.currency) as currency,
    coalesce(s.orders, 0) as orders, coalesce(s.gross, 0) as gross,
    coalesce(s.merchant_discount, 0) as merchant_discount, coalesce(s.platform_discount, 0) as platform_discount,
    coalesce(s.refunded, 0) as refunded, coalesce(s.net_sales, 0) as net_sales,
    coalesce(f.fees, 0) as fees,
    {typed},
    coalesce(s.own_costs, 0) as own_costs,
    coalesce(s.net_sales, 0) - coalesce(f.fees, 0) - coalesce(s.own_costs, 0) as contribution,
    cast(coalesce(f.fees, 0) as double) / nullif(cast(s.gross as double), 0) as take_rate_gross,
    cast(coalesce(f.fees, 0) as double) / nullif(cast(s.net_sales as double), 0) as take_rate_net,
    coalesce(s.orders_with_unknown_fees, 0) as orders_with_unknown_fees,
    last_day(cast(coalesce(s.month, f.month) || '-01' as date)) <= {parameters.as_of} as is_complete
from sales as s
full outer join fees as f on {on}"""


def channels_sql(shop: Shop) -> str:
    """Query for `channels`: own channels first, else as in shop.toml."""
    ordered = sorted(shop.channels.items(), key=lambda item: not item[1].is_own)
    rows = [
        f"({quote(name)}, {quote(channel.kind)}, {str(channel.is_own).lower()}, {position}, "
        f"{quote(json.dumps(channel.label, ensure_ascii=False))})"
        for position, (name, channel) in enumerate(ordered)
    ]
    return f"select * from (values {', '.join(rows)}) as t(channel, kind, is_own, position, labels)"
