"""`fee_dates`: fees by the day of the order beside fees by the day of the bill."""

from tests.worlds import fee, night, order

DATES = "month, fee_type, fees_by_order_day, fees_by_fee_day, fees_of_earlier_orders"


def dates(*rows, columns=DATES, **settings):
    return night(*rows, **settings).rows("fee_dates", columns)


def test_a_bill_of_march_for_an_order_of_february_stands_in_both():
    rows = (
        order(None, "meituan", "2026-02-27", 40, id="m1"),
        order(None, "meituan", "2026-03-05", 40, id="m2"),
        fee("meituan", "2026-03-02", 2, "m1"),
        fee("meituan", "2026-03-08", 3, "m2"),
    )
    assert dates(*rows) == [("2026-02", "commission", 2, 0, 0), ("2026-03", "commission", 3, 5, 2)]


def test_a_reversal_counts_when_it_was_booked_and_in_the_month_of_its_order():
    rows = (
        order(None, "meituan", "2026-02-20", 40, id="m1"),
        fee("meituan", "2026-02-23", 2, "m1"),
        fee("meituan", "2026-03-01", -2, "m1"),
        order(None, "store", "2026-03-31"),
    )
    assert dates(*rows) == [("2026-02", "commission", 0, 2, 0), ("2026-03", "commission", 0, -2, -2)]


def test_a_fee_of_no_order_has_one_month_only():
    rows = (order(None, "meituan", "2026-02-20"), fee("meituan", "2026-03-01", 9, kind="promotion"))
    assert dates(*rows) == [("2026-03", "promotion", 9, 9, 0)]


def test_channels_branches_kinds_and_currencies_stand_apart_and_the_running_month_is_not_complete():
    rows = (
        order(None, "meituan", "2026-03-05", 40, id="m1", branch="North"),
        order(None, "tmall", "2026-03-06", 40, id="t1", currency="HKD"),
        fee("meituan", "2026-03-05", 1, "m1"),
        fee("meituan", "2026-03-05", 2, "m1", kind="delivery_service"),
        fee("tmall", "2026-03-06", 3, "t1", currency="HKD"),
    )
    columns = "channel, branch, fee_type, currency, fees_by_fee_day, is_complete"
    assert dates(*rows, columns=columns) == [
        ("meituan", "North", "commission", "CNY", 1, False),
        ("meituan", "North", "delivery_service", "CNY", 2, False),
        ("tmall", "", "commission", "HKD", 3, False),
    ]
