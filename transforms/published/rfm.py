"""Published: how lately, how often and for how much people buy, and the segments that follow. METRICS.md §4."""

from __future__ import annotations

from transforms.core.parameters import Parameters
from transforms.published.bounds import bounds_sql
from transforms.sql import quote
from transforms.tables.segments import F_SCORES, M_SCORES, R_SCORES, SEGMENTS

LEAST_BUYERS = 500
LEAST_DAYS = 180
"""METRICS.md §4: thinner data are refused."""
BANDS = (1, 2, 4)
"""Purchase days up to which F is 1, 2, 3: the bands 1, 2, 3-4 and 5 or more, where quantiles fall together."""
SCORES = {"r": R_SCORES, "f": F_SCORES, "m": M_SCORES}
VALUES = {"r": "r_days", "f": "f_days", "m": "m_net_sales"}


def _from_day(parameters: Parameters) -> str:
    """Expression: the first day of the window."""
    return f"(cast({parameters.as_of} - interval {parameters.shop.thresholds.rfm_months} month as date) + 1)"


def values_sql(parameters: Parameters) -> str:
    """Statement: work.rfm_values, one row per person and scenario who bought in the window, with the three values."""
    currency = quote(parameters.shop.business.currency)
    return f"""create or replace table work.rfm_values as
select person, scenario,
    {parameters.as_of} - max(order_day) as r_days,
    count(distinct order_day) as f_days,
    coalesce(sum(case when currency = {currency} then net_sales end), 0) as m_net_sales
from work.purchases
where order_day >= {_from_day(parameters)}
group by person, scenario"""


def _quantiles(measure: str) -> str:
    """Query of measure, cut_1 …: the least value that so many people have or are below, in whole numbers of people."""
    parts = SCORES[measure]
    cuts = ", ".join(
        f"min(case when {parts} * so_far >= {part} * everybody then value end) as cut_{part}"
        for part in range(1, parts)
    )
    missing = "".join(f", null as cut_{part}" for part in range(parts, max(SCORES.values())))
    return f"""
select '{measure}' as measure, {cuts}{missing}
from (
    select value, sum(people) over (order by value) as so_far, sum(people) over () as everybody
    from (
        select {VALUES[measure]} as value, count(*) as people
        from work.rfm_values where scenario <= 0 group by {VALUES[measure]}
    ) as v
) as levels"""


def cut_points_sql(parameters: Parameters) -> str:
    """Statement: work.rfm_cut_points, one row per measure: up to which value which score counts."""
    bands = " ".join(f"when {place} then {value}" for place, value in enumerate(BANDS, start=1))
    cuts = ",\n    ".join(
        f"case when b.rfm_state = 'enough' then "
        f"case when q.measure = 'f' and {_LUMPY} then case {place} {bands} end else q.cut_{place} end "
        f"end as cut_{place}"
        for place in range(1, max(SCORES.values()))
    )
    return f"""create or replace table work.rfm_cut_points as
with counted as (
    select count(*) as buyers from work.rfm_values where scenario <= 0
),
basis as (
    select c.buyers, {parameters.as_of} - s.first_day + 1 as history_days,
        case
            when c.buyers < {LEAST_BUYERS} then 'few_buyers'
            when {parameters.as_of} - s.first_day + 1 < {LEAST_DAYS} then 'short_history'
            else 'enough'
        end as rfm_state
    from counted as c
    cross join (select min(first_day) as first_day from work.channel_starts) as s
)
select q.measure, b.rfm_state, b.buyers, b.history_days, {_from_day(parameters)} as from_day,
    case when q.measure = 'f' and {_LUMPY} then 'bands' else 'quantiles' end as cut_method,
    {cuts}
from ({" union all ".join(_quantiles(measure) for measure in SCORES)}) as q
cross join basis as b"""


_LUMPY = "(q.cut_1 = q.cut_2 or q.cut_2 = q.cut_3)"
"""So many people share one number of purchase days that two scores would be one."""


def _score(measure: str) -> str:
    """Expression: 1 plus the cut points a value is above; of recency the other way round, since few days are best."""
    value, alias = VALUES[measure], f"c{measure}"
    above = " + ".join(
        f"case when v.{value} > {alias}.cut_{part} then 1 else 0 end" for part in range(1, SCORES[measure])
    )
    return f"{SCORES[measure]} - ({above})" if measure == "r" else f"1 + {above}"


def _segment() -> str:
    """Expression: the first segment whose scores fit."""
    cases = []
    for segment in SEGMENTS[:-1]:
        fits = [
            f"s.{measure} between {low} and {high}"
            for measure, (low, high) in (("r", segment.r), ("f", segment.f), ("m", segment.m))
            if (low, high) != (1, SCORES[measure])
        ]
        cases.append(f"when {' and '.join(fits)} then '{segment.name}'")
    return f"case {' '.join(cases)} else '{SEGMENTS[-1].name}' end"


SCORED = f"""create or replace table work.rfm as
select s.*, {_segment()} as segment
from (
    select v.*, {", ".join(f"{_score(measure)} as {measure}" for measure in SCORES)}
    from work.rfm_values as v
    {" ".join(f"join work.rfm_cut_points as c{name} on c{name}.measure = '{name}'" for name in SCORES)}
    where cr.rfm_state = 'enough'
) as s
"""
"""One row per person and scenario with a purchase in the window, by the cut points of the certain; none if refused."""

RFM = """
select i.customer_id, s.r_days, s.f_days, s.m_net_sales, s.r, s.f, s.m, s.segment
from work.rfm as s
join work.persons as i on i.person = s.person
where s.scenario <= 0"""

RFM_CUT_POINTS = "select * from work.rfm_cut_points where buyers > 0"


_COUNTS = "select segment, scenario, 1 as customers, m_net_sales as net_sales from work.rfm"
_PLACES = ", ".join(f"({place}, '{segment.name}')" for place, segment in enumerate(SEGMENTS, start=1))
RFM_SEGMENTS = f"""
select p.position, p.segment, coalesce(s.customers, 0) as customers,
    coalesce(s.customers_likely, 0) as customers_likely, coalesce(s.customers_most, 0) as customers_most,
    coalesce(s.net_sales, 0) as net_sales
from (values {_PLACES}) as p(position, segment)
left join ({bounds_sql(_COUNTS, ("segment",), ("customers",), certain=("net_sales",))}) as s on s.segment = p.segment
where (select count(*) from work.rfm) > 0"""
"""Query for `rfm_segments`: people and net sales of each segment, in the order of the rules."""
