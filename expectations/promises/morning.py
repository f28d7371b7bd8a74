"""Promises about what the owner is told first."""

from __future__ import annotations

from functools import partial

from expectations.check import Check, agree, never, no_rows

_TABLE = "published.morning_findings"
_SINCE = """select max(c.month) from published.channel_costs as c
            join published.about as a on a.currency = c.currency where c.is_complete"""
_never = partial(never, _TABLE, "f", "f.finding, f.channel")


def promises() -> list[Check]:
    """What holds for `morning_findings`."""
    return [
        no_rows(
            _TABLE,
            "the largest amount comes first",
            "stop",
            f"""
            select f.finding, f.channel
            from (
                select finding, channel, place, row_number() over (order by abs(amount) desc, finding, channel) as due
                from {_TABLE}
            ) as f
            where f.place <> f.due
            """,
        ),
        _never(
            "a month is told of only beyond what is usual",
            """case
                when f.finding in ('payout_short', 'payout_over', 'fee_audit', 'never_paid_out')
                then f.usual_low is not null or f.usual_high is not null
                else coalesce(f.level between f.usual_low and f.usual_high, true)
            end""",
        ),
        agree(
            _TABLE,
            "what a platform paid or billed wrong is all that is wrong since then",
            ("finding", "channel"),
            f"""
            select finding, channel, round(amount, 2) as amount from {_TABLE}
            where finding in ('payout_short', 'payout_over', 'fee_audit')""",
            f"""
            select case when p.difference < 0 then 'payout_short' else 'payout_over' end as finding, p.channel,
                round(sum(p.difference), 2) as amount
            from published.payout_reconciliation as p
            join published.about as a on a.currency = p.currency
            where p.payout_state = 'differs' and strftime(p.payout_day, '%Y-%m') >= ({_SINCE})
            group by p.difference < 0, p.channel
            union all
            select 'fee_audit', e.channel, -round(sum(e.owed_back), 2)
            from published.fee_audit as e
            join published.about as a on a.currency = e.currency
            where e.finding <> 'never_paid_out' and strftime(coalesce(e.fee_day, e.order_day), '%Y-%m') >= ({_SINCE})
            group by e.channel""",
            numbers=("amount",),
            is_strict=True,
        ),
    ]
