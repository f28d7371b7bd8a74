"""Core: what people have agreed to, by the latest statement of any file."""

from __future__ import annotations

from transforms.core.parameters import Parameters, shop_day
from transforms.sql import quote
from transforms.tables.core import CONSENTS
from transforms.tables.words import CONTACTS_FOR_PURPOSE

MORNING_MINUTES = 12 * 60
"""So long after a day has ended a list still tells of that day: it is fetched on the morning after."""


def statements_sql(parameters: Parameters) -> str:
    """Table work.consent_statements: every statement of a person on being contacted, on the shop's clock.

    A statement on an order is its buyer's and as old as the order; one in a list is as old as the file says it is, else
    as its arrival, but never younger than the as-of day: a list made after the last order tells how things stood then.
    What a list says that was made later than the morning after a rebuilt day was not known then. A statement that names
    no purpose is about being contacted at all: `marketing`.
    """
    shop = parameters.shop
    zone = quote(shop.business.time_zone)
    ends = shop.business.day_ends_at
    minutes = ends.hour * 60 + ends.minute
    ordered_at = f"timezone({zone}, timezone('UTC', o.ordered_at))"
    received_at = f"timezone({zone}, timezone('UTC', f.received_at))"
    listed_at = f"coalesce(f.exported_at, {received_at})"
    morning_of = f"f.exported_at - interval {minutes + MORNING_MINUTES} minute"
    said = "coalesce(nullif(i.purpose, ''), 'marketing') as purpose, i.consent, i.source, i.file_rank, i.row_number"
    return f"""create or replace table work.consent_statements as
select p.customer_id, {said}, {ordered_at} as stated_at,
    least({shop_day(shop, "o.ordered_at")}, {parameters.as_of}) as since_day
from work.identities as i
join work.orders_before_fees as o on o.order_key = i.order_key
join work.people_by_order as p on p.order_key = i.order_key
where i.consent is not null and i.is_certain
union all by name
select k.customer_id, {said}, {listed_at} as stated_at,
    least(cast({listed_at} - interval {minutes} minute as date), {parameters.as_of}) as since_day
from work.identities as i
join core.identities as k on k.identity_key = i.identity_key
join work.files as f on f.file_id = i.file_id and f.layout = i.layout
where i.consent is not null and i.is_certain and i.order_key is null and k.customer_id is not null
    and coalesce(cast({morning_of} as date) <= {parameters.known}, true)"""


def served_sql() -> str:
    """Table work.served: purpose and the kind of contact that can serve it."""
    pairs = [(purpose, kind) for purpose, kinds in CONTACTS_FOR_PURPOSE.items() for kind in kinds]
    rows = ", ".join(f"({quote(purpose)}, {quote(kind)})" for purpose, kind in pairs)
    return f"create or replace table work.served as select * from (values {rows}) as t(purpose, kind)"


CONTACTS = """create or replace table work.contacts as
with recycled as (
    select e.identity_key, p.customer_id, max(e.ordered_at) as last_at
    from work.claimed_evidence as e
    join work.people as p on p.node = e.node
    where e.identity_key in (select identity_key from work.claims where reason = 'recycled')
    group by e.identity_key, p.customer_id
),
given_away as (
    select identity_key, customer_id
    from recycled
    qualify row_number() over (partition by identity_key order by last_at desc nulls last, customer_id) > 1
)
select distinct l.customer_id, l.evidence as kind, l.identity_key
from core.customer_links as l
left join given_away as g on g.identity_key = l.identity_key and g.customer_id = l.customer_id
where l.probability = 1 and l.evidence in ('phone', 'email') and g.identity_key is null
"""
"""The contacts a person has, by kind. A number that has gone to somebody else reaches nobody but its latest owner."""

_CONSENTS = """
with latest as (
    select * from work.consent_statements
    qualify row_number() over (
        partition by customer_id, purpose order by stated_at desc, file_rank desc, row_number desc, consent
    ) = 1
),
left_alone as (
    select l.customer_id, l.purpose
    from latest as l
    join latest as m on m.customer_id = l.customer_id and m.purpose = 'marketing' and not m.consent
    where (m.stated_at, m.file_rank, m.row_number) > (l.stated_at, l.file_rank, l.row_number)
),
serving as (
    select l.customer_id, l.purpose, string_agg(distinct c.kind, '+' order by c.kind) as contact_kinds
    from latest as l
    join work.served as s on s.purpose = l.purpose
    join work.contacts as c on c.customer_id = l.customer_id and c.kind = s.kind
    left join left_alone as a on a.customer_id = l.customer_id and a.purpose = l.purpose
    where a.customer_id is null
    group by l.customer_id, l.purpose
)
select l.customer_id, l.purpose, l.consent, l.since_day, l.source, coalesce(s.contact_kinds, '') as contact_kinds
from latest as l
left join serving as s on s.customer_id = l.customer_id and s.purpose = l.purpose
"""
"""One row per person and purpose: the latest statement, a refusal where a row says both, and the contacts it serves.

Who refuses to be contacted at all is reached by nothing agreed to before.
"""


def consents_sql() -> str:
    """Statement that makes core.consents, from what was said and the contacts there are."""
    return CONSENTS.fill_sql(_CONSENTS, "core.consents")
