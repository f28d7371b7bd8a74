"""`follow_ups`: a list each Monday from what had happened before it, one reason each, a tenth kept back."""

import hashlib
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.worlds import a_shop, email, item, listed, member, night, order, phone
from transforms.settings.shop import ShopError, parse_shop

ANNA = phone("13900000001", consent=True)
"""Can be reached. Mondays of 2026: 5, 12, 19, 26 January; 2, 9, 16, 23 February; 2, 9, 16, 23, 30 March."""


def lists(*rows, what="list_day, reason", where="true", as_of="2026-03-31", **rules):
    return night(*rows, as_of=as_of, shop=a_shop(follow_ups=rules)).rows("follow_ups", what, where)


def days(who, channel, *when):
    return [order(who, channel, f"2026-{day}") for day in when]


def test_a_first_purchase_without_a_second_leads_to_the_monday_after_thirty_days():
    """7 January and 30 days is Friday, 6 February."""
    assert lists(*days(ANNA, "store", "01-07")) == [("2026-02-09", "second_purchase")]


def test_who_bought_a_second_time_before_the_monday_is_not_listed_for_it():
    assert lists(*days(ANNA, "store", "01-07", "02-08")) == []
    assert lists(*days(ANNA, "store", "01-07", "02-09"))[0] == ("2026-02-09", "second_purchase")


def test_who_is_half_again_as_late_as_usual_is_due():
    """Gaps of 10 and 12 days, 11 in the middle: 16.5 days after 23 January, so 17, is Monday, 9 February."""
    assert lists(*days(ANNA, "store", "01-01", "01-11", "01-23")) == [("2026-02-16", "due")]


def test_two_purchase_days_are_no_rhythm_yet():
    assert lists(*days(ANNA, "store", "01-01", "01-11")) == []


def test_who_buys_again_after_ninety_days_is_won_back_whatever_else_is_so():
    rows = [order(ANNA, "store", "2025-11-01"), order(ANNA, "store", "2026-01-30")]
    found = lists(*rows)
    assert found == [("2025-12-08", "second_purchase"), ("2026-02-02", "won_back")]
    assert lists(rows[0], order(ANNA, "store", "2026-01-29")) == [("2025-12-08", "second_purchase")]


def test_a_platform_regular_is_listed_when_first_seen_in_the_store():
    rows = days(ANNA, "meituan", "01-02", "01-12", "01-22")
    assert lists(*rows, *days(ANNA, "store", "01-28"), where="reason = 'platform_regular'") == [
        ("2026-02-02", "platform_regular")
    ]
    assert lists(*rows[1:], *days(ANNA, "store", "01-28"), where="reason = 'platform_regular'") == []


def test_who_has_ordered_with_us_before_is_not_welcomed_as_a_platform_regular():
    """Three days on a platform before 28 January, the first time in the store; once in the mini program before."""
    rows = [*days(ANNA, "meituan", "01-02", "01-12", "01-22"), *days(ANNA, "store", "01-28")]
    where = "reason = 'platform_regular'"
    assert lists(*rows, *days(ANNA, "mini_program", "01-05"), where=where, as_of="2026-02-03") == []
    assert len(lists(*rows, *days(ANNA, "mini_program", "01-29"), where=where, as_of="2026-02-03")) == 1


def sold(who, when, name):
    placed = order(who, "store", when, id=f"{when}-{name}")
    return [placed, item("store", f"{when}-{name}", name)]


def test_a_new_item_is_for_those_who_bought_its_like_before():
    rows = [
        *sold(ANNA, "2025-10-01", "Oolong Large"),
        *sold(ANNA, "2025-10-05", "Oolong Large"),
        *sold(phone("13900000002", consent=True), "2025-10-05", "Cake Slice"),
        *sold("ben", "2026-01-07", "Oolong Small"),
    ]
    what = "list_day, reason, item, last_order_day, purchase_days, latest_channel"
    assert lists(*rows, what=what, where="reason = 'new_item'") == [
        ("2026-01-12", "new_item", "Oolong Small", "2025-10-05", 2, "store")
    ]
    bought = sold(ANNA, "2026-01-09", "Oolong Small")
    assert lists(*rows, *bought, where="reason = 'new_item'") == []


def test_what_was_sold_early_in_the_data_is_not_new():
    rows = [*sold(ANNA, "2026-01-01", "Oolong Large"), *sold("ben", "2026-01-20", "Oolong Small")]
    assert lists(*rows, where="reason = 'new_item'") == []


def test_only_who_could_be_reached_the_day_before_is_listed():
    assert lists(*days(phone("13900000001"), "store", "01-07")) == []
    assert lists(*days(phone("13900000001", consent=False), "store", "01-07")) == []
    rows = [*days(phone("13900000001"), "store", "01-07"), listed(ANNA, file=2)]
    settings = a_shop()
    late = night(*rows, as_of="2026-03-31", exported="2026-02-09 20:00:00", shop=settings)
    assert late.rows("follow_ups", "list_day") == []
    early = night(*rows, as_of="2026-03-31", exported="2026-02-08 20:00:00", shop=settings)
    assert early.rows("follow_ups", "list_day") == [("2026-02-09",)]


def test_nobody_is_listed_twice_within_four_weeks():
    """Due on 5 February, so on the list of the 9th; bought that day, and due again on the 24th, so on 2 March."""
    rows = days(ANNA, "store", "01-01", "01-11", "01-21", "02-09")
    assert lists(*rows, what="list_day, free_again_day") == [("2026-02-09", "2026-03-09")]
    assert lists(*rows, not_again_days=21, result_days=21) == [("2026-02-09", "due"), ("2026-03-02", "due")]


