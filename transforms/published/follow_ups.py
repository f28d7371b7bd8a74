"""Published: whom to call and why, a list each Monday, and what became of it. METRICS.md §5.

A list hangs on what had happened before its day and on nothing later, so that every night makes the same lists again
from the same past. A later file about that past, or a link of people, can change it. Who is kept back is decided by a
digest of the person's id, itself keyed, and of the list's day.
"""

from __future__ import annotations

from transforms.core.parameters import Parameters, is_own
from transforms.sql import quote
from transforms.tables.words import FOLLOW_UP_REASONS

PUBLISHED_DAYS = 400
"""Lists of so many days before the as-of day are published; older ones only keep people from being listed again."""
USUAL_FROM_GAPS = 2
"""A person has a usual gap from so many gaps on."""
WHOLE = 2**32


def _channels(parameters: Parameters, *kinds: str) -> str:
    names = [name for name, channel in parameters.shop.channels.items() if channel.kind in kinds]
    return f"channel in ({', '.join(map(quote, names))})" if names else "false"


def _events(parameters: Parameters) -> str:
    """CTEs up to `events`: person, reason, the day it arose, until when it holds, and what it is about."""
    rules = parameters.shop.follow_ups
    return f"""
with days as (
    select distinct person, order_day from work.purchase_days where scenario <= 0
),
numbered as (
    select person, order_day, row_number() over (partition by person order by order_day) as place,
        order_day - lag(order_day) over (partition by person order by order_day) as gap,
        lead(order_day) over (partition by person order by order_day) as next_day
    from days
),
paced as (
    select *, median(gap) over (partition by person order by order_day rows unbounded preceding) as usual_gap
    from numbered
),
seen_in_store as (
    select s.person, s.day
    from (
        select person, min(order_day) as day from work.purchase_days
        where scenario <= 0 and {is_own(parameters.shop)} group by person
        having min(order_day) = min(order_day) filter (where {_channels(parameters, "store")})
    ) as s
    join work.purchase_days as d on d.person = s.person and d.order_day < s.day
    where d.scenario <= 0
    group by s.person, s.day
    having count(distinct d.order_day) filter (
        where {_channels(parameters, "marketplace", "delivery").replace("channel in", "d.channel in")}
    ) >= {rules.regular_from_days}
),
sold as (
    select o.customer_id, o.order_day, i.item, regexp_replace(trim(i.item), '[ 　]+[^ 　]+$', '') as kind
    from core.order_items as i
    join core.orders as o on o.order_key = i.order_key
    where o.is_purchase and regexp_matches(trim(i.item), '[ 　]')
),
new_items as (
    select item, kind, min(order_day) as first_sold
    from sold
    group by item, kind
    having min(order_day) >= (select min(order_day) from sold) + {parameters.shop.thresholds.left_margin_days}
),
liked as (
    select p.person, n.item, n.first_sold, min(case when s.item = n.item then s.order_day end) as bought_day
    from new_items as n
    join sold as s on s.kind = n.kind
    join work.persons as p on p.customer_id = s.customer_id and p.scenario <= 0
    group by p.person, n.item, n.first_sold
    having min(s.order_day) < n.first_sold
),
events as (
    select person, 'won_back' as reason, order_day as event_day, cast(null as date) as until_day,
        cast(null as varchar) as item
    from numbered
    where gap >= {rules.won_back_days}
    union all
    select person, 'platform_regular' as reason, day as event_day, null as until_day, null as item from seen_in_store
    union all
    select person, 'due' as reason,
        order_day + cast(ceil({rules.due_factor} * usual_gap) as integer) as event_day, next_day as until_day,
        null as item
    from paced
    where place > {USUAL_FROM_GAPS}
    union all
    select person, 'second_purchase' as reason, order_day + {rules.second_purchase_days} as event_day,
        next_day as until_day, null as item
    from numbered
    where place = 1
    union all
    select person, 'new_item' as reason, first_sold as event_day, bought_day as until_day, item from liked
)"""


