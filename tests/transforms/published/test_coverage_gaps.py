"""Why the buyers of the last 90 days cannot be named: one reason an order, the first that fits."""

from dataclasses import replace

import pytest

from tests.worlds import account, area, fee, member, name, night, order, parcel_phone, payer, phone

MASKED = replace(phone("13900000009"), certain=False)
ANNA = order((phone("13900000001"), member("8801")), "store", "2026-03-01", id="anna", layout="till", source="till")


def gaps(*rows, columns="channel, reason, orders, purchases", **settings):
    return night(*rows, **settings).rows("coverage_gaps", columns)


def reason(*rows):
    """The reason of the one order whose buyer nothing names."""
    ((found, orders),) = gaps(*rows, columns="reason, orders")
    assert orders == 1
    return found


def test_an_order_at_a_till_that_names_members_elsewhere_passed_without_the_question():
    till = {"layout": "till", "source": "till"}
    assert reason(ANNA, order(None, "store", "2026-03-02", **till)) == "till_without_member_question"
    delivered = order(None, "meituan", "2026-03-02", id="m1", **till)
    assert reason(ANNA, delivered) == "till_without_member_question"
    billed = order(None, "meituan", "2026-03-02", id="m1", layout="bill")
    assert reason(ANNA, delivered, billed) == "till_without_member_question"


def test_the_question_counts_also_where_the_platform_shows_a_masked_phone():
    till = {"layout": "till", "source": "till"}
    assert reason(ANNA, order(MASKED, "meituan", "2026-03-02", **till)) == "till_without_member_question"


def test_a_till_that_names_nobody_anywhere_was_not_to_ask():
    rows = (
        order(phone("13900000001"), "meituan", "2026-03-02", id="m1"),
        order(None, "store", "2026-03-02", layout="till", source="till"),
    )
    assert reason(*rows) == "file_has_no_identity"


def test_a_delivery_order_that_only_the_bill_knows_passed_by_the_till():
    rows = (
        ANNA,
        order(member("8801"), "meituan", "2026-03-02", id="m1", layout="till", source="till"),
        order(None, "meituan", "2026-03-03", id="m2", layout="bill"),
    )
    assert reason(*rows) == "not_at_the_till"


def test_weak_evidence_alone_is_masked_by_the_platform():
    assert reason(order(MASKED, "tmall", "2026-03-02")) == "masked_by_platform"


def test_the_phone_on_a_single_parcel_is_the_recipients():
    assert reason(order(parcel_phone("13900000001"), "tmall", "2026-03-02")) == "recipient_only"


def test_a_name_and_an_area_are_nothing_that_a_platform_hides():
    known = order(phone("13900000002"), "mini_program", "2026-03-01", id="anna")
    guest = order((name("王小明"), area("江苏省南京市")), "mini_program", "2026-03-02")
    assert reason(known, guest) == "guest_checkout"
    parcel = order((parcel_phone("13900000001"), name("王小明", "contact")), "tmall", "2026-03-02")
    assert reason(parcel) == "recipient_only"
    assert reason(order((MASKED, name("王小明")), "tmall", "2026-03-02")) == "masked_by_platform"
    assert reason(order(name("王**"), "tmall", "2026-03-02")) == "file_has_no_identity"


def test_a_value_too_many_share_names_nobody():
    courier = phone("15900000159")
    rows = [order((courier, member(f"88{each}")), "meituan", "2026-03-01", id=f"m{each}") for each in range(10, 20)]
    assert reason(*rows, order(courier, "meituan", "2026-03-02", id="nobody's")) == "shared_value"


def test_a_payment_whose_number_is_in_no_bill_is_not_joined():
    rows = (
        order(None, "mini_program", "2026-03-01", id="w1", payment_ref="4200000001"),
        order(None, "mini_program", "2026-03-02", id="w2", payment_ref="4200000002"),
        payer(account("openid", "app"), "4200000001"),
    )
    assert reason(*rows) == "payment_not_joined"


def test_a_masked_payer_is_masked_whichever_number_the_bill_gives():
    weak = replace(account("openid", "app"), certain=False)
    rows = (
        order(None, "mini_program", "2026-03-01", id="w1", payment_ref="4200000001"),
        payer(weak, "no order's", "4200000001"),
    )
    assert reason(*rows) == "masked_by_platform"


def test_an_order_in_the_own_shop_without_a_contact_is_a_guests():
    rows = (order("anna", "mini_program", "2026-03-01"), order(None, "mini_program", "2026-03-02"))
    assert reason(*rows) == "guest_checkout"


def test_a_channel_whose_files_name_nobody_has_no_identities_to_give():
    assert reason(order(None, "mini_program", "2026-03-02")) == "file_has_no_identity"
    assert reason(order(None, "eleme", "2026-03-02", layout="bill")) == "file_has_no_identity"


def test_what_nothing_explains_is_other():
    assert reason(order("anna", "tmall", "2026-03-01"), order(None, "tmall", "2026-03-02")) == "other"


def test_shares_are_of_all_purchases_of_the_channel_and_branch_in_the_ninety_days():
    till = {"layout": "till", "source": "till"}
    rows = (
        order(None, "store", "2026-01-10", 99, branch="North", **till),
        order(None, "store", "2026-01-11", 10, branch="North", id="a", **till),
        order(None, "store", "2026-04-10", 20, branch="North", id="b", discount=5, **till),
        order(member("8801"), "store", "2026-04-10", 30, branch="North", **till),
        order(None, "store", "2026-04-10", 7, branch="North", currency="HKD", id="hk", **till),
        order(None, "store", "2026-04-10", 40, branch="South", **till),
        order(None, "store", "2026-04-10", 40, branch="South", status="cancelled", id="no", **till),
    )
    columns = "branch, orders, net_sales, purchases, channel_purchases, share_of_orders"
    assert gaps(*rows, columns=columns, as_of="2026-04-10") == [
        ("North", 3, 25, 4, 5, 0.75),
        ("South", 1, 40, 1, 5, 1),
    ]


def test_what_is_known_only_after_the_as_of_day_explains_nothing():
    till = {"layout": "till", "source": "till"}
    rows = (
        order(None, "store", "2026-03-02", **till),
        order(member("8801"), "store", "2026-03-05", **till),
    )
    assert gaps(*rows, as_of="2026-03-02") == [("store", "file_has_no_identity", 1, 1)]
    assert gaps(*rows, as_of="2026-03-05") == [("store", "till_without_member_question", 1, 2)]


@pytest.mark.parametrize("who", ["anna", None])
def test_only_purchases_without_a_buyer_are_gaps(who):
    rows = (order(who, "store", "2026-03-01", id="s1"), fee("store", "2026-03-01", 1, "s1"))
    assert len(gaps(*rows)) == (who is None)
