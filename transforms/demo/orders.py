"""From a visit to an order with all its amounts, numbers and later fate. Nothing here knows a file layout."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from transforms.demo.menu import Line, fill_basket
from transforms.demo.people import COURIER_PHONE, Person, invent_name, invent_receiver_phone
from transforms.demo.periods import mini_program_known_until, tmall_known_until
from transforms.demo.season import END, LAST_DAY, is_delivery
from transforms.demo.visits import Visit

BILLED_AFTER = timedelta(days=3)
MASKED_SINCE = datetime.combine(date(2025, 7, 1), time())
"""Tmall masks the buyers of orders placed from here on."""


_FIRST_DIGIT = {"tmall": 2, "meituan": 3, "eleme": 8}


@dataclass(slots=True)
class Order:
    """One order of one person. Amounts in fen, times of the shop's own clock."""

    channel: str
    number: str
    person: Person
    at: datetime
    branch: int
    lines: list[Line]
    goods: int
    packing: int = 0
    postage: int = 0
    merchant_discount: int = 0
    platform_discount: int = 0
    state: str = "completed"
    """completed, cancelled (never charged) or unpaid."""
    refund: int = 0
    """What the merchant gives up, the platform's share of a discount included."""
    refund_at: datetime | None = None
    sequence: int = 0
    in_till: bool = True
    phone: str = ""
    """Phone of the buyer as the channel knows it; empty: not given."""
    receiver: str = ""
    """Name on a Tmall parcel that is a gift; `phone` is then the receiver's. Empty: the buyer's own."""
    card: str = ""
    """Member card shown or told at this order; empty: none."""

    @property
    def gross(self) -> int:
        """List prices with packing and postage."""
        return self.goods + self.packing + self.postage

    @property
    def net(self) -> int:
        """Owed to the merchant before any refund."""
        return self.gross - self.merchant_discount

    @property
    def is_purchase(self) -> bool:
        """Paid, not cancelled, and worth something after the merchant's own discount."""
        return self.state == "completed" and self.net > 0

    @property
    def is_returned(self) -> bool:
        """Refunded altogether."""
        return self.refund > 0 and self.refund == self.net

    @property
    def billed_on(self) -> date:
        """The day on which a delivery platform bills it."""
        return self.at.date() + BILLED_AFTER

    @property
    def is_billed(self) -> bool:
        """Whether the bill of a delivery order has come by the end of the data."""
        return is_delivery(self.channel) and self.state == "completed" and self.billed_on <= LAST_DAY

    @property
    def names_buyer(self) -> bool:
        """Whether some file names the buyer with certainty."""
        if self.channel == "mini_program":
            return bool(self.phone) or self.is_purchase
        if self.channel == "tmall":
            return self.at < MASKED_SINCE
        return bool(self.card or (self.phone and self.phone != COURIER_PHONE)) and self.in_till


def place_orders(visits: Iterable[Visit], rng: random.Random, first: int = 1) -> list[Order]:
    """One order per visit, in the same sequence, counted on from `first`."""
    makers = {"store": _in_store, "mini_program": _in_mini_program, "tmall": _on_tmall}
    orders = []
    for sequence, visit in enumerate(visits, start=first):
        lines = fill_basket(visit.channel, rng)
        branch = visit.person.branch if rng.random() < 0.92 else 1 - visit.person.branch
        order = Order(
            channel=visit.channel,
            number=_number(visit.channel, visit.at, sequence, branch),
            person=visit.person,
            at=visit.at,
            branch=branch,
            lines=lines,
            goods=sum(line.amount for line in lines),
            sequence=sequence,
        )
        makers.get(visit.channel, _on_delivery)(order, rng)
        orders.append(order)
    return orders


def _number(channel: str, at: datetime, sequence: int, branch: int) -> str:
    """The order's number in the style of its channel."""
    if channel == "store":
        return f"610{branch + 1}{at:%Y%m%d}{sequence:07d}"
    if channel == "mini_program":
        return f"E{at:%Y%m%d%H%M%S}{sequence:06d}"
    return f"{_FIRST_DIGIT[channel]}{at:%y%m%d%H%M%S}{sequence:06d}"


