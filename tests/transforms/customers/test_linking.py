"""Who is who: certain evidence links, everything else does not."""

from itertools import pairwise

import pytest

from tests.worlds import a_shop, account, core_of, email, listed, member, order, parcel_phone, payer, phone

ANNA, BEN, CARL = "139 0000 0001", "139 0000 0002", "139 0000 0003"


def people(*rows, **settings):
    return core_of(*rows, **settings).people()


def two(first, second):
    """Two orders, a store's and a mini-program's, and who placed them."""
    return people(
        order(first, "store", "2026-03-01", id="s"),
        order(second, "mini_program", "2026-03-02", id="w"),
    )


def test_the_same_phone_is_the_same_person_however_it_is_written():
    assert two(phone("139 0000 0001"), phone("+86-13900000001")) == [["s", "w"]]
    assert two(phone(ANNA), phone(BEN)) == [["s"], ["w"]]


def test_the_same_email_is_the_same_person_in_capitals_or_not():
    assert two(email("Anna@Example.com"), email("anna@example.COM")) == [["s", "w"]]


def test_a_plus_tag_makes_another_address():
    assert two(email("anna+shop@example.com"), email("anna@example.com")) == [["s"], ["w"]]


def test_the_same_member_number_is_the_same_person():
    assert two(member("8801000011"), member("8801000011")) == [["s", "w"]]


def test_an_account_names_its_owner_on_its_own_platform_only():
    rows = [order(account("xiaoming", "taobao"), "tmall", f"2026-03-0{day}", id=f"t{day}") for day in (1, 2)]
    assert people(*rows, order(account("xiaoming", "youzan"), "mini_program", "2026-03-03", id="y")) == [
        ["t1", "t2"],
        ["y"],
    ]


def test_an_openid_holds_within_its_app_only():
    assert two(account("oAbc", "wechat:wx1"), account("oAbc", "wechat:wx1")) == [["s", "w"]]
    assert two(account("oAbc", "wechat:wx1"), account("oAbc", "wechat:wx2")) == [["s"], ["w"]]


def test_contacts_on_one_order_are_one_person_and_so_join_the_orders_of_each():
    found = people(
        order((phone(ANNA), member("8801")), "store", "2026-03-01", id="both"),
        order(phone(ANNA), "mini_program", "2026-03-02", id="by phone"),
        order(member("8801"), "store", "2026-03-03", id="by card"),
    )
    assert found == [["both", "by card", "by phone"]]


def test_a_tills_row_with_the_platforms_number_names_the_buyer_of_the_platforms_order():
    bill = order(None, "meituan", "2026-03-02", id="m1", layout="bill")
    till = order(phone(ANNA), "meituan", "2026-03-02", id="m1", layout="till", source="store")
    before = order(phone(ANNA), "store", "2026-03-01", id="s1", layout="till")
    assert people(before, bill) == [["s1"]]
    assert people(before, bill, till) == [["m1", "s1"]]


def test_a_platforms_row_with_the_tills_number_names_the_buyer_whom_the_till_names():
    till = order(phone(ANNA), "store", "2026-03-02", id="till-00001")
    bill = order(None, "meituan", "2026-03-02", id="m1", bridge_ref="till-00001")
    assert people(till, bill) == [["m1", "till-00001"]]
    assert people(till, order(None, "meituan", "2026-03-02", id="m1", bridge_ref="till-00002")) == [["till-00001"]]


def test_a_payment_bill_names_the_buyer_by_the_payment_number():
    found = people(
        order(None, "mini_program", "2026-03-01", id="no phone", payment_ref="4200000001"),
        order(phone(ANNA), "mini_program", "2026-03-02", id="phone", payment_ref="4200000002"),
        payer(account("oAnna", "wechat:wx1"), "4200000001"),
        payer(account("oAnna", "wechat:wx1"), "unheard of", "4200000002"),
    )
    assert found == [["no phone", "phone"]]


def test_a_row_of_a_customer_list_ties_contacts_together_without_an_order():
    found = people(
        order(phone(ANNA), "store", "2026-03-01", id="s"),
        order(email("anna@example.com"), "mini_program", "2026-03-02", id="w"),
        listed(phone(ANNA), email("anna@example.com")),
    )
    assert found == [["s", "w"]]


