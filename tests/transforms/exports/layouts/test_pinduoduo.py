"""Pinduoduo, by hand."""

from decimal import Decimal

import pytest

from dags.steps import run_night
from tests.samples import pinduoduo
from tests.samples.build import drop, query, raw_csv_bytes, stage
from tests.samples.pinduoduo import EIGHT, FIVE, FOUR, ONE, SEVEN, SIX, THREE, TWO
from tests.transforms.exports.layouts.money import at, worth


@pytest.fixture
def night(night_of):
    return night_of(pinduoduo)


def test_orders_to_the_cent(night):
    """What the merchant receives is goods and postage less the shop's discount; a refund's amount is in the ledger."""
    assert night.money("pinduoduo") == {
        ONE: worth("completed", "38.60", "5", "2.60", "0", "33.60"),
        TWO: worth("paid", "17.80", "0", "0", "0", "17.80"),
        THREE: worth("refunded", "1168.99", "0", "20", "1168.99", "0"),
        FOUR: worth("partly_refunded", "60", "0", "6", "30.56", "29.44"),
        FIVE: worth("cancelled", "20", "0", "0", "0", "20"),
        SIX: worth("unpaid", "20", "0", "0", "0", "20"),
        SEVEN: worth("unknown", "20", "0", "0", "0", "20"),
    }
    assert night.file("pinduoduo_orders")["control_total_state"] == "agrees"
    assert ("unknown_value", "订单状态: 火星发货", 1) in night.findings("pinduoduo_orders")


def test_a_blank_time_falls_back_to_the_day_in_the_order_number_and_a_real_time_wins(night):
    orders = night.orders("pinduoduo")
    assert orders[ONE]["ordered_at"] == at("2026-01-10 16:03:00"), "the number says the 10th, just before midnight"
    assert orders[TWO]["ordered_at"] == at("2026-01-11 04:00:00")
    assert str(orders[TWO]["order_day"]) == "2026-01-11"


def test_an_order_without_any_day_is_set_aside(home_of):
    nameless = {**pinduoduo.BOUGHT[1], "订单号": "A607198974342268"}
    staged = stage(home_of(pinduoduo), "pinduoduo", pinduoduo.orders_file([pinduoduo.BOUGHT[0], nameless]))
    (bad,) = staged.rows("quarantine")
    assert (bad["line"], bad["reason_code"], bad["columns_concerned"]) == (3, "blank_required", "订单成交时间")


def test_other_columns_chosen_are_the_same_layout(home_of):
    home = home_of(pinduoduo)
    staged = stage(home, "pinduoduo", pinduoduo.other_orders_file())
    assert staged.summary.tables[0].layout == "pinduoduo_orders"
    (order,) = staged.rows("orders")
    assert (order["order_id"], order["ordered_at"]) == (EIGHT, at("2026-01-17 01:30:00"))
    assert (order["gross"], order["merchant_discount"], order["paid"]) == (30, 1, 29)
    assert [(each["sku"], each["item"], each["quantity"]) for each in staged.rows("order_items")] == [
        ("S-02", "豆腐", 1)
    ]
    assert not [what for kind, what, _ in staged.findings() if kind == "unknown_column"]
    assert [(each["fee_type"], each["amount"]) for each in staged.rows("entries")] == [
        ("platform_service", Decimal("0.17"))
    ]


def test_fees_by_their_code_and_direction(night):
    assert night.fees(ONE) == [
        ("adjustment", Decimal("3.00")),
        ("platform_service", Decimal("0.20")),
        ("platform_service", Decimal("1.05")),
    ]
    assert night.fees(TWO) == [("promotion", Decimal("0.90")), ("promotion", Decimal("0.90"))], "equal rows stay two"
    assert night.fees(FOUR) == [("platform_service", Decimal("-0.18"))]


def test_period_fees_and_what_is_none(night):
    rows = night.ask("select fee_type, amount, fee_day from fee_lines where order_key is null order by 1, 2")
    assert [(each["fee_type"], each["amount"], str(each["fee_day"])) for each in rows] == [
        ("adjustment", Decimal("5.00"), "2026-01-26"),
        ("adjustment", Decimal("8.14"), "2026-01-26"),
        ("promotion", Decimal("81.50"), "2026-01-21"),
        ("promotion", Decimal("102.12"), "2026-01-20"),
    ]
    kinds = [each["entry_kind"] for each in night.staged("pinduoduo_ledger").rows("entries")]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "payment": 3, "fee": 8, "refund": 2, "transfer": 2, "unknown": 1,
    }  # fmt: skip
    assert ("unknown_fee", "其他支出-火星支出 其他支出", 1) in night.findings("pinduoduo_ledger")


def test_the_total_of_the_promotion_report_is_compared(night, home_of):
    assert night.file("pinduoduo_promotion")["control_total_state"] == "agrees"
    staged = stage(home_of(pinduoduo), "pinduoduo", pinduoduo.promotion_file("500.00"))
    assert ("total_differs", "总花费(元): 500 ≠ 183.62", 0) in staged.findings()


def test_a_later_ledger_of_overlapping_days_counts_nothing_twice(home_of):
    home = home_of(pinduoduo)
    drop(home, "pinduoduo", "a.csv", pinduoduo.ledger_file())
    drop(home, "pinduoduo", "b.csv", pinduoduo.ledger_file(pinduoduo.MOVEMENTS[4:]))
    drop(home, "pinduoduo", "orders.csv", pinduoduo.orders_file())
    assert run_night(home).state == "published"
    (found,) = query(home.current, "select count(*) as n, sum(amount) as s from fee_lines")
    assert found == {"n": 8, "s": Decimal("19.01")}, "0.20 + 1.05 + 3 + 0.90 + 0.90 − 0.18 + 5 + 8.14"


def test_an_older_ledger_without_the_column_of_descriptions_counts_nothing_twice(home_of):
    home = home_of(pinduoduo)
    older = [cells[:-1] for cells in (pinduoduo.LEDGER, *pinduoduo.MOVEMENTS)]
    drop(home, "pinduoduo", "orders.csv", pinduoduo.orders_file())
    drop(home, "pinduoduo", "a.csv", raw_csv_bytes([["拼多多店铺账务明细查询"], *older], "gb18030"))
    drop(home, "pinduoduo", "b.csv", pinduoduo.ledger_file())
    assert run_night(home).state == "published"
    orders = {each["order_id"]: each for each in query(home.current, "select * from orders")}
    assert (orders[ONE]["fees"], orders[FOUR]["refunded"]) == (Decimal("4.25"), Decimal("30.56"))
