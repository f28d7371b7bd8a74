"""From probable links between profiles, and the owner's answers, to likely links of customers."""

from __future__ import annotations

ANSWERED_PROFILES = """create or replace table work.answered_profiles as
with sides as (
    select identity_key as named, min(customer_id) as profile_id from work.people
    group by identity_key having min(customer_id) = max(customer_id)
    union all
    select 'order:' || order_key as named, profile_id from work.profile_orders
),
answers as (
    select least(a.profile_id, b.profile_id) as one_profile, greatest(a.profile_id, b.profile_id) as other_profile,
        w.answer, w.line, row_number() over (
            partition by least(a.profile_id, b.profile_id), greatest(a.profile_id, b.profile_id)
            order by w.line desc
        ) as place
    from work.answers as w
    join sides as a on a.named = w.one
    join sides as b on b.named = w.other and b.profile_id <> a.profile_id
)
select one_profile, other_profile, answer = 'same' as is_same, line
from answers where place = 1 and answer in ('same', 'different')
"""
"""What the owner has said of two people, or of a person and orders that name nobody."""

CONFIRMED = """create or replace table work.confirmed_profiles as
select a.profile_id, arg_max(p.customer_id, w.line) as customer_id
from work.answered_profiles as w
join work.profiles as a on a.profile_id in (w.one_profile, w.other_profile) and a.is_anonymous
join (select distinct customer_id from work.people) as p on p.customer_id in (w.one_profile, w.other_profile)
where w.is_same
group by a.profile_id
"""
"""Orders that name nobody follow one person: of several called the same, the one of the latest answer.

The person may be one of whom nothing is known that could be compared: a member number alone makes no profile.
"""

CONFIRMED_ORDERS = """insert into work.people_by_order
select o.order_key, min(p.identity_key) as placed_by, c.customer_id, false as by_bridge
from work.confirmed_profiles as c
join work.profile_orders as o on o.profile_id = c.profile_id
join work.people as p on p.customer_id = c.customer_id
group by o.order_key, c.customer_id
"""

CONFIRMED_ALONE = """insert into work.people_by_order
with sides as (
    select one as side, other as beside, answer, line from work.answers
    union all
    select other as side, one as beside, answer, line from work.answers
),
named as (
    select identity_key, min(customer_id) as customer_id from work.people
    group by identity_key having min(customer_id) = max(customer_id)
),
latest as (
    select o.order_key, n.customer_id, arg_max(s.answer, s.line) as answer, max(s.line) as line
    from sides as s
    join work.orders_before_fees as o on s.side = 'order:' || o.order_key
    join named as n on n.identity_key = s.beside
    where o.order_key not in (select order_key from work.people_by_order)
        and o.order_key not in (select order_key from work.profile_orders)
    group by o.order_key, n.customer_id
),
chosen as (
    select order_key, arg_max(customer_id, line) as customer_id from latest where answer = 'same' group by order_key
)
select c.order_key, min(p.identity_key) as placed_by, c.customer_id, false as by_bridge
from chosen as c
join work.people as p on p.customer_id = c.customer_id
group by c.order_key, c.customer_id
"""
"""Orders of which no file tells anything of the buyer, but the owner does: by the same rule."""

CONFIRMED_GONE = """delete from work.profile_orders
where profile_id in (select profile_id from work.confirmed_profiles)
"""

LIKELY_LINKS = """create or replace table work.likely_links as
with links as (
    select case when a.is_anonymous then b.profile_id else least(a.profile_id, b.profile_id) end as customer_id,
        case when a.is_anonymous then 'profile' else 'customer' end as other_kind,
        case when a.is_anonymous then a.profile_id else greatest(a.profile_id, b.profile_id) end as other_id,
        l.probability, l.evidence
    from work.probable_links as l
    join work.profiles as a on a.profile_id in (l.one_profile, l.other_profile)
    join work.profiles as b on b.profile_id in (l.one_profile, l.other_profile) and b.profile_id <> a.profile_id
    where (a.is_anonymous and not b.is_anonymous)
        or (not a.is_anonymous and not b.is_anonymous and a.profile_id < b.profile_id)
)
select row_number() over (order by customer_id, other_kind, other_id) as link_id, *
from links as l
where other_id not in (select profile_id from work.confirmed_profiles)
    and not exists (
        select 1 from work.answered_profiles as w
        where w.one_profile = least(l.customer_id, l.other_id) and w.other_profile = greatest(l.customer_id, l.other_id)
    )
"""
"""One row per pair of customers, or customer and profile, that may be one person and of whom nobody has said."""

LINKS_AS_EVIDENCE = """
select customer_id, profile_id as identity_key, 'owner' as evidence, 1.0 as probability, cast(null as date) as since_day
from work.confirmed_profiles
union all
select customer_id, other_id as identity_key, evidence, probability, cast(null as date) as since_day
from work.likely_links
"""
