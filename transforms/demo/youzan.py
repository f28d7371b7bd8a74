"""The mini-program's exports from Youzan: orders and items per quarter, and the customers at the end."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from transforms.demo.files import Cell, csv_text, fill_row, write_bytes, yuan
from transforms.demo.headers import YOUZAN_CUSTOMERS, YOUZAN_ITEMS, YOUZAN_ORDERS
from transforms.demo.menu import Line
from transforms.demo.orders import Order
from transforms.demo.people import Person, invent_name, invent_receiver_phone
from transforms.demo.periods import REEXPORTED_AT, REEXPORTED_QUARTER, Period, quarters
from transforms.demo.season import END
from transforms.demo.shop import CITY, PROVINCE, SHOP_NAME
from transforms.demo.truth import BadRow, Truth

BLANK = " "
_BAD_ROW_IN = (2025, 1)
"""Year and month that begin the quarter with an impossible day in it."""
_BAD_TIME = "2025-02-30 10:00:00"
_FINISHED_AFTER = timedelta(days=7)


def payment_number(order: Order) -> str:
    """The number under which the payment service knows an order."""
    return f"{order.at:%Y%m%d%H%M%S}{order.sequence:07d}1"


def is_paid(order: Order) -> bool:
    """Whether the payment service ever saw the order."""
    return order.state == "completed" and order.net > 0


def write_youzan(folder: Path, orders: Sequence[Order], rng: random.Random, truth: Truth) -> None:
    """Write `youzan/`: the orders of the mini-program as known at each export, one quarter exported twice."""
    placed = [order for order in orders if order.channel == "mini_program"]
    receivers = _receivers(placed, rng)
    for period in quarters():
        _write_quarter(folder, period, placed, receivers, truth)
        if (period.start, period.end) == REEXPORTED_QUARTER:
            for kind in ("订单", "订单商品"):
                truth.superseded_rows[_name(kind, period)] = truth.data_rows[_name(kind, period)]
            _write_quarter(folder, period._replace(exported_at=REEXPORTED_AT), placed, receivers, truth)
    _write_customers(folder, placed, truth)


def _name(kind: str, period: Period) -> str:
    return f"youzan/有赞{kind}导出_{period.stamp}.csv"


def _write_quarter(
    folder: Path, period: Period, placed: Sequence[Order], receivers: dict[str, tuple[str, str]], truth: Truth
) -> None:
    covered = [order for order in placed if period.start <= order.at < period.end]
    order_rows = [_order_row(order, receivers[order.number], period.exported_at) for order in covered]
    item_rows = [row for order in covered for row in _item_rows(order, receivers[order.number], period.exported_at)]
    if (period.start.year, period.start.month) == _BAD_ROW_IN:
        order_rows.append(_bad_row())
        truth.bad_rows.append(BadRow(_name("订单", period), len(order_rows) + 1, "订单创建时间", _BAD_TIME))
    _write(folder / _name("订单", period), YOUZAN_ORDERS, order_rows, period.exported_at, truth)
    _write(folder / _name("订单商品", period), YOUZAN_ITEMS, item_rows, period.exported_at, truth)


def _write(path: Path, header: Sequence[str], rows: list[list[Cell]], exported_at: datetime, truth: Truth) -> None:
    write_bytes(path, csv_text([header, *rows]).encode("utf-8-sig"), exported_at)
    truth.data_rows[f"{path.parent.name}/{path.name}"] = len(rows)


def _receivers(placed: Sequence[Order], rng: random.Random) -> dict[str, tuple[str, str]]:
    """Order number -> name and phone on the parcel. A gift goes to somebody else, now and then another customer."""
    receivers = {}
    for order in placed:
        name, phone = order.person.name, order.phone or order.person.phones[0]
        if rng.random() < 0.06:
            friend = rng.choice(placed).person
            if friend is not order.person and rng.random() < 0.4:
                name, phone = friend.name, friend.phones[0]
            else:
                name, phone = invent_name(rng), invent_receiver_phone(rng)
        elif not order.phone:
            phone = ""
        receivers[order.number] = (name, phone)
    return receivers


def _tabbed(phone: str) -> str:
    """A phone as Youzan protects it from spreadsheets."""
    return f"\t{phone}" if phone else BLANK


def _refund_known(order: Order, now: datetime) -> int:
    """Fen paid back to the buyer as an export of this moment knows it; a platform's coupon is not paid back."""
    if order.refund_at is None or order.refund_at >= now:
        return 0
    return order.refund - order.platform_discount if order.is_returned else order.refund


