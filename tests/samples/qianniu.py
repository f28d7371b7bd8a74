"""Taobao and Tmall as Qianniu exports them now, and the accounts in which their money arrives."""

from collections.abc import Sequence

from tests.samples import alipay_business, wechat_funds
from tests.samples.build import Cell, Rows, csv_bytes, row, xlsx_bytes

SETTINGS = """
[business]
name = "Tea by the parcel"
[channels.tmall]
kind = "marketplace"
[channels.store]
kind = "store"
[channels.mini_program]
kind = "own_online"
[sources.tmall]
channel = "tmall"
[sources.tmall_money]
channel = "tmall"
[sources.alipay_tmall]
channel = "tmall"
[sources.alipay_store]
channel = "store"
[sources.wechat]
channel = "mini_program"
"""
TEA_LOVER = "tb茶客乙"
RAW_CONTACTS = (TEA_LOVER, "13900000002")

ORDERS = (
    "订单编号", "买家应付邮费", "买家实付金额", "确认收货打款金额", "退款金额", "订单创建时间", "订单付款时间",
    "发货时间", "确认收货时间", "商家备注", "订单关闭原因", "收货地址",
)  # fmt: skip
SUB_ORDERS = (
    "子订单编号", "主订单编号", "商品标题", "商品价格", "购买数量", "商品属性", "套餐信息", "订单状态", "商家编码",
    "买家应付货款", "买家实付金额", "退款状态", "退款金额", "订单创建时间", "订单付款时间", "商品ID", "商家备注",
    "发货时间",
)  # fmt: skip
SHORT = ("订单编号", "总金额", "买家实际支付金额", "收货地址 ", "订单创建时间", "订单付款时间 ", "退款金额")
REFUNDS = (
    "订单编号", "退款编号", "支付宝交易号", "订单付款时间", "商品编码", "退款完结时间", "买家会员名称",
    "买家实际支付金额", "宝贝标题", "买家退款金额", "手工退款/系统退款", "是否需要退货", "退款的申请时间", "超时时间",
    "退款状态", "货物状态", "退货物流信息", "发货物流信息", "客服介入状态", "卖家真实姓名", "卖家退货地址",
    "卖家邮编", "卖家电话", "卖家手机", "退货物流单号", "退货物流公司", "买家退款原因", "买家退款说明",
    "买家退货时间", "责任方", "售中或售后", "商家备注", "完结时间", "部分退款/全部退款", "审核操作人", "举证超时",
    "是否零秒响应", "退款操作人",
)  # fmt: skip
ACCOUNT = ("入账时间", "支付流水号", "淘宝订单编号", "入账类型", "收入金额（元）", "支出金额", "业务描述", "备注")
WECHAT_LEDGER = (
    "商家昵称", "入帐日期", "入帐时间", "支付流水号", "主订单id", "子订单id", "入帐类型", "收入金额(元)",
    "支出金额(元)", "业务描述", "备注", "收/付渠道", "数据创建时间", "数据修改时间",
)  # fmt: skip
FEES = ("账期", "业务大类", "业务小类", "交易主订单号", "交易子订单号", "扣费金额")
AFFILIATE = (
    "确认收货时间", "账户支出时间", "淘客结算时间", "创建时间", "计划名称", "商品id", "商品名称", "实际成交价格",
    "成交商品数", "佣金比例", "佣金", "服务费率", "服务费金额", "淘宝父订单编号", "淘宝子订单编号", "来源或淘客昵称",
    "团长名称", "是否预售未付尾款订单", "备注",
)  # fmt: skip

DONE, PARTLY, RETURNED, NEVER_PAID, SENT, OPEN, CLOSED = (f"44000000000000{n}2000" for n in range(11, 18))
"""In the order report."""
TWO_ARTICLES, DROPPED, STRANGE = (f"44000000000000{n}2000" for n in range(21, 24))
"""Only in the sub-order report."""
BRIEF, BRIEF_UNPAID, BRIEF_RETURNED = (f"44000000000000{n}2000" for n in range(31, 34))
"""Only in the report of seven columns."""


