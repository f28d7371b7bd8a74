"""Every fee finds its order, waits for it, or stands for itself; it never finds another's."""

from tests.worlds import core_of, fee, order, refund

LINES = "order_key, amount, fee_state"


def lines(*rows, columns=LINES, **settings):
    return core_of(*rows, **settings).rows("core.fee_lines", columns)


def test_a_fee_finds_its_order_by_number():
    rows = (order(None, "meituan", "2026-03-01", id="m1"), fee("meituan", "2026-03-01", "1.5", "m1"))
    assert lines(*rows) == [("meituan/m1", 1.5, "matched")]


def test_a_fee_finds_its_order_by_payment_number():
    rows = (order(None, "mini_program", "2026-03-01", id="e1", payment_ref="4200000009"),)
    assert lines(*rows, fee("mini_program", "2026-03-01", 1, "4200000009")) == [("mini_program/e1", 1, "matched")]
    other = fee("mini_program", "2026-03-01", 1, "unheard of", other="4200000009")
    assert lines(*rows, other) == [("mini_program/e1", 1, "matched")]


def test_a_fee_whose_order_is_in_no_file_waits_and_is_matched_when_the_order_comes():
    early = fee("meituan", "2026-03-01", 2, "m1")
    elsewhere = order(None, "meituan", "2026-03-01", id="m0")
    assert lines(early, elsewhere) == [(None, 2, "waiting")]
    assert lines(early, elsewhere, order(None, "meituan", "2026-02-28", id="m1", file=2)) == [
        ("meituan/m1", 2, "matched")
    ]


def test_a_fee_that_names_no_order_is_of_the_period():
    rows = (order(None, "meituan", "2026-03-01", id="m1"), fee("meituan", "2026-03-01", 9, kind="promotion"))
    assert lines(*rows) == [(None, 9, "period")]


def test_a_number_that_means_two_orders_waits():
    rows = (
        order(None, "mini_program", "2026-03-01", id="e1", payment_ref="4200000001"),
        order(None, "mini_program", "2026-03-01", id="e2", payment_ref="4200000001"),
        fee("mini_program", "2026-03-01", 1, "4200000001"),
    )
    assert lines(*rows) == [(None, 1, "waiting")]


def test_one_payment_account_serves_several_channels():
    rows = (
        order(None, "mini_program", "2026-03-01", id="e1", payment_ref="4200000001"),
        order(None, "tmall", "2026-03-01", id="t1", payment_ref="4200000002"),
        fee("mini_program", "2026-03-01", 1, "4200000002", source="payments"),
    )
    assert lines(*rows, columns="channel, order_key, fee_state") == [("tmall", "tmall/t1", "matched")]


def test_the_same_number_in_two_channels_means_the_order_of_the_fees_own_channel():
    rows = (
        order(None, "meituan", "2026-03-01", id="77"),
        order(None, "eleme", "2026-03-01", id="77"),
        fee("eleme", "2026-03-01", 3, "77", source="bills"),
    )
    assert lines(*rows) == [("eleme/77", 3, "matched")]


def test_two_web_shops_number_their_orders_alike_and_each_fee_goes_to_its_own_shop():
    rows = (
        order(None, "mini_program", "2026-03-01", id="#1001", source="shop_a", shop_scoped=True),
        order(None, "mini_program", "2026-03-01", id="#1001", source="shop_b", shop_scoped=True),
        fee("mini_program", "2026-03-01", 1, "#1001", source="shop_a", shop_scoped=True),
        fee("mini_program", "2026-03-01", 2, "#1001", source="shop_b", shop_scoped=True),
    )
    assert lines(*rows) == [("mini_program/shop_a/#1001", 1, "matched"), ("mini_program/shop_b/#1001", 2, "matched")]


def test_a_fee_never_goes_to_another_shops_order_while_its_own_has_not_come():
    rows = (
        order(None, "mini_program", "2026-03-01", id="#1001", source="shop_a", shop_scoped=True),
        order(None, "mini_program", "2026-03-01", id="#2002", source="shop_b", shop_scoped=True),
        fee("mini_program", "2026-03-01", 2, "#1001", source="shop_b", shop_scoped=True),
    )
    assert lines(*rows) == [(None, 2, "waiting")]


def test_a_shops_number_is_never_looked_up_in_another_channel():
    rows = (
        order(None, "mini_program", "2026-03-01", id="#1001", source="shop_a", shop_scoped=True),
        fee("tmall", "2026-03-01", 2, "#1001", source="shop_b", shop_scoped=True),
    )
    assert lines(*rows) == [(None, 2, "waiting")]


