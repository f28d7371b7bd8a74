"""Youzan's list of refunds beside the orders it is about, saved into one workbook."""

from tests.samples import youzan
from tests.samples.build import Cell, Rows, csv_bytes, row, xlsx_bytes
from tests.samples.people import RAW_CONTACTS

__all__ = ["FILES", "RAW_CONTACTS", "SETTINGS", "refunds_file"]

REFUNDS = ("订单编号", "商品编码", "退款金额", "售后状态", "申请时间")
SETTINGS = """
[business]
name = "有赞小店"
[channels.mini_program]
kind = "own_online"
[sources.youzan]
channel = "mini_program"
"""
SECOND = str(youzan.ORDERS[1]["订单号"])
GIVEN_BACK: list[dict[str, Cell]] = [
    {"订单编号": SECOND, "商品编码": "G-01", "退款金额": "12.50", "售后状态": "退款成功",
     "申请时间": "2026-02-22 09:00:00"},
    {"订单编号": SECOND, "商品编码": "G-01", "退款金额": "7.50", "售后状态": "退款成功",
     "申请时间": "2026-02-23 09:00:00"},
    {"订单编号": SECOND, "商品编码": "G-01", "退款金额": "30.00", "售后状态": "退款关闭",
     "申请时间": "2026-02-24 09:00:00"},
    {"订单编号": SECOND, "商品编码": "G-01", "退款金额": "40.00", "售后状态": "火星售后",
     "申请时间": "2026-02-25 09:00:00"},
]  # fmt: skip


def refunds_file() -> bytes:
    """The list of refunds as it is downloaded."""
    return csv_bytes([REFUNDS, *(row(REFUNDS, each, " ") for each in GIVEN_BACK)], "utf-8-sig")


def workbook() -> bytes:
    """Orders and refunds."""
    orders: Rows = [list(youzan.YOUZAN_ORDERS), *(row(youzan.YOUZAN_ORDERS, each, " ") for each in youzan.ORDERS)]
    refunds: Rows = [list(REFUNDS), *(row(REFUNDS, each, " ") for each in GIVEN_BACK)]
    return xlsx_bytes({"订单": orders, "退款": refunds})


FILES = {"youzan_refunds": ("youzan", "有赞.xlsx", workbook)}
