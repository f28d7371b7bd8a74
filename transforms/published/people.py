"""Published: one row per customer, and what the other tables about people are counted from."""

from __future__ import annotations

from transforms.core.parameters import Parameters, is_own
from transforms.sql import quote

PERSONS = """create or replace table work.persons as
select customer_id, cast(row_number() over (order by customer_id) as integer) as person
from (select distinct customer_id from core.orders where is_purchase and customer_id is not null)
"""
"""Customers by number, in the order of their ids: joins over years of trade are several times lighter on numbers."""

PURCHASES = """create or replace table work.purchases as
select p.person, o.channel, o.order_day, o.ordered_at, o.currency, o.net_sales, o.fees, o.contribution
from core.orders as o
join work.persons as p on p.customer_id = o.customer_id
where o.is_purchase
"""
"""Purchases of known people."""

DAYS = """create or replace table work.purchase_days as
select person, channel, order_day, min(ordered_at) as first_at, max(ordered_at) as last_at
from work.purchases
group by person, channel, order_day
"""
"""One row per person, day and channel with a purchase."""

FIRSTS = """create or replace table work.firsts as
select person,
    min(order_day) as first_day,
    arg_min(channel, strftime(first_at, '%Y%m%d%H%M%S%f') || channel) as first_channel,
    max(order_day) as last_day,
    arg_max(channel, strftime(last_at, '%Y%m%d%H%M%S%f') || channel) as latest_channel,
    count(distinct order_day) as purchase_days
from work.purchase_days
group by person
"""
"""One row per person: first and latest purchase seen; equal times are decided by the channel's name."""

CHANNEL_STARTS = """create or replace table work.channel_starts as
select channel, min(order_day) as first_day
from core.orders
where is_purchase
group by channel
"""


def state_sql(days: str, mixed_under: str, keys: str) -> str:
    """Query: `keys`, state: the channel with most purchase days, or `mixed` when its share is under the threshold."""
    return f"""
with per_channel as (
    select {keys}, channel, count(*) as days from {days} group by {keys}, channel
),
best as (
    select {keys}, max(days) as top_days, sum(days) as all_days, arg_max(channel, days) as top_channel
    from per_channel
    group by {keys}
)
select {keys}, case when top_days < {mixed_under} * all_days then 'mixed' else top_channel end as state
from best"""


def customers_sql(parameters: Parameters) -> str:
    """Query for `customers`, with the rungs of METRICS.md §5.

    A repeat purchase through an own channel is a purchase day there after the first purchase day anywhere. Referrals
    are in no file yet, so `super` is who is strong and in the top tenth of all by purchase days over 12 months.
    """
    shop = parameters.shop
    thresholds = shop.thresholds
    own = is_own(shop, "d.channel")
    main = state_sql("work.purchase_days", str(thresholds.mixed_under_share), "person")
    currency = quote(shop.business.currency)
    return f"""
with money as (
    select person, count(*) as orders,
        coalesce(sum(net_sales) filter (where currency = {currency}), 0) as net_sales,
        coalesce(sum(fees) filter (where currency = {currency}), 0) as fees,
        coalesce(sum(contribution) filter (where currency = {currency}), 0) as contribution
    from work.purchases
    group by person
),
main as ({main}),
reach as (
    select customer_id,
        bool_or(identity_kind in ('phone', 'email')) and coalesce(bool_or(consent), false) as reachable,
        string_agg(distinct identity_kind, '+' order by identity_kind) as evidence
    from core.identities
    where customer_id is not null
    group by customer_id
),
bridged as (
    select customer_id, bool_or(by_bridge) as by_bridge from work.people_by_order group by customer_id
),
returns as (
    select d.person,
        bool_or({own} and d.order_day > f.first_day) as came_back_to_us,
        count(distinct d.order_day) filter (
            where d.order_day > cast({parameters.as_of} - interval 12 month as date)
        ) as days_12_months
    from work.purchase_days as d
    join work.firsts as f on f.person = d.person
    group by d.person
),
ranked as (
    select person, days_12_months,
        percent_rank() over (order by days_12_months desc) as rank_share
    from returns
    where days_12_months > 0
)
select i.customer_id,
    f.first_day as first_order_day,
    f.last_day as last_order_day,
    f.purchase_days,
    m.orders, m.net_sales, m.fees, m.contribution,
    f.first_channel, f.latest_channel,
    n.state as main_channel,
    case
        when f.purchase_days < 2 then 'random'
        when not (r.came_back_to_us and coalesce(e.reachable, false)) then 'weak'
        when k.rank_share < {thresholds.super_top_share} then 'super'
        else 'strong'
    end as strength,
    null as lifecycle,
    null as segment,
    coalesce(e.reachable, false) as reachable,
    coalesce(e.evidence, '') || case when b.by_bridge then '+order_bridge' else '' end as link_evidence,
    1.0 as link_probability,
    f.first_day < s.first_day + {thresholds.left_margin_days} as is_in_left_margin
from work.firsts as f
join work.persons as i on i.person = f.person
join money as m on m.person = f.person
join main as n on n.person = f.person
join returns as r on r.person = f.person
join work.channel_starts as s on s.channel = f.first_channel
left join reach as e on e.customer_id = i.customer_id
left join bridged as b on b.customer_id = i.customer_id
left join ranked as k on k.person = f.person"""


IGNORED_IDENTITIES = """
select identity_key, identity_kind, masked, neighbours, orders_seen, shared_reason
from core.identities where shared_reason is not null
"""
