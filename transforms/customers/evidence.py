"""Evidence of who placed an order: which contacts, numbers and accounts stand together, and which say nothing."""

from __future__ import annotations

EVIDENCE = """create or replace table work.evidence as
with known as (
    select i.*,
        coalesce(i.order_key, a.order_key, b.order_key) as about_order,
        coalesce(
            i.order_key, a.order_key, b.order_key, i.file_id || ':' || i.layout || ':' || i.row_number
        ) as together
    from work.identities as i
    left join work.refs_anywhere as a on a.ref = i.payment_ref
    left join work.refs_anywhere as b on b.ref = i.payment_ref_other
    where i.is_certain and (i.order_key is null or i.order_key in (select order_key from work.orders_before_fees))
),
accounts as (
    select c.file_id, c.layout, c.row_number, min(a.identity_key) as account
    from known as c
    join known as a on a.file_id = c.file_id and a.layout = c.layout and a.row_number = c.row_number
        and a.identity_kind = 'account' and a.role = 'buyer'
    where c.role = 'contact'
    group by c.file_id, c.layout, c.row_number
),
several as (
    select a.account
    from accounts as a
    join known as c on c.file_id = a.file_id and c.layout = a.layout and c.row_number = a.row_number
        and c.role = 'contact'
    group by a.account
    having count(distinct c.identity_key) > 1
)
select distinct k.about_order, k.together, k.identity_key, k.identity_kind, k.scope, k.masked, k.layout, k.role
from known as k
left join accounts as a
    on a.file_id = k.file_id and a.layout = k.layout and a.row_number = k.row_number and k.role = 'contact'
where k.role <> 'contact' or (a.account is not null and a.account not in (select account from several))
"""
"""One row per order (or row without order) and identity key that names its buyer with certainty.

The number on a parcel may be a gift's: it counts only where the row names the account and the account has never used
another. A payment account
counts for the order its payment number names. Every order row gives evidence, whatever its status; an order placed
after the as-of day gives none, so that a past day can be rebuilt as it was.
"""

SEEN = """create or replace table work.seen as
select row_number() over (order by e.identity_key) - 1 as number,
    e.identity_key,
    min(e.identity_kind) as identity_kind,
    min(e.scope) as scope,
    min(e.masked) as masked,
    min(e.role) as role,
    min(o.ordered_at) as first_seen_at,
    count(distinct e.about_order) as orders_seen
from work.evidence as e
left join work.orders_before_fees as o on o.order_key = e.about_order
group by e.identity_key
"""

PAIRS = """create or replace table work.identity_pairs as
with several as (
    select together from work.evidence group by together having count(distinct identity_key) > 1
),
members as (
    select distinct e.together, i.number
    from work.evidence as e
    join several as s on s.together = e.together
    join work.seen as i on i.identity_key = e.identity_key
)
select distinct a.number as one, b.number as other
from members as a
join members as b on b.together = a.together and b.number > a.number
"""
"""Pairs of identities, by number, that stand on the same order or row."""

CONSENT = """create or replace table work.consent as
select identity_key, arg_max(consent, file_rank * 1000000000::bigint + row_number) as consent
from work.identities
where consent is not null and is_certain
    and (order_key is null or order_key in (select order_key from work.orders_before_fees))
group by identity_key
"""
"""The latest statement of each identity on being contacted."""
