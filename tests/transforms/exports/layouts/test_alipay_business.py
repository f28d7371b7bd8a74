"""Alipay's workbook of movements, its business bill and its list of trades, by hand."""

from decimal import Decimal

import pytest

from dags.steps import run_night
from tests.samples import alipay, qianniu, taobao, youzan
from tests.samples import alipay_business as sample
from tests.samples.build import drop, query, raw_csv_bytes, row, stage, xlsx_bytes
from tests.transforms.exports.layouts.money import at


@pytest.fixture(scope="module")
def night(night_of):
    return night_of(qianniu)


def test_what_each_movement_of_the_workbook_is(night):
    found = night.staged("alipay_fund_flow").rows("entries")
    assert [(each["entry_kind"], each["fee_type"], each["amount"]) for each in found] == [
        ("payment", None, Decimal(115)),
        ("fee", "commission", Decimal("2.30")),
        ("fee", "payment_processing", Decimal("0.69")),
        ("refund", None, Decimal(15)),
        ("transfer", None, Decimal(-88)),
        ("fee", "adjustment", Decimal("9.50")),
        ("transfer", None, Decimal(-1000)),
        ("unknown", None, Decimal("3.33")),
    ]
    orders = [each["order_ref"] for each in found]
    assert orders == [*[sample.ORDER] * 4, None, sample.ORDER, None, None]
    assert found[0]["booked_at"] == at("2026-02-04 02:00:01")
    assert ("unknown_fee", "其它 火星服务费", 1) in night.findings("alipay_fund_flow")


def test_the_workbook_and_the_ledger_of_the_same_movements_count_once(home):
    """The ledger's second movement is the commission of an order, which the workbook tells again."""
    drop(home, "tmall", "orders.csv", taobao.orders_file())
    drop(home, "alipay", "ledger.csv", alipay.ledger_file())
    again = {
        "入账时间": "2026-02-04 10:00:01", "支付宝流水号": "900000000000002", "账务类型": "其它",
        "支出（-元）": "-2.30", "备注": f"天猫佣金（类目系统）{taobao.ONE}扣款",
    }  # fmt: skip
    workbook = xlsx_bytes({"1": [["支付宝资金流水"], [""], list(sample.FUND_FLOW), row(sample.FUND_FLOW, again)]})
    drop(home, "alipay", "flow.xlsx", workbook)
    assert run_night(home).state == "published"
    found = query(home.current, f"select amount from fee_lines where order_key = 'tmall/{taobao.ONE}' order by amount")
    assert [each["amount"] for each in found] == [Decimal(a) for a in ("-0.10", "0.55", "0.69", "2.30")]


def test_payments_refunds_and_what_they_cost(night):
    found = night.staged("alipay_business_bill").rows("entries")
    assert [(each["entry_kind"], each["order_ref"], each["amount"]) for each in found] == [
        ("payment", "S-1001", Decimal(30)),
        ("fee", "S-1001", Decimal("0.18")),
        ("payment", "S-1002", Decimal(45)),
        ("fee", "S-1002", Decimal("0.27")),
        ("payment", "S-1003", Decimal("12.80")),
        ("fee", "S-1003", Decimal("0.08")),
        ("payment", "S-1004", Decimal("0.01")),
        ("fee", "S-1004", Decimal(0)),
        ("refund", "S-1002", Decimal(10)),
        ("fee", "S-1002", Decimal("-0.06")),
        ("refund", "S-1002", Decimal(35)),
        ("fee", "S-1002", Decimal("-0.21")),
    ]
    assert {each["branch"] for each in found} == {"街角店"}
    assert found[0]["booked_at"] == at("2026-02-04 04:00:05")


