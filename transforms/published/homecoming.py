"""Published: who first came from platforms to our own channels, and who left them. METRICS.md §3."""

from __future__ import annotations

from transforms.core.parameters import Parameters, is_own
from transforms.published.bounds import bounds_sql
from transforms.sql import quote

SINCE = ("orders_since", "net_sales_since", "fees_since", "unknown_fees_since")


def crossings_sql(parameters: Parameters) -> str:
    """Table work.crossings: everybody's first purchase, and the first one on the other side where there is one.

    Platforms are one side, own channels the other. Equal times are decided by the channel's name, as everywhere.
    """
    shop = parameters.shop
    first_is_own, is_own_there = is_own(shop, "f.first_channel"), is_own(shop, "d.channel")
    return f"""create or replace table work.crossings as
with across as (
    select d.person, d.channel, d.order_day, d.first_at, strftime(d.first_at, '%Y%m%d%H%M%S%f') || d.channel as turn
    from work.purchase_days as d
    join work.firsts as f on f.person = d.person
    where ({is_own_there}) <> ({first_is_own})
),
crossed as (
    select person, arg_min(channel, turn) as to_channel, arg_min(order_day, turn) as crossing_day,
        min(first_at) as crossing_at
    from across
    group by person
)
select f.person, f.scenario, case when {first_is_own} then 'leak' else 'homecoming' end as kind,
    f.first_day, f.first_channel, c.to_channel, c.crossing_day, c.crossing_at
from work.firsts as f
left join crossed as c on c.person = f.person"""


def _crossed(parameters: Parameters) -> str:
    """Query of kind, month, from_channel, to_channel, scenario: who crossed, and what is certain of them since."""
    currency = quote(parameters.shop.business.currency)
    return f"""
with since as (
    select c.person, count(*) as orders_since, sum(p.net_sales) as net_sales_since, sum(p.fees) as fees_since,
        count(*) filter (where not p.fees_known) as unknown_fees_since
    from work.crossings as c
    join work.purchases as p on p.person = c.person
    where c.scenario <= 0 and p.currency = {currency}
        and (p.ordered_at > c.crossing_at or (p.ordered_at = c.crossing_at and p.channel >= c.to_channel))
    group by c.person
),
crossed as (
    select c.kind, strftime(c.crossing_day, '%Y-%m') as month, c.first_channel as from_channel, c.to_channel,
        c.scenario, {", ".join(f"s.{name}" for name in SINCE)}
    from work.crossings as c
    left join since as s on s.person = c.person
    where c.crossing_day is not null
)
select kind, coalesce(month, 'all') as month, coalesce(from_channel, 'all') as from_channel,
    coalesce(to_channel, 'all') as to_channel, scenario, count(*) as customers,
    {", ".join(f"coalesce(sum({name}), 0) as {name}" for name in SINCE)}
from crossed
group by grouping sets (
    (kind, scenario, month, from_channel, to_channel),
    (kind, scenario, from_channel, to_channel),
    (kind, scenario, month),
    (kind, scenario)
)"""


def _first_there(parameters: Parameters) -> str:
    """Query of kind, month, from_channel, scenario: whose first purchase was there up to the end of the month."""
    return f"""
with starting as (
    select kind, scenario, coalesce(first_channel, 'all') as from_channel, start, count(*) as people
    from (select *, cast(date_trunc('month', first_day) as date) as start from work.crossings) as c
    group by grouping sets ((kind, scenario, start, first_channel), (kind, scenario, start))
),
months as (
    select cast(range as date) as start, strftime(range, '%Y-%m') as month
    from range(
        (select cast(date_trunc('month', min(first_day)) as timestamp) from work.crossings),
        cast({parameters.as_of} as timestamp) + interval 1 day,
        interval 1 month
    )
    union all
    select {parameters.as_of} as start, 'all' as month
)
select s.kind, m.month, s.from_channel, s.scenario, sum(s.people) as first_there
from months as m
join starting as s on s.start <= m.start
group by s.kind, m.month, s.from_channel, s.scenario"""


def _medians(parameters: Parameters) -> str:
    """Query of kind, median_days: Kaplan-Meier over everybody certain, watched up to the as-of day."""
    return f"""
with steps as (
    select kind, coalesce(crossing_day, {parameters.as_of}) - first_day as days, count(*) as leaving,
        count(crossing_day) as crossed
    from work.crossings
    where scenario <= 0
    group by kind, coalesce(crossing_day, {parameters.as_of}) - first_day
),
risks as (
    select *, sum(leaving) over (
        partition by kind order by days rows between current row and unbounded following
    ) as at_risk
    from steps
),
curves as (
    select kind, days, product(1 - cast(crossed as double) / at_risk) over (
        partition by kind order by days rows unbounded preceding
    ) as survival
    from risks
)
select kind, min(days) as median_days
from curves
where round(survival, 9) <= 0.5
group by kind"""


def homecoming_sql(parameters: Parameters) -> str:
    """Query for `homecoming`: every month with its share, pairs of channels where somebody may have crossed.

    The likely share is likely people by likely people. `share_most` is the most who crossed by the fewest who could
    have: no world is above it, and perhaps none reaches it.
    """
    crossed = bounds_sql(
        _crossed(parameters), ("kind", "month", "from_channel", "to_channel"), ("customers",), certain=SINCE
    )
    there = bounds_sql(_first_there(parameters), ("kind", "month", "from_channel"), ("first_there",))
    counts = ("customers", "customers_likely", "customers_most")
    return f"""
with crossed as ({crossed}),
first_there as ({there}),
cells as (
    select f.kind, f.month, f.from_channel, c.to_channel, f.first_there, f.first_there_likely, f.first_there_most,
        f.first_there_least, {", ".join(f"c.{name}" for name in (*counts, *SINCE))}
    from first_there as f
    join crossed as c on c.kind = f.kind and c.month = f.month and c.from_channel = f.from_channel
    where f.from_channel <> 'all' and c.customers_most > 0
    union all
    select f.kind, f.month, 'all' as from_channel, 'all' as to_channel, f.first_there, f.first_there_likely,
        f.first_there_most, f.first_there_least,
        {", ".join(f"coalesce(c.{name}, 0) as {name}" for name in (*counts, *SINCE))}
    from first_there as f
    left join crossed as c on c.kind = f.kind and c.month = f.month and c.from_channel = 'all'
    where f.from_channel = 'all' and f.first_there_most > 0
)
select c.* exclude (first_there_least),
    cast(c.customers as double) / nullif(c.first_there, 0) as share,
    cast(c.customers_likely as double) / nullif(cast(c.first_there_likely as double), 0) as share_likely,
    case
        when c.customers_most = 0 then 0
        when c.customers_most >= c.first_there_least then 1
        else cast(c.customers_most as double) / c.first_there_least
    end as share_most,
    m.median_days,
    c.month = 'all' or last_day(try_cast(c.month || '-01' as date)) <= {parameters.as_of} as is_complete
from cells as c
left join ({_medians(parameters)}) as m on m.kind = c.kind and c.month = 'all' and c.from_channel = 'all'"""
