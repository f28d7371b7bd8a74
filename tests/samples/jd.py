"""JD: orders per article, and the same settlements in three generations of bills and in the wallet."""

from collections.abc import Mapping, Sequence

from tests.samples.build import Cell, Rows, csv_bytes, raw_csv_bytes, row, xlsx_bytes

SETTINGS = """
[business]
name = "Tea by post"
[channels.jd]
kind = "marketplace"
[sources.jd]
channel = "jd"
[sources.jd_money]
channel = "jd"
"""
ANN, BEN = "jd_teafriend_ann", "jd_teafriend_ben"
RAW_CONTACTS = (ANN, BEN, "13900000001")

ORDERS = (
    "订单号", "商品ID", "商品名称", "订购数量", "支付方式", "下单时间", "京东价", "订单金额", "结算金额", "余额支付",
    "应付金额", "订单状态", "订单类型", "下单帐号", "客户姓名", "客户地址", "联系电话", "订单备注", "发票类型",
    "发票抬头", "发票内容", "商家备注", "商家备注等级（等级1-5为由高到低）", "运费金额", "付款确认时间", "增值税发票",
    "货号", "订单完成时间", "订单来源", "订单渠道", "送装服务", "服务费", "仓库id", "仓库名称", "商家SKUID",
)  # fmt: skip
WALLET_BILL = (
    "订单编号", "单据编号", "单据类型", "商品编号", "商户订单号", "商品名称", "结算状态", "费用发生时间",
    "费用计费时间", "费用结算时间", "费用项", "金额", "币种", "商家应收/应付", "钱包结算备注", "店铺号",
    "京东门店编号", "品牌门店编号", "门店名称", "备注", "收支方向", "商品数量", "对账日期",
)  # fmt: skip
SETTLEMENT_DETAILS = (
    "订单编号", "父单号", "订单状态", "订单下单时间", "订单完成时间", "售后服务单号", "售后退款时间", "商品编号",
    "商品名称", "商品数量", "扣点类型", "佣金比例", "费用名称", "应结金额", "币种", "收支方向", "结算状态",
    "预计结算时间", "账单生成时间", "到账时间", "商户订单号", "资金动账备注",
)  # fmt: skip
FEE_DETAILS = (
    "订单编号", "父单号", "订单状态", "订单下单时间", "订单完成时间", "商品编号", "商品名称", "商品单价", "商品数量",
    "结算时间", "商户订单号", "资金动账备注", "费用名称", "费用分类", "应结金额", "结算单类型", "结算单号", "结算主体",
)  # fmt: skip
SUMMARY = (
    "商家ID", "公司ID", "公司名称", "钱包账户", "订单编号", "业务单据编号", "父单号", "订单状态", "下单时间",
    "完成时间", "商品编号", "商品名称", "商品单价", "商品数量", "结算时间", "结算金额合计", "收入金额合计",
    "支出金额合计", "商户订单号", "资金动账备注",
)  # fmt: skip
FUNDS = (
    "商户号", "账户代码", "账户名称", "日期", "商户订单号", "账户余额(元)", "收入金额(元)", "支出金额(元)",
    "交易备注", "账单日期",
)  # fmt: skip

TWO_ARTICLES, RETURNED, PARTLY, CLOSED, UNPAID, BROUGHT_BACK, STRANGE = (f"31000000000{n}" for n in range(1, 8))
TEA, CUP, POT = "10001", "10002", "10003"
FIRST, SECOND, THIRD, FOURTH = (f"20260{day}0000011332601610001" for day in ("116", "125", "201", "210"))
"""Numbers of four settlements; each starts with its day."""


