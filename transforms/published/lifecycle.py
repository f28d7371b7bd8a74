"""Published: where everybody stands in the shop's own rhythm, and who moved on from where. METRICS.md §4."""

from __future__ import annotations

from transforms.core.parameters import Parameters
from transforms.published.bounds import bounds_sql

FOLLOWED_BY = 30
"""A curve is followed as long as so many people are still watched."""
NEEDED_BACK = 50
"""So many must have come back on it: the day by which 95 % have is then known to within 3 points."""
OVER_BY = 0.75
"""The last twentieth must begin within this share of the days followed; later, too few of the slow are seen yet."""
NEARLY_ALL = 0.95
"""With so many back, hardly anybody is left who could still make the curve rise."""
MARKS = {"due_days": 0.5, "at_risk_days": 0.8, "lapsed_days": 0.95}
"""Of all who come back, the share that is back by then."""
_ROUNDING = "1e-9"

CURVES = """create or replace table work.lifecycle_curves as
with steps as (
    select order_rank, day, at_risk, events, 1 - survival as back
    from work.time_to_next
    where channel = 'all' and order_rank <= 2 and (day = 0 or at_risk >= {followed_by})
),
ends as (
    select order_rank, max(day) as followed_days, max(back) as share_back, sum(events) as came_back,
        max(case when day = 0 then at_risk end) as watched
    from steps
    group by order_rank
),
marks as (
    select e.order_rank, e.followed_days, e.share_back, e.came_back, e.watched,
        {marks}
    from ends as e
    join steps as s on s.order_rank = e.order_rank
    group by e.order_rank, e.followed_days, e.share_back, e.came_back, e.watched
)
select *,
    case
        when came_back < {needed} then 'few_people'
        when lapsed_days > {over_by} * followed_days and share_back < {nearly_all} then 'still_rising'
        else 'enough'
    end as curve_state
from marks
""".format(
    followed_by=FOLLOWED_BY,
    needed=NEEDED_BACK,
    over_by=OVER_BY,
    nearly_all=NEARLY_ALL,
    marks=",\n        ".join(
        f"min(case when s.back >= {share} * e.share_back - {_ROUNDING} then s.day end) as {name}"
        for name, share in MARKS.items()
    ),
)
"""One row per curve, after the first and after the second purchase day: by when how many of those who return have."""

THRESHOLDS = f"""create or replace table work.lifecycle_thresholds as
with chosen as (
    select 'first' as purchase, 1 as order_rank
    union all
    select 'later' as purchase, case when count(*) = 2 then 2 else 1 end as order_rank
    from work.lifecycle_curves where curve_state = 'enough'
)
select h.purchase, c.order_rank, c.curve_state, c.watched, c.came_back, c.followed_days, c.share_back,
    {", ".join(f"case when c.curve_state = 'enough' then c.{name} end as {name}" for name in MARKS)}
from chosen as h
join work.lifecycle_curves as c on c.order_rank = h.order_rank
"""
"""By which days people are judged after their first purchase day and after a later one.

Where the second curve is not enough, the first serves for both; where the first is not, nobody is judged.
"""

LIFECYCLE_THRESHOLDS = "select * from work.lifecycle_thresholds"


def _month(day: str) -> str:
    """Expression: the number of a day's month."""
    return f"(year({day}) * 12 + month({day}) - 1)"


def _state(end: str, prefix: str) -> str:
    """Expression: the state at the end of a day of somebody whose latest purchase day is `prefix`order_day."""
    states = (("lapsed", "lapsed_days"), ("at_risk", "at_risk_days"), ("due", "due_days"))
    cases = " ".join(f"when {end} - {prefix}order_day >= {prefix}{days} then '{state}'" for state, days in states)
    return f"case {cases} else {prefix}rhythm end"


def waits_sql(parameters: Parameters) -> str:
    """Statement: work.waits, one row per person and purchase day that was the latest one at the end of a month.

    From the purchase day on a person is new (the first one), won_back (it ended a lapse) or active. `before_...` is the
    row before: until the month of this purchase, that one counted.
    """
    last_month = _month(parameters.as_of)
    kept = ("order_day", "rhythm", *MARKS)
    return f"""create or replace table work.waits as
with numbered as (
    select person, scenario, order_day,
        row_number() over (partition by person, scenario order by order_day) as place,
        lag(order_day) over (partition by person, scenario order by order_day) as day_before,
        lead(order_day) over (partition by person, scenario order by order_day) as next_day
    from (select distinct person, scenario, order_day from work.purchase_days) as d
),
judged as (
    select n.person, n.scenario, n.order_day,
        case
            when n.place = 1 then 'new'
            when n.order_day - n.day_before >= case when n.place = 2 then f.lapsed_days else l.lapsed_days end
                then 'won_back'
            else 'active'
        end as rhythm,
        {", ".join(f"case when n.place = 1 then f.{name} else l.{name} end as {name}" for name in MARKS)},
        {_month("n.order_day")} as from_month,
        case when n.next_day is null then {last_month} + 1 else {_month("n.next_day")} end as until_month
    from numbered as n
    cross join (select * from work.lifecycle_thresholds where purchase = 'first' and curve_state = 'enough') as f
    cross join (select * from work.lifecycle_thresholds where purchase = 'later') as l
)
select *, {", ".join(f"lag({name}) over by_day as before_{name}" for name in kept)}
from judged
where from_month < until_month
window by_day as (partition by person, scenario order by order_day)"""


def lifecycle_sql(parameters: Parameters) -> str:
    """Query of person, lifecycle: the state at the as-of day of everybody certain."""
    return f"""
select person, {_state(parameters.as_of, "")} as lifecycle
from work.waits
where scenario <= 0 and until_month = {_month(parameters.as_of)} + 1"""


def lifecycle_flows_sql(parameters: Parameters) -> str:
    """Query for `lifecycle_flows`: everybody seen by the end of a month, by state then and a month before.

    The running month ends on the as-of day.
    """
    as_of = parameters.as_of
    counts = f"""
select w.scenario, m.month,
    case
        when w.order_day <= m.before_end then {_state("m.before_end", "w.")}
        when w.before_order_day is null then 'none'
        else {_state("m.before_end", "w.before_")}
    end as from_state,
    {_state("m.month_end", "w.")} as to_state, 1 as customers
from (select w.*, range as month_number from work.waits as w, range(w.from_month, w.until_month)) as w
join months as m on m.month_number = w.month_number"""
    return f"""
with starts as (
    select range as month_number, make_date(range // 12, range % 12 + 1, 1) as start
    from (select min(from_month) as first_month, max(until_month) as end_month from work.waits) as w,
        range(w.first_month, w.end_month)
),
months as (
    select month_number, strftime(start, '%Y-%m') as month, start - 1 as before_end,
        least(last_day(start), {as_of}) as month_end, last_day(start) <= {as_of} as is_complete
    from starts
)
select f.*, m.is_complete
from ({bounds_sql(counts, ("month", "from_state", "to_state"), ("customers",))}) as f
join months as m on m.month = f.month"""
