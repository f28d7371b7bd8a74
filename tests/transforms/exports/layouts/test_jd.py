"""JD orders and the bills of three generations, by hand."""

from decimal import Decimal

import pytest

from dags.steps import Night as Steps
from tests.samples import jd
from tests.samples.build import csv_bytes, query, row, stage, xlsx_bytes
from tests.transforms.exports.layouts.money import at, fees, worth


@pytest.fixture
def night(night_of):
    return night_of(jd)


def test_orders_to_the_cent(night):
    """订单金额 less 结算金额 is the shop's discount; what else of goods and freight was not paid is the platform's."""
    assert night.money("jd") == {
        jd.TWO_ARTICLES: worth("partly_refunded", "114", "10", "5", "3", "101"),
        jd.RETURNED: worth("refunded", "59.90", "0", "0", "59.90", "0"),
        jd.PARTLY: worth("partly_refunded", "80.01", "0", "0", "17.80", "62.21"),
        jd.CLOSED: worth("cancelled", "35", "0", "0", "0", "35"),
        jd.UNPAID: worth("unpaid", "30.50", "0", "0", "0", "30.50"),
        jd.BROUGHT_BACK: worth("refunded", "42.42", "0", "0", "42.42", "0"),
        jd.STRANGE: worth("unknown", "12", "0", "0", "0", "12"),
    }
    orders = night.orders("jd")
    assert orders[jd.TWO_ARTICLES]["ordered_at"] == at("2026-01-10 01:30:00")
    assert orders[jd.TWO_ARTICLES]["delivery_charged"] == 6
    assert [number for number in orders if not orders[number]["is_purchase"]] == [jd.CLOSED, jd.UNPAID, jd.STRANGE]
    assert ("unknown_value", "订单状态: 火星出库", 1) in night.findings("jd_orders")


def test_an_order_of_several_articles_is_one_order_with_several_items(night):
    items = night.ask(f"select * from order_items where order_key = 'jd/{jd.TWO_ARTICLES}' order by line_number")
    assert [(each["sku"], each["quantity"], each["unit_price"]) for each in items] == [
        ("S-10001", 2, Decimal("30.50")),
        ("S-10002", 1, Decimal(47)),
    ]
    paid = {each["order_id"]: each["paid"] for each in night.staged("jd_orders").rows("orders")}
    assert (paid[jd.TWO_ARTICLES], paid[jd.RETURNED]) == (99, Decimal("59.90"))


def test_the_buyer_is_the_account_and_nobody_s_phone(night):
    orders = night.orders("jd")
    assert orders[jd.TWO_ARTICLES]["customer_id"] == orders[jd.RETURNED]["customer_id"] is not None
    assert orders[jd.PARTLY]["customer_id"] not in (None, orders[jd.RETURNED]["customer_id"])
    found = night.staged("jd_orders").contacts()
    assert {(each["identity_kind"], each["scope"], each["role"]) for each in found} == {("account", "jd", "buyer")}
    assert [each["is_certain"] for each in found].count(False) == 1, "j***7"
    assert {trait[1:] for trait in night.staged("jd_orders").traits()} == {("name", "茶*", "contact")}


def test_fees_of_each_order_once_although_three_generations_of_bills_say_them(night):
    assert night.fees(jd.TWO_ARTICLES) == fees(commission="4.90", insurance="0.50", promotion="0.98")
    assert night.fees(jd.RETURNED) == [("commission", Decimal("-2.99")), ("commission", Decimal("2.99"))]
    assert night.fees(jd.PARTLY) == [
        ("commission", Decimal(4)),
        ("platform_service", Decimal("0.48")),
        ("platform_service", Decimal("0.80")),
        ("promotion", Decimal("1.25")),
    ]
    assert night.fees(jd.BROUGHT_BACK) == fees(insurance="0.30")
    assert night.fees(None) == fees(adjustment="50", platform_service="10"), "the penalty and the text messages"


def test_what_is_not_settled_yet_is_no_fee_yet(night):
    """1.11 stands open in the wallet bill; 9.99 waits and 35.00 never comes in the settlement details."""
    staged = [*night.staged("jd_wallet_bill").rows("entries"), *night.staged("jd_settlement_details").rows("entries")]
    assert not {abs(each["amount"]) for each in staged} & {Decimal("1.11"), Decimal("9.99"), Decimal(35)}
    assert night.fees(jd.UNPAID) == []


def test_receipts_refunds_and_price_protection(night):
    found = night.staged("jd_wallet_bill").rows("entries")
    money = [(each["entry_kind"], each["order_ref"], each["amount"]) for each in found]
    assert [each for each in money if each[0] in ("payment", "refund", "unknown")] == [
        ("payment", jd.TWO_ARTICLES, Decimal("55.35")),
        ("payment", jd.TWO_ARTICLES, Decimal("42.65")),
        ("payment", jd.TWO_ARTICLES, Decimal(6)),
        ("refund", jd.TWO_ARTICLES, Decimal(3)),
        ("payment", jd.RETURNED, Decimal("59.90")),
        ("refund", jd.RETURNED, Decimal("59.90")),
        ("unknown", jd.RETURNED, Decimal(7)),
    ]
    assert found[0]["booked_at"] == at("2026-01-16 04:30:00")
    assert ("unknown_value", "费用项: 火星费", 1) in night.findings("jd_wallet_bill")