def _order(
    number: str,
    item: str,
    day: str,
    status: str,
    buyer: str,
    *,
    price: str,
    quantity: str = "1",
    of_order: Mapping[str, Cell] | None = None,
) -> dict[str, Cell]:
    """One line; of an order with one article the amounts are its price."""
    money = of_order or {"订单金额": price}
    total = money["订单金额"]
    named: dict[str, Cell] = {
        "商品ID": item, "商品名称": f"货品{item}", "支付方式": "在线支付", "下单时间": f"{day} 09:30:00",
        "付款确认时间": f"{day} 09:30:10", "订单类型": "销售订单", "订单来源": "移动端订单", "订单渠道": "暂无来源",
        "客户姓名": "茶*", "联系电话": "13900000001", "商家SKUID": f"S-{item}", "订购数量": quantity, "京东价": price,
        "订单金额": total, "结算金额": total, "余额支付": "0.00", "应付金额": total, "运费金额": "0.00",
    }  # fmt: skip
    return {"订单号": f'="{number}"', **named, "订单状态": status, "下单帐号": buyer, **money}


SHARED: dict[str, Cell] = {
    "订单金额": "108.00", "结算金额": "98.00", "余额支付": "20.00", "应付金额": "79.00", "运费金额": "6.00",
}  # fmt: skip
"""The shop gave 10.00, the platform 5.00; 20.00 of 99.00 were paid from the balance."""
ORDER_LINES: list[dict[str, Cell]] = [
    _order(TWO_ARTICLES, TEA, "2026-01-10", "完成", ANN, price="30.50", quantity="2", of_order=SHARED),
    _order(TWO_ARTICLES, CUP, "2026-01-10", "完成", ANN, price="47.00", of_order=SHARED),
    _order(RETURNED, CUP, "2026-01-12", "完成", ANN, price="59.90"),
    _order(PARTLY, POT, "2026-01-20", "等待确认收货", BEN, price="26.67", quantity="3", of_order={"订单金额": "80.01"}),
    _order(CLOSED, TEA, "2026-01-21", "(删除)等待出库", BEN, price="35.00"),
    _order(UNPAID, TEA, "2026-01-22", "等待付款", BEN, price="30.50"),
    _order(BROUGHT_BACK, CUP, "2026-02-01", "(删除)等待确认收货", BEN, price="42.42"),
    _order(STRANGE, CUP, "2026-02-03", "火星出库", "j***7", price="12.00"),
]

Line = tuple[str, str, str, str, str]
"""Order, article, fee item, signed amount, settlement."""
OF_FIRST: list[Line] = [
    (TWO_ARTICLES, TEA, "货款", "55.35", FIRST),
    (TWO_ARTICLES, CUP, "货款", "42.65", FIRST),
    (TWO_ARTICLES, "", "代收配送费", "6.00", FIRST),
    (TWO_ARTICLES, TEA, "佣金", "-4.90", FIRST),
    (TWO_ARTICLES, TEA, "随单送的京豆", "-0.98", FIRST),
    (TWO_ARTICLES, "", "运费保险服务费", "-0.50", FIRST),
    (TWO_ARTICLES, TEA, "价保扣款", "-3.00", FIRST),
]
"""94.62 of the order with two articles."""
IN_WALLET_BILL: list[Line] = [
    *OF_FIRST,
    (RETURNED, CUP, "货款", "59.90", FIRST),
    (RETURNED, CUP, "佣金", "-2.99", FIRST),
    (RETURNED, CUP, "货款", "-59.90", SECOND),
    (RETURNED, CUP, "佣金", "2.99", SECOND),
    ("", "", "短信服务费", "-10.00", SECOND),
    (RETURNED, CUP, "火星费", "-7.00", SECOND),
]
"""151.53 in the first settlement, -73.91 in the second."""
IN_SETTLEMENT_DETAILS: list[Line] = [
    *OF_FIRST,
    (PARTLY, POT, "货款", "80.01", THIRD),
    (PARTLY, POT, "佣金", "-4.00", THIRD),
    (PARTLY, POT, "交易服务费", "-0.48", THIRD),
    (PARTLY, POT, "返利框架费", "-0.80", THIRD),
    (PARTLY, POT, "货款", "-15.30", THIRD),
]
"""59.43 in the third settlement."""
IN_FEE_DETAILS: list[Line] = [
    *IN_SETTLEMENT_DETAILS[len(OF_FIRST) :],
    (BROUGHT_BACK, CUP, "货款", "42.42", FOURTH),
    (BROUGHT_BACK, CUP, "货款", "-42.42", FOURTH),
    (BROUGHT_BACK, CUP, "商品保险服务费", "-0.30", FOURTH),
]
"""-0.30 in the fourth settlement."""
DAYS = {FIRST: "2026-01-16", SECOND: "2026-01-25", THIRD: "2026-02-01", FOURTH: "2026-02-10"}


