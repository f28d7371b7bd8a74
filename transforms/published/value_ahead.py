"""Published: what the customers of today may still bring, and how well that came true before. METRICS.md §4."""

from __future__ import annotations

from transforms.core.parameters import Parameters
from transforms.published.bounds import bounds_sql
from transforms.sql import quote

BANDS = (0.0, 0.1, 0.5, 1.0, 4.0, 12.0)
"""Purchases expected in 365 days from which a band begins."""

HORIZONS = (90, 365)

SPAN = """create or replace table work.value_span as
select min(first_day) as first_day,
    cast(min(first_day) + cast(floor(({as_of} - min(first_day)) * 2 / 3) as integer) as date) as calibrated_until
from work.channel_starts
"""


def span_sql(parameters: Parameters) -> str:
    """Statement: work.value_span, one row: the first day of all, and the last one the hold-out check learns from."""
    return SPAN.format(as_of=parameters.as_of)


def histories_sql(parameters: Parameters) -> str:
    """Statement: work.value_histories, one row per person and scenario as of the as-of day.

    x repeat purchase days, t_x days from the first purchase day to the last, days_known from it to the as-of day, and
    what the repeat purchases brought.
    """
    currency = quote(parameters.shop.business.currency)
    return f"""create or replace table work.value_histories as
select f.person, f.scenario, f.purchase_days - 1 as x, f.last_day - f.first_day as t_x,
    {parameters.as_of} - f.first_day as days_known, coalesce(m.repeat_contribution, 0) as repeat_contribution
from work.firsts as f
left join (
    select p.person, p.scenario, sum(p.contribution) as repeat_contribution
    from work.purchases as p
    join work.firsts as f on f.person = p.person and f.scenario = p.scenario
    where p.order_day > f.first_day and p.currency = {currency}
    group by p.person, p.scenario
) as m on m.person = f.person and m.scenario = f.scenario"""


def held_out_sql(parameters: Parameters) -> str:
    """Statement: work.value_held_out, one row per certain person of the first two thirds of the history.

    The columns of work.value_histories as of then, and the purchase days and contribution that followed.
    """
    currency = quote(parameters.shop.business.currency)
    return f"""create or replace table work.value_held_out as
with seen as (
    select p.person, f.first_day, s.calibrated_until, p.order_day, p.order_day <= s.calibrated_until as is_known,
        case when p.currency = {currency} then p.contribution else 0 end as contribution
    from work.purchases as p
    join work.firsts as f on f.person = p.person and f.scenario = p.scenario
    cross join work.value_span as s
    where p.scenario <= 0 and f.first_day <= s.calibrated_until
)
select person, count(distinct case when is_known then order_day end) - 1 as x,
    max(case when is_known then order_day end) - first_day as t_x, calibrated_until - first_day as days_known,
    sum(case when is_known and order_day > first_day then contribution else 0 end) as repeat_contribution,
    count(distinct case when not is_known then order_day end) as purchases_after,
    sum(case when is_known then 0 else contribution end) as contribution_after
from seen
group by person, first_day, calibrated_until"""


def groups_sql(histories: str, where: str = "true") -> str:
    """Query of x, t_x, days_known, people: how many have the same history, in a fixed order."""
    return f"""
select cast(x as double) as x, cast(t_x as double) as t_x, cast(days_known as double) as days_known,
    cast(count(*) as double) as people
from {histories} where {where} group by x, t_x, days_known order by x, t_x, days_known"""


def repeaters_sql(histories: str) -> str:
    """Query of x and mean: what a repeat purchase day brought to everybody certain for whom it was above nothing."""
    certain = "scenario <= 0 and" if histories == "work.value_histories" else ""
    return f"""
select cast(x as double) as x, cast(repeat_contribution as double) / x as mean
from {histories} where {certain} x > 0 and repeat_contribution > 0 order by x, repeat_contribution"""


_EXPECTED_MEAN = "m.p * (m.v + cast(h.repeat_contribution as double)) / (m.p * h.x + m.q - 1)"
"""Expression: what a purchase day of somebody is expected to bring, between their own mean and everybody's."""

_SAME_HISTORY = "g.x = h.x and g.t_x = h.t_x and g.days_known = h.days_known"

PEOPLE = """
select count(*) as people, count(case when x > 0 then 1 end) as repeaters from work.value_histories where scenario <= 0
"""

HELD_OUT = f"""
select count(*) as held_out_people, cast(sum(h.purchases_after) as double) as actual_purchases,
    cast(sum(h.contribution_after) as double) as actual_contribution,
    cast(sum(cast(g.purchases as decimal(18, 6))) as double) as predicted_purchases,
    cast(sum(cast(g.purchases * {_EXPECTED_MEAN} as decimal(18, 2))) as double) as predicted_contribution
from work.value_held_out as h
join work.value_held_out_groups as g on {_SAME_HISTORY}
cross join work.value_held_out_model as m
"""
"""Query of one row: what was predicted of the last third, and what came; sums of decimals, in whatever order."""

PREDICTED = f"""create or replace table work.value_predicted as
select h.person, h.scenario, g.p_alive, g.purchases_90, g.purchases_365,
    g.purchases_365 * {_EXPECTED_MEAN} as contribution_365
from work.value_histories as h
join work.value_groups as g on {_SAME_HISTORY}
cross join work.value_model as m
"""
"""One row per person and scenario: what may come."""

NOTHING_PREDICTED = """create or replace table work.value_predicted (
    person integer, scenario integer, p_alive double, purchases_90 double, purchases_365 double,
    contribution_365 double
)"""
"""The same where the model is refused."""

VALUE_MODEL = "select * from work.value_model where people > 0"

VALUE_AHEAD = """
select i.customer_id, c.contribution, v.p_alive, v.purchases_90 as purchases_90_days,
    v.purchases_365 as purchases_365_days, cast(v.contribution_365 as decimal(18, 2)) as contribution_365_days
from work.firsts as f
join work.persons as i on i.person = f.person
join published.customers as c on c.customer_id = i.customer_id
left join work.value_predicted as v on v.person = f.person
where f.scenario <= 0"""


def value_bands_sql() -> str:
    """Query for `value_bands`: people by how often they are expected to buy, and what that brings."""
    starts = " ".join(f"when purchases_365 >= {start} then {start}" for start in reversed(BANDS[1:]))
    counts = f"""
select case {starts} else {BANDS[0]} end as purchases_from, scenario, 1 as customers,
    cast(purchases_365 as decimal(18, 6)) as purchases, cast(contribution_365 as decimal(18, 2)) as contribution
from work.value_predicted"""
    ends = ", ".join(
        f"({start}, {end})" for start, end in zip(BANDS, (*(str(each) for each in BANDS[1:]), "null"), strict=True)
    )
    counted = bounds_sql(counts, ("purchases_from",), ("customers",), certain=("purchases", "contribution"))
    return f"""
select b.purchases_from, b.purchases_below, coalesce(c.customers, 0) as customers,
    coalesce(c.customers_likely, 0) as customers_likely, coalesce(c.customers_most, 0) as customers_most,
    coalesce(c.purchases, 0) as purchases_365_days, coalesce(c.contribution, 0) as contribution_365_days
from (values {ends}) as b(purchases_from, purchases_below)
left join ({counted}) as c on c.purchases_from = b.purchases_from
where (select count(*) from work.value_predicted) > 0"""
