"""Records that may be linked: what weak evidence says of each certain person, and of orders that name nobody."""

from __future__ import annotations

from transforms.core.parameters import shop_day
from transforms.customers.probable.records import WHOLE
from transforms.settings import Shop

TRAITS = """create or replace table work.traits as
with rows as (
    select coalesce(i.order_key, i.file_id || ':' || i.layout || ':' || i.row_number) as together, i.order_key,
        i.source, i.identity_kind as kind, i.identity_key as key, i.grams, i.surname_key, i.is_certain,
        i.role = 'buyer' as is_buyers,
        case when i.identity_kind = 'phone' then regexp_extract(i.masked, '^[0-9]+') else '' end as digits_first,
        case when i.identity_kind = 'phone' then regexp_extract(i.masked, '[0-9]+$') else '' end as digits_last
    from work.identities as i
    where i.identity_kind in ('phone', 'email', 'name', 'birthday', 'area', 'card')
        and i.identity_key not in (select identity_key from core.identities where is_ignored)
)
select r.* from rows as r
where r.order_key is null or r.order_key in (select order_key from work.orders_before_fees)
"""
"""One row per statement of a file about the buyer that could tell people apart, certain or not."""

TRAITS_OF_PEOPLE = """create or replace table work.traits_of_people as
with named as (
    select e.together, min(p.customer_id) as customer_id
    from work.claimed_evidence as e
    join work.people as p on p.node = e.node
    group by e.together
)
select n.customer_id, t.*
from work.traits as t
join named as n on n.together = t.together
"""

_OF_UNNAMED = """(
    from work.traits
    where order_key in (select order_key from work.unnamed_orders) and (is_buyers or order_key not in (
        select order_key from work.traits
        where not is_buyers and kind in ('phone', 'email') and is_certain and order_key is not null
    ))
)"""
"""A parcel with a whole number, of a buyer who gave none, tells of its receiver (METRICS.md §2): a gift links nobody.
A masked one is all that a marketplace shows of its buyers."""

_KINDS = ("phone", "email", "name", "birthday", "area", "card")


def _chosen(rows: str, owner: str) -> str:
    """Query: `owner` and the traits it is known by: per kind the buyer's own before a parcel's, then the commonest."""
    return f"""
with counted as (
    select {owner}, kind, key, min(grams) as grams, min(surname_key) as surname_key, bool_or(is_certain) as is_certain,
        bool_or(is_buyers) as is_buyers, count(distinct together) as uses,
        max(digits_first) as digits_first, max(digits_last) as digits_last,
        coalesce(kind = 'name' and key = min(surname_key), false) as is_surname
    from {rows}
    group by {owner}, kind, key
),
ranked as (
    select *, row_number() over (
        partition by {owner}, kind order by is_surname, is_buyers desc, is_certain desc, uses desc, key
    ) as place
    from counted
)
select {owner},
    max(nullif(digits_first, '')) filter (where kind = 'phone') as phone_first,
    max(nullif(digits_last, '')) filter (where kind = 'phone') as phone_last,
    max(key) filter (where kind = 'phone' and is_certain) as phone_key,
    max(key) filter (where kind = 'email') as email_key,
    max(grams) filter (where kind = 'email') as email_grams,
    max(key) filter (where kind = 'name' and not is_surname) as name_key,
    max(grams) filter (where kind = 'name' and not is_surname) as name_grams,
    max(surname_key) filter (where kind = 'name') as surname_key,
    max(key) filter (where kind = 'birthday') as birthday_key,
    max(grams) filter (where kind = 'birthday') as birthday_grams,
    max(key) filter (where kind = 'area') as area_key,
    max(grams) filter (where kind = 'area') as area_grams,
    max(key) filter (where kind = 'card') as card_key
from ranked where place = 1
group by {owner}"""


def _habits(orders: str, owner: str) -> str:
    """Query: `owner`, its usual items and hour, its first and latest day and its channel of most orders."""
    return f"""
with lines as (
    select o.{owner}, i.item, count(*) as lines
    from {orders} as o join core.order_items as i on i.order_key = o.order_key
    where i.item is not null
    group by o.{owner}, i.item
    qualify row_number() over (partition by o.{owner} order by count(*) desc, i.item) <= {USUAL_ITEMS}
),
usual as (
    select {owner}, list_sort(list(cast(hash(item) % 4294967296 as uinteger))) as items from lines group by {owner}
),
hours as (
    select {owner}, hour, row_number() over (partition by {owner} order by count(*) desc, hour) as place
    from {orders} group by {owner}, hour
),
channels as (
    select {owner}, channel, row_number() over (partition by {owner} order by count(*) desc, channel) as place
    from {orders} group by {owner}, channel
),
spans as (
    select {owner}, min(day) as first_day, max(day) as last_day from {orders} group by {owner}
)
select s.{owner}, u.items, cast(h.hour as tinyint) as usual_hour, s.first_day, s.last_day, c.channel
from spans as s
left join usual as u on u.{owner} = s.{owner}
join hours as h on h.{owner} = s.{owner} and h.place = 1
join channels as c on c.{owner} = s.{owner} and c.place = 1"""


