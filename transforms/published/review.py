"""Published: pairs of people who may be one person, side by side, for the owner to say."""

from __future__ import annotations

from transforms.core.parameters import Parameters
from transforms.sql import quote

AT_MOST = 300
"""Pairs offered: more than anybody answers, few enough to read at once."""
SHOWN = 4
"""Contacts and names shown of one side."""

NOTHING_LIKELY = (
    "create table if not exists work.likely_links (link_id bigint, customer_id varchar, other_kind varchar, "
    "other_id varchar, probability double, evidence varchar)",
    "create table if not exists work.profile_orders (profile_id varchar, order_key varchar)",
)
"""A build that looked for certain evidence only has no likely links."""

ANSWERED = """create or replace table work.answered_pairs as
with named as (
    select identity_key as name, customer_id as id from core.customer_links
    union
    select 'order:' || o.order_key as name, coalesce(o.customer_id, p.profile_id) as id
    from core.orders as o
    left join work.profile_orders as p on p.order_key = o.order_key
)
select distinct least(a.id, b.id) as one_id, greatest(a.id, b.id) as other_id
from work.answers as w
join named as a on a.name = w.one
join named as b on b.name = w.other
where a.id <> b.id
"""
"""People, or nameless orders, about whom the owner has said something, don't know included: nobody asks twice."""


def sides_sql(parameters: Parameters) -> str:
    """Statement for work.review_sides: one row per side of a doubtful pair, with its purchases added up."""
    net = f"sum(net_sales) filter (where currency = {quote(parameters.shop.business.currency)})"
    return f"""create or replace table work.review_sides as
with sides as (
    select customer_id as id, true as is_customer from work.likely_links
    union
    select other_id as id, other_kind = 'customer' as is_customer from work.likely_links
),
purchases as (
    select s.id, s.is_customer, o.order_key, o.ordered_at, o.order_day, o.channel, o.currency, o.net_sales
    from sides as s
    join core.orders as o on o.customer_id = s.id
    where s.is_customer and o.is_purchase
    union all
    select s.id, s.is_customer, o.order_key, o.ordered_at, o.order_day, o.channel, o.currency, o.net_sales
    from sides as s
    join work.profile_orders as p on p.profile_id = s.id
    join core.orders as o on o.order_key = p.order_key
    where not s.is_customer and o.is_purchase and o.customer_id is null
)
select id, is_customer, count(*) as orders, coalesce({net}, 0) as net_sales,
    min(order_day) as first_day, max(order_day) as last_day,
    string_agg(distinct channel, '+' order by channel) as channels,
    arg_min(order_key, strftime(ordered_at, '%Y%m%d%H%M%S%f') || order_key) as first_order
from purchases
group by id, is_customer"""


PAIRS = f"""create or replace table work.review_pairs as
with pairs as (
    select l.customer_id as one_id, l.other_id, l.probability, l.evidence,
        least(a.net_sales, b.net_sales) as value
    from work.likely_links as l
    join work.review_sides as a on a.id = l.customer_id
    join work.review_sides as b on b.id = l.other_id
    where not exists (
        select 1 from work.answered_pairs as w
        where w.one_id = least(l.customer_id, l.other_id) and w.other_id = greatest(l.customer_id, l.other_id)
    )
),
ranked as (
    select *, row_number() over (
        order by cast(value as double) * probability * (1 - probability) desc, probability desc, one_id, other_id
    ) as place
    from pairs
)
select * from ranked where place <= {AT_MOST}
"""
"""What is worth asking: net sales at stake times doubt, p(1−p), the most first."""

SHOWN_OF_SIDES = f"""create or replace table work.review_shown as
with asked as (
    select one_id as id from work.review_pairs
    union
    select other_id as id from work.review_pairs
),
about as (
    select o.customer_id as id, i.identity_kind, i.masked
    from asked as s
    join core.orders as o on o.customer_id = s.id
    join work.identities as i on i.order_key = o.order_key
    union all
    select p.profile_id as id, i.identity_kind, i.masked
    from asked as s
    join work.profile_orders as p on p.profile_id = s.id
    join work.identities as i on i.order_key = p.order_key
    union all
    select l.customer_id as id, i.identity_kind, i.masked
    from asked as s
    join core.customer_links as l on l.customer_id = s.id
    join core.identities as i on i.identity_key = l.identity_key
),
counted as (
    select id, identity_kind = 'name' as is_name, masked,
        min(case identity_kind when 'phone' then 1 when 'email' then 2 when 'member' then 3 else 4 end) as kind_rank
    from about
    where masked <> '' and identity_kind <> 'birthday'
    group by id, identity_kind = 'name', masked
),
ranked as (
    select *, row_number() over (partition by id, is_name order by kind_rank, masked) as place from counted
)
select id,
    string_agg(masked, ' · ' order by place) filter (where not is_name) as contacts,
    string_agg(masked, ' · ' order by place) filter (where is_name) as people
from ranked where place <= {SHOWN}
group by id
"""

_SIDE = """{name} as {side}_name, case when {alias}.is_customer then {alias}.id end as {side}_customer_id,
    {alias}_shown.contacts as {side}_contacts, {alias}_shown.people as {side}_people,
    {alias}.channels as {side}_channels, {alias}.first_day as {side}_first_day, {alias}.last_day as {side}_last_day,
    {alias}.orders as {side}_orders, {alias}.net_sales as {side}_net_sales"""
_NAME = "coalesce({alias}_named.identity_key, 'order:' || {alias}.first_order)"

LINK_REVIEW = f"""
with named as (
    select customer_id,
        arg_min(
            identity_key,
            case when 'c' || left(identity_key, 16) = customer_id then '0' else '1' end
                || coalesce(strftime(first_seen_at, '%Y%m%d%H%M%S%f'), '9') || identity_key
        ) as identity_key
    from core.identities
    where customer_id is not null and not is_ignored
    group by customer_id
),
sides as (
    select r.place, r.probability, r.evidence, r.value,
        {_SIDE.format(name=_NAME.format(alias="a"), side="one", alias="a")},
        {_SIDE.format(name=_NAME.format(alias="b"), side="other", alias="b")}
    from work.review_pairs as r
    join work.review_sides as a on a.id = r.one_id
    join work.review_sides as b on b.id = r.other_id
    left join named as a_named on a.is_customer and a_named.customer_id = a.id
    left join named as b_named on b.is_customer and b_named.customer_id = b.id
    left join work.review_shown as a_shown on a_shown.id = a.id
    left join work.review_shown as b_shown on b_shown.id = b.id
)
select *, left(md5(least(one_name, other_name) || '|' || greatest(one_name, other_name)), 12) as pair_id
from sides
"""
"""A person is called by the identity that gave them their id, else the earliest that is theirs alone."""


def statements(parameters: Parameters) -> list[str]:
    """Statements that `link_review` stands on, in their order."""
    return [*NOTHING_LIKELY, ANSWERED, sides_sql(parameters), PAIRS, SHOWN_OF_SIDES]
