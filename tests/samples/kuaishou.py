"""Kuaishou: the columns that importers name; whoever bought is not among them."""

from tests.samples.build import Cell, csv_bytes, row

ORDERS = (
    "订单号", "订单创建时间", "订单状态", "实付款(¥)", "预估推广佣金", "商品名称", "商品ID", "成交数量", "售后状态",
    "SKU编码", "CPS达人ID", "CPS达人昵称", "商品单价", "团长ID", "发货时间", "快递单号", "快递公司",
)  # fmt: skip

SETTINGS = """
[business]
name = "快手小店"
[channels.kuaishou]
kind = "marketplace"
[sources.kuaishou]
channel = "kuaishou"
"""
RAW_CONTACTS: tuple[str, ...] = ()
"""Buyers are not named."""

ONE, TWO, THREE, FOUR, FIVE, SIX = (f"240260000000000{n}" for n in range(1, 7))
SOLD: list[dict[str, Cell]] = [
    {"订单号": ONE, "订单创建时间": "2026-01-10 20:00:00", "订单状态": "交易成功", "实付款(¥)": "55.50",
     "商品名称": "茶", "成交数量": "2", "商品单价": "30.00", "SKU编码": "T-01", "预估推广佣金": "5.55"},
    {"订单号": TWO, "订单创建时间": "2026-01-11 20:00:00", "订单状态": "已发货", "实付款(¥)": "45.00", "商品名称": "茶",
     "成交数量": "1", "商品单价": "30.00"},
    {"订单号": TWO, "订单创建时间": "2026-01-11 20:00:00", "订单状态": "已发货", "实付款(¥)": "45.00",
     "商品名称": "面包", "成交数量": "2", "商品单价": "10.00"},
    {"订单号": THREE, "订单创建时间": "2026-01-12 20:00:00", "订单状态": "交易关闭", "售后状态": "退款成功",
     "实付款(¥)": "1,030.00", "商品名称": "礼盒", "成交数量": "1", "商品单价": "1,030.00"},
    {"订单号": FOUR, "订单创建时间": "2026-01-13 20:00:00", "订单状态": "交易关闭", "实付款(¥)": "30.00",
     "商品名称": "茶", "成交数量": "1", "商品单价": "30.00"},
    {"订单号": FIVE, "订单创建时间": "2026-01-14 20:00:00", "订单状态": "交易成功", "售后状态": "退款成功",
     "实付款(¥)": "30.00", "商品名称": "茶", "成交数量": "1", "商品单价": "30.00"},
    {"订单号": SIX, "订单创建时间": "2026-01-15 20:00:00", "订单状态": "火星状态", "实付款(¥)": "30.00",
     "商品名称": "茶", "成交数量": "1", "商品单价": "30.00"},
]  # fmt: skip
"""The second order stands on two lines, what was paid for it on both of them as a whole."""


def orders_file(sold: list[dict[str, Cell]] | None = None) -> bytes:
    """The export."""
    given = SOLD if sold is None else sold
    return csv_bytes([ORDERS, *(row(ORDERS, each) for each in given)], "utf-8-sig")


FILES = {"kuaishou_orders": ("kuaishou", "快手订单.csv", orders_file)}
