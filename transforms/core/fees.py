"""Core fee lines: every fee a file shows, tied to its order as soon as some file has the order."""

from __future__ import annotations

from transforms.core.parameters import Parameters, shop_day
from transforms.tables.core import FEE_LINES

ORDER_REFS = """create or replace table work.order_refs as
with refs as (
    select channel, source, order_id as ref, order_key from work.orders_before_fees
    union all
    select channel, source, payment_ref as ref, order_key from work.orders_before_fees where payment_ref is not null
)
select distinct channel, source, ref, order_key from refs
"""
"""Every number under which a file may speak of an order: its own, and its payment's."""

UNIQUE_REFS = {
    "work.refs_in_source": "source, channel, ref",
    "work.refs_in_channel": "channel, ref",
    "work.refs_anywhere": "ref",
}


def unique_refs_sql(table: str) -> str:
    """Table of numbers that mean one order only, within a source, within a channel, or in the whole business."""
    key = UNIQUE_REFS[table]
    return f"""create or replace table {table} as
select {key}, min(order_key) as order_key
from work.order_refs
group by {key}
having count(distinct order_key) = 1"""


def matched_entries_sql(parameters: Parameters) -> str:
    """Table work.matched_entries: fees and refunds of ledgers and bills, with the order each one names.

    The number is looked up in the entry's own source first, then its channel, then everywhere (one payment account
    may serve several channels); a number that means two orders there is left to wait.
    """
    day = shop_day(parameters.shop, "e.booked_at")
    return f"""create or replace table work.matched_entries as
with booked as (
    select *, {day} as booked_day from work.entries as e
    where e.entry_kind in ('fee', 'refund') and {day} <= {parameters.as_of}
)
select e.*, coalesce(s.order_key, c.order_key, a.order_key, oc.order_key, oa.order_key) as order_key
from booked as e
left join work.refs_in_source as s on s.source = e.source and s.channel = e.channel and s.ref = e.order_ref
left join work.refs_in_channel as c on c.channel = e.channel and c.ref = e.order_ref
left join work.refs_anywhere as a on a.ref = e.order_ref
left join work.refs_in_channel as oc on oc.channel = e.channel and oc.ref = e.order_ref_other
left join work.refs_anywhere as oa on oa.ref = e.order_ref_other"""


def fee_lines_sql() -> str:
    """Statement that makes core.fee_lines. A fee of a known order stands at that order's channel and branch."""
    return FEE_LINES.fill_sql(
        """
with numbered as (
    select *,
        row_number() over (
            partition by layout, row_scope, row_key, part order by file_rank, row_number
        ) as position
    from work.matched_entries
    where entry_kind = 'fee'
)
select
    e.layout || ':' || case when e.row_scope = '' then '' else e.row_scope || ':' end
        || e.row_key || ':' || e.part || ':' || e.position as fee_key,
    coalesce(o.channel, e.channel) as channel,
    coalesce(o.branch, e.branch) as branch,
    e.order_key,
    e.fee_type, e.amount,
    e.booked_day as fee_day,
    e.statement, e.source, e.currency,
    case
        when e.order_key is not null then 'matched'
        when e.order_ref is not null or e.order_ref_other is not null then 'waiting'
        else 'period'
    end as fee_state
from numbered as e
left join work.orders_before_fees as o on o.order_key = e.order_key
""",
        "core.fee_lines",
    )


FEES_BY_ORDER = """create or replace table work.fees_by_order as
select f.order_key, sum(f.amount) as fees
from core.fee_lines as f
join work.orders_before_fees as o on o.order_key = f.order_key and o.currency = f.currency
where f.order_key is not null
group by f.order_key
"""
