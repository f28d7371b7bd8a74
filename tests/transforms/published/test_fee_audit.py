"""`fee_audit`: what the platforms billed against what was agreed, order by order."""

from dataclasses import replace

import pytest

from tests.worlds import a_shop, fee, night, order, refund

FOUND = "finding, order_key, fee_agreed, fee_billed, owed_back"
LATER = order(None, "store", "2026-04-30")
"""Long after every order of these tests: what had to come has come."""


def agreed(**terms):
    return a_shop(contract={"meituan": {"commission_rate": "0.05", **terms}})


def billed(when, gross, commission, *, id="m1", on="", statement="S1", delivery=0, **facts):
    """One row of a bill: an order, its fees, and what it adds to the statement."""
    row = order(None, "meituan", when, gross, id=id, layout="bill", **facts)
    fees = [("fee", "commission", commission), ("fee", "delivery_service", delivery), ("due", None, gross)]
    for part, (kind, fee_type, amount) in enumerate(fees):
        if amount:
            booked = fee("meituan", on or when, amount, id, kind=fee_type, statement=statement, entry_kind=kind)
            (entry,) = booked.records["entries"]
            row.records.setdefault("entries", []).append({**entry, "part": part})
    return replace(row, about=(*row.about, on), one_per_key=False)


def audit(*rows, columns=FOUND, shop=None, **settings):
    return night(*rows, LATER, shop=shop or agreed(), **settings).rows("fee_audit", columns)


def test_more_than_the_agreed_rate_is_found_with_what_the_platform_needs_to_be_asked():
    """An eighth of 40 less 8 was billed, a twentieth agreed."""
    row = billed("2026-03-01", 40, 4, discount=8, on="2026-03-04", branch="North")
    columns = (
        "finding, channel, branch, order_day, fee_day, statement, source, file_name, base_amount, contract_rate, "
        "billed_rate, fee_agreed, fee_billed, owed_back"
    )
    assert audit(row, columns=columns) == [
        (
            *("rate", "meituan", "North", "2026-03-01", "2026-03-04", "S1", "meituan", "meituan-1.csv"),
            *(32, 0.05, 0.125, 1.6, 4, 2.4),
        )
    ]


@pytest.mark.parametrize(("commission", "found"), [("1.50", 0), ("1.51", 0), ("1.52", 1), ("1.40", 0)])
def test_a_cent_of_rounding_or_less_than_agreed_is_no_finding(commission, found):
    assert len(audit(billed("2026-03-01", 30, commission))) == found


def test_how_much_is_rounding_is_a_setting():
    shop = a_shop(contract={"meituan": {"commission_rate": "0.05"}}, fee_audit={"rounding": "0.5"})
    assert audit(billed("2026-03-01", 30, "2.00"), shop=shop) == []
    assert len(audit(billed("2026-03-01", 30, "2.01"), shop=shop)) == 1


def test_a_small_order_owes_the_agreed_minimum_and_no_more():
    rows = (billed("2026-03-01", 10, "1.00", id="m1"), billed("2026-03-01", 10, "1.20", id="m2"))
    assert audit(*rows, shop=agreed(minimum_per_order=1)) == [("minimum", "meituan/m2", 1, 1.2, 0.2)]
    assert [row[:2] for row in audit(*rows)] == [("rate", "meituan/m1"), ("rate", "meituan/m2")]


@pytest.mark.parametrize(("base", "expected"), [("gross", 5), ("after_discount", 4), ("net_sales", 3)])
def test_the_rate_is_of_what_the_contract_says(base, expected):
    """100 sold, 20 off, 20 paid back; 6 charged and none of it returned."""
    row = billed("2026-03-01", 100, 6, discount=20, refunded=20, paid=80)
    assert audit(row, shop=agreed(base=base), columns="fee_agreed, fee_billed") == [(expected, 6)]


