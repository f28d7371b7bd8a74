"""Fees by order date and by cash date, line by line."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

from tests.recount.basis import ZERO, Basis, Row
from tests.recount.calendar import month_after, month_of


class FeeDates(Basis):
    """Every fee in the month of its order and in the month of its bill."""

    def fee_dates(self) -> list[Row]:
        """One row per month, channel, branch, kind of fee and currency."""
        day_of = {order["order_key"]: order["order_day"] for order in self.orders}
        cells: dict[tuple[str, ...], list[Decimal]] = defaultdict(lambda: [ZERO, ZERO, ZERO])
        for line in self.fees:
            rest = tuple(line[name] for name in ("channel", "branch", "fee_type", "currency"))
            ordered, booked = month_of(day_of.get(line["order_key"], line["fee_day"])), month_of(line["fee_day"])
            cells[ordered, *rest][0] += line["amount"]
            cells[booked, *rest][1] += line["amount"]
            if ordered < booked:
                cells[booked, *rest][2] += line["amount"]
        names = ("month", "channel", "branch", "fee_type", "currency")
        return [
            {
                **dict(zip(names, key, strict=True)),
                "fees_by_order_day": by_order,
                "fees_by_fee_day": by_bill,
                "fees_of_earlier_orders": earlier,
                "is_complete": month_after(date.fromisoformat(f"{key[0]}-01"), 0)[1] <= self.as_of,
            }
            for key, (by_order, by_bill, earlier) in cells.items()
        ]
