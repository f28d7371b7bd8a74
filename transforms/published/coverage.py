"""Published: how much of the trade can be tied to people at all, and what would tie more of it."""

from __future__ import annotations

from transforms.core.parameters import Parameters
from transforms.sql import quote
from transforms.tables.words import NAMING_KINDS

GAP_DAYS = 90


def known_buyers_sql(parameters: Parameters) -> str:
    """Table work.known_buyers: every purchase and how surely its buyer is known; money in the business's currency.

    A purchase that no certain evidence ties to anybody is likely somebody's where its anonymous profile has a link
    with a probability of `thresholds.likely_from` or more.
    """
    shop = parameters.shop
    return f"""create or replace table work.known_buyers as
with likely as (
    select p.order_key
    from work.profile_orders as p
    join work.likely_links as l on l.other_kind = 'profile' and l.other_id = p.profile_id
    group by p.order_key
    having max(l.probability) >= {shop.thresholds.likely_from}
)
select o.order_key, o.channel, o.channel_kind, o.branch, o.order_day,
    case when o.currency = {quote(shop.business.currency)} then o.net_sales else 0 end as net_sales,
    case
        when o.customer_id is not null then 'certain'
        when l.order_key is not null then 'likely'
        else 'unidentified'
    end as known
from core.orders as o
left join likely as l on l.order_key = o.order_key
where o.is_purchase"""


def identity_coverage_sql(parameters: Parameters) -> str:
    """Query for `identity_coverage`."""
    counts = ",\n    ".join(
        f"count(*) filter (where known = '{each}') as {each},\n"
        f"    coalesce(sum(net_sales) filter (where known = '{each}'), 0) as net_sales_{each}"
        for each in ("certain", "likely", "unidentified")
    )
    return f"""
select strftime(order_day, '%Y-%m') as month, channel, branch,
    count(*) as orders,
    sum(net_sales) as net_sales,
    {counts},
    last_day(max(order_day)) <= {parameters.as_of} as is_complete
from work.known_buyers
group by strftime(order_day, '%Y-%m'), channel, branch"""


def coverage_gaps_sql(parameters: Parameters) -> str:
    """Query for `coverage_gaps`: why the buyers of the last 90 days' purchases cannot be named, first reason counts.

    What a till could have asked is read from the data: a source that names members on some rows can name them on all.
    A name, birthday or area is nothing that a platform hides: it tells nobody apart.
    """
    naming = f"({', '.join(map(quote, NAMING_KINDS))})"
    return f"""
with recent as (
    select * from work.known_buyers where order_day > cast({parameters.as_of} - interval {GAP_DAYS} day as date)
),
nameless as (
    select r.*, b.payment_ref
    from recent as r
    join work.orders_before_fees as b on b.order_key = r.order_key
    where r.known = 'unidentified'
),
known_until as (
    select * from work.identities
    where order_key is null or order_key in (select order_key from work.orders_before_fees)
),
refs as (
    select r.ref, r.order_key from work.refs_anywhere as r join nameless as n on n.order_key = r.order_key
),
named as (
    select i.order_key, i.is_certain, i.role, i.identity_kind
    from work.identities as i
    join nameless as n on n.order_key = i.order_key
    union all by name
    select r.order_key, i.is_certain, i.role, i.identity_kind
    from work.identities as i
    join refs as r on r.ref = i.payment_ref
    where i.order_key is null
    union all by name
    select r.order_key, i.is_certain, i.role, i.identity_kind
    from work.identities as i
    join refs as r on r.ref = i.payment_ref_other
    where i.order_key is null
),
by_order as (
    select order_key,
        bool_or(is_certain and role = 'buyer') as has_certain,
        bool_or(role = 'contact' and is_certain) as has_contact,
        bool_or(not is_certain and identity_kind in {naming}) as has_masked
    from named
    group by order_key
),
member_sources as (
    select source from known_until where identity_kind = 'member' and is_certain group by source
),
at_the_till as (
    select order_key from work.statements where source in (select source from member_sources) group by order_key
),
till_channels as (
    select r.channel from recent as r join at_the_till as a on a.order_key = r.order_key group by r.channel
),
naming_channels as (
    select channel from known_until where identity_kind in {naming} group by channel
),
paying_channels as (
    select channel from known_until where order_key is null and payment_ref is not null group by channel
),
told as (
    select n.channel, n.branch, n.net_sales,
        case
            when b.has_certain then 'shared_value'
            when n.channel_kind in ('store', 'delivery') and a.order_key is not null
                then 'till_without_member_question'
            when n.channel_kind = 'delivery' and n.channel in (select channel from till_channels)
                then 'not_at_the_till'
            when b.has_masked then 'masked_by_platform'
            when b.has_contact then 'recipient_only'
            when n.payment_ref is not null
                and n.channel in (select channel from paying_channels) then 'payment_not_joined'
            when n.channel not in (select channel from naming_channels) then 'file_has_no_identity'
            when n.channel_kind = 'own_online' then 'guest_checkout'
            else 'other'
        end as reason
    from nameless as n
    left join by_order as b on b.order_key = n.order_key
    left join at_the_till as a on a.order_key = n.order_key
),
all_purchases as (
    select channel, branch, count(*) as purchases,
        cast(sum(count(*)) over (partition by channel) as bigint) as channel_purchases
    from recent
    group by channel, branch
),
gaps as (
    select channel, branch, reason, count(*) as orders, sum(net_sales) as net_sales
    from told
    group by channel, branch, reason
)
select g.channel, g.branch, g.reason, g.orders, g.net_sales, p.purchases, p.channel_purchases,
    cast(g.orders as double) / p.purchases as share_of_orders
from gaps as g
join all_purchases as p on p.channel = g.channel and p.branch = g.branch"""


CONSENTS = """
select * from core.consents where customer_id in (select customer_id from core.orders where is_purchase)
"""

REACHABLE = """create or replace table work.reachable as
select distinct customer_id from core.consents where consent and contact_kinds <> ''
"""
"""Whom we may reach: a contact, and a consent in force to something that contact can serve."""
