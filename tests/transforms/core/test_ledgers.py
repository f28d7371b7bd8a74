"""What ledgers add to orders: refunds no order list knows of, fees several files bill, and what statements pay out."""

import pytest

from tests.worlds import core_of, fee, item, order, refund

MONEY = "status, refunded, net_sales"


def booked(kind, channel, when, amount, of=None, **facts):
    return fee(channel, when, amount, of, kind=None, entry_kind=kind, **facts)


def the_order(*rows, **settings):
    return core_of(*rows, **settings).row("core.orders", MONEY)


ORDER = {"id": "t100000001"}


def test_a_refund_that_only_a_ledger_shows_reduces_the_order():
    rows = (order(None, "tmall", "2026-03-01", 100, **ORDER), booked("refund", "tmall", "2026-03-20", 30, "t100000001"))
    assert the_order(*rows) == ("partly_refunded", 30, 70)


def test_several_refunds_in_a_ledger_add_up_and_never_beyond_the_order():
    refunds = [booked("refund", "tmall", f"2026-03-2{day}", 40, "t100000001") for day in (1, 2, 3)]
    first = order(None, "tmall", "2026-03-01", 100, **ORDER)
    assert the_order(first, *refunds[:2]) == ("partly_refunded", 80, 20)
    assert the_order(first, *refunds) == ("refunded", 100, 0)


def test_a_full_refund_in_a_ledger_gives_up_the_platforms_share_of_the_discount_too():
    first = order(None, "tmall", "2026-03-01", 100, platform_discount=20, paid=80, **ORDER)
    assert the_order(first, booked("refund", "tmall", "2026-03-20", 80, "t100000001")) == ("refunded", 100, 0)


def test_a_refund_in_a_ledger_holds_its_share_of_the_tax():
    first = order(None, "web", "2026-03-01", 100, tax=8, paid=100, **ORDER)
    assert the_order(first, booked("refund", "web", "2026-03-20", 54, "t100000001")) == ("partly_refunded", 50, 50)
    assert the_order(first, booked("refund", "web", "2026-03-20", 108, "t100000001")) == ("refunded", 100, 0)


def test_the_refund_that_the_order_list_states_counts_and_not_the_ledgers_again():
    first = order(None, "tmall", "2026-03-01", 100, refunded=30, paid=100, **ORDER)
    assert the_order(first, booked("refund", "tmall", "2026-03-20", 30, "t100000001")) == ("partly_refunded", 30, 70)
    first, back = order(None, "store", "2026-03-01", 100, **ORDER), refund("store", "2026-03-02", 30, id="t100000001")
    assert the_order(first, back, booked("refund", "store", "2026-03-20", 30, "t100000001"))[1] == 30


def test_a_refund_made_after_the_export_of_the_order_list_counts_whole():
    first = order(None, "tmall", "2026-03-01", 100, refunded=30, paid=100, **ORDER)
    later = [booked("refund", "tmall", day, 30, "t100000001") for day in ("2026-03-02", "2026-03-20")]
    assert the_order(first, *later) == ("partly_refunded", 60, 40)


def test_two_systems_that_book_one_refund_do_not_add_up():
    rows = [
        order(None, "tmall", "2026-03-01", 100, **ORDER),
        booked("refund", "tmall", "2026-03-20", 30, "t100000001", family="bank"),
        booked("refund", "tmall", "2026-03-20", 30, "t100000001", family="shop"),
    ]
    assert the_order(*rows) == ("partly_refunded", 30, 70)


def test_of_two_files_of_one_system_the_one_that_knows_of_more_refunds_counts():
    rows = [
        order(None, "tmall", "2026-03-01", 100, **ORDER),
        booked("refund", "tmall", "2026-03-02", 10, "t100000001", layout="flow", fee_authority=1),
        *(booked("refund", "tmall", day, 10, "t100000001", layout="cases") for day in ("2026-03-02", "2026-03-20")),
    ]
    assert the_order(*rows) == ("partly_refunded", 20, 80)


