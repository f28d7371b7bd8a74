"""WeChat Pay trade bill, by hand."""

from decimal import Decimal

import pytest

from tests.samples import wechat_pay as sample
from tests.samples.build import raw_csv_bytes, row, stage
from tests.samples.headers import WECHAT_TRADES


def test_fees_to_the_hundredth_of_a_cent_and_the_refunded_part_back(night):
    assert night.fees("E20260221100000000000001") == [
        ("payment_processing", Decimal("-0.06")),
        ("payment_processing", Decimal("0.51")),
    ]
    waiting = night.ask("select amount from fee_lines where fee_state = 'waiting' and channel = 'mini_program'")
    assert waiting == [{"amount": Decimal("0.07404")}]


def test_payments_refunds_and_control_totals(night):
    rows = night.staged("wechat_pay_bill").rows("entries")
    assert [(each["entry_kind"], each["amount"]) for each in rows if each["entry_kind"] != "fee"] == [
        ("payment", Decimal(85)),
        ("refund", Decimal(10)),
        ("payment", Decimal("12.34")),
    ]
    found = night.file("wechat_pay_bill")
    assert (found["rows_read"], found["rows_quarantined"], found["control_total_state"]) == (3, 0, "agrees")


def test_the_openid_names_the_buyer_of_the_order_that_the_payment_number_names(night):
    found = night.staged("wechat_pay_bill").rows("identities")
    assert [(each["identity_kind"], each["scope"]) for each in found] == [("account", f"wechat:{sample.APP}")] * 2
    assert found[0]["identity_key"] != found[1]["identity_key"]
    assert sample.OPENID not in str(found)


@pytest.mark.parametrize("sign", ["-", ""])
def test_the_files_own_total_decides_the_sign_of_a_refunds_fee(home, sign):
    """Whether the fee of a refund row is negative is not documented; the total below the bill knows."""
    trades = [sample.TRADES[0], {**sample.TRADES[1], "手续费": f"{sign}0.06000"}]
    sums = {"总交易单数": "2", "应结订单总金额": "85.00", "订单总金额": "85.00", "手续费总金额": "0.45000"}
    totals = {**sample.TOTALS, **sums}
    staged = stage(home, "wechat_pay", raw_csv_bytes(sample.rows(trades, totals), "utf-8-sig"))
    amounts = [each["amount"] for each in staged.rows("entries") if each["entry_kind"] == "fee"]
    assert amounts == [Decimal("0.51"), Decimal("-0.06")]
    assert staged.summary.tables[0].control_total_state == "agrees"


def test_a_total_that_no_sign_explains_differs(home):
    totals = {**sample.TOTALS, "手续费总金额": "0.99000"}
    staged = stage(home, "wechat_pay", raw_csv_bytes(sample.rows(sample.TRADES, totals)))
    assert staged.summary.tables[0].control_total_state == "differs"
    assert ("total_differs", "手续费总金额: 0.99 ≠ 0.52404", 0) in staged.findings()


def test_two_bills_put_one_after_the_other_are_one_file(home):
    both = sample.rows(sample.TRADES[:1], sample.TOTALS)
    data = raw_csv_bytes([*both, *[[f"`{cell}" for cell in row(WECHAT_TRADES, sample.TRADES[2])]]])
    staged = stage(home, "wechat_pay", data)
    assert [each["amount"] for each in staged.rows("entries") if each["entry_kind"] == "payment"] == [
        Decimal(85),
        Decimal("12.34"),
    ]


def test_a_bill_of_successes_only_has_fewer_columns(home):
    gone = {"微信退款单号", "商户退款单号", "退款金额", "充值券退款金额", "退款类型", "退款状态", "申请退款金额"}
    header = [word for word in WECHAT_TRADES if word not in gone]
    trade = {word: cell for word, cell in sample.TRADES[0].items() if word in header}
    staged = stage(home, "wechat_pay", raw_csv_bytes([header, [f"`{cell}" for cell in row(header, trade)]]))
    assert [(each["entry_kind"], each["amount"]) for each in staged.rows("entries")] == [
        ("payment", Decimal(85)),
        ("fee", Decimal("0.51")),
    ]


OF_2014 = (
    "交易时间", "公众账号ID", "商户号", "子商户号", "设备号", "微信订单号", "商户订单号", "用户标识", "交易类型",
    "交易状态", "付款银行", "货币种类", "总金额", "代金券或立减优惠金额", "微信退款单号", "商户退款单号", "退款金额",
    "代金券或立减优惠退款金额", "退款类型", "退款状态", "商品名称", "商户数据包", "手续费", "费率",
)  # fmt: skip
TOTALS_OF_2014 = ("总交易单数", "总交易额", "总退款金额", "总代金券或立减优惠退款金额", "手续费总金额")


@pytest.mark.parametrize(("settled", "state"), [("85", "agrees"), ("86", "differs")])
def test_a_bill_of_2014_names_amounts_and_totals_otherwise(home, settled, state):
    common = {"公众账号ID": sample.APP, "微信订单号": sample.PAYMENT, "商户订单号": "S1", "货币种类": "CNY"}
    paid = {
        "交易时间": "2026-02-19 10:00:00",
        "交易状态": "SUCCESS",
        "总金额": "85.00",
        "退款金额": "0",
        "手续费": "0.51",
    }
    back = {"交易时间": "2026-02-20 10:00:00", "交易状态": "REFUND", "总金额": "0", "退款金额": "10", "手续费": "-0.06"}
    totals = {"总交易单数": "2", "总交易额": settled, "总退款金额": "10", "手续费总金额": "0.45"}
    rows = [
        OF_2014,
        *([f"`{cell}" for cell in row(OF_2014, {**common, **each})] for each in (paid, back)),
        TOTALS_OF_2014,
        [f"`{cell}" for cell in row(TOTALS_OF_2014, totals)],
    ]
    staged = stage(home, "wechat_pay", raw_csv_bytes(rows))
    assert [(each["entry_kind"], each["amount"]) for each in staged.rows("entries")] == [
        ("payment", Decimal(85)),
        ("fee", Decimal("0.51")),
        ("refund", Decimal(10)),
        ("fee", Decimal("-0.06")),
    ]
    assert staged.summary.tables[0].control_total_state == state
    assert not [what for kind, what, _ in staged.findings() if kind == "unknown_column"]


def test_a_bill_of_refunds_only_has_two_times_more(home):
    header = [*WECHAT_TRADES[:14], "退款申请时间", "退款成功时间", *WECHAT_TRADES[14:]]
    trade = {**sample.TRADES[1], "退款申请时间": "2026-02-19 09:00:00", "退款成功时间": "2026-02-19 09:00:10"}
    staged = stage(home, "wechat_pay", raw_csv_bytes([header, [f"`{cell}" for cell in row(header, trade)]]))
    assert [(each["entry_kind"], each["amount"]) for each in staged.rows("entries")] == [
        ("refund", Decimal(10)),
        ("fee", Decimal("-0.06")),
    ]
    assert not [what for kind, what, _ in staged.findings() if kind == "unknown_column"]


def test_a_revoked_trade_gives_everything_back(home):
    revoked = {**sample.TRADES[0], "交易状态": "REVOKED", "手续费": "0.00000"}
    rows = sample.rows([sample.TRADES[0], revoked], sample.TOTALS)[:-2]
    found = stage(home, "wechat_pay", raw_csv_bytes(rows, "utf-8-sig")).rows("entries")
    assert [(each["entry_kind"], each["amount"]) for each in found if each["entry_kind"] != "fee"] == [
        ("payment", Decimal(85)),
        ("refund", Decimal(85)),
    ]