def _order(number: str, day: str, *money: str, sent: bool = True, done: bool = True, why: str = "订单未关闭") -> Rows:
    """Postage, paid and refunded of one order; one that was not paid has no day of payment."""
    freight, paid, refunded = money
    time = f"2026-02-{day} 22:02:00" if float(paid) else ""
    cells: dict[str, Cell] = {
        "订单编号": number, "买家应付邮费": freight, "买家实付金额": paid, "退款金额": refunded,
        "订单创建时间": f"2026-02-{day} 22:00:00", "订单付款时间": time, "发货时间": time if sent else "",
        "确认收货时间": "2026-02-15 09:00:00" if done else "", "订单关闭原因": why, "收货地址": "茶山路*号",
        "确认收货打款金额": f"{float(paid) - float(refunded or 0):.2f}" if done else "0.00",
    }  # fmt: skip
    return [row(ORDERS, cells)]


def orders_file() -> bytes:
    """The order report."""
    table = [
        *_order(DONE, "03", "10.00", "114.00", "0.00"),
        *_order(PARTLY, "04", "0.00", "80.00", "30.00"),
        *_order(RETURNED, "05", "0.00", "60.00", "60.00", done=False, why="退款"),
        *_order(NEVER_PAID, "06", "0.00", "0.00", "0.00", sent=False, done=False, why="买家未付款"),
        *_order(SENT, "07", "0.00", "75.00", "0.00", done=False),
        *_order(OPEN, "08", "0.00", "0.00", "0.00", sent=False, done=False),
        *_order(CLOSED, "09", "2.42", "42.42", "", sent=False, done=False, why="买家申请退款"),
    ]
    return xlsx_bytes({"sheet1": [list(ORDERS), *table]})


Line = tuple[str, str, str, str, str, str, str, str]
"""Main order, sub-order, price, quantity, status, payable and paid, refund state and amount."""
LINES: list[Line] = [
    (DONE, f"{DONE[:-1]}1", "60.00", "1", "交易成功", "60.00 59.00", "没有申请退款", "无退款申请"),
    (DONE, f"{DONE[:-1]}2", "24.50", "2", "交易成功", "45.00 45.00", "没有申请退款", "无退款申请"),
    (PARTLY, PARTLY, "80.00", "1", "交易成功", "80.00 80.00", "退款成功", "30.00"),
    (TWO_ARTICLES, f"{TWO_ARTICLES[:-1]}1", "50.00", "1", "交易成功", "50.00 48.00", "退款关闭", "无退款申请"),
    (TWO_ARTICLES, f"{TWO_ARTICLES[:-1]}2", "12.50", "2", "交易关闭", "25.00 24.00", "退款成功", "24.00"),
    (DROPPED, DROPPED, "9.90", "1", "交易关闭", "9.90 0.00", "没有申请退款", "无退款申请"),
    (STRANGE, STRANGE, "12.00", "1", "卖家火星发货", "12.00 12.00", "火星退款", "无退款申请"),
]


def sub_orders_file(lines: Sequence[Line] = tuple(LINES)) -> bytes:
    """The sub-order report."""
    table: Rows = []
    for main, sub, price, quantity, status, money, state, refunded in lines:
        payable, paid = money.split()
        cells: dict[str, Cell] = {
            "子订单编号": sub, "主订单编号": main, "商品标题": "春茶", "商品价格": price, "购买数量": quantity,
            "商品属性": f"规格:{price}", "订单状态": status, "商家编码": f"T-{quantity}", "买家应付货款": payable,
            "买家实付金额": paid, "退款状态": state, "退款金额": refunded, "订单创建时间": "2026-02-10 20:00:00",
            "订单付款时间": "2026-02-10 20:00:30", "商品ID": "700000000001",
        }  # fmt: skip
        table.append(row(SUB_ORDERS, cells))
    return xlsx_bytes({"sheet1": [list(SUB_ORDERS), *table]})


