"""Core fee lines: every fee a file shows, tied to its order as soon as some file has the order."""

from __future__ import annotations

from transforms.core.parameters import Parameters, branch_name, shop_day
from transforms.settings import Shop
from transforms.tables.core import FEE_LINES

ORDER_REFS = """create or replace table work.order_refs as
select channel, source, order_id as ref, order_key, order_key = channel || '/' || order_id as is_global
from work.primary_statement
union all
select channel, source, payment_ref as ref, order_key, true as is_global from work.primary_statement
where payment_ref is not null and payment_ref <> order_id
union all
select p.channel, p.source, i.line_ref as ref, p.order_key, true as is_global
from work.order_items as i
join work.primary_statement as p on p.order_key = i.order_key
where i.line_ref is not null and i.line_ref <> p.order_id
"""
"""Every number under which a file may speak of an order: its own, its payment's, and those of its lines.

A web shop numbers its orders by itself, so its order keys name the shop and its numbers mean nothing elsewhere.
"""

REFS_ANYWHERE = """create or replace table work.refs_anywhere as
select ref, min(order_key) as order_key
from work.order_refs
where length(ref) >= 8
group by ref
having min(order_key) = max(order_key) and bool_and(is_global)
"""
"""Numbers that mean one order in the whole business; short ones (#1001) are only looked up nearby."""

REFS_NEARBY = """create or replace table work.refs_nearby as
select source, channel, ref, min(order_key) as order_key,
    min(min(order_key)) over (partition by channel, ref) as least_in_channel,
    max(max(order_key)) over (partition by channel, ref) as most_in_channel
from work.order_refs
where ref not in (select ref from work.refs_anywhere)
group by source, channel, ref
having min(order_key) = max(order_key)
"""
"""The other numbers: the order they mean within a source, and whether that is the only one in its channel."""


def matched_entries_sql(parameters: Parameters) -> list[str]:
    """Statements for work.matched_entries: what ledgers and bills book, with the order each entry names.

    A number that means one order anywhere is that order (one payment account may serve several channels). Another is
    looked up in the entry's own source, then in its channel; one that means two orders there is left to wait. A shop's
    own number (row_scope) means the same in all channels of its source, and is never looked up outside a source that
    has orders: there it would be another shop's.
    """
    day = shop_day(parameters.shop, "e.booked_at")
    first_look = f"""create or replace table work.matched_entries as
select e.* exclude (booked_at, wording, file_name), {day} as booked_day, a.order_key
from work.entries as e
left join work.refs_anywhere as a on a.ref = e.order_ref and e.row_scope = ''
where e.entry_kind in ('fee', 'refund', 'due', 'payout') and {day} <= {parameters.known}"""
    second_look = """create or replace table work.found_later as
select f.* replace (coalesce(o.order_key, s.order_key, w.order_key, c.order_key) as order_key)
from work.matched_entries as f
left join work.refs_anywhere as o on o.ref = f.order_ref_other
left join work.refs_nearby as s on s.source = f.source and s.channel = f.channel and s.ref = f.order_ref
left join (
    select source, ref, min(order_key) as order_key from work.refs_nearby
    group by source, ref having min(order_key) = max(order_key)
) as w on w.source = f.source and w.ref = f.order_ref and f.row_scope <> ''
left join (
    select channel, ref, min(order_key) as order_key from work.refs_nearby
    where least_in_channel = most_in_channel group by channel, ref
) as c on c.channel = f.channel and c.ref = f.order_ref
    and (f.row_scope = '' or f.source not in (select source from work.primary_statement))
where f.order_key is null"""
    return [
        first_look,
        second_look,
        "delete from work.matched_entries where order_key is null",
        "insert into work.matched_entries select * from work.found_later",
        ONE_BILL,
        LEDGER_REFUNDS,
    ]


_ABOUT = "coalesce(order_key, 'number ' || channel || ' ' || order_ref, 'statement ' || statement)"
ONE_BILL = f"""delete from work.matched_entries as e using (
    select entry_kind, family, {_ABOUT} as about, min(fee_authority) as fee_authority
    from work.matched_entries
    where entry_kind <> 'refund' and (order_key is not null or order_ref is not null or statement is not null)
    group by entry_kind, family, {_ABOUT}
    having min(fee_authority) < max(fee_authority)
) as b
where e.entry_kind = b.entry_kind and e.family = b.family and e.fee_authority > b.fee_authority
    and coalesce(e.order_key, 'number ' || e.channel || ' ' || e.order_ref, 'statement ' || e.statement) = b.about
"""
"""Several files of one system may bill the same order: the one nearest to the money counts."""

LEDGER_REFUNDS = """create or replace table work.ledger_refunds as
select order_key, currency,
    coalesce(max(refunded) filter (where not with_platform_share), 0) as refunded,
    coalesce(max(refunded) filter (where with_platform_share), 0) as given_up
from (
    select order_key, currency, family, fee_authority, with_platform_share, sum(amount) as refunded
    from work.matched_entries
    where entry_kind = 'refund' and order_key is not null
    group by order_key, currency, family, fee_authority, with_platform_share
) as of_one_file
group by order_key, currency
having max(refunded) > 0
"""
"""What was paid back of each order, tax included, and what the merchant gave up of it, the platform's share included.

Two ledgers see one refund, so they do not add up: the one that knows of most counts.
"""


def fee_lines_sql(shop: Shop) -> str:
    """Statement that makes core.fee_lines. A fee of a known order stands at that order's channel and branch.

    Several fees of one kind in rows about the same thing (two refunds billed together) are told apart by position.
    """
    same_thing = "e.row_key = r.row_key and e.part = r.part and e.layout = r.layout and e.row_scope = r.row_scope"
    return FEE_LINES.fill_sql(
        f"""
with fees as (
    select * from work.matched_entries where entry_kind = 'fee'
),
repeated as (
    select row_key, part, layout, row_scope from fees group by row_key, part, layout, row_scope having count(*) > 1
),
numbered as (
    select e.*, 1 as position from fees as e
    where not exists (select 1 from repeated as r where {same_thing})
    union all by name
    select e.*,
        row_number() over (
            partition by e.row_key, e.part, e.layout, e.row_scope order by e.file_rank, e.row_number
        ) as position
    from fees as e
    where exists (select 1 from repeated as r where {same_thing})
)
select
    e.row_key || '-' || e.part || '-' || e.position || '-' || e.layout
        || case when e.row_scope = '' then '' else '@' || e.row_scope end as fee_key,
    coalesce(o.channel, e.channel) as channel,
    coalesce(o.branch, {branch_name(shop, "e.branch")}) as branch,
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
select order_key, currency, sum(amount) as fees
from core.fee_lines
where order_key is not null
group by order_key, currency
"""
