"""WeChat Pay: the fund bill with its totals below, and the workbook of a WeChat shop."""

from collections.abc import Mapping, Sequence

from tests.samples.build import Cell, Rows, raw_csv_bytes, row, xlsx_bytes
from tests.samples.youzan import PAYMENT

FUNDS = (
    "记账时间", "微信支付业务单号", "资金流水单号", "业务名称", "业务类型", "收支类型", "收支金额(元)", "账户结余(元)",
    "资金变更提交申请人", "备注", "业务凭证号",
)  # fmt: skip
TOTALS = ("资金流水总笔数", "收入笔数", "收入金额", "支出笔数", "支出金额")
SHOP = ("动账类型", "动账金额", "动账时间", "关联单号", "商户单号", "备注")

Movement = tuple[str, str, str, str, str]
"""业务单号, 业务类型, 收支类型, amount, 业务凭证号."""
MOVEMENTS: list[Movement] = [
    (PAYMENT, "交易", "收入", "85.00", "S2602190001"),
    (PAYMENT, "扣除交易手续费", "支出", "0.51", "S2602190001"),
    ("50000000000000000001", "退款", "支出", "10.00", "R2602200001"),
    ("50000000000000000001", "扣除交易手续费", "收入", "0.06", "R2602200001"),
    ("", "提现", "支出", "60.00", ""),
    ("", "火星费", "支出", "1.00", ""),
]
STATED: dict[str, Cell] = {
    "资金流水总笔数": "6.0", "收入笔数": "2.0", "收入金额": "85.06", "支出笔数": "4.0", "支出金额": "71.51",
}  # fmt: skip


def funds_rows(movements: Sequence[Movement] = tuple(MOVEMENTS), stated: Mapping[str, Cell] | None = None) -> Rows:
    """The fund bill: a backtick before every cell but the headers."""
    table: Rows = []
    for number, (trade, kind, direction, amount, voucher) in enumerate(movements, 1):
        cells: dict[str, Cell] = {
            "记账时间": f"2026-02-19 10:00:{number:02}", "微信支付业务单号": trade,
            "资金流水单号": f"101000{number:04}", "业务名称": kind, "业务类型": kind, "收支类型": direction,
            "收支金额(元)": amount, "账户结余(元)": "1000.00", "资金变更提交申请人": "system", "备注": "",
            "业务凭证号": voucher,
        }  # fmt: skip
        table.append([f"`{cell}" for cell in row(FUNDS, cells)])
    return [list(FUNDS), *table, list(TOTALS), [f"`{cell}" for cell in row(TOTALS, stated or STATED)]]


def funds_file() -> bytes:
    """The fund bill."""
    return raw_csv_bytes(funds_rows(), "utf-8-sig")


def shop_file(out: str = "") -> bytes:
    """The workbook of the shop; `out` stands before what goes out."""
    moved = [("收款", "20.00"), ("交易手续费", f"{out}0.12"), ("退款", f"{out}5.00"), ("提现", f"{out}10.00")]
    lines: list[dict[str, Cell]] = [
        {
            "动账类型": kind, "动账金额": amount, "动账时间": f"2026-02-18 11:00:0{number}",
            "关联单号": "" if kind == "提现" else "37000000000001", "商户单号": "" if kind == "提现" else "M-1",
        }
        for number, (kind, amount) in enumerate(moved)
    ]  # fmt: skip
    return xlsx_bytes({"result": [list(SHOP), *(row(SHOP, line) for line in lines)]})
