"""Published: the ladder of METRICS.md §5, who stands on which rung at the end of each month and who moved."""

from __future__ import annotations

from transforms.core.parameters import Parameters, is_own
from transforms.published.bounds import bounds_sql
from transforms.sql import quote

REACH_SPELLS = """create or replace table work.reach_spells as
with said as (
    select customer_id, purpose, consent, since_day,
        dense_rank() over (partition by customer_id order by stated_at, file_rank, row_number) as turn
    from work.consent_statements
),
in_turn as (
    select customer_id, purpose, consent, since_day, turn, 1 as after from said
    union all
    select r.customer_id, p.purpose, false as consent, r.since_day, r.turn, 0 as after
    from said as r
    join (select distinct customer_id, purpose from said) as p
        on p.customer_id = r.customer_id and p.purpose <> 'marketing'
    where r.purpose = 'marketing' and not r.consent
),
changed as (
    select *, lag(consent) over (partition by customer_id, purpose order by turn, after, consent desc) as before
    from in_turn
),
spells as (
    select customer_id, purpose, consent, since_day as from_day,
        lead(since_day) over (partition by customer_id, purpose order by turn, after, consent desc) as until_day
    from changed
    where consent is distinct from before
)
select distinct s.customer_id, c.kind, s.from_day, s.until_day
from spells as s
join work.contacts as c on c.customer_id = s.customer_id
join work.served as v on v.purpose = s.purpose and v.kind = c.kind
where s.consent and coalesce(s.from_day < s.until_day, true)
"""
"""By which kind of contact a customer could be reached, from which day to before which one; null: until now.

Several purposes and kinds may overlap. Each statement holds until the next other one on its purpose, and a refusal of
being contacted at all is one on every purpose. Contacts are those known today.
"""


def months_sql(parameters: Parameters) -> str:
    """Table work.ladder_months: every month from the first purchase on, and its last day that is in the data."""
    return f"""create or replace table work.ladder_months as
select cast(range as date) as month,
    least(last_day(cast(range as date)), {parameters.as_of}) as end_day
from range(
    (select cast(date_trunc('month', min(order_day)) as timestamp) from core.orders where is_purchase),
    cast({parameters.as_of} as timestamp) + interval 1 day,
    interval 1 month
)"""


YEAR_DAYS = """create or replace table work.year_days as
with days as (
    select distinct person, scenario, order_day, cast(date_trunc('month', order_day) as date) as month
    from work.purchase_days
),
leaving as (
    select d.person, d.scenario,
        case
            when d.order_day > cast(m.end_day - interval 12 month as date) then cast(m.month + interval 1 month as date)
            else m.month
        end as month
    from days as d
    join work.ladder_months as m on m.month = cast(d.month + interval 12 month as date)
),
changes as (
    select person, scenario, month, sum(change) as change
    from (
        select person, scenario, month, 1 as change from days
        union all
        select person, scenario, month, -1 as change from leaving
    ) as each_day
    group by person, scenario, month
)
select person, scenario, month as from_month,
    lead(month) over (partition by person order by month) as until_month,
    cast(sum(change) over (partition by person order by month rows unbounded preceding) as bigint) as days
from changes
"""
"""Purchase days of the 12 months up to a month's end, from the first month's end to before the one where they change.

A day leaves twelve months later; where that month ends early, as the running one may, it can still count at its end.
"""


def super_days_sql(parameters: Parameters) -> str:
    """Table work.super_days: the fewest purchase days in 12 months that are among the top share at a month's end.

    The share is of everybody certain who bought in those months: the rank does not hang on likely links.
    """
    return f"""create or replace table work.super_days as
with certain as (
    select m.month, y.days, count(*) as people
    from work.year_days as y
    join work.ladder_months as m on m.month >= y.from_month and coalesce(m.month < y.until_month, true)
    where y.scenario <= 0 and y.days > 0
    group by m.month, y.days
),
ranked as (
    select month, days,
        sum(people) over (partition by month order by days desc rows unbounded preceding) - people as ahead,
        sum(people) over (partition by month) as everybody
    from certain
)
select month, min(days) as days
from ranked
where cast(ahead as double) / greatest(everybody - 1, 1) < {parameters.shop.thresholds.super_top_share}
group by month"""