def short_file() -> bytes:
    """The report of seven columns; its word on an order that a longer list has does not count."""
    money = [
        (DONE, "999.00", "999.00", "0.00"),
        (BRIEF, "120.00", "115.00", "0.00"),
        (BRIEF_UNPAID, "33.00", "0.00", "0.00"),
        (BRIEF_RETURNED, "50.00", "50.00", "50.00"),
    ]
    table = [
        row(
            SHORT,
            {
                "订单编号": f'="{number}"', "总金额": total, "买家实际支付金额": paid, "退款金额": refunded,
                "订单创建时间": "2026-02-11 10:00:00", "订单付款时间 ": "2026-02-11 10:01:00" if float(paid) else "",
            },
        )
        for number, total, paid, refunded in money
    ]  # fmt: skip
    return csv_bytes([SHORT, *table], "gb18030")


def refunds_file() -> bytes:
    """The refund report: three granted, one asked for, one withdrawn."""
    asked = [
        (PARTLY, "1", "30.00", "退款成功", "2026-02-12 08:00:00"),
        (SENT, "2", "75.00", "买家已经申请退款，等待卖家同意", ""),
        (BRIEF, "3", "15.00", "退款成功", "2026-02-19 23:30:00"),
        (TWO_ARTICLES, "4", "24.00", "退款成功", "2026-02-13 09:00:00"),
        (DONE, "5", "60.00", "退款关闭", "2026-02-14 09:00:00"),
    ]
    table = [
        row(
            REFUNDS,
            {
                "订单编号": number, "退款编号": f"90000000{refund}", "买家会员名称": TEA_LOVER, "宝贝标题": "春茶",
                "买家退款金额": amount, "退款的申请时间": "2026-02-11 08:00:00", "退款状态": state,
                "退款完结时间": ended, "售中或售后": "售后", "卖家手机": "13900000002", "部分退款/全部退款": "部分退款",
            },
        )
        for number, refund, amount, state, ended in asked
    ]  # fmt: skip
    return xlsx_bytes({"退款报表": [list(REFUNDS), *table]})


Booking = tuple[str, str, str, str, str, str, str]
"""Day, 支付流水号, order, type, in, out, description."""
BOOKINGS: list[Booking] = [
    ("07", "6001", SENT, "交易收款", "75.00", "", ""),
    ("07", "6002", SENT, "扣款", "", "1.50", "类目软件服务费"),
    ("07", "6003", SENT, "扣款", "", "0.45", "基础软件服务费"),
    ("08", "6004", SENT, "扣款退回", "0.20", "", "基础软件服务费"),
    ("08", "6005", RETURNED, "交易退款(售后)", "", "60.00", ""),
    ("09", "6006", "", "提现", "", "1,013.05", ""),
    ("09", "6007", "", "扣款", "", "3.33", "火星服务费"),
]


def account_file() -> bytes:
    """The account of what was not paid with Alipay; amounts of a thousand have a comma."""
    table = [
        row(
            ACCOUNT,
            {
                "入账时间": f"2026-02-{day} 07:30:00", "支付流水号": number, "淘宝订单编号": order, "入账类型": kind,
                "收入金额（元）": income, "支出金额": expense, "业务描述": description,
            },
        )
        for day, number, order, kind, income, expense, description in BOOKINGS
    ]  # fmt: skip
    return xlsx_bytes({"sheet1": [list(ACCOUNT), *table]})


def wechat_ledger_file() -> bytes:
    """The ledger of WeChat Pay: one booking of the account again, and one of an order that the account lacks."""
    bookings: list[Booking] = [BOOKINGS[1], ("11", "6101", BRIEF, "扣款", "", "0.60", "淘金币抵扣")]
    table = [
        row(
            WECHAT_LEDGER,
            {
                "入帐日期": f"2026-02-{day}", "入帐时间": "07:30:00", "支付流水号": number, "主订单id": order,
                "子订单id": order, "入帐类型": kind, "收入金额(元)": income, "支出金额(元)": expense,
                "业务描述": description, "收/付渠道": "微信",
            },
        )
        for day, number, order, kind, income, expense, description in bookings
    ]  # fmt: skip
    return csv_bytes([WECHAT_LEDGER, *table], "gb18030")


