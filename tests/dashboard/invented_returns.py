"""What the invented shop's customers give back, by month and channel and by person."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from tests.dashboard.invented_shop import AS_OF, Order

WEIGHT = 4.0


def return_rows(orders: list[Order]) -> dict[str, list[dict]]:
    """Refunds of every order, and the people who have one; the third of them bought again cheaper elsewhere."""
    cells: dict[tuple[str, str], list[Order]] = defaultdict(list)
    people: dict[int, list[Order]] = defaultdict(list)
    for order in orders:
        for key in ((f"{order.day:%Y-%m}", order.channel), ("all", "all")):
            cells[key].append(order)
        if order.person is not None:
            people[order.person].append(order)
    known = [order for each in people.values() for order in each]
    share = sum(order.refunded > 0 for order in known) / len(known)
    rates = [_rate(month, channel, each) for (month, channel), each in sorted(cells.items())]
    rates[-1] |= {"people_share": share, "people_weight": WEIGHT}
    returning = [(person, each) for person, each in sorted(people.items()) if any(order.refunded for order in each)]
    patterns = [_person(number, person, each, share) for number, (person, each) in enumerate(returning, start=1)]
    return {"return_rates": rates, "return_patterns": patterns}


def _rate(month: str, channel: str, orders: list[Order]) -> dict:
    returned = sum(order.refunded > 0 for order in orders)
    sold = sum(order.gross - order.merchant_discount for order in orders)
    refunded = sum(order.refunded for order in orders)
    return {
        "month": month,
        "channel": channel,
        "orders": len(orders),
        "returned_orders": returned,
        "return_share": returned / len(orders),
        "sold": sold,
        "refunded": refunded,
        "refunded_share": float(refunded / sold),
        "people_share": None,
        "people_weight": None,
        "is_complete": month < f"{AS_OF - timedelta(days=60):%Y-%m}",
    }


def _person(number: int, person: int, orders: list[Order], share: float) -> dict:
    returned = sum(order.refunded > 0 for order in orders)
    is_rebuyer = number == 3
    return {
        "customer_id": f"c{person:016x}",
        "orders": len(orders),
        "returned_orders": returned,
        "return_share": returned / len(orders),
        "return_share_shrunk": (returned + WEIGHT * share) / (len(orders) + WEIGHT),
        "refunded": sum(order.refunded for order in orders),
        "contribution": Decimal(15 * (len(orders) - returned)),
        "contribution_rank": number,
        "buy_return_rebuy": int(is_rebuyer),
        "rebuy_saved": Decimal(4 if is_rebuyer else 0),
        "pickup_addon": 0,
        "pickup_addon_net_sales": Decimal(0),
    }
