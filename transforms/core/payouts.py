"""Core payouts: per statement what its lines add up to, and what it says it pays out."""

from __future__ import annotations

from transforms.tables.core import PAYOUTS


def payouts_sql() -> str:
    """Statement that makes core.payouts from the lines and payouts that bills and ledgers book (METRICS.md §1).

    A statement stands in its channel under the source of its lines; one that only says its total stands under its own.
    """
    return PAYOUTS.fill_sql(
        """
with booked as (
    select channel, statement, currency,
        coalesce(min(source) filter (where entry_kind = 'due'), min(source)) as source,
        max(booked_day) as payout_day,
        sum(amount) filter (where entry_kind = 'due') as expected,
        sum(amount) filter (where entry_kind = 'payout') as stated,
        count(*) filter (where entry_kind = 'due') as lines
    from work.matched_entries
    where entry_kind in ('due', 'payout') and statement is not null
    group by channel, family, statement, currency
)
select channel, source, statement, currency, max(payout_day) as payout_day, sum(expected) as expected,
    sum(stated) as stated, sum(lines) as lines
from booked
group by channel, source, statement, currency
""",
        "core.payouts",
    )
