"""`morning_findings`: what changed beyond the usual, and what platforms got wrong, by money."""

import pytest

from tests.worlds import a_shop, fee, night, order

STEADY = [100, 104, 98, 103, 99, 102, 100, 101]
"""Net sales by month whose steps go up and down a little."""


def months(sales, channel="store", who=None, first=1, **facts):
    """One order a month from January on."""
    return [
        order(who, channel, f"2026-{number:02}-10", amount, id=f"{channel}-{number}", **facts)
        for number, amount in enumerate(sales, start=first)
    ]


def told(*rows, columns="finding, channel, month, amount", as_of="2026-09-30", **settings):
    return night(*rows, as_of=as_of, **settings).rows("morning_findings", columns)


def test_a_month_as_usual_is_no_finding():
    assert told(*months([*STEADY, 103])) == []


def test_a_month_further_off_than_steps_usually_lead_is_told_with_what_is_usual():
    """Steps 4, −6, 5, −4, 3, −2, 1: mean 1/7, s 4.220; n = 7, t = 2.447: 101 + 0.143 ± 11.040."""
    columns = "finding, channel, month, place, level, level_before, usual_low, usual_high, cases, amount"
    ((finding, channel, month, place, level, before, low, high, cases, amount),) = told(
        *months([*STEADY, 60]), columns=columns
    )
    assert (finding, channel, month, place, level, before, cases, amount) == (
        "net_sales", "store", "2026-09", 1, 60, 101, 1, -41,
    )  # fmt: skip
    assert (low, high) == (pytest.approx(90.103, abs=0.001), pytest.approx(112.183, abs=0.001))


def test_five_earlier_steps_say_not_yet_what_is_usual():
    assert told(*months([100, 104, 98, 103, 99, 102, 10], first=3)) == []
    assert told(*months([100, 104, 98, 103, 99, 102, 100, 10], first=2)) != []


def test_the_running_month_is_left_out():
    rows = months([*STEADY, 60])
    assert told(*rows, as_of="2026-09-29") == []


def test_a_channel_that_stopped_selling_is_told_and_the_own_share_with_it():
    rows = [*months([*STEADY, 101]), *months(STEADY, channel="meituan")]
    assert told(*rows) == [("net_sales", "meituan", "2026-09", -101), ("own_share", "all", "2026-09", 50.5)]


def test_a_change_that_comes_to_next_to_nothing_is_not_told():
    """A new low by far, and yet a hundredth of a percent of what the shop sells."""
    rows = [
        *months([*STEADY, 60]),
        *months([100_000, 104_000, 98_000, 103_000, 99_000, 102_000, 100_000, 101_000, 100_500], "tmall"),
    ]
    assert [row for row in told(*rows) if row[1] == "store"] == []


def billed(rates, channel="meituan"):
    rows = months([100] * len(rates), channel)
    return [
        *rows,
        *(fee(channel, f"2026-{n:02}-10", rate, of=f"{channel}-{n}") for n, rate in enumerate(rates, start=1)),
    ]


def test_fees_that_rose_beyond_the_usual_are_told_in_what_more_they_cost():
    steady = [20, 21, 20, 22, 20, 21, 20, 21]
    assert told(*billed([*steady, 30])) == [("take_rate", "meituan", "2026-09", -9)]
    assert told(*billed([*steady, 21])) == []


def test_a_month_with_unknown_fees_has_no_take_rate_to_compare():
    rows = billed([20, 21, 20, 22, 20, 21, 20, 30])
    assert told(*rows, as_of="2026-08-31") == [("take_rate", "meituan", "2026-08", -10)]
    assert told(*rows, order(None, "meituan", "2026-09-10", 100, id="later")) == []


def test_a_statement_paid_short_is_told_however_small_and_without_history():
    row = fee("meituan", "2026-09-02", 80, kind=None, entry_kind="due", statement="S1")
    paid = fee("meituan", "2026-09-04", "79.99", kind=None, entry_kind="payout", statement="S1", layout="paid")
    columns = "finding, channel, month, level, level_before, usual_low, cases, amount"
    assert told(order(None, "meituan", "2026-09-01", 100, id="m1"), row, paid, columns=columns) == [
        ("payout_short", "meituan", "2026-09", 79.99, 80, None, 1, -0.01)
    ]