def test_a_refund_told_with_the_platforms_share_is_measured_against_the_price():
    first = order(None, "tmall", "2026-03-01", 100, platform_discount=40, paid=60, **ORDER)
    told = booked("refund", "tmall", "2026-03-20", 70, "t100000001", with_platform_share=True)
    assert the_order(first, told) == ("partly_refunded", 70, 30)
    assert the_order(first, booked("refund", "tmall", "2026-03-20", 70, "t100000001")) == ("refunded", 100, 0)


def test_the_rounding_of_the_tax_is_no_further_refund():
    first = order(None, "web", "2026-03-01", 99, tax="8.17", refunded="33.33", paid=99, **ORDER)
    assert the_order(first, booked("refund", "web", "2026-03-20", "36.09", "t100000001"))[1] == 33.33


def test_a_refund_taken_back_in_the_ledger_is_none():
    rows = [booked("refund", "tmall", "2026-03-20", amount, "t100000001") for amount in (30, -30)]
    assert the_order(order(None, "tmall", "2026-03-01", 100, **ORDER), *rows) == ("completed", 0, 100)


def test_a_cancelled_order_that_a_ledger_paid_back_was_paid():
    first = order(None, "tmall", "2026-03-01", 100, status="cancelled", **ORDER)
    assert the_order(first, booked("refund", "tmall", "2026-03-20", 100, "t100000001")) == ("refunded", 100, 0)


def test_a_refund_booked_later_is_not_known_on_an_earlier_day():
    rows = (
        order(None, "tmall", "2026-03-01", 100, **ORDER),
        booked("refund", "tmall", "2026-03-20", 30, "t100000001"),
        order(None, "tmall", "2026-03-25", 10, id="t100000002"),
    )
    assert the_order(*rows, as_of="2026-03-10") == ("completed", 0, 100)


def test_fees_that_two_files_of_one_system_bill_count_once_from_the_one_nearest_to_the_money():
    rows = (
        order(None, "tmall", "2026-03-01", 100, **ORDER),
        fee("tmall", "2026-03-01", 5, "t100000001", layout="ledger", fee_authority=5),
        fee("tmall", "2026-03-02", "5.10", "t100000001", layout="income", fee_authority=1),
        fee("tmall", "2026-03-02", 3, layout="ledger", kind="promotion", fee_authority=5),
    )
    assert core_of(*rows).rows("core.fee_lines", "order_key, amount") == [("tmall/t100000001", 5.1), (None, 3)]
    assert core_of(*rows[:2]).rows("core.fee_lines", "order_key, amount") == [("tmall/t100000001", 5)]


def test_fees_that_wait_for_their_order_are_not_billed_twice_either():
    rows = (
        order(None, "tmall", "2026-03-01", 100, **ORDER),
        fee("tmall", "2026-03-01", 5, "t999999999", layout="ledger", fee_authority=5),
        fee("tmall", "2026-03-02", "5.10", "t999999999", layout="income", fee_authority=1),
    )
    assert core_of(*rows).rows("core.fee_lines", "amount, fee_state") == [(5.1, "waiting")]


def test_a_fee_that_names_a_line_of_an_order_finds_the_order():
    line = item("tmall", "t100000001", "Bread")
    line.records["order_items"][0]["line_ref"] = "s100000007"
    rows = (order(None, "tmall", "2026-03-01", 100, **ORDER), line, fee("tmall", "2026-03-01", 5, "s100000007"))
    assert core_of(*rows).rows("core.fee_lines", "order_key, fee_state") == [("tmall/t100000001", "matched")]


def test_files_of_two_systems_both_bill():
    rows = (
        order(None, "tmall", "2026-03-01", 100, **ORDER),
        fee("tmall", "2026-03-01", 5, "t100000001", fee_authority=5),
        fee("tmall", "2026-03-02", 1, "t100000001", layout="bank", fee_authority=1, family="bank"),
    )
    assert core_of(*rows).rows("core.fee_lines", "amount") == [(1,), (5,)]


PAYOUT = "channel, source, statement, expected, stated, lines, payout_day"


