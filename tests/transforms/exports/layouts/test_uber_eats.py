"""Uber Eats, by hand."""

from decimal import Decimal

import pytest

from dags.steps import run_night
from tests.samples import uber_eats, uber_eats_uk
from tests.samples.build import drop, query, stage
from tests.transforms.exports.layouts.money import at, fees, worth

NUMBER = "00000000-0000-4000-8000-00000000000{}"


@pytest.fixture
def night(night_of):
    return night_of(uber_eats)


def test_orders_to_the_cent(night):
    """What Uber pays towards an offer is paid to the shop; an order in both files counts once."""
    assert night.money("uber_eats") == {
        NUMBER.format(1): worth("partly_refunded", "40.25", "3", "2", "10", "27.25"),
        NUMBER.format(2): worth("partly_refunded", "18", "0", "0", "3", "15"),
        NUMBER.format(3): worth("cancelled", "0", "0", "0", "0", "0"),
        NUMBER.format(4): worth("completed", "34", "0", "0", "0", "34"),
        NUMBER.format(6): worth("refunded", "15", "0", "0", "15", "0"),
        NUMBER.format(7): worth("unknown", "9", "0", "0", "0", "9"),
        NUMBER.format(8): worth("completed", "10", "0", "0", "0", "10"),
    }
    assert night.money("web") == {NUMBER.format(5): worth("completed", "12", "0", "0", "0", "12")}
    assert ("unknown_value", "Order Status: Vanished", 1) in night.findings("uber_eats_orders")


def test_tax_that_uber_hands_to_the_state_is_not_the_shop_s(night):
    orders = night.orders("uber_eats")
    assert [orders[NUMBER.format(each)]["tax"] for each in (1, 4)] == [0, Decimal("2.72")]
    own_courier = orders[NUMBER.format(4)]
    assert (own_courier["tip"], own_courier["delivery_charged"]) == (3, 4)


def test_fees_of_each_order_and_advertising_of_none(night):
    assert night.fees(NUMBER.format(1)) == [("commission", Decimal(0)), *fees(commission="8", promotion="0.49")][1:]
    assert night.fees(NUMBER.format(2)) == fees(
        commission="1.20", delivery_service="1", platform_service="0.60", tax="0.18"
    )
    assert night.fees(NUMBER.format(5)) == fees(commission="0", platform_service="0.40")
    assert night.fees(None) == [("promotion", Decimal(each)) for each in (-25, 30, 50)]
    assert ("unknown_fee", "Printer swap", 1) in night.findings("uber_eats_orders")


def test_times_are_the_shop_s_and_refunds_stand_on_the_day_they_were_paid(night):
    order = night.orders("uber_eats")[NUMBER.format(1)]
    assert (order["ordered_at"], str(order["order_day"])) == (at("2026-01-26 16:40:00"), "2026-01-26")
    rows = query(night.home.path / "warehouse" / "build" / "cli.duckdb", "select refund_day, amount from core.refunds")
    assert sorted((str(each["refund_day"]), each["amount"]) for each in rows) == [
        ("2026-02-16", 10),
        ("2026-02-16", 15),
    ]


def test_the_afternoon_is_the_afternoon(home_of):
    late = {**uber_eats.ROWS[5], "Order Accept Time": "11:40 PM"}
    staged = stage(home_of(uber_eats), "uber", uber_eats.orders_file([late, uber_eats.ROWS[-1]]))
    assert staged.rows("orders")[0]["ordered_at"] == at("2026-01-27 04:40:00")


def test_items_stand_below_their_order(night):
    items = night.ask("select * from order_items order by order_key, line_number")
    assert [(each["order_key"][-1], each["item"], each["quantity"], each["unit_price"]) for each in items] == [
        ("1", "Bowl", 2, 15),
        ("1", "Tea", 1, 10),
        ("2", "Cake", 1, 20),
        ("8", "Tea", 1, 10),
    ]
    assert [each["refunded"] for each in items] == [0, 0, 3, 0]
    assert items[0]["sku"] == "sku-Bowl"


