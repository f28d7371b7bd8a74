"""People who came from platforms to our own channels for the first time, and the mirror image."""

import pytest

from tests.worlds import fee, likely, night, order

COUNTS = "kind, month, from_channel, to_channel, customers, first_there"


def crossings(world, what=COUNTS, where="customers > 0 and from_channel <> 'all' and month <> 'all'"):
    return world.rows("homecoming", what, where)


def test_the_first_own_purchase_after_platforms_only_is_a_homecoming_in_its_month():
    world = night(
        order("anna", "meituan", "2026-01-05"),
        order("anna", "tmall", "2026-01-20"),
        order("anna", "store", "2026-02-03"),
        order("anna", "meituan", "2026-02-10"),
        order("anna", "mini_program", "2026-03-01"),
        order("ben", "meituan", "2026-02-20"),
        order("cleo", "meituan", "2026-03-02"),
    )
    assert crossings(world) == [("homecoming", "2026-02", "meituan", "store", 1, 2)]
    assert crossings(world, "month, customers, first_there, share", "kind = 'homecoming' and from_channel = 'all'") == [
        ("2026-01", 0, 1, 0),
        ("2026-02", 1, 2, 0.5),
        ("2026-03", 0, 3, 0),
        ("all", 1, 3, pytest.approx(1 / 3)),
    ]
    assert crossings(world, COUNTS, "kind = 'leak'") == []


def test_a_leak_is_the_mirror_image():
    world = night(
        order("anna", "store", "2026-01-05"),
        order("anna", "mini_program", "2026-01-09"),
        order("anna", "tmall", "2026-02-03"),
        order("anna", "store", "2026-02-10"),
        order("ben", "mini_program", "2026-01-07"),
    )
    assert crossings(world) == [("leak", "2026-02", "store", "tmall", 1, 1)]
    total = "kind = 'leak' and month = 'all' and from_channel = 'all'"
    assert world.row("homecoming", "to_channel, customers, first_there, share", total) == ("all", 1, 2, 0.5)


def test_the_time_of_day_says_which_side_was_first():
    rows = order("anna", "store", "2026-02-01 18:00"), order("anna", "meituan", "2026-02-01 09:00")
    assert crossings(night(*rows)) == [("homecoming", "2026-02", "meituan", "store", 1, 1)]
    rows = order("anna", "store", "2026-02-01 09:00"), order("anna", "meituan", "2026-02-01 18:00")
    assert crossings(night(*rows)) == [("leak", "2026-02", "store", "meituan", 1, 1)]


def test_at_the_same_moment_the_channels_name_decides():
    rows = order("anna", "store", "2026-02-01"), order("anna", "eleme", "2026-02-01")
    for world in (night(*rows), night(*reversed(rows))):
        assert crossings(world) == [("homecoming", "2026-02", "eleme", "store", 1, 1)]


def test_the_median_counts_those_who_have_not_crossed_as_long_as_they_were_watched():
    """Watched 10 (crossed), 20 (not yet), 30 (crossed), 40 (not yet): S(10) = 3/4, S(30) = 3/4 * 1/2 = 3/8."""
    rows = [
        order("anna", "meituan", "2026-01-01"),
        order("anna", "store", "2026-01-11"),
        order("ben", "meituan", "2026-02-20"),
        order("cleo", "tmall", "2026-01-01"),
        order("cleo", "store", "2026-01-31"),
        order("dora", "tmall", "2026-01-31"),
        order("ella", "store", "2026-03-12"),
    ]
    medians = "kind, month, median_days"
    world = night(*rows)
    assert world.rows("homecoming", medians, "median_days is not null") == [("homecoming", "all", 30)]
    unfinished = night(*[row for row in rows if row not in (rows[3], rows[4])])
    total = "kind = 'homecoming' and month = 'all' and from_channel = 'all'"
    assert unfinished.row("homecoming", "customers, median_days", total) == (1, None)


def test_half_on_the_day_is_the_median():
    world = night(
        order("anna", "meituan", "2026-01-01"),
        order("anna", "store", "2026-01-08"),
        order("ben", "meituan", "2026-01-01"),
        order("cleo", "store", "2026-03-01"),
    )
    where = "kind = 'homecoming' and month = 'all' and from_channel = 'all'"
    assert world.row("homecoming", "median_days", where) == (7,)


def test_fees_since_are_those_of_the_crossing_purchase_and_all_later_ones():
    world = night(
        order("anna", "meituan", "2026-01-05", 50, id="a1"),
        fee("meituan", "2026-01-05", 10, "a1"),
        order("anna", "store", "2026-02-03", 40, id="a2"),
        fee("store", "2026-02-03", 1, "a2"),
        order("anna", "meituan", "2026-03-03", 30, id="a3"),
        fee("meituan", "2026-03-03", 6, "a3"),
        order("anna", "store", "2026-03-04", 20, id="a4"),
    )
    since = "orders_since, net_sales_since, fees_since, unknown_fees_since"
    for where in ("month = '2026-02' and from_channel = 'meituan'", "month = 'all' and from_channel = 'all'"):
        assert world.row("homecoming", since, where) == (3, 90, 7, 1)
    assert world.row("homecoming", since, "month = '2026-03' and from_channel = 'all'") == (0, 0, 0, 0)


def test_likely_links_count_by_their_probability_and_at_most_as_a_whole():
    """If Ann is m1's buyer she came home in April; without the link nobody is known to be from a platform."""
    world = night(
        order("Ann", "store", "2026-04-01"),
        order(None, "meituan", "2026-03-04", id="m1"),
        likely("Ann", "m1", 0.6),
    )
    counts = "customers, customers_likely, customers_most, first_there, first_there_likely, first_there_most"
    where = "kind = 'homecoming' and month = '2026-04' and from_channel = 'all'"
    assert world.row("homecoming", counts, where) == (0, 0.6, 1, 0, 0.6, 1)
    assert world.row("homecoming", "share, share_likely, share_most", where) == (None, 1, 1)
    leak = "kind = 'leak' and month = 'all' and from_channel = 'all'"
    assert world.row("homecoming", counts, leak) == (0, 0, 0, 1, pytest.approx(0.4), 1)


def test_a_month_is_complete_when_its_last_day_is_over():
    rows = order("anna", "meituan", "2026-02-10"), order("anna", "store", "2026-03-10")
    where = "kind = 'homecoming' and from_channel = 'all'"
    found = [("2026-02", True), ("2026-03", False), ("all", True)]
    assert night(*rows).rows("homecoming", "month, is_complete", where) == found
