"""Published: who comes back: the three rates of METRICS.md §4, each under its own name, and cohorts."""

from __future__ import annotations

from transforms.core.parameters import Parameters
from transforms.published.bounds import bounds_sql
from transforms.sql import quote
from transforms.tables.words import WINDOW_DAYS


def _window_rates(parameters: Parameters, days: int) -> str:
    """Repeat and returning rate of the window of `days` days that ends on the as-of day."""
    first = f"({parameters.as_of} - {days - 1})"
    common = f"""{days} as window_days, 'all' as period,
        (select min(order_day) from core.orders where is_purchase) <= {first} as is_complete"""
    return f"""
select r.measure, r.scope, r.channel, r.scenario, {common}, r.customers, r.repeaters
from (
    with inside as (
        select person, scenario, channel, order_day from work.purchase_days where order_day >= {first}
    ),
    per_person as (
        select person, scenario, count(distinct order_day) as days_anywhere from inside group by person, scenario
    ),
    per_channel as (
        select person, scenario, channel, count(*) as days_here from inside group by person, scenario, channel
    ),
    earlier_here as (
        select distinct person, channel from work.purchase_days where order_day < {first}
    ),
    earlier as (
        select distinct person from earlier_here
    ),
    joined as (
        select c.person, c.scenario, c.channel, c.days_here, p.days_anywhere,
            h.person is not null as was_here, e.person is not null as was_anywhere
        from per_channel as c
        join per_person as p on p.person = c.person
        left join earlier_here as h on h.person = c.person and h.channel = c.channel
        left join earlier as e on e.person = c.person
    )
    select 'repeat_rate' as measure, 'anywhere' as scope, 'all' as channel, scenario,
        count(*) as customers, count(*) filter (where days_anywhere >= 2) as repeaters
    from per_person group by scenario
    union all
    select 'returning_rate', 'anywhere', 'all', scenario, count(*), count(e.person)
    from per_person as p left join earlier as e on e.person = p.person group by scenario
    union all
    select measure, 'anywhere', 'all', 0, 0, 0 from (values ('repeat_rate'), ('returning_rate')) as nobody(measure)
    union all
    select 'repeat_rate', 'anywhere', channel, scenario, count(*), count(*) filter (where days_anywhere >= 2)
    from joined group by channel, scenario
    union all
    select 'repeat_rate', 'in_channel', channel, scenario, count(*), count(*) filter (where days_here >= 2)
    from joined group by channel, scenario
    union all
    select 'returning_rate', 'anywhere', channel, scenario, count(*), count(*) filter (where was_anywhere)
    from joined group by channel, scenario
    union all
    select 'returning_rate', 'in_channel', channel, scenario, count(*), count(*) filter (where was_here)
    from joined group by channel, scenario
) as r"""


NEXT_DAYS = """create or replace table work.next_days as
select f.person, f.scenario, f.first_day, f.first_channel,
    min(d.order_day) as next_day_anywhere,
    min(d.order_day) filter (where d.channel = f.first_channel) as next_day_here
from work.firsts as f
left join work.purchase_days as d on d.person = f.person and d.order_day > f.first_day
group by f.person, f.scenario, f.first_day, f.first_channel
"""
"""One row per person: the first purchase day and the next one, anywhere and in the channel of the first."""


def _repurchase(parameters: Parameters, days: int) -> str:
    """N-day repurchase: another purchase day 1 to `days` days after the first."""
    ripe = f"first_day + {days} <= {parameters.as_of}"
    parts = []
    for scope, column in (("anywhere", "next_day_anywhere"), ("in_channel", "next_day_here")):
        repeated = f"count(*) filter (where {column} <= first_day + {days})"
        groups = [("first_channel", "first_channel")]
        if scope == "anywhere":
            groups.append(("'all'", ""))
        for channel, group in groups:
            by_channel = ", ".join(part for part in (group, "scenario") if part)
            parts.append(
                f"""select 'repurchase' as measure, '{scope}' as scope, {channel} as channel, scenario,
    {days} as window_days, 'all' as period, true as is_complete, count(*) as customers, {repeated} as repeaters
from work.next_days where {ripe} group by {by_channel}"""
            )
            by_month = ", ".join(part for part in ("strftime(first_day, '%Y-%m')", group, "scenario") if part)
            parts.append(
                f"""select 'repurchase' as measure, '{scope}' as scope, {channel} as channel, scenario,
    {days} as window_days, strftime(first_day, '%Y-%m') as period,
    last_day(max(first_day)) + {days} <= {parameters.as_of} as is_complete,
    count(*) as customers, {repeated} as repeaters
from work.next_days group by {by_month}"""
            )
    return "\nunion all by name\n".join(parts)


