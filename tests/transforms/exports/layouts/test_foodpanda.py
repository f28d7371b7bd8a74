"""foodpanda in Taiwan, by hand."""

import pytest

from tests.samples import foodpanda
from tests.samples.build import stage
from tests.samples.foodpanda import P1, P2, P3
from tests.transforms.exports.layouts.money import fees, worth


@pytest.fixture
def night(night_of):
    return night_of(foodpanda)


def test_orders_to_the_cent(night):
    assert night.money("foodpanda") == {
        P1: worth("completed", "1180", "0", "0", "0", "1180"),
        P2: worth("refunded", "250", "0", "0", "250", "0"),
        P3: worth("completed", "300", "0", "0", "0", "300"),
    }
    assert night.orders("foodpanda")[P1]["order_day"].isoformat() == "2026-01-31", "a spreadsheet counts days"


def test_a_commission_is_a_cost_with_either_sign_and_what_else_is_kept_is_shown(night):
    assert night.fees(P1) == fees(commission="377.60")
    assert night.fees(P3) == fees(commission="60")
    assert [(fee_type, int(amount)) for fee_type, amount in night.fees(P2)] == [
        ("adjustment", 4),
        ("commission", -80),
        ("commission", 80),
    ]


def test_charges_of_the_period_are_fees_of_no_order(night):
    assert night.fees(None) == fees(promotion="1200", subscription="150")
    assert night.findings("foodpanda_adjustments") == {("unknown_fee", "火星費", 1)}


def test_both_sheets_of_one_workbook_are_read(home_of):
    staged = stage(home_of(foodpanda), "foodpanda", foodpanda.statement_file())
    assert [table.layout for table in staged.summary.tables] == ["foodpanda_orders", "foodpanda_adjustments"]
    assert {kind for kind, _, _ in staged.findings()} == {"unknown_fee"}


def test_a_charge_without_a_day_is_set_aside_and_not_given_one(home_of):
    staged = stage(
        home_of(foodpanda), "foodpanda", foodpanda.charges_file([*foodpanda.PERIOD, ["廣告費", "關鍵字", 5, "TWD"]])
    )
    (bad,) = staged.rows("quarantine")
    assert bad["columns_concerned"] == "詳細資訊"
