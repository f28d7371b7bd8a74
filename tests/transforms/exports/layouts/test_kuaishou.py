"""Kuaishou, by hand."""

from decimal import Decimal

import pytest

from tests.samples import kuaishou
from tests.samples.build import stage
from tests.samples.kuaishou import FIVE, FOUR, ONE, SIX, THREE, TWO
from tests.transforms.exports.layouts.money import at, worth


@pytest.fixture
def night(night_of):
    return night_of(kuaishou)


def test_orders_to_the_cent(night):
    """What was taken off the list price is the shop's; what was paid counts once, on one line or on each."""
    assert night.money("kuaishou") == {
        ONE: worth("completed", "60", "4.50", "0", "0", "55.50"),
        TWO: worth("paid", "50", "5", "0", "0", "45"),
        THREE: worth("refunded", "1030", "0", "0", "1030", "0"),
        FOUR: worth("cancelled", "30", "0", "0", "0", "30"),
        FIVE: worth("partly_refunded", "30", "0", "0", "0", "30"),
        SIX: worth("unknown", "30", "0", "0", "0", "30"),
    }
    assert night.orders("kuaishou")[ONE]["ordered_at"] == at("2026-01-10 12:00:00")
    assert ("unknown_value", "订单状态: 火星状态", 1) in night.findings("kuaishou_orders")


def test_an_estimated_commission_is_no_fee(night):
    assert night.ask("select * from fee_lines") == []
    assert {row["fees_known"] for row in night.orders("kuaishou").values()} == {False}


def test_items(night):
    rows = night.ask(f"select * from order_items where order_key like '%{TWO}' order by line_number")
    assert [(each["item"], each["quantity"], each["unit_price"]) for each in rows] == [("茶", 1, 30), ("面包", 2, 10)]


def test_what_was_paid_per_line_is_added_up(home_of):
    lines = [{**kuaishou.SOLD[1], "实付款(¥)": "27.00"}, {**kuaishou.SOLD[2], "实付款(¥)": "18.00"}]
    staged = stage(home_of(kuaishou), "kuaishou", kuaishou.orders_file(lines))
    assert [(each["gross"], each["paid"]) for each in staged.rows("orders")] == [(50, Decimal(45))]
