"""What an order is, whether it is a purchase, what it was worth, and on which day it was placed."""

import pytest

from tests.worlds import a_shop, account, core_of, fee, item, order, payer, phone, refund

MONEY = "status, is_purchase, gross, merchant_discount, refunded, net_sales"


def the_order(*rows, columns=MONEY, **settings):
    return core_of(*rows, **settings).row("core.orders", columns)


def test_a_paid_order_is_a_purchase_worth_its_price_less_the_merchants_own_discount():
    found = the_order(order(None, "store", "2026-03-01", 100, discount=30, platform_discount=20, paid=50))
    assert found == ("completed", True, 100, 30, 0, 70)


def test_an_order_given_away_whole_by_the_merchant_is_no_purchase():
    assert the_order(order(None, "store", "2026-03-01", 30, discount=30)) == ("completed", False, 30, 30, 0, 0)


def test_an_order_the_platform_paid_for_whole_is_a_purchase():
    found = the_order(order(None, "tmall", "2026-03-01", 30, platform_discount=30, paid=0))
    assert found == ("completed", True, 30, 0, 0, 30)


@pytest.mark.parametrize("status", ["cancelled", "unpaid", "unknown"])
def test_an_order_that_was_not_paid_or_not_carried_out_is_no_purchase(status):
    assert the_order(order(None, "store", "2026-03-01", 30, status=status)) == (status, False, 30, 0, 0, 30)


def test_a_part_refunded_leaves_a_purchase_of_less_value():
    found = the_order(order(None, "mini_program", "2026-03-01", 30, discount=5, refunded=10, paid=25))
    assert found == ("partly_refunded", True, 30, 5, 10, 15)


def test_a_full_refund_leaves_zero_although_the_platform_paid_part_of_the_price():
    rows = order(None, "tmall", "2026-03-01", 30, platform_discount=12, refunded=18, paid=18)
    assert the_order(rows) == ("refunded", True, 30, 0, 30, 0)


def test_an_order_refunded_whole_and_then_closed_by_the_platform_stays_a_purchase_of_value_zero():
    rows = order(None, "tmall", "2026-03-01", 30, status="cancelled", refunded=30, paid=30)
    assert the_order(rows) == ("refunded", True, 30, 0, 30, 0)


def test_an_order_closed_without_any_refund_is_no_purchase():
    rows = order(None, "tmall", "2026-03-01", 30, status="cancelled", refunded=0, paid=0)
    assert the_order(rows)[:2] == ("cancelled", False)


def test_refund_rows_of_a_bill_are_added_up_and_never_give_back_more_than_everything():
    rows = (
        order(None, "meituan", "2026-03-01", 30, id="m1", layout="bill"),
        refund("meituan", "2026-03-02", 10, id="m1", layout="bill"),
    )
    assert the_order(*rows, as_of="2026-03-03") == ("partly_refunded", True, 30, 0, 10, 20)
    more = refund("meituan", "2026-03-03", 25, id="m1", layout="bill")
    assert the_order(*rows, more, as_of="2026-03-03") == ("refunded", True, 30, 0, 30, 0)


def test_an_order_refunded_after_an_earlier_day_is_not_refunded_yet_when_that_day_is_rebuilt():
    rows = (
        order(None, "meituan", "2026-03-01", 30, id="m1", layout="bill"),
        refund("meituan", "2026-03-05", 30, id="m1", layout="bill", ordered_at="2026-03-01 12:00:00"),
    )
    later = order(None, "store", "2026-03-06", 10, id="later")
    assert core_of(*rows, later, as_of="2026-03-04").rows("core.orders", MONEY) == [("completed", True, 30, 0, 0, 30)]
    assert the_order(*rows) == ("refunded", True, 30, 0, 30, 0)


@pytest.mark.parametrize(("policy", "refunded"), [("partly_refunded_is_purchase", 10), ("refunded_is_purchase", 30)])
def test_the_owner_may_decide_that_a_refunded_order_is_no_purchase(policy, refunded):
    rows = order(None, "store", "2026-03-01", 30, refunded=refunded, paid=30)
    assert the_order(rows)[1]
    assert not the_order(rows, shop=a_shop(policies={policy: False}))[1]


def test_orders_of_the_shops_test_phone_test_account_and_test_item_are_tests():
    settings = a_shop(test_orders={"phones": ["13800138000"], "accounts": ["tb_tester"], "items": ["测试商品"]})
    rows = (
        order(phone("+86 138 0013 8000"), "store", "2026-03-01", id="phone"),
        order(account("tb_tester", "taobao"), "tmall", "2026-03-01", id="account"),
        order("anna", "mini_program", "2026-03-01", id="item"),
        order("anna", "mini_program", "2026-03-01", id="real"),
        item("mini_program", "item", "面包"),
        item("mini_program", "item", "测试商品"),
        item("mini_program", "real", "面包"),
    )
    found = core_of(*rows, shop=settings).rows("core.orders", "order_id, status, is_purchase")
    assert found == [
        ("account", "test", False),
        ("item", "test", False),
        ("phone", "test", False),
        ("real", "completed", True),
    ]


