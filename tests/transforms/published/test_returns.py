"""`return_patterns` and `return_rates`: who gives back, buys cheaper elsewhere, collects and buys more."""

import pytest

from tests.worlds import a_shop, item, night, order

REBUYS = "buy_return_rebuy, rebuy_saved"
ADDONS = "pickup_addon, pickup_addon_net_sales"


def given_back(price=40, when="2026-03-01", **facts):
    """Ann buys tea in tmall and gives it back."""
    return (
        order("ann", "tmall", when, price, id="t1", status="refunded"),
        item("tmall", "t1", "Tea 规格：12 bags", unit_price=price, **facts),
    )


def bought_at_home(price=35, when="2026-03-05", name="tea 12bags", **facts):
    """Ann buys tea in the mini-program."""
    return (
        order("ann", "mini_program", when, price, id="m1"),
        item("mini_program", "m1", name, unit_price=price, **facts),
    )


def rebuys(*rows, **settings):
    return night(*rows, **settings).rows("return_patterns", REBUYS)


def test_the_same_bought_cheaper_elsewhere_after_giving_it_back_is_a_rebuy():
    assert rebuys(*given_back(), *bought_at_home()) == [(1, 5)]


@pytest.mark.parametrize(
    ("first", "again"),
    [
        pytest.param({}, {"price": 40}, id="not cheaper"),
        pytest.param({}, {"when": "2026-02-27"}, id="bought before"),
        pytest.param({}, {"when": "2026-04-01"}, id="more than thirty days later"),
        pytest.param({}, {"name": "Tea 24 bags"}, id="another size is an exchange"),
        pytest.param({"sku": "T12"}, {"sku": "T24"}, id="another article number"),
    ],
)
def test_what_is_no_rebuy(first, again):
    assert rebuys(*given_back(**first), *bought_at_home(**again)) == [(0, 0)]


def test_the_article_number_says_that_it_is_the_same_whatever_the_names():
    rows = (*given_back(sku="T12"), *bought_at_home(sku="T12", name="Breakfast tea"))
    assert rebuys(*rows) == [(1, 5)]


def test_thirty_days_are_a_setting_and_the_last_of_them_counts():
    rows = (*given_back(), *bought_at_home(when="2026-03-31"))
    assert rebuys(*rows) == [(1, 5)]
    assert rebuys(*rows, shop=a_shop(thresholds={"rebuy_within_days": 29})) == [(0, 0)]


def test_the_price_is_what_is_left_after_the_merchants_discounts_on_the_line_and_on_the_order():
    """40 − 4 on the line is 36; a tenth off the rest of the order leaves 32.40. At home 30: 2.40 saved."""
    first = (
        order("ann", "tmall", "2026-03-01", 40, id="t1", status="refunded", discount="7.60"),
        item("tmall", "t1", "Tea", unit_price=40, discount=4),
    )
    assert rebuys(*first, *bought_at_home(30, name="Tea")) == [(1, 2.4)]


def test_a_part_of_an_order_given_back_counts_by_its_line_and_a_small_allowance_does_not():
    def partly(of_tea, of_cake):
        return (
            order("ann", "tmall", "2026-03-01", 70, id="t1", status="partly_refunded", refunded=of_tea + of_cake),
            item("tmall", "t1", "Tea", unit_price=40, refunded=of_tea),
            item("tmall", "t1", "Cake", unit_price=30, refunded=of_cake),
            *bought_at_home(name="Tea"),
        )

    assert rebuys(*partly(40, 5)) == [(1, 5)]
    assert rebuys(*partly(10, 30)) == [(0, 0)]


def test_pieces_are_those_given_back_and_no_more_than_were_bought_again():
    first = (
        order("ann", "tmall", "2026-03-01", 120, id="t1", status="partly_refunded", refunded=80),
        item("tmall", "t1", "Tea", unit_price=40, quantity=3, refunded_quantity=2, refunded=80),
    )
    assert rebuys(*first, *bought_at_home(name="Tea")) == [(1, 5)]
    again = (order("ann", "mini_program", "2026-03-05", 140, id="m1"),)
    assert rebuys(*first, *again, item("mini_program", "m1", "Tea", unit_price=35, quantity=4)) == [(1, 10)]


def test_the_first_of_two_rebuys_counts_once():
    second = (
        order("ann", "store", "2026-03-06", 20, id="s1"),
        item("store", "s1", "Tea 12 bags", unit_price=20),
    )
    assert rebuys(*given_back(), *bought_at_home(), *second) == [(1, 5)]


def jackets(day, price=100, channel="tmall", status="refunded", **facts):
    """Ann buys jackets that day, each order named after its channel and day."""
    at = f"{channel}{day}"
    bought = price * facts.get("quantity", 1)
    return (
        order("ann", channel, f"2026-01-0{day}", bought, id=at, status=status),
        item(channel, at, "Jacket", unit_price=price, **facts),
    )


def test_one_purchase_replaces_one_of_two_that_were_given_back():
    """Two jackets at 100 go back, one is bought at 80: 20 saved, not 40. The earlier one is the one replaced."""
    once = jackets(6, 80, "store", "completed")
    assert rebuys(*jackets(1), *jackets(2), *once) == [(1, 20)]
    assert rebuys(*jackets(2), *jackets(1, 90), *once) == [(1, 10)]


