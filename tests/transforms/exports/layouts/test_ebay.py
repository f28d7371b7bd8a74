"""eBay transactions and orders, by hand."""

from decimal import Decimal

import pytest

from tests.samples import ebay
from tests.samples.build import stage
from tests.samples.ebay import B1, B2, B3, B4
from tests.transforms.exports.layouts.money import fees, worth


@pytest.fixture
def night(night_of):
    return night_of(ebay)


def test_orders_to_the_cent(night):
    """Of an order of several items the row of the order counts once; tax that eBay remits is not the shop's."""
    assert night.money("ebay") == {
        B1: worth("partly_refunded", "98", "0", "0", "49", "49"),
        B2: worth("paid", "1000", "0", "0", "0", "1000"),
        B3: worth("unpaid", "410", "0", "0", "0", "410"),
        B4: worth("completed", "17.50", "0", "0", "0", "17.50"),
    }
    orders = night.orders("ebay")
    assert {name: order["tax"] for name, order in orders.items() if order["tax"]} == {B2: 60}
    assert [orders[name]["order_day"].isoformat() for name in (B1, B4)] == ["2026-02-01", "2026-02-07"]
    assert orders[B1]["delivery_charged"] == 8


def test_the_transactions_alone_say_the_same_money(home_of):
    staged = stage(home_of(ebay), "ebay", ebay.transactions_file())
    assert [(row["order_id"], row["gross"], row["tax"]) for row in staged.rows("orders")] == [
        (B1, 98, None),
        (B2, 1000, 60),
        (B4, Decimal("17.50"), None),
    ]


def test_fees(night):
    assert night.fees(B1) == [
        ("commission", Decimal("-6.25")),
        ("commission", Decimal("12.65")),
        ("delivery_service", Decimal("9.25")),
        ("platform_service", Decimal("0.50")),
        ("promotion", Decimal("3.10")),
    ]
    assert night.fees(B2) == fees(adjustment="5", commission="10.70", platform_service="5")
    assert night.fees(None) == fees(adjustment="-2", subscription="21.95")
    assert night.findings("ebay_transactions") == {("unknown_fee", "Other fee Martian toll", 1)}


def test_the_lines_of_a_payout_add_up_to_it(night, home_of):
    entries = night.staged("ebay_transactions").rows("entries")
    dues = [row["amount"] for row in entries if row["entry_kind"] == "due" and row["statement"] == "70001"]
    (payout,) = [row for row in entries if row["entry_kind"] == "payout"]
    assert sum(dues) == payout["amount"] == Decimal("948.11")
    assert {row["statement"] for row in entries if row["order_ref"] == B4} == {None}, "not yet paid out"
    assert night.file("ebay_transactions")["control_total_state"] == "agrees"
    wrong = {**ebay.BOOKED[0], "Net amount": "84.86"}
    staged = stage(home_of(ebay), "ebay", ebay.transactions_file([wrong]))
    assert ("row_total_differs", "Net amount", 1) in staged.findings()


def test_items_come_from_the_order_report_where_there_is_one(night):
    rows = night.ask("select order_key, sku, item, quantity, unit_price from order_items order by all")
    assert [(row["order_key"][5:], row["sku"], row["item"], row["quantity"], row["unit_price"]) for row in rows] == [
        (B1, "L-12", 'Lamp, 12" shade', 2, 45),
        (B2, "1540002", "Shade", 1, 600),
        (B2, "1540003", "Stand [Colour:Black]", 1, 400),
        (B3, "1540003", "Stand", 1, 400),
        (B4, "1540004", "Bulb", 1, Decimal("17.50")),
    ]


def test_buyers_are_known_by_user_name_in_both_files(night):
    keys = {
        layout: {row["order_key"]: row["identity_key"] for row in night.staged(layout).contacts()}
        for layout in ebay.FILES
    }
    assert keys["ebay_orders"][f"ebay/{B1}"] == keys["ebay_transactions"][f"ebay/{B1}"]
    assert keys["ebay_transactions"][f"ebay/{B4}"] == keys["ebay_transactions"][f"ebay/{B1}"]
    assert keys["ebay_orders"][f"ebay/{B2}"] == keys["ebay_orders"][f"ebay/{B3}"]


def test_rows_of_commas_around_the_orders_are_none(home_of):
    header, *rows = ebay.orders_file().decode("utf-8-sig").splitlines(keepends=True)
    blank = "," * (len(ebay.ORDERS) - 1) + "\r\n"
    text = "".join([header, blank, *rows[:-1], blank, rows[-1]])
    staged = stage(home_of(ebay), "ebay", text.encode())
    assert [row["order_id"] for row in staged.rows("orders")] == [B1, B2, B3]
    assert staged.rows("quarantine") == []


def test_british_words_are_read(home_of):
    words = {"Shipping And Handling": "Postage And Packaging", "Shipped On Date": "Posted On Date"}
    text = ebay.orders_file().decode("utf-8-sig")
    for american, british in words.items():
        text = text.replace(american, british)
    home = home_of(ebay)
    one, other = (stage(home, "ebay", data) for data in (ebay.orders_file(), text.encode()))
    told = ("order_id", "gross", "delivery_charged", "status")
    assert [[row[name] for name in told] for row in other.rows("orders")] == [
        [row[name] for name in told] for row in one.rows("orders")
    ]