def _direction(amount: str) -> str:
    return "支出" if amount.startswith("-") else "收入"


def orders_file(lines: Sequence[dict[str, Cell]] = tuple(ORDER_LINES), header: Sequence[str] = ORDERS) -> bytes:
    """The order export."""
    return csv_bytes([header, *(row(header, line) for line in lines)], "gb18030")


def wallet_bill_rows(lines: Sequence[Line] = tuple(IN_WALLET_BILL), open_line: Line | None = None) -> Rows:
    """The wallet bill; the line given last is not settled yet."""
    table = []
    for number, (order, item, fee, amount, settlement) in enumerate([*lines, *([open_line] if open_line else [])], 1):
        is_open = open_line is not None and number > len(lines)
        cells: dict[str, Cell] = {
            "订单编号": f'="{order}"' if order else "--", "单据编号": f'="9000{number:04}"',
            "单据类型": "订单" if order else "非销售订单", "商品编号": f'="{item}"' if item else "--",
            "商户订单号": "--" if is_open else f'="{settlement}"', "结算状态": "未结算" if is_open else "结算完成",
            "费用发生时间": "2026-01-15 10:00:00", "费用结算时间": "--" if is_open else f"{DAYS[settlement]} 12:30:00",
            "费用项": fee, "金额": amount, "币种": "CNY", "商家应收/应付": "应付" if amount.startswith("-") else "应收",
            "门店名称": "--", "收支方向": _direction(amount), "商品数量": "1",
            "对账日期": DAYS[settlement].replace("-", ""),
        }  # fmt: skip
        table.append(row(WALLET_BILL, cells, "--"))
    return [list(WALLET_BILL), *table]


def wallet_bill_file() -> bytes:
    """The daily wallet bill with one line that is still open."""
    return raw_csv_bytes(wallet_bill_rows(open_line=(PARTLY, POT, "佣金", "-1.11", THIRD)), "gb18030")


def settlement_details_file() -> bytes:
    """The bill of 2025 to mid 2026, a note above its header, with a line that is waiting and one that never comes."""
    table = []
    for number, (order, item, fee, amount, settlement) in enumerate(
        [*IN_SETTLEMENT_DETAILS, (UNPAID, TEA, "佣金", "-9.99", THIRD), (CLOSED, TEA, "货款", "35.00", THIRD)]
    ):
        state = ("已结算", "待结算", "不结算")[max(0, number - len(IN_SETTLEMENT_DETAILS) + 1)]
        cells: dict[str, Cell] = {
            "订单编号": order, "订单状态": "已完成", "订单完成时间": "2026-01-15 09:00:00", "商品编号": item,
            "费用名称": fee, "应结金额": amount, "币种": "CNY", "收支方向": _direction(amount), "结算状态": state,
            "扣点类型": "基础扣点", "佣金比例": "0.05", "商品数量": "1",
            "账单生成时间": DAYS[settlement].replace("-", ""),
            "到账时间": f"{DAYS[settlement]} 12:30:00" if state == "已结算" else "--", "商户订单号": settlement,
        }  # fmt: skip
        table.append(row(SETTLEMENT_DETAILS, cells, "--"))
    return csv_bytes([["名称：订单结算明细对账"], SETTLEMENT_DETAILS, *table], "utf-8-sig")


def fee_details_rows(header: Sequence[str] = FEE_DETAILS, amount_word: str = "应结金额") -> Rows:
    """The bill from August 2026."""
    table = []
    for order, item, fee, amount, settlement in IN_FEE_DETAILS:
        cells: dict[str, Cell] = {
            "订单编号": order, "订单状态": "已完成", "商品编号": item, "商品单价": 26.67, "商品数量": 1,
            "费用名称": fee, "结算时间": f"{DAYS[settlement]} 12:30:00", "商户订单号": settlement,
            "资金动账备注": "商家结算款", "费用分类": _direction(amount), amount_word: float(amount),
            "结算主体": "京东",
        }  # fmt: skip
        table.append(row(header, {word: cell for word, cell in cells.items() if word in header}))
    return [list(header), *table]