def follow_ups_sql(parameters: Parameters) -> str:
    """Query for `follow_ups`: one row per list day and person to call, or kept back.

    A reason leads to the first Monday after it arose, if it still holds and the person can be reached by then; the
    first of FOLLOW_UP_REASONS counts. Then everybody's lists are thinned out: from the first one on, the next is the
    first that is far enough away. The contact is one of a kind that could be used on the list's day.
    """
    rules = parameters.shop.follow_ups
    places = " ".join(f"when {quote(reason)} then {place}" for place, reason in enumerate(FOLLOW_UP_REASONS))
    since = f"date '{rules.called_since.isoformat()}'" if rules.called_since else "null"
    drawn = "cast('0x' || substr(md5('follow_ups:' || list_day || ':' || customer_id), 1, 8) as bigint)"
    return f"""
with recursive {_events(parameters).strip().removeprefix("with ")},
listed as (
    select p.customer_id, e.person, e.reason, e.item,
        cast(date_trunc('week', e.event_day) + interval 7 day as date) as list_day
    from events as e
    join work.persons as p on p.person = e.person
    where coalesce(e.until_day >= cast(date_trunc('week', e.event_day) + interval 7 day as date), true)
),
in_reach as (
    select distinct l.customer_id, l.list_day, s.kind
    from listed as l
    join work.reach_spells as s on s.customer_id = l.customer_id
        and s.from_day < l.list_day and coalesce(s.until_day >= l.list_day, true)
),
reachable as (
    select l.* from listed as l
    where l.list_day <= {parameters.as_of} + 1 and exists (
        select 1 from in_reach as r where r.customer_id = l.customer_id and r.list_day = l.list_day
    )
    qualify row_number() over (
        partition by l.person, l.list_day order by case l.reason {places} end, l.item
    ) = 1
),
chances as (
    select *, min(list_day) over (
        partition by person order by list_day
        range between interval {rules.not_again_days} day following and unbounded following
    ) as next_list_day
    from reachable
),
picked as (
    select person, min(list_day) as list_day from chances group by person
    union all
    select c.person, c.next_list_day as list_day
    from picked as p
    join chances as c on c.person = p.person and c.list_day = p.list_day
    where c.next_list_day is not null
),
shown as (
    select c.customer_id, c.person, c.reason, c.item, c.list_day, c.list_day + {rules.result_days} - 1 as result_day
    from picked as p
    join chances as c on c.person = p.person and c.list_day = p.list_day
    where p.list_day > {parameters.as_of} - {PUBLISHED_DAYS}
),
facts as (
    select s.person, s.list_day,
        max(d.order_day) filter (where d.order_day < s.list_day) as last_order_day,
        count(distinct d.order_day) filter (where d.order_day < s.list_day) as purchase_days,
        arg_max(d.channel, strftime(d.last_at, '%Y%m%d%H%M%S%f') || d.channel) filter (
            where d.order_day < s.list_day
        ) as latest_channel,
        min(d.order_day) filter (where d.order_day between s.list_day and s.result_day) as came_back_day
    from shown as s
    join work.purchase_days as d on d.person = s.person and d.scenario <= 0
    group by s.person, s.list_day
),
contacts as (
    select s.customer_id, s.list_day,
        arg_min(i.masked, case r.kind when 'phone' then '1' else '2' end || i.masked) as contact_masked
    from shown as s
    join in_reach as r on r.customer_id = s.customer_id and r.list_day = s.list_day
    join work.contacts as c on c.customer_id = r.customer_id and c.kind = r.kind
    join core.identities as i on i.identity_key = c.identity_key
    group by s.customer_id, s.list_day
)
select s.list_day, s.customer_id, s.reason, s.item,
    case
        when {drawn.replace("list_day", "s.list_day").replace("customer_id", "s.customer_id")}
            < {rules.kept_back_share} * {WHOLE} then 'kept_back'
        else 'called'
    end as list_group,
    c.contact_masked, f.last_order_day, f.purchase_days, f.latest_channel,
    s.list_day + {rules.not_again_days} as free_again_day, s.result_day,
    case when s.result_day <= {parameters.as_of} then f.came_back_day is not null end as came_back,
    f.came_back_day, coalesce(s.list_day >= {since}, false) as is_called,
    s.result_day <= {parameters.as_of} as is_complete
from shown as s
join facts as f on f.person = s.person and f.list_day = s.list_day
left join contacts as c on c.customer_id = s.customer_id and c.list_day = s.list_day"""
