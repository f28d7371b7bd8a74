"""What was sold through each door and what the door cost, booked on the day of the order."""

from tests.worlds import a_shop, fee, night, order, refund


def costs(*rows, columns="month, channel, orders, fees", **settings):
    return night(*rows, **settings).rows("channel_costs", columns)


def test_sums_of_a_month_and_channel_add_up_purchases_only():
    rows = (
        order(None, "meituan", "2026-03-01", 40, discount=6, platform_discount=3, id="a"),
        order(None, "meituan", "2026-03-02", 30, refunded=10, paid=30, id="b"),
        order(None, "meituan", "2026-03-03", 99, status="cancelled", id="c"),
        fee("meituan", "2026-03-02", 7, "a"),
        fee("meituan", "2026-03-02", 3, "a", kind="delivery_service"),
    )
    columns = "orders, gross, merchant_discount, platform_discount, refunded, net_sales, fees, contribution"
    assert costs(*rows, columns=columns) == [(2, 70, 6, 3, 10, 54, 10, 44)]
    assert costs(*rows, columns="commission, delivery_service, promotion") == [(7, 3, 0)]
    assert costs(*rows, columns="take_rate_gross, take_rate_net") == [(10 / 70, 10 / 54)]


def test_a_fee_is_booked_in_the_month_of_its_order_whenever_the_bill_came():
    rows = (
        order(None, "meituan", "2026-02-28", 40, id="m1"),
        order(None, "meituan", "2026-03-09", 40, id="m2"),
        fee("meituan", "2026-03-03", 7, "m1"),
    )
    assert costs(*rows) == [("2026-02", "meituan", 1, 7), ("2026-03", "meituan", 1, 0)]


def test_a_refund_and_the_reversal_of_its_fee_are_booked_in_the_month_of_the_order():
    rows = (
        order(None, "meituan", "2026-02-28", 40, id="m1", layout="bill"),
        refund("meituan", "2026-03-02", 40, id="m1", layout="bill"),
        order(None, "meituan", "2026-03-09", 5, id="m2", layout="bill"),
        fee("meituan", "2026-02-28", 7, "m1"),
        fee("meituan", "2026-03-02", -7, "m1"),
    )
    found = costs(*rows, columns="month, orders, refunded, net_sales, fees, take_rate_net")
    assert found == [("2026-02", 1, 40, 0, 0, None), ("2026-03", 1, 0, 5, 0, 0)]


def test_fees_without_an_order_stay_at_their_channel_and_their_own_day():
    rows = (
        order(None, "meituan", "2026-02-10", 40, id="m1"),
        order(None, "store", "2026-03-31", 40),
        fee("meituan", "2026-03-05", 50, kind="promotion"),
        fee("meituan", "2026-03-06", 2, "in no file"),
    )
    assert costs(*rows) == [
        ("2026-02", "meituan", 1, 0),
        ("2026-03", "meituan", 0, 52),
        ("2026-03", "store", 1, 0),
    ]
    where = "month = '2026-03' and channel = 'meituan'"
    found = night(*rows).row("channel_costs", "gross, contribution, take_rate_gross, take_rate_net", where)
    assert found == (0, -52, None, None)


def test_a_fee_on_an_order_that_is_no_purchase_is_a_cost_all_the_same():
    rows = (
        order(None, "tmall", "2026-02-10", 40, id="t1", status="cancelled"),
        order(None, "store", "2026-03-31"),
        fee("tmall", "2026-03-05", 2, "t1"),
    )
    assert costs(*rows) == [("2026-02", "tmall", 0, 2), ("2026-03", "store", 1, 0)]


def test_platform_purchases_for_which_no_file_shows_a_fee_are_counted_as_unknown():
    rows = (
        order(None, "meituan", "2026-03-01", id="billed"),
        order(None, "meituan", "2026-03-02", id="waiting"),
        order(None, "meituan", "2026-03-03", id="reversed"),
        order(None, "meituan", "2026-03-04", id="cancelled", status="cancelled"),
        order(None, "store", "2026-03-05"),
        fee("meituan", "2026-03-02", 1, "billed"),
        fee("meituan", "2026-03-03", 1, "reversed"),
        fee("meituan", "2026-03-04", -1, "reversed"),
    )
    assert costs(*rows, columns="channel, orders, orders_with_unknown_fees") == [("meituan", 3, 1), ("store", 1, 1)]


def test_a_store_order_may_cost_fees_too():
    rows = (order(None, "store", "2026-03-01", 100, id="s1"), fee("store", "2026-03-01", 1, "s1", source="payments"))
    assert costs(*rows, columns="channel, fees, take_rate_gross") == [("store", 1, 0.01)]


def test_branches_and_currencies_stand_apart():
    rows = (
        order(None, "tmall", "2026-03-01", 10, branch="North"),
        order(None, "tmall", "2026-03-02", 20, branch="South"),
        order(None, "tmall", "2026-03-03", 30, branch="South", currency="HKD", id="hk"),
        fee("tmall", "2026-03-03", 3, "hk", currency="HKD"),
        fee("tmall", "2026-03-03", 1, "hk"),
    )
    found = costs(*rows, columns="branch, currency, orders, gross, fees, take_rate_gross")
    assert found == [
        ("North", "CNY", 1, 10, 0, 0),
        ("South", "CNY", 1, 20, 1, 0.05),
        ("South", "HKD", 1, 30, 3, 0.1),
    ]


def test_own_costs_are_taken_off_the_contribution():
    settings = a_shop(own_costs={"mini_program": {"courier_per_order": 5}})
    rows = (
        order(None, "mini_program", "2026-03-01", 30, id="w1"),
        order(None, "mini_program", "2026-03-02", 20, id="w2"),
        fee("mini_program", "2026-03-01", "0.18", "w1", kind="payment_processing"),
    )
    found = costs(*rows, shop=settings, columns="net_sales, fees, payment_processing, own_costs, contribution")
    assert found == [(50, 0.18, 0.18, 10, 39.82)]


def test_the_running_month_is_incomplete():
    rows = (order(None, "store", "2026-02-01"), order(None, "store", "2026-03-01"))
    done = "month, is_complete"
    assert costs(*rows, as_of="2026-03-30", columns=done) == [("2026-02", True), ("2026-03", False)]
    assert costs(*rows, as_of="2026-03-31", columns=done) == [("2026-02", True), ("2026-03", True)]
