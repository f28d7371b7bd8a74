"""Tmall's order and item lists, one pair per month; each begins ten days early and so says those orders again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from transforms.demo.files import Cell, csv_text, fill_row, write_bytes, yuan
from transforms.demo.headers import TAOBAO_ITEMS, TAOBAO_ORDERS
from transforms.demo.orders import MASKED_SINCE, Order
from transforms.demo.periods import OVERLAP, Period, months
from transforms.demo.season import END
from transforms.demo.truth import BadRow, Truth

BLANK = ""
_BAD_ROW_IN = (2024, 5)
_BAD_AMOUNT = "12.3.4"


def paid_at(order: Order) -> datetime:
    """When the buyer paid."""
    return order.at + timedelta(minutes=1 + order.sequence % 9)


def finished_at(order: Order) -> datetime:
    """When the buyer confirmed the parcel; before that the money stays with the platform."""
    return order.at + timedelta(days=4 + order.sequence % 7, minutes=order.sequence % 50)


def is_closed_before_payout(order: Order) -> bool:
    """Whether the whole order was given back while the platform still held the money."""
    return order.is_returned and order.refund_at is not None and order.refund_at < finished_at(order)


def write_tmall(folder: Path, orders: Sequence[Order], truth: Truth) -> None:
    """Write `tmall/`: orders and their items as each export knew them."""
    placed = [order for order in orders if order.channel == "tmall"]
    for period in months():
        covered = [order for order in placed if period.start - OVERLAP <= order.at < period.end]
        rows = [_order_row(order, period.exported_at) for order in covered]
        if (period.start.year, period.start.month) == _BAD_ROW_IN:
            rows.append(_bad_row())
            truth.bad_rows.append(BadRow(_name("", period), len(rows) + 1, "总金额", _BAD_AMOUNT))
        items = [row for order in covered for row in _item_rows(order, period.exported_at)]
        _write(folder / _name("", period), TAOBAO_ORDERS, rows, period, truth)
        _write(folder / _name("Detail", period), TAOBAO_ITEMS, items, period, truth)
        if period.end < END:
            again = [order for order in covered if order.at >= period.end - OVERLAP]
            truth.superseded_rows[_name("", period)] = len(again)
            truth.superseded_rows[_name("Detail", period)] = sum(len(order.lines) for order in again)


def _name(kind: str, period: Period) -> str:
    return f"tmall/ExportOrder{kind}List{period.stamp}.csv"


def _write(path: Path, header: Sequence[str], rows: list[list[Cell]], period: Period, truth: Truth) -> None:
    write_bytes(path, csv_text([header, *rows]).encode("gb18030"), period.exported_at)
    truth.data_rows[f"{path.parent.name}/{path.name}"] = len(rows)


def _status(order: Order, now: datetime) -> str:
    if order.state == "unpaid":
        return "等待买家付款" if now - order.at < timedelta(days=1) else "交易关闭"
    if is_closed_before_payout(order) and _refund_known(order, now):
        return "交易关闭"
    return "交易成功" if finished_at(order) < now else "卖家已发货，等待买家确认"


def _refund_known(order: Order, now: datetime) -> int:
    """Fen paid back to the buyer as an export of this moment knows it; the platform takes its coupon back itself."""
    if order.refund_at is None or order.refund_at >= now:
        return 0
    return order.refund - order.platform_discount if order.is_returned else order.refund


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def _protected(number: str) -> str:
    """An id as Taobao protects it from spreadsheets."""
    return f'="{number}"'


def _order_row(order: Order, now: datetime) -> list[Cell]:
    person, status, back = order.person, _status(order, now), _refund_known(order, now)
    masked = order.at >= MASKED_SINCE
    is_paid = order.state != "unpaid"
    phone, receiver = order.phone, order.receiver or person.name
    # The platform's coupons come in whole yuan, its points in fen.
    coupon = order.platform_discount // 100 * 100
    finished = status == "交易成功"
    values: dict[str, Cell] = {
        "订单编号": _protected(order.number),
        "买家会员名": f"{person.taobao_name[0]}**" if masked else person.taobao_name,
        "买家应付货款": yuan(order.goods),
        "买家应付邮费": yuan(order.postage),
        "买家支付积分": "0",
        "总金额": yuan(order.gross),
        "返点积分": "0",
        "买家实际支付金额": yuan(order.gross - order.platform_discount if is_paid else 0),
        "买家实际支付积分": "0",
        "订单状态": status,
        "收货人姓名": f"{receiver[0]}**" if masked else receiver,
        "收货地址 ": "江苏省 苏州市 ***" if masked else f"江苏省 苏州市 {person.address}",
        "运送方式": "快递",
        "联系手机": f"'{phone[:3]}****{phone[-4:]}" if masked else f"'{phone}",
        "订单创建时间": _stamp(order.at),
        "订单付款时间 ": _stamp(paid_at(order)) if is_paid else BLANK,
        "宝贝标题 ": "，".join(f"{line.item.name} {line.item.spec}" for line in order.lines),
        "宝贝种类 ": str(len(order.lines)),
        "物流单号 ": f"No:SF{order.sequence:012d}" if is_paid else BLANK,
        "物流公司": "顺丰速运" if is_paid else BLANK,
        "宝贝总数量": str(sum(line.quantity for line in order.lines)),
        "店铺Id": "0",
        "店铺名称": "茶与面包旗舰店",
        "订单关闭原因": _closing_reason(order, status),
        "卖家服务费": "0",
        "买家服务费": "0元",
        "是否手机订单": "手机订单" if order.sequence % 10 else BLANK,
        "天猫卡券抵扣": yuan(coupon),
        "集分宝抵扣": yuan(order.platform_discount - coupon),
        "退款金额": yuan(back),
        "确认收货时间": _stamp(finished_at(order)) if finished else BLANK,
        "打款商家金额": f"{yuan(payout(order) if finished else 0)}元",
    }
    return fill_row(TAOBAO_ORDERS, values, BLANK)


def _kept_back(order: Order) -> int:
    """Refunded while the platform still held the money, and so never paid out."""
    return order.refund if order.refund_at is not None and order.refund_at < finished_at(order) else 0


def payout(order: Order) -> int:
    """What the platform pays out when the buyer has confirmed."""
    return order.gross - _kept_back(order)


def _closing_reason(order: Order, status: str) -> str:
    if status != "交易关闭":
        return "订单未关闭"
    return "买家未付款" if order.state == "unpaid" else "退款"


def _bad_row() -> list[Cell]:
    """A row with two decimal points in its total. It has no items and no ledger line."""
    values: dict[str, Cell] = {
        "订单编号": _protected("2240515120000999901"),
        "买家会员名": "tb_unreadable",
        "买家应付货款": "12.34",
        "买家应付邮费": "0.00",
        "总金额": _BAD_AMOUNT,
        "买家实际支付金额": "12.34",
        "订单状态": "交易成功",
        "订单创建时间": "2024-05-15 12:00:00",
        "订单付款时间 ": "2024-05-15 12:02:00",
        "订单关闭原因": "订单未关闭",
        "天猫卡券抵扣": "0.00",
        "集分宝抵扣": "0.00",
        "退款金额": "0.00",
    }
    return fill_row(TAOBAO_ORDERS, values, BLANK)


def _item_rows(order: Order, now: datetime) -> list[list[Cell]]:
    status = _status(order, now)
    return [
        fill_row(
            TAOBAO_ITEMS,
            {
                "订单编号": _protected(order.number),
                "标题": line.item.name,
                "价格": yuan(line.item.price),
                "购买数量": str(line.quantity),
                "外部系统编号": line.item.sku,
                "商品属性": f"规格：{line.item.spec}",
                "订单状态": status,
                "商家编码": line.item.sku,
            },
            BLANK,
        )
        for line in order.lines
    ]
