"""Promises about customers, repeat rates and cohorts. METRICS.md §2 and §4."""

from __future__ import annotations

from expectations.check import TOLERANCE, Check, no_rows
from expectations.promises.bounds import at_most

NET = "case when o.currency = (select a.currency from published.about as a) then o.net_sales else 0 end"
"""People's money is in the currency of the business; amounts of another are never added to it."""
_BUYERS = f"""
select o.customer_id, count(*) as orders, sum({NET}) as net_sales
from published.orders as o
where o.is_purchase and o.customer_id is not null
group by o.customer_id
"""


def promises() -> list[Check]:
    """What holds for the published tables about people, but migration."""
    return [*_customers(), *_repeat_rates(), *_cohorts()]


def _customers() -> list[Check]:
    table = "published.customers"
    return [
        no_rows(
            table,
            "customers are the people of the purchases",
            "stop",
            f"""
            with buyers as ({_BUYERS})
            select coalesce(c.customer_id, b.customer_id) as customer_id
            from {table} as c
            full join buyers as b on b.customer_id = c.customer_id
            where c.customer_id is null or b.customer_id is null
            """,
        ),
        no_rows(
            table,
            "orders and net_sales are those of the person's purchases",
            "stop",
            f"""
            with buyers as ({_BUYERS})
            select c.customer_id
            from {table} as c
            inner join buyers as b on b.customer_id = c.customer_id
            where c.orders <> b.orders or c.net_sales <> b.net_sales
            """,
        ),
        no_rows(
            table,
            "purchase_days are no more than orders",
            "stop",
            f"select c.customer_id from {table} as c where c.purchase_days > c.orders",
        ),
        no_rows(
            table,
            "first_order_day is no later than last_order_day",
            "stop",
            f"select c.customer_id from {table} as c where c.first_order_day > c.last_order_day",
        ),
        # who may also be somebody else has bought what they bought themselves, and more
        at_most(
            table,
            ("orders", "purchase_days"),
            f"t.orders_likely < t.orders - {TOLERANCE}",
            f"t.purchase_days_likely < t.purchase_days - {TOLERANCE}",
        ),
    ]


def _repeat_rates() -> list[Check]:
    table = "published.repeat_rates"
    keys = "r.measure, r.window_days, r.scope, r.channel, r.period"
    return [
        no_rows(
            table,
            "repeaters are no more than customers",
            "stop",
            f"""
            select {keys}
            from {table} as r
            where r.repeaters > r.customers or r.repeaters_likely > r.customers_likely + {TOLERANCE}
            """,
        ),
        no_rows(
            table,
            "rate is repeaters by customers",
            "stop",
            f"""
            select {keys}
            from {table} as r
            where (r.customers = 0) <> (r.rate is null)
                or abs(r.rate - cast(r.repeaters as double) / nullif(r.customers, 0)) > 1e-9
                or (r.customers_likely = 0) <> (r.rate_likely is null)
                or abs(r.rate_likely - r.repeaters_likely / nullif(r.customers_likely, 0)) > 1e-9
            """,
        ),
        no_rows(
            table,
            "repeats in the channel are no more than anywhere",
            "stop",
            f"""
            select {keys}
            from {table} as r
            inner join {table} as a
                on a.measure = r.measure and a.window_days = r.window_days
                and a.channel = r.channel and a.period = r.period
            where r.scope = 'in_channel' and a.scope = 'anywhere'
                and (r.repeaters > a.repeaters or r.customers <> a.customers)
            """,
        ),
        no_rows(
            table,
            "repurchase of a month does not fall as the window grows",
            "stop",
            f"""
            select {keys}
            from (
                select
                    f.*,
                    lag(f.repeaters) over (
                        partition by f.scope, f.channel, f.period order by f.window_days
                    ) as repeaters_before
                from {table} as f
                where f.measure = 'repurchase' and f.period <> 'all' and f.is_complete
            ) as r
            where r.repeaters < r.repeaters_before
            """,
        ),
        at_most(
            table,
            ("customers", "repeaters"),
            "(t.customers_most = 0) <> (t.rate_most is null)",
            f"coalesce(t.rate, 0) > t.rate_most + {TOLERANCE}",
            f"coalesce(t.rate_likely, 0) > t.rate_most + {TOLERANCE}",
        ),
    ]


