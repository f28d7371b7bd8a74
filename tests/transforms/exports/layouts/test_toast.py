"""Toast, by hand."""

from decimal import Decimal

import pytest

from tests.samples import toast
from tests.samples.build import stage
from tests.transforms.exports.layouts.money import at, fees, worth

NUMBER = "40000001234567890{}"


@pytest.fixture
def night(night_of):
    return night_of(toast)


def test_orders_to_the_cent(night):
    """The amount is after the discount; of the 10.00 paid back, 0.76 was tax."""
    assert night.money("store") == {
        NUMBER.format(1): worth("partly_refunded", "35", "5", "0", "9.24", "20.76"),
        NUMBER.format(3): worth("cancelled", "12", "0", "0", "0", "12"),
        NUMBER.format(5): worth("unpaid", "9", "0", "0", "0", "9"),
    }
    assert night.money("doordash") == {NUMBER.format(2): worth("completed", "20", "0", "0", "0", "20")}
    assert night.money("web") == {NUMBER.format(4): worth("completed", "15", "0", "0", "0", "15")}
    web = night.orders("web")[NUMBER.format(4)]
    assert (web["tip"], web["tax"], web["branch"]) == (3, Decimal("1.24"), "Corner")
    assert night.orders("store")[NUMBER.format(1)]["ordered_at"] == at("2026-02-03 16:05:00")
    assert night.file("toast_orders")["control_total_state"] == "agrees"


def test_card_fees_stand_at_their_order_and_those_of_a_voided_payment_nowhere(night):
    assert night.fees(NUMBER.format(1)) == fees(payment_processing="1.10")
    assert night.fees(NUMBER.format(4)) == fees(payment_processing="0.60")
    assert len(night.ask("select * from fee_lines")) == 2


def test_items_without_the_voided_ones(night):
    items = night.ask("select * from order_items order by line_number")
    names = ("item", "sku", "quantity", "unit_price", "discount")
    assert [tuple(each[name] for name in names) for each in items] == [
        ("Bowl", "B-1", 2, 15, 5),
        ("Tea", None, 1, 5, 0),
    ]


def test_a_guest_who_left_a_phone_at_the_table_is_known_online(night):
    store, web = night.orders("store")[NUMBER.format(1)], night.orders("web")[NUMBER.format(4)]
    assert store["customer_id"] == web["customer_id"] is not None


def test_an_export_of_one_location_lacks_the_column_and_nothing_else(home_of):
    home = home_of(toast)
    with_it, without = (
        stage(home, "toast", toast.orders_file(header)) for header in (("Location", *toast.ORDERS), toast.ORDERS)
    )
    assert without.findings() == {("missing_optional", "Location", 0)}
    mine, theirs = (
        [{**each, "file_id": "", "branch": ""} for each in staged.rows("orders")] for staged in (with_it, without)
    )
    assert mine == theirs
    assert len(toast.ORDERS) == 23


def test_a_platform_s_order_without_a_channel_is_set_aside_with_the_next_step(home_of):
    home = home_of(toast)
    settings = home.shop_toml.read_text(encoding="utf-8")
    home.shop_toml.write_text(settings.replace('"DoorDash - Delivery" = "doordash", ', ""), encoding="utf-8")
    staged = stage(home, "toast", toast.orders_file())
    (bad,) = staged.rows("quarantine")
    assert (bad["reason_code"], bad["columns_concerned"]) == ("unmapped_channel", "Dining Options")
    assert {each["order_id"][-1] for each in staged.rows("orders")} == {"1", "3", "4", "5"}
