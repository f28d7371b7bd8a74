"""Core orders: one row per order, whichever files know of it."""

from __future__ import annotations

from transforms.core.parameters import Parameters, branch_name, per_channel, shop_day
from transforms.sql import quote
from transforms.tables.core import ORDER_ITEMS, ORDERS, REFUNDS
from transforms.tables.words import PAID_STATUSES


def statements_sql(parameters: Parameters) -> str:
    """Table work.statements: every statement in force about an order placed, or a refund made, up to the as-of day."""
    happened = "coalesce(case when row_role = 'refund' then refunded_at end, ordered_at, refunded_at)"
    day = shop_day(parameters.shop, happened)
    return f"""create or replace table work.statements as
select * from work.orders
where coalesce({day} <= case row_role when 'refund' then {parameters.known} else {parameters.as_of} end, true)"""


CONTESTED = """create or replace table work.contested as
select order_key
from work.statements
group by order_key
having count(*) > 1
"""
"""Orders that more than one statement is about."""

PRIMARY = """create or replace table work.primary_statement as
select s.* from work.statements as s
where s.row_role = 'order' and s.order_key not in (select order_key from work.contested)
union all by name
select s.* from work.statements as s
where s.row_role = 'order' and s.order_key in (select order_key from work.contested)
qualify row_number() over (
    partition by s.order_key order by s.authority, s.file_rank desc, s.row_number desc
) = 1
"""
"""Per order the statement whose word on its money counts: lowest authority, then the latest file."""

_ADDED = ("gross", "merchant_discount", "platform_discount", "delivery_charged", "tip", "tax", "paid", "refunded")
PARTS_ADDED = f"""update work.primary_statement as p
set ordered_at = s.ordered_at, {", ".join(f"{name} = s.{name}" for name in _ADDED)}
from (
    select order_key, layout, min(ordered_at) as ordered_at, {", ".join(f"sum({name}) as {name}" for name in _ADDED)}
    from work.statements
    where adds_up and row_role = 'order'
    group by order_key, layout
    having count(*) > 1
) as s
where p.adds_up and s.order_key = p.order_key and s.layout = p.layout
"""
"""Where each row states a part of an order (a shipment, settled by itself), the order is all of them."""

OTHER_WORDS = """create or replace table work.other_words as
select order_key,
    min(ordered_at) as ordered_at,
    arg_min(branch, authority * 1000000000000::bigint + row_number) filter (where branch <> '') as branch,
    arg_min(coupon, authority * 1000000000000::bigint + row_number) filter (where coupon is not null) as coupon,
    arg_min(fulfilment, authority * 1000000000000::bigint + row_number)
        filter (where fulfilment is not null) as fulfilment
from work.statements
where order_key in (select order_key from work.contested)
group by order_key
"""
"""What further statements add where the primary one is silent. Rows of one authority are of one layout."""

REFUND_ROWS = """create or replace table work.refund_rows as
select order_key, authority, sum(refunded) as refunded
from work.statements
where row_role = 'refund'
group by order_key, authority
"""


