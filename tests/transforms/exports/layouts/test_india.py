"""Zomato, Swiggy and GrabFood, by hand."""

from decimal import Decimal

import pytest

from tests.samples import india
from tests.samples.build import stage
from tests.samples.india import W1, W2, Z1, Z2, Z3, Z4
from tests.transforms.exports.layouts.money import at, fees, worth


@pytest.fixture
def night(night_of):
    return night_of(india)


def test_zomato_orders_to_the_cent(night):
    assert night.money("zomato") == {
        Z1: worth("completed", "1323.5", "65", "0", "0", "1258.5"),
        Z2: worth("completed", "787", "0", "0", "0", "787"),
        Z3: worth("cancelled", "40", "0", "0", "0", "40"),
        Z4: worth("unknown", "40", "0", "0", "0", "40"),
    }
    order = night.orders("zomato")[Z1]
    assert (order["ordered_at"], order["branch"]) == (at("2026-01-31 14:47:00"), "Roll House")
    assert ("unknown_value", "Order Status: Martian", 1) in night.findings("zomato_order_history")


def test_zomato_fees_and_what_is_left_is_the_payout(night):
    assert night.fees(Z1) == fees(adjustment="20", commission="251.70", tax="46.57")
    assert night.fees(Z2) == fees(commission="157.40", tax="29.12")
    assert night.fees(Z3) == fees(adjustment="17.70"), "the settlement knows the penalty with its tax"
    orders = night.orders("zomato")
    assert orders[Z1]["net_sales"] - orders[Z1]["fees"] == Decimal("940.23")
    assert orders[Z2]["net_sales"] + Decimal("39.35") - orders[Z2]["fees"] == Decimal("639.83")
    dues = [row for row in night.staged("zomato_settlement").rows("entries") if row["entry_kind"] == "due"]
    assert [row["amount"] for row in dues] == [Decimal("940.23"), Decimal("639.83"), Decimal("-17.70")]
    assert {row["statement"] for row in dues} == {"CITIN26000000001"}


def test_tax_that_zomato_does_not_pay_is_the_restaurant_s_own(home_of):
    staged = stage(home_of(india), "zomato", india.settlement_file())
    assert [(row["order_id"], row["tax"]) for row in staged.rows("orders")] == [
        (Z1, 0),
        (Z2, Decimal("39.35")),
        (Z3, 0),
    ]
    assert staged.summary.tables[0].rows_read == 3, "the row of the template is none"


def test_additions_and_deductions_of_no_order(night):
    assert night.fees(None) == [("promotion", Decimal(590)), ("tax", Decimal("-3.21")), ("tax", Decimal("4.50"))]
    found = night.file("zomato_adjustments")
    assert (found["rows_read"], found["control_total_state"]) == (5, "agrees")
    assert ("unknown_fee", "Martian dues", 1) in night.findings("zomato_adjustments")
    days = {row["wording"]: row["booked_at"] for row in night.staged("zomato_adjustments").rows("entries")}
    assert days["Online ordering ads"] == at("2026-02-08 06:30:00"), "noon of the last day"


def test_the_settlement_workbook_as_it_comes(home_of):
    staged = stage(home_of(india), "zomato", india.workbook_file())
    assert [table.layout for table in staged.summary.tables] == ["zomato_settlement", "zomato_adjustments"]
    assert {kind for kind, _, _ in staged.findings()} <= {"unknown_fee", "missing_optional"}


def test_items_are_read_out_of_their_one_cell(night):
    rows = night.ask(
        f"select item, quantity from order_items where order_key in ('zomato/{Z1}', 'zomato/{Z2}') order by 1, 2"
    )
    assert [tuple(row.values()) for row in rows] == [("Roll", 12), ("Roll, spicy", 1), ("Tea", 2)]


def test_customers_are_known_by_number_in_both_files_and_by_phone(night):
    history, settled = (
        night.staged(layout).rows("identities") for layout in ("zomato_order_history", "zomato_settlement")
    )
    keys = {row["order_key"]: row["identity_key"] for row in history if row["identity_kind"] == "account"}
    assert {row["order_key"]: row["identity_key"] for row in settled}.items() <= keys.items()
    assert len(set(keys.values())) == 2
    assert [row["masked"] for row in history if row["identity_kind"] == "phone"] == ["987****1234"]


def test_a_header_cut_in_two_by_its_comma_is_read_too(home_of):
    staged = stage(home_of(india), "zomato", india.split_history_file())
    (order,) = staged.rows("orders")
    assert (order["gross"], order["merchant_discount"]) == (Decimal("1323.5"), 65)
    assert not [what for kind, what, _ in staged.findings() if kind == "unknown_column"]


def test_swiggy(night, home_of):
    assert night.money("swiggy") == {
        W1: worth("completed", "318", "30", "0", "0", "288"),
        W2: worth("cancelled", "0", "0", "0", "0", "0"),
    }
    assert night.fees(W1) == fees(
        adjustment="10", commission="60", payment_processing="4", platform_service="5", tax="14.15"
    )
    assert night.orders("swiggy")[W1]["order_day"].isoformat() == "2026-02-08"
    assert night.orders("swiggy")[W1]["net_sales"] - night.orders("swiggy")[W1]["fees"] == Decimal("194.85")
    assert night.file("swiggy_settlement")["control_total_state"] == "agrees"
    wrong = [{**india.SWIGGY[0], india.ANNEXURE[38]: 194.86}]
    staged = stage(home_of(india), "swiggy", india.annexure_file(wrong))
    assert ("row_total_differs", "Net Payout for Order (after taxes)", 1) in staged.findings()


def test_swiggy_without_the_column_of_commission(home_of):
    staged = stage(home_of(india), "swiggy", india.older_annexure_file())
    assert [(row["fee_type"], row["amount"]) for row in staged.rows("entries")] == [
        ("commission", Decimal("81.42")),
        ("tax", Decimal("1.73")),
    ]


def test_grabfood(night, home_of):
    assert night.money("grabfood") == {
        "G-1": worth("completed", "25", "0", "0", "0", "25"),
        "G-2": worth("cancelled", "12", "0", "0", "0", "12"),
    }
    assert night.orders("grabfood")["G-1"]["ordered_at"] == at("2026-02-14 13:45:00")
    told = {what for kind, what, _ in night.findings("grabfood_transactions") if kind == "unknown_fee"}
    assert told == {"Adjustment", "Martian"}
    slashes = [[*india.GRABS[0][:1], "15/02/2026 09:00", "14/02/2026 19:15", *india.GRABS[0][3:]]]
    (order,) = stage(home_of(india), "grab", india.grab_file(slashes)).rows("orders")
    assert order["ordered_at"] == at("2026-02-14 13:45:00")
