"""Published: what the platforms billed against what was agreed, order by order. METRICS.md §1."""

from __future__ import annotations

from transforms.core.parameters import Parameters, is_own
from transforms.settings import Shop
from transforms.settings.costs import Contract
from transforms.sql import quote

_SALE = "case a.base when 'gross' then o.gross when 'net_sales' then o.net_sales else o.gross - o.merchant_discount end"
_NEIGHBOURS = "range between interval 3 day preceding and interval 3 day following"


def statements(parameters: Parameters) -> list[str]:
    """Statements for work.agreed, work.billed_again, work.commissions, work.compared and work.fee_findings."""
    return [
        _agreed_sql(parameters.shop),
        BILLED_AGAIN,
        COMMISSIONS,
        _compared_sql(parameters),
        _findings_sql(parameters),
    ]


def _agreed_sql(shop: Shop) -> str:
    """One row per channel and kind of fee that is its commission; the rate is null where the shop names none."""
    rows = []
    for channel in shop.channels:
        terms = shop.contract.get(channel, Contract())
        rate = "null" if terms.commission_rate is None else terms.commission_rate
        least = terms.minimum_per_order or 0
        since = "null" if terms.valid_from is None else quote(terms.valid_from.isoformat())
        rows += [
            f"({quote(channel)}, {quote(fee_type)}, {rate}::decimal(9,8), {least}::decimal(18,5), {quote(terms.base)}, "
            f"{since}::date)"
            for fee_type in sorted(set(terms.billed_as))
        ]
    columns = "channel, fee_type, rate, least, base, valid_from"
    return f"create or replace table work.agreed as select * from (values {', '.join(rows)}) as t({columns})"


BILLED_AGAIN = """create or replace table work.billed_again as
with repeated as (
    select order_key, layout, gross from work.statements
    where row_role = 'order' and not adds_up and order_key in (select order_key from work.contested)
    group by order_key, layout, gross
    having count(*) > 1
),
booked as (
    select m.order_key, m.layout, m.currency, m.file_id, m.file_rank, m.row_number,
        s.order_key is not null as is_sale, sum(m.amount) as fees
    from work.matched_entries as m
    left join (
        select file_id, layout, row_number, order_key from work.statements
        join repeated using (order_key, layout, gross)
        where row_role = 'order'
    ) as s on s.file_id = m.file_id and s.layout = m.layout and s.row_number = m.row_number
        and s.order_key = m.order_key
    where m.entry_kind = 'fee' and m.order_key in (select order_key from repeated)
    group by m.order_key, m.layout, m.currency, m.file_id, m.file_rank, m.row_number, s.order_key
),
numbered as (
    select *, row_number() over (
        partition by order_key, layout, currency, fees order by file_rank, row_number
    ) as position
    from booked
    where is_sale and fees > 0
),
taken_back as (
    select order_key, layout, currency, -fees as fees, count(*) as times from booked where fees < 0
    group by order_key, layout, currency, fees
)
select n.order_key, n.layout, n.currency, n.file_id, n.row_number, n.fees,
    n.position <= 1 + coalesce(b.times, 0) as is_taken_back
from numbered as n
left join taken_back as b on b.order_key = n.order_key and b.layout = n.layout and b.currency = n.currency
    and b.fees = n.fees
where n.position > 1"""
"""Rows of a bill that sell once more what another row of it sold, for the same fees; some are taken back later.

Only bills with a row per order can show it: where an order has several lines, each may well cost the same.
"""

COMMISSIONS = """create or replace table work.commissions as
select m.order_key, m.currency,
    coalesce(sum(m.amount) filter (where m.amount > 0 and r.fees is null), 0) as charged,
    coalesce(sum(m.amount) filter (where r.fees is null or r.is_taken_back), 0) as kept
from work.matched_entries as m
join work.agreed as a on a.fee_type = m.fee_type
join core.orders as o on o.order_key = m.order_key and o.channel = a.channel and o.currency = m.currency
left join work.billed_again as r on r.file_id = m.file_id and r.layout = m.layout and r.row_number = m.row_number
    and r.order_key = m.order_key and r.currency = m.currency
where m.entry_kind = 'fee' and (a.rate is not null or o.status in ('refunded', 'cancelled'))
group by m.order_key, m.currency"""
"""Per order its commission as first charged and as kept; rows that bill an order again are a finding of their own."""


def _compared_sql(parameters: Parameters) -> str:
    """One row per order whose commission can be compared: what was billed, and what the contract comes to.

    What was kept in the end is compared, since a bill may be put right later. Where the buyer was given money back, and
    the rate is not on net sales, it is what was charged for the sale: what came back then puts no bill right. An order
    given back whole owes no commission, so its rate does not matter; whether it was kept is another finding.
    """
    return f"""create or replace table work.compared as
select o.order_key, o.channel, o.branch, o.currency, o.order_day, a.rate, {_SALE} as base_amount,
    case when o.refunded > 0 and a.base <> 'net_sales' then c.charged else c.kept end as fee_billed,
    cast(round(greatest({_SALE} * a.rate, a.least), 2) as decimal(18,5)) as fee_agreed,
    {_SALE} * a.rate < a.least as is_least
from work.commissions as c
join core.orders as o on o.order_key = c.order_key
join (select distinct channel, rate, least, base, valid_from from work.agreed where rate is not null) as a
    on a.channel = o.channel
where o.is_purchase and o.net_sales > 0 and c.charged > 0 and o.order_day >= coalesce(a.valid_from, o.order_day)
    and o.currency = {quote(parameters.shop.business.currency)}"""


