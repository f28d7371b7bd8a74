"""The whole demo: invent the people, let them buy for three years, and write what the systems would have exported."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

from transforms.demo.alipay import write_alipay
from transforms.demo.eleme import write_eleme
from transforms.demo.meituan import write_meituan
from transforms.demo.orders import Order, place_orders
from transforms.demo.people import COURIER_PHONE, invent_people
from transforms.demo.quirks import plant_orders
from transforms.demo.season import is_delivery
from transforms.demo.till import write_till
from transforms.demo.tmall import write_tmall
from transforms.demo.truth import Truth, exact
from transforms.demo.visits import all_visits
from transforms.demo.wechat_pay import write_wechat_pay
from transforms.demo.youzan import write_youzan

Progress = Callable[[str, float], None]


def write_exports(
    exports: Path, *, scale: float = 1.0, seed: int = 20231101, progress: Progress | None = None
) -> Truth:
    """Write the export files of the demo business under `exports/<source>/` and return what is true about them.

    The same scale and seed give the same bytes. `scale` multiplies the people; every layout and every planted quirk is
    there at any scale. `progress` is told what is being written, and the share of the work already done.
    """
    tell = progress or (lambda _stage, _share: None)
    rng = random.Random(seed)  # noqa: S311  # invented trade, nothing secret
    tell("people", 0.0)
    people = invent_people(scale, rng)
    truth = Truth(courier_phone=COURIER_PHONE)
    orders = plant_orders(people, place_orders(all_visits(people, rng), rng), rng, truth)
    _know(orders, truth)
    tell("till", 0.09)
    write_till(exports, orders, truth)
    tell("meituan_bill", 0.52)
    write_meituan(exports, orders, truth)
    tell("eleme_bill", 0.76)
    write_eleme(exports, orders, truth)
    tell("youzan", 0.91)
    write_youzan(exports, orders, rng, truth)
    tell("wechat_pay", 0.95)
    write_wechat_pay(exports, orders, truth)
    tell("tmall", 0.97)
    write_tmall(exports, orders, truth)
    tell("alipay", 0.98)
    write_alipay(exports, orders, truth)
    tell("done", 1.0)
    return truth


def _know(orders: Sequence[Order], truth: Truth) -> None:
    """Write down who placed every order and what the purchases come to."""
    for order in orders:
        key = (order.channel, order.number)
        truth.person_of_order[key] = order.person.key
        if order.names_buyer:
            truth.identified_orders.add(key)
        if not order.is_purchase:
            continue
        is_till_only = is_delivery(order.channel) and not order.is_billed
        if is_till_only:
            truth.till_only_orders.add(key)
        month = truth.months[order.channel, f"{order.at:%Y-%m}"]
        month.purchases += 1
        month.gross += exact(order.gross)
        month.merchant_discount += exact(order.merchant_discount)
        # The till does not know what a platform gave its customer.
        month.platform_discount += exact(0 if is_till_only else order.platform_discount)
        month.refunded += exact(order.refund)
        month.net_sales += exact(order.net - order.refund)