def test_a_shops_long_number_is_no_more_known_elsewhere_than_a_short_one():
    rows = (
        order(None, "mini_program", "2026-03-01", id="#100000001", source="shop_a", shop_scoped=True),
        order(None, "mini_program", "2026-03-01", id="#200000002", source="shop_b", shop_scoped=True),
        fee("mini_program", "2026-03-01", 1, "#100000001", source="shop_a", shop_scoped=True),
        fee("mini_program", "2026-03-01", 2, "#100000001", source="shop_b", shop_scoped=True),
    )
    assert lines(*rows) == [("mini_program/shop_a/#100000001", 1, "matched"), (None, 2, "waiting")]


def test_a_shop_that_sells_through_two_channels_finds_its_orders_in_both():
    rows = (
        order(None, "store", "2026-03-01", id="#1001", source="shop_a", shop_scoped=True),
        order(None, "mini_program", "2026-03-01", id="#1002", source="shop_a", shop_scoped=True),
        fee("mini_program", "2026-03-01", 1, "#1001", source="shop_a", shop_scoped=True),
        fee("mini_program", "2026-03-01", 2, "#1002", source="shop_a", shop_scoped=True),
    )
    assert lines(*rows) == [("mini_program/shop_a/#1002", 2, "matched"), ("store/shop_a/#1001", 1, "matched")]


def test_payments_of_a_shop_in_a_folder_of_their_own_find_the_only_shops_orders():
    rows = (
        order(None, "mini_program", "2026-03-01", id="#1001", source="shop_a", shop_scoped=True),
        fee("mini_program", "2026-03-01", 2, "#1001", source="payments", shop_scoped=True),
    )
    assert lines(*rows) == [("mini_program/shop_a/#1001", 2, "matched")]


def test_a_matched_fee_stands_at_the_channel_and_branch_of_its_order():
    rows = (
        order(None, "meituan", "2026-03-01", id="m1", branch="North"),
        fee("meituan", "2026-03-01", 1, "m1", branch="", source="ledger"),
    )
    assert lines(*rows, columns="channel, branch") == [("meituan", "North")]


def test_a_fee_booked_after_an_earlier_day_is_not_there_yet_when_that_day_is_rebuilt():
    rows = (
        order(None, "meituan", "2026-03-01", id="m1"),
        fee("meituan", "2026-03-04", 1, "m1"),
        order(None, "store", "2026-03-05", id="later"),
    )
    assert lines(*rows, as_of="2026-03-03") == []
    assert lines(*rows, as_of="2026-03-04") == [("meituan/m1", 1, "matched")]


def test_a_fee_booked_after_the_last_day_with_orders_is_there():
    rows = (order(None, "meituan", "2026-03-01", id="m1"), fee("meituan", "2026-03-04", 1, "m1"))
    assert lines(*rows) == lines(*rows, as_of="2026-03-01") == [("meituan/m1", 1, "matched")]


def test_a_reversal_takes_its_fee_back_and_both_lines_stay():
    rows = (
        order(None, "meituan", "2026-03-01", 30, id="m1"),
        fee("meituan", "2026-03-01", 3, "m1"),
        fee("meituan", "2026-03-02", -3, "m1"),
    )
    world = core_of(*rows, as_of="2026-03-02")
    assert world.rows("core.fee_lines", "amount, fee_day") == [(-3, "2026-03-02"), (3, "2026-03-01")]
    assert world.row("core.orders", "fees, fees_known, contribution") == (0, True, 30)


def test_a_fee_in_another_currency_is_not_taken_from_the_orders_amounts():
    rows = (
        order(None, "tmall", "2026-03-01", 30, id="t1"),
        fee("tmall", "2026-03-01", 2, "t1", currency="USD"),
    )
    world = core_of(*rows)
    assert world.row("core.orders", "fees, fees_known, contribution") == (0, False, 30)
    assert world.rows("core.fee_lines", "order_key, amount, currency") == [("tmall/t1", 2, "USD")]


def test_transfers_payouts_and_payments_are_no_fees():
    kinds = ("transfer", "payout", "payment", "unknown")
    rows = [fee("tmall", "2026-03-01", 5, entry_kind=kind, fee_type=None) for kind in kinds]
    assert lines(order(None, "tmall", "2026-03-01"), *rows) == []


def test_a_dated_refund_is_kept_with_its_own_day():
    rows = (
        order(None, "meituan", "2026-03-01", 30, id="m1", layout="bill"),
        refund("meituan", "2026-03-04", 10, id="m1", layout="bill"),
    )
    world = core_of(*rows, as_of="2026-03-04")
    assert world.rows("core.refunds", "order_key, refund_day, amount") == [("meituan/m1", "2026-03-04", 10)]
