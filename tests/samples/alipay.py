"""Alipay ledger: GB18030, four lines above the header, a tab behind every cell, totals and export time below."""

from tests.samples.build import Cell, Rows, raw_csv_bytes, row
from tests.samples.headers import ALIPAY
from tests.samples.taobao import ONE, THREE, TWO

UNKNOWN_ORDER = "3300000000000009000"
MOVEMENTS: list[tuple[str, str, str, str, str, dict[str, Cell]]] = [
    ("2026-02-04 10:00:00", "115.00", "", "交易付款", "", {"商户订单号": f"T200P{ONE}"}),
    ("2026-02-04 10:00:01", "", "-2.30", "其它", f"天猫佣金（类目系统）{ONE}扣款", {}),
    ("2026-02-04 10:00:02", "", "-0.69", "其它", f"基础软件服务费({ONE})扣款", {"业务描述": "0030001|其它"}),
    ("2026-02-04 10:00:03", "", "-0.55", "其它", f"代扣返点积分订单号{ONE}", {}),
    ("2026-02-04 10:00:04", "0.10", "", "其它", f"代扣交易退回积分{ONE}", {}),
    ("2026-02-05 10:00:00", "", "-4.00", "其它", f"淘宝客佣金代扣款[{TWO}]", {}),
    ("2026-02-05 10:00:01", "1.00", "", "其它", f"淘宝联盟推广佣金返还{TWO}", {}),
    ("2026-02-05 10:00:02", "", "-0.80", "其它", f"消费者体验提升计划服务费_订单号{TWO}", {}),
    ("2026-02-05 10:00:03", "", "-1.20", "其它", f"技术服务费(花呗分期免息营销)[{TWO}]", {}),
    ("2026-02-05 10:00:04", "", "-0.02", "其它", f"公益宝贝捐赠={TWO}", {}),
    ("2026-02-05 10:00:05", "", "-1.50", "收费", "服务费", {"业务基础订单号": TWO}),
    ("2026-02-06 10:00:00", "", "-60.00", "退款（交易退款）", "售后退款", {"商户订单号": f"T200P{THREE}"}),
    ("2026-02-06 10:00:01", "", "-1.20", "其它", f"天猫佣金（类目系统）{THREE}扣款", {}),
    ("2026-02-06 10:00:02", "1.20", "", "其它", f"天猫佣金（类目系统）{THREE}扣款", {}),
    ("2026-02-07 10:00:00", "", "-500.00", "提现", "", {}),
    ("2026-02-07 10:00:01", "", "-1,000.00", "转账", "转出到网商银行", {}),
    ("2026-02-07 10:00:02", "", "-3.00", "其它", f"基础软件服务费({UNKNOWN_ORDER})扣款", {}),
    ("2026-02-07 10:00:03", "", "-7.00", "其它", "火星服务费12345扣款", {}),
]
"""When, in, out, 业务类型, 备注 and further cells of each movement."""
OUT, IN = (14, "-1,582.26"), (4, "117.30")
"""Number and sum of what went out and came in."""


def rows(movements: list[tuple[str, str, str, str, str, dict[str, Cell]]]) -> Rows:
    """The ledger from the top."""
    table = []
    for number, (booked, income, expense, kind, note, more) in enumerate(movements, 1):
        ids: dict[str, Cell] = {"账务流水号": f"90000000000{number:04}", "业务流水号": f"80000000000{number:04}"}
        money: dict[str, Cell] = {"收入金额（+元）": income, "支出金额（-元）": expense}
        cells = {**ids, "发生时间": booked, **money, "业务类型": kind, "备注": note, **more}
        table.append([f"{cell}\t" for cell in row(ALIPAY, cells)])
    return [
        ["#支付宝账务明细查询"],
        ["#账号：[20880000000000000156]"],
        ["#起始日期：[2026年02月01日 00:00:00]   终止日期：[2026年03月01日 00:00:00]"],
        ["#-----------------------------------------账务明细列表----------------------------------------"],
        list(ALIPAY),
        *table,
        ["#-----------------------------------------账务明细列表结束------------------------------------"],
        [f"#支出合计：{OUT[0]}笔，共{OUT[1]}元".replace(",", "")],
        [f"#收入合计：{IN[0]}笔，共{IN[1]}元"],
        ["#导出时间：[2026年03月01日 00:10:05]"],
    ]


def ledger_file() -> bytes:
    """The ledger; its thousands are quoted."""
    quoted = [[f'"{cell}"' if "," in str(cell) else cell for cell in cells] for cells in rows(MOVEMENTS)]
    return raw_csv_bytes(quoted, "gb18030")
