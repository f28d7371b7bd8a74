"""Months of first purchase, and what became of the people month by month."""

from tests.worlds import night, order


def grid(world, month, channel="all", columns="k, size, bought_in, on_or_after, returned_by"):
    return world.rows("cohorts", columns, f"cohort_month = '{month}' and first_channel = '{channel}'")


def test_a_cohort_is_followed_month_by_month_to_the_as_of_day():
    world = night(
        order("every month", "store", "2026-01-05"),
        order("every month", "store", "2026-02-05"),
        order("every month", "store", "2026-03-05"),
        order("every month", "store", "2026-04-05"),
        order("pause", "store", "2026-01-20"),
        order("pause", "store", "2026-03-20"),
        order("once", "store", "2026-01-31"),
        as_of="2026-04-30",
    )
    assert grid(world, "2026-01") == [(0, 3, 3, 3, 0), (1, 3, 1, 2, 1), (2, 3, 2, 2, 2), (3, 3, 1, 1, 2)]


def test_on_or_after_counts_a_later_purchase_up_to_the_as_of_day():
    rows = (order("anna", "store", "2026-01-05"), order("anna", "store", "2026-03-05"))
    assert grid(night(*rows, as_of="2026-03-04"), "2026-01", columns="k, on_or_after") == [(0, 1), (1, 0), (2, 0)]
    assert grid(night(*rows, as_of="2026-03-05"), "2026-01", columns="k, on_or_after") == [(0, 1), (1, 1), (2, 1)]


def test_a_repeat_within_the_first_month_is_shown_as_such_and_is_no_return():
    world = night(
        order("twice", "store", "2026-01-05"),
        order("twice", "meituan", "2026-01-06"),
        order("same day", "store", "2026-01-05 09:00"),
        order("same day", "meituan", "2026-01-05 18:00"),
        as_of="2026-02-28",
    )
    columns = "k, returned_by, repeated_in_first_month"
    assert grid(world, "2026-01", columns=columns) == [(0, 0, 1), (1, 0, 1)]


def test_every_first_channel_has_rows_of_its_own_and_together_they_are_all():
    world = night(
        order("anna", "store", "2026-01-05"),
        order("anna", "meituan", "2026-02-05"),
        order("ben", "meituan", "2026-01-06"),
        order("carl", "meituan", "2026-02-06"),
        as_of="2026-02-28",
    )
    assert grid(world, "2026-01", "store") == [(0, 1, 1, 1, 0), (1, 1, 1, 1, 1)]
    assert grid(world, "2026-01", "meituan") == [(0, 1, 1, 1, 0), (1, 1, 0, 0, 0)]
    assert grid(world, "2026-01") == [(0, 2, 2, 2, 0), (1, 2, 1, 1, 1)]
    assert grid(world, "2026-02") == [(0, 1, 1, 1, 0)]
    assert grid(world, "2026-02", "store") == []


def test_a_month_is_complete_when_it_is_over():
    rows = (order("anna", "store", "2026-01-31"), order("anna", "store", "2026-03-30"))
    done = "k, is_complete"
    assert grid(night(*rows, as_of="2026-03-30"), "2026-01", columns=done) == [(0, True), (1, True), (2, False)]
    assert grid(night(*rows, as_of="2026-03-31"), "2026-01", columns=done) == [(0, True), (1, True), (2, True)]


def test_months_are_counted_over_the_turn_of_the_year():
    rows = (order("anna", "store", "2025-12-31"), order("anna", "store", "2026-01-01"))
    assert grid(night(*rows), "2025-12") == [(0, 1, 1, 1, 0), (1, 1, 1, 1, 1)]


def test_net_sales_of_a_cell_are_what_the_cohort_brought_in_the_month():
    world = night(
        order("anna", "store", "2026-01-05", 100),
        order("anna", "store", "2026-01-06", 10, discount=1),
        order("ben", "meituan", "2026-01-07", 20, refunded=20, paid=20),
        order("ben", "meituan", "2026-02-07", 30, refunded=5, paid=30),
        order("ben", "meituan", "2026-02-08", 70, currency="HKD"),
    )
    assert grid(world, "2026-01", columns="k, net_sales") == [(0, 109), (1, 25)]
    assert grid(world, "2026-01", "meituan", columns="k, net_sales") == [(0, 0), (1, 25)]