def test_totals_of_the_bill_agree_and_its_time_is_its_own(night):
    found = night.file("alipay_business_bill")
    assert (found["rows_read"], found["control_total_state"]) == (6, "agrees")
    assert found["exported_at"] == at("2026-03-01 05:46:49")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("：4笔", "：5笔"),
        ("共87.81", "共87.82"),
        ("优惠共5.00", "优惠共5.01"),
        ("：2笔", "：1笔"),
        ("-45.00元", "-45.01元"),
        ("共-5.00", "共-5.01"),
    ],
)
def test_a_total_that_is_off_is_told(home_of, old, new):
    footer = [[str(cell).replace(old, new) for cell in cells] for cells in sample.FOOTER]
    assert footer != sample.FOOTER
    staged = stage(home_of(qianniu), "alipay_store", raw_csv_bytes([*sample.bill_rows(), *footer], "gb18030"))
    assert staged.summary.tables[0].control_total_state == "differs"


def test_a_trade_in_bill_and_list_counts_once(night):
    """0.18 + 0.27 - 0.06 - 0.21 + 0.08 from the bill; trade five, 0.12 - 0.03, only stands in the list."""
    found = night.ask("select amount from fee_lines where channel = 'store' order by amount")
    assert [each["amount"] for each in found] == [
        Decimal(amount) for amount in ("-0.21", "-0.06", "-0.03", "0", "0.08", "0.12", "0.18", "0.27")
    ]
    listed = night.file("alipay_web_trades")
    assert (listed["rows_read"], listed["rows_loaded"], listed["rows_superseded"]) == (2, 1, 1)


def test_the_list_of_trades_by_itself(night):
    found = night.staged("alipay_web_trades").rows("entries")
    assert [(each["entry_kind"], each["amount"]) for each in found if each["order_ref"] == "S-1005"] == [
        ("payment", Decimal(20)),
        ("refund", Decimal(5)),
        ("fee", Decimal("0.12")),
        ("fee", Decimal("-0.03")),
    ]
    assert found[-1]["booked_at"] == at("2026-02-05 01:00:00")


def test_the_payers_masked_account_is_a_weak_trace(night):
    found = night.staged("alipay_business_bill").contacts()
    assert [(each["payment_ref"], each["is_certain"]) for each in found] == [
        ("S-1001", False),
        ("S-1002", False),
        ("S-1003", False),
    ]
    assert found[0]["identity_key"] == found[2]["identity_key"] != found[1]["identity_key"]


def test_fees_and_refunds_find_the_order_by_the_shops_own_number_and_the_payers_by_alipays(home):
    order = youzan.ORDERS[0]["订单号"]
    trades = [
        (sample.ONE, str(order), "交易", "2026-02-21 10:00:09", "85.00", "0.00", "", "0.51"),
        (sample.ONE, str(order), "退款", "2026-02-25 10:00:09", "-5.00", "0.00", "R-9", "-0.03"),
    ]
    drop(home, "youzan", "orders.csv", youzan.orders_file())
    drop(home, "wechat_pay", "bill.csv", raw_csv_bytes(sample.bill_rows(trades), "gb18030"))
    assert run_night(home).state == "published"
    found = query(home.current, f"select fees, refunded from orders where order_id = '{order}'")
    assert found == [{"fees": Decimal("0.48"), "refunded": Decimal(5)}]


def test_a_fee_in_the_ledger_and_in_the_bill_counts_once_though_no_file_has_the_order(home):
    movements = [
        (trade[3], "", f"-{trade[7].lstrip('-')}", "收费", f"服务费[{trade[0]}000001]", {"商户订单号": trade[1]})
        for trade in sample.TRADES[:3]
    ]
    drop(home, "tmall", "orders.csv", taobao.orders_file())
    drop(home, "alipay", "ledger.csv", raw_csv_bytes(alipay.rows(movements)[:-3], "gb18030"))
    drop(home, "alipay", "bill.csv", raw_csv_bytes(sample.bill_rows(sample.TRADES[:3]), "gb18030"))
    assert run_night(home).state == "published"
    fees = query(home.current, "select amount from fee_lines order by amount")
    assert [each["amount"] for each in fees] == [Decimal("0.08"), Decimal("0.18"), Decimal("0.27")]
