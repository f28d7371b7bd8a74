"""Who comes back: three rates under their own names, anywhere and in the channel."""

from tests.worlds import night, order

AS_OF = "2026-03-31"
"""A window of 30 days begins on 2026-03-02."""


def rates(world, measure, scope="anywhere", window=30, period="all"):
    """Channel -> (customers, repeaters)."""
    where = f"measure = '{measure}' and scope = '{scope}' and window_days = {window} and period = '{period}'"
    return {
        name: (people, back)
        for name, people, back in world.rows("repeat_rates", "channel, customers, repeaters", where)
    }


def test_the_repeat_rate_counts_two_purchase_days_within_the_window():
    world = night(
        order("twice", "store", "2026-03-02"),
        order("twice", "store", "2026-03-31"),
        order("too early", "store", "2026-03-01"),
        order("too early", "store", "2026-03-20"),
        order("same day", "store", "2026-03-10 09:00"),
        order("same day", "store", "2026-03-10 18:00"),
        as_of=AS_OF,
    )
    assert rates(world, "repeat_rate") == {"all": (3, 1), "store": (3, 1)}
    assert rates(world, "repeat_rate", window=60) == {"all": (3, 2), "store": (3, 2)}


def test_the_rate_is_repeaters_by_customers():
    world = night(
        order("a", "store", "2026-03-02"),
        order("a", "store", "2026-03-03"),
        *(order(name, "store", "2026-03-04") for name in "bcd"),
        as_of=AS_OF,
    )
    where = "measure = 'repeat_rate' and window_days = 30"
    assert {rate for (rate,) in world.rows("repeat_rates", "rate", where)} == {0.25}


def test_without_customers_in_the_window_there_is_no_rate():
    world = night(order("a", "store", "2026-01-01"), as_of=AS_OF)
    where = "measure = 'repeat_rate' and window_days = 30"
    assert world.rows("repeat_rates", "channel, customers, repeaters, rate", where) == [("all", 0, 0, None)]


def test_a_repeat_in_another_channel_counts_anywhere_and_not_in_the_channel():
    world = night(
        order("moved", "store", "2026-03-05"),
        order("moved", "meituan", "2026-03-06"),
        order("stayed", "store", "2026-03-05"),
        order("stayed", "store", "2026-03-06"),
        as_of=AS_OF,
    )
    assert rates(world, "repeat_rate") == {"all": (2, 2), "store": (2, 2), "meituan": (1, 1)}
    assert rates(world, "repeat_rate", "in_channel") == {"store": (2, 1), "meituan": (1, 0)}


def test_two_channels_on_one_day_are_one_purchase_day_anywhere():
    world = night(order("anna", "store", "2026-03-05 09:00"), order("anna", "meituan", "2026-03-05 19:00"), as_of=AS_OF)
    assert rates(world, "repeat_rate") == {"all": (1, 0), "store": (1, 0), "meituan": (1, 0)}


def test_the_returning_rate_counts_customers_of_the_window_with_a_purchase_before_it():
    world = night(
        order("returned", "store", "2026-03-01"),
        order("returned", "store", "2026-03-02"),
        order("within", "store", "2026-03-02"),
        order("within", "store", "2026-03-05"),
        order("moved", "store", "2026-01-01"),
        order("moved", "meituan", "2026-03-31"),
        order("gone", "store", "2026-01-01"),
        as_of=AS_OF,
    )
    assert rates(world, "returning_rate") == {"all": (3, 2), "store": (2, 1), "meituan": (1, 1)}
    assert rates(world, "returning_rate", "in_channel") == {"store": (2, 1), "meituan": (1, 0)}


def test_a_window_is_complete_when_the_data_reach_back_to_its_first_day():
    world = night(order("a", "store", "2026-03-02"), as_of=AS_OF)
    where = "measure = 'repeat_rate' and channel = 'all'"
    assert world.rows("repeat_rates", "window_days, is_complete", where)[:2] == [(30, True), (60, False)]
    world = night(order("a", "store", "2026-03-03"), as_of=AS_OF)
    assert world.rows("repeat_rates", "window_days, is_complete", where)[0] == (30, False)


def test_repurchase_counts_another_purchase_day_from_the_first_to_the_nth_day_after():
    world = night(
        order("next day", "store", "2026-01-01"),
        order("next day", "store", "2026-01-02"),
        order("same day", "store", "2026-01-01 09:00"),
        order("same day", "store", "2026-01-01 18:00"),
        order("thirtieth", "store", "2026-01-01"),
        order("thirtieth", "store", "2026-01-31"),
        order("thirty-first", "store", "2026-01-01"),
        order("thirty-first", "store", "2026-02-01"),
        as_of=AS_OF,
    )
    assert rates(world, "repurchase") == {"all": (4, 2), "store": (4, 2)}
    assert rates(world, "repurchase", window=60) == {"all": (4, 3), "store": (4, 3)}


def test_repurchase_counts_only_those_whose_n_days_are_over():
    rows = (order("ripe", "store", "2026-03-01"), order("green", "store", "2026-03-02"))
    assert rates(night(*rows, as_of="2026-03-31"), "repurchase") == {"all": (1, 0), "store": (1, 0)}
    assert rates(night(*rows, as_of="2026-04-01"), "repurchase") == {"all": (2, 0), "store": (2, 0)}
    assert rates(night(*rows, as_of="2026-03-30"), "repurchase") == {}


def test_repurchase_goes_by_the_channel_of_the_first_purchase():
    world = night(
        order("moved", "tmall", "2026-01-01"),
        order("moved", "store", "2026-01-05"),
        order("moved", "tmall", "2026-02-15"),
        order("stayed", "tmall", "2026-01-01"),
        order("stayed", "tmall", "2026-01-05"),
        as_of=AS_OF,
    )
    assert rates(world, "repurchase") == {"all": (2, 2), "tmall": (2, 2)}
    assert rates(world, "repurchase", "in_channel") == {"tmall": (2, 1)}
    assert rates(world, "repurchase", "in_channel", window=60) == {"tmall": (2, 2)}


def test_repurchase_by_month_shows_immature_months_and_marks_them():
    world = night(
        order("feb", "store", "2026-02-03"),
        order("feb", "store", "2026-02-10"),
        order("march", "store", "2026-03-20"),
        as_of="2026-03-30",
    )
    where = "measure = 'repurchase' and scope = 'in_channel' and window_days in (30, 60) and period <> 'all'"
    assert world.rows("repeat_rates", "window_days, period, customers, repeaters, is_complete", where) == [
        (30, "2026-02", 1, 1, True),
        (30, "2026-03", 1, 0, False),
        (60, "2026-02", 1, 1, False),
        (60, "2026-03", 1, 0, False),
    ]


def test_a_month_is_ripe_n_days_after_its_last_day():
    rows = (order("feb", "store", "2026-02-03"),)
    where = "measure = 'repurchase' and scope = 'in_channel' and window_days = 30 and period = '2026-02'"
    assert night(*rows, as_of="2026-03-29").row("repeat_rates", "is_complete", where) == (False,)
    assert night(*rows, as_of="2026-03-30").row("repeat_rates", "is_complete", where) == (True,)
