"""People in one state the period before and in another in the period. Nobody is lost on the way."""

from itertools import pairwise

import pytest

from tests.worlds import a_shop, night, order


def flows(world, period, grain="month"):
    """(from, to) -> people."""
    found = world.rows("migration_flows", "from_state, to_state, customers", f"{_is(grain, period)}")
    return {(before, after): people for before, after, people in found}


def _is(grain, period):
    return f"grain = '{grain}' and period = '{period}'"


def test_a_customer_who_left_the_store_for_delivery_is_one_migration():
    world = night(order("anna", "store", "2026-01-05"), order("anna", "meituan", "2026-02-10"))
    assert flows(world, "2026-02") == {("store", "meituan"): 1}


def test_a_period_without_purchase_is_none_and_coming_back_comes_from_none():
    world = night(
        order("anna", "store", "2026-01-05"),
        order("ben", "store", "2026-02-05"),
        order("anna", "meituan", "2026-03-05"),
        order("ben", "store", "2026-04-05"),
    )
    assert flows(world, "2026-02") == {("store", "none"): 1, ("new", "store"): 1}
    assert flows(world, "2026-03") == {("none", "meituan"): 1, ("store", "none"): 1}
    assert flows(world, "2026-04") == {("meituan", "none"): 1, ("none", "store"): 1}


def test_who_rests_in_both_periods_is_counted_as_none_to_none():
    world = night(
        order("anna", "store", "2026-01-05"), order("ben", "store", "2026-01-06"), order("ben", "store", "2026-03-06")
    )
    assert flows(world, "2026-03") == {("none", "none"): 1, ("none", "store"): 1}


def test_people_first_seen_in_a_period_come_from_new_and_were_not_there_before():
    world = night(
        order("anna", "store", "2026-01-05"),
        order("anna", "store", "2026-02-05"),
        order("ben", "meituan", "2026-03-05"),
    )
    assert flows(world, "2026-02") == {("store", "store"): 1}
    assert flows(world, "2026-03") == {("store", "none"): 1, ("new", "meituan"): 1}


@pytest.mark.parametrize(
    ("store_days", "meituan_days", "state"), [(3, 2, "store"), (4, 3, "mixed"), (1, 1, "mixed"), (2, 3, "meituan")]
)
def test_a_channel_with_under_sixty_percent_of_the_purchase_days_makes_a_mixed_state(store_days, meituan_days, state):
    rows = [order("anna", "store", f"2026-02-{day:02}") for day in range(1, 1 + store_days)]
    rows += [order("anna", "meituan", f"2026-02-{day:02} 20:00") for day in range(1, 1 + meituan_days)]
    world = night(order("anna", "tmall", "2026-01-05"), *rows)
    assert flows(world, "2026-02") == {("tmall", state): 1}


def test_many_purchases_of_one_day_in_one_channel_are_one_purchase_day():
    world = night(
        order("anna", "tmall", "2026-01-05"),
        *(order("anna", "store", f"2026-02-01 1{hour}:00") for hour in range(5)),
        order("anna", "meituan", "2026-02-02"),
        order("anna", "meituan", "2026-02-03"),
    )
    assert flows(world, "2026-02") == {("tmall", "meituan"): 1}


def test_unidentified_and_cancelled_orders_move_nobody():
    world = night(
        order("anna", "store", "2026-01-05"),
        order("anna", "meituan", "2026-02-05", status="cancelled"),
        order(None, "meituan", "2026-02-06"),
    )
    assert flows(world, "2026-02") == {("store", "none"): 1}


def test_quarters_and_years_are_named_and_counted_by_themselves():
    world = night(
        order("anna", "store", "2025-11-05"),
        order("anna", "meituan", "2026-01-05"),
        order("anna", "meituan", "2026-03-05"),
        order("anna", "store", "2026-04-05"),
    )
    assert world.rows("migration_flows", "period, from_state, to_state", "grain = 'quarter'") == [
        ("2026-Q1", "store", "meituan"),
        ("2026-Q2", "meituan", "store"),
    ]
    assert world.rows("migration_flows", "period, from_state, to_state", "grain = 'year'") == [
        ("2026", "store", "meituan")
    ]
    assert [period for (period,) in world.rows("migration_flows", "period", "grain = 'month'")] == [
        "2025-12",
        "2026-01",
        "2026-02",
        "2026-03",
        "2026-04",
    ]


def test_a_period_is_complete_when_its_last_day_is():
    rows = (order("anna", "store", "2025-11-05"), order("anna", "store", "2026-03-20"))
    done = "grain || ' ' || period, is_complete"
    running = "period in ('2026-02', '2026-03', '2026-Q1', '2026')"
    assert night(*rows, as_of="2026-03-30").rows("migration_flows", done, running) == [
        ("month 2026-02", True),
        ("month 2026-03", False),
        ("quarter 2026-Q1", False),
        ("year 2026", False),
    ]
    assert night(*rows, as_of="2026-03-31").rows("migration_flows", done, running) == [
        ("month 2026-02", True),
        ("month 2026-03", True),
        ("quarter 2026-Q1", True),
        ("year 2026", False),
    ]


