"""Promises about how lately, how often and for how much people buy. METRICS.md §4."""

from __future__ import annotations

from expectations.check import Check, agree, no_rows
from expectations.promises.bounds import at_most

_RFM = "published.rfm"
_CUTS = "published.rfm_cut_points"
_SEGMENTS = "published.rfm_segments"
_CUSTOMERS = "published.customers"


def _above(value: str, cuts: str, number: int) -> str:
    return " + ".join(f"case when {value} > {cuts}.cut_{place} then 1 else 0 end" for place in range(1, number + 1))


def promises() -> list[Check]:
    """What holds for `rfm`, its cut points and its segments."""
    return [
        no_rows(
            _CUTS,
            "cut points rise, and are there where there are data enough",
            "stop",
            f"""
            select t.measure
            from {_CUTS} as t
            where case
                when t.rfm_state = 'enough' then
                    coalesce(t.cut_1 > t.cut_2 or t.cut_2 > t.cut_3, true)
                    or (t.measure = 'f') <> (t.cut_4 is null) or t.cut_3 > t.cut_4
                else coalesce(t.cut_1, t.cut_2, t.cut_3, t.cut_4) is not null
            end
            """,
        ),
        no_rows(
            _RFM,
            "scores are those of the cut points",
            "stop",
            f"""
            select t.customer_id
            from {_RFM} as t
            left join {_CUTS} as r on r.measure = 'r' and r.rfm_state = 'enough'
            left join {_CUTS} as f on f.measure = 'f'
            left join {_CUTS} as m on m.measure = 'm'
            where r.measure is null
                or t.r <> 5 - ({_above("t.r_days", "r", 4)})
                or t.f <> 1 + {_above("t.f_days", "f", 3)}
                or t.m <> 1 + {_above("t.m_net_sales", "m", 4)}
            """,
        ),
        no_rows(
            _RFM,
            "r_days count from the latest purchase day, and f_days are no more than there are",
            "stop",
            f"""
            select t.customer_id
            from {_RFM} as t
            join (
                select o.customer_id, max(o.order_day) as last_day, count(distinct o.order_day) as days
                from published.orders as o
                where o.is_purchase and o.customer_id is not null
                group by o.customer_id
            ) as o on o.customer_id = t.customer_id
            cross join published.about as a
            where t.r_days <> a.as_of_day - o.last_day or t.f_days > o.days
            """,
        ),
        agree(
            _CUSTOMERS,
            "a customer's segment is that of rfm",
            ("customer_id",),
            f"from {_CUSTOMERS}",
            f"from {_RFM}",
            numbers=("segment",),
            is_strict=True,
        ),
        at_most(_SEGMENTS, ("customers",)),
        agree(
            _SEGMENTS,
            "the segments hold everybody of rfm once, with their net sales",
            ("segment",),
            f"from {_SEGMENTS}",
            f"""
            select r.segment, count(*) as customers, sum(r.m_net_sales) as net_sales
            from {_RFM} as r group by r.segment""",
            numbers=("customers", "net_sales"),
        ),
    ]
