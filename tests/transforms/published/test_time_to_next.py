"""`time_to_next`: curves of coming back in which nobody counts for longer than they could be watched."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.worlds import likely, night, order

LAST = date(2026, 6, 30)
SIX_MP = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
PLACEBO = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"
"""Freireich et al. 1963, weeks in remission; + is censored. Here: days until a second purchase."""


def bought(person: str, channel: str, watched: str):
    """Purchases of somebody who came back after so many days, or with + has been watched so long in vain."""
    days = int(watched.rstrip("+"))
    first = LAST - timedelta(days=days)
    rows = [order(person, channel, f"{first} 12:00")]
    return rows if watched.endswith("+") else [*rows, order(person, "store", f"{LAST} 12:00")]


@pytest.fixture(scope="module")
def freireich():
    rows = []
    for channel, arm in (("tmall", SIX_MP), ("meituan", PLACEBO)):
        for number, watched in enumerate(arm.split()):
            rows += bought(f"{number}{channel}", channel, watched)
    return curves(night(*rows))


def curves(world):
    return world.engine.rows("select * from published.time_to_next order by order_rank, channel, day")


def curve(rows, channel: str, rank: int = 1):
    return {row["day"]: row for row in rows if row["channel"] == channel and row["order_rank"] == rank}


def test_the_arm_with_censored_times_is_as_published(freireich):
    arm = curve(freireich, "tmall")
    published = {6: (21, 3, 0.8571), 7: (17, 1, 0.8067), 10: (15, 1, 0.7529), 13: (12, 1, 0.6902), 16: (11, 1, 0.6275)}
    published |= {22: (7, 1, 0.5378), 23: (6, 1, 0.4482)}
    found = {day: (arm[day]["at_risk"], arm[day]["events"], round(arm[day]["survival"], 4)) for day in published}
    assert found == published
    assert min(day for day, row in arm.items() if row["survival"] <= 0.5) == 23
    assert set(arm) == {0, *published, 35}
    assert (arm[35]["at_risk"], arm[35]["events"], arm[35]["survival"]) == (1, 0, arm[23]["survival"])


def test_the_interval_is_greenwoods_on_the_log_log_scale(freireich):
    """S(6) = 18/21: variance of ln S is 3/(21*18), so exp(-exp(ln(-ln S) ± 1.96 * 0.08909/0.15415))."""
    six = curve(freireich, "tmall")[6]
    assert (round(six["low"], 3), round(six["high"], 3)) == (0.620, 0.952)


def test_the_arm_in_which_all_come_back_ends_at_nobody_with_an_open_end(freireich):
    arm = curve(freireich, "meituan")
    assert min(day for day, row in arm.items() if row["survival"] <= 0.5) == 8
    assert round(arm[8]["survival"], 4) == 0.3810
    assert (arm[23]["survival"], arm[23]["low"], arm[23]["high"]) == (0, 0, None)
    assert (arm[0]["at_risk"], arm[0]["survival"], arm[0]["low"], arm[0]["high"]) == (21, 1, 1, 1)


def test_both_arms_together_are_the_curve_of_all(freireich):
    everyone = curve(freireich, "all")
    assert everyone[0]["at_risk"] == 42
    assert everyone[6]["at_risk"] == 21 + 12
    second = curve(freireich, "all", rank=2)
    assert {day: (row["at_risk"], row["events"]) for day, row in second.items()} == {0: (30, 0)}


def test_two_purchases_on_one_day_are_one_and_a_move_to_another_channel_counts():
    rows = curves(
        night(
            order("Ann", "meituan", "2026-01-01 09:00"),
            order("Ann", "store", "2026-01-01 19:00"),
            order("Ann", "store", "2026-01-05 09:00"),
            order("Bob", "store", "2026-01-08 09:00"),
        )
    )
    assert [(row["day"], row["at_risk"], row["events"]) for row in rows if row["channel"] == "meituan"] == [
        (0, 1, 0),
        (4, 1, 1),
    ]
    assert {row["order_rank"] for row in rows} == {1, 2}


def test_likely_links_count_by_their_probability():
    rows = curves(
        night(
            order("Ann", "store", "2026-01-01"),
            order("Cleo", "store", "2026-01-11"),
            order(None, "meituan", "2026-01-04", id="m1"),
            likely("Ann", "m1", 0.6),
        )
    )
    everyone = curve(rows, "all")
    assert (everyone[0]["at_risk"], everyone[0]["events"]) == (2, 0)
    assert (everyone[3]["at_risk"], everyone[3]["events"]) == (1, 0)
    assert (everyone[3]["at_risk_likely"], everyone[3]["events_likely"]) == (1, 0.6)
    assert (everyone[3]["survival"], round(everyone[3]["survival_likely"], 6)) == (1, 0.4)
    assert everyone[10]["at_risk_likely"] == 0.4
