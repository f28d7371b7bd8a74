"""Alipay: the workbook of fund movements, the business bill of a shop and the list on the merchant's page."""

from collections.abc import Sequence

from tests.samples.build import Cell, Rows, raw_csv_bytes, row, xlsx_bytes

FUND_FLOW = (
    "序号", "入账时间", "支付宝交易号", "支付宝流水号", "商户订单号", "账务类型", "收入（+元）", "支出（-元）",
    "账户余额（元）", "服务费（元）", "支付渠道", "签约产品", "对方账户", "对方名称", "银行订单号", "商品名称",
    "备注", "业务基础订单号", "业务订单号", "业务账单来源", "业务描述", "付款备注",
)  # fmt: skip
BUSINESS_BILL = (
    "支付宝交易号", "商户订单号", "业务类型", "商品名称", "创建时间", "完成时间", "门店编号", "门店名称", "操作员",
    "终端号", "对方账户", "订单金额（元）", "商家实收（元）", "支付宝红包（元）", "集分宝（元）", "支付宝优惠（元）",
    "商家优惠（元）", "券核销金额（元）", "券名称", "商家红包消费金额（元）", "卡消费金额（元）", "退款批次号/请求号",
    "服务费（元）", "分润（元）", "备注",
)  # fmt: skip
WEB_TRADES = (
    "商户订单号", "支付宝交易号", "商家实收(元)", "交易状态", "创建时间", "付款备注", "商家实退(元)", "服务费(元)",
    "退服务费(元)",
)  # fmt: skip

ORDER = "3300000000000011000"
Movement = tuple[str, str, str, str, str]
"""业务类型, in, out, 备注, 业务描述."""
MOVEMENTS: list[Movement] = [
    ("交易付款", "115.00", "", "会员充值一包，营销价", "0010001|交易收款-交易收款"),
    ("其它", "", "-2.30", "", "0030003|软件服务费-类目软件服务费（原天猫佣金）"),
    ("收费", "", "-0.69", "支付宝服务费", ""),
    ("交易退款", "", "-15.00", "保险退款", "0020001|交易退款-余额退款"),
    ("其它", "", "-88.00", "消费者保证金缴纳", ""),
    ("其它", "", "-9.50", "", "交易赔付-保证金扣款"),
    ("提现", "", "-1,000.00", "", ""),
    ("其它", "", "-3.33", "火星服务费", ""),
]
OF_THE_ORDER = {0, 1, 2, 3, 5}
"""Movements that name the order."""

ONE, TWO, THREE, FOUR, FIVE = (f"20260204220014000000000{number}" for number in range(1, 6))
Trade = tuple[str, str, str, str, str, str, str, str]
"""Trade, 商户订单号, 业务类型, 完成时间, 商家实收, 商家优惠, refund, 服务费."""
TRADES: list[Trade] = [
    (ONE, "S-1001", "交易", "2026-02-04 12:00:05", "30.00", "0.00", "", "-0.18"),
    (TWO, "S-1002", "交易", "2026-02-04 12:10:00", "45.00", "5.00", "", "-0.27"),
    (THREE, "S-1003", "交易", "2026-02-04 13:00:00", "12.80", "0.00", "", "-0.08"),
    (FOUR, "S-1004", "交易", "2026-02-04 13:30:00", "0.01", "0.00", "", "0.00"),
    (TWO, "S-1002", "退款", "2026-02-04 18:00:00", "-10.00", "0.00", "R-1", "0.06"),
    (TWO, "S-1002", "退款", "2026-02-04 19:00:00", "-35.00", "-5.00", "R-2", "0.21"),
]
PAYERS = {ONE: "**茶(138****78)", TWO: "*友(te***@example.org)", THREE: "**茶(138****78)", FOUR: ""}


def fund_flow_file(movements: Sequence[Movement] = tuple(MOVEMENTS), order: str = ORDER) -> bytes:
    """The workbook: two lines, then the header."""
    table: Rows = []
    for number, (kind, income, expense, note, description) in enumerate(movements, 1):
        cells: dict[str, Cell] = {
            "序号": str(number), "入账时间": f"2026-02-04 10:00:{number:02}", "支付宝流水号": f"70000000000{number:04}",
            "账务类型": kind, "收入（+元）": income, "支出（-元）": expense, "备注": note, "业务描述": description,
            "服务费（元）": "0.00", "账户余额（元）": "5,000.00",
        }  # fmt: skip
        if number - 1 in OF_THE_ORDER:
            cells["商户订单号" if number % 2 else "业务基础订单号"] = f"T200P{order}" if number % 2 else order
        table.append(row(FUND_FLOW, cells))
    head: Rows = [["支付宝资金流水"], ["起始日期：2026-02-01  终止日期：2026-02-28"]]
    return xlsx_bytes({"资金流水": [*head, list(FUND_FLOW), *table]})