def test_a_masked_phone_or_name_links_nobody():
    assert two(phone("139****0001"), phone("139****0001")) == []
    assert two(account("张**", "taobao"), account("张**", "taobao")) == []
    assert two(email("a***@example.com"), email("a***@example.com")) == []


@pytest.mark.parametrize("number", ["13900000001_1234", "13900000001,1234", "13900000001转1234", "13900000001#99"])
def test_a_platforms_virtual_number_is_never_evidence(number):
    assert phone(number) is None
    assert two(phone(number), phone(number)) == []


def parcel(account_name, phone_number, id):
    return order((account(account_name, "taobao"), parcel_phone(phone_number)), "tmall", "2026-03-01", id=id)


def test_the_phone_on_two_parcels_is_the_buyers_while_the_account_uses_no_other():
    own = order(phone(ANNA), "store", "2026-03-02", id="s")
    assert people(parcel("anna", ANNA, "t1"), parcel("anna", ANNA, "t2"), own) == [["s", "t1", "t2"]]


def test_a_single_parcel_may_be_a_gift_and_links_nobody():
    own = order(phone(ANNA), "store", "2026-03-02", id="s")
    assert people(parcel("ben", ANNA, "gift"), own) == [["gift"], ["s"]]


def test_a_phone_that_two_accounts_send_parcels_to_links_neither():
    parcels = [parcel(name, ANNA, f"{name}{number}") for name in ("anna", "ben") for number in (1, 2)]
    own = order(phone(ANNA), "store", "2026-03-02", id="s")
    assert people(*parcels, own) == [["anna1", "anna2"], ["ben1", "ben2"], ["s"]]


def test_an_account_that_sends_parcels_to_two_phones_is_linked_by_neither():
    buyer = account("anna", "taobao")
    found = people(
        order((buyer, parcel_phone(ANNA)), "tmall", "2026-03-01", id="t1"),
        order((buyer, parcel_phone(BEN)), "tmall", "2026-03-02", id="t2"),
        order(phone(ANNA), "store", "2026-03-03", id="annas"),
        order(phone(BEN), "store", "2026-03-04", id="bens"),
    )
    assert found == [["annas"], ["bens"], ["t1", "t2"]]


def test_the_phone_on_a_parcel_whose_account_is_masked_is_nobodys():
    found = people(
        order((account("张**", "taobao"), parcel_phone(ANNA)), "tmall", "2026-03-01", id="t1"),
        order(phone(ANNA), "store", "2026-03-02", id="s"),
    )
    assert found == [["s"]]


def test_evidence_on_an_order_that_was_cancelled_counts():
    found = people(
        order((phone(ANNA), member("8801")), "store", "2026-03-01", id="cancelled", status="cancelled"),
        order(phone(ANNA), "mini_program", "2026-03-02", id="w"),
        order(member("8801"), "store", "2026-03-03", id="s"),
    )
    assert found == [["cancelled", "s", "w"]]


def test_an_order_after_the_as_of_day_is_no_evidence_yet():
    rows = (
        order(phone(ANNA), "store", "2026-03-01", id="s"),
        order(member("8801"), "store", "2026-03-02", id="card"),
        order((phone(ANNA, consent=True), member("8801")), "store", "2026-03-03", id="both"),
    )
    assert people(*rows, as_of="2026-03-02") == [["card"], ["s"]]
    assert people(*rows, as_of="2026-03-03") == [["both", "card", "s"]]
    before = core_of(*rows, as_of="2026-03-02").rows("core.identities", "identity_kind, orders_seen")
    assert before == [("member", 1), ("phone", 1)]


def beside(number):
    """One courier's phone on an order each of so many members, who each came once more without it."""
    courier = phone("15900000159")
    rows = []
    for each in range(number):
        card = member(f"88{each:04d}")
        rows.append(order((courier, card), "meituan", "2026-03-01", id=f"shared {each}", layout="till"))
        rows.append(order(card, "store", "2026-03-02", id=f"own {each}", layout="till"))
    rows.append(order(courier, "meituan", "2026-03-03", id="nobody's", layout="till"))
    return rows


def test_a_phone_beside_nine_otherwise_different_identities_still_links():
    (everybody,) = people(*beside(9))
    assert len(everybody) == 19


def test_a_phone_beside_ten_otherwise_different_identities_links_nobody_and_is_listed():
    world = core_of(*beside(10))
    assert world.people() == sorted([f"own {each}", f"shared {each}"] for each in range(10))
    ignored = world.rows("core.identities", "identity_kind, masked, neighbours, orders_seen", "is_ignored")
    assert ignored == [("phone", "159****0159", 10, 11)]