def test_a_step_over_a_month_without_a_value_is_none():
    """August's fees are unknown: September's 30 % is no step from July's 20 %."""
    rows = billed([20, 21, 20, 22, 20, 21, 20, 20, 30])
    assert [row for row in told(*rows) if row[0] == "take_rate"] != []
    august = order(None, "meituan", "2026-08-11", 100, id="unbilled")
    assert [row for row in told(*rows, august) if row[0] == "take_rate"] == []


def statement(name, difference, day):
    due = fee("meituan", day, 80, kind=None, entry_kind="due", statement=name)
    paid = fee("meituan", day, 80 + difference, kind=None, entry_kind="payout", statement=name, layout="paid")
    return due, paid


def test_statements_paid_short_and_paid_over_do_not_cancel_out():
    rows = (*statement("S1", -50, "2026-09-02"), *statement("S2", 50, "2026-09-03"))
    assert told(order(None, "meituan", "2026-09-01", 100, id="m1"), *rows) == [
        ("payout_over", "meituan", "2026-09", 50),
        ("payout_short", "meituan", "2026-09", -50),
    ]


def test_the_month_is_the_one_since_which_statements_are_looked_at():
    rows = (*statement("S1", -50, "2026-08-02"), *statement("S2", -1, "2026-09-03"))
    assert told(order(None, "meituan", "2026-08-01", 100, id="m1"), *rows, as_of="2026-09-10") == [
        ("payout_short", "meituan", "2026-08", -51)
    ]


def test_of_statements_before_the_last_complete_month_nothing_is_told_again():
    row = fee("meituan", "2026-07-02", 80, kind=None, entry_kind="due", statement="S1")
    paid = fee("meituan", "2026-07-04", 70, kind=None, entry_kind="payout", statement="S1", layout="paid")
    assert told(order(None, "meituan", "2026-08-31", 100, id="m1"), row, paid, as_of="2026-08-31") == []


CONTRACT = {"meituan": {"commission_rate": "0.05"}}


def test_fees_above_the_contract_are_told_with_the_number_of_orders():
    rows = [*months([100], "meituan", first=9), fee("meituan", "2026-09-10", 6, of="meituan-9")]
    assert told(*rows, columns="finding, channel, month, level, cases, amount", shop=a_shop(contract=CONTRACT)) == [
        ("fee_audit", "meituan", "2026-09", None, 1, -1)
    ]


def test_a_late_bill_is_told_of_by_the_day_it_came():
    rows = [*months([100], "meituan", first=7), fee("meituan", "2026-09-10", 6, of="meituan-7")]
    last = order(None, "store", "2026-09-30", 10, id="last")
    found = told(*rows, last, shop=a_shop(contract=CONTRACT))
    assert [row for row in found if row[0] == "fee_audit"] == [("fee_audit", "meituan", "2026-09", -1)]


def test_a_sale_on_no_bill_is_not_a_fee_and_is_told_once_it_is_overdue():
    """Due 14 days after the 20th of August: told of from September's list on, whose last complete month is August."""
    sold = order(None, "meituan", "2026-08-20", 100, id="unbilled")
    bills = [line for n in ("2026-08-19", "2026-08-21") for line in (order(None, "meituan", n, 50, id=n), *paid_out(n))]
    shop = a_shop(contract=CONTRACT)
    columns = "finding, channel, cases, amount"
    told_of = [
        told(sold, *bills, shop=shop, as_of=day, columns=columns) for day in ("2026-08-31", "2026-09-02", "2026-09-03")
    ]
    assert [[row for row in found if row[0] == "never_paid_out"] for found in told_of] == [
        [],
        [],
        [("never_paid_out", "meituan", 1, -100)],
    ]


def paid_out(day):
    due = fee("meituan", day, 45, kind=None, entry_kind="due", statement=day, of=day)
    return due, fee("meituan", day, "2.5", of=day)


def test_the_largest_amount_comes_first_whichever_way_it_goes():
    rows = [*months([*STEADY, 160]), *months([*STEADY, 60], "tmall")]
    assert told(*rows, columns="place, finding, channel, amount") == [
        (1, "net_sales", "store", 59),
        (2, "own_share", "all", 50),
        (3, "net_sales", "tmall", -41),
    ]
