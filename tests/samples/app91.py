"""91APP: three levels of numbers, the basket above the main orders above their lines, discounts negative."""

from tests.samples.build import Cell, csv_bytes, row

ORDERS = (
    "購物車編號(TG)", "主單編號(TM)", "訂單編號(TS)", "訂單轉單日", "訂單狀態", "訂單來源", "商品頁序號",
    "商品選項(SKU)編號", "商品料號", "商品名稱",
    "商品選項名稱", "商品單價", "商品數量", "商品總金額(單價*數量)", "折扣活動折扣金額", "折價券折扣金額",
    "點數折抵金額", "訂單總折扣金額", "訂單實際付款金額",
    "主單(TM)運費", "商品成本", "商品總成本(成本*數量)", "取消原因", "購買人姓名", "收件人姓名", "收件人電話",
    "收件人完整地址",
)  # fmt: skip

SETTINGS = """
[business]
name = "棉與帽"
time_zone = "Asia/Taipei"
currency = "TWD"
phone_region = "TW"
[channels.web]
kind = "own_online"
[channels.app]
kind = "own_online"
[sources.shop91]
channel = "web"
channel_values = { "iOSApp" = "app", "Web" = "web" }
"""
HUA = "0922333444"
RAW_CONTACTS = (HUA,)

G1, G2, G3, G4, G5 = (f"TG260201000{n}" for n in range(1, 6))


def line(
    basket: str, number: int, *amounts: int, state: str = "已完成", main: int = 1, **more: Cell
) -> dict[str, Cell]:
    """One line: price, pieces, discount and freight as they stand."""
    price, pieces, discount, freight = amounts
    return {
        "購物車編號(TG)": basket, "主單編號(TM)": f"TM{basket[2:]}-{main}", "訂單編號(TS)": f"TS{basket[2:]}X{number}",
        "訂單轉單日": "2026/01/31 23:30", "訂單狀態": state, "訂單來源": "Web", "商品料號": f"A-{price}",
        "商品名稱": "棉衣",
        "商品單價": price, "商品數量": pieces, "商品總金額(單價*數量)": price * pieces, "訂單總折扣金額": discount,
        "訂單實際付款金額": price * pieces + discount, "主單(TM)運費": freight, "收件人電話": "09********", **more,
    }  # fmt: skip


LINES = [
    line(G1, 1, 590, 2, -118, 60, 訂單來源="iOSApp", 收件人電話=HUA),
    line(G1, 2, 450, 1, -95, 60, 訂單來源="iOSApp"),
    line(G1, 3, 299, 1, 0, 80, main=2, 訂單來源="iOSApp", 商品選項名稱="尺寸:F"),
    line(G2, 1, 590, 1, 0, 60, state="已取消", 取消原因="衝動購買"),
    line(G3, 1, 590, 1, 0, 0, state="已出貨"),
    line(G3, 2, 450, 1, -50, 0, state="已取消"),
    line(G4, 1, 590, 1, -90, 0, state="已退貨"),
    line(G4, 2, 450, 2, 0, 0),
    line(G5, 1, 450, 1, 0, 0, state="火星"),
]


def orders_file(lines: list[dict[str, Cell]] | None = None) -> bytes:
    """`訂單明細.csv`."""
    given = LINES if lines is None else lines
    return csv_bytes([ORDERS, *(row(ORDERS, each) for each in given)], "utf-8-sig")


def plain_words_file() -> bytes:
    """The same list with the numbers' levels left out of the header."""
    header = [word.removesuffix("(TG)").removesuffix("(TM)").removesuffix("(TS)") for word in ORDERS]
    return csv_bytes([header, *(row(ORDERS, each) for each in LINES)], "utf-8-sig")


FILES = {"app91_orders": ("shop91", "訂單明細.csv", orders_file)}
