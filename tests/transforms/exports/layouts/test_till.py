"""Meituan till, order list over all channels, by hand."""

from decimal import Decimal

import pytest

from tests.samples import till
from tests.samples.build import stage, xlsx_bytes
from tests.transforms.exports.layouts.money import at, worth


def test_store_orders_to_the_cent(night):
    """Gross is 订单金额, the till's own discount is the merchant's, a refund row takes from its original."""
    assert night.money("store") == {
        "6101000001": worth("completed", "58", "8", "0", "0", "50"),
        "6101000002": worth("completed", "30", "0", "0", "0", "30"),
        "6101000005": worth("refunded", "40", "0", "0", "40", "0"),
        "6101000006": worth("partly_refunded", "1045.50", "45.50", "0", "15", "985"),
        "6101000007": worth("refunded", "25", "0", "0", "25", "0"),
        "6101000008": worth("cancelled", "18", "0", "0", "0", "18"),
        "6101000009": worth("unpaid", "19", "0", "0", "0", "19"),
        "6101000010": worth("unknown", "21", "0", "0", "0", "21"),
    }
    purchases = {number for number, row in night.orders("store").items() if row["is_purchase"]}
    assert purchases == {"6101000001", "6101000002", "6101000005", "6101000006", "6101000007"}


def test_a_delivery_order_only_the_till_has_is_a_purchase_of_its_platform_with_fees_unknown(night):
    order = night.orders("eleme")[till.ELEME_TILL_ONLY]
    assert (order["is_purchase"], order["fees_known"], order["fees"]) == (True, False, 0)
    assert night.money("eleme")[till.ELEME_TILL_ONLY] == worth("partly_refunded", "36", "6", "0", "12", "18")


def test_the_bill_has_the_word_on_money_and_the_till_on_people(night):
    order = night.orders("meituan")[till.MEITUAN_ORDER]
    assert (order["gross"], order["merchant_discount"]) == (Decimal(52), Decimal(8)), "not the till's discount of 11"
    assert order["source_file"] == "账单.xlsx"
    links = night.ask(f"select link_evidence from customers where customer_id = '{order['customer_id']}'")
    assert "order_bridge" in links[0]["link_evidence"]


def test_refund_rows_are_dated_and_state_what_is_given_up(night):
    rows = {row["row_number"]: row for row in night.staged("meituan_pos_orders").rows("orders")}
    assert rows[5]["row_role"] == rows[7]["row_role"] == "refund"
    assert (rows[5]["order_id"], rows[5]["refunded"]) == ("6101000005", Decimal(40))
    assert rows[5]["refunded_at"] == at("2026-02-25 01:01:00")
    assert (rows[7]["order_id"], rows[7]["refunded"]) == ("6101000006", Decimal(15))
    assert rows[7]["refunded_at"] == at("2026-02-24 04:00:00"), "no time of its own: when made"


def test_members_are_the_till_s_identities_and_a_masked_phone_is_weak(night):
    found = night.staged("meituan_pos_orders").contacts()
    names = ("row_number", "identity_kind", "masked", "is_certain", "consent")
    assert [tuple(row[name] for name in names) for row in found] == [
        (0, "member", "M***1", True, True),
        (0, "phone", "138****5678", True, True),
        (2, "member", "M***2", True, True),
        (2, "phone", "139****6789", True, True),
        (3, "phone", "139****6789", False, None),
        (6, "member", "M***1", True, None),
    ]
    phones = {row["row_number"]: row["identity_key"] for row in found if row["identity_kind"] == "phone"}
    assert phones[2] != phones[3], "the masked number is another key than the full one"
    assert night.staged("meituan_pos_orders").traits() == [(0, "name", "安*", "buyer")]


def test_the_total_row_is_no_order_and_agrees(night):
    found = night.file("meituan_pos_orders")
    assert (found["rows_read"], found["control_total_state"]) == (12, "agrees")


@pytest.mark.parametrize(("column", "stated"), [("订单金额", "1,289.51"), ("订单优惠", "70.49"), ("顾客实付", "0.00")])
def test_a_total_that_is_a_cent_off_is_told(home, column, stated):
    totals = {**till.TOTALS, column: stated}
    staged = stage(home, "till", xlsx_bytes({"全渠道订单明细": till.rows(totals=totals)}))
    assert staged.summary.tables[0].control_total_state == "differs"
    (finding,) = [what for kind, what, _ in staged.findings() if kind == "total_differs"]
    assert finding.startswith(f"{column}: {Decimal(stated.replace(',', '')).normalize():f} ≠ ")


def test_the_total_row_is_found_below_two_thousand_rows(home):
    """The total stands after the last row, wherever that is."""
    orders = [{**till.ORDERS[1], "订单号": f"61020{n:05}"} for n in range(2000)]
    totals = {"省份": "合计", "订单金额": "60,000.00", "顾客实付": "60,000.00", "订单优惠": "0.00"}
    staged = stage(home, "till", xlsx_bytes({"全渠道订单明细": till.rows(orders, totals)}))
    table = staged.summary.tables[0]
    assert (table.rows_read, table.rows_quarantined, table.control_total_state) == (2000, 0, "agrees")
