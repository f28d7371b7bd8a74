"""Who has agreed to what, and whom that lets us reach."""

from dataclasses import replace

import pytest

from tests.worlds import a_shop, email, listed, member, name, night, order, phone

ANNA, ANNAS_MAIL = "13900000001", "anna@example.com"


def said(mark, consent, purpose=""):
    """A mark beside what its row says of being contacted."""
    return replace(mark, consent=consent, purpose=purpose)


def consents(*rows, columns="purpose, consent", **settings):
    return night(*rows, **settings).rows("consents", columns)


def reachable(*rows):
    return night(*rows).row("customers", "reachable") == (True,)


def test_the_latest_statement_on_each_purpose_counts_whatever_the_order_of_files():
    rows = (
        order(said(phone(ANNA), True, "sms"), "store", "2026-03-01", id="a", file=3),
        order(said(phone(ANNA), False, "sms"), "store", "2026-03-02", id="b", file=2),
        order(said(phone(ANNA), True, "membership"), "store", "2026-03-03", id="c", file=1),
        order(phone(ANNA), "store", "2026-03-04", id="d", file=1),
    )
    columns = "purpose, consent, since_day, source"
    expected = [("membership", True, "2026-03-03", "store"), ("sms", False, "2026-03-02", "store")]
    assert consents(*rows, columns=columns) == expected
    assert consents(*reversed(rows), columns=columns) == expected


def test_a_person_who_joins_later_the_same_day_has_joined():
    rows = (
        order(said(phone(ANNA), True, "membership"), "store", "2026-03-01 19:00", id="evening"),
        order(said(phone(ANNA), False, "membership"), "store", "2026-03-01 09:00", id="morning"),
    )
    assert consents(*rows) == [("membership", True)]


def test_of_two_statements_of_one_row_the_refusal_counts():
    who = (said(phone(ANNA), True, "sms"), said(email(ANNAS_MAIL), False, "sms"))
    assert consents(order(who, "store", "2026-03-01")) == [("sms", False)]


def test_a_statement_without_a_purpose_is_about_being_contacted_at_all():
    assert consents(order(phone(ANNA, consent=True), "store", "2026-03-01")) == [("marketing", True)]


def test_a_statement_holds_for_the_person_whichever_of_their_contacts_made_it():
    rows = (
        order((phone(ANNA), member("8801")), "store", "2026-03-01"),
        order(said(member("8801"), True, "sms"), "store", "2026-03-02"),
        order((said(email(ANNAS_MAIL), False, "email"), phone(ANNA)), "mini_program", "2026-03-03"),
    )
    assert consents(*rows, columns="purpose, consent, contact_kinds") == [
        ("email", False, "email"),
        ("sms", True, "phone"),
    ]


def test_a_list_speaks_on_the_day_it_was_made_or_came():
    rows = (
        order(said(phone(ANNA), True, "sms"), "store", "2026-03-05"),
        listed(said(phone(ANNA), False, "sms"), file=9),
        order("ben", "store", "2026-03-09"),
    )
    columns = "purpose, consent, since_day"
    assert consents(*rows, exported="2026-03-06 10:00:00", columns=columns) == [("sms", False, "2026-03-06")]
    assert consents(*rows, exported="2026-03-04 10:00:00", columns=columns) == [("sms", True, "2026-03-05")]
    # without a day of its own it is as old as its arrival, here in 2020
    assert consents(*rows, columns=columns) == [("sms", True, "2026-03-05")]


def test_what_a_list_made_later_says_is_not_known_on_a_rebuilt_day():
    rows = (
        order(said(phone(ANNA), True, "sms"), "store", "2026-03-01"),
        order("ben", "store", "2026-03-09"),
        listed(said(phone(ANNA), False, "sms"), file=9),
    )
    later = {"exported": "2026-03-09 23:00:00"}
    assert consents(*rows, as_of="2026-03-05", **later) == [("sms", True)]
    assert consents(*rows, **later) == [("sms", False)]


def test_a_list_made_after_the_last_order_tells_how_things_stood_on_the_as_of_day():
    rows = (order(phone(ANNA), "store", "2026-03-05"), listed(said(phone(ANNA), True, "sms"), file=9))
    columns = "purpose, consent, since_day"
    for made in ("2026-03-06 08:00:00", "2026-03-20 18:00:00"):
        assert consents(*rows, exported=made, columns=columns) == [("sms", True, "2026-03-05")]


def test_the_list_of_the_morning_after_a_rebuilt_day_is_known_and_that_of_its_afternoon_is_not():
    rows = (
        order(phone(ANNA), "store", "2026-03-05"),
        order("ben", "store", "2026-03-09"),
        listed(said(phone(ANNA), True, "sms"), file=9),
    )
    known = {"as_of": "2026-03-05", "columns": "purpose, consent, since_day"}
    assert consents(*rows, exported="2026-03-06 11:59:00", **known) == [("sms", True, "2026-03-05")]
    assert consents(*rows, exported="2026-03-06 12:01:00", **known) == []
    at_four = a_shop(business={"day_ends_at": "04:00"})
    assert consents(*rows, exported="2026-03-06 15:59:00", shop=at_four, **known) == [("sms", True, "2026-03-05")]
    assert consents(*rows, exported="2026-03-06 16:01:00", shop=at_four, **known) == []