def test_a_test_account_may_be_an_openid_that_only_the_payment_bill_names():
    rows = (
        order(phone("13900000001"), "mini_program", "2026-03-01", payment_ref="p1"),
        payer(account("oTester", "wechat:wx1"), "p1"),
    )
    assert the_order(*rows, shop=a_shop(test_orders={"accounts": ["oTester"]}))[:2] == ("test", False)


def test_the_latest_export_of_an_order_counts():
    rows = (
        order(None, "mini_program", "2026-03-01", 30, id="e1", status="paid", file=1),
        order(None, "mini_program", "2026-03-01", 30, id="e1", refunded=30, paid=30, file=2),
    )
    assert the_order(*rows)[0] == "refunded"
    assert the_order(*reversed(rows))[0] == "refunded"


def test_an_order_in_till_and_bill_takes_its_money_from_the_bill_and_its_branch_where_the_bill_is_silent():
    found = the_order(
        order(None, "meituan", "2026-03-01 12:00", 38, id="m1", layout="till", discount=4, branch="North"),
        order(None, "meituan", "2026-03-01 11:59", 40, id="m1", layout="bill", discount=6, platform_discount=3),
        columns="gross, merchant_discount, platform_discount, net_sales, branch, source_file",
    )
    assert found == (40, 6, 3, 34, "North", "meituan-1.csv")


def test_a_refund_in_the_till_is_not_counted_beside_the_refund_in_the_bill():
    found = the_order(
        order(None, "meituan", "2026-03-01", 40, id="m1", layout="till"),
        refund("meituan", "2026-03-01", 10, id="m1", layout="till"),
        order(None, "meituan", "2026-03-01", 40, id="m1", layout="bill"),
        refund("meituan", "2026-03-02", 10, id="m1", layout="bill"),
        as_of="2026-03-02",
    )
    assert found == ("partly_refunded", True, 40, 0, 10, 30)


def test_a_delivery_order_that_only_the_till_has_is_a_purchase_with_fees_unknown_until_the_bill_comes():
    till = order(None, "meituan", "2026-03-01", 40, id="m1", layout="till", source="store")
    columns = "channel, is_purchase, net_sales, fees, fees_known"
    assert the_order(till, columns=columns) == ("meituan", True, 40, 0, False)
    bill = order(None, "meituan", "2026-03-01", 40, id="m1", layout="bill", file=2)
    billed = fee("meituan", "2026-03-03", 6, "m1", file=2)
    assert the_order(till, bill, billed, columns=columns, as_of="2026-03-03") == ("meituan", True, 40, 6, True)


def test_the_shops_day_ends_when_the_shop_says():
    late = order(None, "store", "2026-03-02 03:59")
    assert the_order(late, columns="order_day") == ("2026-03-02",)
    night_kitchen = a_shop(business={"day_ends_at": "04:00"})
    assert the_order(late, columns="order_day", shop=night_kitchen) == ("2026-03-01",)
    assert the_order(order(None, "store", "2026-03-02 04:00"), columns="order_day", shop=night_kitchen) == (
        "2026-03-02",
    )


def test_an_order_stands_on_the_day_of_the_shops_own_time_zone():
    rows = order(None, "store", "2026-03-31 16:30")
    in_shanghai = a_shop(business={"time_zone": "Asia/Shanghai"})
    assert the_order(rows, columns="order_day") == ("2026-03-31",)
    assert the_order(rows, columns="order_day", shop=in_shanghai) == ("2026-04-01",)
    both = a_shop(business={"time_zone": "Asia/Shanghai", "day_ends_at": "04:00"})
    assert the_order(rows, columns="order_day", shop=both) == ("2026-03-31",)


def test_own_costs_are_taken_from_purchases_only_and_only_in_the_shops_own_currency():
    settings = a_shop(own_costs={"mini_program": {"courier_per_order": 5, "packing_per_order": 1}})
    rows = (
        order(None, "mini_program", "2026-03-01", 30, id="bought"),
        order(None, "mini_program", "2026-03-01", 30, id="cancelled", status="cancelled"),
        order(None, "mini_program", "2026-03-01", 30, id="in dollars", currency="HKD"),
        order(None, "store", "2026-03-01", 30, id="in store"),
    )
    found = core_of(*rows, shop=settings).rows("core.orders", "order_id, own_costs, contribution")
    assert found == [("bought", 6, 24), ("cancelled", 0, 30), ("in dollars", 0, 30), ("in store", 0, 30)]


def test_a_branch_has_one_name_whatever_the_platform_calls_it():
    shop = a_shop(branches={"East": {"also_called": ["Tea (East)"]}})
    found = core_of(
        order(None, "store", "2026-03-01", id="s", branch="East"),
        order(None, "meituan", "2026-03-01", id="m", branch="Tea (East)"),
        order(None, "meituan", "2026-03-01", id="w", branch="Tea (West)"),
        shop=shop,
    )
    assert found.rows("core.orders", "order_id, branch") == [("m", "East"), ("s", "East"), ("w", "Tea (West)")]