def _status(order: Order, now: datetime) -> str:
    if order.state == "unpaid":
        return "待付款" if now - order.at < timedelta(hours=2) else "交易关闭"
    if order.is_returned and _refund_known(order, now):
        return "交易关闭"
    return "交易完成" if order.at + _FINISHED_AFTER <= now else "已发货"


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def _order_row(order: Order, receiver: tuple[str, str], now: datetime) -> list[Cell]:
    person, status, back = order.person, _status(order, now), _refund_known(order, now)
    paid = order.state == "completed"
    received = order.net - order.platform_discount
    own_courier = any(line.item.family != "dry" for line in order.lines)
    values: dict[str, Cell] = {
        "订单号": order.number,
        "销售渠道": "网店",
        "归属店铺": SHOP_NAME,
        "订单类型": "普通订单",
        "订单状态": status,
        "订单来源": "微信小程序",
        "订单创建时间": _stamp(order.at),
        "付款方式": "微信支付" if paid and order.net > 0 else BLANK,
        "商品金额合计": yuan(order.goods),
        "运费": yuan(order.postage),
        "店铺优惠合计": yuan(order.merchant_discount),
        "应收订单金额": yuan(order.net),
        "订单实付金额": yuan(received),
        "支付优惠合计": yuan(order.platform_discount),
        "订单实收金额": yuan(order.net if paid else 0),
        "店铺优惠方式": "优惠券" if order.merchant_discount else BLANK,
        "支付优惠方式": "微信支付立减" if order.platform_discount else BLANK,
        "全部商品名称": ";".join(f"{line.item.name}（{line.item.spec}）" for line in order.lines),
        "商品种类数": str(len(order.lines)),
        "订单配送方式": "同城配送" if own_courier else "快递发货",
        "收货人省份": PROVINCE,
        "收货人城市": CITY,
        "收货人地区": person.address[:3],
        "详细收货地址/提货地址": person.address,
        "收货人/提货人": receiver[0],
        "收货人手机号/提货人手机号": _tabbed(receiver[1]),
        "买家昵称": f"茶友{person.key[1:]}",
        "买家是否会员": "是" if order.phone else "否",
        "买家手机号": _tabbed(order.phone),
        "订单退款状态": ("全额退款" if order.is_returned else "部分退款") if back else BLANK,
        "订单已退款金额": yuan(back),
    }
    if paid:
        values["买家付款时间"] = _stamp(order.at + timedelta(seconds=20 + order.sequence % 90))
        values["支付流水号"] = payment_number(order) if is_paid(order) else BLANK
        if status == "交易完成":
            values["交易成功时间"] = _stamp(order.at + _FINISHED_AFTER)
    return fill_row(YOUZAN_ORDERS, values, BLANK)


def _bad_row() -> list[Cell]:
    """A row whose order was placed on the thirtieth of February. It has no items and no payment."""
    values: dict[str, Cell] = {
        "订单号": "E20250230100000999903",
        "销售渠道": "网店",
        "归属店铺": SHOP_NAME,
        "订单状态": "交易完成",
        "订单创建时间": _BAD_TIME,
        "买家付款时间": "2025-02-28 10:01:00",
        "商品金额合计": "39.00",
        "运费": "0.00",
        "店铺优惠合计": "0.00",
        "应收订单金额": "39.00",
        "订单实付金额": "39.00",
        "支付优惠合计": "0.00",
        "订单实收金额": "39.00",
        "订单已退款金额": "0.00",
    }
    return fill_row(YOUZAN_ORDERS, values, BLANK)


