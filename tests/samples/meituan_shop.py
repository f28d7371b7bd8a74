"""More of Meituan: the sheet of statements, the item report, the retail bill with its two header rows, group-buy."""

from tests.samples import meituan
from tests.samples.build import Cell, Rows, csv_bytes, row, xlsx_bytes
from tests.samples.till import MEITUAN_ORDER

# fmt: off
ITEMS = (
    "订单编号", "下单时间", "订单完成时间", "商家名称", "商家ID", "商家所在城市", "订单支付类型", "订单状态",
    "订单配送状态", "是否预订单", "商品分类", "商品名称", "UPC码", "平台商品SKU码", "店内码/货号", "是否部分退款商品",
    "是否活动订单", "优惠活动", "是否催单", "接单时长(s)", "订单原价交易额(元)", "订单实付交易额(元)",
    "平台承担活动金额(元)", "商家承担活动金额(元)", "商品销售数量", "商品原价交易额(元)", "商品实付交易额(元)",
    "商品总补贴金额(元)", "商品商家补贴金额(元)", "商品平台补贴金额(元)", "部分退款商品数量", "部分退款商品金额(元)",
    "配送费(元)", "配送时长(min)", "打包袋费", "回复状态", "商家回复内容", "订单取消原因(仅取消订单)",
)
RETAIL_TOP = (
    "门店id", "门店名称", "物理城市", "是否代理订单", "是否医保订单", "客户id", "结算id", "入账结算id", "交易类型",
    "交易描述", "用户支付方式", "订单序号", "订单号", "下单时间", "完成时间", "退款时间", "订单状态", "结算状态",
    "账单日期", "归属账期", "应开佣金发票金额", "应开配送发票金额", "商家应收款", "商品总价", "用户支付配送费",
    "餐盒费", "打包袋",
)
RETAIL_GROUPS = {
    "商家活动支出": ("商品补贴", "配送费补贴", "打包袋补贴", "商家活动总支出"),
    "公益": ("公益捐款",),
    "美团补贴": ("美团商品补贴", "美团配送费补贴", "美团打包袋补贴", "美团补贴总支出"),
    "代理商补贴": ("代理商商品补贴", "代理商配送费补贴", "代理商打包袋补贴", "代理商补贴总支出"),
    "商家服务费": ("佣金", "佣金2", "健康卡费用商家部分", "企业版费率", "企业版佣金"),
    "配送": (
        "配送方式", "配送服务费", "配送费返利", "基础价格", "距离收费", "时段收费", "品类收费", "重量收费",
        "特殊日期收费", "爆单加价",
    ),
    "用户支付": ("用户线上支付金额", "用户医保报销金额", "用户自付金额", "统筹支付金额"),
}
"""The words below are evidenced, those above them are not; the layout does without them."""
GROUP_BUY = (
    "收益时间", "美团门店名称", "美团门店ID", "订单号", "券号", "项目ID", "项目名称", "流水类型", "售卖方式",
    "售价（美团售价）", "商家承担促销费-随单抵扣", "商家承担促销费-营销账户余额抵扣", "政府消费券扣补款",
    "商家承担促销费-配送费减免", "服务费（平台实际扣除）", "技术服务费优惠", "服务费-配送费", "商家自配配送费",
    "合作商商业支持费用", "商家承担退款", "代运营服务费", "安心吃保险费用", "合作商商业支持费用", "公益捐款",
    "核销订单推广费", "达人分销服务费", "交易额转推广充值", "远程锁客节省转推广", "随单返转推广费", "渠道推广服务费",
    "赏金联盟推广费", "商家应得", "美团承担促销费", "顾客实际支付",
)
# fmt: on
RETAIL = (*RETAIL_TOP, *(word for words in RETAIL_GROUPS.values() for word in words))

SETTINGS = """
[business]
name = "美团小店"
[channels.meituan]
kind = "delivery"
[channels.meituan_retail]
kind = "delivery"
[channels.meituan_group_buy]
kind = "marketplace"
[sources.meituan_bill]
channel = "meituan"
[sources.meituan_items]
channel = "meituan"
[sources.meituan_retail]
channel = "meituan_retail"
[sources.meituan_group_buy]
channel = "meituan_group_buy"
"""
RAW_CONTACTS: tuple[str, ...] = ()
"""Customers are not named."""

