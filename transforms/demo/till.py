"""The till's order list over all channels, one workbook per quarter. Delivery orders are in it too: the bridge."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from transforms.demo.files import Cell, Workbook, fill_row
from transforms.demo.headers import TILL_ORDERS
from transforms.demo.orders import Order
from transforms.demo.periods import quarters
from transforms.demo.shop import BRANCHES, CITY, PROVINCE, SHOP_NAME
from transforms.demo.truth import Truth

BLANK = "--"
_PLATFORM = {"meituan": "美团外卖", "eleme": "饿了么"}
_MEALS = ((11, "早市"), (14, "午市"), (17, "下午茶"), (24, "晚市"))
_TOTALLED = ("订单金额", "顾客实付", "订单收入", "订单优惠", "菜品金额", "菜品收入")


def write_till(folder: Path, orders: Iterable[Order], truth: Truth) -> None:
    """Write `till/`: every order of the store and of both delivery platforms, by the day it was rung up."""
    rung_up = [order for order in orders if order.in_till and order.channel in ("store", *_PLATFORM)]
    for period in quarters():
        name = f"till/全渠道订单明细_{period.stamp}.xlsx"
        rows = [row for order in rung_up if period.start <= order.at < period.end for row in _rows(order)]
        with Workbook(folder / name, period.exported_at) as book:
            sheet = book.sheet("全渠道订单明细")
            sheet.append(["全渠道订单明细"])
            days = f"{period.start:%Y/%m/%d}-{period.end - timedelta(days=1):%Y/%m/%d}"
            sheet.append([f"营业日期：{days}；门店：全部；商户：{SHOP_NAME}"])
            sheet.append(TILL_ORDERS)
            for row in rows:
                sheet.append(row)
            sheet.append(_total_row(rows))
        truth.data_rows[name] = len(rows)


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y/%m/%d %H:%M:%S}"


def _rows(order: Order) -> list[list[Cell]]:
    """The order's own row, and the row of its refund; a delivery order's refund is a word in its own row."""
    number = order.number if order.channel == "store" else f"61{order.branch}9{order.at:%Y%m%d}{order.sequence:07d}"
    values = _order_values(order, number)
    rows = [fill_row(TILL_ORDERS, values, BLANK)]
    if order.channel == "store" and order.refund_at is not None:
        rows.append(fill_row(TILL_ORDERS, _refund_values(order, values), BLANK))
    return rows


def _order_values(order: Order, number: str) -> dict[str, Cell]:
    delivered = order.channel in _PLATFORM
    cancelled = order.state == "cancelled"
    goods = order.goods + order.packing
    income = goods - order.merchant_discount
    by_code = not delivered and order.sequence % 5 < 2
    values: dict[str, Cell] = {
        "省份": PROVINCE,
        "城市": CITY,
        "门店名称": BRANCHES[order.branch].name,
        "营业日期": f"{order.at:%Y/%m/%d}",
        "餐段": "早市"
        if order.at.hour < 11
        else "午市"
        if order.at.hour < 14
        else "下午茶"
        if order.at.hour < 17
        else "晚市",
        "订单号": number,
        "全渠道流水号": f"{order.at:%y%m%d}{order.sequence:08d}",
        "取餐号": str(order.sequence % 300 + 1),
        "订单金额": goods / 100,
        "顾客实付": 0 if cancelled else max(income - order.platform_discount, 0) / 100,
        "订单收入": income / 100,
        "订单优惠": order.merchant_discount / 100,
        "订单来源": _PLATFORM.get(order.channel) or ("扫码点餐" if by_code else "POS"),
        "经营模式": "直营",
        "用餐方式": "外卖" if delivered else "外带" if order.sequence % 3 else "堂食",
        "订单状态": "已取消" if cancelled else "已完成",
        "退单标识": "否",
        "收银员": BLANK if delivered or by_code else f"收银员{order.branch + 1}",
        "创建时间": _stamp(order.at),
        "用餐人数": 1,
        "是否会员": "是" if order.card or order.phone else "否",
        "会员姓名": order.person.name if order.card else BLANK,
        "会员卡号": order.card or BLANK,
        "会员手机号": order.phone or BLANK,
        "菜品金额": order.goods / 100,
        "菜品收入": (order.goods - order.merchant_discount) / 100,
        "结账方式": f"{_PLATFORM[order.channel]}在线支付"
        if delivered
        else "微信支付"
        if order.sequence % 4
        else "现金",
    }
    if delivered:
        values["外卖订单号"] = order.number
        values["外卖订单已退金额"] = order.refund / 100 if order.refund else BLANK
    if order.card and delivered and order.sequence % 2:
        values["订单备注"] = "会员号已报"
    values["取消时间" if cancelled else "完成时间"] = _stamp(order.at)
    return values


def _refund_values(order: Order, original: dict[str, Cell]) -> dict[str, Cell]:
    """The refund as its own row with negative amounts; a whole refund takes the discount back too."""
    assert order.refund_at is not None
    discount = order.merchant_discount if order.is_returned else 0
    amount = order.refund + discount
    return original | {
        "订单号": f"{order.number}9",
        "原单号": order.number,
        "订单金额": -amount / 100,
        "顾客实付": -order.refund / 100,
        "订单收入": -order.refund / 100,
        "订单优惠": -discount / 100,
        "菜品金额": -amount / 100,
        "菜品收入": -order.refund / 100,
        "订单状态": "已退单",
        "退单标识": "是",
        "创建时间": _stamp(order.refund_at),
        "完成时间": _stamp(order.refund_at),
        "退单时间": _stamp(order.refund_at),
    }


def _total_row(rows: list[list[Cell]]) -> list[Cell]:
    """The last row, summed in fen so that no float error shows."""
    totals: dict[str, Cell] = {"省份": "合计"}
    for name in _TOTALLED:
        column = TILL_ORDERS.index(name)
        totals[name] = sum(round(float(row[column]) * 100) for row in rows) / 100
    return fill_row(TILL_ORDERS, totals, BLANK)
