"""How many purchases can be tied to a person, by month and channel."""

from tests.worlds import night, order

COLUMNS = "month, channel, orders, certain, likely, unidentified"


def test_purchases_are_certain_or_unidentified_by_month_and_channel():
    rows = (
        order("anna", "store", "2026-02-01", 10),
        order(None, "store", "2026-02-28", 20),
        order(None, "store", "2026-02-28 13:00", 5, discount=1),
        order("anna", "meituan", "2026-03-01", 30, refunded=10, paid=30),
        order("anna", "store", "2026-03-02", 40, status="cancelled"),
    )
    world = night(*rows)
    assert world.rows("identity_coverage", COLUMNS) == [
        ("2026-02", "store", 3, 1, 0, 2),
        ("2026-03", "meituan", 1, 1, 0, 0),
    ]
    money = "month, net_sales, net_sales_certain, net_sales_likely, net_sales_unidentified"
    assert world.rows("identity_coverage", money) == [("2026-02", 34, 10, 0, 24), ("2026-03", 20, 20, 0, 0)]


def test_money_in_another_currency_is_counted_as_orders_and_not_added_up():
    rows = (order("anna", "store", "2026-02-01", 10), order("anna", "store", "2026-02-02", 70, currency="HKD"))
    world = night(*rows)
    assert world.rows("identity_coverage", "orders, certain, net_sales, net_sales_certain") == [(2, 2, 10, 10)]


def test_the_running_month_is_incomplete_until_its_last_day():
    rows = (order("anna", "store", "2026-02-01"), order("anna", "store", "2026-03-30"))
    assert night(*rows, as_of="2026-03-30").rows("identity_coverage", "month, is_complete") == [
        ("2026-02", True),
        ("2026-03", False),
    ]
    assert night(*rows, as_of="2026-03-31").rows("identity_coverage", "month, is_complete")[1] == ("2026-03", True)