def bill_rows(trades: Sequence[Trade] = tuple(TRADES)) -> Rows:
    """The business bill from the top; a tab behind every number."""
    table: Rows = []
    for trade, merchant_ref, kind, finished, received, discount, refund, fee in trades:
        gross = float(received) + float(discount)
        cells: dict[str, Cell] = {
            "支付宝交易号": f"{trade}\t", "商户订单号": f"{merchant_ref}\t", "业务类型": kind, "商品名称": "茶",
            "创建时间": finished, "完成时间": finished, "门店名称": "街角店", "对方账户": PAYERS.get(trade, ""),
            "订单金额（元）": f"{gross:.2f}", "商家实收（元）": received, "支付宝红包（元）": "0.00",
            "集分宝（元）": "0.00", "支付宝优惠（元）": "0.00", "商家优惠（元）": discount, "券核销金额（元）": "0.00",
            "商家红包消费金额（元）": "0.00", "卡消费金额（元）": "0.00", "退款批次号/请求号": f"{refund}\t",
            "服务费（元）": fee, "分润（元）": "0.00",
        }  # fmt: skip
        table.append(row(BUSINESS_BILL, cells))
    return [
        ["#支付宝业务明细查询"],
        ["#账号：[20880000000000000156]"],
        ["#起始日期：[2026年02月04日 00:00:00]   终止日期：[2026年02月05日 00:00:00]"],
        ["#-----------------------------------------业务明细列表----------------------------------------"],
        list(BUSINESS_BILL),
        *table,
        ["#-----------------------------------------业务明细列表结束------------------------------------"],
    ]


FOOTER: Rows = [
    ["#交易合计：4笔，商家实收共87.81元，商家优惠共5.00元"],
    ["#退款合计：2笔，商家实收退款共-45.00元，商家优惠退款共-5.00元"],
    ["#导出时间：[2026年03月01日 05:46:49]"],
]


def bill_file() -> bytes:
    """The business bill."""
    return raw_csv_bytes([*bill_rows(), *FOOTER], "gb18030")


def web_trades_file() -> bytes:
    """The list: trade two again, and one of another day, a quarter of which came back."""
    listed: list[dict[str, Cell]] = [
        {
            "商户订单号": "S-1002", "支付宝交易号": TWO, "商家实收(元)": "45.00", "交易状态": "已退款",
            "创建时间": "2026-02-04 12:10:00", "商家实退(元)": "45.00", "服务费(元)": "0.27", "退服务费(元)": "0.27",
        },
        {
            "商户订单号": "S-1005", "支付宝交易号": FIVE, "商家实收(元)": "20.00", "交易状态": "交易成功",
            "创建时间": "2026-02-05 09:00:00", "商家实退(元)": "5.00", "服务费(元)": "0.12", "退服务费(元)": "0.03",
        },
    ]  # fmt: skip
    head: Rows = [["交易订单明细"], ["2026-02-04 至 2026-02-05"]]
    return xlsx_bytes({"Sheet1": [*head, list(WEB_TRADES), *(row(WEB_TRADES, each) for each in listed), ["合计：2笔"]]})


def summary_file() -> bytes:
    """The totals beside the business bill: a row per branch, and their sum."""
    header = (
        "门店编号", "门店名称", "交易订单总笔数", "退款订单总笔数", "订单金额（元）", "商家实收（元）",
        "支付宝优惠（元）", "商家优惠（元）", "卡消费金额（元）", "服务费（元）", "分润（元）", "实收净额（元）",
    )  # fmt: skip
    rows: Rows = [
        ["#支付宝业务汇总查询"],
        list(header),
        ["S1\t", "茶与面包（一店）\t", "3", "1", "87.81", "75.81", "0.00", "5.00", "0.00", "-0.47", "0.00", "75.34"],
        ["S2\t", "茶与面包（二店）\t", "1", "0", "12.80", "12.80", "0.00", "0.00", "0.00", "-0.08", "0.00", "12.72"],
        ["合计", "", "4", "1", "100.61", "88.61", "0.00", "5.00", "0.00", "-0.55", "0.00", "88.06"],
        ["#导出时间：[2026年03月01日 00:10:05]"],
    ]
    return raw_csv_bytes(rows, "gb18030")
