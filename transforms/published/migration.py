"""Published: people moving between channels, from period to period and from purchase day to purchase day."""

from __future__ import annotations

from transforms.core.parameters import Parameters
from transforms.published.bounds import bounds_sql
from transforms.published.people import state_sql
from transforms.sql import quote

GRAINS = {
    "month": ("month", "strftime({start}, '%Y-%m')", 1),
    "quarter": ("quarter", "year({start}) || '-Q' || quarter({start})", 3),
    "year": ("year", "cast(year({start}) as varchar)", 12),
}
"""Grain -> unit of truncation, name of a period from its first day, length in months."""


IDENTIFIED_BEFORE = """create or replace table work.identified_before as
with monthly as (
    select channel, cast(date_trunc('month', order_day) as date) as month,
        count(*) as orders, count(customer_id) as identified
    from core.orders where is_purchase
    group by channel, cast(date_trunc('month', order_day) as date)
),
months as (
    select cast(range as date) as month
    from range(
        (select cast(min(month) as timestamp) from monthly),
        (select cast(max(month) as timestamp) + interval 1 day from monthly),
        interval 1 month
    )
)
select c.channel, m.month,
    coalesce(sum(b.orders), 0) as orders_before,
    coalesce(sum(b.identified), 0) as identified_before
from (select distinct channel from monthly) as c
cross join months as m
left join monthly as b on b.channel = c.channel and b.month < m.month
group by c.channel, m.month
"""
"""Per channel and month: purchases before it, and how many of them had a person."""


def states_sql(parameters: Parameters, grain: str) -> str:
    """Table work.states_GRAIN: state of every person in every period of the grain with a purchase."""
    unit, _, months = GRAINS[grain]
    start = f"cast(date_trunc('{unit}', order_day) as date)"
    days = f"(select person, scenario, channel, {start} as start from work.purchase_days)"
    states = state_sql(days, str(parameters.shop.thresholds.mixed_under_share), "person, scenario, start")
    return f"""create or replace table work.states_{grain} as
select s.person, s.scenario, s.start, cast(s.start + interval {months} month as date) as next_start, s.state,
    f.first_day, f.first_channel
from ({states}) as s
join work.firsts as f on f.person = s.person"""


def flows_sql(parameters: Parameters, grain: str) -> str:
    """Query for `migration_flows` of one grain: state in period t against state in t+1, labelled by t+1.

    Everybody first seen by the end of t+1 is in the flow, so people are conserved, in every world; those at rest in
    both periods are counted, not listed. `net_sales` is what people brought in t+1. Someone first seen in t+1 comes
    from `new`, or from `became_identified` when the channel is old enough and so poorly identified before that the
    person may well have bought unseen.
    """
    thresholds = parameters.shop.thresholds
    unit, naming, months = GRAINS[grain]
    counts = """
select start, from_state, to_state, scenario, customers, in_left_margin, net_sales from cells
union all
select s.start, 'none' as from_state, 'none' as to_state, s.scenario, s.people - coalesce(m.people, 0) as customers,
    0 as in_left_margin, 0 as net_sales
from seen as s
left join moved as m on m.start = s.start and m.scenario = s.scenario
where s.people > coalesce(m.people, 0)"""
    cells = bounds_sql(
        counts, ("start", "from_state", "to_state"), ("customers",), certain=("in_left_margin", "net_sales")
    )
    return f"""
with periods as (
    select cast(range as date) as start, cast(range + interval {months} month as date) as next_start
    from range(
        (select cast(date_trunc('{unit}', min(order_day)) as timestamp) from core.orders where is_purchase),
        cast({parameters.as_of} as timestamp) + interval 1 day,
        interval {months} month
    )
),
later_periods as (
    select * from periods where start > (select min(start) from periods)
),
money as (
    select person, cast(date_trunc('{unit}', order_day) as date) as start, sum(net_sales) as net_sales
    from work.purchases
    where currency = {quote(parameters.shop.business.currency)} and scenario <= 0
    group by person, cast(date_trunc('{unit}', order_day) as date)
),
moving as (
    select coalesce(a.start, b.next_start) as start,
        coalesce(a.person, b.person) as person,
        coalesce(a.scenario, b.scenario) as scenario,
        coalesce(a.first_day, b.first_day) as first_day,
        coalesce(a.first_channel, b.first_channel) as first_channel,
        coalesce(b.state, 'none') as before,
        coalesce(a.state, 'none') as to_state
    from work.states_{grain} as a
    full outer join work.states_{grain} as b on b.person = a.person and b.next_start = a.start
),
placed as (
    select m.start, m.to_state, m.scenario, n.net_sales,
        case
            when m.first_day < m.start then m.before
            when s.first_day + {thresholds.left_margin_days} <= m.start
                and i.identified_before < {thresholds.identified_share} * i.orders_before then 'became_identified'
            else 'new'
        end as from_state,
        m.first_day >= m.start and m.first_day < s.first_day + {thresholds.left_margin_days} as in_left_margin
    from moving as m
    join work.channel_starts as s on s.channel = m.first_channel
    left join work.identified_before as i on i.channel = m.first_channel and i.month = m.start
    left join money as n on n.person = m.person and n.start = m.start
),
cells as (
    select start, from_state, to_state, scenario, count(*) as customers,
        count(*) filter (where in_left_margin) as in_left_margin,
        coalesce(sum(net_sales), 0) as net_sales
    from placed
    group by start, from_state, to_state, scenario
),
starting as (
    select cast(date_trunc('{unit}', first_day) as date) as start, scenario, count(*) as people
    from work.firsts
    group by cast(date_trunc('{unit}', first_day) as date), scenario
),
seen as (
    select p.start, f.scenario, sum(f.people) as people
    from later_periods as p
    join starting as f on f.start < p.start
    group by p.start, f.scenario
),
moved as (
    select start, scenario, sum(customers) as people from cells
    where from_state not in ('new', 'became_identified')
    group by start, scenario
)
select '{grain}' as grain, {naming.format(start="p.start")} as period, c.from_state, c.to_state,
    c.customers, c.customers_likely, c.customers_most, c.in_left_margin as customers_in_left_margin, c.net_sales,
    p.next_start <= {parameters.as_of} + 1 as is_complete
from later_periods as p
join ({cells}) as c on c.start = p.start"""


def migration_flows_sql(parameters: Parameters) -> str:
    """Query for `migration_flows`, all grains."""
    return "\nunion all\n".join(f"select * from ({flows_sql(parameters, grain)})" for grain in GRAINS)


def migration_steps_sql(parameters: Parameters) -> str:
    """Query for `migration_steps`: consecutive (day, channel) purchase days of one person, by time within a day.

    Pairs in the same channel are rows too: they are the rest of the denominator.
    """
    pairs = """
select strftime(order_day, '%Y-%m') as month, last_day(order_day) as month_end, from_channel, to_channel, scenario,
    count(*) as steps,
    count(distinct person) as customers
from (
    select person, scenario, order_day, channel as to_channel,
        lag(channel) over (partition by person order by order_day, first_at, channel) as from_channel
    from work.purchase_days
)
where from_channel is not null
group by strftime(order_day, '%Y-%m'), last_day(order_day), from_channel, to_channel, scenario"""
    steps = bounds_sql(pairs, ("month", "month_end", "from_channel", "to_channel"), ("steps", "customers"))
    return f"select *, month_end <= {parameters.as_of} as is_complete from ({steps})"