def test_settlements_come_to_what_the_wallet_or_the_summary_says(night):
    payouts = query(Steps(night.home).build, "select * from core.payouts order by statement")
    assert [(each["statement"], each["expected"], each["stated"]) for each in payouts] == [
        (jd.FIRST, Decimal("151.53"), Decimal("151.53")),
        (jd.SECOND, Decimal("-73.91"), Decimal("-73.91")),
        (jd.THIRD, Decimal("59.43"), Decimal("59.43")),
        (jd.FOURTH, Decimal("-0.30"), Decimal("-0.30")),
    ]
    assert night.file("jd_settlement_summary")["control_total_state"] == "agrees"


def test_movements_of_the_wallet(night):
    found = night.staged("jd_wallet_funds").rows("entries")
    assert [(each["entry_kind"], each["fee_type"], each["amount"]) for each in found] == [
        ("payout", None, Decimal("151.53")),
        ("payout", None, Decimal("-73.91")),
        ("payout", None, Decimal("59.43")),
        ("transfer", None, Decimal(-120)),
        ("refund", None, Decimal("2.50")),
        ("fee", "promotion", Decimal("1.25")),
        ("fee", "adjustment", Decimal(50)),
        ("unknown", None, Decimal("3.33")),
    ]
    assert found[0]["booked_at"] == at("2026-01-16 04:30:00"), "46038.52 in Excel's days"
    assert ("unknown_fee", "火星扣款", 1) in night.findings("jd_wallet_funds")


def test_the_wallets_workbook_holds_both_sheets(home_of):
    workbook = xlsx_bytes({"结算表": jd.wallet_bill_rows(), "资金表": jd.funds_rows()})
    staged = stage(home_of(jd), "jd_money", workbook)
    assert [table.layout for table in staged.summary.tables] == ["jd_wallet_bill", "jd_wallet_funds"]
    assert [table.rows_quarantined for table in staged.summary.tables] == [0, 0]


def test_the_later_workbook_with_two_header_rows_and_its_summary(home_of):
    header = (
        "商家ID", "订单编号", "业务单据编号", "下单时间", "完成时间", "商品编号", "商品名称", "商品单价", "商品数量",
        "结算时间", "商户订单号", "资金动账备注", "费用名称", "金额", "结算主体",
    )  # fmt: skip
    groups = ["商家信息", *["单据基础信息"] * 8, *["结算信息"] * 6]
    workbook = xlsx_bytes({"交易汇总": jd.summary_rows(), "费用明细": [groups, *jd.fee_details_rows(header, "金额")]})
    staged = stage(home_of(jd), "jd_money", workbook)
    assert [table.layout for table in staged.summary.tables] == ["jd_settlement_summary", "jd_fee_details"]
    due = [each["amount"] for each in staged.rows("entries") if each["entry_kind"] == "due"]
    assert sum(due) == Decimal("59.13"), "the amounts are signed; there is no column for the direction"
    assert {finding for finding in staged.findings() if finding[0] == "unknown_column"} == set()


def test_amounts_without_a_sign_go_the_way_their_column_says(home_of):
    unsigned = [(*line[:3], line[3].lstrip("-"), line[4]) for line in jd.OF_FIRST]
    rows = jd.wallet_bill_rows(jd.OF_FIRST)
    for cells, line in zip(rows[1:], unsigned, strict=True):
        cells[jd.WALLET_BILL.index("金额")] = line[3]
    staged = stage(home_of(jd), "jd_money", csv_bytes(rows))
    assert sum(each["amount"] for each in staged.rows("entries") if each["entry_kind"] == "due") == Decimal("94.62")


def test_a_newer_order_list_has_the_merchants_share_with_a_remark_behind_it(home_of):
    header = ("订单号", "商品ID", "订购数量", "下单时间", "京东价", "订单金额", "商家应收", "订单状态", "下单帐号")
    line = {
        "订单号": "3553498017448001", "商品ID": "1", "订购数量": "1", "下单时间": "2026-01-31 08:06:59",
        "订单金额": "541.59", "商家应收": "499.00（系统计算中，该值仅供参考）", "订单状态": "完成", "下单帐号": jd.ANN,
    }  # fmt: skip
    (order,) = stage(home_of(jd), "jd", csv_bytes([header, row(header, line)])).rows("orders")
    assert (order["gross"], order["merchant_discount"], order["paid"]) == (Decimal("541.59"), Decimal("42.59"), None)


def test_a_line_that_cannot_be_read_sets_its_whole_order_aside(home_of):
    lines = [jd.ORDER_LINES[0], {**jd.ORDER_LINES[1], "京东价": "viel"}, jd.ORDER_LINES[2]]
    staged = stage(home_of(jd), "jd", jd.orders_file(lines))
    assert [each["order_id"] for each in staged.rows("orders")] == [jd.RETURNED]
    assert [each["reason_code"] for each in staged.rows("quarantine")] == ["line_of_order", "not_an_amount"]
