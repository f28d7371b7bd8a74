"""Dishes and payments of Meituan's till, and Pospal, by hand."""

from decimal import Decimal

import pytest

from tests.samples import tills
from tests.samples.build import query, stage
from tests.transforms.exports.layouts.money import at, worth


@pytest.fixture
def night(night_of):
    return night_of(tills)


def test_dishes_complete_the_orders_of_the_till(night):
    rows = night.ask("select * from order_items where order_key = 'store/6101000001' order by line_number")
    assert [(each["sku"], each["item"], each["quantity"], each["unit_price"], each["discount"]) for each in rows] == [
        ("D-01", "酸菜鱼 大份", 1, 48, 8),
        (None, "米饭", 4, Decimal("2.50"), 0),
    ]
    assert (rows[1]["refunded_quantity"], rows[1]["refunded"]) == (1, Decimal("2.50"))
    assert night.file("meituan_pos_items")["control_total_state"] == "agrees"


def test_dishes_of_a_platform_s_order_stand_under_the_till_s_number_and_in_no_other_order(night):
    dishes = "select item from order_items where item = '套餐'"
    assert night.ask(dishes) == []
    assert [each["item"] for each in night.staged("meituan_pos_items").rows("order_items")] == [
        "酸菜鱼 大份", "米饭", "套餐",
    ]  # fmt: skip


def test_what_the_payment_service_keeps_whichever_way_it_is_written(night):
    assert night.fees("6101000001") == [("payment_processing", Decimal("0.19"))]
    assert night.fees("6101000005") == [("payment_processing", Decimal("0.15"))]
    assert night.fees("6101000002") == [], "cash costs nothing that a file would show"
    fees = night.ask("select sum(amount) as s, count(*) as n from fee_lines")
    assert fees == [{"s": Decimal("0.34"), "n": 2}], "what Meituan keeps of a delivery order is in its bill"
    assert night.file("meituan_pos_payments")["control_total_state"] == "agrees"
    unknown = [each for each in night.staged("meituan_pos_payments").rows("entries") if each["entry_kind"] == "unknown"]
    assert [(each["order_ref"], each["amount"]) for each in unknown] == [("6101000005", 1)]


def test_what_arrives_is_due_on_the_day_of_settlement(night):
    rows = query(
        night.home.path / "warehouse" / "build" / "cli.duckdb", "select * from core.payouts order by statement"
    )
    assert [(each["statement"], each["expected"], each["stated"]) for each in rows] == [
        ("2026-02-25", Decimal("38.85"), None),
        ("2026-02-27", Decimal("49.81"), None),
    ]


def test_receipts_of_pospal_count_once_though_two_reports_have_them(night):
    assert night.money("corner") == {
        "202601100001": worth("completed", "12", "1", "0", "0", "11"),
        "202601120001": worth("completed", "13.50", "0.50", "0", "0", "13"),
    }
    assert night.money("meituan")["202601100002"] == worth("completed", "3.50", "0", "0", "0", "3.50")
    assert night.orders("corner")["202601100001"]["ordered_at"] == at("2026-01-10 01:00:00")


def test_a_word_in_the_remark_is_all_that_tells_the_channel(night):
    assert "202601100002" in night.orders("meituan")
    assert night.ask("select item from order_items where order_key like 'meituan/%202601100002'") == [{"item": "可乐"}]


def test_what_is_brought_back_names_no_receipt(night):
    refunds = [each for each in night.staged("pospal_lines").rows("orders") if each["row_role"] == "refund"]
    assert [(each["order_id"], each["refunded"], each["refunded_at"]) for each in refunds] == [
        ("202601110001", 5, at("2026-01-11 01:00:00"))
    ]
    refunds = [each for each in night.staged("pospal_receipts").rows("orders") if each["row_role"] == "refund"]
    assert [(each["order_id"], each["refunded"]) for each in refunds] == [("202601120002", 5)]
    assert ("unknown_value", "类型: 火星", 1) in night.findings("pospal_receipts")


def test_amounts_repeated_on_every_line_of_a_receipt_are_taken_once(home_of):
    home = home_of(tills)
    staged = stage(home, "pospal", tills.receipts_file(tills.SLIPS[:4]))
    money = {each["order_id"]: (each["gross"], each["paid"]) for each in staged.rows("orders")}
    assert money == {"202601100001": (12, 11), "202601120001": (Decimal("13.50"), 13)}
    assert ("row_total_differs", "实收金额", 1) not in staged.findings()
    odd = [{**tills.SLIPS[0], "实收金额": "10.00"}, {**tills.SLIPS[1], "实收金额": "10.00"}]
    wrong = stage(home, "pospal", tills.receipts_file(odd), "odd.xlsx")
    assert ("row_total_differs", "实收金额", 1) in wrong.findings()


def test_a_payment_method_of_the_shop_s_own_is_one_finding_and_changes_nothing(home_of):
    slips = [{**tills.SLIPS[2]}, {**tills.SLIPS[3]}]
    header = (*tills.RECEIPTS, "老板娘代付")
    data = tills.table(header, slips, {"流水号": "总计"})
    staged = stage(home_of(tills), "pospal", data)
    assert [what for kind, what, _ in staged.findings() if kind == "unknown_column"] == ["老板娘代付"]
    assert [each["gross"] for each in staged.rows("orders")] == [Decimal("13.50")]


def test_sums_and_top_ups_are_no_sales_and_no_fees(night):
    for layout, kind, amounts in (
        ("pospal_payment_summary", "payment", [Decimal("11.00"), Decimal("3.50")]),
        ("pospal_recharges", "transfer", [Decimal(200)]),
        ("pospal_card_statistics", "payment", [Decimal(22)]),
    ):
        rows = night.staged(layout).rows("entries")
        assert [(each["entry_kind"], each["amount"]) for each in rows] == [(kind, amount) for amount in amounts]
        assert night.file(layout)["control_total_state"] == "agrees"
