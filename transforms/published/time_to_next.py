"""Published: how long until people buy again, with those who have not yet counted in as such. METRICS.md §4."""

from __future__ import annotations

from transforms.core.parameters import Parameters
from transforms.published.bounds import bounds_sql
from transforms.published.calibration import Z
from transforms.tables.words import ORDER_RANKS

BOUNDS = ("_likely", "_most", "_least")
LEVELS = tuple(f"{name}{bound}" for name in ("leaving", "events") for bound in ("", *BOUNDS))


def _leaving(parameters: Parameters) -> str:
    """Query of order_rank, channel, day, scenario: who is last watched that many days after a purchase, who is back.

    A person is watched from each purchase day to the next one, or to the as-of day where there is none yet.
    """
    return f"""
with numbered as (
    select person, scenario, order_day,
        row_number() over (partition by person, scenario order by order_day) as order_rank,
        lead(order_day) over (partition by person, scenario order by order_day) as next_day
    from (select distinct person, scenario, order_day from work.purchase_days) as d
),
watched as (
    select n.order_rank, n.scenario, f.first_channel, n.next_day is not null as is_back,
        coalesce(n.next_day, {parameters.as_of}) - n.order_day as day
    from numbered as n
    join work.firsts as f on f.person = n.person and f.scenario = n.scenario
    where n.order_rank <= {ORDER_RANKS}
)
select order_rank, 'all' as channel, day, scenario, count(*) as leaving, count(*) filter (where is_back) as events
from watched group by order_rank, day, scenario
union all by name
select order_rank, first_channel as channel, day, scenario, count(*) as leaving,
    count(*) filter (where is_back) as events
from watched where order_rank = 1 group by order_rank, first_channel, day, scenario"""


def curves_sql(parameters: Parameters) -> str:
    """Statement: work.time_to_next, Kaplan-Meier curves of the days between purchase days, a row per step.

    survival is the product of 1 - events / at_risk (Kaplan and Meier 1958); its interval is Greenwood's on the scale
    of log(-log), which stays between 0 and 1. Where nobody is left the upper end is not known. Likely links enter by
    their weight. `survival_least` takes each day the most who could be back of the fewest who could be watched: no
    world is below it, and perhaps none reaches it.
    """
    curve = "partition by order_rank, channel order by day rows"
    so_far, from_here = f"({curve} unbounded preceding)", f"({curve} between current row and unbounded following)"
    error = f"{Z} * sqrt(greenwood) / abs(ln(survival))"
    inside = "survival > 0 and survival < 1"
    return f"""create or replace table work.time_to_next as
with levels as (
    select order_rank, channel, day, {", ".join(f"sum({name}) as {name}" for name in LEVELS)}
    from (
        select order_rank, channel, day, {", ".join(LEVELS)}
        from ({bounds_sql(_leaving(parameters), ("order_rank", "channel", "day"), ("leaving", "events"))}) as b
        union all
        select order_rank, channel, 0 as day, {", ".join(f"0 as {name}" for name in LEVELS)}
        from (
            select distinct 1 as order_rank, channel from work.purchase_days
            union all
            select range as order_rank, 'all' as channel from range(1, {ORDER_RANKS + 1})
        ) as starts
    ) as each_day
    group by order_rank, channel, day
),
risks as (
    select order_rank, channel, day, events, events_likely, events_most,
        {", ".join(f"sum(leaving{bound}) over {from_here} as at_risk{bound}" for bound in ("", *BOUNDS))}
    from levels
),
curves as (
    select *,
        product({_kept("events", "at_risk")}) over {so_far} as survival,
        product({_kept("events_likely", "at_risk_likely")}) over {so_far} as survival_likely,
        product({_kept("events_most", "at_risk_least")}) over {so_far} as survival_least,
        sum(case when at_risk > events then events / (cast(at_risk as double) * (at_risk - events)) else 0 end)
            over {so_far} as greenwood,
        max(day) over (partition by order_rank, channel) as last_day,
        max(at_risk_most) over (partition by order_rank, channel) as watched
    from risks
)
select order_rank, channel, day, at_risk, at_risk_likely, at_risk_most, events, events_likely, events_most,
    survival, survival_likely, survival_least,
    case when {inside} then pow(survival, exp({error})) else survival end as low,
    case when {inside} then pow(survival, exp(-{error})) when survival = 1 then 1 end as high
from curves
where watched > 0 and (day in (0, last_day) or events_most > 0)"""


TIME_TO_NEXT = "select * from work.time_to_next"


def _kept(events: str, at_risk: str) -> str:
    """Expression: the share of those watched that is not back on the day, between 0 and 1."""
    left = f"greatest(1 - cast({events} as double) / cast({at_risk} as double), 0)"
    return f"case when {events} = 0 then 1 when {at_risk} > 0 then {left} else 0 end"
