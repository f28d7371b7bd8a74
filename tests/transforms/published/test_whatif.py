"""What if orders moved home: the sums of METRICS.md §7, and the shop's own numbers that go into them."""

import pytest

from tests.worlds import a_shop, fee, named, night, order
from transforms.published.whatif import Move
from transforms.settings.shop import ShopError, parse_shop

WORKED = Move(orders=1000, platform_contribution=8.84, own_contribution=14.32)


def test_the_worked_check_of_the_metrics():
    assert WORKED.most_lost_share() == pytest.approx(0.383, abs=0.0005)
    assert WORKED.gain(0.5, 0.383) == pytest.approx(0, abs=3)
    assert WORKED.gain(0.5, 0.37) > 0 > WORKED.gain(0.5, 0.39)


def test_a_gain_is_what_moves_less_what_is_lost_and_what_asking_costs():
    """1,000 asked at 0.20, 300 move, a fifth of them is lost: 300 × (0.8 × 14.32 − 8.84) − 200 − 100."""
    move = Move(1000, 8.84, 14.32, cost_per_order=0.2, fixed_cost=100)
    assert move.gain(0.3, 0.2) == pytest.approx(484.8)
    assert move.gain(0, 0.2) == -300


def test_the_break_even_share_gains_nothing_and_loses_nothing():
    move = Move(1000, 8.84, 14.32, cost_per_order=0.2, fixed_cost=100)
    share = move.break_even_share(0.2)
    assert share == pytest.approx(300 / 2616)
    assert move.gain(share, 0.2) == pytest.approx(0)


def test_none_exists_where_too_many_of_the_moved_are_lost():
    assert WORKED.break_even_share(0.38) == 0
    assert WORKED.break_even_share(0.384) is None
    even = Move(10, 8, 16, cost_per_order=1)
    assert even.break_even_share(0.5) is None
    assert even.break_even_share(0.45) == pytest.approx(1.25)


@pytest.mark.parametrize("own", [8.84, 5, 0, -1])
def test_where_an_order_leaves_no_more_with_us_moving_never_pays(own):
    move = Move(1000, 8.84, own)
    assert move.most_lost_share() is None
    assert move.break_even_share(0) is None


def test_without_orders_there_is_nothing_to_break_even():
    assert Move(0, 1, 2).break_even_share(0.1) is None


SHOP = a_shop(
    own_costs={"mini_program": {"courier_per_order": 5}},
    what_if={"cost_per_order_addressed": "0.3", "fixed_per_month": 100},
)
MARCH = (
    order(named("anna", consent=True), "meituan", "2026-03-01", 40, id="m1"),
    fee("meituan", "2026-03-01", 2, "m1"),
    fee("meituan", "2026-03-01", 6, "m1", kind="delivery_service"),
    order(None, "meituan", "2026-03-02", 20, id="m2"),
    fee("meituan", "2026-03-02", 4, "m2", kind="delivery_service"),
    order(None, "meituan", "2026-03-03", 90, id="unbilled"),
    order(None, "tmall", "2026-03-01", 30, id="t1"),
    fee("tmall", "2026-03-01", 3, "t1"),
    order(None, "mini_program", "2026-03-04", 50, id="w1"),
    fee("mini_program", "2026-03-04", 1, "w1", kind="payment_processing"),
    order(None, "mini_program", "2026-03-05", 30, id="w2"),
    fee("mini_program", "2026-03-05", "0.6", "w2", kind="payment_processing"),
    order(None, "store", "2026-03-31", 99),
)


def inputs(*rows, columns, where="channel = 'meituan'", **settings):
    return night(*rows, shop=SHOP, **settings).row("whatif_inputs", columns, where)


def test_orders_addressed_are_counted_with_those_of_known_and_reachable_people():
    columns = "first_month, last_month, months, orders, orders_certain, orders_likely, orders_reachable"
    world = night(*MARCH, shop=SHOP)
    found = world.row("whatif_inputs", columns, "channel = 'meituan'")
    # an account alone is no contact to reach anybody by
    assert found == ("2026-03", "2026-03", 1, 3, 1, 0, 0)
    assert world.rows("whatif_inputs", "channel, orders") == [("all", 4), ("meituan", 3), ("tmall", 1)]