def _findings_sql(parameters: Parameters) -> str:
    """One row per order and finding.

    An order that no bill pays is one only where most orders of its branch on the days around it are billed: else the
    bill itself is what is missing.
    """
    shop = parameters.shop
    audit = shop.fee_audit
    latest = f"{parameters.as_of} - interval {audit.bill_within_days} day"
    return f"""create or replace table work.fee_findings as
with sold as (
    select o.order_key, o.currency, o.channel, o.branch, o.order_day, o.net_sales, b.order_key is not null as is_billed
    from core.orders as o
    left join (
        select distinct order_key from work.matched_entries where entry_kind = 'due' and order_key is not null
    ) as b on b.order_key = o.order_key
    where o.is_purchase and o.net_sales > 0 and not {is_own(shop, "o.channel")}
),
near as (
    select channel, branch, order_day, sum(count(*)) over days as orders_near,
        sum(count(*) filter (where is_billed)) over days as billed_near
    from sold
    group by channel, branch, order_day
    window days as (partition by channel, branch order by order_day {_NEIGHBOURS})
)
select case when is_least then 'minimum' else 'rate' end as finding, order_key, currency, base_amount,
    rate as contract_rate, fee_agreed, fee_billed, fee_billed - fee_agreed as owed_back
from work.compared
where fee_billed - fee_agreed > {audit.rounding}
union all by name
select 'billed_twice' as finding, order_key, currency, 0 as fee_agreed, sum(fees) as fee_billed,
    sum(fees) as owed_back
from work.billed_again
where not is_taken_back
group by order_key, currency
union all by name
select 'kept_on_refund' as finding, c.order_key, c.currency, 0 as fee_agreed, c.kept as fee_billed, c.kept as owed_back
from work.commissions as c
join core.orders as o on o.order_key = c.order_key
left join (
    select order_key, max(refund_day) as day from core.refunds group by order_key
) as r on r.order_key = c.order_key
where o.status in ('refunded', 'cancelled') and c.kept > {audit.rounding}
    and coalesce(r.day, o.order_day) <= {latest}
union all by name
select 'never_paid_out' as finding, order_key, currency, net_sales as owed_back
from sold
join near using (channel, branch, order_day)
where not is_billed and order_day <= {latest} and 2 * billed_near >= orders_near"""


FEE_AUDIT = """
with charges as (
    select f.finding, f.order_key, f.currency, m.booked_day, m.statement, m.source, w.file_name
    from work.fee_findings as f
    join work.matched_entries as m on m.order_key = f.order_key and m.currency = f.currency
    join core.orders as o on o.order_key = f.order_key
    left join work.agreed as a on a.channel = o.channel and a.fee_type = m.fee_type
    join work.files as w on w.file_id = m.file_id and w.layout = m.layout
    left join work.billed_again as b on b.file_id = m.file_id and b.layout = m.layout and b.row_number = m.row_number
        and b.order_key = m.order_key and b.currency = m.currency and not b.is_taken_back
    where m.entry_kind = 'fee' and m.amount > 0 and f.finding <> 'never_paid_out'
        and case f.finding when 'billed_twice' then b.order_key is not null
            else b.order_key is null and a.channel is not null end
    qualify row_number() over (
        partition by f.finding, f.order_key, f.currency order by m.booked_day desc, m.file_rank desc, m.row_number desc
    ) = 1
)
select f.finding, o.channel, o.branch, f.order_key, o.order_id, f.currency, o.order_day, c.booked_day as fee_day,
    c.statement, coalesce(c.source, o.source) as source, coalesce(c.file_name, o.source_file) as file_name,
    f.base_amount, f.contract_rate,
    cast(f.fee_billed as double) / nullif(cast(f.base_amount as double), 0) as billed_rate,
    f.fee_agreed, f.fee_billed, f.owed_back
from work.fee_findings as f
join core.orders as o on o.order_key = f.order_key
left join charges as c on c.finding = f.finding and c.order_key = f.order_key and c.currency = f.currency"""
"""Query for `fee_audit`: the findings, each with the bill that shows it, so that the platform can be asked."""


def fee_audit_months_sql(parameters: Parameters) -> str:
    """Query for `fee_audit_months`: how many commissions were compared, what they came to, and what was too much."""
    keys = "channel, branch, currency"
    rounding = parameters.shop.fee_audit.rounding
    return f"""
select strftime(order_day, '%Y-%m') as month, {keys}, count(*) as orders, sum(fee_agreed) as fee_agreed,
    sum(fee_billed) as fee_billed,
    count(*) filter (where fee_billed - fee_agreed > {rounding}) as orders_over,
    coalesce(sum(fee_billed - fee_agreed) filter (where fee_billed - fee_agreed > {rounding}), 0) as billed_over,
    count(*) filter (where fee_agreed - fee_billed > {rounding}) as orders_under,
    coalesce(sum(fee_agreed - fee_billed) filter (where fee_agreed - fee_billed > {rounding}), 0) as billed_under,
    last_day(max(order_day)) <= {parameters.as_of} as is_complete
from work.compared
group by strftime(order_day, '%Y-%m'), {keys}"""