def test_a_statement_is_what_its_lines_add_up_to_beside_what_it_says():
    rows = (
        order(None, "meituan", "2026-03-01", 100, id="m100000001"),
        booked("due", "meituan", "2026-03-01", 80, "m100000001", statement="S1"),
        booked("due", "meituan", "2026-03-02", "-9.50", statement="S1"),
        booked("payout", "meituan", "2026-03-04", 70, statement="S1", layout="statements"),
        booked("due", "meituan", "2026-03-05", 7, statement="S2"),
        booked("payout", "meituan", "2026-03-06", 3, statement="S3", source="bank"),
    )
    assert core_of(*rows).rows("core.payouts", PAYOUT) == [
        ("meituan", "bank", "S3", None, 3, 0, "2026-03-06"),
        ("meituan", "meituan", "S1", 70.5, 70, 2, "2026-03-04"),
        ("meituan", "meituan", "S2", 7, None, 1, "2026-03-05"),
    ]


def test_two_files_that_list_one_statement_add_up_once():
    rows = (
        order(None, "tmall", "2026-03-01", 100, **ORDER),
        booked("due", "tmall", "2026-03-01", 95, "t100000001", statement="S1", fee_authority=5),
        booked("due", "tmall", "2026-03-01", 95, "t100000001", statement="S1", layout="income", fee_authority=1),
    )
    assert core_of(*rows).rows("core.payouts", "expected, lines") == [(95, 1)]


def test_line_items_come_from_the_layout_whose_word_counts():
    rows = (
        order(None, "store", "2026-03-01", 100, **ORDER),
        item("store", "t100000001", "Bread", layout="till"),
        item("store", "t100000001", "Bread, sliced", layout="shop"),
    )
    assert core_of(*rows).rows("core.order_items", "line_number, item") == [(1, "Bread, sliced")]


@pytest.mark.parametrize("later", ["short", "long"])
def test_of_two_layouts_that_say_the_same_the_more_precise_one_stays(later):
    def transaction(layout, gross, precision):
        row = order(None, "store", "2026-03-01", gross, file=2 if layout == later else 1, **ORDER)
        return type(row)(**{**vars(row), "layout": layout, "namespace": "transaction", "precision": precision})

    world = core_of(transaction("short", 99, 0), transaction("long", 100, 1))
    assert world.row("core.orders", "gross") == (100,)
    assert len(world.rows("work.superseded", "layout")) == 1


def test_parts_of_an_order_that_are_settled_apart_add_up():
    parts = [
        order(None, "tmall", day, gross, discount=1, adds_up=True, file=number, **ORDER)
        for number, (day, gross) in enumerate((("2026-03-03", 60), ("2026-03-01", 40)), start=1)
    ]
    parts = [type(part)(**{**vars(part), "about": (*part.about, str(part.file))}) for part in parts]
    world = core_of(*parts)
    assert world.row("core.orders", "gross, merchant_discount, order_day") == (100, 2, "2026-03-01")


def test_charges_of_a_statement_that_two_files_list_count_once():
    rows = (
        order(None, "tmall", "2026-03-01", 100, **ORDER),
        fee("tmall", "2026-03-01", 5, kind="subscription", statement="S1", layout="report", fee_authority=5),
        fee("tmall", "2026-03-01", 5, kind="subscription", statement="S1", layout="settlement", fee_authority=1),
        fee("tmall", "2026-03-01", 7, kind="subscription", statement="S2", layout="report", fee_authority=5),
    )
    assert core_of(*rows).rows("core.fee_lines", "amount, statement") == [(5, "S1"), (7, "S2")]


def test_money_stays_exact_in_the_core():
    world = core_of(order(None, "web", "2026-03-01", 100, tax=8, paid=100, **ORDER))
    types = {row["column_name"]: row["column_type"] for row in world.engine.rows("describe work.orders_before_fees")}
    assert "DOUBLE" not in types.values()
    assert "DOUBLE" not in {row["column_type"] for row in world.engine.rows("describe work.ledger_refunds")}