def repeat_rates_sql(parameters: Parameters) -> str:
    """Query for `repeat_rates`: every measure and window; history by month of first purchase for repurchase.

    The likely rate is likely repeaters by likely customers. `rate_most` is the most repeaters by the fewest customers:
    no world is above it, and perhaps none reaches it, since the same link may do both only in part.
    """
    parts = [_window_rates(parameters, days) for days in WINDOW_DAYS]
    parts += [_repurchase(parameters, days) for days in WINDOW_DAYS]
    keys = ("measure", "window_days", "scope", "channel", "period", "is_complete")
    counts = bounds_sql("\nunion all by name\n".join(parts), keys, ("customers", "repeaters"))
    return f"""
select *, cast(repeaters as double) / nullif(customers, 0) as rate,
    cast(repeaters_likely as double) / nullif(cast(customers_likely as double), 0) as rate_likely,
    case
        when customers_most = 0 then null
        when repeaters_most = 0 then 0
        when repeaters_most >= customers_least then 1
        else cast(repeaters_most as double) / customers_least
    end as rate_most
from ({counts})"""


def cohorts_sql(parameters: Parameters) -> str:
    """Query for `cohorts`: month of first purchase by months since, per first channel and for all."""
    as_of = parameters.as_of
    currency = quote(parameters.shop.business.currency)
    counts = """
select g.cohort, g.first_channel, g.k, g.scenario, g.size,
    coalesce(b.bought_in, 0) as bought_in,
    g.size - coalesce(sum(b.ended) over before_k, 0) as on_or_after,
    coalesce(sum(b.returned) over to_k, 0) as returned_by,
    g.repeated_in_first_month,
    coalesce(m.net_sales, 0) as net_sales
from grid as g
left join bought as b
    on b.cohort = g.cohort and b.first_channel = g.first_channel and b.k = g.k and b.scenario = g.scenario
left join money_levels as m
    on m.cohort = g.cohort and m.first_channel = g.first_channel and m.k = g.k and m.scenario = g.scenario
window
    before_k as (
        partition by g.cohort, g.first_channel, g.scenario order by g.k
        rows between unbounded preceding and 1 preceding
    ),
    to_k as (
        partition by g.cohort, g.first_channel, g.scenario order by g.k
        rows between unbounded preceding and current row
    )"""
    counted = ("size", "bought_in", "on_or_after", "returned_by", "repeated_in_first_month")
    cells = bounds_sql(counts, ("cohort", "first_channel", "k"), counted, certain=("net_sales",))
    return f"""
with months as (
    select f.person, f.scenario, cast(date_trunc('month', f.first_day) as date) as cohort, f.first_channel,
        date_diff('month', date_trunc('month', f.first_day), date_trunc('month', d.order_day)) as k,
        count(distinct d.order_day) as days
    from work.firsts as f
    join work.purchase_days as d on d.person = f.person
    group by f.person, f.scenario, f.first_day, f.first_channel,
        date_diff('month', date_trunc('month', f.first_day), date_trunc('month', d.order_day))
),
spans as (
    select *, max(k) over (partition by person) as last_k,
        min(k) filter (where k > 0) over (partition by person) as next_k
    from months
),
both_levels as (
    select * from spans
    union all
    select * replace ('all' as first_channel) from spans
),
sizes as (
    select cohort, first_channel, scenario, count(*) as size,
        count(*) filter (where days >= 2) as repeated_in_first_month
    from both_levels where k = 0
    group by cohort, first_channel, scenario
),
bought as (
    select cohort, first_channel, scenario, k, count(*) as bought_in,
        count(*) filter (where k = last_k) as ended,
        count(*) filter (where k = next_k) as returned
    from both_levels
    group by cohort, first_channel, scenario, k
),
money as (
    select cast(date_trunc('month', f.first_day) as date) as cohort, f.first_channel, f.scenario,
        date_diff('month', date_trunc('month', f.first_day), date_trunc('month', p.order_day)) as k,
        sum(p.net_sales) as net_sales
    from work.purchases as p
    join work.firsts as f on f.person = p.person
    where p.currency = {currency} and p.scenario <= 0
    group by date_trunc('month', f.first_day), f.first_channel, f.scenario,
        date_diff('month', date_trunc('month', f.first_day), date_trunc('month', p.order_day))
),
money_levels as (
    select * from money
    union all
    select cohort, 'all' as first_channel, scenario, k, sum(net_sales) as net_sales
    from money group by cohort, scenario, k
),
grid as (
    select s.*, cast(range as integer) as k
    from sizes as s, range(0, date_diff('month', date_trunc('month', s.cohort), date_trunc('month', {as_of})) + 1)
)
select *, strftime(cohort, '%Y-%m') as cohort_month,
    last_day(cast(cohort + to_months(k) as date)) <= {as_of} as is_complete
from ({cells})"""
