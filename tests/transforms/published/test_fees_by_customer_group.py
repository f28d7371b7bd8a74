"""`fees_by_customer_group`: whose orders cost the fees, and who of them buys from us directly too."""

from tests.worlds import fee, likely, night, order

PEOPLE = "month, customer_group, customers, orders, fees"
ANNA_AND_BEN = (
    order("anna", "meituan", "2026-01-05", 20, id="m1"),
    fee("meituan", "2026-01-05", 4, "m1"),
    order("anna", "store", "2026-02-10", 30),
    order("anna", "eleme", "2026-03-03", 10, id="e1"),
    fee("eleme", "2026-03-03", 2, "e1"),
    order("ben", "meituan", "2026-01-20", 40, id="m2"),
    fee("meituan", "2026-01-20", 8, "m2"),
    order("carl", "mini_program", "2026-01-15", 15),
)


def groups(*rows, columns=PEOPLE, where="side = 'platform' and channel = 'all'", **settings):
    return night(*rows, **settings).rows("fees_by_customer_group", columns, where)


def test_people_are_grouped_by_where_they_have_bought_by_the_end_of_the_month():
    assert groups(*ANNA_AND_BEN) == [
        ("2026-01", "platform_only", 2, 2, 12),
        ("2026-03", "both", 1, 1, 2),
        ("all", "both", 1, 2, 6),
        ("all", "platform_only", 1, 1, 8),
    ]


def test_the_own_side_has_those_who_buy_from_us_only_and_the_same_people_who_do_both():
    assert groups(*ANNA_AND_BEN, where="side = 'own' and channel = 'all'") == [
        ("2026-01", "own_only", 1, 1, 0),
        ("2026-02", "both", 1, 1, 0),
        ("all", "both", 1, 1, 0),
        ("all", "own_only", 1, 1, 0),
    ]


def test_a_person_counts_once_in_each_channel_and_once_in_all_of_a_side():
    rows = (*ANNA_AND_BEN, order("anna", "meituan", "2026-03-04", 10), order("anna", "meituan", "2026-03-09", 10))
    found = groups(*rows, columns="channel, customers, orders", where="month = '2026-03' and side = 'platform'")
    assert found == [("all", 1, 3), ("eleme", 1, 1), ("meituan", 1, 2)]


def test_nobody_knows_how_many_the_unidentified_are_but_their_orders_and_fees_are_known():
    rows = (
        order(None, "meituan", "2026-01-05", 20, id="m1"),
        order(None, "meituan", "2026-01-06", 20, id="m2"),
        fee("meituan", "2026-01-05", 4, "m1"),
    )
    columns = "customer_group, customers, customers_likely, customers_most, orders, fees, orders_with_unknown_fees"
    found = groups(*rows, columns=columns, where="month = 'all' and channel = 'meituan'")
    assert found == [("unidentified", None, None, None, 2, 4, 1)]


def test_somebody_who_may_be_a_customer_of_the_store_is_likely_in_both_groups():
    rows = (
        order("anna", "meituan", "2026-01-05", 20, id="m1"),
        fee("meituan", "2026-01-05", 4, "m1"),
        order("ann", "store", "2026-01-10", 30),
        likely("anna", "ann", 0.75),
    )
    columns = "customer_group, customers, customers_likely, customers_most, orders, fees"
    assert groups(*rows, columns=columns, where="month = 'all' and channel = 'meituan'") == [
        ("both", 0, 0.75, 1, 0, 0),
        ("platform_only", 1, 0.25, 1, 1, 4),
    ]


def test_money_of_another_currency_is_left_out_and_its_buyer_is_not():
    rows = (
        order("anna", "tmall", "2026-01-05", 20, id="t1", currency="HKD"),
        order("ben", "tmall", "2026-01-05", 30, id="t2"),
    )
    columns = "customers, orders, net_sales, contribution"
    assert groups(*rows, columns=columns, where="month = '2026-01' and channel = 'tmall'") == [(2, 1, 30, 30)]


def test_the_running_month_is_not_complete_and_all_time_is():
    rows = (order("anna", "meituan", "2026-01-05"), order("anna", "meituan", "2026-02-05"))
    assert groups(*rows, columns="month, is_complete") == [("2026-01", True), ("2026-02", False), ("all", True)]