def rungs_sql(parameters: Parameters) -> str:
    """Table work.rungs: everybody who came back, at the end of each month from that one on, and the rung before.

    A repeat purchase through an own channel is a purchase day there after the first purchase day anywhere. A person of
    several customers can be reached when one of them can.
    """
    own = is_own(parameters.shop, "d.channel")
    return f"""create or replace table work.rungs as
with back as (
    select d.person, d.scenario, min(f.first_day) as first_day, min(d.order_day) as back_day,
        min(d.order_day) filter (where {own}) as back_at_ours_day
    from work.purchase_days as d
    join work.firsts as f on f.person = d.person
    where d.order_day > f.first_day
    group by d.person, d.scenario
),
reached as (
    select distinct b.person, m.month
    from back as b
    join work.persons as i on i.person = b.person
    join work.reach_spells as s on s.customer_id = i.customer_id
    join work.ladder_months as m
        on m.end_day >= s.from_day and coalesce(m.end_day < s.until_day, true) and m.end_day >= b.back_at_ours_day
    where b.back_at_ours_day is not null
),
strong as (
    select r.person, r.month, coalesce(y.days >= s.days, false) as is_super
    from reached as r
    left join work.year_days as y
        on y.person = r.person and y.from_month <= r.month and coalesce(r.month < y.until_month, true)
    left join work.super_days as s on s.month = r.month
),
placed as (
    select b.person, b.scenario, m.month, b.first_day,
        case when t.person is null then 'weak' when t.is_super then 'super' else 'strong' end as strength
    from back as b
    join work.ladder_months as m on m.end_day >= b.back_day
    left join strong as t on t.person = b.person and t.month = m.month
)
select person, scenario, month, strength,
    lag(strength, 1, case when first_day < month then 'random' else 'none' end) over (
        partition by person order by month
    ) as from_strength
from placed"""


def strength_ladder_sql(parameters: Parameters) -> str:
    """Query for `strength_ladder`: everybody seen by the end of a month, on the rung they stand on and the one before.

    Who has bought on one day only is `random` from that month on, in every world.
    """
    counts = """
select month, from_strength, strength as to_strength, scenario, count(*) as customers,
    coalesce(sum(net_sales), 0) as net_sales
from (
    select r.month, r.from_strength, r.strength, r.scenario, n.net_sales
    from work.rungs as r
    left join money as n on n.person = r.person and n.month = r.month
) as came_back
group by month, from_strength, strength, scenario
union all by name
select once.first_month as month, 'none' as from_strength, 'random' as to_strength, once.scenario,
    count(*) as customers, coalesce(sum(n.net_sales), 0) as net_sales
from once
left join money as n on n.person = once.person and n.month = once.first_month
where once.is_still_once
group by once.first_month, once.scenario
union all by name
select m.month, 'random' as from_strength, 'random' as to_strength, w.scenario, sum(w.people) as customers,
    0 as net_sales
from (
    select first_month, back_month, scenario, count(*) as people from once group by first_month, back_month, scenario
) as w
join work.ladder_months as m on m.month > w.first_month and coalesce(m.month < w.back_month, true)
group by m.month, w.scenario"""
    cells = bounds_sql(counts, ("month", "from_strength", "to_strength"), ("customers",), certain=("net_sales",))
    return f"""
with money as (
    select person, cast(date_trunc('month', order_day) as date) as month, sum(net_sales) as net_sales
    from work.purchases
    where currency = {quote(parameters.shop.business.currency)} and scenario <= 0
    group by person, cast(date_trunc('month', order_day) as date)
),
once as (
    select f.person, f.scenario, cast(date_trunc('month', f.first_day) as date) as first_month, b.back_month,
        coalesce(b.back_month > cast(date_trunc('month', f.first_day) as date), true) as is_still_once
    from work.firsts as f
    left join (select person, min(month) as back_month from work.rungs group by person) as b on b.person = f.person
)
select strftime(c.month, '%Y-%m') as month, c.from_strength, c.to_strength, c.customers, c.customers_likely,
    c.customers_most, c.net_sales, s.days as super_from_days, last_day(c.month) <= {parameters.as_of} as is_complete
from ({cells}) as c
left join work.super_days as s on s.month = c.month"""


def next_rung_sql(parameters: Parameters) -> str:
    """Query for `next_rung`: how many lack what to be lifted one rung, on the as-of day."""
    own = is_own(parameters.shop, "d.channel")
    counts = """
select strength, lift, scenario, count(*) as customers from placed group by strength, lift, scenario"""
    return f"""
with came_back_to_us as (
    select distinct d.person
    from work.purchase_days as d
    join work.firsts as f on f.person = d.person
    where {own} and d.order_day > f.first_day
),
reachable as (
    select distinct i.person
    from work.persons as i
    join work.reachable as w on w.customer_id = i.customer_id
),
placed as (
    select coalesce(r.strength, 'random') as strength, f.scenario,
        {lift_sql("r.strength", "o.person is not null", "w.person is not null")} as lift
    from work.firsts as f
    left join work.rungs as r
        on r.person = f.person and r.month = cast(date_trunc('month', {parameters.as_of}) as date)
    left join came_back_to_us as o on o.person = f.person
    left join reachable as w on w.person = f.person
    where coalesce(r.strength, 'random') <> 'super'
)
select strength, lift, customers, customers_likely, customers_most
from ({bounds_sql(counts, ("strength", "lift"), ("customers",))})"""


def lift_sql(strength: str, came_back_to_us: str, is_reachable: str) -> str:
    """Expression: what would lift a person one rung; without a rung of their own they are `random`."""
    return f"""case
        when {strength} is null then 'second_purchase'
        when {strength} = 'strong' then 'purchase_days'
        when {strength} = 'super' then null
        when {came_back_to_us} then 'consent'
        when {is_reachable} then 'own_channel'
        else 'own_channel_and_consent'
    end"""
