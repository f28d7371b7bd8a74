"""Ele.me / Taobao Shangou bill: one sheet of 88 columns, `--` for blank, what is kept is negative, no customer."""

from tests.samples.build import Cell, row, xlsx_bytes
from tests.samples.headers import ELEME_ORDERS
from tests.samples.till import ELEME_ORDER

TWO = "8012345678901234568"
BOOKINGS: list[dict[str, Cell]] = [
    {
        "结算日期": "2026-02-25", "账单日期": "2026-02-22", "订单类型": "外卖订单", "订单编号": ELEME_ORDER,
        "结算金额": "25.80", "订单创建时间": "2026-02-22 18:00:00", "商品金额": "40.00", "打包费": "1.50",
        "平台服务费": "-7.50", "技术服务费": "-2.50", "配送服务费": "-5.00", "增值服务费（店铺推广）": "-1.00",
        "募捐金额": "-0.10", "先享后付服务费": "-0.30", "商家活动补贴": "-6.00", "商家代金券补贴": "-1.00",
        "平台活动补贴": "-2.00", "平台补贴-支付立减": "-0.50", "商家应收配送费": "0.20", "配送方式": "平台配送",
    },
    {
        "结算日期": "2026-02-26", "账单日期": "2026-02-23", "订单类型": "外卖订单", "订单编号": TWO,
        "结算金额": "19.00", "订单创建时间": "2026-02-23 18:00:00", "商品金额": "30.00", "打包费": "--",
        "平台服务费": "-6.00", "技术服务费": "-2.00", "配送服务费": "-4.00", "商家活动补贴": "-5.00",
    },
    {
        "结算日期": "2026-02-27", "账单日期": "2026-02-24", "订单类型": "退单", "订单编号": TWO,
        "结算金额": "-23.00", "订单创建时间": "2026-02-23 18:00:00", "商品金额": "-30.00", "平台服务费": "2.00",
        "技术服务费": "2.00", "商家活动补贴": "5.00",
    },
    {"结算日期": "2026-02-27", "账单日期": "2026-02-24", "订单类型": "火星单", "结算金额": "-1.11"},
]  # fmt: skip


def bill_file(bookings: list[dict[str, Cell]] | None = None) -> bytes:
    """The workbook."""
    shop: dict[str, Cell] = {"门店ID": "500180001", "门店名称": "人民路店"}
    given = BOOKINGS if bookings is None else bookings
    rows = [list(ELEME_ORDERS), *(row(ELEME_ORDERS, {**shop, **each}, "--") for each in given)]
    return xlsx_bytes({"外卖账单明细": rows})
