"""Core payouts: per statement what its lines add up to, and what it says it pays out."""

from __future__ import annotations

from transforms.tables.core import PAYOUTS

_ROW = "channel, family, source, layout, file_rank, row_number, currency"


def payouts_sql() -> str:
    """Statement that makes core.payouts from the lines and payouts that bills and ledgers book (METRICS.md §1).

    A statement stands in its channel under the source of its lines; one that only says its total stands under its own.
    The fees of a line are those its own row of the file books, so that a file may number its fees differently.
    """
    return PAYOUTS.fill_sql(
        f"""
with fees as (
    select {_ROW},
        sum(amount) filter (where fee_type <> 'adjustment' and amount > 0) as charged,
        -sum(amount) filter (where fee_type <> 'adjustment' and amount < 0) as returned,
        sum(amount) filter (where fee_type = 'adjustment') as adjusted
    from work.matched_entries
    where entry_kind = 'fee'
    group by {_ROW}
),
rows as (
    select {_ROW}, statement, max(booked_day) as booked_day,
        sum(amount) filter (where entry_kind = 'due') as due,
        sum(amount) filter (where entry_kind = 'payout') as stated,
        count(*) filter (where entry_kind = 'due') as lines
    from work.matched_entries
    where entry_kind in ('due', 'payout') and statement is not null
    group by {_ROW}, statement
),
booked as (
    select channel, statement, currency, coalesce(min(source) filter (where lines > 0), min(source)) as source,
        max(booked_day) as payout_day, sum(due) as expected,
        coalesce(sum(charged) filter (where lines > 0), 0) as fees_charged,
        coalesce(sum(returned) filter (where lines > 0), 0) as fees_returned,
        coalesce(sum(adjusted) filter (where lines > 0), 0) as adjustments,
        sum(stated) as stated, sum(lines) as lines
    from rows
    left join fees using ({_ROW})
    group by channel, family, statement, currency
)
select channel, source, statement, currency, max(payout_day) as payout_day, sum(expected) as expected,
    case when sum(lines) > 0 then sum(fees_charged) end as fees_charged,
    case when sum(lines) > 0 then sum(fees_returned) end as fees_returned,
    case when sum(lines) > 0 then sum(adjustments) end as adjustments,
    sum(stated) as stated, sum(lines) as lines
from booked
group by channel, source, statement, currency
""",
        "core.payouts",
    )
