"""JD Miaosong: an order bill under a row of group names, five rows per order, and the long bill of articles."""

from tests.samples.build import Cell, Rows, row, xlsx_bytes

SETTINGS = """
[business]
name = "Noodles to the door"
[channels.jd_miaosong]
kind = "delivery"
[sources.jd_miaosong]
channel = "jd_miaosong"
"""

BILL = (
    "商家编号", "商家名称", "门店编号", "门店名称", "外部门店编号", "对账单业务类型", "订单渠道", "订单类型",
    "订单二级类型", "城市名称", "下单时间", "履约方式", "订单完成/退款完成时间", "主订单号", "秒送正向订单号",
    "关联单号", "父订单号", "订单序号", "业务类型（适用于外卖业务）", "应结金额", "订单原价", "餐盒费", "包装费",
    "商家自送配送费", "平台运费补贴", "商家承担货款补贴", "商家承担运费补贴",
    "总服务费(货款服务费+运费服务费+餐盒费服务费)", "配送费（开票）", "商家承担小费", "基础服务费", "平台补贴暂扣",
    "用户支付货款", "总补贴(平台+商家承担补贴)", "平台总补贴", "平台货款补贴", "商家承担补贴", "开票金额", "账期",
    "结算单号", "结算周期", "预计付款日期", "结算单状态", "失败原因",
)  # fmt: skip
"""The known words of the 82."""
SKU_BILL = (
    "到家业务单号", "业务类型", "商家编号", "门店编号", "skuId", "sku名称", "sku数量", "商品售价", "费用类型",
    "二级促销类型", "结算金额", "京东承担金额", "商家承担金额", "商家承担比例", "优惠ID", "优惠名称", "upc",
    "下单时间", "完成时间", "账期时间", "结算单id", "钱包结算状态", "钱包", "秒送单号", "秒送skuid", "秒送sku名称",
    "秒送upc",
)  # fmt: skip

COURIER, OWN_RIDER, BROUGHT_BACK, ONLY_ARTICLES = (f"360845100484062{n}" for n in range(4))
SERVICE = "总服务费(货款服务费+运费服务费+餐盒费服务费)"
FIRST, SECOND = "39681962", "40049335"


def _order(number: str, day: str, payable: float, **amounts: Cell) -> dict[str, Cell]:
    return {
        "订单类型": "正向订单", "下单时间": f"2026-01-{day} 11:30:00",
        "订单完成/退款完成时间": f"2026-01-{day} 12:10:00", "主订单号": number, "秒送正向订单号": number,
        "履约方式": "达达配送", "应结金额": payable, **amounts,
    }  # fmt: skip


LINES: list[tuple[str, str, dict[str, Cell]]] = [
    ("20260105", FIRST, {"订单类型": "交易额转推广费", "主订单号": COURIER, "应结金额": -2.62, "订单原价": -2.62}),
    (
        "20260105",
        FIRST,
        _order(
            COURIER, "05", 31.79, 订单原价=52.30, 餐盒费=2.00, 商家承担货款补贴=-12.40, 商家承担运费补贴=-3.50,
            基础服务费=-0.20, 平台总补贴=4.60, 用户支付货款=35.30,
        )
        | {SERVICE: -2.16, "配送费（开票）": -4.25},
    ),
    ("20260105", FIRST, {"订单类型": "保险单", "主订单号": COURIER, "应结金额": -0.13}),
    ("20260105", FIRST, {"订单类型": "保险单", "主订单号": COURIER, "应结金额": -0.13}),
    ("20260105", FIRST, {"订单类型": "保险单", "主订单号": COURIER, "应结金额": -0.19}),
    (
        "20260105",
        FIRST,
        _order(OWN_RIDER, "05", 37.40, 订单原价=30.00, 餐盒费=1.00, 包装费=0.50, 商家自送配送费=5.00, 平台运费补贴=2.00)
        | {SERVICE: -1.10, "履约方式": "商家自送"},
    ),
    (
        "20260106",
        SECOND,
        _order(BROUGHT_BACK, "06", 23.00, 订单原价=25.00, 餐盒费=1.00, 商家承担货款补贴=-2.00) | {SERVICE: -1.00},
    ),
    (
        "20260120",
        SECOND,
        _order(BROUGHT_BACK, "06", -23.00, 订单原价=-25.00, 餐盒费=-1.00, 商家承担货款补贴=2.00)
        | {SERVICE: 1.00, "订单类型": "售后单", "主订单号": "90001", "订单完成/退款完成时间": "2026-01-20 18:00:00"},
    ),
    ("20260120", SECOND, {"订单类型": "火星单", "应结金额": -1.11}),
]  # fmt: skip
"""Day of the bill, settlement and cells. 31.79 - 2.62 - 0.45 + 37.40 = 66.12, and -1.11."""


def bill_file() -> bytes:
    """`对账单下载`: the header is the second row."""
    groups: list[Cell] = [*["商家基础信息"] * 5, *["订单基础信息"] * 14, *["实际收入"] * 25]
    table: Rows = [
        row(
            BILL,
            {**cells, "门店名称": "面馆", "账期": f"{day} 00:00~{day} 00:00", "结算单号": number, "结算周期": "T+1"},
        )
        for day, number, cells in LINES
    ]
    return xlsx_bytes({"com.jd.o2o.settlement.domain.dt": [groups, list(BILL), *table]})


ARTICLES: list[tuple[str, str, str, float, float]] = [
    (COURIER, "A", "用户实付货款", 2, 20.00),
    (COURIER, "B", "用户实付货款", 1, 14.90),
    (COURIER, "A", "优惠券-平台-小时购", 2, 2.00),
    (COURIER, "A", "代收到家佣金", 2, -2.36),
    (COURIER, "A", "基础配送费", 2, -4.25),
    (ONLY_ARTICLES, "B", "用户实付货款", 1, 18.80),
    (ONLY_ARTICLES, "B", "代收到家佣金", 1, -0.94),
    (ONLY_ARTICLES, "B", "CPS推广服务费", 1, -0.31),
    (ONLY_ARTICLES, "B", "火星服务费", 1, -0.07),
]
"""Order, article, kind, pieces and signed amount."""


def sku_bill_file() -> bytes:
    """`sku对账单下载`."""
    table = []
    for order, sku, kind, quantity, amount in ARTICLES:
        cells: dict[str, Cell] = {
            "到家业务单号": order, "业务类型": "正向", "skuId": sku, "sku名称": f"面{sku}", "sku数量": quantity,
            "商品售价": {"A": 18.7, "B": 18.8}[sku], "费用类型": kind, "结算金额": amount,
            "下单时间": "2026-01-05 11:30:00", "完成时间": "2026-01-05 12:10:00", "账期时间": "2026-01-05",
            "结算单id": FIRST, "秒送单号": order,
        }  # fmt: skip
        table.append(row(SKU_BILL, cells))
    return xlsx_bytes({"sku对账单下载": [list(SKU_BILL), *table]})


FILES = {
    "jd_miaosong_bill": ("jd_miaosong", "对账单下载.xlsx", bill_file),
    "jd_miaosong_sku_bill": ("jd_miaosong", "账单下载.xlsx", sku_bill_file),
}
