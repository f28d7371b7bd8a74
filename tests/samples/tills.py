"""Two tills: Meituan's dishes and payments in the workbook of its orders, and Pospal's six reports."""

from tests.samples import till
from tests.samples.build import Cell, Rows, row, xlsx_bytes
from tests.samples.people import RAW_CONTACTS

__all__ = ["FILES", "RAW_CONTACTS", "SETTINGS"]

# fmt: off
DISHES = (
    "城市", "机构编码", "门店名称", "营业日期", "下单时间所属餐段", "出品部门", "菜品大类", "菜品小类", "菜品编码",
    "品项名称", "关联菜品名称", "商品别名", "品项类型", "菜品类型", "菜品标签", "规格", "单位", "关联做法", "关联加料",
    "关联餐盒", "销售方式", "订单号", "销售数量", "赠送数量", "销售金额(元)", "赠送金额(元)", "优惠金额(元)",
    "品项收入(元)", "点菜时间", "下单时间", "接单/结账/退菜时间", "收银员", "点菜员", "下单人", "订单分类", "订单来源",
    "新订单来源", "订单子来源", "桌台区域", "取餐号", "桌牌号", "订单金额(元)", "营业额(元)", "订单优惠(元)",
    "订单收入(元)", "标记", "退菜数量", "退菜金额(元)", "敏感操作类型", "单品备注",
)
PAYMENTS = (
    "门店", "营业日期", "业务大类", "业务小类", "结账方式", "支付状态", "支付时间", "支付日(账单日)",
    "支付金额(抵扣金额)", "支付优惠", "收款金额", "结算状态", "结算日期", "手续费(服务费)", "商家活动支出", "其他支出",
    "到账金额", "订单号", "订单状态", "收银员",
)
LINES = (
    "流水号", "销售时间", "商品名称", "商品条码", "销售数量", "商品原价", "商品总价", "实收金额", "成本", "利润",
    "备注",
)
RECEIPTS = (
    "流水号", "日期", "类型", "收银员", "商品信息", "商品条码", "商品数量", "商品单价", "商品原价", "实收金额",
    "折让金额", "利润", "现金", "微信支付", "储值卡",
)
SUMMARY = ("日期", "支付方式", "金额", "支付笔数", "交易单数", "营业实收")
RECHARGES = ("充值门店", "充值时间", "充值金额", "赠送金额", "当前剩余金额", "支付方式")
CARDS = ("日期", "充值总金额", "储值卡消费总金额", "本金消费金额", "赠送消费金额")
# fmt: on

SETTINGS = """
[business]
name = "两个收银台"
[channels.store]
kind = "store"
[channels.corner]
kind = "store"
[channels.meituan]
kind = "delivery"
[channels.eleme]
kind = "delivery"
[sources.till]
channel = "store"
channel_values = { "美团外卖" = "meituan", "饿了么" = "eleme" }
[sources.pospal]
channel = "corner"
channel_values = { "美团" = "meituan" }
"""

SERVED: list[dict[str, Cell]] = [
    {"订单号": "6101000001", "订单来源": "POS", "菜品编码": "D-01", "品项名称": "酸菜鱼", "规格": "大份",
     "销售数量": "1", "销售金额(元)": "48.00", "优惠金额(元)": "8.00", "品项收入(元)": "40.00"},
    {"订单号": "6101000001", "订单来源": "POS", "品项名称": "米饭", "销售数量": "4", "销售金额(元)": "10.00",
     "优惠金额(元)": "0.00", "品项收入(元)": "10.00", "退菜数量": "1", "退菜金额(元)": "2.50"},
    {"订单号": "6101000003", "订单来源": "美团外卖", "品项名称": "套餐", "销售数量": "1", "销售金额(元)": "52.00",
     "优惠金额(元)": "11.00", "品项收入(元)": "41.00"},
]  # fmt: skip
PAID: list[dict[str, Cell]] = [
    {"业务大类": "堂食", "结账方式": "微信支付", "支付状态": "支付成功", "支付时间": "2026/02/26 20:05:00",
     "支付日(账单日)": "2026/02/26", "收款金额": "50.00", "结算日期": "2026/02/27", "手续费(服务费)": "0.19",
     "到账金额": "49.81", "订单号": "6101000001"},
    {"业务大类": "堂食", "结账方式": "现金", "支付状态": "支付成功", "支付时间": "2026/02/26 23:59:59",
     "支付日(账单日)": "2026/02/26", "收款金额": "30.00", "到账金额": "30.00", "订单号": "6101000002"},
    {"业务大类": "外卖", "结账方式": "美团外卖", "支付状态": "支付成功", "支付日(账单日)": "2026/02/20",
     "收款金额": "41.00", "手续费(服务费)": "6.40", "到账金额": "34.60", "结算日期": "2026/02/23",
     "订单号": "6101000003"},
    {"业务大类": "堂食", "结账方式": "支付宝", "支付状态": "支付成功", "支付时间": "2026/02/24 10:01:00",
     "支付日(账单日)": "2026/02/24", "收款金额": "40.00", "结算日期": "2026/02/25", "手续费(服务费)": "-0.15",
     "其他支出": "-1.00", "到账金额": "38.85", "订单号": "6101000005"},
]  # fmt: skip
"""The last one writes its deductions with a minus."""

