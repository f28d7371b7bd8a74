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
