"""Whose purchases cost the fees: people by where they have bought, month by month and channel by channel."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from tests.recount.basis import ZERO, Basis, Person, Row
from tests.recount.calendar import month_after, month_of

Cell = tuple[str, str, str, str]
NO_MONEY = {
    "orders": 0, "net_sales": ZERO, "fees": ZERO, "contribution": ZERO, "orders_with_unknown_fees": 0,
}  # fmt: skip


class CustomerGroups(Basis):
    """Platform only, both, own only, and those nobody can name."""

    def customer_groups(self) -> list[Row]:
        """One row per month, side, channel and group of people who are known, without the months' ends."""
        people: dict[Cell, set[int]] = defaultdict(set)
        orders: dict[Cell, list[Row]] = defaultdict(list)
        for number, person in enumerate(self.people.values()):
            for order in person.orders:
                for month, side, channel in self._cells_of(order):
                    cell = month, side, channel, self._group(person, month)
                    people[cell].add(number)
                    orders[cell].append(order)
        return [{**self._row(cell, orders[cell]), "customers": len(members)} for cell, members in people.items()]

    def fees_by_customer_group(self, known: list[Row]) -> list[Row]:
        """These rows, those of the unidentified, and whether the month is over."""
        orders: dict[Cell, list[Row]] = defaultdict(list)
        for order in self.purchases:
            if order["customer_id"] is None:
                for month, side, channel in self._cells_of(order):
                    orders[month, side, channel, "unidentified"].append(order)
        nobody = {"customers": None, "customers_likely": None, "customers_most": None}
        rows = [*known, *({**self._row(cell, each), **nobody} for cell, each in orders.items())]
        return [
            {
                **row,
                "is_complete": row["month"] == "all"
                or month_after(date.fromisoformat(f"{row['month']}-01"), 0)[1] <= self.as_of,
            }
            for row in rows
        ]

    def _cells_of(self, order: Row) -> list[tuple[str, str, str]]:
        side = "own" if self.is_own(order["channel"]) else "platform"
        return [
            (month, side, channel)
            for month in (month_of(order["order_day"]), "all")
            for channel in (order["channel"], "all")
        ]

    def _group(self, person: Person, month: str) -> str:
        sides = {
            self.is_own(order["channel"])
            for order in person.orders
            if month == "all" or month_of(order["order_day"]) <= month
        }
        return "both" if len(sides) == 2 else "own_only" if True in sides else "platform_only"

    def _row(self, cell: Cell, orders: list[Row]) -> Row:
        counted = [order for order in orders if order["currency"] == self.currency]
        return {
            **dict(zip(("month", "side", "channel", "customer_group"), cell, strict=True)),
            "orders": len(counted),
            **{name: sum((each[name] for each in counted), ZERO) for name in ("net_sales", "fees", "contribution")},
            "orders_with_unknown_fees": sum(not each["fees_known"] for each in counted),
        }