def test_one_list_is_the_same_whenever_it_is_made():
    rows = [*days(ANNA, "store", "01-07"), *days(ANNA, "store", "02-20", "03-04", "03-20")]
    early = lists(*rows, as_of="2026-02-08", what="list_day, reason, list_group, last_order_day")
    late = lists(*rows, as_of="2026-03-31", what="list_day, reason, list_group, last_order_day")
    assert early == [row for row in late if row[0] <= "2026-02-09"]
    assert len(early) == 1


def test_the_order_of_the_rows_changes_nothing():
    rows = [*days(ANNA, "store", "01-07"), *days(phone("13900000002", consent=True), "meituan", "01-01", "01-11")]
    assert lists(*rows, what="*") == lists(*reversed(rows), what="*")


def test_a_tenth_is_kept_back_by_the_digest_of_person_and_day():
    rows = [order(phone(f"1390000{n:04d}", consent=True), "store", "2026-01-07") for n in range(200)]
    found = lists(*rows, what="customer_id, list_group")
    assert len(found) == 200
    for customer, group in found:
        drawn = int(hashlib.md5(f"follow_ups:2026-02-09:{customer}".encode()).hexdigest()[:8], 16) / 2**32
        assert group == ("kept_back" if drawn < 0.1 else "called")
    assert 8 <= [group for _, group in found].count("kept_back") <= 34
    none = lists(*rows, what="list_group", where="list_group = 'kept_back'", kept_back_share="0.000000001")
    assert none == []


@pytest.mark.parametrize(
    ("back", "as_of", "came_back", "came_back_day"),
    [
        ("2026-03-08", "2026-03-08", True, "2026-03-08"),
        ("2026-03-09", "2026-03-09", False, None),
        ("2026-02-09", "2026-03-07", None, "2026-02-09"),
    ],
)
def test_the_result_is_who_bought_in_four_weeks_and_is_told_when_they_are_over(back, as_of, came_back, came_back_day):
    """The list of 9 February is over on 8 March."""
    rows = [*days(ANNA, "store", "01-07"), order(ANNA, "meituan", back)]
    found = lists(*rows, as_of=as_of, what="came_back, came_back_day, is_complete", where="list_day = '2026-02-09'")
    assert found == [(came_back, came_back_day, came_back is not None)]


def test_lists_count_as_called_from_the_day_the_owner_names():
    rows = days(ANNA, "store", "01-07")
    assert lists(*rows, what="is_called") == [(False,)]
    assert lists(*rows, what="is_called", called_since="2026-02-09") == [(True,)]
    assert lists(*rows, what="is_called", called_since="2026-02-10") == [(False,)]


def test_lists_of_more_than_400_days_ago_still_keep_people_from_being_listed_again():
    first = date(2025, 1, 1)
    rows = [order(ANNA, "store", str(first)), order("ben", "store", str(first + timedelta(days=460)))]
    assert lists(*rows, as_of=str(first + timedelta(days=460))) == []


def test_the_contact_is_masked():
    assert lists(*days(ANNA, "store", "01-07"), what="contact_masked") == [("139****0001",)]


def test_who_agreed_to_e_mail_only_is_listed_with_the_address_and_not_with_the_phone():
    """The phone stands beside it without a consent."""
    mail = replace(email("anna@example.cn", consent=True), purpose="email", masked="a***@example.cn")
    rows = days((phone("13900000001"), mail), "store", "01-07")
    assert lists(*rows, what="contact_masked") == [("a***@example.cn",)]


@pytest.mark.parametrize(("day", "contact"), [("02-08", "139****0001"), ("02-09", "a***@example.cn")])
def test_the_contact_is_of_a_kind_agreed_to_before_the_day_of_the_list(day, contact):
    """E-mail is agreed to in January; messages to the phone on the day before the list or on its own."""
    mail = replace(email("anna@example.cn", consent=True), purpose="email", masked="a***@example.cn")
    rows = days((phone("13900000001"), mail), "store", "01-07")
    said = listed(replace(ANNA, purpose="sms"), file=2)
    world = night(*rows, said, as_of="2026-03-31", exported=f"2026-{day} 20:00:00", shop=a_shop())
    assert world.rows("follow_ups", "list_day, contact_masked") == [("2026-02-09", contact)]


def test_a_number_that_has_gone_to_somebody_else_is_not_shown_for_its_former_owner():
    """Old bought with the number until February 2025 and since then by membership; New has had it since December."""
    number = phone("13900000001")
    mail = replace(email("old@example.cn", consent=True), masked="o***@example.cn")
    rows = [order((number, member("M1"), mail), "store", day) for day in ("2025-01-05", "2025-01-20", "2025-02-04")]
    rows += [order((number, member("M2")), "store", day) for day in ("2025-12-01", "2025-12-15", "2026-01-02")]
    rows.append(order((member("M1"), mail), "store", "2026-01-05"))
    shown = lists(*rows, what="contact_masked")
    assert set(shown) == {("o***@example.cn",)}


def test_a_result_that_takes_longer_than_the_time_between_lists_is_refused():
    shop = '[business]\nname = "Tea"\n[channels.store]\nkind = "store"\n[follow_ups]\nnot_again_days = 21\n'
    with pytest.raises(ShopError, match=r"follow_ups: result_days is 28 and not_again_days 21.*result_days smaller"):
        parse_shop(shop)
    assert parse_shop(shop + "result_days = 21\n").follow_ups.result_days == 21
