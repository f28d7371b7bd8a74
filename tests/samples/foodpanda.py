"""foodpanda in Taiwan: days as a spreadsheet counts them, orders on one sheet, charges of the period on another."""

from tests.samples.build import Cell, xlsx_bytes

ORDERS = ("訂單日期", "訂單編號", "商品金額", "綜合佣金總額", "商家已收金額", "配送方式", "foodpanda 應付(應收)金額")
CHARGES = ("項目", "詳細資訊", "金額", "幣別")

SETTINGS = """
[business]
name = "早餐店"
time_zone = "Asia/Taipei"
currency = "TWD"
phone_region = "TW"
[channels.foodpanda]
kind = "delivery"
[sources.foodpanda]
channel = "foodpanda"
"""
RAW_CONTACTS = ()

P1, P2, P3 = "a1bc-2601-x001", "a1bc-2602-x002", "a1bc-2602-x003"
ROWS: list[list[Cell]] = [
    [46053, P1, "1,180", "377.6", "", "外送", "802.4"],
    ["2026/02/01", P2, 250, "-80", 0, "外送", "166"],
    ["2026/02/02", P3, 300, 60, 300, "自取", -60],
    ["2026/02/03", P2, -250, 80, "", "外送", -170],
]
"""46053 is 31 January 2026. P2 lost 4 more than its commission; P3 was paid in cash at the shop."""

PERIOD: list[list[Cell]] = [
    ["廣告費", "2026/02/01 - 2026/02/15 關鍵字", "1,200", "TWD"],
    ["平板租金", "2026-02-15", 150, "TWD"],
    ["火星費", "2026/02/15", 9, "TWD"],
]


def orders_file(rows: list[list[Cell]] | None = None) -> bytes:
    """The order sheet alone."""
    return xlsx_bytes({"附件1": [["foodpanda 對帳單"], [], ORDERS, *(ROWS if rows is None else rows)]})


def charges_file(rows: list[list[Cell]] | None = None) -> bytes:
    """Annex 2 alone."""
    return xlsx_bytes({"附件2": [["期間調整"], CHARGES, *(PERIOD if rows is None else rows)]})


def statement_file() -> bytes:
    """Both sheets, as they come."""
    return xlsx_bytes({"附件1": [["對帳單"], ORDERS, *ROWS], "附件2": [CHARGES, *PERIOD]})


FILES = {
    "foodpanda_orders": ("foodpanda", "對帳單.xlsx", orders_file),
    "foodpanda_adjustments": ("foodpanda", "附件2.xlsx", charges_file),
}
