"""Meituan beyond the bill of a restaurant, by hand."""

from decimal import Decimal

import pytest

from tests.samples import meituan, meituan_shop
from tests.samples.build import query, stage
from tests.samples.meituan_shop import ALONE, BILL, CANCELLED, ODD, PARTLY, RETAIL_ONE, RETAIL_TWO, V1, V2, V4
from tests.samples.till import MEITUAN_ORDER
from tests.transforms.exports.layouts.money import at, fees, worth


@pytest.fixture
def night(night_of):
    return night_of(meituan_shop)


def payouts(night) -> dict[str, tuple[Decimal | None, Decimal | None, int]]:
    """Statement -> what its lines add up to, what it says, number of lines."""
    rows = query(
        night.home.path / "warehouse" / "build" / "cli.duckdb",
        "select statement, expected, stated, lines from core.payouts",
    )
    return {row["statement"]: (row["expected"], row["stated"], row["lines"]) for row in rows}


def test_what_meituan_pays_out_per_day_is_the_sum_of_its_lines(night):
    found = payouts(night)
    assert {day: found[f"S20260224 {day}"] for day in meituan.STATED} == {
        "2026-02-21": (Decimal("34.60"), Decimal("34.60"), 1),
        "2026-02-22": (Decimal("21.45"), Decimal("21.45"), 1),
        "2026-02-23": (Decimal("6.50"), Decimal("6.50"), 2),
        "2026-02-24": (Decimal("-403.49"), Decimal("-403.49"), 7),
    }
    assert found["R20260204 2026-02-04"] == (Decimal("-28.00"), None, 3), "no sheet of statements beside it"


def test_a_statement_is_not_a_fee(night):
    rows = night.staged("meituan_statements").rows("entries")
    stated = [each for each in rows if each["layout"] == "meituan_statements"]
    assert {each["entry_kind"] for each in stated} == {"payout"}
    assert len(stated) == 4


def test_orders_of_the_item_report_count_their_values_once_and_the_bill_counts_first(night):
    money = night.money("meituan")
    assert money[ALONE] == worth("completed", "38.50", "5", "3", "0", "33.50")
    assert money[CANCELLED] == worth("cancelled", "15.50", "5", "3", "0", "10.50")
    assert money[PARTLY] == worth("partly_refunded", "30", "5", "3", "8", "17")
    assert money[ODD] == worth("unknown", "9", "5", "3", "0", "4")
    assert money[MEITUAN_ORDER] == worth("completed", "52", "8", "3", "0", "44"), "the bill's word"
    assert night.orders("meituan")[ALONE]["ordered_at"] == at("2026-01-31 10:05:00")
    assert ("unknown_value", "订单状态: 火星状态", 1) in night.findings("meituan_items")


def test_items_of_the_report_complete_the_orders_of_the_bill(night):
    rows = night.ask(f"select * from order_items where order_key like '%{MEITUAN_ORDER}'")
    assert [(each["item"], each["quantity"], each["unit_price"]) for each in rows] == [("套餐", 1, 50)]
    rows = night.ask(f"select * from order_items where order_key like '%{ALONE}' order by line_number")
    assert [(each["sku"], each["quantity"], each["unit_price"], each["discount"]) for each in rows] == [
        ("B-01", 2, 10, 3),
        ("6901234567892", 1, Decimal("15.50"), 2),
    ]
    (partly,) = night.ask(f"select * from order_items where order_key like '%{PARTLY}'")
    assert (partly["refunded_quantity"], partly["refunded"]) == (1, 8)


def test_one_unreadable_article_sets_its_order_aside(home_of):
    sold = [{**meituan_shop.SOLD[0], "商品销售数量": "两"}, *meituan_shop.SOLD[1:3]]
    staged = stage(home_of(meituan_shop), "meituan_items", meituan_shop.items_file(sold))
    assert [each["order_id"] for each in staged.rows("orders")] == [MEITUAN_ORDER]
    assert [each["reason_code"] for each in staged.rows("quarantine")] == ["not_a_number", "line_of_order"]


def test_the_retail_bill_under_its_two_header_rows(night):
    assert night.money("meituan_retail") == {
        RETAIL_ONE: worth("partly_refunded", "80.50", "6", "3", "20", "54.50"),
        RETAIL_TWO: worth("completed", "44", "0", "0", "0", "44"),
    }
    assert night.fees(RETAIL_ONE) == [
        ("adjustment", Decimal("0.01")),
        ("commission", Decimal("-1.00")),
        ("commission", Decimal("4.00")),
        ("delivery_service", Decimal("5.00")),
    ]
    assert night.fees(RETAIL_TWO) == fees(commission="2.00")
    (campaign,) = night.ask(
        "select fee_type, amount from fee_lines where channel = 'meituan_retail' and order_key is null"
    )
    assert campaign == {"fee_type": "promotion", "amount": 50}


def test_what_the_parts_of_a_retail_line_do_not_explain_is_told(night):
    assert ("unknown_fee", "商家应收款", 1) in night.findings("meituan_retail_bill")
    unknown = [each for each in night.staged("meituan_retail_bill").rows("entries") if each["entry_kind"] == "unknown"]
    assert [(each["order_ref"], each["amount"]) for each in unknown] == [(RETAIL_TWO, 1)]


def test_the_coupon_of_a_group_buy_is_the_order(night):
    assert night.money("meituan_group_buy") == {
        V1: worth("refunded", "100", "10", "8", "90", "0"),
        V2: worth("completed", "50", "0", "0", "0", "50"),
        V4: worth("partly_refunded", "30", "0", "0", "5", "25"),
        BILL: worth("completed", "66.60", "0", "0", "0", "66.60"),
    }
    assert night.file("meituan_group_buy")["control_total_state"] == "agrees"
    assert night.orders("meituan_group_buy")[BILL]["fulfilment"] == "线下买单"


def test_the_fees_of_a_group_buy_and_whether_their_discount_is_in_them(night):
    assert night.fees(V1) == [("platform_service", Decimal("-5.00")), ("platform_service", Decimal("5.00"))]
    assert night.fees(V2) == [
        ("adjustment", Decimal("0.10")),
        ("insurance", Decimal("0.80")),
        ("platform_service", Decimal("0.75")),
        ("platform_service", Decimal("3.00")),
        ("promotion", Decimal("1.50")),
    ]
    kinds = {(each["entry_kind"], each["amount"]) for each in night.staged("meituan_group_buy").rows("entries")}
    assert ("transfer", Decimal("-2.00")) in kinds
    assert ("unknown", Decimal("9.99")) in kinds


def test_a_compensation_that_names_its_order_is_not_that_order(home_of):
    order = meituan_shop.BOOKINGS[0]
    named = {word: order[word] for word in ("订单号", "下单时间", "账单日期")}
    extra = {**named, "交易类型": "外卖订单赔付", "商家应收款": "6.00"}
    staged = stage(home_of(meituan_shop), "meituan_retail", meituan_shop.retail_file([order, extra]))
    assert [each["row_number"] for each in staged.rows("orders")] == [0]
    booked = [(each["fee_type"], each["amount"]) for each in staged.rows("entries") if each["row_number"] == 1]
    assert ("adjustment", Decimal(-6)) in booked
