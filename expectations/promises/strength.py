"""Promises about the ladder: stocks and flows balance, and its last rungs are those of the customers. METRICS.md §5."""

from __future__ import annotations

from expectations.check import Check, no_rows
from expectations.promises.bounds import TOLERANCE, at_most
from expectations.promises.people import NET

_TABLE = "published.strength_ladder"
_NEXT = "published.next_rung"
_CUSTOMERS = "published.customers"


def promises() -> list[Check]:
    """What holds for `strength_ladder`, and for the rungs of `customers`."""
    return [
        at_most(_TABLE, ("customers",)),
        at_most(_NEXT, ("customers",)),
        no_rows(
            _NEXT,
            "what lifts people is counted of the customers",
            "stop",
            f"""
            with people as (
                select c.strength, c.lift, count(*) as people
                from {_CUSTOMERS} as c
                where c.lift is not null
                group by c.strength, c.lift
            )
            select coalesce(n.strength, p.strength) as strength, coalesce(n.lift, p.lift) as lift
            from {_NEXT} as n
            full outer join people as p on p.strength = n.strength and p.lift = n.lift
            where coalesce(n.customers, 0) <> coalesce(p.people, 0)
            """,
        ),
        no_rows(
            _TABLE,
            "who stands on a rung at the end of a month starts the next one from it",
            "stop",
            f"""
            with ends as (
                select cast(strptime(l.month, '%Y-%m') + interval 1 month as date) as month, l.to_strength as rung,
                    sum(l.customers) as people, sum(l.customers_likely) as likely
                from {_TABLE} as l
                where l.month < (select max(m.month) from {_TABLE} as m)
                group by l.month, l.to_strength
            ),
            starts as (
                select cast(strptime(l.month, '%Y-%m') as date) as month, l.from_strength as rung,
                    sum(l.customers) as people, sum(l.customers_likely) as likely
                from {_TABLE} as l
                where l.from_strength <> 'none'
                group by l.month, l.from_strength
            )
            select coalesce(e.month, s.month) as month, coalesce(e.rung, s.rung) as rung
            from ends as e
            full outer join starts as s on s.month = e.month and s.rung = e.rung
            where coalesce(e.people, 0) <> coalesce(s.people, 0)
                or abs(coalesce(e.likely, 0) - coalesce(s.likely, 0)) > {TOLERANCE}
            """,
        ),
        no_rows(
            _TABLE,
            "the rungs of the last month are those of the customers",
            "stop",
            f"""
            with stood as (
                select l.to_strength as rung, sum(l.customers) as people
                from {_TABLE} as l
                where l.month = (select max(m.month) from {_TABLE} as m)
                group by l.to_strength
            ),
            stand as (
                select c.strength as rung, count(*) as people from {_CUSTOMERS} as c group by c.strength
            )
            select coalesce(a.rung, b.rung) as rung
            from stood as a
            full outer join stand as b on b.rung = a.rung
            where coalesce(a.people, 0) <> coalesce(b.people, 0)
            """,
        ),
        no_rows(
            _TABLE,
            "nobody who has come back is random again",
            "stop",
            f"""
            select l.month, l.from_strength
            from {_TABLE} as l
            where l.to_strength = 'random' and l.from_strength not in ('none', 'random') and l.customers_most > 0
            """,
        ),
        no_rows(
            _TABLE,
            "net_sales of a month are those of the customers' purchases",
            "stop",
            f"""
            with bought as (
                select strftime(o.order_day, '%Y-%m') as month, sum({NET}) as net_sales
                from published.orders as o
                where o.is_purchase and o.customer_id is not null
                group by strftime(o.order_day, '%Y-%m')
            ),
            told as (
                select l.month, sum(l.net_sales) as net_sales from {_TABLE} as l group by l.month
            )
            select coalesce(b.month, t.month) as month
            from told as t
            full outer join bought as b on b.month = t.month
            where coalesce(b.net_sales, 0) <> coalesce(t.net_sales, 0)
            """,
        ),
        no_rows(
            _CUSTOMERS,
            "who is strong can be reached, and lift is what the rung leaves open",
            "stop",
            f"""
            select c.customer_id
            from {_CUSTOMERS} as c
            where (c.purchase_days = 1) <> (c.strength = 'random')
                or (c.strength = 'random') <> coalesce(c.lift = 'second_purchase', false)
                or (c.strength = 'strong') <> coalesce(c.lift = 'purchase_days', false)
                or (c.strength = 'super') <> (c.lift is null)
                or (c.strength in ('strong', 'super') and not c.reachable)
                or (c.strength = 'weak' and c.reachable <> (c.lift = 'own_channel'))
            """,
        ),
    ]