def test_of_net_sales_what_came_back_with_a_refund_is_no_longer_billed():
    rows = (billed("2026-03-01", 100, 5, refunded=20, paid=100), fee("meituan", "2026-03-03", -1, "m1"))
    assert audit(*rows, shop=agreed(base="net_sales")) == []


@pytest.mark.parametrize("fees", [(10, -10, 6), (10, -4), (7, "-0.99")])
def test_a_platform_that_put_its_own_bill_right_is_not_accused(fees):
    """100 at 6 % is 6, and 6 (and a cent) is what it kept."""
    rows = [order(None, "meituan", "2026-03-01", 100, id="m1")]
    rows += [fee("meituan", f"2026-03-0{day}", amount, "m1") for day, amount in enumerate(fees, start=2)]
    assert audit(*rows, shop=agreed(commission_rate="0.06")) == []


def test_what_it_put_right_only_in_part_is_asked_back_in_part():
    rows = (
        order(None, "meituan", "2026-03-01", 100, id="m1"),
        fee("meituan", "2026-03-02", 10, "m1"),
        fee("meituan", "2026-03-03", -1, "m1"),
    )
    assert audit(*rows, shop=agreed(commission_rate="0.06")) == [("rate", "meituan/m1", 6, 9, 3)]


def test_what_came_back_with_a_refund_puts_no_bill_right():
    """A tenth was charged for the sale and the fifth that was given back took its share along: 10 of 100, not 8."""
    rows = (billed("2026-03-01", 100, 10, refunded=20, paid=100), fee("meituan", "2026-03-03", -2, "m1"))
    assert audit(*rows, shop=agreed(commission_rate="0.06")) == [("rate", "meituan/m1", 6, 10, 4)]


def test_other_kinds_of_fees_are_compared_only_where_the_contract_says_they_are_the_commission():
    rows = (billed("2026-03-01", 30, "1.50"), fee("meituan", "2026-03-01", 3, "m1", kind="platform_service"))
    assert audit(*rows) == []
    assert audit(*rows, shop=agreed(billed_as=["platform_service"])) == [("rate", "meituan/m1", 1.5, 3, 1.5)]
    both = agreed(billed_as=["commission", "platform_service"])
    assert audit(*rows, shop=both) == [("rate", "meituan/m1", 1.5, 4.5, 3)]


def test_orders_before_the_contract_and_channels_without_one_are_not_compared():
    rows = (billed("2026-02-28", 30, 9, id="m1"), billed("2026-03-01", 30, 9, id="m2"))
    assert audit(*rows, shop=agreed(valid_from="2026-03-01"), columns="order_key") == [("meituan/m2",)]
    world = night(*rows, LATER)
    assert world.rows("fee_audit", "finding") == world.rows("fee_audit_months", "month") == []


def test_an_order_without_a_commission_in_any_file_is_unknown_and_not_free():
    world = night(order(None, "meituan", "2026-03-01", 30, id="m1"), LATER, shop=agreed())
    assert world.rows("fee_audit_months", "month") == []


def test_the_same_order_on_two_rows_of_the_bill_is_billed_twice():
    rows = (
        billed("2026-03-01", 30, "1.50", delivery=4, on="2026-03-04"),
        billed("2026-03-01", 30, "1.50", delivery=4, on="2026-03-11", statement="S2"),
        billed("2026-03-01", 30, "1.50", id="m2"),
    )
    found = audit(*rows, columns=f"{FOUND}, fee_day, statement")
    assert found == [("billed_twice", "meituan/m1", 0, 5.5, 5.5, "2026-03-11", "S2")]


def test_a_bill_that_took_the_second_row_back_billed_once():
    rows = (
        billed("2026-03-01", 30, "1.50", on="2026-03-04"),
        billed("2026-03-01", 30, "1.50", on="2026-03-11"),
        fee("meituan", "2026-03-12", "-1.50", "m1", layout="bill"),
    )
    assert audit(*rows) == []
    refunded = refund("meituan", "2026-03-12", 30, id="m1", layout="bill")
    assert audit(*rows, refunded) == [("kept_on_refund", "meituan/m1", 0, 1.5, 1.5)]


