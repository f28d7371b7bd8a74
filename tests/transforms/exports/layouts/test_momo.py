"""momo Store+ statements, by hand."""

from decimal import Decimal

import pytest

from dags.steps import run_night
from tests.samples import momo
from tests.samples.build import drop, query, stage
from tests.samples.momo import M1, M2, M3, M4
from tests.transforms.exports.layouts.money import at, fees, worth


@pytest.fixture
def night(night_of):
    return night_of(momo)


def test_orders_to_the_cent(night):
    """An item that comes back in a row of its own takes its worth with it, and was sold once."""
    assert night.money("momo") == {
        M1: worth("partly_refunded", "2270", "100", "0", "890", "1280"),
        M2: worth("completed", "1340", "128", "100", "0", "1212"),
        M3: worth("completed", "690", "0", "0", "0", "690"),
        M4: worth("unknown", "690", "0", "0", "0", "690"),
    }


def test_fees(night):
    assert night.fees(M2) == fees(
        adjustment="5", commission="58", delivery_service="100", payment_processing="10", promotion="8"
    )
    assert night.fees(M3) == fees(adjustment="15", commission="35"), "the credit tells that the voucher was deducted"
    assert ("delivery_service", Decimal(60)) in night.fees(M1)
    assert ("platform_service", Decimal(13)) in night.fees(M1)


def test_the_statement_agrees_with_its_totals_and_each_row_with_itself(night, home_of):
    assert night.file("momo_statement")["control_total_state"] == "agrees"
    home = home_of(momo)
    staged = stage(home, "momo", momo.statement_file(credited="2,667"))
    assert ("total_differs", "實際入帳金額: 2667 ≠ 2666", 0) in staged.findings()
    wrong = [{**momo.LINES[1], "實際入帳金額": 829}]
    assert ("row_total_differs", "實際入帳金額", 1) in stage(home, "momo", momo.statement_file(wrong)).findings()


def test_what_is_credited_stands_at_its_day(night):
    dues: dict[str, Decimal] = {}
    for row in night.staged("momo_statement").rows("entries"):
        if row["entry_kind"] == "due":
            dues[row["statement"]] = dues.get(row["statement"], Decimal(0)) + row["amount"]
    assert dues == {"2026-02-12": Decimal(3616), "2026-02-19": Decimal(-950)}


def test_a_return_in_a_later_statement_finds_its_order(home_of):
    home = home_of(momo)
    later = stage(home, "momo", momo.statement_file([momo.LINES[3]], credited="-950"))
    (refund,) = later.rows("orders")
    assert (refund["order_id"], refund["row_role"], refund["refunded"]) == (M1, "refund", 890)
    assert refund["refunded_at"] == at("2026-02-18 16:00:00")


def test_what_was_sold_and_came_back_in_one_statement_is_sold_once(night):
    rows = night.ask(f"select quantity, refunded_quantity, refunded from order_items where order_key like '%{M1}'")
    assert [tuple(row.values()) for row in rows] == [(2, 0, 0), (1, 0, 0), (0, 1, 890)]


def test_an_order_whose_items_are_credited_in_two_statements_is_all_of_them(home_of):
    home = home_of(momo)
    first, second = momo.LINES[0], {**momo.LINES[1], "入帳日": "2026/02/19"}
    drop(home, "momo", "one.xlsx", momo.statement_file([first], credited="1,117"))
    drop(home, "momo", "two.xlsx", momo.statement_file([second], credited="828"))
    assert run_night(home).state == "published"
    (order,) = query(home.current, "select gross, merchant_discount, net_sales from orders")
    assert order == {"gross": 2270, "merchant_discount": 100, "net_sales": 2170}
