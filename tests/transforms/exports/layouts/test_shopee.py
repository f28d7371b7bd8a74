"""Shopee Taiwan orders and income, by hand."""

from decimal import Decimal

import pytest

from tests.samples import shopee
from tests.samples.build import stage
from tests.samples.shopee import S1, S2, S3, S4, S5, S6, S7
from tests.transforms.exports.layouts.money import at, fees, worth


@pytest.fixture
def night(night_of):
    return night_of(shopee)


def test_orders_to_the_cent(night):
    """An order's values on each of its rows count once; what came back costs what the income report says."""
    assert night.money("shopee") == {
        S1: worth("completed", "1390", "50", "20", "0", "1340"),
        S2: worth("cancelled", "520", "0", "0", "0", "520"),
        S3: worth("partly_refunded", "1040", "0", "0", "520", "520"),
        S4: worth("refunded", "350", "0", "0", "350", "0"),
        S5: worth("paid", "1148", "5", "25", "0", "1143"),
        S6: worth("unknown", "350", "0", "0", "0", "350"),
        S7: worth("unpaid", "350", "0", "0", "0", "350"),
    }
    assert night.orders("shopee")[S1]["ordered_at"] == at("2026-01-31 15:30:00")
    assert night.orders("shopee")[S1]["coupon"] == "SHOP50"
    assert night.findings("shopee_orders") == {
        ("unknown_value", "訂單狀態: 火星中", 1),
        ("unknown_value", "退貨 / 退款狀態: 火星退", 1),
    }


def test_the_income_report_s_fees_win_over_those_of_the_order_file(night):
    assert night.fees(S1) == fees(commission="82", payment_processing="34", platform_service="80", promotion="7")
    assert night.fees(S3) == [
        ("commission", Decimal("-31")),
        ("commission", Decimal("62")),
        ("delivery_service", Decimal("60")),
        ("payment_processing", Decimal("26")),
        ("platform_service", Decimal("62")),
    ]
    assert night.fees(S5) == fees(commission="69", payment_processing="29")
    assert night.fees(S6) == [], "nobody knows whether it was billed"
    assert ("adjustment", Decimal("-520")) in night.fees(S2), "Shopee paid for the parcel it lost"


def test_each_row_of_both_files_adds_up(night, home_of):
    assert night.file("shopee_orders")["control_total_state"] == "agrees"
    assert night.file("shopee_income")["control_total_state"] == "agrees"
    staged = stage(home_of(shopee), "shopee", shopee.income_file([{**shopee.CREDITS[0], "錢包入帳金額": 1138}]))
    assert ("row_total_differs", "錢包入帳金額", 1) in staged.findings()


def test_what_was_credited_stands_at_its_day(night):
    rows = [row for row in night.staged("shopee_income").rows("entries") if row["entry_kind"] == "due"]
    assert [(row["statement"], row["amount"]) for row in rows] == [
        ("2026-02-08", 1137),
        ("2026-02-10", 890),
        ("2026-02-18", -549),
        ("2026-02-19", 0),
    ]
    assert rows[2]["booked_at"] == at("2026-02-17 16:00:00")


def test_items_with_what_came_back(night):
    rows = night.ask(f"select * from order_items where order_key in ('shopee/{S1}', 'shopee/{S3}') order by all")
    assert [
        (row["sku"], row["item"], row["quantity"], row["unit_price"], row["refunded_quantity"]) for row in rows
    ] == [
        ("TEA-150G", "烏龍茶葉 150g 單罐", 2, 520, 0),
        ("CUP", "玻璃杯", 1, 350, 0),
        ("TEA-150G", "烏龍茶葉 150g 單罐", 2, 520, 1),
    ]


def test_a_buyer_is_the_account_and_never_the_masked_phone(night):
    named = night.staged("shopee_orders").contacts()
    assert {row["is_certain"] for row in named if row["role"] == "contact"} == {False}, "the phone on the parcel"
    rows = [row for row in named if row["role"] == "buyer"]
    assert len(rows) == 7
    assert len({row["identity_key"] for row in rows}) == 2
    assert {(row["identity_kind"], row["scope"], row["is_certain"]) for row in rows} == {("account", "shopee", True)}


def test_older_names_say_the_same(home_of):
    home = home_of(shopee)
    new, old = (stage(home, "shopee", shopee.orders_file(words=words)) for words in ({}, shopee.OLDER))
    assert [row["merchant_discount"] for row in old.rows("orders")] == [50, 0, 0, 0, 5, 0, 0]
    assert [{**row, "file_id": ""} for row in old.rows("orders")] == [
        {**row, "file_id": ""} for row in new.rows("orders")
    ]
    assert not [what for kind, what, _ in old.findings() if kind == "unknown_column"]


def test_the_older_income_report_is_read_too(home_of):
    rows = [{**shopee.CREDITS[0], "AMS推廣費用": 0, "錢包入帳金額": 1144}]
    staged = stage(home_of(shopee), "shopee", shopee.income_file(rows, shopee.OLDER_INCOME))
    assert [row["amount"] for row in staged.rows("entries") if row["entry_kind"] == "due"] == [1144]
    assert staged.summary.tables[0].control_total_state == "agrees"


def test_a_row_that_cannot_be_read_sets_its_whole_order_aside(home_of):
    broken = [{**shopee.LINES[0], "數量": "二"}, *shopee.LINES[1:]]
    staged = stage(home_of(shopee), "shopee", shopee.orders_file(broken))
    assert [row["reason_code"] for row in staged.rows("quarantine")] == ["not_a_number", "line_of_order"]
    assert S1 not in {row["order_id"] for row in staged.rows("orders")}
