"""What is given back, bought cheaper elsewhere, and collected: METRICS.md §6, person by person."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from tests.recount.basis import ZERO, Basis, Row
from tests.recount.calendar import month_after

CENT = Decimal("0.01")


def same_item(one: Row, other: Row) -> bool:
    """Whether two lines are one article in one variant."""
    if one["sku"] is not None and other["sku"] is not None:
        return bool(one["sku"] == other["sku"])
    return plain(one["item"]) == plain(other["item"]) is not None


def plain(item: str | None) -> str | None:
    if item is None:
        return None
    text = unicodedata.normalize("NFC", item)
    for word in ("规格：", "规格:", "規格：", "規格:"):
        text = text.replace(word, "")
    return "".join(text.split()).lower()


def piece_price(order: Row, line: Row, lines: list[Row]) -> Decimal:
    """What a piece cost after the discount of its line and its part of the order's, to the cent."""
    on_lines = sum((each["discount"] for each in lines), ZERO)
    price = Fraction(line["unit_price"]) - Fraction(line["discount"]) / Fraction(line["quantity"])
    rest = order["merchant_discount"] - on_lines
    if rest > 0 and order["gross"] > on_lines:
        price *= 1 - Fraction(rest) / Fraction(order["gross"] - on_lines)
    exact = Decimal(price.numerator) / Decimal(price.denominator)
    return exact.quantize(CENT, rounding=ROUND_HALF_UP)


class Returns(Basis):
    """Refunds of purchases, by month and channel and by person."""

    def return_rates(self) -> list[Row]:
        """One row per month and channel, and for all of each."""
        cells: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for order in self.purchases:
            if order["currency"] == self.currency:
                for month in (f"{order['order_day']:%Y-%m}", "all"):
                    for channel in (order["channel"], "all"):
                        cells[month, channel].append(order)
        share, weight = self.people_share()
        rows = []
        for (month, channel), orders in cells.items():
            returned = sum(order["refunded"] > 0 for order in orders)
            sold = sum((order["gross"] - order["merchant_discount"] for order in orders), ZERO)
            refunded = sum((order["refunded"] for order in orders), ZERO)
            is_total = (month, channel) == ("all", "all")
            is_over = month != "all" and self.as_of >= month_after(orders[0]["order_day"], 0)[1] + self.rebuy_days
            rows.append(
                {
                    "month": month,
                    "channel": channel,
                    "orders": len(orders),
                    "returned_orders": returned,
                    "return_share": returned / len(orders),
                    "sold": sold,
                    "refunded": refunded,
                    "refunded_share": float(refunded) / float(sold),
                    "people_share": share if is_total else None,
                    "people_weight": weight if is_total else None,
                    "is_complete": is_over,
                }
            )
        return rows

    @property
    def rebuy_days(self) -> timedelta:
        return timedelta(days=self.shop.thresholds.rebuy_within_days)

    def people_share(self) -> tuple[float, float]:
        """Share of known people's purchases with a refund, and its weight: Kleinman's moments, in fractions."""
        counts = [
            (len(person.orders), sum(order["refunded"] > 0 for order in person.orders))
            for person in self.people.values()
        ]
        n, x = sum(orders for orders, _ in counts), sum(returned for _, returned in counts)
        share = Fraction(x, n)
        spread = n - Fraction(sum(orders * orders for orders, _ in counts), n) - (len(counts) - 1)
        rho = Fraction(0)
        if 0 < x < n and spread > 0:
            squares = sum((Fraction(returned, orders) - share) ** 2 * orders for orders, returned in counts)
            rho = (squares / (share * (1 - share)) - (len(counts) - 1)) / spread
        return float(share), float(min(max(1 / rho - 1, 1), 1000)) if rho > 0 else 1000.0

    def return_patterns(self) -> list[Row]:
        """One row per person who gave something back or added something on."""
        share, weight = self.people_share()
        rows = []
        for customer, person in self.people.items():
            returned = sum(order["refunded"] > 0 for order in person.orders)
            saved = self.rebuys(person.orders)
            addons = self.addons(person.orders)
            if returned or saved or addons:
                shrunk = (returned + weight * share) / (len(person.orders) + weight)
                rows.append(
                    {
                        "customer_id": customer,
                        "orders": len(person.orders),
                        "returned_orders": returned,
                        "return_share": returned / len(person.orders),
                        "return_share_shrunk": shrunk,
                        "refunded": person.money("refunded", self.currency),
                        "contribution": person.money("contribution", self.currency),
                        "buy_return_rebuy": len(saved),
                        "rebuy_saved": sum(saved, ZERO),
                        "pickup_addon": len(addons),
                        "pickup_addon_net_sales": self.net_of(addons),
                    }
                )
        rows.sort(key=lambda row: (row["contribution"], row["customer_id"]))
        return [{**row, "contribution_rank": place} for place, row in enumerate(rows, start=1)]

    def rebuys(self, orders: list[Row]) -> list[Decimal]:
        """What each line saved that was given back and bought cheaper in another channel soon after.

        The earliest line is served first, and a later purchase has no more pieces to give than were bought.
        """
        lines = [
            (order, line, piece_price(order, line, self.lines[order["order_key"]]))
            for order in orders
            for line in self.lines.get(order["order_key"], [])
            if line["unit_price"] is not None and line["quantity"] > 0
        ]
        lines.sort(key=lambda each: (each[0]["ordered_at"], each[0]["order_key"], each[1]["line_number"]))
        unused = {(order["order_key"], line["line_number"]): line["quantity"] for order, line, _ in lines}
        saved = []
        for order, line, price in lines:
            pieces = pieces_returned(order, line, price)
            again = [
                (other["ordered_at"], other["order_key"], one["line_number"], price - cheaper)
                for other, one, cheaper in lines
                if pieces > 0
                and other["channel"] != order["channel"]
                and other["ordered_at"] >= order["ordered_at"]
                and other["order_day"] - order["order_day"] <= self.rebuy_days
                and other["currency"] == order["currency"]
                and cheaper < price
                and same_item(line, one)
                and not pieces_returned(other, one, cheaper)
            ]
            if again:
                _, key, number, cheaper_by = min(again)
                used = min(pieces, unused[key, number])
                unused[key, number] -= used
                if used:
                    saved.append(cheaper_by * used if order["currency"] == self.currency else ZERO)
        return saved

    @staticmethod
    def addons(orders: list[Row]) -> list[Row]:
        """Purchases in the store after an order of the same day that was collected there."""
        return [
            bought
            for bought in orders
            if bought["channel_kind"] == "store"
            and any(
                order["channel_kind"] != "store"
                and order["order_day"] == bought["order_day"]
                and order["ordered_at"] <= bought["ordered_at"]
                and order["fulfilment"] in ("到店自提", "自提")
                for order in orders
            )
        ]


def pieces_returned(order: Row, line: Row, price: Decimal) -> Decimal:
    """Pieces given back: counted by the file, else the whole line where its money or the whole order went back."""
    if order["net_sales"] == 0:
        return Decimal(line["quantity"])
    if line["refunded_quantity"] > 0:
        return Decimal(min(line["refunded_quantity"], line["quantity"]))
    whole = line["refunded"] > 0 and line["refunded"] + CENT >= price * line["quantity"]
    return Decimal(line["quantity"]) if whole else ZERO
