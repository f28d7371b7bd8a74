"""Youzan orders, items and customers, by hand."""

from decimal import Decimal

from dags.steps import run_night
from tests.samples import youzan, youzan_refunds
from tests.samples.build import drop, query, stage
from tests.transforms.exports.layouts.money import at, worth

ONE, TWO, THREE, FOUR, FIVE, SIX = (f"E202602211000000000000{n}" for n in ("01", "02", "03", "04", "05", "06"))


def test_orders_to_the_cent(night):
    """Gross is goods and freight; who paid for a discount is kept apart; what only WeChat Pay paid back counts."""
    assert night.money("mini_program") == {
        ONE: worth("partly_refunded", "106", "16", "5", "10", "80"),
        TWO: worth("partly_refunded", "1250", "0", "0", "20", "1230"),
        THREE: worth("refunded", "100", "10", "10", "90", "0"),
        FOUR: worth("cancelled", "33", "0", "0", "0", "33"),
        FIVE: worth("unpaid", "34", "0", "0", "0", "34"),
        SIX: worth("unknown", "35", "0", "0", "0", "35"),
    }
    order = night.orders("mini_program")[ONE]
    assert (order["delivery_charged"], order["coupon"]) == (Decimal(6), "满减")
    assert order["ordered_at"] == at("2026-02-21 02:00:00")


def test_only_the_buyers_own_phone_counts_and_a_masked_one_is_weak(night):
    staged = night.staged("youzan_orders")
    found = [row for row in staged.contacts() if row["role"] == "buyer"]
    assert [(row["order_key"][-2:], row["masked"], row["is_certain"], row["consent"]) for row in found] == [
        ("01", "138****5678", True, True),
        ("02", "138******78", False, None),
        ("03", "138****5678", True, None),
    ]
    assert [row["purpose"] for row in found] == ["membership", "", ""], "whether they are members is all it says"
    assert [row["masked"] for row in staged.contacts() if row["role"] == "contact"] == ["136****7890"]
    assert staged.traits() == [
        (0, "area", "工业…", "contact"),
        (0, "area", "星湖…", "contact"),
        (0, "name", "吕*", "contact"),
    ]
    assert night.orders("mini_program")[TWO]["customer_id"] is None


def test_a_number_with_a_note_behind_it_is_read_and_equal_lines_stay_two(night):
    items = night.ask(f"select * from order_items where order_key like '%{ONE}' order by line_number")
    assert [(row["item"], row["sku"], row["quantity"], row["unit_price"], row["discount"]) for row in items] == [
        ("乌龙茶 大杯", "T-01", 2, 40, Decimal("12.80")),
        ("面包", "B-01", 1, 10, Decimal("1.60")),
        ("面包", "B-01", 1, 10, Decimal("1.60")),
    ]
    (box,) = night.ask(f"select unit_price, refunded from order_items where order_key like '%{TWO}'")
    assert box == {"unit_price": Decimal(1250), "refunded": Decimal(20)}


def test_the_customer_list_names_each_phone_once_with_its_latest_word(night):
    found = night.file("youzan_customers")
    assert (found["rows_read"], found["rows_loaded"], found["rows_superseded"]) == (4, 3, 1)
    rows = night.staged("youzan_customers").contacts()
    assert [(row["masked"], row["is_certain"], row["consent"]) for row in rows] == [
        ("138****5678", True, False),
        ("138****5678", True, True),
        ("137******90", False, True),
    ]
    assert {row["order_key"] for row in rows} == {None}
    names = [row for row in night.staged("youzan_customers").rows("identities") if row["identity_kind"] == "name"]
    assert [(row["masked"], row["is_certain"]) for row in names] == [("安*", False)] * 2
    assert names[0]["identity_key"] == names[1]["identity_key"] != names[0]["surname_key"]
    assert names[0]["grams"] == sorted(set(names[0]["grams"]))
    assert night.staged("youzan_customers").traits() == [
        (0, "birthday", "19**", "buyer"),
        (0, "name", "安*", "buyer"),
        (1, "area", "江苏…", "buyer"),
        (1, "name", "安*", "buyer"),
    ]


def test_the_two_columns_with_one_name_are_read_as_the_first(home):
    cells = youzan.ORDERS[0]
    staged = stage(home, "youzan", youzan.orders_file([cells]))
    assert youzan.YOUZAN_ORDERS.count("分销员") == 2
    assert staged.summary.tables[0].rows_quarantined == 0
    assert staged.rows("orders")[0]["payment_ref"] == youzan.PAYMENT


def test_an_id_that_a_spreadsheet_has_rounded_is_quarantined(home):
    orders = [youzan.ORDERS[0], {**youzan.ORDERS[1], "订单号": "3.30E+18"}]
    staged = stage(home, "youzan", youzan.orders_file(orders))
    assert len(staged.rows("orders")) == 1
    (bad,) = staged.rows("quarantine")
    assert (bad["line"], bad["reason_code"], bad["columns_concerned"]) == (3, "damaged_id", "订单号")


def test_the_list_of_refunds_says_when_and_adds_nothing_to_what_the_order_states(night_of):
    night = night_of(youzan_refunds)
    assert night.money("mini_program")[TWO] == worth("partly_refunded", "1250", "0", "0", "20", "1230")
    rows = query(
        night.home.path / "warehouse" / "build" / "cli.duckdb", "select * from core.refunds order by refund_day"
    )
    assert [(each["amount"], str(each["refund_day"]), each["order_key"]) for each in rows] == [
        (Decimal("12.50"), "2026-02-22", f"mini_program/{TWO}"),
        (Decimal("7.50"), "2026-02-23", f"mini_program/{TWO}"),
    ]
    assert ("unknown_value", "售后状态: 火星售后", 1) in night.findings("youzan_refunds")


def test_the_list_of_refunds_as_it_is_downloaded(home):
    staged = stage(home, "youzan", youzan_refunds.refunds_file())
    assert [table.layout for table in staged.summary.tables] == ["youzan_refunds"]
    assert [(each["entry_kind"], each["amount"]) for each in staged.rows("entries")] == [
        ("refund", Decimal("12.50")),
        ("refund", Decimal("7.50")),
    ]


def test_numbers_shortened_by_a_spreadsheet_name_nobody_and_join_nothing(home):
    orders = [{**youzan.ORDERS[0], "买家手机号": "1.38E+10", "支付流水号": "4.20000E+27"}]
    staged = stage(home, "youzan", youzan.orders_file(orders))
    assert staged.rows("quarantine") == []
    assert [row for row in staged.contacts() if row["role"] == "buyer"] == []
    assert staged.rows("orders")[0]["payment_ref"] is None
    assert {("damaged_id", "买家手机号", 1), ("damaged_id", "支付流水号", 1)} <= staged.findings()


def test_a_refund_since_the_orders_were_downloaded_counts(home):
    before = {**youzan.ORDERS[1], "订单退款状态": " ", "订单已退款金额": " "}
    drop(home, "youzan", "refunds.csv", youzan_refunds.refunds_file())
    drop(home, "youzan", "orders.csv", youzan.orders_file([before]))
    assert run_night(home).state == "published"
    (order,) = query(home.current, "select status, refunded, net_sales from orders")
    assert tuple(order.values()) == ("partly_refunded", Decimal(20), Decimal(1230))
