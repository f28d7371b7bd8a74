"""A WooCommerce shop with Stripe and PayPal, by hand."""

from decimal import Decimal

import pytest

from dags.steps import run_night
from tests.samples import woocommerce
from tests.samples.build import csv_bytes, drop, query, row, stage
from tests.transforms.exports.conftest import Night
from tests.transforms.exports.layouts.money import at, fees, worth


@pytest.fixture
def night(night_of):
    return night_of(woocommerce)


def test_orders_to_the_cent(night):
    """A refund gives up its part of the price only; 1001 lost a dispute, 1008 and 1010 were paid back by the ledger."""
    assert night.money("web") == {
        "1001": worth("partly_refunded", "44", "5", "0", "8.26", "30.74"),
        "1002": worth("paid", "10", "0", "0", "0", "10"),
        "1003": worth("partly_refunded", "20", "0", "0", "10", "10"),
        "1004": worth("refunded", "5", "0", "0", "5", "0"),
        "1005": worth("cancelled", "5", "0", "0", "0", "5"),
        "1006": worth("unpaid", "5", "0", "0", "0", "5"),
        "1007": worth("unknown", "5", "0", "0", "0", "5"),
        "1008": worth("partly_refunded", "9.99", "0", "0", "2", "7.99"),
        "1010": worth("partly_refunded", "1020.30", "0", "0", "28.56", "991.74"),
        "2001": worth("completed", "15", "0", "0", "0", "15"),
    }
    order = night.orders("web")["1001"]
    assert (order["tax"], order["delivery_charged"], order["coupon"]) == (Decimal("8.19"), 4, "TEA5")
    assert order["ordered_at"] == at("2026-01-20 09:15:00")
    assert ("unknown_value", "Order Status: Teleported", 1) in night.findings("woocommerce_orders")


def test_every_line_is_an_item_also_where_its_order_number_is_blank_or_items_stand_side_by_side(night):
    items = night.ask("select * from order_items order by order_key, line_number")
    names = ("item", "sku", "quantity", "unit_price", "refunded_quantity", "refunded")
    found = [(each["order_key"][-4:], *(each[name] for name in names)) for each in items]
    assert [each for each in found if each[0] in ("1001", "1003", "2001")] == [
        ("1001", "Pot blue", "P-1", 1, 30, 0, 0),
        ("1001", "Tea", "T-1", 2, 5, 0, 0),
        ("1003", "Book", None, 1, 10, 0, 0),
        ("1003", "Pen", None, 2, 5, 2, 10),
        ("2001", "Tea", "T-1", 1, None, 0, 0),
        ("2001", "Book", None, 1, None, 0, 0),
    ]
    assert len(night.orders("web")) == 10


def test_buyers_are_known_by_mail_and_phone_and_the_payment_services_name_them_too(night):
    orders = night.orders("web")
    assert orders["2001"]["customer_id"] == orders["1001"]["customer_id"] is not None, "case makes no other address"
    assert orders["1001"]["customer_id"] != orders["1002"]["customer_id"] is not None
    named = {
        (each["payment_ref"], each["payment_ref_other"][-2:], each["masked"])
        for layout in ("stripe_payments", "paypal_activity", "paypal_statement_es")
        for each in night.staged(layout).contacts()
    }
    assert named == {
        ("1001", "_1", "a***@example.com"),
        ("1008", "_8", "e***@example.net"),
        ("1002", "01", "l***@example.org"),
        ("1003", "03", "e***@example.net"),
        ("1003", "03", "612****5678"),
        ("1010", "30", "a***@example.com"),
    }


def test_stripe_fees_stand_at_their_order_once_and_others_in_their_period(night):
    """Both Stripe files know 1001 and 1004: the one nearer to the money counts."""
    dispute = ("payment_processing", Decimal(15))
    assert night.fees("1001") == [*fees(payment_processing="1.50"), dispute]
    assert night.fees("1004") == fees(payment_processing="0.34")
    assert night.fees("1008") == fees(payment_processing="0.40")
    assert ("unknown_value", "Type: martian", 1) in night.findings("stripe_balance")


def test_paypal_fees_stand_at_their_order_and_what_it_converts_holds_or_pays_out_is_no_fee(night):
    assert night.fees("1002") == fees(payment_processing="0.60")
    assert night.fees("1003") == [("payment_processing", Decimal(each)) for each in ("-0.30", "1.17")]
    assert night.fees("1010") == [("payment_processing", Decimal(each)) for each in ("0", "42.33")][1:]
    assert night.fees(None) == [
        ("adjustment", Decimal(16)),
        ("payment_processing", Decimal("1.10")),
        ("payment_processing", Decimal(2)),
    ]
    waiting = night.ask("select currency, amount from fee_lines where fee_state = 'waiting'")
    assert waiting == [{"currency": "USD", "amount": Decimal("1.10")}], "the sale in dollars is in no file of the shop"
    kinds = {each["wording"]: each["entry_kind"] for each in night.staged("paypal_activity").rows("entries")}
    assert {wording: kind for wording, kind in kinds.items() if kind in ("transfer", "unknown")} == {
        "General Currency Conversion": "transfer",
        "General Withdrawal": "transfer",
        "PreApproved Payment Bill User Payment": "transfer",
        "Hold on Balance for Dispute Investigation": "transfer",
        "Martian Movement": "unknown",
    }
    assert ("unknown_fee", "Martian Movement", 1) in night.findings("paypal_activity")