def _cohorts() -> list[Check]:
    table = "published.cohorts"
    keys = "c.cohort_month, c.first_channel, c.k"
    counts = ("size", "bought_in", "on_or_after", "returned_by", "repeated_in_first_month")
    likely = tuple(f"{name}_likely" for name in counts)
    totals = ", ".join(f"sum(c.{name}) as {name}" for name in (*counts, "net_sales", *likely))
    differs = " or ".join(
        f"abs(coalesce(a.{name}, 0) - coalesce(p.{name}, 0)) > {TOLERANCE if name in likely else 0}"
        for name in (*counts, "net_sales", *likely)
    )
    return [
        no_rows(
            table,
            "the cohorts of all hold every customer once",
            "stop",
            f"""
            select seen.people
            from (
                select coalesce(sum(c.size), 0) as people
                from {table} as c
                where c.first_channel = 'all' and c.k = 0
            ) as seen
            where seen.people <> (select count(*) as people from published.customers as p)
            """,
        ),
        no_rows(
            table,
            "the first channels add up to all",
            "stop",
            f"""
            select coalesce(a.cohort_month, p.cohort_month) as cohort_month, coalesce(a.k, p.k) as k
            from (select c.* from {table} as c where c.first_channel = 'all') as a
            full join (
                select c.cohort_month, c.k, {totals}
                from {table} as c
                where c.first_channel <> 'all'
                group by c.cohort_month, c.k
            ) as p on p.cohort_month = a.cohort_month and p.k = a.k
            where {differs}
            """,
        ),
        no_rows(
            table,
            "in month 0 everybody bought and nobody has returned",
            "stop",
            f"""
            select {keys}
            from {table} as c
            where c.k = 0 and (c.bought_in <> c.size or c.on_or_after <> c.size or c.returned_by <> 0)
            """,
        ),
        no_rows(
            table,
            "no count of a cohort is more than those it is part of",
            "stop",
            f"""
            select {keys}
            from {table} as c
            where c.bought_in > c.on_or_after or c.on_or_after > c.size or c.returned_by > c.size
                or (c.k > 0 and c.bought_in > c.returned_by) or c.repeated_in_first_month > c.size
                or greatest(c.on_or_after_likely, c.returned_by_likely, c.repeated_in_first_month_likely)
                    > c.size_likely + {TOLERANCE}
                or c.bought_in_likely > c.on_or_after_likely + {TOLERANCE}
                or (c.k > 0 and c.bought_in_likely > c.returned_by_likely + {TOLERANCE})
            """,
        ),
        no_rows(
            table,
            "size stays, on_or_after never grows, returned_by never falls",
            "stop",
            f"""
            select {keys}
            from (
                select
                    s.*,
                    lag(s.size) over (partition by s.cohort_month, s.first_channel order by s.k) as size_before,
                    lag(s.on_or_after) over (partition by s.cohort_month, s.first_channel order by s.k) as later_before,
                    lag(s.returned_by) over (partition by s.cohort_month, s.first_channel order by s.k) as back_before
                from {table} as s
            ) as c
            where c.size <> c.size_before or c.on_or_after > c.later_before or c.returned_by < c.back_before
            """,
        ),
        no_rows(
            table,
            "net_sales of all cohorts are those of the customers' purchases",
            "stop",
            f"""
            select seen.net_sales
            from (
                select coalesce(sum(c.net_sales), 0) as net_sales from {table} as c where c.first_channel = 'all'
            ) as seen
            where seen.net_sales <> (
                select coalesce(sum({NET}), 0) as net_sales
                from published.orders as o
                where o.is_purchase and o.customer_id is not null
            )
            """,
        ),
        at_most(table, counts),
    ]
