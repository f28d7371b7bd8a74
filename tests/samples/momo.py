"""momo Store+: the title, the totals, then the header; fees positive, coupons and points of momo paid to the shop.

The real file is an old .xls workbook; here it stands as .xlsx.
"""

from tests.samples.build import Cell, row, xlsx_bytes

HEADER = (
    "NO", "訂單確認日（出貨日）", "入帳日", "訂單號碼", "訂單序號", "配送類別", "稅別", "單筆售價", "數量",
    "總折扣金額", "商品編號", "商品名稱", "商品原廠編號",
    "國際條碼", "規格1", "規格2", "商品屬性", "訂購人", "付款方式", "分期數", "訂單狀態", "貨款 - 代收金額",
    "貨款 - mo點支付", "貨款 - 全站抵用券支付",
    "運費代收 - 消費者支付金額", "運費代收 - 消費者支付mo點", "運費補貼 - 商店免運券支付", "超商取貨運費 - 出貨",
    "超商取貨運費 - 退貨",
    "第三方物流運費 - 出貨", "第三方物流運費 - 退貨", "成交手續費", "預購商品服務費", "發票處理費",
    "第三方貨到付款手續費", "信用卡手續費", "ATM手續費",
    "超商付款手續費", "超商貨到付款手續費", "免運活動服務費", "mo點活動贊助金", "假回壓罰款", "代收付客訴爭議費",
    "聯盟行銷費", "物流隱碼服務費", "實際入帳金額",
)  # fmt: skip
MONEY = HEADER[21:]

SETTINGS = """
[business]
name = "杯與袋"
time_zone = "Asia/Taipei"
currency = "TWD"
phone_region = "TW"
[channels.momo]
kind = "marketplace"
[sources.momo]
channel = "momo"
"""
RAW_CONTACTS = ()

M1, M2, M3, M4 = (f"26020100000{n}" for n in range(1, 5))


def line(
    order: str, number: int, *cells: Cell, state: str = "已出貨", day: str = "2026/02/12", **more: Cell
) -> dict[str, Cell]:
    """One line: price, pieces, discount and what was credited."""
    price, pieces, discount, credited = cells
    named = {word.replace("__", " - "): cell for word, cell in more.items()}
    return {
        "訂單確認日（出貨日）": "2026/02/01", "入帳日": day, "訂單號碼": order, "訂單序號": number, "單筆售價": price,
        "數量": pieces,
        "總折扣金額": discount, "商品編號": f"TP{price}", "商品名稱": "保溫杯", "商品原廠編號": f"CUP-{price}",
        "規格1": "黑", "訂購人": "王○○",
        "訂單狀態": state, **dict.fromkeys(MONEY, 0), "實際入帳金額": credited, **named,
    }  # fmt: skip


LINES = [
    line(M1, 1, 690, 2, 100, 1117, 貨款__代收金額=1280, 超商取貨運費__出貨=60, 成交手續費=64, 發票處理費=13,
    信用卡手續費=26),
    line(M1, 2, 890, 1, 0, 828, 貨款__代收金額=890, 成交手續費=44, 信用卡手續費=18),
    line(M2, 1, 1280, 1, 128, 1031, 貨款__代收金額=1052, 貨款__mo點支付=50, 貨款__全站抵用券支付=50,
    運費代收__消費者支付金額=60, 第三方物流運費__出貨=100,
         成交手續費=58, ATM手續費=10, 聯盟行銷費=8, 假回壓罰款=5),
    line(M1, 2, 890, 1, 0, -950, state="退貨", day="2026/02/19", 貨款__代收金額=-890, 超商取貨運費__退貨=60),
    line(M3, 1, 690, 1, 0, 640, 貨款__代收金額=690, 成交手續費=35, 運費補貼__商店免運券支付=15),
    line(M4, 1, 690, 1, 0, 0, state="火星"),
]  # fmt: skip


def statement_file(lines: list[dict[str, Cell]] | None = None, credited: Cell = "2,666") -> bytes:
    """`店+對帳單.xlsx`."""
    given = LINES if lines is None else lines
    totals = row(HEADER, {"NO": "合計", "實際入帳金額": credited, "成交手續費": 201})
    return xlsx_bytes({"訂單明細": [["店+ 對帳單"], totals, HEADER, *(row(HEADER, each) for each in given)]})


FILES = {"momo_statement": ("momo", "店+對帳單.xlsx", statement_file)}
