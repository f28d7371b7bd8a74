"""Evidence of who placed an order: which contacts, numbers and accounts stand together, and which say nothing."""

from __future__ import annotations

CONTACTS = """create or replace table work.own_contacts as
with parcels as (
    select c.file_id, c.layout, c.row_number, c.order_key, c.identity_key, min(a.identity_key) as account
    from work.identities as c
    join work.identities as a on a.file_id = c.file_id and a.layout = c.layout and a.row_number = c.row_number
    where c.role = 'contact' and c.is_certain
        and a.role = 'buyer' and a.is_certain and a.identity_kind = 'account'
        and c.order_key in (select order_key from work.orders_before_fees)
    group by c.file_id, c.layout, c.row_number, c.order_key, c.identity_key
),
accounts as (
    select account, min(identity_key) as identity_key
    from parcels
    group by account
    having count(distinct order_key) >= 2 and min(identity_key) = max(identity_key)
),
shared as (
    select identity_key from parcels group by identity_key having min(account) <> max(account)
)
select p.file_id, p.layout, p.row_number, p.identity_key
from parcels as p
join accounts as a on a.account = p.account and a.identity_key = p.identity_key
where p.identity_key not in (select identity_key from shared)
"""
"""Numbers on parcels that are the buyer's own, not a gift's: the row names the account, the account has sent at least
two orders and all of them there, and no other account sends there."""

_COLUMNS = "i.identity_key, i.identity_kind, i.scope, i.masked, i.role"
_PLATFORM = "channel_kind in ('marketplace', 'delivery')"

EVIDENCE = f"""create or replace table work.evidence as
select o.order_key as about_order, o.order_key as together, {_COLUMNS}, o.ordered_at,
    i.layout <> o.layout and o.{_PLATFORM} as by_bridge
from work.identities as i
join work.orders_before_fees as o on o.order_key = i.order_key
where i.is_certain and (
    i.role = 'buyer'
    or (i.file_id, i.layout, i.row_number, i.identity_key) in (
        select (file_id, layout, row_number, identity_key) from work.own_contacts
    )
)
union all by name
select o.order_key as about_order,
    coalesce(o.order_key, i.file_id || ':' || i.layout || ':' || i.row_number) as together, {_COLUMNS}, o.ordered_at,
    coalesce(i.layout <> o.layout and o.{_PLATFORM}, false) as by_bridge
from work.identities as i
left join work.refs_anywhere as a on a.ref = i.payment_ref
left join work.refs_anywhere as b on b.ref = i.payment_ref_other
left join work.orders_before_fees as o on o.order_key = coalesce(a.order_key, b.order_key)
where i.is_certain and i.order_key is null
"""
"""One row per order (or row without order) and identity key that names its buyer with certainty.

A payment account counts for the order its payment number names. Every order row gives evidence, whatever its status;
an order placed after the as-of day gives none, so that a past day can be rebuilt as it was.
"""

SEEN = """create or replace table work.seen as
select row_number() over (order by identity_key) - 1 as number,
    identity_key,
    any_value(identity_kind) as identity_kind,
    any_value(scope) as scope,
    min(masked) as masked,
    min(role) as role,
    min(ordered_at) as first_seen_at,
    count(distinct about_order) as orders_seen
from work.evidence
group by identity_key
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