def test_a_purchase_of_several_pieces_replaces_as_many_in_all():
    """Two at 100 go back, then one at 95; one to five are bought at 80, and serve the first two first."""
    returned = (*jackets(1, quantity=2), *jackets(2, 95))
    for pieces, found in ((1, (1, 20)), (2, (1, 40)), (3, (2, 55)), (5, (2, 55))):
        assert rebuys(*returned, *jackets(6, 80, "store", "completed", quantity=pieces)) == [found]


def collected(fulfilment="到店自提", when="2026-03-01 09:00", channel="mini_program"):
    return order("ann", channel, when, 50, id="m1", fulfilment=fulfilment)


def in_the_store(when="2026-03-01 17:00", gross=12, id="s1"):
    return order("ann", "store", when, gross, id=id)


def test_who_collects_and_buys_more_in_the_store_the_same_day_adds_on():
    rows = (collected(), in_the_store(), in_the_store("2026-03-01 18:00", 3, "s2"))
    assert night(*rows).rows("return_patterns", ADDONS) == [(2, 15)]


@pytest.mark.parametrize(
    ("order_collected", "bought"),
    [
        pytest.param(collected("快递"), in_the_store(), id="sent"),
        pytest.param(collected("7-ELEVEN 超商取貨自取"), in_the_store(), id="collected elsewhere"),
        pytest.param(collected(None), in_the_store(), id="no file says how"),
        pytest.param(collected(), in_the_store("2026-03-01 08:00"), id="in the store before"),
        pytest.param(collected(), in_the_store("2026-03-02 10:00"), id="the day after"),
        pytest.param(collected(channel="store"), in_the_store(), id="ordered in the store itself"),
    ],
)
def test_what_adds_nothing_on(order_collected, bought):
    assert night(order_collected, bought).rows("return_patterns", ADDONS) == []


def several(person, orders, returned):
    return [
        order(person, "tmall", f"2026-03-{day:02}", 10, **({"status": "refunded"} if day <= returned else {}))
        for day in range(1, orders + 1)
    ]


def test_one_of_one_given_back_is_not_a_share_of_one():
    """Ann 1 of 1, Ben 0 of 1, Cem 0 of 2, Dan 4 of 4: 5 of 8, x²/n sums to 5.

    S = 5 − 25/8 = 1.875; over 15/64 that is 8. rho = (8 − 3) / (8 − 22/8 − 3) = 2.2…, so the weight is the least, 1:
    Ann (1 + 5/8) / 2, Dan (4 + 5/8) / 5.
    """
    rows = [*several("ann", 1, 1), *several("ben", 1, 0), *several("cem", 2, 0), *several("dan", 4, 4)]
    world = night(*rows)
    shares = world.rows("return_patterns", "orders, returned_orders, return_share, return_share_shrunk")
    assert sorted(shares) == [(1, 1, 1, 0.8125), (4, 4, 1, 0.925)]
    assert world.rows("return_rates", "people_share, people_weight", "month = 'all' and channel = 'all'") == [
        (0.625, 1)
    ]


def test_where_people_differ_by_chance_alone_everybody_is_nearly_the_shops_share():
    """Four people give back 1 of 2 each: nobody differs at all, so the weight is the most, 1000."""
    rows = [each for name in ("ann", "ben", "cem", "dan") for each in several(name, 2, 1)]
    assert night(*rows).row("return_rates", "people_share, people_weight", "month = 'all' and channel = 'all'") == (
        0.5,
        1000,
    )


def test_rates_count_orders_and_money_of_every_buyer_by_month_and_channel():
    rows = (
        order("ann", "tmall", "2026-03-01", 100, id="t1", discount=20, status="refunded"),
        order(None, "tmall", "2026-03-02", 50, id="t2", status="partly_refunded", refunded=10),
        order("ben", "store", "2026-04-01", 70, id="s1"),
        order("ben", "store", "2026-04-30", 5, id="s2", status="cancelled"),
    )
    columns = "month, channel, orders, returned_orders, return_share, sold, refunded, is_complete"
    found = night(*rows).rows("return_rates", columns)
    assert [row for row in found if row[0] != "all"] == [
        ("2026-03", "all", 2, 2, 1, 130, 90, True),
        ("2026-03", "tmall", 2, 2, 1, 130, 90, True),
        ("2026-04", "all", 1, 0, 0, 70, 0, False),
        ("2026-04", "store", 1, 0, 0, 70, 0, False),
    ]
    assert ("all", "all", 3, 2, pytest.approx(2 / 3), 200, 90, False) in found


def test_people_are_ranked_by_what_is_left_after_returns_the_least_first():
    rows = (
        order("ann", "tmall", "2026-03-01", 100, id="t1", status="partly_refunded", refunded=10),
        order("ben", "tmall", "2026-03-02", 50, id="t2", status="refunded"),
        order("ben", "tmall", "2026-03-03", 50, id="t3", status="refunded"),
    )
    found = night(*rows).rows("return_patterns", "contribution_rank, contribution, returned_orders")
    assert sorted(found) == [(1, 0, 2), (2, 90, 1)]
