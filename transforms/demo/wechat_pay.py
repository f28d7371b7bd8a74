"""WeChat Pay's trade bills of the mini-program, one per month: every cell behind a backtick, totals underneath."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from transforms.demo.files import Cell, fill_row, write_bytes, yuan
from transforms.demo.headers import WECHAT_TOTALS, WECHAT_TRADES
from transforms.demo.orders import Order
from transforms.demo.periods import months
from transforms.demo.shop import SHOP_NAME, WECHAT_APP, WECHAT_MERCHANT
from transforms.demo.truth import Truth, exact
from transforms.demo.youzan import is_paid, payment_number

_EXPORTED_AFTER = timedelta(hours=10)
_FEE_PER_MILLE = 6
"""0.60 %. Six thousandths of a fen amount is a whole number of hundred-thousandths of a yuan."""
_COPIED_MONTH = 20
"""The bill that somebody saved a second time under another name."""


def write_wechat_pay(folder: Path, orders: Sequence[Order], truth: Truth) -> None:
    """Write `wechat_pay/`: payments and refunds by the time the money moved."""
    trades = [
        trade for order in orders if order.channel == "mini_program" and is_paid(order) for trade in _trades(order)
    ]
    trades.sort(key=lambda trade: (trade[0], trade[1].number))
    for position, period in enumerate(months(_EXPORTED_AFTER)):
        name = f"wechat_pay/微信支付交易账单_{period.stamp}.csv"
        covered = [trade for trade in trades if period.start <= trade[0] < period.end]
        rows = [_row(at, order, is_refund) for at, order, is_refund in covered]
        content = _text(rows, covered).encode("utf-8-sig")
        write_bytes(folder / name, content, period.exported_at)
        truth.data_rows[name] = len(rows)
        if position == _COPIED_MONTH:
            copy = f"wechat_pay/微信支付交易账单_{period.stamp} (1).csv"
            write_bytes(folder / copy, content, period.exported_at + timedelta(days=1))
            truth.duplicate_files[copy] = name
        for _, order, is_refund in covered:
            fee = exact(_fee(order, is_refund)).scaleb(-3)
            truth.fees["mini_program", "payment_processing"] += fee


def _trades(order: Order) -> list[tuple[datetime, Order, bool]]:
    """The payment of an order and its refund, if any, each with its time."""
    paid = (order.at + timedelta(seconds=20 + order.sequence % 90), order, False)
    return [paid] if order.refund_at is None else [paid, (order.refund_at, order, True)]


def _fee(order: Order, is_refund: bool) -> int:
    """The fee in hundred-thousandths of a yuan; a refund gives it back."""
    return (-order.refund if is_refund else order.net) * _FEE_PER_MILLE


def _fee_text(fee: int) -> str:
    whole, rest = divmod(abs(fee), 100_000)
    return f"{'-' if fee < 0 else ''}{whole}.{rest:05d}"


def _row(at: datetime, order: Order, is_refund: bool) -> list[Cell]:
    net = 0 if is_refund else order.net
    refund = order.refund if is_refund else 0
    coupon = order.platform_discount if not is_refund else 0
    # Nothing was refunded in part where a coupon was used, so a coupon goes back whole.
    coupon_back = order.platform_discount if is_refund else 0
    values: dict[str, Cell] = {
        "交易时间": f"{at:%Y-%m-%d %H:%M:%S}",
        "公众账号ID": WECHAT_APP,
        "商户号": WECHAT_MERCHANT,
        "特约商户号": "0",
        "微信订单号": f"4200{order.at:%Y%m%d}{order.sequence:016d}",
        "商户订单号": payment_number(order),
        "用户标识": order.person.openid,
        "交易类型": "JSAPI",
        "交易状态": "REFUND" if is_refund else "SUCCESS",
        "付款银行": "OTHERS",
        "货币种类": "CNY",
        "应结订单金额": yuan(net),
        "代金券金额": yuan(coupon),
        "微信退款单号": f"5030{at:%Y%m%d}{order.sequence:016d}" if is_refund else "0",
        "商户退款单号": f"TK{payment_number(order)}" if is_refund else "0",
        "退款金额": yuan(refund),
        "充值券退款金额": yuan(coupon_back),
        "退款类型": "ORIGINAL" if is_refund else "",
        "退款状态": "SUCCESS" if is_refund else "",
        "商品名称": SHOP_NAME,
        "手续费": _fee_text(_fee(order, is_refund)),
        "费率": "0.60%",
        "订单金额": yuan(net),
        "申请退款金额": yuan(refund),
    }
    return fill_row(WECHAT_TRADES, values, "")


def _text(rows: Sequence[Sequence[Cell]], covered: Sequence[tuple[datetime, Order, bool]]) -> str:
    """The whole bill: header, rows, header of the totals, totals. Only header words stand without a backtick."""
    paid = sum(order.net for _, order, is_refund in covered if not is_refund)
    refunded = sum(order.refund for _, order, is_refund in covered if is_refund)
    coupons_back = sum(order.platform_discount for _, order, is_refund in covered if is_refund)
    fees = sum(_fee(order, is_refund) for _, order, is_refund in covered)
    totals = [str(len(rows)), *map(yuan, (paid, refunded, coupons_back)), _fee_text(fees), yuan(paid), yuan(refunded)]
    lines = [
        ",".join(WECHAT_TRADES),
        *(",".join(f"`{cell}" for cell in row) for row in rows),
        ",".join(WECHAT_TOTALS),
        ",".join(f"`{total}" for total in totals),
    ]
    return "\r\n".join(lines) + "\r\n"
