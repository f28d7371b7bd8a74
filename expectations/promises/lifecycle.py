"""Promises about who is late for their next purchase. METRICS.md §4."""

from __future__ import annotations

from expectations.check import TOLERANCE, Check, agree, no_rows
from expectations.promises.bounds import at_most, carried_over, ends_as

_THRESHOLDS = "published.lifecycle_thresholds"
_FLOWS = "published.lifecycle_flows"
_CUSTOMERS = "published.customers"


def promises() -> list[Check]:
    """What holds for `lifecycle_thresholds` and `lifecycle_flows`."""
    return [
        no_rows(
            _THRESHOLDS,
            "somebody is due, then at risk, then lapsed, where the curve is enough to say",
            "stop",
            f"""
            select t.purchase
            from {_THRESHOLDS} as t
            where case
                when t.curve_state = 'enough' then coalesce(
                    t.due_days > t.at_risk_days or t.at_risk_days > t.lapsed_days or t.lapsed_days > t.followed_days,
                    true
                )
                else coalesce(t.due_days, t.at_risk_days, t.lapsed_days) is not null
            end
            """,
        ),
        no_rows(
            _THRESHOLDS,
            "the curve is the one of time_to_next",
            "stop",
            f"""
            select t.purchase
            from {_THRESHOLDS} as t
            left join published.time_to_next as c
                on c.order_rank = t.order_rank and c.channel = 'all' and c.day = t.followed_days
            where coalesce(abs(1 - c.survival - t.share_back) > {TOLERANCE}, true)
            """,
        ),
        at_most(_FLOWS, ("customers",)),
        carried_over(
            _FLOWS,
            "who is in a state at the end of a month is there when the next one starts",
            "from_state",
            "to_state",
        ),
        agree(
            _FLOWS,
            "newcomers are those whose first purchase day is in the month",
            ("month",),
            f"""
            select strftime(p.first_order_day, '%Y-%m') as month, count(*) as customers
            from {_CUSTOMERS} as p
            where p.lifecycle is not null
            group by strftime(p.first_order_day, '%Y-%m')""",
            f"""
            select f.month, sum(f.customers) as customers
            from {_FLOWS} as f
            where f.from_state = 'none'
            group by f.month""",
            numbers=("customers",),
        ),
        ends_as(_FLOWS, "the last month ends with the customers as they stand", "to_state", "lifecycle"),
        no_rows(
            _CUSTOMERS,
            "everybody has a lifecycle where the curve is enough, else nobody",
            "stop",
            f"""
            select p.customer_id
            from {_CUSTOMERS} as p
            where (p.lifecycle is not null) <> (
                select count(*) > 0 from {_THRESHOLDS} as t where t.curve_state = 'enough'
            )
            """,
        ),
    ]