def test_what_an_order_leaves_is_of_those_whose_fees_are_known():
    """40 − 8 and 20 − 4; the bill of the third has not come."""
    columns = "orders_with_fees, net_sales_mean, contribution_mean, contribution_median, delivery_fee_mean"
    assert inputs(*MARCH, columns=columns) == (2, 30, 24, 24, 5)


def test_a_moved_order_keeps_its_basket_and_costs_what_ours_cost():
    """Of 80 net sales payment takes 1.60: 2 %. A basket of 30 leaves 30 × 0.98 − 5; ours leave 44 and 24.4."""
    columns = "own_orders, own_fee_share, own_costs_mean, own_contribution_mean, moved_contribution_mean"
    assert inputs(*MARCH, columns=columns) == (2, 0.02, 5, 34.2, pytest.approx(24.4))


def test_what_asking_costs_and_how_many_are_lost_are_settings():
    columns = "cost_per_addressed, fixed_per_month, lost_low, lost_middle, lost_high"
    assert inputs(*MARCH, columns=columns) == (0.3, 100, 0.1, 0.2, 0.3)


def test_only_the_latest_three_complete_months_count():
    rows = [order(None, "meituan", f"2026-{month:02}-10", 20, id=f"m{month}") for month in (1, 2, 3, 4, 5)]
    columns = "first_month, last_month, months, orders"
    assert inputs(*rows, columns=columns, as_of="2026-05-20") == ("2026-02", "2026-04", 3, 3)
    assert inputs(*rows, columns=columns, as_of="2026-05-31") == ("2026-03", "2026-05", 3, 3)


def opened(channel, day, *later):
    """A platform's first order, cancelled, and ten orders on each later day."""
    return [
        order(None, channel, day, status="cancelled", id=f"{channel}{day}"),
        *(order(None, channel, when, id=f"{channel}{when}{n}") for when in later for n in range(10)),
    ]


def test_the_month_in_which_a_platform_or_the_data_begin_is_no_month_of_it():
    """From 30 January on ten orders, as of 7 February: no month has ten. February, when it is over, is the first."""
    rows = opened("meituan", "2026-01-30", "2026-01-31", "2026-02-05")
    assert night(*rows, as_of="2026-02-07", shop=SHOP).rows("whatif_inputs", "channel") == []
    columns = "channel, first_month, months, orders, orders_per_month"
    assert night(*rows, as_of="2026-02-28", shop=SHOP).rows("whatif_inputs", columns) == [
        ("all", "2026-02", 1, 10, 10),
        ("meituan", "2026-02", 1, 10, 10),
    ]


def test_a_platform_that_opened_later_has_its_own_months_and_adds_its_own_orders_a_month():
    """Meituan has 30 in three months, tmall 20 in one and 10 before it: 10 + 20. Eleme opened in the last of them."""
    rows = (
        *opened("meituan", "2026-01-01", "2026-01-10", "2026-02-10", "2026-03-10"),
        *opened("tmall", "2026-02-10", "2026-02-20", "2026-03-10", "2026-03-20"),
        *opened("eleme", "2026-03-02", "2026-03-10"),
    )
    columns = "channel, first_month, last_month, months, orders, orders_per_month"
    assert night(*rows, as_of="2026-03-31", shop=SHOP).rows("whatif_inputs", columns) == [
        ("all", "2026-01", "2026-03", 3, 50, 30),
        ("meituan", "2026-01", "2026-03", 3, 30, 10),
        ("tmall", "2026-03", "2026-03", 1, 20, 20),
    ]


def test_without_own_online_orders_what_a_moved_one_would_leave_is_unknown():
    columns = "own_orders, own_contribution_mean, moved_contribution_mean"
    assert inputs(*MARCH[:5], order(None, "store", "2026-03-31"), columns=columns) == (0, None, None)


def test_lost_shares_stand_from_low_to_high():
    with pytest.raises(ShopError, match="low, the middle and the high"):
        parse_shop(
            '[business]\nname = "Tea"\n[channels.store]\nkind = "store"\n[what_if]\nlost_shares = [0.3, 0.2, 0.1]'
        )
