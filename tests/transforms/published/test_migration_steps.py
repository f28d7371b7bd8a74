"""Consecutive purchase days of one person, from channel to channel, dated by the later one."""

from tests.worlds import a_shop, night, order

STEPS = "month, from_channel, to_channel, steps, customers"


def steps(*rows, **settings):
    return night(*rows, **settings).rows("migration_steps", STEPS)


def test_every_pair_of_consecutive_purchase_days_is_a_step_in_the_month_of_the_later():
    rows = (
        order("anna", "store", "2026-01-30"),
        order("anna", "meituan", "2026-02-02"),
        order("anna", "meituan", "2026-02-05"),
        order("ben", "store", "2026-02-05"),
    )
    assert steps(*rows) == [("2026-02", "meituan", "meituan", 1, 1), ("2026-02", "store", "meituan", 1, 1)]


def test_steps_count_pairs_and_customers_count_people():
    rows = [order("anna", ("store", "meituan")[day % 2], f"2026-02-{day:02}") for day in range(2, 7)]
    assert steps(*rows, order("ben", "store", "2026-02-01"), order("ben", "meituan", "2026-02-02")) == [
        ("2026-02", "meituan", "store", 2, 1),
        ("2026-02", "store", "meituan", 3, 2),
    ]


def test_changes_within_a_day_count_once_each_way_ordered_by_time():
    rows = (
        order("anna", "store", "2026-02-01 09:00"),
        order("anna", "meituan", "2026-02-01 12:00"),
        order("anna", "store", "2026-02-01 18:00"),
        order("anna", "meituan", "2026-02-01 20:00"),
    )
    assert steps(*rows) == [("2026-02", "store", "meituan", 1, 1)]


def test_the_earlier_channel_of_a_day_comes_first_whatever_its_name():
    rows = (order("anna", "store", "2026-02-01 09:00"), order("anna", "eleme", "2026-02-01 12:00"))
    assert steps(*rows) == [("2026-02", "store", "eleme", 1, 1)]
    later = order("anna", "tmall", "2026-02-02")
    assert steps(*rows, later) == [("2026-02", "eleme", "tmall", 1, 1), ("2026-02", "store", "eleme", 1, 1)]


def test_at_the_same_moment_the_channels_name_decides():
    rows = (order("anna", "store", "2026-02-01"), order("anna", "eleme", "2026-02-01"))
    assert steps(*rows) == [("2026-02", "eleme", "store", 1, 1)]
    assert steps(*reversed(rows)) == [("2026-02", "eleme", "store", 1, 1)]


def test_two_purchases_in_one_channel_on_one_day_are_no_step():
    rows = (order("anna", "store", "2026-02-01 09:00"), order("anna", "store", "2026-02-01 18:00"))
    assert steps(*rows) == []


def test_a_step_is_dated_in_the_shops_own_day():
    rows = (order("anna", "store", "2026-01-05"), order("anna", "store", "2026-01-31 17:00"))
    in_shanghai = a_shop(business={"time_zone": "Asia/Shanghai"})
    assert [row[0] for row in steps(*rows)] == ["2026-01"]
    assert [row[0] for row in steps(*rows, shop=in_shanghai)] == ["2026-02"]


def test_the_running_month_is_incomplete():
    rows = (
        order("anna", "store", "2026-01-05"),
        order("anna", "store", "2026-01-06"),
        order("anna", "store", "2026-02-06"),
    )
    found = night(*rows, as_of="2026-02-27").rows("migration_steps", "month, is_complete")
    assert found == [("2026-01", True), ("2026-02", False)]
    found = night(*rows, as_of="2026-02-28").rows("migration_steps", "month, is_complete")
    assert found == [("2026-01", True), ("2026-02", True)]