def orders_sql(parameters: Parameters) -> str:
    """Table core.orders without fees and people, which later steps fill in (METRICS.md §0 and §1).

    Refunds: those the primary statement states, and refund rows of the same authority. A refund of at least what
    was paid gives up everything; no refund gives up more than everything. Where ledgers paid back
    more than that, less its share of the tax, their word counts: a refund may come weeks after the export.
    """
    shop = parameters.shop
    policies = {
        "partly_refunded": shop.policies.partly_refunded_is_purchase,
        "refunded": shop.policies.refunded_is_purchase,
    }
    purchases = ", ".join(quote(status) for status in PAID_STATUSES if policies.get(status, True))
    kinds = per_channel({name: quote(each.kind) for name, each in shop.channels.items()}, "null", "p.channel")
    costs = {name: f"{each.per_order}::decimal(18,5)" for name, each in shop.own_costs.items()}
    query = f"""
with joined as (
    select p.*,
        coalesce(p.ordered_at, o.ordered_at) as placed_at,
        {branch_name(shop, "coalesce(nullif(p.branch, ''), o.branch, '')")} as any_branch,
        coalesce(p.coupon, o.coupon) as any_coupon,
        coalesce(p.fulfilment, o.fulfilment) as any_fulfilment,
        coalesce(p.refunded, 0) as refund_stated,
        coalesce(r.refunded, 0) as refund_rows,
        coalesce(p.gross, 0) - coalesce(p.merchant_discount, 0) as worth,
        coalesce(l.refunded, 0) as refund_in_ledgers,
        coalesce(l.given_up, 0) as given_up_in_ledgers,
        coalesce(
            p.paid, coalesce(p.gross, 0) - coalesce(p.merchant_discount, 0) - coalesce(p.platform_discount, 0)
        ) as paid_before_tax,
        {kinds} as kind,
        t.order_key is not null as is_test
    from work.primary_statement as p
    left join work.other_words as o on o.order_key = p.order_key
    left join work.refund_rows as r on r.order_key = p.order_key and r.authority = p.authority
    left join work.ledger_refunds as l on l.order_key = p.order_key and l.currency = p.currency
    left join work.test_orders as t on t.order_key = p.order_key
),
known as (
    select *,
        refund_stated + refund_rows as refund_known,
        greatest(given_up_in_ledgers, case
            when coalesce(tax, 0) > 0 and paid_before_tax > 0
            then cast(round(refund_in_ledgers * paid_before_tax / (paid_before_tax + tax), 2) as decimal(18,5))
            else refund_in_ledgers
        end) as refund_booked
    from joined
),
refunding as (
    select *,
        case
            when status = 'refunded' or (refund_stated >= paid and paid > 0) then worth
            when refund_in_ledgers > 0 and refund_in_ledgers >= paid_before_tax + coalesce(tax, 0) then worth
            -- less than a cent is the rounding of the tax, not a further refund
            when refund_booked > refund_known + 0.01 then greatest(least(refund_booked, worth), 0)
            else greatest(least(refund_known, worth), 0)
        end as given_up
    from known
),
judged as (
    select *,
        case
            when is_test then 'test'
            when status = 'unpaid' or (status in ('cancelled', 'unknown') and given_up = 0) then status
            when status = 'unknown' then 'unknown'
            when given_up > 0 and given_up >= worth then 'refunded'
            when given_up > 0 then 'partly_refunded'
            else status
        end as final_status
    from refunding
)
select order_key, source, channel, kind as channel_kind, any_branch as branch, order_id,
    placed_at as ordered_at,
    {shop_day(shop, "placed_at")} as order_day,
    final_status as status,
    final_status in ({purchases}) and worth > 0 as is_purchase,
    coalesce(gross, 0) as gross,
    coalesce(merchant_discount, 0) as merchant_discount,
    coalesce(platform_discount, 0) as platform_discount,
    coalesce(delivery_charged, 0) as delivery_charged,
    coalesce(tip, 0) as tip,
    coalesce(tax, 0) as tax,
    given_up as refunded,
    worth - given_up as net_sales,
    currency,
    any_coupon as coupon,
    any_fulfilment as fulfilment,
    file_name as source_file,
    layout, payment_ref,
    case when final_status in ({purchases}) and worth > 0 and currency = {quote(shop.business.currency)}
        then {per_channel(costs, "0", "channel")} else 0 end as own_costs
from judged"""
    return f"create or replace table work.orders_before_fees as\n{query}"


FINISHED_ORDERS = """
select o.* exclude (layout, payment_ref),
    coalesce(f.fees, 0) as fees,
    f.order_key is not null as fees_known,
    o.net_sales - coalesce(f.fees, 0) - o.own_costs as contribution,
    p.placed_by,
    p.customer_id
from work.orders_before_fees as o
left join work.fees_by_order as f on f.order_key = o.order_key and f.currency = o.currency
left join work.people_by_order as p on p.order_key = o.order_key
"""


def finished_orders_sql() -> str:
    """Statement that makes core.orders, fees and people filled in."""
    return ORDERS.fill_sql(FINISHED_ORDERS, "core.orders")


def order_items_sql() -> str:
    """Statement that makes core.order_items: lines of the layout whose word counts, numbered as they stand there."""
    return ORDER_ITEMS.fill_sql(
        """
select i.order_key,
    row_number() over (partition by i.order_key order by i.file_rank, i.row_number, i.part) as line_number,
    i.sku, i.item, i.quantity, i.unit_price,
    coalesce(i.discount, 0) as discount,
    coalesce(i.refunded_quantity, 0) as refunded_quantity,
    coalesce(i.refunded, 0) as refunded
from work.order_items as i
join (
    select order_key, layout from work.order_items
    group by order_key, authority, layout
    qualify row_number() over (partition by order_key order by authority, layout) = 1
) as a on a.order_key = i.order_key and a.layout = i.layout
where exists (select 1 from work.orders_before_fees as o where o.order_key = i.order_key)
""",
        "core.order_items",
    )


def refunds_sql(parameters: Parameters) -> str:
    """Statement that makes core.refunds: refunds with a day of their own, from bills, tills and ledgers.

    Of several files of one system that book an order's refunds, the one nearest to the money tells their days.
    """
    stated_day = shop_day(parameters.shop, "s.refunded_at")
    return REFUNDS.fill_sql(
        f"""
select 'statement:' || s.file_id || ':' || s.layout || ':' || s.row_number as refund_key, s.channel,
    o.order_key, {stated_day} as refund_day, s.refunded as amount, s.currency, s.source
from work.statements as s
left join work.orders_before_fees as o on o.order_key = s.order_key
where s.row_role = 'refund' and s.refunded_at is not null and s.refunded is not null
union all by name
select 'entry:' || e.file_id || ':' || e.layout || ':' || e.row_number || ':' || e.part as refund_key, e.channel,
    e.order_key, e.booked_day as refund_day, e.amount, e.currency, e.source
from work.matched_entries as e
where e.entry_kind = 'refund'
qualify e.order_key is null or e.fee_authority = min(e.fee_authority) over (partition by e.order_key, e.family)
""",
        "core.refunds",
    )