def fee_details_file() -> bytes:
    """A workbook with one sheet."""
    return xlsx_bytes({"Sheet1": fee_details_rows()})


def summary_rows() -> Rows:
    """What the fee details of each order come to, under a row of group names."""
    sums = {PARTLY: (POT, THIRD, "59.43", "80.01", "-20.58"), BROUGHT_BACK: (CUP, FOURTH, "-0.30", "42.42", "-42.72")}
    table = []
    for order, (item, settlement, total, income, expense) in sums.items():
        cells: dict[str, Cell] = {
            "商家ID": "1", "订单编号": order, "业务单据编号": order, "订单状态": "已完成", "商品编号": item,
            "结算时间": f"{DAYS[settlement]} 12:30:00", "结算金额合计": total, "收入金额合计": income,
            "支出金额合计": expense, "商户订单号": settlement,
        }  # fmt: skip
        table.append(row(SUMMARY, cells))
    groups: list[Cell] = [*["商家信息"] * 4, *["单据基础信息"] * 10, *["结算信息"] * 6]
    return [groups, list(SUMMARY), *table]


def summary_file() -> bytes:
    """A workbook with the sums alone."""
    return xlsx_bytes({"交易汇总": summary_rows()})


Movement = tuple[str, str, str, str, str, str]
"""Time, number, income, expense, remark, day of the bill."""
MOVEMENTS: list[Movement] = [
    ("2026-01-16 12:30:00", FIRST, "151.53", "--", "2026年1月15日商家结算款", "2026-01-15"),
    ("2026-01-25 12:30:00", SECOND, "--", "73.91", "2026年1月24日商家结算款", "2026-01-24"),
    ("2026-02-01 12:30:00", THIRD, "59.43", "--", "2026年1月31日商家结算款", "2026-01-31"),
    ("2026-02-02 08:00:00", "W1", "--", "120.00", "提现", "--"),
    ("2026-02-03 08:00:00", "W2", "--", "2.50", f"售后服务单号3100000001，对应订单号{PARTLY}", "--"),
    ("2026-02-03 09:00:00", "W3", "--", "1.25", f"京东联盟推广佣金，订单号{PARTLY}", "--"),
    ("2026-02-04 09:00:00", "W4", "--", "50.00", "综合违约金", "--"),
    ("2026-02-05 09:00:00", "W5", "--", "3.33", "火星扣款", "--"),
]


def funds_rows() -> Rows:
    """The sheet of movements; a time stands in it as Excel counts days, another as text."""
    table = []
    for number, (time, ref, income, expense, remark, billed) in enumerate(MOVEMENTS):
        cells: dict[str, Cell] = {
            "商户号": "110000000000", "账户代码": "A1", "账户名称": "商家账户",
            "日期": time if number else 46038.5208333333, "商户订单号": ref, "账户余额(元)": 1000.0,
            "收入金额(元)": income, "支出金额(元)": expense, "交易备注": remark, "账单日期": billed,
        }  # fmt: skip
        table.append(row(FUNDS, cells))
    return [list(FUNDS), *table]


def funds_file() -> bytes:
    """The wallet's workbook: the settlement lines once more, and the movements."""
    return xlsx_bytes({"资金表": funds_rows()})


FILES = {
    "jd_orders": ("jd", "订单导出.csv", orders_file),
    "jd_wallet_bill": ("jd_money", "钱包账单.csv", wallet_bill_file),
    "jd_settlement_details": ("jd_money", "订单结算明细对账.csv", settlement_details_file),
    "jd_fee_details": ("jd_money", "费用明细.xlsx", fee_details_file),
    "jd_settlement_summary": ("jd_money", "交易汇总.xlsx", summary_file),
    "jd_wallet_funds": ("jd_money", "资金表.xlsx", funds_file),
}
