"""Ele.me's bill, one workbook per quarter of billing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

from transforms.demo.files import Cell, Workbook, fill_row
from transforms.demo.headers import ELEME_ORDERS
from transforms.demo.orders import BILLED_AFTER, Order
from transforms.demo.periods import quarters
from transforms.demo.platform_bill import BillLine, bill_lines, lines_in
from transforms.demo.shop import BRANCHES, SHOP_NAME
from transforms.demo.truth import BadRow, Truth

BLANK = "--"
_EXPORTED_AFTER = timedelta(hours=9)
_BAD_ROW_IN = date(2025, 7, 1)
"""The quarter whose bill has a letter in an amount."""
_NEW_COLUMN_IN = date(2026, 4, 1)
"""The quarter whose bill has a column nobody has seen before."""
NEW_COLUMN = "商家自定义标签"


def write_eleme(folder: Path, orders: Iterable[Order], truth: Truth) -> None:
    """Write `eleme_bill/`: orders and refunds by the day they were billed."""
    lines = bill_lines("eleme", orders)
    for period in quarters(_EXPORTED_AFTER):
        name = f"eleme_bill/饿了么外卖账单_{period.stamp}.xlsx"
        billed = lines_in(period, lines)
        rows = [_row(line) for line in billed]
        header = list(ELEME_ORDERS)
        if period.start.date() == _BAD_ROW_IN:
            rows.append(_bad_row())
            truth.bad_rows.append(BadRow(name, len(rows) + 1, "商品金额", "2O.50"))
        if period.start.date() == _NEW_COLUMN_IN:
            header.append(NEW_COLUMN)
            rows = [[*row, f"标签{position % 3 + 1}"] for position, row in enumerate(rows)]
            truth.unknown_columns[name] = NEW_COLUMN
        with Workbook(folder / name, period.exported_at) as book:
            sheet = book.sheet("外卖账单明细")
            sheet.append(header)
            for row in rows:
                sheet.append(row)
        truth.data_rows[name] = len(rows)
        for line in billed:
            truth.add_fee("eleme", "platform_service", -line.commission)
            truth.add_fee("eleme", "delivery_service", -line.delivery_service)


def _bad_row() -> list[Cell]:
    """A row that says twenty with the letter O. Its order is nowhere else, so nothing but the row is lost."""
    day = date(2025, 8, 20)
    return fill_row(
        ELEME_ORDERS,
        {
            "结算日期": f"{day + BILLED_AFTER:%Y-%m-%d}",
            "门店ID": BRANCHES[0].eleme_id,
            "门店名称": f"{SHOP_NAME}（{BRANCHES[0].name}）",
            "账单日期": f"{day + BILLED_AFTER:%Y-%m-%d}",
            "订单类型": "外卖订单",
            "订单编号": "8250820121500999902",
            "订单创建时间": f"{day:%Y-%m-%d} 12:15:00",
            "订单完成时间": f"{day:%Y-%m-%d} 12:48:00",
            "结算金额": 14.3,
            "商品金额": "2O.50",
            "打包费": 1,
            "平台服务费": -5.2,
            "技术服务费": -1,
            "配送服务费": -4.2,
            "商家活动补贴": -2,
        },
        BLANK,
    )


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def _row(line: BillLine) -> list[Cell]:
    """One order or refund. Which of the subsidy columns is used differs from order to order, as campaigns do."""
    order, refund = line.order, line.is_refund
    # A voucher pays a part of the merchant's discount now and then.
    voucher = line.merchant_discount // 2 if order.sequence % 5 == 0 else 0
    paid = line.goods + line.packing + line.merchant_discount + line.platform_discount
    platform_column = ("平台活动补贴", "平台代金券补贴", "平台补贴-支付立减")[order.sequence % 3]
    values: dict[str, Cell] = {
        "结算日期": f"{line.billed_on:%Y-%m-%d}",
        "账户ID": "30018000",
        "门店ID": BRANCHES[order.branch].eleme_id,
        "门店名称": f"{SHOP_NAME}（{BRANCHES[order.branch].name}）",
        "账单日期": f"{line.billed_on:%Y-%m-%d}",
        "订单类型": "退单" if refund else "外卖订单",
        "接单序号": str(order.sequence % 150 + 1),
        "订单编号": order.number,
        "结算金额": line.payout / 100,
        "订单创建时间": _stamp(order.at),
        "订单完成时间": _stamp(line.at if refund else order.at + timedelta(minutes=28 + order.sequence % 25)),
        "业务类型": "餐饮外卖",
        "商品金额": line.goods / 100,
        "打包费": line.packing / 100,
        "平台服务费": line.platform_fee / 100,
        "技术服务费": line.commission / 100,
        "非优惠商品技术服务费": line.commission / 100,
        "抽佣费率": f"{line.rate / 10:.1f}%",
        "抽佣保底价": 0.8,
        "技术服务费折扣系数": 1,
        "配送服务费": line.delivery_service / 100,
        "用户实付金额（现金）": (paid if refund else paid + 250) / 100,
        "商家活动补贴": (line.merchant_discount - voucher) / 100,
        "商家代金券补贴": voucher / 100 if voucher else BLANK,
        platform_column: line.platform_discount / 100 if line.platform_discount else BLANK,
        "配送方式": "蜂鸟专送",
    }
    if not refund:
        values["用户支付配送费"] = 2.5
        values["基础物流费"] = -4.2
        values["距离收费"] = (line.delivery_service + 420) / 100
        values["本单配送距离(米)"] = 700 + order.sequence % 5 * 600
    return fill_row(ELEME_ORDERS, values, BLANK)
