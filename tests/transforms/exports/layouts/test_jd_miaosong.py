"""JD Miaosong bills, by hand."""

from decimal import Decimal

import pytest

from dags.steps import Night as Steps
from tests.samples import jd_miaosong as sample
from tests.samples.build import query, stage
from tests.transforms.exports.layouts.money import at, worth


@pytest.fixture
def night(night_of):
    return night_of(sample)


def test_orders_to_the_cent(night):
    """What the shop pays of goods and freight is its discount; boxes, packing and its own delivery are worth."""
    assert night.money("jd_miaosong") == {
        sample.COURIER: worth("completed", "54.30", "15.90", "4.60", "0", "38.40"),
        sample.OWN_RIDER: worth("completed", "38.50", "0", "0", "0", "38.50"),
        sample.BROUGHT_BACK: worth("refunded", "26", "2", "0", "24", "0"),
    }
    orders = night.orders("jd_miaosong")
    assert orders[sample.OWN_RIDER]["delivery_charged"] == 7, "5.00 of the buyer, 2.00 of the platform"
    assert orders[sample.COURIER]["ordered_at"] == at("2026-01-05 03:30:00")
    assert {order["branch"] for order in orders.values()} == {"面馆"}


def test_every_row_comes_to_what_it_says_is_due(night):
    found = night.file("jd_miaosong_bill")
    assert (found["rows_read"], found["control_total_state"]) == (9, "agrees")


def test_fees_once_although_two_bills_say_them(night):
    """The long bill calls 2.16 and 0.20 commission; the order bill is asked first."""
    assert night.fees(sample.COURIER) == [
        ("delivery_service", Decimal("4.25")),
        ("insurance", Decimal("0.13")),
        ("insurance", Decimal("0.13")),
        ("insurance", Decimal("0.19")),
        ("platform_service", Decimal("2.36")),
        ("promotion", Decimal("2.62")),
    ]
    assert night.fees(sample.BROUGHT_BACK) == [("platform_service", Decimal(-1)), ("platform_service", Decimal(1))]
    assert night.fees(None) == [("commission", Decimal("0.94")), ("promotion", Decimal("0.31"))]
    assert {row["fee_state"] for row in night.ask("select * from fee_lines where order_key is null")} == {"waiting"}


def test_words_nobody_knows_are_reported_and_cost_nothing(night):
    assert ("unknown_value", "订单类型: 火星单", 1) in night.findings("jd_miaosong_bill")
    assert ("unknown_value", "费用类型: 火星服务费", 1) in night.findings("jd_miaosong_sku_bill")
    amounts = {row["amount"] for row in night.ask("select amount from fee_lines")}
    assert not amounts & {Decimal("1.11"), Decimal("0.07")}


def test_articles_come_with_the_long_bill(night):
    items = night.ask(
        f"select * from order_items where order_key = 'jd_miaosong/{sample.COURIER}' order by line_number"
    )
    assert [(each["sku"], each["item"], each["quantity"], each["unit_price"]) for each in items] == [
        ("A", "面A", 2, Decimal("18.70")),
        ("B", "面B", 1, Decimal("18.80")),
    ]


def test_what_the_lines_of_a_settlement_come_to(night):
    payouts = query(Steps(night.home).build, "select * from core.payouts order by statement")
    assert [(each["statement"], each["expected"], each["stated"]) for each in payouts] == [
        (sample.FIRST, Decimal("66.12") + Decimal("17.48"), None),
        (sample.SECOND, Decimal("-1.11"), None),
    ]


def test_the_refund_has_its_own_day(night):
    refunds = query(Steps(night.home).build, "select * from core.refunds")
    assert [(each["order_key"], str(each["refund_day"]), each["amount"]) for each in refunds] == [
        (f"jd_miaosong/{sample.BROUGHT_BACK}", "2026-01-20", Decimal(24))
    ]


def test_a_return_finds_its_order_where_orders_have_two_numbers(home_of, monkeypatch):
    """Both name the order of the platform; the main number of a return is its own."""
    platform = {"秒送正向订单号": "8800000000001"}
    lines = [(day, number, {**cells, **platform}) for day, number, cells in sample.LINES[6:8]]
    monkeypatch.setattr(sample, "LINES", lines)
    found = stage(home_of(sample), "jd_miaosong", sample.bill_file()).rows("orders")
    assert [(each["row_role"], each["order_id"], each["payment_ref"]) for each in found] == [
        ("order", "8800000000001", sample.BROUGHT_BACK),
        ("refund", "8800000000001", None),
    ]