def test_what_lines_add_to_a_payout_is_what_uber_says_it_paid(night):
    rows = query(night.home.path / "warehouse" / "build" / "cli.duckdb", "select * from core.payouts order by all")
    found = {(each["channel"], each["statement"]): (each["expected"], each["stated"]) for each in rows}
    assert found == {
        ("uber_eats", "P1"): (Decimal("-32.21"), Decimal("-32.21")),
        ("uber_eats", "P2"): (Decimal(-16), Decimal(-16)),
        ("uber_eats", "P3"): (Decimal("54.82"), None),
    }


def test_rows_agree_with_the_payout_they_state_and_a_wrong_one_is_found(night, home_of):
    for layout in uber_eats.FILES:
        assert night.file(layout)["control_total_state"] == "agrees"
    wrong = {**uber_eats.ROWS[5], "Total payout ": "28.77"}
    staged = stage(home_of(uber_eats), "uber", uber_eats.orders_file([wrong, uber_eats.ROWS[-1]]))
    assert ("row_total_differs", "Total payout", 1) in staged.findings()


def test_the_words_of_autumn_2026_say_the_same(home_of):
    home = home_of(uber_eats)
    older, newer = stage(home, "uber", uber_eats.orders_file()), stage(home, "uber", uber_eats.newer_orders_file())
    assert newer.summary.tables[0].layout == "uber_eats_orders"
    assert not [what for kind, what, _ in newer.findings() if kind == "unknown_column"]
    for kind in ("orders", "entries"):
        mine, theirs = ([{**each, "file_id": "", "row_key": ""} for each in one.rows(kind)] for one in (older, newer))
        assert mine == theirs


@pytest.mark.parametrize("first", ["orders", "items"])
def test_order_and_item_level_of_one_order_never_count_twice(home_of, first):
    home = home_of(uber_eats)
    files = {"orders": uber_eats.orders_file(), "items": uber_eats.items_file()}
    for number, name in enumerate([first, *(files.keys() - {first})]):
        drop(home, "uber", f"{number}.csv", files[name])
    assert run_night(home).state == "published"
    found = query(home.current, "select count(*) as n, sum(net_sales) as net from orders where channel = 'uber_eats'")
    assert found == [{"n": 7, "net": Decimal("95.25")}]
    assert query(home.current, "select sum(amount) as fees from fee_lines") == [{"fees": Decimal("76.37")}]


def test_days_that_do_not_tell_are_set_aside_until_the_owner_says(home_of):
    home = home_of(uber_eats)
    vague = {**uber_eats.ROWS[5], "Order Date": "2/3/26", "Payout Date": "2/9/26"}
    (bad,) = stage(home, "uber", uber_eats.orders_file([vague])).rows("quarantine")
    assert "say date_order" in bad["reason"]
    told = {**vague, "Payout Date": "2/16/26"}
    (order,) = stage(home, "uber", uber_eats.orders_file([told])).rows("orders")
    assert order["ordered_at"] == at("2026-02-03 16:40:00"), "the day of the payout tells for both"
    with home.shop_toml.open("a", encoding="utf-8") as settings:
        settings.write('date_order = "mdy"\n')
    (order,) = stage(home, "uber", uber_eats.orders_file([vague])).rows("orders")
    assert order["ordered_at"] == at("2026-02-03 16:40:00")


def test_prices_that_hold_vat_stay_whole_and_vat_on_fees_is_tax(night_of):
    night = night_of(uber_eats_uk)
    assert night.money("uber_eats") == {"wf-1": worth("partly_refunded", "24", "3", "1", "3.60", "17.40")}
    order = night.orders("uber_eats")["wf-1"]
    assert (order["tax"], order["currency"], order["ordered_at"]) == (0, "GBP", at("2026-01-26 10:05:00"))
    assert night.fees("wf-1") == fees(commission="5", tax="1")
    assert night.fees(None) == fees(promotion="12")
