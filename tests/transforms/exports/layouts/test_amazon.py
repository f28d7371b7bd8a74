"""Amazon settlements and transactions, by hand."""

from collections import Counter
from decimal import Decimal

import pytest

from tests.samples import amazon
from tests.samples.amazon import A1, A2, B1, B2, C1
from tests.samples.build import stage
from tests.transforms.exports.layouts.money import at, fees, worth


@pytest.fixture
def night(night_of):
    return night_of(amazon)


def test_orders_to_the_cent(night):
    """A refund weeks later, in another settlement or in the other report, is found by the order's number."""
    assert night.money("amazon") == {
        A1: worth("refunded", "145.99", "5.99", "0", "140", "0"),
        A2: worth("refunded", "15.50", "0", "0", "15.50", "0"),
        B1: worth("completed", "59", "2.50", "0", "0", "56.50"),
        B2: worth("partly_refunded", "19.99", "0", "0", "8", "11.99"),
        C1: worth("completed", "1065", "5", "0", "0", "1060"),
    }
    orders = night.orders("amazon")
    assert {name: order["tax"] for name, order in orders.items()} == dict.fromkeys(orders, 0), "Amazon remits it"
    assert orders[B1]["delivery_charged"] == 4
    assert orders[B1]["ordered_at"] == at("2026-01-22 15:00:00")
    assert orders[C1]["ordered_at"] == at("2026-02-11 07:30:00")


def test_fees_of_an_order_come_from_the_file_nearest_to_the_money(night):
    assert night.fees(A1) == [
        ("commission", Decimal("-6")),
        ("commission", Decimal("1.20")),
        ("commission", Decimal("6")),
        ("delivery_service", Decimal("4.75")),
    ]
    assert night.fees(A2) == [("commission", Decimal(each)) for each in ("-2.33", "0.47", "2.33")]
    assert night.fees(B1) == [
        ("commission", Decimal("3.75")),
        ("commission", Decimal("4.50")),
        ("delivery_service", Decimal("4")),
    ]
    assert night.fees(B2) == fees(commission="3", platform_service="0.10")
    assert night.fees(C1) == fees(commission="9", delivery_service="6.15")


def test_fees_of_no_order_stay_at_their_day(night):
    rows = night.ask("select fee_type, amount, fee_state from fee_lines where order_key is null order by all")
    assert [(row["fee_type"], row["amount"], row["fee_state"]) for row in rows] == [
        ("adjustment", Decimal("-9.99"), "period"),
        ("adjustment", Decimal("-7.80"), "period"),
        ("delivery_service", Decimal("1.25"), "period"),
        ("delivery_service", Decimal("2.10"), "period"),
        ("delivery_service", Decimal("3.30"), "period"),
        ("delivery_service", Decimal("5.50"), "waiting"),
        ("promotion", Decimal("7.70"), "period"),
        ("promotion", Decimal("12.40"), "period"),
        ("subscription", Decimal("39.99"), "period"),
        ("subscription", Decimal("39.99"), "period"),
    ]


def test_the_lines_of_a_settlement_add_up_to_what_it_pays_out(night):
    for layout, total in (("amazon_settlement", "-115.17"), ("amazon_settlement_v1", "85.34")):
        assert night.file(layout)["control_total_state"] == "agrees"
        entries = night.staged(layout).rows("entries")
        assert sum(row["amount"] for row in entries if row["entry_kind"] == "due") == Decimal(total)
        (payout,) = [row for row in entries if row["entry_kind"] == "payout"]
        assert payout["amount"] == Decimal(total)
    assert payout["booked_at"] == at("2026-01-21 00:00:00")
    assert night.file("amazon_transactions")["control_total_state"] == "agrees"


def test_reserves_and_transfers_are_no_fees_and_an_unknown_word_is_told(night):
    kinds = Counter(
        row["entry_kind"]
        for layout in amazon.FILES
        for row in night.staged(layout).rows("entries")
        if row["entry_kind"] in ("transfer", "unknown")
    )
    assert kinds == {"transfer": 3, "unknown": 2}
    assert night.findings("amazon_settlement") == {
        ("unknown_fee", "other-transaction other-transaction Martian Levy", 1)
    }
    assert ("unknown_fee", "Martian", 1) in night.findings("amazon_transactions")


def test_items_have_the_price_of_one_piece_also_where_pieces_stand_in_a_row_of_their_own(night):
    rows = night.ask("select order_key, sku, quantity, unit_price from order_items order by all")
    assert [(row["order_key"].split("/")[-1], row["sku"], row["quantity"], row["unit_price"]) for row in rows] == [
        (A1, "MUG-1", 2, Decimal(70)),
        (A2, "TEA-1", 1, Decimal("15.50")),
        (B1, "CUP-1", 1, Decimal(30)),
        (B1, "CUP-2", 2, Decimal("12.50")),
        (B2, "TEA-1", 1, Decimal("19.99")),
        (C1, "POT-1", 1, Decimal(1060)),
    ]


def test_a_settlement_in_both_forms_is_one_settlement(home_of):
    home = home_of(amazon)
    number = {"settlement-id": "24000000001"}
    wide = [{**each, **number} for each in amazon.OLD]
    old = stage(home, "amazon", amazon.wide_settlement_file(wide), "wide.txt").rows("rows")
    new = stage(home, "amazon", amazon.settlement_file(), "narrow.txt").rows("rows")
    assert {row["row_key"] for row in old} == {row["row_key"] for row in new}
    assert {row["row_namespace"] for row in (*old, *new)} == {"amazon_settlement"}
    assert {row["precision"] for row in old} == {0}
    assert {row["precision"] for row in new} == {1}, "the narrow one tells more"


@pytest.mark.parametrize(
    ("posted", "utc"),
    [
        ("2026/02/03 10:00:00 UTC", "2026-02-03 10:00:00"),
        ("2026-02-03T10:00:00Z", "2026-02-03 10:00:00"),
        ("2026-02-03T10:00:00+09:00", "2026-02-03 01:00:00"),
        ("03.02.2026 10:00:00 UTC", "2026-02-03 10:00:00"),
    ],
)
def test_amounts_with_a_decimal_comma_and_times_of_every_country_are_read(home_of, posted, utc):
    rows = [
        {"settlement-id": "1", "total-amount": "1.234,56", "currency": "EUR", "deposit-date": posted},
        {**amazon.NEW[1], "settlement-id": "1", "amount": "1.400,00", "posted-date-time": posted, "currency": ""},
        {**amazon.NEW[5], "settlement-id": "1", "amount": "-165,44", "posted-date-time": posted, "currency": ""},
    ]
    staged = stage(home_of(amazon), "amazon", amazon.settlement_file(rows))
    (order,) = staged.rows("orders")
    assert (order["gross"], order["currency"], order["ordered_at"]) == (1400, "EUR", at(utc))
    assert staged.summary.tables[0].control_total_state == "agrees"


def test_days_that_could_be_months_are_not_guessed(home_of):
    rows = [*amazon.NEW[:5], {**amazon.NEW[1], "posted-date-time": "02/03/2026 10:00:00 UTC"}]
    (bad,) = stage(home_of(amazon), "amazon", amazon.settlement_file(rows)).rows("quarantine")
    assert (bad["reason_code"], bad["columns_concerned"]) == ("date_order", "posted-date-time")


def test_a_settlement_that_lacks_an_amount_is_found(home_of):
    staged = stage(home_of(amazon), "amazon", amazon.settlement_file(amazon.NEW[:-1]))
    assert ("total_differs", "total-amount: -115.17 ≠ -125.17", 0) in staged.findings()
