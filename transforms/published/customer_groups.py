"""Published: whose purchases cost the fees, and who of them buys from us directly too. METRICS.md §1 and §2."""

from __future__ import annotations

from transforms.core.parameters import Parameters, is_own
from transforms.published.bounds import bounds_sql
from transforms.sql import quote

KEYS = ("month", "side", "channel", "customer_group")
SUMS = ("orders", "net_sales", "fees", "contribution", "orders_with_unknown_fees")
_TOTALS = ("month, channel", "month, 'all'", "'all', channel", "'all', 'all'")
"""Month and channel of the cells in which one purchase counts."""


def statements(parameters: Parameters) -> list[str]:
    """Statements for work.both_sides and work.cells_of_people."""
    own = is_own(parameters.shop)
    both_sides = f"""create or replace table work.both_sides as
select person, strftime(min(order_day) filter (where {own}), '%Y-%m') as first_own,
    strftime(min(order_day) filter (where not {own}), '%Y-%m') as first_platform
from work.purchase_days
group by person"""
    bought = f"""
    select distinct person, scenario, channel, strftime(order_day, '%Y-%m') as month,
        case when {own} then 'own' else 'platform' end as side
    from work.purchase_days"""
    cells = "\n    union all\n    ".join(
        f"select distinct person, scenario, side, {month} as month, {channel} as channel from bought"
        for month, channel in (each.split(", ") for each in _TOTALS)
    )
    cells_of_people = f"""create or replace table work.cells_of_people as
with bought as ({bought}
),
cells as (
    {cells}
)
select c.*, {_group("c.month")} as customer_group
from cells as c
join work.both_sides as b on b.person = c.person"""
    return [both_sides, cells_of_people]


def _group(month: str) -> str:
    """Expression of where a person has bought by the end of a month, or at all: on platforms, from us, or both."""
    seen = " and ".join(f"({month} = 'all' or b.{side} <= {month})" for side in ("first_own", "first_platform"))
    return f"""case
        when b.first_platform is null or not ({month} = 'all' or b.first_platform <= {month}) then 'own_only'
        when b.first_own is not null and {seen} then 'both'
        else 'platform_only'
    end"""


def fees_by_customer_group_sql(parameters: Parameters) -> str:
    """Query for `fees_by_customer_group`: people in bounds, money as it is certain, in the business's currency.

    An order whose buyer no certain evidence names is of the unidentified, who are not counted: nobody knows how many.
    """
    shop = parameters.shop
    people = bounds_sql(
        f"select {', '.join(KEYS)}, scenario, count(*) as customers from work.cells_of_people "
        f"group by {', '.join(KEYS)}, scenario",
        KEYS,
        ("customers",),
    )
    placed = "\n    union all\n    ".join(
        f"select *, {month} as cell_month, {channel} as cell_channel from purchases"
        for month, channel in (each.split(", ") for each in _TOTALS)
    )
    sums = ", ".join(f"sum({name}) as {name}" for name in SUMS)
    return f"""
with purchases as (
    select strftime(o.order_day, '%Y-%m') as month, o.channel,
        case when {is_own(shop, "o.channel")} then 'own' else 'platform' end as side, p.person, count(*) as orders,
        sum(o.net_sales) as net_sales, sum(o.fees) as fees, sum(o.contribution) as contribution,
        count(*) filter (where not o.fees_known) as orders_with_unknown_fees
    from core.orders as o
    left join work.persons as p on p.customer_id = o.customer_id and p.scenario <= 0
    where o.is_purchase and o.currency = {quote(shop.business.currency)}
    group by strftime(o.order_day, '%Y-%m'), o.channel, p.person
),
placed as (
    {placed}
),
money as (
    select cell_month as month, side, cell_channel as channel,
        case when p.person is null then 'unidentified' else {_group("p.cell_month")} end as customer_group, {sums}
    from placed as p
    left join work.both_sides as b on b.person = p.person
    group by 1, 2, 3, 4
),
people as ({people})
select m.month, m.side, m.channel, m.customer_group,
    p.customers, p.customers_likely, p.customers_most,
    {", ".join(f"coalesce(m.{name}, 0) as {name}" for name in SUMS)},
    m.month = 'all' or last_day(try_cast(m.month || '-01' as date)) <= {parameters.as_of} as is_complete
from (
    select coalesce(m.month, p.month) as month, coalesce(m.side, p.side) as side,
        coalesce(m.channel, p.channel) as channel, coalesce(m.customer_group, p.customer_group) as customer_group,
        {", ".join(f"m.{name}" for name in SUMS)}
    from money as m
    full outer join people as p using ({", ".join(KEYS)})
) as m
left join people as p using ({", ".join(KEYS)})"""
