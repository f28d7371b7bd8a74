"""Promises about who is late for their next purchase. METRICS.md §4."""

from __future__ import annotations

from expectations.check import Check, no_rows
from expectations.promises.bounds import TOLERANCE, at_most

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
        no_rows(
            _FLOWS,
            "who is in a state at the end of a month is there when the next one starts",
            "stop",
            f"""
            with ends as (
                select f.month, f.to_state as state, sum(f.customers) as customers,
                    sum(f.customers_likely) as customers_likely
                from {_FLOWS} as f
                where f.month < (select max(l.month) from {_FLOWS} as l)
                group by f.month, f.to_state
            ),
            starts as (
                select f.month, f.from_state as state, sum(f.customers) as customers,
                    sum(f.customers_likely) as customers_likely
                from {_FLOWS} as f
                where f.from_state <> 'none'
                group by f.month, f.from_state
            )
            select coalesce(e.month, s.month) as month, coalesce(e.state, s.state) as state
            from ends as e
            full join starts as s
                on s.month = strftime(cast(e.month || '-01' as date) + interval 1 month, '%Y-%m') and s.state = e.state
            where coalesce(e.customers, 0) <> coalesce(s.customers, 0)
                or abs(coalesce(e.customers_likely, 0) - coalesce(s.customers_likely, 0)) > {TOLERANCE}
            """,
        ),
        no_rows(
            _FLOWS,
            "newcomers are those whose first purchase day is in the month",
            "stop",
            f"""
            with seen as (
                select strftime(p.first_order_day, '%Y-%m') as month, count(*) as customers
                from {_CUSTOMERS} as p
                where p.lifecycle is not null
                group by strftime(p.first_order_day, '%Y-%m')
            ),
            newcomers as (
                select f.month, sum(f.customers) as customers
                from {_FLOWS} as f
                where f.from_state = 'none'
                group by f.month
            )
            select coalesce(s.month, n.month) as month
            from seen as s
            full join newcomers as n on n.month = s.month
            where coalesce(s.customers, 0) <> coalesce(n.customers, 0)
            """,
        ),
        no_rows(
            _FLOWS,
            "the last month ends with the customers as they stand",
            "stop",
            f"""
            with ends as (
                select f.to_state as state, sum(f.customers) as customers
                from {_FLOWS} as f
                where f.month = (select max(l.month) from {_FLOWS} as l)
                group by f.to_state
            ),
            now as (
                select p.lifecycle as state, count(*) as customers
                from {_CUSTOMERS} as p
                where p.lifecycle is not null
                group by p.lifecycle
            )
            select coalesce(e.state, n.state) as state
            from ends as e
            full join now as n on n.state = e.state
            where coalesce(e.customers, 0) <> coalesce(n.customers, 0)
            """,
        ),
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
