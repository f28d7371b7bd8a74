"""`lifecycle_thresholds`, `lifecycle_flows` and the lifecycle of customers: late by the shop's own curve."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.worlds import likely, night, order

LAST = date(2026, 6, 30)
WAITS = {1: 0, 2: 49, 3: 50, 4: 79, 5: 80, 6: 94, 7: 95, 94: 10, 95: 10, 96: 50}
"""Days since the second purchase day of those who came back after 1, 2, … days; 120 of all others."""


def bought(who: str, *ago: int):
    return [order(who, "store", f"{LAST - timedelta(days=days)} 12:00") for days in ago]


def came_back(number: int, waits: dict[int, int] = WAITS):
    """One person for each of so many days until they came back."""
    for days in range(1, number + 1):
        wait = waits.get(days, 120)
        yield from bought(f"back{days}", wait + days, wait)


def stayed_away(number: int, ago: int = 400):
    for each in range(number):
        yield from bought(f"away{each}", ago)


def thresholds(world):
    columns = "purchase, order_rank, curve_state, came_back, followed_days, due_days, at_risk_days, lapsed_days"
    return world.rows("lifecycle_thresholds", columns)


@pytest.fixture(scope="module")
def world():
    """200 people of whom 100 come back, one on each of the days 1 to 100; one more bought on the last day."""
    return night(
        *came_back(100),
        *stayed_away(100),
        *bought("newcomer", 0),
        order(None, "store", f"{LAST - timedelta(days=1)} 12:00", id="n1"),
        likely("away7", "n1", 0.6),
    )


def test_half_four_fifths_and_the_last_twentieth_of_those_who_come_back_at_all(world):
    """Half of the 100 are back by day 50, 80 by day 80, 95 by day 95. Nobody came a third time."""
    said = (1, "enough", 100, 400, 50, 80, 95)
    assert thresholds(world) == [("first", *said), ("later", *said)]


def test_a_person_stands_where_the_days_since_the_latest_purchase_day_say(world):
    names = {f"cback{days}": days for days in WAITS} | {"cnewcomer": "new", "caway0": "away"}
    found = {names[who]: state for who, state in world.rows("customers", "customer_id, lifecycle") if who in names}
    assert found == {
        "new": "new",
        1: "active",
        2: "active",
        3: "due",
        4: "due",
        5: "at_risk",
        6: "at_risk",
        7: "lapsed",
        94: "active",
        95: "won_back",  # 95 days away is lapsed
        96: "due",
        "away": "lapsed",
    }


def test_months_are_linked_by_those_who_stay_and_those_who_move_on(world):
    """100 people first seen on 26 May 2025: 5, 35, 66 and 97 days later the months end."""
    rows = world.rows("lifecycle_flows", "month, from_state, to_state, customers, is_complete")
    assert [row for row in rows if row[0] < "2025-11"] == [
        ("2025-05", "none", "new", 100, True),
        ("2025-06", "new", "new", 100, True),
        ("2025-07", "new", "due", 100, True),
        ("2025-08", "due", "lapsed", 100, True),
        ("2025-09", "lapsed", "lapsed", 100, True),
        ("2025-10", "lapsed", "lapsed", 100, True),
    ]
    stocks = {
        month: sum(row[3] for row in rows if row[0] == month and row[2] == "lapsed") for month in ("2026-05", "2026-06")
    }
    assert stocks["2026-05"] == sum(row[3] for row in rows if row[0] == "2026-06" and row[1] == "lapsed")
    assert sum(row[3] for row in rows if row[0] == "2026-06") == 201


def test_somebody_who_perhaps_came_back_yesterday_is_perhaps_won_back(world):
    rows = world.engine.rows(
        "select * from published.lifecycle_flows where month = '2026-06' and from_state = 'lapsed' order by to_state"
    )
    found = {row["to_state"]: (row["customers"], row["customers_likely"], row["customers_most"]) for row in rows}
    assert found == {"lapsed": (100, 99.4, 100), "won_back": (0, 0.6, 1)}


def test_the_running_month_ends_on_the_as_of_day_by_the_same_thresholds(world):
    rows = night(*came_back(100), *stayed_away(100), as_of="2026-07-10").rows(
        "lifecycle_flows", "month, is_complete, sum(customers)", "month >= '2026-06' group by all"
    )
    assert rows == [("2026-06", True, 200), ("2026-07", False, 200)]


def test_with_49_who_came_back_nobody_is_judged():
    world = night(*came_back(49), *stayed_away(49))
    assert {row[1:4] + row[5:] for row in thresholds(world)} == {(1, "few_people", 49, None, None, None)}
    assert world.rows("customers", "distinct lifecycle") == [(None,)]
    assert world.rows("lifecycle_flows", "month") == []


def test_a_curve_that_still_rises_when_the_data_end_says_nothing():
    """The last five of 100 come back from day 95 on, and those who stay away are watched for 110 days only."""
    world = night(*came_back(100), *stayed_away(100, ago=110))
    assert {row[1:5] for row in thresholds(world)} == {(1, "still_rising", 100, 110)}


def test_after_a_later_purchase_day_the_curve_of_the_second_one_counts_where_it_is_enough():
    """100 of 130 come again after 10 days: whoever is 10 days away from then on has lapsed."""
    rows = [
        row
        for days in range(1, 131)
        for row in bought(f"back{days}", *((10 + days, 10, 0) if days <= 100 else (60 + days, 60)))
    ]
    world = night(*rows, *stayed_away(130))
    assert thresholds(world) == [
        ("first", 1, "enough", 130, 400, 65, 104, 124),
        ("later", 2, "enough", 100, 60, 10, 10, 10),
    ]
    found = world.rows("customers", "lifecycle, count(*)", "true group by lifecycle")
    assert found == [("lapsed", 160), ("won_back", 100)]
