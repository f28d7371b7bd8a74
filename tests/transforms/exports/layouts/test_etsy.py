"""Etsy orders, items and statements, by hand."""

from decimal import Decimal

import pytest

from tests.samples import etsy
from tests.samples.build import drop, make_home, query, stage
from tests.samples.etsy import E1, E2, E3, E4, E5, E6
from tests.transforms.exports.layouts.money import at, fees, worth


@pytest.fixture
def night(night_of):
    return night_of(etsy)


def test_orders_to_the_cent(night):
    """Sales tax that Etsy remits is not the shop's; a full refund is only in the statement, a partial one in both."""
    assert night.money("etsy") == {
        E1: worth("completed", "64", "0", "0", "0", "64"),
        E2: worth("completed", "125", "17", "0", "0", "108"),
        E3: worth("partly_refunded", "1040", "0", "0", "10", "1030"),
        E4: worth("refunded", "25", "0", "0", "25", "0"),
        E5: worth("unknown", "9", "0", "0", "0", "9"),
        E6: worth("completed", "20", "0", "0", "0", "20"),
    }
    orders = night.orders("etsy")
    assert {name: order["tax"] for name, order in orders.items() if order["tax"]} == {E6: 2}, "the shop's own to remit"
    assert (orders[E1]["order_day"].isoformat(), orders[E2]["coupon"]) == ("2026-02-03", "SPRING10")
    assert ("unknown_value", "Status: Martian", 1) in night.findings("etsy_orders")


def test_the_statement_s_fees_win_over_the_card_fee_of_the_order_file(night):
    assert night.fees(E1) == [
        ("commission", Decimal("0.39")),
        ("commission", Decimal("3.77")),
        ("delivery_service", Decimal("5.25")),
        ("payment_processing", Decimal("2.32")),
        ("tax", Decimal("0.46")),
    ]
    assert night.fees(E2) == fees(
        commission="7.02", payment_processing="3.49", platform_service="0.13", promotion="16.2"
    )
    assert night.fees(E3) == fees(payment_processing="31.15")
    assert night.fees(E4) == [
        ("commission", Decimal("-1.63")),
        ("commission", Decimal("1.63")),
        ("payment_processing", Decimal("1")),
    ]


def test_fees_of_no_order_are_all_kept_and_an_unknown_type_is_told(night):
    assert night.fees(None) == [
        ("platform_service", Decimal("0.20")),
        ("platform_service", Decimal("0.20")),
        ("promotion", Decimal("12.40")),
        ("subscription", Decimal("10")),
    ]
    assert night.findings("etsy_statement") == {("unknown_fee", "Martian Canal toll", 1)}
    entries = night.staged("etsy_statement").rows("entries")
    assert [row["amount"] for row in entries if row["entry_kind"] == "transfer"] == [Decimal("1110.65")]


def test_every_row_of_the_statement_adds_up_and_so_does_every_order(night, home_of):
    assert night.file("etsy_statement")["control_total_state"] == "agrees"
    assert night.file("etsy_orders")["control_total_state"] == "agrees"
    wrong = {**etsy.SOLD[0], "Order Net": "61.69"}
    staged = stage(home_of(etsy), "etsy", etsy.orders_file([wrong]))
    assert ("row_total_differs", "Order Net", 1) in staged.findings()


def test_a_buyer_is_known_by_the_user_name_in_orders_and_items_alike(night):
    orders = {row["order_key"]: row["identity_key"] for row in night.staged("etsy_orders").contacts()}
    items = {row["order_key"]: row["identity_key"] for row in night.staged("etsy_items").contacts()}
    assert items.items() <= orders.items()
    assert len(orders) == 3
    assert len(set(orders.values())) == 2


def test_items(night):
    rows = night.ask("select item, sku, quantity, unit_price from order_items order by unit_price")
    assert [tuple(row.values()) for row in rows] == [
        ("Silver ring Size:8", "R-8", 2, 29),
        ("Mug", None, 1, 40),
        ("Hoops, gold", "H-1", 1, 80),
    ]


@pytest.mark.parametrize("data", [etsy.orders_2019_file, etsy.british_orders_file])
def test_older_columns_and_british_words_say_the_same(home_of, data):
    home = home_of(etsy)
    plain, other = (stage(home, "etsy", each()).by("orders", "order_id") for each in (etsy.orders_file, data))
    assert other.keys() == plain.keys()
    for name, order in plain.items():
        told = ("gross", "merchant_discount", "delivery_charged", "tax", "ordered_at", "status")
        assert [other[name][word] for word in told] == [order[word] for word in told]


def test_a_spanish_statement_with_decimal_commas(home_of):
    staged = stage(home_of(etsy), "etsy", etsy.spanish_statement_file())
    (table,) = staged.summary.tables
    assert (table.layout, table.rows_quarantined, table.control_total_state) == ("etsy_statement", 0, "agrees")
    found = [(row["entry_kind"], row["fee_type"], row["amount"], row["order_ref"]) for row in staged.rows("entries")]
    assert found == [
        ("payment", None, Decimal("1048"), E1),
        ("fee", "commission", Decimal("68.12"), E1),
        ("fee", "payment_processing", Decimal("1.09"), E1),
        ("refund", None, Decimal("10"), E4),
    ]
    assert {row["currency"] for row in staged.rows("entries")} == {"EUR"}


def test_dates_with_the_day_first_and_pounds_are_read(home_of):
    rows = [etsy.booked("31 January, 2026", "Marketing", "Etsy Ads", "", "--", "-£4.80", "-£4.80")]
    (entry,) = stage(home_of(etsy), "etsy", etsy.statement_file(rows)).rows("entries")
    assert (entry["amount"], entry["booked_at"]) == (Decimal("4.80"), at("2026-01-31 17:00:00"))


def test_a_statement_of_the_same_month_replaces_the_earlier_one_of_its_shop_only(tmp_path):
    from dags.steps import run_night
    from tests.samples.build import ARRIVED

    two_shops = etsy.SETTINGS + '[sources.other_shop]\nchannel = "etsy"\n'
    home = make_home(tmp_path / "home", two_shops)
    january = etsy.booked("January 31, 2026", "Subscription", "Etsy Plus subscription", "", "--", "-$9.00", "-$9.00")
    drop(home, "etsy", "orders.csv", etsy.orders_file())
    drop(home, "etsy", "early.csv", etsy.statement_file([january, *etsy.FEBRUARY[:3]]))
    drop(home, "etsy", "late.csv", etsy.statement_file(), ARRIVED.replace(hour=4))
    drop(home, "other_shop", "other.csv", etsy.statement_file(etsy.FEBRUARY[6:8]), ARRIVED.replace(hour=5))
    assert run_night(home).state == "published"
    rows = query(home.current, "select fee_type, sum(amount) as total from fee_lines group by all order by all")
    assert {row["fee_type"]: row["total"] for row in rows} == {
        "commission": Decimal("11.18"),
        "delivery_service": Decimal("5.25"),
        "payment_processing": Decimal("39.39"),
        "platform_service": Decimal("0.93"),
        "promotion": Decimal("28.60"),
        "subscription": Decimal("19"),
        "tax": Decimal("0.46"),
    }
