"""WeChat Pay's fund bill and the workbook of a WeChat shop, by hand."""

from decimal import Decimal

import pytest

from dags.steps import run_night
from tests.samples import qianniu, wechat_pay, youzan
from tests.samples import wechat_funds as sample
from tests.samples.build import drop, query, raw_csv_bytes, stage
from tests.transforms.exports.layouts.money import at


@pytest.fixture
def night(night_of):
    return night_of(qianniu)


def test_movements_by_kind_and_direction(night):
    found = night.staged("wechat_funds").rows("entries")
    assert [(each["entry_kind"], each["fee_type"], each["amount"]) for each in found] == [
        ("payment", None, Decimal(85)),
        ("fee", "payment_processing", Decimal("0.51")),
        ("refund", None, Decimal(10)),
        ("fee", "payment_processing", Decimal("-0.06")),
        ("transfer", None, Decimal(-60)),
        ("unknown", None, Decimal(1)),
    ]
    assert (found[0]["order_ref"], found[0]["order_ref_other"]) == ("S2602190001", youzan.PAYMENT)
    assert found[0]["booked_at"] == at("2026-02-19 02:00:01")
    assert ("unknown_value", "业务类型: 火星费", 1) in night.findings("wechat_funds")
    assert night.file("wechat_funds")["control_total_state"] == "agrees"


@pytest.mark.parametrize(
    ("total", "stated"),
    [("资金流水总笔数", "7"), ("收入笔数", "3"), ("收入金额", "85.07"), ("支出笔数", "3"), ("支出金额", "71.50")],
)
def test_a_total_that_is_off_is_told(home_of, total, stated):
    rows = sample.funds_rows(stated={**sample.STATED, total: stated})
    staged = stage(home_of(qianniu), "wechat", raw_csv_bytes(rows, "utf-8-sig"))
    assert staged.summary.tables[0].control_total_state == "differs"


@pytest.mark.parametrize("out", ["", "-"])
def test_the_shops_workbook_with_and_without_a_minus_before_what_goes_out(home_of, out):
    staged = stage(home_of(qianniu), "wechat", sample.shop_file(out))
    found = staged.rows("entries")
    assert [(each["entry_kind"], each["fee_type"], each["amount"]) for each in found] == [
        ("payment", None, Decimal(20)),
        ("fee", "payment_processing", Decimal("0.12")),
        ("refund", None, Decimal(5)),
        ("transfer", None, Decimal(-10)),
    ]
    assert (found[1]["order_ref"], found[1]["order_ref_other"]) == ("37000000000001", "M-1")


def test_the_fund_bill_beside_the_trade_bill_of_the_same_order_counts_once(home):
    """The trade bill charges 0.51 and gives 0.06 back for the order; the fund bill says the 0.51 again."""
    drop(home, "youzan", "orders.csv", youzan.orders_file())
    drop(home, "wechat_pay", "funds.csv", raw_csv_bytes(sample.funds_rows(), "utf-8-sig"))
    assert run_night(home).state == "published"
    one = f"select amount from fee_lines where order_key like '%/{youzan.ORDERS[0]['订单号']}' order by amount"
    assert [each["amount"] for each in query(home.current, one)] == [Decimal("0.51")], "the fund bill alone"
    drop(home, "wechat_pay", "trades.csv", wechat_pay.bill_file())
    assert run_night(home).state == "published"
    assert [each["amount"] for each in query(home.current, one)] == [Decimal("-0.06"), Decimal("0.51")]


def test_a_refund_names_its_payment_behind_ref_and_brings_its_fee_back(home):
    back = f"REF{youzan.PAYMENT}"
    movements = [("500000001", "退款", "支出", "10.00", back), ("500000001", "退回交易手续费", "收入", "0.06", back)]
    drop(home, "youzan", "orders.csv", youzan.orders_file([{**youzan.ORDERS[0], "订单已退款金额": ""}]))
    rows = sample.funds_rows([sample.MOVEMENTS[0], sample.MOVEMENTS[1], *movements])[:-2]
    drop(home, "wechat_pay", "funds.csv", raw_csv_bytes(rows, "utf-8-sig"))
    assert run_night(home).state == "published"
    (order,) = query(home.current, "select refunded, fees from orders")
    assert (order["refunded"], order["fees"]) == (Decimal(10), Decimal("0.45"))
