"""SHOPLINE orders and the Taiwanese gateways, by hand."""

from decimal import Decimal

import pytest

from tests.samples import shopline
from tests.samples.build import stage
from tests.samples.shopline import N1, N2, N3, N4, N5
from tests.transforms.exports.layouts.money import at, fees, worth


@pytest.fixture
def night(night_of):
    return night_of(shopline)


def test_orders_to_the_cent(night):
    """1,250 goods, 60 freight and 15 surcharge, less 150, 20, 50 and 30: every discount is the shop's own."""
    assert night.money("web") == {
        N1: worth("completed", "1325", "250", "0", "0", "1075"),
        N2: worth("refunded", "250", "0", "0", "250", "0"),
        N3: worth("partly_refunded", "500", "0", "0", "100", "400"),
        N4: worth("cancelled", "250", "0", "0", "0", "250"),
        N5: worth("unknown", "250", "0", "0", "0", "250"),
    }
    order = night.orders("web")[N1]
    assert (order["delivery_charged"], order["ordered_at"]) == (60, at("2026-01-31 15:30:00"))
    assert night.file("shopline_orders")["control_total_state"] == "agrees"
    assert night.findings("shopline_orders") == {
        ("unknown_value", "訂單狀態: 火星", 1),
        ("unknown_value", "付款狀態: 火付", 1),
    }


def test_the_gateway_s_fees_reach_the_order_by_its_payment_number(night):
    assert night.fees(N1) == fees(payment_processing="25")
    assert night.fees(N2) == [("payment_processing", Decimal("-6")), ("payment_processing", Decimal("6"))]
    assert night.fees(N3) == fees(payment_processing="14")
    assert night.fees(N5) == fees(payment_processing="7")
    assert night.fees(None) == []


def test_what_payuni_credits_is_what_it_took_in_less_its_fee(night, home_of):
    assert night.file("payuni_statement")["control_total_state"] == "agrees"
    (due,) = [row for row in night.staged("payuni_statement").rows("entries") if row["entry_kind"] == "due"]
    assert (due["amount"], due["statement"]) == (243, "2026-02-10")
    staged = stage(home_of(shopline), "gateways", shopline.payuni_file("244"))
    assert ("row_total_differs", "入帳金額", 1) in staged.findings()


def test_who_ordered_counts_and_the_parcel_only_where_nobody_else_is_named(night):
    rows = night.staged("shopline_orders").contacts()
    assert [(row["order_key"][-1], row["identity_kind"], row["role"], row["masked"]) for row in rows] == [
        ("1", "account", "buyer", "c***1"),
        ("1", "email", "buyer", "m***@example.com"),
        ("1", "phone", "buyer", "912****5678"),
        ("2", "phone", "buyer", "912****5678"),
        ("3", "phone", "contact", "987****4321"),
    ]
    assert rows[2]["identity_key"] == rows[3]["identity_key"], "a number that lost its zero is the same number"


def test_items_with_gifts(night):
    rows = night.ask(
        f"select sku, item, quantity, unit_price from order_items where order_key like '%{N1}' order by all"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("C-1", "杯子", 1, 250),
        ("T-1", "烏龍茶 大包", 2, 500),
        (None, "贈品提袋", 1, 0),
    ]


def test_big5_says_what_utf_8_says(home_of):
    home = home_of(shopline)
    one, other = (stage(home, "web", shopline.orders_file(encoding)) for encoding in ("utf-8-sig", "big5"))
    assert other.summary.tables[0].encoding == "cp950"
    assert other.findings() == one.findings()
    for kind in ("orders", "order_items", "identities"):
        assert [{**row, "file_id": ""} for row in other.rows(kind)] == [
            {**row, "file_id": ""} for row in one.rows(kind)
        ]


def test_older_columns_and_a_list_without_the_customer_are_read(home_of):
    home = home_of(shopline)
    staged = stage(home, "web", shopline.older_orders_file())
    assert [(row["order_id"], row["gross"]) for row in staged.rows("orders")] == [
        (N2, 250),
        (N3, 500),
        (N4, 250),
        (N5, 250),
    ]
    assert not [what for kind, what, _ in staged.findings() if kind == "unknown_column"]
    few = stage(home, "web", shopline.orders_file(header=shopline.FORTY))
    assert [row["role"] for row in few.contacts()] == ["contact"]


def test_discounts_that_do_not_lead_to_the_total_are_found(home_of):
    text = shopline.orders_file().decode("utf-8-sig").replace('"1,075"', '"1,076"')
    staged = stage(home_of(shopline), "web", text.encode())
    assert ("row_total_differs", "訂單合計", 1) in staged.findings()


def test_the_total_tells_whether_the_tax_stands_on_top_of_the_prices(home_of):
    last = shopline.LINES[6]
    on_top = {**last, "訂單小計": 1000, "訂單合計": 1050, "稅費": 50}
    inside = {**last, "訂單號碼": "20260201000000009", "訂單小計": 1050, "訂單合計": 1050, "稅費": 50}
    staged = stage(home_of(shopline), "web", shopline.orders_file(lines=[on_top, inside]))
    orders = [(each["gross"], each["tax"], each["paid"]) for each in staged.rows("orders")]
    assert orders == [(1000, 50, 1000), (1050, 0, 1050)]
    assert staged.summary.tables[0].control_total_state == "agrees"
