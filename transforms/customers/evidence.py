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
union all by name
select o.order_key as about_order, o.order_key as together, {_COLUMNS}, o.ordered_at, true as by_bridge
from work.statements as s
join work.refs_anywhere as a on a.ref = s.bridge_ref and a.order_key <> s.order_key
join work.orders_before_fees as o on o.order_key = s.order_key
join work.identities as i on i.order_key = a.order_key and i.is_certain and i.role = 'buyer'
"""
"""One row per order (or row without order) and identity key that names its buyer with certainty.

A payment account counts for the order its payment number names, and whoever another channel's files name counts for an
order that carries their number of it. Every order row gives evidence, whatever its status;
an order placed after the as-of day gives none, so that a past day can be rebuilt as it was.
"""

NAMES = """create or replace table work.names as
select coalesce(order_key, file_id || ':' || layout || ':' || row_number) as together, identity_key as name_key,
    min(grams) as grams
from work.identities
where identity_kind = 'name' and role = 'buyer' and identity_key is distinct from surname_key
group by coalesce(order_key, file_id || ':' || layout || ':' || row_number), identity_key
"""
"""Full names that rows give their buyers; a surname alone is too common to contradict anybody."""

CONTESTED = """create or replace table work.contested_uses as
with tokens as (
    select distinct together, identity_kind as kind, scope, identity_key as key
    from work.evidence
    union all
    select together, 'name' as kind, '' as scope, name_key as key from work.names
),
contacts as (
    select together, identity_key, min(ordered_at) as used_at
    from work.evidence where identity_kind in ('phone', 'email')
    group by together, identity_key
),
contested as (
    select distinct identity_key from (
        select c.identity_key
        from contacts as c
        join tokens as t on t.together = c.together and t.kind in ('member', 'account', 'name')
        group by c.identity_key, t.kind, t.scope
        having min(t.key) <> max(t.key)
    )
)
select c.identity_key, c.together, cast(c.used_at as date) as used_on, t.kind, t.scope, t.key
from contacts as c
join contested as x on x.identity_key = c.identity_key
left join tokens as t on t.together = c.together and t.key <> c.identity_key
"""
"""Uses of phones and e-mails beside which two names, or two members or accounts of one system, have stood."""

CLAIMED = """create or replace table work.claimed_evidence as
select e.*,
    e.identity_key || case when c.claimant is null then '' else '/' || left(c.claimant, 8) end as node
from work.evidence as e
left join work.claims as c on c.identity_key = e.identity_key and c.together = e.together
where c.together is null or c.claimant is not null
"""
"""The evidence, each contact that several people use by the one who uses it there; rows that do not tell left out."""

SEEN = """create or replace table work.seen as
select row_number() over (order by node) - 1 as number,
    node,
    any_value(identity_key) as identity_key,
    any_value(identity_kind) as identity_kind,
    any_value(scope) as scope,
    min(masked) as masked,
    min(role) as role,
    min(ordered_at) as first_seen_at,
    count(distinct about_order) as orders_seen
from work.claimed_evidence
group by node
"""
"""One row per identity as one person uses it."""

PAIRS = """create or replace table work.identity_pairs as
with several as (
    select together from work.claimed_evidence group by together having count(distinct node) > 1
),
members as (
    select distinct e.together, i.number
    from work.claimed_evidence as e
    join several as s on s.together = e.together
    join work.seen as i on i.node = e.node
)
select a.number as one, b.number as other, count(*) as support
from members as a
join members as b on b.together = a.together and b.number > a.number
group by a.number, b.number
"""
"""Pairs of identities, by number, that stand on the same order or row, and on how many."""

ANSWERED = """create or replace table work.answered_identities as
with alone as (
    select identity_key, min(number) as number from work.seen group by identity_key having count(*) = 1
),
said as (
    select least(a.number, b.number) as one, greatest(a.number, b.number) as other, w.answer, w.line,
        least(p.component, q.component) as one_person, greatest(p.component, q.component) as other_person
    from work.answers as w
    join alone as a on a.identity_key = w.one
    join alone as b on b.identity_key = w.other and b.number <> a.number
    join work.by_evidence as p on p.number = a.number
    join work.by_evidence as q on q.number = b.number
),
latest as (
    select *, row_number() over (
        partition by one_person, other_person,
            case when one_person = other_person then one end, case when one_person = other_person then other end
        order by line desc, one, other
    ) as place
    from said
)
select one, other, answer from latest where place = 1 and answer in ('same', 'different')
"""
"""What the owner has said of two identities, by number; of a value that several people use it cannot be told whom.

Of answers about the same two people, as evidence alone knows them (work.by_evidence), the latest counts, whichever of
their contacts each was given by. Within one such person, people are parted by their contacts, so each pair counts.
"""

EVIDENT = "select one, other, cast(support as bigint) as support from work.identity_pairs"
"""Pairs that make people by evidence alone."""

TIES = f"""
{EVIDENT}
union all
select one, other, 1000000000 as support from work.answered_identities as a
where answer = 'same'
    and not exists (select 1 from work.identity_pairs as p where p.one = a.one and p.other = a.other)
"""
"""Pairs that make people: by evidence, and by the owner's word."""