SOLD: list[dict[str, Cell]] = [
    {"流水号": "202601100001", "销售时间": "2026-01-10 09:00:00", "商品名称": "可乐", "商品条码": "6901234567892",
     "销售数量": "2", "商品原价": "3.50", "商品总价": "7.00", "实收金额": "6.00"},
    {"流水号": "202601100001", "销售时间": "2026-01-10 09:00:00", "商品名称": "面包", "销售数量": "1",
     "商品总价": "5.00", "实收金额": "5.00"},
    {"流水号": "202601100002", "销售时间": "2026-01-10 10:00:00", "商品名称": "可乐", "销售数量": "1",
     "商品总价": "3.50", "实收金额": "3.50", "备注": "美团 3号单"},
    {"流水号": "202601110001", "销售时间": "2026-01-11 09:00:00", "商品名称": "面包", "销售数量": "-1",
     "商品总价": "-5.00", "实收金额": "-5.00"},
]  # fmt: skip
SLIPS: list[dict[str, Cell]] = [
    {"流水号": "202601100001", "日期": "2026-01-10 09:00:00", "类型": "销售", "收银员": "01", "商品信息": "可乐",
     "商品数量": "2", "商品单价": "3.50", "实收金额": "11.00", "折让金额": "1.00", "现金": "11.00"},
    {"流水号": "202601100001", "日期": "2026-01-10 09:00:00", "类型": "销售", "收银员": "01", "商品信息": "面包",
     "商品数量": "1", "商品单价": "5.00", "实收金额": "11.00", "折让金额": "1.00", "现金": "11.00"},
    {"流水号": "202601120001", "日期": "2026-01-12 09:00:00", "类型": "销售", "收银员": "01", "商品信息": "可乐",
     "商品数量": "1", "商品单价": "3.50", "实收金额": "3.00", "折让金额": "0.50", "微信支付": "3.00"},
    {"流水号": "202601120001", "日期": "2026-01-12 09:00:00", "类型": "销售", "收银员": "01", "商品信息": "面包",
     "商品数量": "2", "商品单价": "5.00", "实收金额": "10.00", "折让金额": "0.00", "微信支付": "10.00"},
    {"流水号": "202601120002", "日期": "2026-01-12 10:00:00", "类型": "退货", "收银员": "01", "商品信息": "面包",
     "商品数量": "-1", "商品单价": "5.00", "实收金额": "-5.00", "现金": "-5.00"},
    {"流水号": "202601120003", "日期": "2026-01-12 11:00:00", "类型": "火星", "收银员": "01", "实收金额": "1.00"},
]  # fmt: skip
"""The first receipt has its amounts on each line, the second those of the line."""


