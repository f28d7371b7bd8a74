"""TikTok Shop orders and income, by hand."""

from decimal import Decimal

import pytest

from tests.samples import tiktok
from tests.samples.build import stage
from tests.samples.tiktok import K1, K2, K3, K4, K5, K6
from tests.transforms.exports.layouts.money import at, fees, worth


@pytest.fixture
def night(night_of):
    return night_of(tiktok)


def test_orders_to_the_cent(night):
    """Where the income file has a refund it counts: it holds TikTok's share of the discount."""
    assert night.money("tiktok") == {
        K1: worth("completed", "85", "6", "3", "0", "79"),
        K2: worth("cancelled", "25", "0", "0", "0", "25"),
        K3: worth("partly_refunded", "100", "0", "4", "50", "50"),
        K5: worth("unknown", "50", "0", "0", "0", "50"),
        K6: worth("unpaid", "50", "0", "0", "0", "50"),
    }
    assert night.money("tokopedia") == {K4: worth("refunded", "50", "0", "0", "50", "0")}
    assert night.orders("tiktok")[K1]["ordered_at"] == at("2026-01-31 15:30:00")
    assert night.findings("tiktok_orders") == {("unknown_value", "Order Status: Martian", 1)}
    assert night.file("tiktok_orders")["rows_read"] == 7, "the row of explanations is none"
    given_back = {row["order_ref"]: row["booked_at"] for row in night.staged("tiktok_orders").rows("entries")}
    assert given_back == {K3: at("2026-02-03 02:00:00"), K4: at("2026-02-07 01:00:00")}


def test_fees_named_by_their_column_and_the_rest_between_sale_and_settlement(night):
    assert night.fees(K1) == [
        ("adjustment", Decimal("-7.77")),
        ("commission", Decimal("4.74")),
        ("delivery_service", Decimal("1")),
        ("payment_processing", Decimal("2.99")),
        ("platform_service", Decimal("0.75")),
        ("promotion", Decimal("4.45")),
    ]
    assert night.fees(K3) == fees(adjustment="0.50", commission="3", payment_processing="1")
    assert night.fees(None) == fees(promotion="20")
    told = {each for each in night.findings("tiktok_income") if each[0] != "missing_optional"}
    assert told == {("unknown_fee", "Martian levy", 1)}


def test_what_is_sold_less_what_is_kept_is_what_is_settled(night):
    dues: dict[str, Decimal] = {}
    for each in night.staged("tiktok_income").rows("entries"):
        if each["entry_kind"] == "due":
            dues[each["statement"]] = dues.get(each["statement"], Decimal(0)) + each["amount"]
    assert dues == {"2026-02-09": Decimal("65.07"), "2026-02-11": Decimal("25.50"), "2026-02-12": Decimal("6.78")}
    orders = night.orders("tiktok")
    assert orders[K1]["net_sales"] - orders[K1]["fees"] == Decimal("65.07") + Decimal("7.77")
    assert orders[K3]["net_sales"] - orders[K3]["fees"] == Decimal("45.50")


def test_items_and_buyers(night):
    rows = night.ask(f"select * from order_items where order_key like '%{K1}' or order_key like '%{K3}' order by all")
    assert [(row["sku"], row["item"], row["quantity"], row["discount"], row["refunded_quantity"]) for row in rows] == [
        ("T-1", "Tea, tin 100 g", 2, 6, 0),
        ("C-1", "Cup", 1, 0, 0),
        ("172944", "Scarf", 2, 0, 1),
    ]
    named = night.staged("tiktok_orders").contacts()
    people = [row for row in named if row["role"] == "buyer"]
    assert (len(people), len({row["identity_key"] for row in people})) == (6, 2)
    assert {(row["identity_kind"], row["is_certain"]) for row in named if row not in people} == {("phone", False)}


def test_the_workbook_says_what_the_text_says(home_of):
    home = home_of(tiktok)
    text, book = (stage(home, "tiktok", data()) for data in (tiktok.orders_file, tiktok.orders_workbook))
    for kind in ("orders", "order_items", "identities", "entries"):
        one, other = ([{**each, "file_id": ""} for each in staged.rows(kind)] for staged in (text, book))
        assert one == other
    assert one


def test_a_line_whose_discounts_do_not_add_up_is_found(home_of):
    wrong = [{**tiktok.LINES[0], "SKU Seller Discount": "RM7.00"}, *tiktok.LINES[1:]]
    staged = stage(home_of(tiktok), "tiktok", tiktok.orders_file(wrong))
    assert ("row_total_differs", "SKU Subtotal After Discount", 1) in staged.findings()
