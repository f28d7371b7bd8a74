"""The Alipay ledger of the Tmall shop, one per month: payouts, refunds, every fee as its own line, withdrawals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from transforms.demo.files import csv_text, fill_row, write_bytes, yuan
from transforms.demo.headers import ALIPAY_ADDED, ALIPAY_CLASSIC
from transforms.demo.orders import Order
from transforms.demo.periods import Period, months
from transforms.demo.season import END
from transforms.demo.shop import ALIPAY_ACCOUNT
from transforms.demo.tmall import finished_at, is_closed_before_payout, payout
from transforms.demo.truth import Truth, exact

_EXPORTED_AFTER = timedelta(minutes=10)
_MORE_COLUMNS_SINCE = datetime.combine(date(2025, 1, 1), time())
_OLD_ORDER = "2231025093000999904"
"""Placed before the first export begins: its fee waits for ever."""
_UNKNOWN_WORDING = "商家体验分托管费"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger, in fen, negative for money going out."""

    at: datetime
    fen: int
    kind: str
    note: str
    order_number: str = ""
    fee_type: str = ""


def write_alipay(folder: Path, orders: Sequence[Order], truth: Truth) -> None:
    """Write `alipay/`: the ledger by the time the money moved."""
    placed = [order for order in orders if order.channel == "tmall" and order.is_purchase]
    entries = [entry for order in placed for entry in _entries(order) if entry.at < END]
    entries += _planted(placed, truth)
    entries.sort(key=lambda entry: (entry.at, entry.order_number, entry.note))
    balance = 500_000
    for period in months(_EXPORTED_AFTER):
        covered = [entry for entry in entries if period.start <= entry.at < period.end]
        withdrawn = max(balance + sum(entry.fen for entry in covered) - 300_000, 0) // 10_000 * 10_000
        if withdrawn:
            # Taken out in the last minute of the month, so that the balance never goes below nothing.
            covered.append(Entry(period.end - timedelta(seconds=30), -withdrawn, "提现", "提现到银行卡"))
        name = f"alipay/账务明细_{period.stamp}.csv"
        content = _text(period, covered, balance).encode("gb18030")
        write_bytes(folder / name, content, period.exported_at)
        truth.data_rows[name] = len(covered)
        balance += sum(entry.fen for entry in covered)
    for entry in entries:
        if entry.fee_type:
            truth.add_fee("tmall", entry.fee_type, -entry.fen)


def _entries(order: Order) -> list[Entry]:
    """What one order does to the ledger: nothing before the buyer confirms, nothing at all if it was closed."""
    if is_closed_before_payout(order):
        return []
    number, at, paid_out = order.number, finished_at(order), payout(order)
    commission = _share(paid_out, 20)

    def fee(seconds: int, fen: int, wording: str, fee_type: str) -> Entry:
        return Entry(at + timedelta(seconds=seconds), fen, "其它", wording, number, fee_type)

    entries = [
        Entry(at, paid_out, "交易付款", order.lines[0].item.name, number),
        fee(2, -commission, f"天猫佣金（类目系统）{{{number}}}扣款", "commission"),
        fee(3, -_share(paid_out, 6), f"基础软件服务费({number})扣款", "platform_service"),
    ]
    if order.sequence % 8 == 0:
        affiliate = -_share(paid_out, 50 + order.sequence % 5 * 10)
        entries.append(fee(4, affiliate, f"淘宝客佣金代扣款[{number}]", "promotion"))
    if order.refund_at is not None and order.refund_at >= at:
        back = _share(order.refund, 20)
        note = f"天猫佣金（类目系统）{{{number}}}退款"
        entries.append(Entry(order.refund_at, -order.refund, "交易退款", f"售后退款-{number}", number))
        if back:
            entries.append(Entry(order.refund_at + timedelta(seconds=2), back, "其它", note, number, "commission"))
    return entries


def _share(fen: int, per_mille: int) -> int:
    """A share of an amount, rounded to the fen."""
    return (fen * per_mille + 500) // 1000


def _planted(placed: Sequence[Order], truth: Truth) -> list[Entry]:
    """A fee whose order is in no file, and a fee that nobody has heard of."""
    old = Entry(
        datetime.combine(date(2023, 11, 2), time(9, 30)),
        -256,
        "其它",
        f"天猫佣金（类目系统）{{{_OLD_ORDER}}}扣款",
        fee_type="commission",
    )
    truth.orphan_fee_orders.add(("tmall", _OLD_ORDER))
    named = placed[len(placed) // 2]
    unknown = Entry(
        finished_at(named) + timedelta(seconds=9), -188, "其它", f"{_UNKNOWN_WORDING}({named.number})扣款", named.number
    )
    truth.unknown_fee = (_UNKNOWN_WORDING, exact(-unknown.fen))
    return [old, unknown]


def _day(moment: datetime) -> str:
    return f"{moment:%Y年%m月%d日 %H:%M:%S}"


def _text(period: Period, entries: Sequence[Entry], balance: int) -> str:
    """The whole file: preamble, header, lines, and the totals that must agree with them."""
    is_newer = period.start >= _MORE_COLUMNS_SINCE
    header = (*ALIPAY_CLASSIC, *ALIPAY_ADDED) if is_newer else ALIPAY_CLASSIC
    rows = []
    for position, entry in enumerate(entries, start=1):
        balance += entry.fen
        values = _values(entry, f"{period.start:%Y%m}{position:08d}", balance)
        row = fill_row(header, {name: cell for name, cell in values.items() if name in header}, "")
        rows.append([f"{cell}\t" for cell in row])
    spent = [entry.fen for entry in entries if entry.fen < 0]
    earned = [entry.fen for entry in entries if entry.fen >= 0]
    return "".join(
        (
            "#支付宝账务明细查询\r\n",
            f"#账号：[{ALIPAY_ACCOUNT}]\r\n",
            f"#起始日期：[{_day(period.start)}]   终止日期：[{_day(period.end)}]\r\n",
            "#-----------------------------------------账务明细列表----------------------------------------\r\n",
            csv_text([header, *rows]),
            "#-----------------------------------------账务明细列表结束------------------------------------\r\n",
            f"#支出合计：{len(spent)}笔，共{yuan(sum(spent))}元\r\n",
            f"#收入合计：{len(earned)}笔，共{yuan(sum(earned))}元\r\n",
            f"#导出时间：[{_day(period.exported_at)}]\r\n",
        )
    )


def _values(entry: Entry, line_number: str, balance: int) -> dict[str, str]:
    """One line. Only payments and refunds name the order in a column of old files; fees name it in the note."""
    is_trade = entry.kind in ("交易付款", "交易退款")
    return {
        "账务流水号": f"38{line_number}0156",
        "业务流水号": f"{entry.at:%Y%m%d}2200{line_number}",
        "商户订单号": f"T200P{entry.order_number}" if is_trade else "",
        "商品名称": entry.note if entry.kind == "交易付款" else "",
        "发生时间": f"{entry.at:%Y-%m-%d %H:%M:%S}",
        "对方账号": "",
        "收入金额（+元）": yuan(entry.fen) if entry.fen >= 0 else "",
        "支出金额（-元）": yuan(entry.fen) if entry.fen < 0 else "",
        "账户余额（元）": yuan(balance),
        "交易渠道": "支付宝",
        "业务类型": entry.kind,
        "备注": "" if entry.kind == "交易付款" else entry.note,
        "业务描述": {"交易付款": "0010001|交易收款-交易收款"}.get(entry.kind, ""),
        "业务基础订单号": entry.order_number,
        "业务订单号": entry.order_number,
    }