ALONE, CANCELLED, PARTLY, ODD = (f"260123456789012400{n}" for n in range(1, 5))
ORDER: dict[str, Cell] = {
    "订单编号": ALONE, "下单时间": "2026-01-31 18:05:00", "商家名称": "人民路店", "订单状态": "订单完成",
    "订单原价交易额(元)": "38.50", "订单实付交易额(元)": "30.50", "平台承担活动金额(元)": "3.00",
    "商家承担活动金额(元)": "5.00", "优惠活动": "满减", "配送费(元)": "2.00", "打包袋费": "1.00",
}  # fmt: skip
SOLD: list[dict[str, Cell]] = [
    {**ORDER, "商品名称": "面包", "店内码/货号": "B-01", "商品销售数量": "2", "商品原价交易额(元)": "20.00",
     "商品商家补贴金额(元)": "3.00"},
    {**ORDER, "商品名称": "茶", "UPC码": "6901234567892", "商品销售数量": "1", "商品原价交易额(元)": "15.50",
     "商品商家补贴金额(元)": "2.00"},
    {**ORDER, "订单编号": MEITUAN_ORDER, "下单时间": "2026-02-20 12:00:00", "商品名称": "套餐", "商品销售数量": "1",
     "商品原价交易额(元)": "50.00", "订单原价交易额(元)": "57.00", "订单实付交易额(元)": "46.00"},
    {**ORDER, "订单编号": CANCELLED, "订单状态": "订单取消", "商品名称": "茶", "商品销售数量": "1",
     "商品原价交易额(元)": "15.50", "订单原价交易额(元)": "15.50", "订单取消原因(仅取消订单)": "不想要了"},
    {**ORDER, "订单编号": PARTLY, "商品名称": "面包", "商品销售数量": "3", "商品原价交易额(元)": "30.00",
     "订单原价交易额(元)": "30.00", "订单实付交易额(元)": "22.00", "是否部分退款商品": "是", "部分退款商品数量": "1",
     "部分退款商品金额(元)": "8.00"},
    {**ORDER, "订单编号": ODD, "订单状态": "火星状态", "商品名称": "茶", "商品销售数量": "1",
     "商品原价交易额(元)": "9.00", "订单原价交易额(元)": "9.00"},
]  # fmt: skip

RETAIL_ONE, RETAIL_TWO = "3501234567890123001", "3501234567890123002"
BOOKINGS: list[dict[str, Cell]] = [
    {"交易类型": "外卖订单", "订单号": RETAIL_ONE, "下单时间": "2026-02-01 10:00:00", "订单状态": "已完成",
     "账单日期": "2026-02-02", "商家应收款": "65.49", "商品总价": "80.00", "打包袋": "0.50", "商品补贴": "-6.00",
     "商家活动总支出": "-6.00", "美团补贴总支出": "-3.00", "佣金": "-4.00", "配送服务费": "-5.00", "公益捐款": "-0.01",
     "用户支付配送费": "3.00", "配送方式": "美团配送"},
    {"交易类型": "外卖订单退款", "订单号": RETAIL_ONE, "退款时间": "2026-02-03 10:00:00", "账单日期": "2026-02-04",
     "商家应收款": "-19.00", "商品总价": "-20.00", "佣金": "1.00"},
    {"交易类型": "外卖订单", "订单号": RETAIL_TWO, "下单时间": "2026-02-03 10:00:00", "订单状态": "已完成",
     "账单日期": "2026-02-04", "商家应收款": "41.00", "商品总价": "40.00", "佣金": "-2.00", "用户支付配送费": "4.00",
     "配送方式": "商家自配"},
    {"交易类型": "推广费", "账单日期": "2026-02-04", "商家应收款": "-50.00"},
]  # fmt: skip
"""The third pays out 1.00 less than its parts explain."""