USUAL_ITEMS = 3


def profile_statements(shop: Shop) -> list[str]:
    """Statements for work.profiles and work.profile_orders (orders of those who are not named, by profile)."""
    day = shop_day(shop, "o.ordered_at")
    hour = f"hour(timezone('{shop.business.time_zone}', timezone('UTC', o.ordered_at)))"
    placed = f"o.order_key, o.channel, o.source, {day} as day, {hour} as hour"
    kinds = ", ".join(f"'{kind}'" for kind in _KINDS)
    return [
        TRAITS,
        TRAITS_OF_PEOPLE,
        f"""create or replace table work.orders_of_people as
select p.customer_id, p.customer_id || '|' || o.source as owner, {placed}
from work.orders_before_fees as o
join work.people_by_order as p on p.order_key = o.order_key
where p.customer_id is not null""",
        f"""create or replace table work.unnamed_orders as
select o.order_key, {placed.removeprefix("o.order_key, ")}
from work.orders_before_fees as o
left join work.people_by_order as p on p.order_key = o.order_key
where p.customer_id is null and o.order_key in (
    select order_key from work.traits where kind in ({kinds}) and kind <> 'area' and order_key is not null
)""",
        f"""create or replace table work.unnamed_traits as
select u.order_key, u.source, t.* exclude (order_key)
from ({_chosen(_OF_UNNAMED, "order_key")}) as t
join work.unnamed_orders as u on u.order_key = t.order_key""",
        PROFILE_ORDERS,
        _profiles(),
    ]


PROFILE_ORDERS = """create or replace table work.profile_orders as
select 'a' || left(md5(concat_ws('|', source,
        coalesce(phone_first || '*' || phone_last, ''), coalesce(phone_key, ''), coalesce(email_key, ''),
        coalesce(name_key, surname_key, ''), coalesce(card_key, ''), coalesce(birthday_key, ''),
        case when {is_somebody} then '' else order_key end
    )), 16) as profile_id,
    order_key
from work.unnamed_traits
where coalesce(phone_last, email_key, name_key, card_key, birthday_key) is not null
""".format(
    is_somebody="(phone_last is not null or email_key is not null or card_key is not null or birthday_key is not null)"
    " and coalesce(name_key, surname_key) is not null or phone_key is not null"
)
"""Orders whose buyer is not named, by what is known of the buyer: with a name and something besides they are one
buyer's in one source, else each stands alone. A surname alone is no profile.
"""


def _profiles() -> str:
    columns = (
        "phone_first, phone_last, phone_key, email_key, email_grams, name_key, name_grams, surname_key, "
        "birthday_key, birthday_grams, area_key, area_grams, card_key"
    )
    return f"""create or replace table work.profiles as
with people as ({_chosen("work.traits_of_people", "customer_id")}),
people_habits as ({_habits("work.orders_of_people", "customer_id")}),
views as ({_chosen("(select *, customer_id || '|' || source as owner from work.traits_of_people)", "owner")}),
views_habits as ({_habits("work.orders_of_people", "owner")}),
unnamed as (
    select p.profile_id, t.* exclude (order_key, source), t.source, o.channel, o.day, o.hour, o.order_key
    from work.profile_orders as p
    join work.unnamed_traits as t on t.order_key = p.order_key
    join work.unnamed_orders as o on o.order_key = p.order_key
),
unnamed_traits as (
    select distinct on (profile_id) profile_id, source, {columns} from unnamed
    order by profile_id, area_key nulls last, order_key
),
unnamed_habits as ({_habits("unnamed", "profile_id")})
select p.customer_id as profile_id, p.customer_id as truth_id, false as is_anonymous, '{WHOLE}' as family,
    {columns}, h.items, h.usual_hour, h.first_day, h.last_day, h.channel
from people as p left join people_habits as h on h.customer_id = p.customer_id
union all
select v.owner as profile_id, split_part(v.owner, '|', 1) as truth_id, false as is_anonymous,
    substr(v.owner, strpos(v.owner, '|') + 1) as family,
    {columns}, h.items, h.usual_hour, h.first_day, h.last_day, h.channel
from views as v left join views_habits as h on h.owner = v.owner
union all
select u.profile_id, null as truth_id, true as is_anonymous, u.source as family,
    {columns}, h.items, h.usual_hour, h.first_day, h.last_day, h.channel
from unnamed_traits as u join unnamed_habits as h on h.profile_id = u.profile_id"""