def history(identified, unidentified, start="2025-12-01"):
    """A channel's earlier purchases, so many with a person and so many without."""
    rows = [order("known", "tmall", f"{start} 0{n}:00", id=f"k{n}") for n in range(identified)]
    return [*rows, *(order(None, "tmall", f"{start} 1{n}:00", id=f"u{n}") for n in range(unidentified))]


def first_seen_from(*rows, first="2026-03-05", grain="month", period="2026-03", **settings):
    world = night(*rows, order("late", "tmall", first), **settings)
    (found,) = world.rows("migration_flows", "from_state", _is(grain, period) + " and to_state = 'tmall'")
    return found[0]


def test_who_first_shows_in_an_old_and_poorly_identified_channel_became_identified():
    assert first_seen_from(*history(8, 1)) == "became_identified"


def test_at_ninety_percent_identified_the_first_seen_are_new():
    assert first_seen_from(*history(9, 1)) == "new"


def test_the_channel_must_have_ninety_days_of_history_at_the_start_of_the_period():
    assert first_seen_from(*history(1, 1, start="2025-12-01")) == "became_identified"
    assert first_seen_from(*history(1, 1, start="2025-12-02")) == "new"


def test_only_purchases_before_the_period_tell_how_well_a_channel_is_identified():
    during = [order(None, "tmall", f"2026-03-02 1{n}:00") for n in range(9)]
    assert first_seen_from(*history(9, 0), *during) == "new"


def test_the_history_of_another_channel_says_nothing():
    elsewhere = [order(None, "store", f"2025-12-01 1{n}:00") for n in range(9)]
    assert first_seen_from(*history(9, 0), *elsewhere) == "new"


def test_cancelled_orders_are_no_history():
    cancelled = [order(None, "tmall", f"2025-12-02 1{n}:00", status="cancelled") for n in range(9)]
    assert first_seen_from(*history(9, 0), *cancelled) == "new"


def test_quarters_and_years_judge_the_channel_at_their_own_start():
    rows = history(1, 1, start="2025-11-15")
    assert first_seen_from(*rows) == "became_identified"
    assert first_seen_from(*rows, grain="quarter", period="2026-Q1") == "new"
    assert first_seen_from(*history(1, 1, start="2025-10-01"), grain="quarter", period="2026-Q1") == "became_identified"
    assert first_seen_from(*history(1, 1, start="2025-10-01"), grain="year", period="2026") == "became_identified"


def test_a_quarter_that_begins_with_a_silent_month_is_judged_all_the_same():
    found = first_seen_from(*history(1, 1, start="2025-06-01"), first="2026-02-05", grain="quarter", period="2026-Q1")
    assert found == "became_identified"


def test_the_owner_sets_the_days_of_history_and_the_share():
    assert first_seen_from(*history(9, 1), shop=a_shop(thresholds={"identified_share": "0.95"})) == "became_identified"
    assert first_seen_from(*history(8, 1), shop=a_shop(thresholds={"left_margin_days": 91})) == "new"


def test_the_new_of_a_channels_first_ninety_days_are_marked():
    world = night(
        order("old", "store", "2026-01-01"),
        order("margin", "store", "2026-03-31"),
        order("new", "store", "2026-04-01"),
    )
    found = world.rows("migration_flows", "period, customers, customers_in_left_margin", "from_state = 'new'")
    assert [row for row in found if "Q" not in row[0]] == [("2026-03", 1, 1), ("2026-04", 1, 0)]


def test_net_sales_of_a_flow_are_what_its_people_brought_in_the_later_period():
    world = night(
        order("anna", "store", "2026-01-05", 100),
        order("anna", "meituan", "2026-02-10", 30, discount=5),
        order("anna", "meituan", "2026-02-11", 30, refunded=30, paid=30),
        order("anna", "meituan", "2026-02-12", 99, currency="HKD"),
    )
    assert world.rows("migration_flows", "from_state, to_state, net_sales") == [("store", "meituan", 25)]


def test_nobody_is_lost_from_one_matrix_to_the_next():
    people = ("anna", "ben", "carl", "dora", "emil", "fred")
    channels = ("store", "meituan", "tmall", "mini_program")
    rows = [
        order(name, channels[(place * step + step) % 4], f"2026-{month:02}-{1 + place:02}")
        for place, name in enumerate(people)
        for step, month in enumerate(range(1 + place, 8, 1 + place % 3))
    ]
    world = night(*rows)
    months = [f"2026-{month:02}" for month in range(2, 8)]
    for earlier, later in pairwise(months):
        arrived, left = {}, {}
        for (_, state), count in flows(world, earlier).items():
            arrived[state] = arrived.get(state, 0) + count
        for (state, _), count in flows(world, later).items():
            left[state] = left.get(state, 0) + count
        newcomers = left.pop("new", 0)
        assert left == arrived
        assert sum(flows(world, later).values()) == sum(arrived.values()) + newcomers