def test_a_statement_on_an_order_after_the_as_of_day_is_not_known():
    rows = (
        order(said(phone(ANNA), True, "sms"), "store", "2026-03-01"),
        order(said(phone(ANNA), False, "sms"), "store", "2026-03-09"),
    )
    assert consents(*rows, as_of="2026-03-05") == [("sms", True)]


def test_days_of_statements_are_the_shops_own():
    shop = a_shop(business={"time_zone": "Asia/Shanghai", "day_ends_at": "04:00"})
    rows = (order(said(phone(ANNA), True, "sms"), "store", "2026-03-01 19:00"),)
    assert consents(*rows, shop=shop, columns="since_day") == [("2026-03-01",)]  # 03:00 of the second
    rows = (order(said(phone(ANNA), True, "sms"), "store", "2026-03-01 20:30"),)
    assert consents(*rows, shop=shop, columns="since_day") == [("2026-03-02",)]


def test_a_value_shared_by_many_states_nothing_of_anybody():
    courier = said(phone("15900000159"), True, "sms")
    rows = [order((courier, member(f"88{n}")), "meituan", "2026-03-01", id=f"m{n}") for n in range(10, 20)]
    found = night(*rows).rows("consents", "purpose, consent, contact_kinds")
    assert found == [("sms", True, "")] * 10  # said on each one's order, but the phone is not theirs
    assert night(*rows).rows("customers", "reachable") == [(False,)] * 10


def test_only_customers_are_listed():
    rows = (
        order(phone("13900000002"), "store", "2026-03-01"),
        listed(said(email(ANNAS_MAIL), True, "email")),
    )
    assert consents(*rows) == []


@pytest.mark.parametrize(
    ("contact", "purpose", "expected"),
    [
        (phone(ANNA), "sms", True),
        (phone(ANNA), "marketing", True),
        (phone(ANNA), "membership", True),
        (phone(ANNA), "email", False),
        (email(ANNAS_MAIL), "email", True),
        (email(ANNAS_MAIL), "marketing", True),
        (email(ANNAS_MAIL), "membership", True),
        (email(ANNAS_MAIL), "sms", False),
        (member("8801"), "membership", False),
    ],
)
def test_a_consent_reaches_nobody_by_a_contact_that_cannot_serve_it(contact, purpose, expected):
    assert reachable(order(said(contact, True, purpose), "store", "2026-03-01")) is expected


def test_a_later_refusal_of_the_same_purpose_wins_and_one_of_another_does_not():
    agreed = order(said(phone(ANNA), True, "sms"), "store", "2026-03-01", id="a")
    assert not reachable(agreed, order(said(phone(ANNA), False, "sms"), "store", "2026-03-02", id="b"))
    assert reachable(agreed, order(said(phone(ANNA), False, "membership"), "store", "2026-03-02", id="b"))
    assert reachable(agreed, order(said(phone(ANNA), False, "sms"), "store", "2026-02-28", id="before"))


def test_who_refuses_to_be_contacted_at_all_is_reached_by_nothing_agreed_to_before():
    agreed = order(said(phone(ANNA), True, "sms"), "store", "2026-03-01", id="a")
    assert not reachable(agreed, order(said(phone(ANNA), False, "marketing"), "store", "2026-03-02", id="b"))
    assert reachable(agreed, order(said(phone(ANNA), False, "marketing"), "store", "2026-02-28", id="before"))


def test_an_email_consent_reaches_who_has_given_an_email_anywhere():
    rows = (
        order((said(phone(ANNA), True, "email"), member("8801")), "store", "2026-03-01"),
        order((email(ANNAS_MAIL), member("8801")), "store", "2026-03-02"),
    )
    assert not reachable(rows[0])
    assert reachable(*rows)


def test_a_number_given_to_somebody_new_no_longer_reaches_its_former_owner():
    rows = (
        order((said(phone(ANNA), True, "sms"), member("8801")), "store", "2025-03-01", 1),
        order((said(phone(ANNA), True, "sms"), member("8802")), "store", "2026-03-01", 2),
    )
    assert night(*rows).rows("customers", "net_sales, reachable") == [(1, False), (2, True)]
    assert night(*rows).rows("consents", "consent, contact_kinds") == [(True, ""), (True, "phone")]


def test_nor_when_the_new_owner_shares_it_with_a_third_of_another_name():
    rows = (
        order((said(phone(ANNA), True, "sms"), member("8801")), "store", "2025-01-01", 1),
        order((said(phone(ANNA), True, "sms"), member("8802"), name("李小龙")), "store", "2025-12-01", 2),
        order((phone(ANNA), member("8803"), name("王大明")), "store", "2025-12-02", 4),
    )
    assert night(*rows).rows("ignored_identities", "shared_reason") == [("several_names",)]
    assert night(*rows).rows("customers", "net_sales, reachable")[0] == (1, False)
