"""Grubhub, and a third party's list of errors, by hand."""

from decimal import Decimal

import pytest

from tests.samples import grubhub
from tests.samples.build import stage
from tests.transforms.exports.layouts.money import at, fees, worth


@pytest.fixture
def night(night_of):
    return night_of(grubhub)


def test_orders_to_the_cent(night):
    assert night.money("grubhub") == {
        "100-1": worth("partly_refunded", "40.25", "6", "0", "10", "24.25"),
        "100-2": worth("completed", "23", "0", "0", "0", "23"),
        "100-3": worth("refunded", "15", "0", "0", "15", "0"),
    }
    assert night.money("web") == {"100-4": worth("completed", "12", "0", "0", "0", "12")}
    orders = night.orders("grubhub")
    assert [orders[number]["tax"] for number in ("100-1", "100-2")] == [0, Decimal("1.84")]
    assert (orders["100-2"]["tip"], orders["100-2"]["delivery_charged"]) == (4, 3)
    assert orders["100-1"]["ordered_at"] == at("2026-02-04 00:05:00")
    assert str(orders["100-1"]["order_day"]) == "2026-02-03"


def test_fees_of_each_order_and_those_of_none(night):
    commissions = [("commission", Decimal(each)) for each in ("-1.50", "0.80", "6")]
    delivery = [("delivery_service", Decimal(each)) for each in (-1, 4)]
    assert night.fees("100-1") == [*commissions, *delivery, ("payment_processing", Decimal("1.56"))]
    assert night.fees("100-2") == fees(commission="3", payment_processing="1.10")
    assert night.fees("100-3") == [("commission", Decimal("-2.25")), ("commission", Decimal("2.25"))]
    assert night.fees("100-4") == fees(commission="0", payment_processing="0.66")
    assert night.fees(None) == fees(adjustment="-5", promotion="30")
    assert ("unknown_fee", "Martian", 1) in night.findings("grubhub_transactions")


def test_rows_agree_with_both_totals_they_state(night, home_of):
    assert night.file("grubhub_transactions")["control_total_state"] == "agrees"
    wrong = [{**grubhub.ROWS[0], "merchant_net_total": "21.90"}, {**grubhub.ROWS[1], "merchant_total": "-10.70"}]
    found = stage(home_of(grubhub), "grubhub", grubhub.transactions_file(wrong)).findings()
    assert ("row_total_differs", "merchant_total", 1) in found
    assert ("row_total_differs", "merchant_net_total", 2) in found


def test_a_third_party_s_list_of_errors_is_known_and_counts_nowhere(night):
    entries = night.staged("delivery_order_errors").rows("entries")
    assert [(each["entry_kind"], each["amount"]) for each in entries] == [
        ("transfer", Decimal("21.89")),
        ("transfer", Decimal("29.74")),
    ]
    assert night.ask("select count(*) as n from fee_lines where amount in (21.89, 29.74)") == [{"n": 0}]
    assert night.file("delivery_order_errors")["rows_loaded"] == 2
