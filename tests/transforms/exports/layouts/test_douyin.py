"""Douyin, by hand."""

from decimal import Decimal

import pytest

from dags.steps import run_night
from tests.samples import douyin
from tests.samples.build import csv_bytes, drop, query, row, stage
from tests.samples.douyin import EIGHT, FIVE, FOUR, ONE, SEVEN, SIX, THREE, TWO
from tests.transforms.exports.layouts.money import at, fees, worth


@pytest.fixture
def night(night_of):
    return night_of(douyin)


def test_orders_to_the_cent(night):
    """Payable and what platform, creator and merchant bear is the list price; only the merchant's part is its own."""
    assert night.money("douyin") == {
        ONE: worth("partly_refunded", "74.90", "25", "21.50", "47.97", "1.93"),
        TWO: worth("partly_refunded", "47.90", "2", "15.90", "12.90", "33"),
        THREE: worth("cancelled", "15.90", "0", "0", "0", "15.90"),
        FOUR: worth("refunded", "1250", "0", "0", "1250", "0"),
        FIVE: worth("paid", "66.60", "0", "0", "0", "66.60"),
        SIX: worth("unknown", "7.70", "0", "0", "0", "7.70"),
        SEVEN: worth("unpaid", "8.80", "0", "0", "0", "8.80"),
        EIGHT: worth("refunded", "49.90", "0", "10", "49.90", "0"),
    }
    orders = night.orders("douyin")
    assert orders[ONE]["ordered_at"] == at("2026-01-21 16:54:10")
    assert (orders[FIVE]["delivery_charged"], orders[FIVE]["customer_id"]) == (Decimal("6.60"), None)


def test_items_with_prices_where_the_row_adds_up(night):
    items = night.ask("select * from order_items where order_key like 'douyin/%' order by order_key, line_number")
    found = {(each["order_key"][-2:], each["item"]): each for each in items}
    assert len(found) == len(items) == 10
    assert (found["51", "辣条"]["sku"], found["51", "辣条"]["quantity"]) == ("S-01", 2)
    assert found["51", "辣条"]["unit_price"] == Decimal("37.45"), "2 × 37.45 = 28.90 + 21 + 25"
    assert found["55", "茶"]["unit_price"] == 20, "60.00 is the price of three"
    assert found["52", "年糕"]["refunded"] == Decimal("12.90")


def test_the_fees_of_an_order_are_taken_from_one_file_and_extras_of_the_account_are_added(night):
    assert night.fees(ONE) == fees(platform_service="0.09")
    assert night.fees(TWO) == [
        ("adjustment", Decimal("3.00")),
        ("platform_service", Decimal("1.65")),
        ("promotion", Decimal("0.33")),
        ("promotion", Decimal("3.30")),
    ]
    assert night.fees(FIVE) == fees(platform_service="3.33"), "only the settlement has it"
    assert night.fees(EIGHT) == [
        ("delivery_service", Decimal("8.17")),
        ("platform_service", Decimal("-2.50")),
        ("platform_service", Decimal("2.50")),
    ]


def test_insurance_without_an_order_is_a_period_fee_and_counted_once_though_two_files_have_it(night):
    rows = night.ask("select amount, fee_type from fee_lines where channel = 'douyin' and order_key is null order by 1")
    assert rows == [
        {"amount": Decimal("0.40"), "fee_type": "insurance"},
        {"amount": Decimal("0.80"), "fee_type": "insurance"},
        {"amount": Decimal("2.00"), "fee_type": "insurance"},
    ]
    kinds = [(each["entry_kind"], each["amount"]) for each in night.staged("douyin_fund_flow").rows("entries")]
    assert ("transfer", Decimal(-500)) in kinds
    assert ("transfer", Decimal(-100)) in kinds
    assert ("unknown", Decimal("9.99")) in kinds
    assert ("unknown_fee", "火星扣款", 1) in night.findings("douyin_fund_flow")


def test_what_settled_rows_state_is_the_sum_of_their_parts(night, home_of):
    assert night.file("douyin_fund_flow")["control_total_state"] == "agrees"
    assert night.file("douyin_settlement")["control_total_state"] == "agrees"
    wrong = {**douyin.MOVEMENTS[0], "动账金额": "1.85"}
    staged = stage(home_of(douyin), "douyin", douyin.fund_flow_file([wrong]))
    assert ("row_total_differs", "动账金额", 1) in staged.findings()


def test_the_row_of_words_under_the_header_is_no_data(night):
    assert night.file("douyin_settlement")["rows_read"] == 5
    refunds = {
        (each["order_ref"], each["amount"])
        for each in night.staged("douyin_settlement").rows("entries")
        if each["entry_kind"] == "refund"
    }
    assert refunds == {(ONE, Decimal("47.97")), (EIGHT, Decimal("49.90"))}


def test_unknown_words_are_reported(night):
    assert ("unknown_value", "订单状态: 火星状态", 1) in night.findings("douyin_orders")
    assert ("unknown_value", "售后状态: 火星售后", 1) in night.findings("douyin_after_sales")
    amounts = [each["amount"] for each in night.staged("douyin_after_sales").rows("entries")]
    assert amounts == [Decimal("27.30"), 10, 1250, Decimal("39.90")], "closed and unknown cases pay nothing back"


