"""Shopify orders and payments, by hand."""

from decimal import Decimal

from tests.samples import shopify
from tests.samples.build import stage
from tests.transforms.exports.layouts.money import at, worth


def test_orders_to_the_cent(night):
    """Gross is before the discount and without tax on top; a refund holds its share of that tax."""
    assert night.money("web") == {
        "#1001": worth("completed", "108", "10", "0", "0", "98"),
        "#1002": worth("partly_refunded", "100", "0", "0", "50", "50"),
        "#1003": worth("refunded", "35", "0", "0", "35", "0"),
        "#1004": worth("cancelled", "11", "0", "0", "0", "11"),
        "#1005": worth("unpaid", "12", "0", "0", "0", "12"),
    }
    orders = night.orders("web")
    assert [orders[each]["tax"] for each in ("#1001", "#1002", "#1003")] == [0, Decimal("8.25"), 0], "2.87 is inside"
    assert (orders["#1001"]["delivery_charged"], orders["#1001"]["coupon"]) == (8, "TEA10")


def test_times_carry_their_offset_and_the_day_is_the_shops(night):
    orders = night.orders("web")
    assert orders["#1001"]["ordered_at"] == at("2026-02-10 15:30:00")
    assert orders["#1002"]["ordered_at"] == at("2026-02-11 16:30:00")
    assert (str(orders["#1001"]["order_day"]), str(orders["#1002"]["order_day"])) == ("2026-02-10", "2026-02-12")


def test_every_line_is_an_item_and_the_order_counts_once(night):
    items = night.ask("select * from order_items where order_key = 'web/web/#1001' order by line_number")
    names = ("item", "sku", "quantity", "unit_price", "discount")
    assert [tuple(each[name] for name in names) for each in items] == [
        ("Oolong, tin", "T-01", 2, 40, 8),
        ("Bread", "B-01", 1, 20, 2),
    ]
    assert night.file("shopify_orders")["rows_read"] == 6
    assert len(night.orders("web")) == 5


def test_buyers_are_email_phone_and_billing_phone_and_never_the_shipping_phone(night):
    found = night.staged("shopify_orders").contacts()
    assert [(each["row_number"], each["identity_kind"], each["masked"], each["consent"]) for each in found] == [
        (0, "email", "c***@example.com", True),
        (0, "phone", "137****7890", None),
        (2, "email", "c***@example.com", None),
        (3, "email", "d***@example.org", None),
        (4, "phone", "138****5678", None),
        (5, "email", "d***@example.org", None),
    ]
    assert {each["purpose"] for each in found if each["consent"] is not None} == {"email"}
    assert night.staged("shopify_orders").traits() == [(0, "area", "21…", "buyer"), (0, "name", "C***", "buyer")]
    emails = [each["identity_key"] for each in found if each["identity_kind"] == "email"]
    assert emails[0] == emails[1] != emails[2], "upper and lower case are one address"
    orders = night.orders("web")
    assert orders["#1001"]["customer_id"] == orders["#1002"]["customer_id"] != orders["#1003"]["customer_id"]


def test_payments_book_their_fee_and_an_adjustment_is_one(night):
    rows = night.ask("select order_key, fee_type, amount, statement from fee_lines where channel = 'web' order by all")
    assert [tuple(each.values()) for each in rows] == [
        ("web/web/#1001", "payment_processing", Decimal("3.14"), "77001"),
        ("web/web/#1003", "payment_processing", Decimal("-0.15"), "77002"),
        (None, "adjustment", Decimal(15), "77002"),
    ]
    kinds = [(each["entry_kind"], each["amount"]) for each in night.staged("shopify_payments").rows("entries")]
    assert ("payment", Decimal(98)) in kinds
    assert ("refund", Decimal(35)) in kinds
    assert ("transfer", Decimal("-44.86")) in kinds


def test_a_cancelled_order_that_was_paid_back_in_full_is_refunded(home):
    lines = [{**shopify.LINES[3], "Cancelled at": "2026-02-13 10:00:00 +0800"}]
    staged = stage(home, "web", shopify.orders_file(lines))
    assert staged.rows("orders")[0]["status"] == "refunded"


def test_an_order_number_of_another_shop_is_another_order(home):
    one = stage(home, "web", shopify.orders_file())
    with home.shop_toml.open("a", encoding="utf-8") as settings:
        settings.write('[sources.web2]\nchannel = "web"\n')
    other = stage(home, "web2", shopify.orders_file())
    keys = [{each["order_key"] for each in staged.rows("orders")} for staged in (one, other)]
    assert len(keys[0]) == len(keys[1]) == 5
    assert not keys[0] & keys[1]


def test_a_first_line_without_its_time_is_quarantined_by_name(home):
    lines = [shopify.LINES[0], {**shopify.LINES[2], "Created at": ""}]
    staged = stage(home, "web", shopify.orders_file(lines))
    (bad,) = staged.rows("quarantine")
    assert (bad["line"], bad["reason_code"], bad["columns_concerned"]) == (3, "blank_required", "Created at")


def test_a_phone_that_is_also_the_billing_phone_is_one_piece_of_evidence_with_its_consent(home):
    line = {
        **shopify.LINES[-1],
        "Phone": "13900000001",
        "Billing Phone": "+86 139 0000 0001",
        "Accepts Marketing": "yes",
    }
    staged = stage(home, "web", shopify.orders_file([line]))
    phones = [each for each in staged.rows("identities") if each["identity_kind"] == "phone"]
    assert [(each["row_number"], each["masked"], each["consent"]) for each in phones] == [(0, "139****0001", True)]
