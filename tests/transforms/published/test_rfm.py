"""`rfm`: scores by cut points that are values, so that equal values score equally, and the first rule that fits."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.recount.rfm import Bought, rfm
from tests.worlds import a_shop, likely, night, order
from transforms.tables.segments import SEGMENTS

LAST = date(2026, 6, 30)
TIMES = {300: 1, 400: 2, 450: 3, 475: 4, 500: 5}
"""Purchase days, ten yuan each, of the people up to each number."""


def bought(number: int, times: int):
    """Somebody whose latest purchase day is as many days ago as half their number, the others on the days before it."""
    for before in range(times):
        yield order(f"p{number:03}", "store", f"{LAST - timedelta(days=(number - 1) // 2 + before)} 12:00", 10)


def five_hundred():
    for number in range(1, 501):
        yield from bought(number, next(times for up_to, times in TIMES.items() if number <= up_to))


@pytest.fixture(scope="module")
def world():
    """500 people, and one more purchase that is probably the last one's."""
    maybe = order(None, "store", f"{LAST} 18:00", 10, id="n1")
    long_ago = order("earlier", "store", "2025-06-30 12:00", 10)
    return night(*five_hundred(), maybe, long_ago, likely("p500", "n1", 0.5))


def cuts(world):
    return world.rows(
        "rfm_cut_points", "measure, rfm_state, buyers, history_days, cut_method, cut_1, cut_2, cut_3, cut_4"
    )


def test_cut_points_are_the_values_that_a_fifth_of_the_people_after_the_other_reach(world):
    """Two people have each of the days 0 to 249, so 100 have 0 to 49. 300 people spent 10, 100 spent 20, 50 spent 30.

    Three people in five have one purchase day: two quarters would end with it, so the bands count.
    """
    assert cuts(world) == [
        ("f", "enough", 500, 366, "bands", 1, 2, 4, None),
        ("m", "enough", 500, 366, "quantiles", 10, 10, 10, 20),
        ("r", "enough", 500, 366, "quantiles", 49, 99, 149, 199),
    ]


def test_equal_values_have_equal_scores_and_the_next_value_jumps_over_those_nobody_has(world):
    columns = "customer_id, r_days, f_days, m_net_sales, r, f, m, segment"
    rows = {row[0]: row[1:] for row in world.rows("rfm", columns)}
    assert len(rows) == 500
    assert rows["cp001"] == (0, 1, 10, 5, 1, 1, "newcomers")
    assert rows["cp100"] == (49, 1, 10, 5, 1, 1, "newcomers")
    assert rows["cp101"] == (50, 1, 10, 4, 1, 1, "newcomers")
    assert rows["cp201"] == (100, 1, 10, 3, 1, 1, "occasional")
    assert rows["cp300"] == (149, 1, 10, 3, 1, 1, "occasional")
    assert rows["cp301"] == (150, 2, 20, 2, 2, 4, "slipping")
    assert rows["cp401"] == (200, 3, 30, 1, 3, 5, "must_not_lose")
    assert rows["cp500"] == (249, 5, 50, 1, 4, 5, "must_not_lose")


def test_who_did_not_buy_in_the_window_has_no_segment_and_everybody_else_that_of_rfm(world):
    assert world.row("customers", "segment", "customer_id = 'cearlier'") == (None,)
    assert world.row("customers", "count(customer_id)", "segment = 'must_not_lose'") == (100,)


def test_segments_hold_everybody_once_in_the_order_of_the_rules(world):
    rows = world.rows("rfm_segments", "position, segment, customers, net_sales")
    assert [row[1] for row in rows] == [segment.name for segment in SEGMENTS]
    assert {row[1]: row[2:] for row in rows if row[2]} == {
        "newcomers": (200, 2000),
        "occasional": (100, 1000),
        "slipping": (100, 2000),
        "must_not_lose": (100, 50 * 30 + 25 * 40 + 25 * 50),
    }


def test_a_purchase_that_is_probably_somebodys_counts_by_its_probability(world):
    """If the purchase of the last day is that of the last person, 249 days away, they are a champion instead."""
    columns = "segment, customers, customers_likely, customers_most"
    rows = {row[0]: row[1:] for row in world.rows("rfm_segments", columns)}
    assert rows["champions"] == (0, 0.5, 1)
    assert rows["must_not_lose"] == (100, 99.5, 100)


def test_a_plain_recount_gives_the_same_rows(world):
    people: dict[str, list] = {}
    for customer, day, net in world.rows(
        "core.orders", "customer_id, order_day, net_sales", "order_day > '2025-06-30'"
    ):
        people.setdefault(customer, []).append((date.fromisoformat(day), Decimal(net)))
    known = {who: Bought([day for day, _ in each], sum(net for _, net in each)) for who, each in people.items() if who}
    rows, points = rfm(known, date(2025, 7, 1), LAST, date(2025, 6, 30))
    assert sorted(map(tuple, (row.values() for row in rows))) == world.rows("rfm", "*")
    assert [row["cut_1"] for row in sorted(points, key=lambda row: row["measure"])] == [row[5] for row in cuts(world)]


def test_where_purchase_days_differ_enough_their_quarters_cut_and_the_window_is_a_setting():
    """125 people each with 1, 2, 3 and 4 purchase days; six months to 30 June begin on 31 December, 181 days ago."""
    rows = [
        order(f"p{number:03}", "store", f"{LAST - timedelta(days=day)} 12:00", 10)
        for number in range(500)
        for day in range(number // 125 + 1)
    ]
    rows += [order("p499", "store", f"{LAST - timedelta(days=days)} 12:00", 10) for days in (181, 182)]
    world = night(*rows, shop=a_shop(thresholds={"rfm_months": 6}))
    assert cuts(world)[0] == ("f", "enough", 500, 183, "quantiles", 1, 2, 3, None)
    assert world.row("rfm_cut_points", "from_day", "measure = 'f'") == ("2025-12-31",)
    assert world.row("rfm", "f_days, f", "customer_id = 'cp000'") == (1, 1)
    assert world.row("rfm", "f_days, f", "customer_id = 'cp499'") == (5, 4)


@pytest.mark.parametrize(
    ("people", "ago", "state"), [(499, 400, "few_buyers"), (500, 178, "short_history"), (500, 179, "enough")]
)
def test_under_500_buyers_or_180_days_nobody_is_scored(people, ago, state):
    rows = [order(f"p{number:03}", "store", f"{LAST} 12:00", 10) for number in range(1, people)]
    rows += [order("first", "store", f"{LAST - timedelta(days=days)} 12:00", 10) for days in (0, ago)]
    world = night(*rows)
    assert {row[1:4] for row in cuts(world)} == {(state, people, ago + 1)}
    scored = people if state == "enough" else 0
    assert world.row("rfm", "count(customer_id)") == (scored,)
    assert world.row("customers", "count(segment)") == (scored,)
    assert world.row("rfm_segments", "count(segment)") == (8 if scored else 0,)
