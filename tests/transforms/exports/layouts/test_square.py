"""Square, by hand."""

from decimal import Decimal

import pytest

from tests.samples import square
from tests.samples.build import stage
from tests.transforms.exports.layouts.money import at, fees, worth


@pytest.fixture
def night(night_of):
    return night_of(square)


def test_orders_to_the_cent(night):
    assert night.money("store") == {
        "T1": worth("completed", "1036", "6", "0", "0", "1030"),
        "T2": worth("refunded", "20", "0", "0", "20", "0"),
    }
    assert night.orders("store")["T1"]["tip"] == 5
    assert night.fees("T1") == fees(payment_processing="1.08")
    assert night.file("square_transactions")["control_total_state"] == "agrees"


def test_times_stand_in_the_zone_that_each_row_names(night):
    orders = night.orders("store")
    assert orders["T1"]["ordered_at"] == at("2026-01-31 14:30:00")
    assert orders["T2"]["ordered_at"] == at("2026-02-04 02:00:00")


def test_a_row_that_does_not_add_up_is_found(home_of):
    wrong = {**square.PAYMENTS[0], "Total Collected": "$1,037.41"}
    staged = stage(home_of(square), "square", square.transactions_file([wrong]))
    assert ("row_total_differs", "Total Collected", 1) in staged.findings()
    assert staged.summary.tables[0].control_total_state == "differs"


def test_an_unknown_zone_and_days_that_do_not_tell_are_set_aside(home_of):
    mars = {**square.PAYMENTS[0], "Time Zone": "Olympus Mons"}
    vague = {**square.PAYMENTS[1], "Date": "02/03/26"}
    home = home_of(square)
    (bad,) = stage(home, "square", square.transactions_file([square.PAYMENTS[0], mars])).rows("quarantine")
    assert bad["reason_code"] == "unknown_zone"
    (bad,) = stage(home, "square", square.transactions_file([vague])).rows("quarantine")
    assert (bad["reason_code"], bad["columns_concerned"]) == ("date_order", "Date")
    assert Decimal(bad["line"]) == 2
