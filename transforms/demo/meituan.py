"""Meituan's bill, one workbook per month of billing, every cell text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from transforms.demo.files import Cell, Workbook, fill_row, yuan
from transforms.demo.headers import MEITUAN_ORDERS, MEITUAN_STATEMENTS
from transforms.demo.orders import BILLED_AFTER, Order
from transforms.demo.periods import Period, months
from transforms.demo.platform_bill import BillLine, bill_lines, lines_in
from transforms.demo.shop import BRANCHES, SHOP_NAME
from transforms.demo.truth import Truth, exact

BLANK = "-"
_NOTE = "【注】账单金额为当日所有交易的商家应收款之和，结算周期为 T+3"
_EXPORTED_AFTER = timedelta(hours=8)
_SHORT_PAID_IN = date(2026, 8, 1)
"""The month in which one payout leaves out a line of its own bill."""


def write_meituan(folder: Path, orders: Iterable[Order], truth: Truth) -> None:
    """Write `meituan_bill/`: orders, refunds and promotion by the day they were billed."""
    lines = bill_lines("meituan", orders)
    for period in months(_EXPORTED_AFTER):
        name = f"meituan_bill/美团外卖账单_{period.stamp}.xlsx"
        billed = lines_in(period, lines)
        promotions = _promotions(period, billed)
        rows = [_order_row(line) for line in billed]
        rows += [_promotion_row(branch, day, fen) for branch, day, fen in promotions]
        statements: dict[tuple[date, int], int] = defaultdict(int)
        for line in billed:
            statements[line.billed_on, line.order.branch] += line.payout
        for branch, day, fen in promotions:
            statements[day, branch] -= fen
        if period.start.date() == _SHORT_PAID_IN:
            missing = max(billed, key=lambda line: (line.payout, line.order.number))
            statements[missing.billed_on, missing.order.branch] -= missing.payout
            truth.short_payouts[_statement_id(missing.billed_on, missing.order.branch)] = exact(missing.payout)
        with Workbook(folder / name, period.exported_at) as book:
            _fill(book, rows, statements)
        truth.data_rows[f"{name}#订单明细"] = len(rows)
        truth.data_rows[f"{name}#账单明细"] = len(statements)
        _account(billed, promotions, truth)


def _fill(book: Workbook, rows: list[list[Cell]], statements: dict[tuple[date, int], int]) -> None:
    sheet = book.sheet("账单明细")
    sheet.append([_NOTE])
    sheet.append(MEITUAN_STATEMENTS)
    for (day, branch), fen in sorted(statements.items()):
        sheet.append(_statement_row(day, branch, fen))
    sheet = book.sheet("订单明细")
    sheet.append(MEITUAN_ORDERS)
    for row in rows:
        sheet.append(row)
    sheet = book.sheet("汇总信息")
    sheet.append(["汇总项", "内容"])
    sheet.append(["商家名称", SHOP_NAME])
    sheet.append(["交易笔数", str(len(rows))])
    sheet.append(["账单金额合计", yuan(sum(statements.values()))])


def _account(billed: Iterable[BillLine], promotions: Iterable[tuple[int, date, int]], truth: Truth) -> None:
    for line in billed:
        truth.add_fee("meituan", "commission", -line.commission)
        if line.overcharge > 1 and not line.order.is_returned:
            truth.overcharged[line.order.number] = exact(line.overcharge)
        truth.add_fee("meituan", "delivery_service", -line.delivery_service)
        # Not the platform's to keep, but withheld from the payout like a fee.
        truth.add_fee("meituan", "adjustment", -line.donation)
    for _, _, fen in promotions:
        truth.add_fee("meituan", "promotion", fen)


def _promotions(period: Period, billed: Iterable[BillLine]) -> list[tuple[int, date, int]]:
    """What each branch spent on being shown higher up, taken from the payout twice a month: about 3 % of the goods."""
    goods = [0] * len(BRANCHES)
    for line in billed:
        goods[line.order.branch] += line.goods
    return [
        (branch, period.start.date() + timedelta(days=day), max(500, goods[branch] * share // 100_000 * 50))
        for day, share in ((9, 25), (24, 35))
        for branch in range(len(BRANCHES))
    ]


def _statement_id(day: date, branch: int) -> str:
    return f"{BRANCHES[branch].meituan_id}{day:%Y%m%d}"


def _shop_name(branch: int) -> str:
    return f"{SHOP_NAME}（{BRANCHES[branch].name}）"


def _statement_row(day: date, branch: int, fen: int) -> list[Cell]:
    values: dict[str, Cell] = {
        "结算id": _statement_id(day, branch),
        "门店id": BRANCHES[branch].meituan_id,
        "门店名称": _shop_name(branch),
        "账单日期": f"{day:%Y-%m-%d}",
        "账单金额": yuan(fen),
        "结算状态": "已结算",
        "归属账期": f"{day - BILLED_AFTER:%Y-%m-%d}",
        "结算日期": f"{day:%Y-%m-%d}",
        "入账结算设置ID": f"9{BRANCHES[branch].meituan_id}",
    }
    return fill_row(MEITUAN_STATEMENTS, values, BLANK)


def _common(branch: int, day: date) -> dict[str, Cell]:
    """The cells that every line of a branch's day has."""
    return {
        "门店id": BRANCHES[branch].meituan_id,
        "门店名称": _shop_name(branch),
        "结算id": _statement_id(day, branch),
        "结算状态": "已结算",
        "账单日期": f"{day:%Y-%m-%d}",
        "归属账期": f"{day - BILLED_AFTER:%Y-%m-%d}",
        "入账结算id": f"9{BRANCHES[branch].meituan_id}",
    }


