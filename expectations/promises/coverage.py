"""Promises about how much of the trade can be tied to people. METRICS.md §2."""

from __future__ import annotations

from expectations.check import Check, no_excess, no_rows
from expectations.promises.people import NET

COVERAGE_DROP = 0.15
GAP_DAYS = 90

_COVERED = f"""
select
    strftime(o.order_day, '%Y-%m') as month, o.channel, o.branch,
    count(*) as orders,
    sum({NET}) as net_sales,
    count(o.customer_id) as certain,
    sum(case when o.customer_id is not null then {NET} else 0 end) as net_sales_certain
from published.orders as o
where o.is_purchase
group by 1, 2, 3
"""
_RECENT = f"""
select o.channel, o.branch, count(*) as purchases, count(*) - count(o.customer_id) as nameless
from published.orders as o
where o.is_purchase
    and o.order_day > (select cast(a.as_of_day - interval {GAP_DAYS} day as date) as day from published.about as a)
group by o.channel, o.branch
"""


def promises() -> list[Check]:
    """What holds for the published tables about coverage."""
    return [*_coverage(), *_gaps(), *_links(), *_consents()]


def _coverage() -> list[Check]:
    table = "published.identity_coverage"
    columns = ("orders", "net_sales", "certain", "net_sales_certain")
    differs = " or ".join(f"coalesce(c.{name}, 0) <> coalesce(p.{name}, 0)" for name in columns)
    return [
        *(
            no_rows(
                table,
                f"{whole} are certain, likely or unidentified",
                "stop",
                f"""
                select c.month, c.channel, c.branch
                from {table} as c
                where c.{whole} <> c.{prefix}certain + c.{prefix}likely + c.{prefix}unidentified
                """,
            )
            for whole, prefix in (("orders", ""), ("net_sales", "net_sales_"))
        ),
        no_rows(
            table,
            "orders, net_sales and the certain ones are those of the purchases",
            "stop",
            f"""
            with purchases as ({_COVERED})
            select coalesce(c.month, p.month) as month, coalesce(c.channel, p.channel) as channel,
                coalesce(c.branch, p.branch) as branch
            from {table} as c
            full join purchases as p on p.month = c.month and p.channel = c.channel and p.branch = c.branch
            where {differs}
            """,
        ),
        no_excess(
            table,
            f"coverage of the last complete month is at most {COVERAGE_DROP * 100:.0f} points below the median before",
            "warn",
            f"""
            with months as (
                select c.month, sum(c.certain) / nullif(cast(sum(c.orders) as double), 0) as covered
                from {table} as c
                where c.is_complete
                group by c.month
            ),
            latest as (select max(m.month) as month from months as m)
            select before.covered - now.covered as figure
            from (
                select median(m.covered) as covered from months as m, latest where m.month < latest.month
            ) as before, (
                select m.covered from months as m, latest where m.month = latest.month
            ) as now
            where before.covered - now.covered > {COVERAGE_DROP}
            """,
        ),
    ]


def _gaps() -> list[Check]:
    table = "published.coverage_gaps"
    return [
        no_rows(
            table,
            "the reasons explain no more purchases than those without a buyer",
            "stop",
            f"""
            with recent as ({_RECENT})
            select g.channel, g.branch
            from {table} as g
            left join recent as r on r.channel = g.channel and r.branch = g.branch
            group by g.channel, g.branch, r.nameless, r.purchases
            having sum(g.orders) > coalesce(r.nameless, 0) or max(g.purchases) <> coalesce(r.purchases, 0)
                or min(g.purchases) <> coalesce(r.purchases, 0)
            """,
        ),
        no_rows(
            table,
            "share_of_orders is orders by purchases",
            "stop",
            f"""
            select g.channel, g.branch, g.reason
            from {table} as g
            where g.share_of_orders is null or g.orders = 0
                or abs(g.share_of_orders - cast(g.orders as double) / nullif(g.purchases, 0)) > 1e-9
            """,
        ),
    ]


def _links() -> list[Check]:
    return [
        no_rows(
            "published.link_model",
            "one row says how probable links were learnt",
            "stop",
            """
            select counted.found
            from (select count(*) as found from published.link_model as m) as counted
            where counted.found <> 1
            """,
        ),
        no_rows(
            "published.link_calibration",
            "no more links of a band are right than there are, and its mean lies in it",
            "stop",
            """
            select b.band_low
            from published.link_calibration as b
            where b.right_links > b.links or not b.mean_probability between b.band_low and b.band_high
                or not b.share_right between b.share_right_low and b.share_right_high
            """,
        ),
    ]


def _consents() -> list[Check]:
    return [
        no_rows(
            "published.consents",
            "every consent is a customer's",
            "stop",
            """
            select c.customer_id
            from published.consents as c
            left join published.customers as p on p.customer_id = c.customer_id
            where p.customer_id is null
            """,
        ),
        no_rows(
            "published.consents",
            "no consent is from after the as-of day",
            "stop",
            """
            select c.customer_id, c.purpose
            from published.consents as c
            where c.since_day > (select a.as_of_day from published.about as a)
            """,
        ),
        no_rows(
            "published.customers",
            "reachable is who has agreed to what one of their contacts serves",
            "stop",
            """
            select p.customer_id
            from published.customers as p
            left join (
                select c.customer_id from published.consents as c
                where c.consent and c.contact_kinds <> ''
                group by c.customer_id
            ) as agreed on agreed.customer_id = p.customer_id
            where p.reachable <> (agreed.customer_id is not null)
            """,
        ),
    ]