def test_the_after_sales_alone_tell_the_refunds(home_of):
    home = home_of(douyin)
    drop(home, "douyin", "orders.csv", douyin.orders_file())
    drop(home, "douyin", "售后.xlsx", douyin.after_sales_file())
    assert run_night(home).state == "published"
    found = query(home.current, f"select refunded, net_sales from orders where order_id = '{EIGHT}'")
    assert found == [{"refunded": Decimal("49.90"), "net_sales": 0}], "39.90 is all that was paid"


def test_the_short_export_joins_the_sub_orders_of_an_order(home_of):
    joined = {
        "主订单编号": TWO, "子订单编号": f"{TWO};{TWO}8", "选购商品": "豆腐;年糕", "商品规格": "1袋;2袋",
        "商品数量": "1;3", "商家编码": "S-02;S-03", "订单应付金额": "30.00", "运费": "0.00",
        "订单提交时间": "2026-01-25 10:00:00", "订单状态": "已完成", "平台实际承担优惠金额": "7.90",
        "商家实际承担优惠金额": "2.00", "达人实际承担优惠金额": "8.00",
    }  # fmt: skip
    staged = stage(home_of(douyin), "douyin", douyin.orders_file([joined], douyin.SHORT_ORDERS))
    assert staged.summary.tables[0].layout == "douyin_orders"
    (order,) = staged.rows("orders")
    assert (order["gross"], order["merchant_discount"], order["paid"]) == (Decimal("47.90"), 2, 30)
    items = [(each["sku"], each["item"], each["quantity"]) for each in staged.rows("order_items")]
    assert sorted(items) == [("S-02", "豆腐 1袋", 1), ("S-03", "年糕 2袋", 3)]
    assert not [what for kind, what, _ in staged.findings() if kind == "unknown_column"]


def test_one_unreadable_sub_order_sets_its_whole_order_aside(home_of):
    broken = [
        {**each, "订单应付金额": "二十"} if each["子订单编号"] == f"{TWO}8" else each for each in douyin.SUB_ORDERS
    ]
    staged = stage(home_of(douyin), "douyin", douyin.orders_file(broken))
    assert TWO not in staged.by("orders", "order_id")
    assert len(staged.rows("orders")) == 7
    assert [each["reason_code"] for each in staged.rows("quarantine")] == [
        "line_of_order",
        "not_an_amount",
        "line_of_order",
    ]


def test_the_short_fund_flow_in_a_chinese_encoding(home_of):
    header = (
        "动账时间", "动账流水号", "动账方向", "动账金额", "动账账户", "动账场景", "计费类型", "子订单号", "订单号",
        "订单实付应结", "运费实付", "实际平台补贴", "订单退款", "平台服务费", "佣金", "招商服务费", "站外推广费",
        "备注",
    )  # fmt: skip
    cells = {
        "动账时间": "2026-02-10 07:00:00", "动账流水号": "'S2", **douyin.SETTLES, "动账金额": "26.00",
        "订单号": f"'{TWO}", "订单实付应结": "30", "平台服务费": "-1.00", "佣金": "-2.00", "招商服务费": "-0.50",
        "站外推广费": "-0.50",
    }  # fmt: skip
    staged = stage(home_of(douyin), "douyin", csv_bytes([header, row(header, cells)], "gb18030"))
    amounts = [(each["fee_type"], each["amount"]) for each in staged.rows("entries")]
    assert amounts == [
        ("platform_service", 1), ("promotion", 2), ("promotion", Decimal("0.5")), ("promotion", Decimal("0.5")),
    ]  # fmt: skip
    assert staged.summary.tables[0].control_total_state == "agrees"


def test_each_time_a_coupon_is_used_is_an_order(night):
    one, two = f"{douyin.LIFE_ONE}-20260110123000", f"{douyin.LIFE_TWO}-20260111180000"
    first, second = f"{douyin.LIFE_THREE}-20260112180000", f"{douyin.LIFE_THREE}-20260120180000"
    assert night.money("douyin_group_buy") == {
        one: worth("refunded", "100", "12", "8", "88", "0"),
        two: worth("partly_refunded", "100", "0", "0", "50", "50"),
        first: worth("completed", "50", "0", "0", "0", "50"),
        second: worth("completed", "50", "0", "0", "0", "50"),
    }
    assert night.fees(one) == [
        ("platform_service", Decimal("-2.20")),
        ("platform_service", Decimal("2.20")),
        ("promotion", Decimal("-4.40")),
        ("promotion", Decimal("4.40")),
    ]
    assert night.fees(two) == [
        ("platform_service", Decimal("-1.25")),
        ("platform_service", Decimal("1.25")),
        ("platform_service", Decimal("1.25")),
    ]
    assert night.fees(second) == fees(insurance="0.50", platform_service="1.25")
    assert night.file("douyin_group_buy")["control_total_state"] == "agrees"


def test_what_is_due_per_day_of_settlement(night):
    due: dict[str, Decimal] = {}
    for each in night.staged("douyin_group_buy").rows("entries"):
        if each["entry_kind"] == "due":
            due[each["statement"]] = due.get(each["statement"], Decimal(0)) + each["amount"]
    assert due == {
        "2026-01-12": Decimal("81.40"),
        "2026-01-13": Decimal("194.50"),
        "2026-01-22": Decimal("-81.40"),
        "2026-01-23": Decimal("-48.75"),
    }
