"""Square, by hand."""

from decimal import Decimal

import pytest

from dags.steps import run_night
from tests.samples import doordash, square
from tests.samples.build import csv_bytes, drop, make_home, query, row, stage
from tests.transforms.exports.layouts.money import at, fees, worth


@pytest.fixture
def night(night_of):
    return night_of(square)


def test_orders_to_the_cent(night):
    assert night.money("store") == {
        "T1": worth("completed", "1036", "6", "0", "0", "1030"),
        "T2": worth("refunded", "20", "0", "0", "20", "0"),
        "T3": worth("partly_refunded", "29", "4", "0", "5", "20"),
        "T5": worth("cancelled", "7", "0", "0", "0", "7"),
        "T6": worth("completed", "8", "0", "0", "0", "8"),
    }
    assert night.money("doordash") == {"T4": worth("completed", "12", "0", "0", "0", "12")}
    assert night.orders("store")["T1"]["tip"] == 5
    assert night.fees("T1") == fees(payment_processing="1.08")
    assert night.file("square_transactions")["control_total_state"] == "agrees"


def test_an_unknown_status_of_money_collected_is_reported_and_a_voided_one_is_no_sale(night):
    assert ("unknown_value", "Transaction Status: Teleported", 1) in night.findings("square_transactions")
    assert {
        number: each["is_purchase"] for number, each in night.orders("store").items() if number in ("T5", "T6")
    } == {
        "T5": False,
        "T6": True,
    }


def test_fees_of_others_are_what_lies_between_collected_and_net(night):
    assert night.fees("T4") == fees(payment_processing="0.50", platform_service="0.30")
    rows = query(night.home.path / "warehouse" / "build" / "cli.duckdb", "select * from core.payouts order by all")
    assert {(each["channel"], each["statement"]): each["expected"] for each in rows} == {
        ("store", "D1"): Decimal("1055.50"),
        ("store", "D2"): Decimal("-8.80"),
    }


def test_items_stand_below_their_order_and_say_what_came_back(night):
    items = night.ask("select * from order_items order by order_key, line_number")
    names = ("item", "quantity", "unit_price", "discount", "refunded_quantity", "refunded")
    found = [(each["order_key"].partition("/")[2], *(each[name] for name in names)) for each in items]
    assert found == [
        ("T4", "Soup Large Hot", 1, 12, 0, 0, 0),
        ("T1", "Cake", 1, 1000, 6, 0, 0),
        ("T1", "Tea", 3, 12, 0, 0, 0),
        ("T2", "Bread", Decimal("2.5"), 8, 0, 0, 0),
        ("T2", "Bread", 0, None, 0, Decimal("2.5"), 20),
        ("T3", "Tea", 2, 12, 4, 0, 0),
        ("T3", "Bread", 1, 5, 0, 0, 0),
        ("T3", "Bread", 0, None, 0, 1, 5),
    ]


def test_where_only_the_items_are_they_give_the_order_its_buyer_and_its_refund(night, home_of):
    order = night.orders("store")["T3"]
    assert (order["tax"], order["source_file"]) == (Decimal("2.25"), "items.csv")
    assert order["customer_id"] == night.orders("store")["T1"]["customer_id"] is not None
    home = home_of(square)
    for header in (square.ITEMS_33, square.ITEMS):
        staged = stage(home, "square", square.items_file(header))
        assert not [what for kind, what, _ in staged.findings() if kind == "unknown_column"]
        orders = {(each["order_id"], each["row_role"]): each["gross"] for each in staged.rows("orders")}
        assert orders[("T1", "order")] == 1036
        assert orders[("T3", "refund")] == 5


def test_a_line_that_cannot_be_read_sets_its_whole_order_aside(home_of):
    broken = [{**square.LINES[0], "Gross Sales": "a thousand"}, *square.LINES[1:]]
    header = square.ITEMS
    staged = stage(home_of(square), "square", csv_bytes([header, *(row(header, each) for each in broken)]))
    assert {each["reason_code"] for each in staged.rows("quarantine")} == {"not_an_amount", "line_of_order"}
    assert "T1" not in {each["order_id"] for each in staged.rows("orders")}


