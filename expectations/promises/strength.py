"""Promises about the ladder: stocks and flows balance, and its last rungs are those of the customers. METRICS.md §5."""

from __future__ import annotations

from expectations.check import Check, agree, no_rows
from expectations.promises.bounds import at_most, carried_over, ends_as
from expectations.promises.people import NET

_TABLE = "published.strength_ladder"
_NEXT = "published.next_rung"
_CUSTOMERS = "published.customers"


def promises() -> list[Check]:
    """What holds for `strength_ladder`, and for the rungs of `customers`."""
    return [
        at_most(_TABLE, ("customers",)),
        at_most(_NEXT, ("customers",)),
        agree(
            _NEXT,
            "what lifts people is counted of the customers",
            ("strength", "lift"),
            f"from {_NEXT}",
            f"""
            select c.strength, c.lift, count(*) as customers
            from {_CUSTOMERS} as c
            where c.lift is not null
            group by c.strength, c.lift""",
            numbers=("customers",),
        ),
        carried_over(
            _TABLE,
            "who stands on a rung at the end of a month starts the next one from it",
            "from_strength",
            "to_strength",
        ),
        ends_as(_TABLE, "the rungs of the last month are those of the customers", "to_strength", "strength"),
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
        agree(
            _TABLE,
            "net_sales of a month are those of the customers' purchases",
            ("month",),
            f"""
            select strftime(o.order_day, '%Y-%m') as month, sum({NET}) as net_sales
            from published.orders as o
            where o.is_purchase and o.customer_id is not null
            group by strftime(o.order_day, '%Y-%m')""",
            f"select l.month, sum(l.net_sales) as net_sales from {_TABLE} as l group by l.month",
            numbers=("net_sales",),
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
