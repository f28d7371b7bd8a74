"""Whose orders cost the fees of the invented shop: people by where they have bought by the end of the month."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from tests.dashboard.invented_shop import AS_OF, FEES, OWN, Order


def group_rows(orders: list[Order]) -> list[dict]:
    """Rows of both sides, every channel and all of a side, months and all time."""
    first: dict[tuple[int, bool], str] = {}
    for order in sorted(orders, key=lambda each: each.day):
        if order.person is not None:
            first.setdefault((order.person, order.channel in OWN), order.month)
    cells: dict[tuple[str, str, str, str], list[Order]] = defaultdict(list)
    for order in orders:
        for month in (order.month, "all"):
            group = "unidentified"
            if order.person is not None:
                own, platform = (first.get((order.person, side), "never") <= month for side in (True, False))
                group = "both" if own and platform else "own_only" if own else "platform_only"
            for channel in (order.channel, "all"):
                cells[month, "own" if order.channel in OWN else "platform", channel, group].append(order)
    return [_row(cell, placed) for cell, placed in cells.items()]


def _row(cell: tuple[str, str, str, str], orders: list[Order]) -> dict:
    month, side, channel, group = cell
    fees = sum(
        (order.gross * sum(map(Decimal, FEES[order.channel].values())) for order in orders if order.fees_known),
        Decimal(0),
    ).quantize(Decimal("0.01"))
    net_sales = sum((order.net_sales for order in orders), Decimal(0))
    people = None if group == "unidentified" else len({order.person for order in orders})
    return {
        "month": month,
        "side": side,
        "channel": channel,
        "customer_group": group,
        "customers": people,
        "orders": len(orders),
        "net_sales": net_sales,
        "fees": fees,
        "contribution": net_sales - fees,
        "orders_with_unknown_fees": sum(not order.fees_known for order in orders),
        "is_complete": month == "all" or month < f"{AS_OF:%Y-%m}",
    }
