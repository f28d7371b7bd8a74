"""Ele.me for shops that sell goods, by hand."""

from decimal import Decimal

import pytest

from dags.steps import run_night
from tests.samples import eleme, eleme_shop
from tests.samples.build import drop, query, stage
from tests.samples.eleme_shop import FOUR, ONE, THREE, TWO
from tests.transforms.exports.layouts.money import at, worth


@pytest.fixture
def night(night_of):
    return night_of(eleme_shop)


def test_orders_to_the_cent(night):
    """The bill's word on who bears a discount counts; where it names no time the export's own word stands."""
    assert night.money("eleme") == {
        ONE: worth("partly_refunded", "38", "4.50", "0", "3.50", "30"),
        TWO: worth("partly_refunded", "15.50", "0", "0", "5", "10.50"),
        THREE: worth("refunded", "23.50", "0", "0", "23.50", "0"),
        FOUR: worth("unknown", "17", "6.50", "0", "0", "10.50"),
    }
    orders = night.orders("eleme")
    assert orders[ONE]["ordered_at"] == at("2026-02-03 04:03:22")
    assert orders[THREE]["delivery_charged"] == Decimal("6.50"), "the shop's own courier"
    assert {each["customer_id"] for each in orders.values()} == {None}


def test_the_export_alone_takes_every_discount_for_the_shops(home_of):
    home = home_of(eleme_shop)
    drop(home, "eleme_orders", "a.xlsx", eleme_shop.orders_file())
    assert run_night(home).state == "published"
    (order,) = query(home.current, f"select gross, merchant_discount, fees from orders where order_id = '{ONE}'")
    assert order == {"gross": 38, "merchant_discount": Decimal("6.50"), "fees": Decimal("2.40")}


def test_a_date_in_chinese_is_read(night):
    (order,) = [each for each in night.staged("eleme_retail_orders").rows("orders") if each["order_id"] == ONE]
    assert order["ordered_at"] == at("2026-02-03 04:03:22")
    assert order["payment_ref"] == "2600000000000000001"


def test_items_with_what_was_given_back(night):
    rows = night.ask("select * from order_items order by order_key, line_number")
    assert [(each["order_key"][-1], each["sku"], each["quantity"], each["unit_price"]) for each in rows][:3] == [
        ("1", "6901234567892", 6, Decimal("3.50")),
        ("1", "B-01", 1, Decimal("15.50")),
        ("2", None, 4, Decimal("3.50")),
    ]
    assert (rows[1]["discount"], rows[2]["refunded_quantity"], rows[2]["refunded"]) == (
        Decimal("1.50"),
        1,
        Decimal("3.50"),
    )


def test_fees_of_the_bill_and_not_once_more_those_of_the_export(night):
    assert night.fees(ONE) == [
        ("commission", Decimal("-0.10")),
        ("commission", Decimal("2.40")),
        ("delivery_service", Decimal("2.80")),
        ("payment_processing", Decimal("0.20")),
    ]
    assert night.fees(TWO) == [
        ("adjustment", Decimal("-8.78")),
        ("commission", Decimal("0.70")),
        ("delivery_service", Decimal("1.00")),
    ]
    assert ("unknown_fee", "火星单", 1) in night.findings("eleme_retail_bill")


def test_what_is_settled_is_the_sum_of_ten_columns_and_equal_words_are_told_apart(night, home_of):
    assert night.file("eleme_retail_bill")["control_total_state"] == "agrees"
    wrong = {**eleme_shop.BOOKED[0], "活动补贴": "-4.01"}
    staged = stage(home_of(eleme_shop), "eleme_bill", eleme_shop.bill_file([wrong]))
    assert ("row_total_differs", "结算金额", 1) in staged.findings()


def test_what_is_due_per_day_of_settlement(night, home_of):
    rows = query(
        night.home.path / "warehouse" / "build" / "cli.duckdb", "select * from core.payouts order by statement"
    )
    assert [(each["statement"], each["expected"], each["lines"]) for each in rows] == [
        ("2026-02-07", Decimal("28.10"), 1),
        ("2026-02-08", Decimal("18.07"), 4),
    ]
    staged = stage(home_of(eleme_shop), "eleme_bill", eleme.bill_file())
    due = [(each["statement"], each["amount"]) for each in staged.rows("entries") if each["entry_kind"] == "due"]
    assert due == [
        ("2026-02-25", Decimal("25.80")),
        ("2026-02-26", Decimal("19.00")),
        ("2026-02-27", Decimal("-23.00")),
        ("2026-02-27", Decimal("-1.11")),
    ], "the bill of restaurants says so too"
