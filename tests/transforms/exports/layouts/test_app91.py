"""91APP orders, by hand."""

import pytest

from tests.samples import app91
from tests.samples.app91 import G1, G2, G3, G4, G5
from tests.samples.build import stage
from tests.transforms.exports.layouts.money import at, worth


@pytest.fixture
def night(night_of):
    return night_of(app91)


def test_a_basket_is_one_order_to_the_cent(night):
    """G1: goods 1,929 and the freight of two main orders, 60 that stands twice and 80, less 213."""
    assert night.money("app") == {G1: worth("completed", "2069", "213", "0", "0", "1856")}
    assert night.money("web") == {
        G2: worth("cancelled", "650", "0", "0", "0", "650"),
        G3: worth("paid", "590", "0", "0", "0", "590"),
        G4: worth("partly_refunded", "1490", "90", "0", "500", "900"),
        G5: worth("unknown", "450", "0", "0", "0", "450"),
    }
    order = night.orders("app")[G1]
    assert (order["delivery_charged"], order["ordered_at"]) == (140, at("2026-01-31 15:30:00"))
    assert ("unknown_value", "訂單狀態: 火星", 1) in night.findings("app91_orders")


def test_lines_add_up_and_cancelled_ones_are_no_items(night, home_of):
    assert night.file("app91_orders")["control_total_state"] == "agrees"
    rows = night.ask("select order_key, item, quantity, discount, refunded_quantity from order_items order by all")
    assert [(row["order_key"][-1], *list(row.values())[1:]) for row in rows] == [
        ("1", "棉衣", 1, 95, 0),
        ("1", "棉衣", 2, 118, 0),
        ("1", "棉衣 尺寸:F", 1, 0, 0),
        ("3", "棉衣", 1, 0, 0),
        ("4", "棉衣", 1, 90, 1),
        ("4", "棉衣", 2, 0, 0),
        ("5", "棉衣", 1, 0, 0),
    ]
    wrong = [{**app91.LINES[4], "訂單實際付款金額": 591}]
    staged = stage(home_of(app91), "shop91", app91.orders_file(wrong))
    assert ("row_total_differs", "訂單實際付款金額", 1) in staged.findings()


def test_the_number_on_the_parcel_is_a_contact_and_a_masked_one_weak(night):
    rows = night.staged("app91_orders").contacts()
    assert {(row["role"], row["masked"], row["is_certain"]) for row in rows} == {
        ("contact", "922****3444", True),
        ("contact", "09********", False),
    }


def test_the_header_without_the_levels_of_the_numbers_is_the_same(home_of):
    home = home_of(app91)
    one, other = (stage(home, "shop91", data()) for data in (app91.orders_file, app91.plain_words_file))
    assert [{**row, "file_id": ""} for row in other.rows("orders")] == [
        {**row, "file_id": ""} for row in one.rows("orders")
    ]