V1, V2, V4, BILL = "900000000001", "900000000002", "900000000004", "4930000000000000003"
AT: dict[str, Cell] = {"美团门店名称": "人民路店", "美团门店ID": "1105", "项目名称": "双人餐", "售卖方式": "线上交易"}
EARNED: list[dict[str, Cell]] = [
    {**AT, "收益时间": "2026-01-10 12:00:00", "订单号": "4930000000000000001", "券号": V1, "流水类型": "消费",
     "售价（美团售价）": "100.00", "商家承担促销费-随单抵扣": "-10.00", "服务费（平台实际扣除）": "-5.40",
     "技术服务费优惠": "0.40", "商家应得": "85.00", "美团承担促销费": "8.00", "顾客实际支付": "82.00"},
    {**AT, "收益时间": "2026-01-11 12:00:00", "订单号": "4930000000000000002", "券号": V2, "流水类型": "消费",
     "售价（美团售价）": "50.00", "服务费（平台实际扣除）": "-3.00", "技术服务费优惠": "0.30",
     "合作商商业支持费用": "-0.50", "公益捐款": "-0.10", "达人分销服务费": "-1.50", "交易额转推广充值": "-2.00",
     "商家应得": "42.65", "顾客实际支付": "50.00"},
    {**AT, "收益时间": "2026-01-15 09:00:00", "订单号": "4930000000000000001", "券号": V1, "流水类型": "撤销",
     "售价（美团售价）": "-100.00", "商家承担促销费-随单抵扣": "10.00", "服务费（平台实际扣除）": "5.40",
     "技术服务费优惠": "-0.40", "商家应得": "-85.00"},
    {**AT, "收益时间": "2026-01-11 12:00:01", "订单号": "4930000000000000002", "券号": V2, "流水类型": "保险投保",
     "商家应得": "-0.80"},
    {**AT, "收益时间": "2026-01-12 12:00:00", "订单号": BILL, "流水类型": "买单", "售卖方式": "线下买单",
     "售价（美团售价）": "66.60", "服务费（平台实际扣除）": "-0.40", "商家应得": "66.20", "顾客实际支付": "66.60"},
    {**AT, "收益时间": "2026-01-13 12:00:00", "流水类型": "火星流水", "商家应得": "-9.99"},
    {**AT, "收益时间": "2026-01-14 12:00:00", "订单号": "4930000000000000004", "券号": V4, "流水类型": "消费",
     "售价（美团售价）": "30.00", "服务费（平台实际扣除）": "-1.50", "商家承担退款": "-5.00", "商家应得": "23.50",
     "顾客实际支付": "30.00"},
]  # fmt: skip
SECOND_PARTNER_FEE = GROUP_BUY.index("公益捐款") - 1
"""Position of the second of two equal words; the first booking with it is the second row."""


def items_file(sold: list[dict[str, Cell]] | None = None) -> bytes:
    """The item report, in GBK."""
    given = SOLD if sold is None else sold
    return csv_bytes([ITEMS, *(row(ITEMS, each, "-") for each in given)], "gb18030")


def retail_file(bookings: list[dict[str, Cell]] | None = None) -> bytes:
    """The retail bill: words over words, as merged cells come out."""
    given = BOOKINGS if bookings is None else bookings
    shop: dict[str, Cell] = {"门店id": "15189999", "门店名称": "便利店", "结算id": "R20260204"}
    above = [word for group, words in RETAIL_GROUPS.items() for word in (group, *[""] * (len(words) - 1))]
    below = [word for words in RETAIL_GROUPS.values() for word in words]
    booked: Rows = [[f"{cell}\t" for cell in row(RETAIL, {**shop, **each}, "-")] for each in given]
    rows: Rows = [[*RETAIL_TOP, *above], [*[""] * len(RETAIL_TOP), *below], *booked]
    return xlsx_bytes({"订单明细": rows})


def group_buy_file() -> bytes:
    """The earnings; of the two columns with one name, the second row fills both."""
    cells = [row(GROUP_BUY, each) for each in EARNED]
    for each in cells:
        each[SECOND_PARTNER_FEE] = ""
    cells[1][SECOND_PARTNER_FEE] = "-0.25"
    return xlsx_bytes({"收益明细_2026-01": [list(GROUP_BUY), *cells]})


FILES = {
    "meituan_statements": ("meituan_bill", "账单.xlsx", meituan.bill_file),
    "meituan_items": ("meituan_items", "商品明细.csv", items_file),
    "meituan_retail_bill": ("meituan_retail", "零售账单.xlsx", retail_file),
    "meituan_group_buy": ("meituan_group_buy", "收益明细.xlsx", group_buy_file),
}
