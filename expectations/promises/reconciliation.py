"""Promises about statements and what was paid out on them. METRICS.md §1."""

from __future__ import annotations

from functools import partial

from expectations.check import Check, never, no_rows

_TABLE = "published.payout_reconciliation"
_never = partial(never, _TABLE, "p", "p.channel, p.source, p.statement, p.currency")


def promises() -> list[Check]:
    """What holds for `payout_reconciliation`."""
    return [
        _never(
            "lines are what is left of before_fees after fees and adjustments",
            "p.expected is distinct from p.before_fees - p.fees_charged + p.fees_returned - p.adjustments",
        ),
        _never("a statement without lines adds up to nothing known", "(p.lines = 0) <> (p.expected is null)"),
        _never("difference is stated less expected", "p.difference is distinct from p.stated - p.expected"),
        _never(
            "the state follows from the two amounts",
            """p.payout_state <> case
                when p.expected is null then 'no_lines'
                when p.stated is null then 'pending'
                when p.stated = p.expected then 'agrees'
                else 'differs'
            end""",
        ),
        no_rows(
            _TABLE,
            "no statement charges a fee that is not among the fee lines, per currency",
            "stop",
            f"""
            select stated.currency
            from (
                select p.currency, sum(p.fees_charged) as charged, sum(p.fees_returned) as returned
                from {_TABLE} as p
                group by p.currency
            ) as stated
            left join (
                select l.currency,
                    sum(case when l.amount > 0 then l.amount else 0 end) as charged,
                    -sum(case when l.amount < 0 then l.amount else 0 end) as returned
                from published.fee_lines as l
                where l.fee_type <> 'adjustment'
                group by l.currency
            ) as billed on billed.currency = stated.currency
            where stated.charged > coalesce(billed.charged, 0) or stated.returned > coalesce(billed.returned, 0)
            """,
        ),
    ]