def _show_card(order: Order, chance: float, rng: random.Random) -> None:
    """Put the member card, the phone or both on the till's row, if the person is a member and says so."""
    person = order.person
    if person.member_from is not None and person.member_from <= order.at and rng.random() < chance:
        kind = rng.random()
        order.card = person.card if kind < 0.95 else ""
        order.phone = person.phones[0] if kind > 0.06 else ""


def _refund(order: Order, share: float, whole: float, hours: tuple[int, int], rng: random.Random) -> None:
    """Refund some orders, wholly or one line of them.

    A part is only given back where no platform paid for a discount: whose part that would be, no file says.
    """
    if rng.random() >= share or order.net <= 0:
        return
    if rng.random() < whole:
        order.refund = order.net
    elif order.platform_discount == 0 and len(order.lines) > 1:
        order.refund = min(order.lines[0].amount, order.net // 2)
    if order.refund:
        order.refund_at = order.at + timedelta(minutes=rng.randrange(hours[0] * 60, hours[1] * 60))


def _forget_refund_after(order: Order, end: datetime) -> None:
    """Drop a refund that no file would ever show."""
    if order.refund_at is not None and order.refund_at >= end:
        order.refund, order.refund_at = 0, None


def _in_store(order: Order, rng: random.Random) -> None:
    _show_card(order, 0.93, rng)
    if order.goods >= 3000 and rng.random() < 0.3:
        order.merchant_discount = 300
    elif order.card and rng.random() < 0.4:
        order.merchant_discount = order.goods // 20
    if rng.random() < 0.008:
        order.state = "cancelled"
        return
    _refund(order, 0.009, 0.7, (0, 2), rng)
    if order.refund_at is not None:
        order.refund_at = min(order.refund_at, datetime.combine(order.at.date(), time(23, 30)))


def _in_mini_program(order: Order, rng: random.Random) -> None:
    person = order.person
    order.phone = person.phones[rng.randrange(len(person.phones))] if person.leaves_phone else ""
    fresh = any(line.item.family != "dry" for line in order.lines)
    order.postage = (300 if rng.random() < 0.6 else 0) if fresh else (0 if order.goods >= 9900 else 800)
    luck = rng.random()
    if luck < 0.2:
        order.merchant_discount = 500 if order.goods >= 3000 else 200
    elif luck < 0.34:
        order.merchant_discount = order.goods // 10
    if rng.random() < 0.08:
        order.platform_discount = min(rng.choice((200, 300, 500)), order.net // 2)
    if rng.random() < 0.035:
        order.state = "unpaid"
        return
    _refund(order, 0.03, 0.65, (4, 150), rng)
    _forget_refund_after(order, mini_program_known_until(order.at))


def _on_tmall(order: Order, rng: random.Random) -> None:
    person = order.person
    order.phone = person.phones[-1]
    if rng.random() < 0.03:
        order.receiver, order.phone = invent_name(rng), invent_receiver_phone(rng)
    order.postage = 0 if order.goods >= 5900 else 600
    if rng.random() < (0.5 if (order.at.month, order.at.day) in ((11, 11), (6, 18)) else 0.2):
        order.platform_discount = rng.choice((500, 800, 1000))
    if rng.random() < 0.1:
        order.platform_discount += rng.randrange(5, 99)
    if rng.random() < 0.05:
        order.state = "unpaid"
        return
    _refund(order, 0.06, 0.6, (20, 24 * 16), rng)
    _forget_refund_after(order, tmall_known_until(order.at))


def _on_delivery(order: Order, rng: random.Random) -> None:
    if order.person.tells_courier:
        _show_card(order, 0.88, rng)
    # Platforms carry the prices of the store; what they cost is in discounts and fees.
    order.packing = 100 * sum(line.quantity for line in order.lines)
    if rng.random() < 0.82:
        steps = ((6500, 1400), (4500, 900), (2500, 500), (1500, 200))
        order.merchant_discount = next((off for limit, off in steps if order.goods >= limit), 0)
    if rng.random() < 0.45:
        order.platform_discount = rng.choice((100, 150, 200, 300))
    # Now and then the till was offline; what the bill does not show, it has.
    order.in_till = rng.random() > 0.008 or order.billed_on > LAST_DAY
    if rng.random() < 0.012:
        # Cancelled before cooking: the till has it, no bill ever does.
        order.state, order.in_till = "cancelled", True
        return
    _refund(order, 0.018, 0.55, (1, 30), rng)
    _forget_refund_after(order, END - BILLED_AFTER)
