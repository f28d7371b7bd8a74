"""SHOPLINE in Big5 or UTF-8, a bracket half wide and half narrow, and the gateways that took its payments."""

from tests.samples.build import Cell, csv_bytes, xlsx_bytes

ORDERS = (
    "訂單號碼", "訂單日期", "訂單狀態", "預購訂單", "付款方式", "付款日期", "付款狀態", "貨幣", "付款訂單號碼",
    "付款總金額", "已退款金額", "訂單小計",
    "運費", "附加費", "優惠折扣", "自訂折扣合計", "折抵購物金", "點數折現", "折現用點數", "訂單合計", "稅費",
    "訂單備註", "送貨方式", "送貨狀態", "收件人",
    "收件人電話號碼", "地址 1", "地址 2", "城市", "地區/州/省份", "國家／地區", "郵政編號（如適用)", "完整地址",
    "管理員備註", "門市名稱", "統一編號",
    "發票地址", "商品貨號", "商品名稱", "選項", "商品原價", "商品結帳價", "結帳價類型", "數量", "商品類型", "顧客 ID",
    "顧客", "電郵", "電話號碼", "會員",
)  # fmt: skip
OLDER = tuple(
    {"訂單合計": "合計", "門市名稱": "全家服務編號 / 7-11 店號"}.get(word, word)
    for word in ORDERS
    if word
    not in ("已退款金額", "自訂折扣合計", "點數折現", "折現用點數", "稅費", "顧客 ID", "會員", "結帳價類型", "商品類型")
)
FORTY = tuple(
    word for word in ORDERS if word not in ("顧客 ID", "顧客", "電郵", "電話號碼", "會員", "已退款金額", "稅費")
)
"""A list that names nobody but the recipient."""
LINE_PAY = ("訂單號碼", "交易號碼", "支付總額", "手續費合計（含營業稅）", "預計撥款日")
NEWEBPAY = ("商店訂單編號", "藍新金流交易序號", "訂單總金額", "主支付手續費", "預計撥款日")
PAYUNI = ("uni序號", "商店訂單編號", "付款(退款)日期", "收款金額", "手續費", "入帳金額", "入帳日期")

SETTINGS = """
[business]
name = "小茶舖"
time_zone = "Asia/Taipei"
currency = "TWD"
phone_region = "TW"
[channels.web]
kind = "own_online"
[sources.web]
channel = "web"
[sources.gateways]
channel = "web"
"""
MEI, MEI_MAIL, LIN = "0912345678", "mei@example.com", "0987654321"
RAW_CONTACTS = (MEI, "912345678", MEI_MAIL, LIN, "customer-01")

N1, N2, N3, N4, N5 = (f"202602010000000{n}" for n in range(1, 6))


def _order(number: str, at: str, total: Cell, **values: Cell) -> dict[str, Cell]:
    return {
        "訂單號碼": number, "訂單日期": at, "訂單狀態": "已完成", "付款狀態": "已付款", "貨幣": "TWD",
        "付款訂單號碼": f"{number}P",
        "訂單小計": total, "運費": 0, "附加費": 0, "優惠折扣": 0, "自訂折扣合計": 0, "折抵購物金": 0, "點數折現": 0,
        "訂單合計": total,
        "稅費": 0, "已退款金額": 0, "送貨方式": "7-11 取貨", "門市名稱": "信義門市", **values,
    }  # fmt: skip


TEA: dict[str, Cell] = {
    "商品貨號": "T-1",
    "商品名稱": "烏龍茶",
    "選項": "大包",
    "商品原價": 600,
    "商品結帳價": 500,
    "數量": 2,
}
CUP: dict[str, Cell] = {"商品貨號": "C-1", "商品名稱": "杯子", "商品結帳價": 250, "數量": 1}
BAG: dict[str, Cell] = {"商品貨號": "", "商品名稱": "贈品提袋", "商品結帳價": 0, "數量": 1, "商品類型": "贈品"}
MEIS: dict[str, Cell] = {"顧客 ID": "customer-01", "顧客": "美", "電郵": MEI_MAIL, "電話號碼": "+886912345678"}
FIRST = _order(
    N1, "2026-01-31 23:30:00", "1,075", 訂單小計="1,250", 運費=60, 附加費=15, 優惠折扣=-150, 自訂折扣合計=-20,
    折抵購物金=50, 點數折現=30, **MEIS
)  # fmt: skip
LINES: list[dict[str, Cell]] = [
    {**FIRST, **TEA},
    {**FIRST, **CUP},
    {**FIRST, **BAG},
    {**_order(N2, "2026-02-01 10:00:00", 250, 已退款金額=250, 付款狀態="已退款"), **CUP, "電話號碼": "912345678"},
    {**_order(N3, "2026-02-02 10:00:00", 500, 已退款金額=100, 付款狀態="部分退款"), **CUP, "數量": 2,
    "收件人電話號碼": LIN},
    {**_order(N4, "2026-02-03 10:00:00", 250, 訂單狀態="已取消", 付款狀態="未付款"), **CUP},
    {**_order(N5, "2026-02-04 10:00:00", 250, 訂單狀態="火星", 付款狀態="火付"), **CUP},
]  # fmt: skip


def orders_file(
    encoding: str = "utf-8-sig", header: tuple[str, ...] = ORDERS, lines: list[dict[str, Cell]] = LINES
) -> bytes:
    """`訂單報表.csv` in the encoding that the shop chose."""
    return csv_bytes([header, *([each.get(word, "") for word in header] for each in lines)], encoding)


def older_orders_file() -> bytes:
    """Fewer columns, and the total under its older name."""
    lines = [{**each, "合計": each["訂單合計"]} for each in LINES if each["訂單號碼"] != N1]
    return csv_bytes([OLDER, *([each.get(word, "") for word in OLDER] for each in lines)])


def line_pay_file() -> bytes:
    """`LINE Pay 撥款明細.xlsx`."""
    rows: list[list[Cell]] = [
        [f"{N1}P", "2026013100001", "1,075", "25", "2026-02-05"],
        [f"{N2}P", "2026020100002", "250", "6", "2026-02-05"],
        [f"{N2}P", "2026020100003", "-250", "-6", "2026-02-09"],
    ]
    return xlsx_bytes({"明細": [LINE_PAY, *rows]})


def newebpay_file() -> bytes:
    """`藍新金流.csv`."""
    return csv_bytes([NEWEBPAY, [f"{N3}P", "26020200001", "500", "14", "2026/02/09 00:00:00"]], "utf-8-sig")


def payuni_file(credited: Cell = "243") -> bytes:
    """`PAYUNi 入帳表.xlsx`."""
    rows: list[list[Cell]] = [["U1", f"{N5}P", "2026-02-04", "250", "-7", credited, "2026-02-10"]]
    return xlsx_bytes({"入帳": [PAYUNI, *rows]})


FILES = {
    "shopline_orders": ("web", "訂單報表.csv", orders_file),
    "linepay_statement": ("gateways", "LINE Pay 撥款明細.xlsx", line_pay_file),
    "newebpay_statement": ("gateways", "藍新金流.csv", newebpay_file),
    "payuni_statement": ("gateways", "PAYUNi 入帳表.xlsx", payuni_file),
}