def test_the_owner_sets_how_many_are_a_crowd():
    (everybody,) = people(*beside(10), shop=a_shop(thresholds={"shared_by": 11}))
    assert len(everybody) == 21


def test_ten_identities_that_other_evidence_makes_one_person_are_no_crowd():
    cards = [member(f"88{each:04d}") for each in range(10)]
    rows = [order((phone(ANNA), card), "store", "2026-03-01", id=f"o{each}") for each, card in enumerate(cards)]
    rows += [listed(*pair) for pair in pairwise(cards)]
    (everybody,) = people(*rows)
    assert len(everybody) == 10


def names(*rows):
    """Order number -> the person's name."""
    return dict(core_of(*rows).rows("core.orders", "order_id, customer_id"))


EIGHT = range(1, 9)
"""Names are hashes: what holds for eight people by chance holds for one in 256 only."""


def keep_their_names(first, later):
    before = names(*first)
    after = names(*first, *later)
    assert len(set(before.values())) == len(EIGHT)
    assert {number: after[number] for number in before} == before


def test_people_keep_their_names_when_later_files_bring_more():
    first = [order(member(f"880{n}"), "store", "2026-03-01", id=f"s{n}") for n in EIGHT]
    later = [
        order((member(f"880{n}"), phone(f"1390000000{n}")), "store", "2026-03-02", id=f"l{n}", file=2) for n in EIGHT
    ]
    keep_their_names(first, later)


def test_people_keep_their_names_when_the_payment_bill_comes_later():
    first = [
        order(phone(f"1390000000{n}"), "mini_program", "2026-03-01", id=f"w{n}", payment_ref=f"420000000{n}")
        for n in EIGHT
    ]
    later = [payer(account(f"o{n}", "wechat:wx1"), f"420000000{n}", file=2) for n in EIGHT]
    keep_their_names(first, later)


def test_people_keep_their_names_when_a_gift_takes_the_parcels_phone_away():
    def parcel(n, number, day, file):
        marks = (account(f"anna{n}", "taobao"), parcel_phone(number))
        return order(marks, "tmall", day, id=f"{day} {n}", file=file)

    first = [parcel(n, f"1390000000{n}", "2026-03-01", 1) for n in EIGHT]
    keep_their_names(first, [parcel(n, f"1390000001{n}", "2026-03-02", 2) for n in EIGHT])


def test_two_people_who_prove_to_be_one_keep_the_older_name():
    older = order(phone(ANNA), "store", "2026-03-01", id="older")
    younger = order(email("anna@example.com"), "mini_program", "2026-03-02", id="younger")
    proof = listed(phone(ANNA), email("anna@example.com"), file=2)
    apart, together = names(older, younger), names(older, younger, proof)
    assert apart["older"] != apart["younger"]
    assert together == {"older": apart["older"], "younger": apart["older"]}


def test_every_identity_of_a_person_is_a_link_with_its_evidence_and_first_day():
    world = core_of(
        order(phone(ANNA), "store", "2026-03-01", id="a"),
        order((phone(ANNA), member("8801")), "store", "2026-03-05", id="b"),
    )
    links = world.rows("core.customer_links", "evidence, probability, since_day")
    assert links == [("member", 1, "2026-03-05"), ("phone", 1, "2026-03-01")]


def test_a_link_begins_on_the_shops_own_day():
    world = core_of(
        order(phone(ANNA), "store", "2026-03-01 18:00"), shop=a_shop(business={"time_zone": "Asia/Shanghai"})
    )
    assert world.rows("core.customer_links", "since_day") == [("2026-03-02",)]


def test_an_order_is_placed_by_its_strongest_evidence():
    world = core_of(order((account("oAnna", "wechat:wx1"), member("8801"), phone(ANNA)), "store", "2026-03-01"))
    assert world.row("core.orders", "placed_by") == (phone(ANNA).key,)


def test_the_latest_word_on_consent_counts():
    rows = (
        order(phone(ANNA, consent=True), "store", "2026-03-01", id="a", file=1),
        order(phone(ANNA, consent=False), "store", "2026-03-02", id="b", file=2),
        order(phone(ANNA), "store", "2026-03-03", id="c", file=3),
    )
    assert core_of(*rows).row("core.consents", "consent") == (False,)
