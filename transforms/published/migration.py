"""Published: people moving between channels, from period to period and from purchase day to purchase day."""

from __future__ import annotations

from transforms.core.parameters import Parameters
from transforms.published.people import state_sql
from transforms.sql import quote

GRAINS = {
    "month": ("month", "strftime({start}, '%Y-%m')", 1),
    "quarter": ("quarter", "year({start}) || '-Q' || quarter({start})", 3),
    "year": ("year", "cast(year({start}) as varchar)", 12),
}
"""Grain -> unit of truncation, name of a period from its first day, length in months."""


def identified_before_sql() -> str:
    """Table work.identified_before: per channel and month, purchases before it and how many of them had a person."""
    return """create or replace table work.identified_before as
with monthly as (
    select channel, cast(date_trunc('month', order_day) as date) as month,
        count(*) as orders, count(customer_id) as identified
    from core.orders where is_purchase
    group by channel, cast(date_trunc('month', order_day) as date)
),
months as (
    select distinct cast(date_trunc('month', order_day) as date) as month from core.orders where is_purchase
)
select c.channel, m.month,
    coalesce(sum(b.orders), 0) as orders_before,
    coalesce(sum(b.identified), 0) as identified_before
from (select distinct channel from monthly) as c
cross join months as m
left join monthly as b on b.channel = c.channel and b.month < m.month
group by c.channel, m.month"""


def flows_sql(parameters: Parameters, grain: str) -> str:
    """Query for `migration_flows` of one grain: state in period t against state in t+1, labelled by t+1.

    Everybody first seen by the end of t+1 is in the flow, so people are conserved. `net_sales` is what they brought
    in t+1. Someone first seen in t+1 comes from `new`, or from `became_identified` when the channel is old enough and
    so poorly identified before that the person may well have bought unseen.
    """
    shop = parameters.shop
    thresholds = shop.thresholds
    unit, naming, months = GRAINS[grain]
    start = f"cast(date_trunc('{unit}', order_day) as date)"
    states = state_sql(
        f"(select *, {start} as start from work.purchase_days)", str(thresholds.mixed_under_share), "customer_id, start"
    )
    name = naming.format(start="p.start")
    return f"""
with periods as (
    select cast(range as date) as start, cast(range + interval {months} month as date) as next_start
    from range(
        (select cast(date_trunc('{unit}', min(order_day)) as timestamp) from core.orders where is_purchase),
        cast({parameters.as_of} as timestamp) + interval 1 day,
        interval {months} month
    )
),
states as ({states}),
money as (
    select customer_id, {start} as start, sum(net_sales) as net_sales
    from work.purchases
    where currency = {quote(shop.business.currency)}
    group by customer_id, {start}
),
people as (
    select p.start, p.next_start, f.customer_id, f.first_day, f.first_channel,
        cast(p.start - interval {months} month as date) as previous
    from periods as p
    join work.firsts as f on f.first_day < p.next_start
    where p.start > (select min(start) from periods)
),
placed as (
    select p.start, p.next_start, p.customer_id,
        case
            when p.first_day < p.start then coalesce(b.state, 'none')
            when s.first_day + {thresholds.left_margin_days} <= p.start
                and i.identified_before < {thresholds.identified_share} * i.orders_before then 'became_identified'
            else 'new'
        end as from_state,
        coalesce(a.state, 'none') as to_state,
        p.first_day >= p.start and p.first_day < s.first_day + {thresholds.left_margin_days} as in_left_margin,
        coalesce(m.net_sales, 0) as net_sales
    from people as p
    join work.channel_starts as s on s.channel = p.first_channel
    left join work.identified_before as i on i.channel = p.first_channel and i.month = p.start
    left join states as b on b.customer_id = p.customer_id and b.start = p.previous
    left join states as a on a.customer_id = p.customer_id and a.start = p.start
    left join money as m on m.customer_id = p.customer_id and m.start = p.start
)
select '{grain}' as grain, {name} as period, p.from_state, p.to_state,
    count(*) as customers,
    cast(count(*) as double) as customers_likely,
    null as customers_most,
    count(*) filter (where p.in_left_margin) as customers_in_left_margin,
    sum(p.net_sales) as net_sales,
    p.next_start <= {parameters.as_of} + 1 as is_complete
from placed as p
group by p.start, p.next_start, p.from_state, p.to_state"""


def migration_flows_sql(parameters: Parameters) -> str:
    """Query for `migration_flows`, all grains."""
    return "\nunion all\n".join(f"select * from ({flows_sql(parameters, grain)})" for grain in GRAINS)


def migration_steps_sql(parameters: Parameters) -> str:
    """Query for `migration_steps`: consecutive (day, channel) purchase days of one person, by time within a day.

    Pairs in the same channel are rows too: they are the rest of the denominator.
    """
    return f"""
with pairs as (
    select customer_id, order_day, channel as to_channel,
        lag(channel) over (partition by customer_id order by order_day, first_at, channel) as from_channel
    from work.purchase_days
)
select strftime(order_day, '%Y-%m') as month, from_channel, to_channel,
    count(*) as steps,
    count(distinct customer_id) as customers,
    last_day(max(order_day)) <= {parameters.as_of} as is_complete
from pairs
where from_channel is not null
group by strftime(order_day, '%Y-%m'), from_channel, to_channel"""