def test_pending_rows_are_no_money_and_an_unknown_status_is_reported(night):
    entries = night.staged("paypal_activity").rows("entries")
    assert not {each["amount"] for each in entries} & {Decimal(50), Decimal(3)}
    assert ("unknown_value", "Status: Levitating", 1) in night.findings("paypal_activity")


def test_stripe_payouts_agree_with_their_lines(night):
    rows = query(night.home.path / "warehouse" / "build" / "cli.duckdb", "select * from core.payouts")
    assert [(each["statement"], each["expected"], each["stated"]) for each in rows] == [
        ("po_1", Decimal("43.35"), Decimal("43.35"))
    ]
    for layout in ("stripe_balance", "paypal_activity", "paypal_statement_es"):
        assert night.file(layout)["control_total_state"] == "agrees"


def test_refunds_of_ledgers_stand_on_their_own_day(night):
    path = night.home.path / "warehouse" / "build" / "cli.duckdb"
    rows = query(path, "select order_key, refund_day, amount from core.refunds order by refund_day, amount")
    assert [(each["order_key"][-4:], str(each["refund_day"]), each["amount"]) for each in rows] == [
        ("1008", "2026-01-24", 2),
        ("1003", "2026-01-25", Decimal("12.10")),
        ("1004", "2026-01-30", Decimal("6.05")),
        ("1001", "2026-02-03", 10),
        ("1010", "2026-02-03", Decimal("34.56")),
    ]


def test_one_movement_in_activity_and_statement_is_booked_once(home_of):
    home = home_of(woocommerce)
    drop(home, "shop", "orders.csv", woocommerce.orders_file())
    drop(home, "paypal", "Download.CSV", woocommerce.activity_file())
    drop(home, "paypal", "STMT.CSV", woocommerce.statement_file())
    assert run_night(home).state == "published"
    night = Night(home)
    assert night.fees("1002") == fees(payment_processing="0.60")
    assert sum(each["rows_superseded"] for each in night.ask("select * from ingested_files")) == 1
    assert night.orders("web")["1003"]["refunded"] == 10


def test_times_of_paypal_stand_in_the_zone_and_order_of_their_file(home_of):
    home = home_of(woocommerce)
    booked = {
        each["amount"]: each["booked_at"]
        for data in (woocommerce.activity_file(), woocommerce.statement_file(), woocommerce.statement_es_file())
        for each in stage(home, "paypal", data).rows("entries")
    }
    assert booked[Decimal(-30)] == at("2026-01-27 10:00:00"), "CET, the day above 12 tells"
    assert booked[Decimal(-1001)] == at("2026-02-02 05:15:11"), "Los Angeles, month first"
    assert booked[Decimal(-1000)] == at("2026-02-04 08:00:00"), "Madrid, day first"


def test_the_columns_of_the_activity_are_the_merchant_s_choice(home_of):
    home = home_of(woocommerce)
    plain, chosen = (
        stage(home, "paypal", woocommerce.activity_file(header))
        for header in (woocommerce.PAYPAL_ACTIVITY, woocommerce.PAYPAL_CHOSEN)
    )
    assert not [what for kind, what, _ in chosen.findings() if kind == "unknown_column"]
    assert [{**each, "file_id": ""} for each in plain.rows("entries")] == [
        {**each, "file_id": ""} for each in chosen.rows("entries")
    ]
    header = woocommerce.PAYPAL_CHOSEN
    memo = {**woocommerce.ACTIVITY[0], "Balance Impact": "Memo"}
    staged = stage(home, "paypal", csv_bytes([header, row(header, memo)]))
    assert staged.rows("entries") == [], "a memo changes no balance"


def test_a_first_line_without_its_total_is_set_aside_by_name(home_of):
    header = woocommerce.ORDERS
    lines = [{**woocommerce.LINES[0], "Order Total Amount": ""}, *woocommerce.LINES[1:]]
    staged = stage(home_of(woocommerce), "shop", csv_bytes([header, *(row(header, each) for each in lines)]))
    bad = staged.rows("quarantine")
    assert [(each["reason_code"], each["columns_concerned"]) for each in bad] == [
        ("blank_required", "Order Total Amount"),
        ("line_of_order", "Order Number"),
    ]
    assert "1001" not in {each["order_id"] for each in staged.rows("orders")}


def test_a_payment_of_no_order_costs_its_fee_once_though_both_stripe_files_have_it(home_of):
    subscription = {"Amount": "9.00", "Fee": "0.53", "Currency": "eur", "Created (UTC)": "2026-01-24 09:16"}
    booked = {"id": "txn_9", "Type": "charge", "Source": "ch_77", "Net": "8.47", **subscription}
    paid = {"id": "ch_77", "Description": "Subscription update", "Mode": "Live", "Status": "Paid", **subscription}
    home = home_of(woocommerce)
    drop(home, "shop", "orders.csv", woocommerce.orders_file())
    balance, payments = woocommerce.STRIPE_BALANCE, woocommerce.STRIPE_PAYMENTS
    drop(home, "stripe", "balance.csv", csv_bytes([balance, row(balance, booked)]))
    drop(home, "stripe", "payments.csv", csv_bytes([payments, row(payments, paid)]))
    assert run_night(home).state == "published"
    assert Night(home).fees(None) == fees(payment_processing="0.53")