def dishes_file(served: list[dict[str, Cell]] | None = None) -> bytes:
    """Dishes and orders of the till in one workbook."""
    given = SERVED if served is None else served
    total: dict[str, Cell] = {
        "城市": "合计", "销售数量": "6", "销售金额(元)": "110.00", "优惠金额(元)": "19.00", "品项收入(元)": "91.00",
        "退菜数量": "1", "退菜金额(元)": "2.50",
    }  # fmt: skip
    top: Rows = [
        ["品项销售明细"],
        ["营业日期：2026/02/20~2026/02/28", "", "导出时间：2026/03/01 00:20:00"],
        list(DISHES),
    ]
    dishes: Rows = [*top, *(row(DISHES, each, "--") for each in given), row(DISHES, total, "--")]
    return xlsx_bytes({"品项销售明细": dishes, "全渠道订单明细": till.rows()})


def payments_file(paid: list[dict[str, Cell]] | None = None) -> bytes:
    """The payments."""
    given = PAID if paid is None else paid
    total: dict[str, Cell] = {"门店": "合计", "收款金额": "161.00", "手续费(服务费)": "6.44", "到账金额": "153.26"}
    top: Rows = [["收款明细"], ["支付日：2026/02/20~2026/02/28"], list(PAYMENTS)]
    return xlsx_bytes({"收款明细": [*top, *(row(PAYMENTS, each, "--") for each in given), row(PAYMENTS, total, "--")]})


def table(header: tuple[str, ...], cells: list[dict[str, Cell]], total: dict[str, Cell]) -> bytes:
    """A Pospal report with its total."""
    rows: Rows = [list(header), *(row(header, each, "-") for each in cells), row(header, total, "-")]
    return xlsx_bytes({"Sheet1": rows})


def lines_file(sold: list[dict[str, Cell]] | None = None) -> bytes:
    """What was sold, line by line."""
    total: dict[str, Cell] = {"流水号": "总计", "销售数量": "3", "商品总价": "10.50", "实收金额": "9.50"}
    return table(LINES, SOLD if sold is None else sold, total)


def receipts_file(slips: list[dict[str, Cell]] | None = None) -> bytes:
    """What was sold, receipt by receipt."""
    return table(RECEIPTS, SLIPS if slips is None else slips, {"流水号": "总计", "实收金额": "31.00"})


def summary_file() -> bytes:
    """What was paid per day and method."""
    days: list[dict[str, Cell]] = [
        {
            "日期": "2026-01-10",
            "支付方式": "现金",
            "金额": "11.00",
            "支付笔数": "1",
            "交易单数": "1",
            "营业实收": "11.00",
        },
        {
            "日期": "2026-01-10",
            "支付方式": "美团",
            "金额": "3.50",
            "支付笔数": "1",
            "交易单数": "1",
            "营业实收": "3.50",
        },
    ]
    return table(SUMMARY, days, {"日期": "总计", "金额": "14.50"})


def recharges_file() -> bytes:
    """Top-ups of cards."""
    topped: list[dict[str, Cell]] = [
        {"充值门店": "街角店", "充值时间": "2026-01-10 11:00:00", "充值金额": "200.00", "赠送金额": "20.00",
         "当前剩余金额": "220.00", "支付方式": "微信支付"},
    ]  # fmt: skip
    return table(RECHARGES, topped, {"充值门店": "总计", "充值金额": "200.00"})


def cards_file() -> bytes:
    """Cards per day."""
    days: list[dict[str, Cell]] = [
        {
            "日期": "2026-01-11",
            "充值总金额": "200.00",
            "储值卡消费总金额": "22.00",
            "本金消费金额": "20.00",
            "赠送消费金额": "2.00",
        },
    ]
    return table(CARDS, days, {"日期": "总计", "储值卡消费总金额": "22.00"})


FILES = {
    "meituan_pos_items": ("till", "品项销售明细.xlsx", dishes_file),
    "meituan_pos_payments": ("till", "收款明细.xlsx", payments_file),
    "pospal_lines": ("pospal", "商品销售流水.xlsx", lines_file),
    "pospal_receipts": ("pospal", "销售流水单据.xlsx", receipts_file),
    "pospal_payment_summary": ("pospal", "门店支付汇总.xlsx", summary_file),
    "pospal_recharges": ("pospal", "会员充值.xlsx", recharges_file),
    "pospal_card_statistics": ("pospal", "储值卡统计.xlsx", cards_file),
}
