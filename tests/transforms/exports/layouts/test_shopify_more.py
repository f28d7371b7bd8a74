"""Shopify's customers and payouts, older generations of its exports, and a connector's tables, by hand."""

from decimal import Decimal

import pytest

from dags.steps import run_night
from tests.samples import shopify, shopify_more
from tests.samples.build import drop, query, stage
from tests.transforms.exports.layouts.money import at, worth


@pytest.fixture
def night(night_of):
    return night_of(shopify_more)


def test_a_connector_s_orders_to_the_cent_with_what_its_transactions_paid_back(night):
    """Tax stands inside the price of the first and on top of the second, whose refund holds a share of it."""
    assert night.money("web") == {
        "900000001": worth("partly_refunded", "27", "3", "0", "8", "16"),
        "900000002": worth("partly_refunded", "11", "0", "0", "5.50", "5.50"),
        "900000003": worth("test", "5", "0", "0", "0", "5"),
        "900000004": worth("cancelled", "6", "0", "0", "0", "6"),
        "900000005": worth("unknown", "7", "0", "0", "0", "7"),
    }
    orders = night.orders("web")
    assert (orders["900000001"]["tax"], orders["900000002"]["tax"]) == (0, Decimal("2.20"))
    assert orders["900000001"]["ordered_at"] == at("2026-01-31 23:30:00")
    items = night.ask("select * from order_items order by order_key")
    assert [(each["item"], each["sku"], each["quantity"], each["unit_price"], each["discount"]) for each in items] == [
        ("Oolong", "T-1", 3, 9, 3),
        ("Cup", None, 1, 11, 0),
    ]


def test_customers_carry_their_contacts_and_what_they_agreed_to(night):
    found = night.staged("shopify_customers").contacts()
    assert [(each["identity_kind"], each["masked"], each["consent"], each["purpose"]) for each in found] == [
        ("email", "i***@example.com", True, "email"),
        ("phone", "740****3456", False, "sms"),
    ]
    assert night.staged("shopify_customers").traits() == [
        (0, "name", "L***", "buyer"),
        (1, "area", "01…", "buyer"),
        (1, "name", "J***", "buyer"),
    ]
    orders = night.orders("web")
    assert orders["900000001"]["customer_id"] is not None
    assert night.file("shopify_customers")["rows_loaded"] == 2


def test_the_newer_names_of_the_interface_say_the_same(home_of):
    home = home_of(shopify_more)
    older, newer = (
        stage(home, "web", data) for data in (shopify_more.api_orders_file(), shopify_more.api_orders_newer_file())
    )
    assert newer.summary.tables[0].layout == "shopify_api_orders"
    for kind in ("orders", "identities"):
        mine, theirs = ([{**each, "file_id": ""} for each in one.rows(kind)] for one in (older, newer))
        assert mine == theirs


def test_payouts_agree_with_the_movements_behind_them(home):
    """Also where the movements name no payout; one that is only scheduled is not stated yet."""
    drop(home, "web", "orders.csv", shopify.orders_file())
    drop(home, "web", "payments.csv", shopify_more.payments_2025_file())
    drop(home, "web", "payouts.csv", shopify_more.payouts_file())
    assert run_night(home).state == "published"
    rows = query(home.path / "warehouse" / "build" / "cli.duckdb", "select * from core.payouts order by statement")
    assert [(each["statement"], str(each["payout_day"]), each["expected"], each["stated"]) for each in rows] == [
        ("2026-02-13", "2026-02-13", Decimal("94.86"), Decimal("94.86")),
        ("2026-02-14", "2026-02-14", Decimal("-49.85"), Decimal("-49.85")),
    ]


def test_payouts_of_2026_have_more_columns_and_say_the_same(home):
    older, newer = (
        stage(home, "web", shopify_more.payouts_file(header))
        for header in (shopify_more.PAYOUTS, shopify_more.PAYOUTS_2026)
    )
    assert not [what for kind, what, _ in newer.findings() if kind == "unknown_column"]
    mine, theirs = ([{**each, "file_id": ""} for each in one.rows("entries")] for one in (older, newer))
    assert mine == theirs
    assert [one.summary.tables[0].control_total_state for one in (older, newer)] == ["agrees", "agrees"]


@pytest.mark.parametrize(
    ("old", "new", "layout", "width"),
    [
        (shopify_more.orders_2022_file, shopify.orders_file, "shopify_orders", 73),
        (shopify_more.payments_2025_file, shopify.payments_file, "shopify_payments", 16),
    ],
)
def test_older_generations_are_read_by_the_same_layout_to_the_same_records(home, old, new, layout, width):
    header = shopify_more.ORDERS_2022 if layout == "shopify_orders" else shopify_more.PAYMENTS_2025
    assert len(header) == width
    one, other = stage(home, "web", old()), stage(home, "web", new())
    assert one.summary.tables[0].layout == other.summary.tables[0].layout == layout
    assert not [what for kind, what, _ in one.findings() if kind == "unknown_column"]
    for kind in ("orders", "order_items", "identities", "entries"):
        mine, theirs = (
            [{**each, "file_id": "", "statement": ""} for each in staged.rows(kind)] for staged in (one, other)
        )
        assert mine == theirs