def test_a_later_export_of_the_bill_and_another_files_fees_are_not_a_second_bill():
    rows = (
        replace(billed("2026-03-01", 30, "1.50"), one_per_key=True),
        replace(billed("2026-03-01", 30, "1.50"), one_per_key=True, file=2),
        fee("meituan", "2026-03-05", "1.50", "m1", kind="payment_processing", source="payments"),
    )
    assert audit(*rows) == []


def test_rows_that_each_state_a_part_of_an_order_are_no_second_bill():
    rows = [billed("2026-03-01", 30, "1.50", on=day, adds_up=True) for day in ("2026-03-04", "2026-03-05")]
    assert audit(*rows) == []


def test_commission_of_an_order_given_back_is_found_once_there_was_time_to_return_it():
    rows = (
        billed("2026-03-01", 30, "1.50"),
        refund("meituan", "2026-03-10", 30, id="m1", layout="bill"),
        billed("2026-03-02", 30, "1.50", id="m2"),
        refund("meituan", "2026-03-10", 30, id="m2", layout="bill"),
        fee("meituan", "2026-03-10", "-1.50", "m2"),
    )
    found = [("kept_on_refund", "meituan/m1", 0, 1.5, 1.5)]
    assert audit(*rows) == found
    assert audit(*rows, shop=a_shop()) == found
    assert audit(*rows, as_of="2026-03-23") == []
    assert audit(*rows, as_of="2026-03-24") == found


def test_commission_of_a_cancelled_order_is_kept_too_and_delivery_that_took_place_is_not_asked_back():
    rows = (
        billed("2026-03-01", 30, "1.50", status="cancelled"),
        billed("2026-03-02", 30, 0, id="m2", delivery=4, status="cancelled"),
    )
    assert audit(*rows) == [("kept_on_refund", "meituan/m1", 0, 1.5, 1.5)]


def test_an_order_that_no_bill_pays_while_those_around_it_are_paid_was_never_paid_out():
    rows = (
        billed("2026-03-01", 30, "1.50"),
        order(None, "meituan", "2026-03-02", 25, id="m2", discount=5),
        order(None, "store", "2026-03-02", 99),
    )
    found = audit(*rows, columns=f"{FOUND}, fee_day, statement, file_name")
    assert found == [("never_paid_out", "meituan/m2", None, None, 20, None, None, "meituan-1.csv")]
    assert audit(*rows, as_of="2026-03-15") == []
    assert len(audit(*rows, as_of="2026-03-16")) == 1


def test_where_most_orders_of_some_days_are_on_no_bill_the_bill_is_missing_and_not_the_payout():
    rows = (
        billed("2026-03-01", 30, "1.50"),
        order(None, "meituan", "2026-03-02", 25, id="m2"),
        order(None, "meituan", "2026-03-03", 25, id="m3"),
    )
    assert audit(*rows) == []
    elsewhere = billed("2026-03-02", 30, "1.50", id="m4", branch="South")
    assert audit(*rows, elsewhere) == []


def test_the_months_count_what_was_compared_and_what_was_over_or_under():
    rows = (
        billed("2026-03-01", 40, "2.00", id="m1"),
        billed("2026-03-05", 40, "2.40", id="m2"),
        billed("2026-03-06", 20, "0.90", id="m3"),
        billed("2026-04-02", 20, "1.00", id="m4"),
    )
    columns = "month, orders, fee_agreed, fee_billed, orders_over, billed_over, orders_under, billed_under, is_complete"
    assert night(*rows, LATER, shop=agreed(), as_of="2026-04-29").rows("fee_audit_months", columns) == [
        ("2026-03", 3, 5, 5.3, 1, 0.4, 1, 0.1, True),
        ("2026-04", 1, 1, 1, 0, 0, 0, 0, False),
    ]
