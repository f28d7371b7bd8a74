"""What a delivery platform puts on its bill: one line per order or refund, with its fees. No layout here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from transforms.demo.orders import BILLED_AFTER, Order
from transforms.demo.periods import Period

OVERCHARGED_SINCE = datetime.combine(date(2026, 8, 1), time())
"""From here on Meituan bills one branch 6 % where 5 % was agreed; the fee audit should find it."""
_AGREED = 50


@dataclass(frozen=True, slots=True)
class BillLine:
    """One line of a bill, in fen and signed as the merchant's account sees it: fees and discounts are negative."""

    order: Order
    is_refund: bool
    at: datetime
    """When the order was placed, or refunded."""
    goods: int
    packing: int
    merchant_discount: int
    platform_discount: int
    commission: int
    delivery_service: int
    donation: int
    rate: int
    """Commission in per mille."""
    overcharge: int = 0
    """How much of the commission is more than was agreed."""

    @property
    def billed_on(self) -> date:
        """Day of the bill that has this line."""
        return self.at.date() + BILLED_AFTER

    @property
    def platform_fee(self) -> int:
        """Commission and delivery service together."""
        return self.commission + self.delivery_service

    @property
    def payout(self) -> int:
        """What the line adds to the merchant's payout."""
        return self.goods + self.packing + self.merchant_discount + self.platform_fee + self.donation


def bill_lines(channel: str, orders: Iterable[Order]) -> list[BillLine]:
    """Every line one platform bills by the end of the data, by day of billing."""
    lines = []
    for order in orders:
        if order.channel == channel and order.is_billed:
            sale = _sale(order)
            lines.append(sale)
            if order.refund_at is not None:
                lines.append(_refund(sale, order.refund_at))
    return sorted(lines, key=lambda line: (line.billed_on, line.at, line.order.number))


def lines_in(period: Period, lines: Iterable[BillLine]) -> list[BillLine]:
    """The lines billed in one period."""
    return [line for line in lines if period.start.date() <= line.billed_on < period.end.date()]


def _rate(order: Order) -> int:
    overcharged = order.channel == "meituan" and order.branch == 0 and order.at >= OVERCHARGED_SINCE
    return 60 if overcharged else _AGREED


def _sale(order: Order) -> BillLine:
    """The order itself. The least fees make small baskets lose money."""
    least, base_fare = (102, 390) if order.channel == "meituan" else (80, 420)
    rate = _rate(order)
    commission, agreed = (max(least, (order.net * each + 500) // 1000) for each in (rate, _AGREED))
    farther = order.sequence % 5 * 40
    dearer = 60 if order.goods >= 5000 else 0
    at_night = 50 if order.at.hour >= 20 else 0
    return BillLine(
        order=order,
        is_refund=False,
        at=order.at,
        goods=order.goods,
        packing=order.packing,
        merchant_discount=-order.merchant_discount,
        platform_discount=-order.platform_discount,
        commission=-commission,
        delivery_service=-(base_fare + farther + dearer + at_night),
        donation=-10 if order.channel == "meituan" and order.sequence % 41 == 0 else 0,
        rate=rate,
        overcharge=commission - agreed,
    )


def _refund(sale: BillLine, at: datetime) -> BillLine:
    """The refund of an order: the commission comes back with the goods, the ride was made and is kept."""
    order = sale.order
    whole = order.is_returned
    return BillLine(
        order=order,
        is_refund=True,
        at=at,
        goods=-sale.goods if whole else -order.refund,
        packing=-sale.packing if whole else 0,
        merchant_discount=-sale.merchant_discount if whole else 0,
        platform_discount=-sale.platform_discount if whole else 0,
        commission=-sale.commission if whole else (order.refund * sale.rate + 500) // 1000,
        delivery_service=0,
        donation=0,
        rate=sale.rate,
    )
