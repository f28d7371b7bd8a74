"""The as-of day is the last complete day in the data."""

from tests.worlds import a_shop, core_of, order

DAYS = (order(None, "store", "2026-03-01", id="a"), order(None, "store", "2026-03-02 10:00", id="b"))


def as_of(*rows, **settings):
    return core_of(*rows, **settings).row("work.run", "as_of_day")[0]


def test_the_latest_day_with_an_order_is_complete_when_no_export_was_made_during_it():
    assert as_of(*DAYS) == "2026-03-02"
    assert as_of(*DAYS, exported="2026-03-03 08:00:00") == "2026-03-02"


def test_a_day_during_which_an_export_was_made_is_not_complete():
    assert as_of(*DAYS, exported="2026-03-02 18:00:00") == "2026-03-01"


def test_a_date_without_a_time_says_nothing_about_the_day():
    assert as_of(*DAYS, exported="2026-03-02 00:00:00") == "2026-03-02"


def test_an_export_made_before_the_day_ends_at_four_leaves_that_day_incomplete():
    late = a_shop(business={"day_ends_at": "04:00"})
    assert as_of(*DAYS, exported="2026-03-03 02:00:00", shop=late) == "2026-03-01"
    assert as_of(*DAYS, exported="2026-03-03 05:00:00", shop=late) == "2026-03-02"


def test_orders_after_the_as_of_day_are_not_there():
    found = core_of(*DAYS, as_of="2026-03-01").rows("core.orders", "order_id")
    assert found == [("a",)]