def share_out(total: int, lines: Sequence[Line]) -> list[int]:
    """A discount or refund spread over the lines by their amount; the last line takes the rest."""
    goods = sum(line.amount for line in lines)
    shares = [total * line.amount // goods for line in lines[:-1]]
    return [*shares, total - sum(shares)]


def _item_rows(order: Order, receiver: tuple[str, str], now: datetime) -> list[list[Cell]]:
    status = _status(order, now)
    back = _refund_known(order, now)
    discounts = share_out(min(order.merchant_discount, order.goods), order.lines)
    if not back or order.is_returned:
        refunds = share_out(max(back - order.postage, 0) if back else 0, order.lines)
    else:
        # A partial refund is of the first line.
        refunds = [back, *[0] * (len(order.lines) - 1)]
    rows = []
    for line, discount, refund in zip(order.lines, discounts, refunds, strict=True):
        shown = yuan(discount)
        if discount and order.sequence % 7 == 0:
            shown = f"{shown}(会员等级折扣：{yuan(discount * 2 // 3)})"
        values: dict[str, Cell] = {
            "订单号": order.number,
            "订单商品状态": status,
            "交易成功时间": _stamp(order.at + _FINISHED_AFTER) if status == "交易完成" else BLANK,
            "商品名称": line.item.name,
            "商品类型": "实物商品",
            "商品规格": line.item.spec,
            "规格编码": line.item.sku,
            "商品编码": line.item.sku,
            "商品单价": yuan(line.item.price),
            "商品优惠后价格": yuan(line.item.price),
            "商品数量": str(line.quantity),
            "商品金额小计": yuan(line.amount),
            "店铺优惠（分摊）": shown,
            "商品实际成交金额": yuan(line.amount - discount),
            "收货人/提货人": receiver[0],
            "收货人手机号/提货人手机号": _tabbed(receiver[1]),
            "商品发货状态": "待发货" if status in ("待付款", "交易关闭") else "已发货",
            "商品退款状态": "退款成功" if refund else BLANK,
            "商品已退款金额": yuan(refund),
        }
        rows.append(fill_row(YOUZAN_ITEMS, values, BLANK))
    return rows


def _write_customers(folder: Path, placed: Sequence[Order], truth: Truth) -> None:
    """Everybody who left a phone, once per phone; a few are listed twice, as happens after shops were merged."""
    bought: dict[str, tuple[Person, list[Order]]] = defaultdict()
    for order in placed:
        if order.phone and order.is_purchase:
            bought.setdefault(order.phone, (order.person, []))[1].append(order)
    rows = []
    for position, (phone, (person, theirs)) in enumerate(bought.items()):
        row = _customer_row(person, phone, theirs)
        copies = 2 if position % 400 == 7 else 1
        rows += [row] * copies
    exported_at = END + timedelta(hours=9)
    name = f"youzan/有赞客户导出_{exported_at:%Y%m%d%H%M}.csv"
    _write(folder / name, YOUZAN_CUSTOMERS, rows, exported_at, truth)
    truth.superseded_rows[name] = len(rows) - len(bought)


def _customer_row(person: Person, phone: str, theirs: Sequence[Order]) -> list[Cell]:
    spent = sum(order.net - order.platform_discount for order in theirs)
    values: dict[str, Cell] = {
        "客户姓名": person.name,
        "客户昵称": f"茶友{person.key[1:]}",
        "客户手机号": _tabbed(phone),
        "是否会员": "是",
        "客户积分": str(spent // 100),
        "客户储值余额": "0.00",
        "消费次数": str(len(theirs)),
        "消费金额": yuan(spent),
        "累计退款金额": yuan(sum(_refund_known(order, END) for order in theirs)),
        "累计退款订单数": str(sum(1 for order in theirs if order.refund)),
        "笔单价": yuan(spent // len(theirs)),
        "上次消费时间": _stamp(theirs[-1].at),
        "来源渠道": "微信小程序",
        "成为客户时间": _stamp(theirs[0].at),
        "成为会员时间": _stamp(theirs[0].at),
        "成为会员店铺": SHOP_NAME,
    }
    return fill_row(YOUZAN_CUSTOMERS, values, BLANK)