def _promotion_row(branch: int, day: date, fen: int) -> list[Cell]:
    values = _common(branch, day) | {"交易类型": "推广", "交易描述": "点金推广消费", "商家应收款": yuan(-fen)}
    return fill_row(MEITUAN_ORDERS, values, BLANK)


def _order_row(line: BillLine) -> list[Cell]:
    """One order or refund; the parts of the two fees add up to what is billed."""
    order, refund = line.order, line.is_refund
    paid = line.goods + line.packing + line.merchant_discount + line.platform_discount
    rate = f"{line.rate / 10:.1f}%"
    values: dict[str, Cell] = _common(order.branch, line.billed_on) | {
        "交易类型": "退款" if refund else "外卖订单",
        "交易描述": "订单退款" if refund else "订单完成",
        "用户支付方式": "线上支付",
        "订单序号": str(order.sequence % 200 + 1),
        "订单号": order.number,
        "下单时间": f"{order.at:%Y-%m-%d %H:%M:%S}",
        "完成时间": f"{order.at + timedelta(minutes=25 + order.sequence % 30):%Y-%m-%d %H:%M:%S}",
        "订单状态": "已退款" if refund and order.is_returned else "已完成",
        "配送方式": "美团快送",
        "配送状态": "已送达",
        "商家应收款": yuan(line.payout),
        "商品总价": yuan(line.goods),
        "打包费": yuan(line.packing),
        "商家对顾客的活动补贴": yuan(line.merchant_discount),
        "美团活动补贴": yuan(line.platform_discount),
        "平台服务费(含佣金和配送服务费)": yuan(line.platform_fee),
        "公益捐款": yuan(line.donation) if line.donation else BLANK,
        "用户支付配送费": BLANK if refund else yuan(300),
        "用户线上支付金额": yuan(paid if refund else paid + 300),
        "费率": rate,
        "保底": "1.02",
        "佣金(实付)": yuan(line.commission),
        "商品总佣金": yuan(line.commission),
        "佣金费率": rate,
        "佣金保底": "1.02",
        "配送服务费(含补贴)": yuan(line.delivery_service),
        "商品数量": str(sum(item.quantity for item in order.lines)),
    }
    if refund:
        values["退款时间"] = f"{line.at:%Y-%m-%d %H:%M:%S}"
    else:
        values["固定配送费"] = yuan(-390)
        values["距离加价"] = yuan(line.delivery_service + 390)
        values["订单导航里程(公里)"] = f"{1 + order.sequence % 5 * 0.6:.1f}"
    return fill_row(MEITUAN_ORDERS, values, BLANK)
