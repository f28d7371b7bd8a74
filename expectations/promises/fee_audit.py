"""Promises about what was billed against what was agreed. METRICS.md §1."""

from __future__ import annotations

from functools import partial

from expectations.check import Check, agree, never, no_rows

_FINDINGS = "published.fee_audit"
_MONTHS = "published.fee_audit_months"
_CELL = "month, channel, branch, currency"
_never = partial(never, _FINDINGS, "f", "f.finding, f.order_key")


def promises() -> list[Check]:
    """What holds for `fee_audit` and `fee_audit_months`."""
    return [
        _never(
            "owed_back is fee_billed less fee_agreed",
            "f.finding <> 'never_paid_out' and f.owed_back is distinct from f.fee_billed - f.fee_agreed",
        ),
        _never("a finding asks something back", "f.owed_back <= 0"),
        no_rows(
            _FINDINGS,
            "a finding is about an order of its channel and day",
            "stop",
            f"""
            select f.order_key
            from {_FINDINGS} as f
            left join published.orders as o
                on o.order_key = f.order_key and o.channel = f.channel and o.order_day = f.order_day
            where o.order_key is null
            """,
        ),
        no_rows(
            _FINDINGS,
            "an order never paid out is asked back whole",
            "stop",
            f"""
            select f.order_key
            from {_FINDINGS} as f
            join published.orders as o on o.order_key = f.order_key
            where f.finding = 'never_paid_out' and f.owed_back <> o.net_sales
            """,
        ),
        agree(
            _MONTHS,
            "what is over in a month is what its orders are found to be",
            tuple(_CELL.split(", ")),
            f"select * from {_MONTHS} where orders_over > 0 or billed_over <> 0",
            f"""
            select strftime(f.order_day, '%Y-%m') as month, f.channel, f.branch, f.currency,
                count(*) as orders_over, sum(f.owed_back) as billed_over
            from {_FINDINGS} as f
            where f.finding in ('rate', 'minimum')
            group by strftime(f.order_day, '%Y-%m'), f.channel, f.branch, f.currency""",
            numbers=("orders_over", "billed_over"),
            is_strict=True,
        ),
        no_rows(
            _MONTHS,
            "no more orders are compared than were sold",
            "stop",
            f"""
            select m.month
            from {_MONTHS} as m
            left join published.channel_costs as s using ({_CELL})
            where m.orders > coalesce(s.orders, 0)
            """,
        ),
    ]
