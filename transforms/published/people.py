"""Published: one row per customer, and what the other tables about people are counted from."""

from __future__ import annotations

from transforms.core.parameters import Parameters, is_own
from transforms.published.lifecycle import lifecycle_sql
from transforms.published.strength import lift_sql
from transforms.sql import quote

PERSONS = """create or replace table work.persons as
with affected as (
    select id from work.link_ends where kind = 'customer'
)
select b.customer_id, cast(row_number() over (order by b.customer_id) as integer) as person, 0 as scenario
from (select distinct customer_id from core.orders where is_purchase and customer_id is not null) as b
left join affected as a on a.id = b.customer_id
where a.id is null
union all
select e.id as customer_id, m.person, m.scenario
from work.world_members as m
join work.link_ends as e on e.number = m.number and e.kind = 'customer'
"""
"""One row per customer and scenario: the person they are in it. Those no likely link touches have one row.

Persons have numbers, in the order of their ids: joins over years of trade are several times lighter on numbers.
Everything from here on is about persons, and `scenario` says in which world: up to 0 it is what is certain.
"""

PURCHASES = """create or replace table work.purchases as
select p.person, p.scenario, o.channel, o.order_day, o.ordered_at, o.currency, o.net_sales, o.fees, o.fees_known,
    o.contribution
from core.orders as o
join work.persons as p on p.customer_id = o.customer_id
where o.is_purchase
union all
select m.person, m.scenario, o.channel, o.order_day, o.ordered_at, o.currency, o.net_sales, o.fees, o.fees_known,
    o.contribution
from work.world_members as m
join work.link_ends as e on e.number = m.number and e.kind = 'profile'
join work.profile_orders as p on p.profile_id = e.id
join core.orders as o on o.order_key = p.order_key
where o.is_purchase and o.customer_id is null
"""
"""Purchases of known people, and in the scenarios in which a profile is one of them, those of the profile."""

DAYS = """create or replace table work.purchase_days as
select person, scenario, channel, order_day, min(ordered_at) as first_at, max(ordered_at) as last_at
from work.purchases
group by person, scenario, channel, order_day
"""
"""One row per person, day and channel with a purchase."""

FIRSTS = """create or replace table work.firsts as
select person, scenario,
    min(order_day) as first_day,
    arg_min(channel, strftime(first_at, '%Y%m%d%H%M%S%f') || channel) as first_channel,
    max(order_day) as last_day,
    arg_max(channel, strftime(last_at, '%Y%m%d%H%M%S%f') || channel) as latest_channel,
    count(distinct order_day) as purchase_days
from work.purchase_days
group by person, scenario
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

    Referrals are in no file yet, so `super` is who is strong and in the top tenth of all by purchase days over 12
    months. All but the bounds of orders and purchase days is what is certain.
    """
    shop = parameters.shop
    thresholds = shop.thresholds
    own = is_own(shop, "d.channel")
    days = "(select person, channel from work.purchase_days where scenario <= 0)"
    main = state_sql(days, str(thresholds.mixed_under_share), "person")
    currency = quote(shop.business.currency)
    return f"""
with money as (
    select person, count(*) as orders,
        coalesce(sum(net_sales) filter (where currency = {currency}), 0) as net_sales,
        coalesce(sum(fees) filter (where currency = {currency}), 0) as fees,
        coalesce(sum(contribution) filter (where currency = {currency}), 0) as contribution
    from work.purchases
    where scenario <= 0
    group by person
),
main as ({main}),
named_by as (
    select customer_id,
        string_agg(distinct identity_kind, '+' order by identity_kind) as evidence
    from core.identities
    where customer_id is not null
    group by customer_id
),
bridged as (
    select customer_id, bool_or(by_bridge) as by_bridge from work.people_by_order group by customer_id
),
returns as (
    select d.person, bool_or({own} and d.order_day > f.first_day) as came_back_to_us
    from work.purchase_days as d
    join work.firsts as f on f.person = d.person
    where d.scenario <= 0
    group by d.person
),
rungs as (
    select person, strength from work.rungs
    where scenario <= 0 and month = cast(date_trunc('month', {parameters.as_of}) as date)
),
orders_in_worlds as (
    select person, count(*) as orders from work.purchases where scenario <> 0 group by person
),
bounds as (
    select i.customer_id,
        sum(o.orders * s.weight) as orders_likely,
        max(o.orders) as orders_most,
        sum(f.purchase_days * s.weight) as purchase_days_likely,
        max(f.purchase_days) as purchase_days_most
    from work.persons as i
    join work.scenarios as s on s.scenario = i.scenario
    join orders_in_worlds as o on o.person = i.person
    join work.firsts as f on f.person = i.person
    where i.scenario <> 0
    group by i.customer_id
)
select i.customer_id,
    f.first_day as first_order_day,
    f.last_day as last_order_day,
    f.purchase_days,
    coalesce(x.purchase_days_likely, f.purchase_days) as purchase_days_likely,
    coalesce(x.purchase_days_most, f.purchase_days) as purchase_days_most,
    m.orders,
    coalesce(x.orders_likely, m.orders) as orders_likely,
    coalesce(x.orders_most, m.orders) as orders_most,
    m.net_sales, m.fees, m.contribution,
    f.first_channel, f.latest_channel,
    n.state as main_channel,
    coalesce(k.strength, 'random') as strength,
    {lift_sql("k.strength", "r.came_back_to_us", "w.customer_id is not null")} as lift,
    l.lifecycle,
    t.segment,
    w.customer_id is not null as reachable,
    coalesce(e.evidence, '') || case when b.by_bridge then '+order_bridge' else '' end as link_evidence,
    1.0 as link_probability,
    f.first_day < s.first_day + {thresholds.left_margin_days} as is_in_left_margin
from work.firsts as f
join work.persons as i on i.person = f.person
join money as m on m.person = f.person
join main as n on n.person = f.person
join returns as r on r.person = f.person
join work.channel_starts as s on s.channel = f.first_channel
left join named_by as e on e.customer_id = i.customer_id
left join work.reachable as w on w.customer_id = i.customer_id
left join bridged as b on b.customer_id = i.customer_id
left join ({lifecycle_sql(parameters)}) as l on l.person = f.person
left join work.rfm as t on t.person = f.person and t.scenario <= 0
left join rungs as k on k.person = f.person
left join bounds as x on x.customer_id = i.customer_id
where f.scenario <= 0"""


IGNORED_IDENTITIES = """
select identity_key, identity_kind, masked, neighbours, orders_seen, shared_reason
from core.identities where shared_reason is not null
"""
