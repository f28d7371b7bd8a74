"""WeChat Pay trade bill: a backtick before every cell but the headers, and a table of totals below."""

from tests.samples.build import Cell, Rows, raw_csv_bytes, row
from tests.samples.headers import WECHAT_TOTALS, WECHAT_TRADES
from tests.samples.youzan import PAYMENT

APP = "wx0000000000000001"
OPENID = "oABC0000000000000000000Anna"
TRADES: list[dict[str, Cell]] = [
    {
        "交易时间": "2026-02-21 10:00:09", "公众账号ID": APP, "微信订单号": PAYMENT, "商户订单号": "S2602210001",
        "用户标识": OPENID, "交易状态": "SUCCESS", "货币种类": "CNY", "应结订单金额": "85.00", "微信退款单号": "0",
        "退款金额": "0.00", "手续费": "0.51000", "费率": "0.60%", "订单金额": "85.00", "申请退款金额": "0.00",
    },
    {
        "交易时间": "2026-02-23 09:00:00", "公众账号ID": APP, "微信订单号": PAYMENT, "商户订单号": "S2602210001",
        "用户标识": OPENID, "交易状态": "REFUND", "货币种类": "CNY", "应结订单金额": "0.00",
        "微信退款单号": "50000001", "退款金额": "10.00", "手续费": "-0.06000", "费率": "0.60%", "订单金额": "0.00",
        "申请退款金额": "10.00",
    },
    {
        "交易时间": "2026-02-23 09:30:00", "公众账号ID": APP, "微信订单号": "4200009999", "商户订单号": "S9",
        "用户标识": "oABC0000000000000000000Nobo", "交易状态": "SUCCESS", "货币种类": "CNY", "应结订单金额": "12.34",
        "微信退款单号": "0", "退款金额": "0.00", "手续费": "0.07404", "费率": "0.60%", "订单金额": "12.34",
        "申请退款金额": "0.00",
    },
]  # fmt: skip
TOTALS: dict[str, Cell] = {
    "总交易单数": "3", "应结订单总金额": "97.34", "退款总金额": "10.00", "充值券退款总金额": "0.00",
    "手续费总金额": "0.52404", "订单总金额": "97.34", "申请退款总金额": "10.00",
}  # fmt: skip


def rows(trades: list[dict[str, Cell]], totals: dict[str, Cell]) -> Rows:
    """The bill from the top."""
    return [
        list(WECHAT_TRADES),
        *([f"`{cell}" for cell in row(WECHAT_TRADES, trade)] for trade in trades),
        list(WECHAT_TOTALS),
        [f"`{cell}" for cell in row(WECHAT_TOTALS, totals)],
    ]


def bill_file() -> bytes:
    """The bill."""
    return raw_csv_bytes(rows(TRADES, TOTALS), "utf-8-sig")
