"""Published: fees by the day of the order beside fees by the day they were booked. METRICS.md §1."""

from __future__ import annotations

from transforms.core.parameters import Parameters


def fee_dates_sql(parameters: Parameters) -> str:
    """Query for `fee_dates`: every fee once in the month of its order and once in the month of its bill.

    A fee of no known order stands in the month of its bill both times, as in `channel_costs`.
    """
    keys = "channel, branch, fee_type, currency"
    return f"""
with booked as (
    select strftime(coalesce(o.order_day, f.fee_day), '%Y-%m') as order_month,
        strftime(f.fee_day, '%Y-%m') as fee_month, f.channel, f.branch, f.fee_type, f.currency, sum(f.amount) as amount
    from core.fee_lines as f
    left join core.orders as o on o.order_key = f.order_key
    group by strftime(coalesce(o.order_day, f.fee_day), '%Y-%m'), strftime(f.fee_day, '%Y-%m'), f.channel, f.branch,
        f.fee_type, f.currency
),
placed as (
    select order_month as month, {keys}, amount as by_order, 0 as by_bill, 0 as earlier from booked
    union all
    select fee_month as month, {keys}, 0 as by_order, amount as by_bill,
        case when order_month < fee_month then amount else 0 end as earlier
    from booked
)
select month, {keys}, sum(by_order) as fees_by_order_day, sum(by_bill) as fees_by_fee_day,
    sum(earlier) as fees_of_earlier_orders,
    last_day(cast(month || '-01' as date)) <= {parameters.as_of} as is_complete
from placed
group by month, {keys}"""