def test_the_export_of_2018_gives_the_same_orders(home_of):
    home = home_of(square)
    old = stage(home, "square", square.transactions_2018_file())
    assert old.summary.tables[0].layout == "square_transactions"
    assert not [what for kind, what, _ in old.findings() if kind == "unknown_column"]
    assert ("unmapped_channel", "Register", 3) in old.findings()
    new = stage(home, "square", square.transactions_file(square.PAYMENTS[:3]))
    for kind in ("orders", "entries", "identities"):
        mine, theirs = ([{**each, "file_id": "", "coupon": ""} for each in one.rows(kind)] for one in (old, new))
        assert mine == theirs


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
    mars = {**square.PAYMENTS[0], "Transaction ID": "T9", "Payment ID": "P9", "Time Zone": "Olympus Mons"}
    vague = {**square.PAYMENTS[1], "Date": "02/03/26"}
    home = home_of(square)
    (bad,) = stage(home, "square", square.transactions_file([square.PAYMENTS[0], mars])).rows("quarantine")
    assert bad["reason_code"] == "unknown_zone"
    (bad,) = stage(home, "square", square.transactions_file([vague])).rows("quarantine")
    assert (bad["reason_code"], bad["columns_concerned"]) == ("date_order", "Date")
    assert Decimal(bad["line"]) == 2


def _sale(transaction: str, payment: str, gross: str, **cells: str) -> dict[str, object]:
    money = {"Gross Sales": gross, "Net Sales": gross, "Total Collected": gross, "Fees": "-$0.50"}
    return {**square.PAYMENTS[1], "Transaction ID": transaction, "Payment ID": payment, **money, **cells}


def test_a_sale_paid_in_two_ways_is_one_order_of_both_and_a_voided_part_is_none(home_of):
    by_card = _sale("T7", "P7", "$20.00", Tip="$2.00", **{"Total Collected": "$22.00", "Net Total": "$21.50"})
    in_cash = _sale("T7", "P8", "$10.50", Fees="$0.00", **{"Net Total": "$10.50"})
    voided = _sale("T7", "P6", "$10.50", **{"Net Total": "$10.00", "Transaction Status": "Voided"})
    rows = [square.PAYMENTS[0], voided, by_card, in_cash]
    orders = stage(home_of(square), "square", square.transactions_file(rows)).by("orders", "order_id")
    order = orders["T7"]
    assert (order["gross"], order["tip"], order["status"]) == (Decimal("30.50"), 2, "completed")


def test_a_sum_given_back_weeks_later_without_items_lowers_its_order(home_of):
    home = home_of(square)
    back = {
        "Date": "02/18/26", "Gross Sales": "$0.00", "Net Sales": "$0.00", "Partial Refunds": "-$5.00",
        "Total Collected": "-$5.00", "Fees": "$0.00", "Net Total": "-$5.00", "Event Type": "Refund",
    }  # fmt: skip
    later = {**square.PAYMENTS[0], "Payment ID": "R1", "Discounts": "", "Tax": "", "Tip": "", **back}
    drop(home, "square", "january.csv", square.transactions_file(square.PAYMENTS[:1]))
    drop(home, "square", "february.csv", square.transactions_file([later]))
    assert run_night(home).state == "published"
    (order,) = query(home.current, "select refunded, net_sales, tax from orders")
    assert order == {"refunded": 5, "net_sales": 1025, "tax": Decimal("2.40")}
    assert query(home.current, "select * from file_findings where finding = 'row_total_differs'") == []


@pytest.mark.parametrize("mapped", [True, False])
def test_a_delivery_order_at_the_till_and_in_the_platform_s_export_is_told_or_set_aside(tmp_path, mapped):
    """Nothing ties T4 to what DoorDash lists for the day: both count until its word is taken out of channel_values."""
    word = 'channel_values = { "DoorDash" = "doordash" }'
    settings = square.SETTINGS if mapped else square.SETTINGS.replace(word, 'channel_values = { "Corner" = "store" }')
    home = make_home(tmp_path / "home", settings + '[sources.bills]\nchannel = "doordash"\n')
    bill = {
        **doordash.TRANSACTIONS[1], "Timestamp UTC time": "2026-02-05 17:00:00",
        "Timestamp local time": "2026-02-05 12:00:00",
    }  # fmt: skip
    drop(home, "square", "transactions.csv", square.transactions_file())
    drop(home, "bills", "detailed.csv", doordash.detailed_file([bill]))
    assert run_night(home).state == "published"
    told = query(home.current, "select source, what, rows from file_findings where finding = 'perhaps_twice'")
    assert told == ([{"source": "square", "what": "doordash", "rows": 1}] if mapped else [])
    counted = query(home.current, "select order_id from orders where channel = 'doordash' order by 1")
    assert [each["order_id"] for each in counted] == ["BB000002", *(["T4"] if mapped else [])]
    aside = query(home.current, "select reason_code from quarantine")
    assert aside == ([] if mapped else [{"reason_code": "unmapped_channel"}])
