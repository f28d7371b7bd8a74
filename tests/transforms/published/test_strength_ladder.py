"""`strength_ladder`: everybody on one rung at the end of each month, as it was known then, and who moved."""

import pytest

from tests.worlds import likely, listed, night, order, phone

REACHED = phone("13900000001", consent=True)
CELLS = "month, from_strength, to_strength, customers"
FAN = [order("fan", "eleme", f"2026-01-0{day}") for day in range(1, 8)]
"""Buys most often, on platforms only: keeps the others from the top tenth."""


def moves(*rows, what=CELLS, where="true", **more):
    return night(*rows, **more).rows("strength_ladder", what, where)


def moves_of_anna(*rows, **more):
    """The ladder less the fan, who is weak from the first month on."""
    found = moves(*rows, *FAN, where="from_strength <> to_strength and month || to_strength <> '2026-01weak'", **more)
    return [row[:3] for row in found]


def test_a_person_climbs_from_month_to_month_and_stocks_and_flows_balance():
    rows = [
        order(REACHED, "store", "2026-01-05"),
        order(REACHED, "meituan", "2026-02-10"),
        order(REACHED, "store", "2026-03-01"),
    ]
    what = f"{CELLS}, net_sales, super_from_days, is_complete"
    assert moves(*rows, *FAN, what=what, as_of="2026-03-20") == [
        ("2026-01", "none", "random", 1, 10, 7, True),
        ("2026-01", "none", "weak", 1, 70, 7, True),
        ("2026-02", "random", "weak", 1, 10, 7, True),
        ("2026-02", "weak", "weak", 1, 0, 7, True),
        ("2026-03", "weak", "strong", 1, 10, 7, False),
        ("2026-03", "weak", "weak", 1, 0, 7, False),
    ]


def test_who_bought_once_stays_random_in_every_month_after():
    rows = [order("anna", "store", "2026-01-05"), order("ben", "store", "2026-03-01")]
    assert moves(*rows) == [
        ("2026-01", "none", "random", 1),
        ("2026-02", "random", "random", 1),
        ("2026-03", "none", "random", 1),
        ("2026-03", "random", "random", 1),
    ]


def test_a_fan_whose_days_are_more_than_a_year_ago_is_a_regular_again():
    days = [order(REACHED, "store", f"2025-01-{day}") for day in (10, 11, 12)]
    found = moves(
        *days, order("ben", "meituan", "2026-01-20"), where="from_strength <> to_strength", as_of="2026-01-31"
    )
    assert found == [
        ("2025-01", "none", "super", 1),
        ("2026-01", "none", "random", 1),
        ("2026-01", "super", "strong", 1),
    ]


def test_the_twelve_months_of_the_running_month_begin_on_its_own_day():
    days = [order(REACHED, "store", f"2025-03-{day}") for day in (20, 25, 26, 27)]
    rows = [*days, order("ben", "meituan", "2026-03-24")]
    assert moves(*rows, what="from_strength, to_strength, super_from_days", where="month = '2026-03'") == [
        ("none", "random", 3),
        ("super", "super", 3),
    ]


def test_a_refusal_lowers_a_regular_from_the_month_it_was_said_in():
    refused = phone("13900000001", consent=False)
    rows = [
        order(REACHED, "store", "2026-01-05"),
        order(REACHED, "store", "2026-01-20"),
        order(refused, "store", "2026-02-10"),
        order(REACHED, "store", "2026-04-10"),
    ]
    assert moves_of_anna(*rows) == [
        ("2026-01", "none", "strong"),
        ("2026-02", "strong", "weak"),
        ("2026-04", "weak", "strong"),
    ]


def test_consent_in_a_list_counts_from_the_day_of_the_list():
    known = phone("13900000001")
    rows = [order(known, "store", "2026-01-05"), order(known, "store", "2026-01-20"), listed(REACHED, file=2)]
    found = moves_of_anna(*rows, exported="2026-03-05 18:00:00", as_of="2026-03-31")
    assert found == [("2026-03", "weak", "strong")]


def test_the_order_of_the_rows_changes_nothing():
    rows = [*FAN, order(REACHED, "store", "2026-01-05"), order(REACHED, "store", "2026-02-03")]
    assert moves(*rows) == moves(*reversed(rows))


def test_a_likely_purchase_lifts_a_person_by_its_probability():
    world = night(
        order("anna", "store", "2026-01-05"),
        order(None, "meituan", "2026-02-10", id="m1"),
        likely("anna", "m1", 0.25),
        as_of="2026-02-28",
    )
    what = "from_strength, to_strength, customers, customers_likely, customers_most"
    assert world.rows("strength_ladder", what, "month = '2026-02'") == [
        ("random", "random", 1, 0.75, 1),
        ("random", "weak", 0, 0.25, 1),
    ]


@pytest.mark.parametrize(
    ("who", "channel", "lift"),
    [
        (REACHED, "meituan", "own_channel"),
        (phone("13900000001"), "store", "consent"),
        (phone("13900000001"), "meituan", "own_channel_and_consent"),
        (REACHED, "store", "purchase_days"),
    ],
)
def test_what_would_lift_who_came_back_is_what_they_lack(who, channel, lift):
    rows = [order(who, channel, f"2026-01-{day}") for day in (10, 20)]
    world = night(*rows, *FAN)
    assert world.rows("customers", "lift", "purchase_days = 2") == [(lift,)]


def test_a_second_purchase_lifts_who_bought_once_and_nothing_lifts_a_fan():
    rows = [order("ben", "store", "2026-01-05"), *(order(REACHED, "store", f"2026-01-1{day}") for day in range(3))]
    assert night(*rows).rows("customers", "strength, lift") == [("random", "second_purchase"), ("super", None)]


def test_people_are_counted_by_what_they_lack_and_a_likely_purchase_lifts_one_by_its_probability():
    world = night(
        order("anna", "store", "2026-01-05"),
        order(None, "meituan", "2026-01-10", id="m1"),
        likely("anna", "m1", 0.25),
        *FAN,
    )
    what = "strength, lift, customers, customers_likely, customers_most"
    assert world.rows("next_rung", what) == [
        ("random", "second_purchase", 1, 0.75, 1),
        ("weak", "own_channel_and_consent", 1, 1.25, 2),
    ]
