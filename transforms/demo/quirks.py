"""Orders planted on purpose, so that at any scale every case the product must handle is there."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from transforms.demo.menu import Item, Line
from transforms.demo.orders import Order, place_orders
from transforms.demo.people import COURIER_PHONE, TEMPOS, TEST_PHONE, Person
from transforms.demo.periods import REEXPORTED_QUARTER
from transforms.demo.season import END, FIRST_DAY, MONTHS, month_calendar, time_of_order
from transforms.demo.truth import Truth
from transforms.demo.visits import Visit

_SHARERS = 36
"""Members whose delivery was once rung up with the courier's phone."""
_TESTS = 12
TESTER = Person(
    key="TEST",
    name="测试",
    phones=(TEST_PHONE,),
    card="",
    openid="oTB0000000000000000000000test",
    taobao_name="",
    address="姑苏区示例路1号",
    student=False,
    branch=0,
    arrives=0,
    channel="mini_program",
    tempo=TEMPOS[0],
    member_from=None,
    tells_courier=False,
)
TEST_ITEM = Item("TB-TEST", "测试商品勿拍", "件", "test", 1, 0)


def plant_orders(people: Sequence[Person], orders: list[Order], rng: random.Random, truth: Truth) -> list[Order]:
    """All orders by time, the planted ones among them."""
    shared = _with_courier_phone(people, len(orders) + 1, rng)
    tests = _test_orders(len(orders) + len(shared) + 1, rng)
    truth.test_orders |= {("mini_program", order.number) for order in tests}
    merged = sorted([*orders, *shared, *tests], key=lambda order: (order.at, order.sequence))
    _refund_late(merged)
    for channel in ("store", "mini_program", "tmall", "meituan", "eleme"):
        _refund_some(merged, channel)
    return merged


def _with_courier_phone(people: Sequence[Person], first: int, rng: random.Random) -> list[Order]:
    """One delivery order of each of many members, on whose receipt the courier's phone stands."""
    members = [person for person in people if person.member_from is not None and person.arrives <= 32][:_SHARERS]
    visits = []
    for position, person in enumerate(members):
        index = max(person.arrives + 1, 17 + position % 4)
        at = time_of_order("meituan", month_calendar("meituan", index, False).draw(rng), rng)
        # The leaflet made some of them members only later.
        if person.member_from is not None and person.member_from > at:
            at = person.member_from + timedelta(days=2, hours=12)
        visits.append(Visit(at, person, "meituan" if position % 2 else "eleme"))
    orders = place_orders(visits, rng, first)
    for order in orders:
        order.card, order.phone = order.person.card, COURIER_PHONE
        order.state, order.in_till, order.refund, order.refund_at = "completed", True, 0, None
    return orders


def _test_orders(first: int, rng: random.Random) -> list[Order]:
    """Orders the shop placed to try its own mini-program: one fen, given away whole."""
    step = (END - datetime.combine(FIRST_DAY, datetime.min.time())) // _TESTS
    visits = [Visit(END - step * (_TESTS - n) + timedelta(hours=33), TESTER, "mini_program") for n in range(_TESTS)]
    orders = place_orders(visits, rng, first)
    for order in orders:
        order.lines = [Line(TEST_ITEM, 1)]
        order.goods, order.postage, order.merchant_discount, order.platform_discount = 1, 0, 1, 0
        order.state, order.refund, order.refund_at = "completed", 0, None
    return orders


def _refund_late(orders: Sequence[Order]) -> None:
    """Refund the last orders of one quarter after its first export, so that the second export says otherwise."""
    start, end = REEXPORTED_QUARTER
    plain = [
        order
        for order in orders
        if order.channel == "mini_program" and start <= order.at < end and order.is_purchase and not order.refund
    ]
    for position, order in enumerate(plain[-3:]):
        order.refund, order.refund_at = order.net, end + timedelta(days=2, hours=10 + position)


def _refund_some(orders: Sequence[Order], channel: str) -> None:
    """See to it that a channel has a whole refund and one in part, however few its orders are."""
    fit = [
        order
        for order in orders
        if order.channel == channel
        and order.is_purchase
        and order.platform_discount == 0
        and not order.refund
        and order.person is not TESTER
        and order.in_till
        # Well before the end of a month, so that no export closes in between.
        and order.at.day <= 20
        and order.at.hour <= 20
        and order.at.date() < MONTHS[-2]
    ]
    for order, share in zip(fit[-2:], (1, 2), strict=False):
        order.refund = order.net // share
        order.refund_at = order.at + timedelta(hours=1)