def fees_file() -> bytes:
    """The fee list: two fees of one order, one given back, one that the account has too, one nobody knows."""
    charged = [
        ("202602", DONE, f"{DONE[:-1]}1", "类目软件服务费", "2.28"),
        ("20260215", DONE, f"{DONE[:-1]}2", "基础软件服务费", "0.68"),
        ("20260212", PARTLY, PARTLY, "类目软件服务费", "-0.60"),
        ("20260207", SENT, SENT, "类目软件服务费", "1.50"),
        ("202602", SENT, SENT, "火星小类", "7.00"),
    ]
    table = [
        row(
            FEES,
            {"账期": period, "交易主订单号": order, "交易子订单号": sub, "业务小类": item, "扣费金额": amount},
        )
        for period, order, sub, item, amount in charged
    ]
    return xlsx_bytes({"sheet1": [list(FEES), *table]})


def affiliate_file() -> bytes:
    """Settled commissions with tabs behind the numbers: of one order the fee list knows, and of one only this file."""
    settled = [(DONE, "5.70", "0.57"), (TWO_ARTICLES, "2.50", "0.00")]
    table = [
        row(
            AFFILIATE,
            {
                "淘客结算时间": "2026-02-16 03:00:00", "佣金": commission, "服务费金额": service,
                "淘宝父订单编号": f"{order}\t", "淘宝子订单编号": f"{order[:-1]}1\t", "商品名称": "春茶",
                "来源或淘客昵称": "茶评人",
            },
        )
        for order, commission, service in settled
    ]  # fmt: skip
    return csv_bytes([AFFILIATE, *table], "utf-8-sig")


def affiliate_estimates_file() -> bytes:
    """What affiliates expect to get; a tab behind every id."""
    header = ("淘宝主订单号", "淘宝子订单号", "预估佣金", "达人昵称")
    rows = [["3300000000000011000\t", "3300000000000011001\t", "1.20", "小茶"]]
    return csv_bytes([header, *rows], "gb18030")


FILES = {
    "qianniu_orders": ("tmall", "订单报表.xlsx", orders_file),
    "qianniu_items": ("tmall", "子订单报表.xlsx", sub_orders_file),
    "tmall_orders_short": ("tmall", "订单.csv", short_file),
    "taobao_refunds": ("tmall", "退款报表.xlsx", refunds_file),
    "taobao_settlement_account": ("tmall_money", "聚合结算账户收支明细.xlsx", account_file),
    "taobao_wechat_ledger": ("tmall_money", "微信支付收支明细.csv", wechat_ledger_file),
    "tmall_fees": ("tmall_money", "费用账单.xlsx", fees_file),
    "taobao_affiliate_estimates": ("tmall_money", "淘宝客预估.csv", affiliate_estimates_file),
    "taobao_affiliate": ("tmall_money", "淘宝客结算.csv", affiliate_file),
    "alipay_fund_flow": ("alipay_tmall", "支付宝资金流水.xlsx", alipay_business.fund_flow_file),
    "alipay_business_summary": ("alipay_store", "2088000000000156_业务明细(汇总).csv", alipay_business.summary_file),
    "alipay_business_bill": ("alipay_store", "2088000000000156_业务明细.csv", alipay_business.bill_file),
    "alipay_web_trades": ("alipay_store", "交易订单明细.xlsx", alipay_business.web_trades_file),
    "wechat_funds": ("wechat", "资金账单.csv", wechat_funds.funds_file),
    "wechat_shop_receipts": ("wechat", "对外收款.xlsx", wechat_funds.shop_file),
}
