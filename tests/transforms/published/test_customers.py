"""One row per person: first, latest, main channel, and the rung of the ladder."""

import pytest

from tests.worlds import a_shop, email, fee, member, named, night, order, phone


def customers(*rows, columns, **settings):
    return night(*rows, **settings).rows("customers", columns)


def days(who, channel, *days, **facts):
    return [order(who, channel, f"2026-{day}", **facts) for day in days]


def test_a_customer_is_a_person_with_at_least_one_purchase():
    rows = (
        order("anna", "store", "2026-03-01"),
        order("ben", "store", "2026-03-01", status="cancelled"),
        order(None, "store", "2026-03-01"),
    )
    assert customers(*rows, columns="customer_id") == [("canna",)]


def test_purchase_days_are_distinct_days_anywhere_while_money_counts_orders():
    rows = (
        order("anna", "store", "2026-03-01 09:00", 10),
        order("anna", "store", "2026-03-01 18:00", 20, refunded=5, paid=20),
        order("anna", "meituan", "2026-03-01 19:00", 30, id="m1"),
        order("anna", "meituan", "2026-03-05", 40, discount=4),
        fee("meituan", "2026-03-05", 6, "m1"),
    )
    columns = "first_order_day, last_order_day, purchase_days, orders, net_sales, fees, contribution"
    assert customers(*rows, columns=columns) == [("2026-03-01", "2026-03-05", 2, 4, 91, 6, 85)]


def test_money_of_a_customer_is_in_the_currency_of_the_business_only():
    rows = (order("anna", "store", "2026-03-01", 10), order("anna", "store", "2026-03-02", 70, currency="HKD"))
    assert customers(*rows, columns="orders, purchase_days, net_sales, contribution") == [(2, 2, 10, 10)]


def test_first_and_latest_channel_go_by_time_of_day():
    rows = (
        order("anna", "tmall", "2026-03-01 18:00"),
        order("anna", "store", "2026-03-01 09:00"),
        order("anna", "store", "2026-03-05 08:00"),
        order("anna", "meituan", "2026-03-05 12:00"),
    )
    assert customers(*rows, columns="first_channel, latest_channel") == [("store", "meituan")]


def test_the_latest_channel_is_that_of_the_latest_purchase_of_the_latest_day():
    rows = (
        order("anna", "store", "2026-03-05 08:00"),
        order("anna", "meituan", "2026-03-05 12:00"),
        order("anna", "store", "2026-03-05 20:00"),
    )
    assert customers(*rows, columns="first_channel, latest_channel") == [("store", "store")]


def test_purchases_at_the_same_moment_go_by_the_channels_name():
    rows = (order("anna", "store", "2026-03-05"), order("anna", "eleme", "2026-03-05"))
    assert customers(*rows, columns="first_channel, latest_channel") == [("eleme", "store")]
    assert customers(*reversed(rows), columns="first_channel, latest_channel") == [("eleme", "store")]


@pytest.mark.parametrize(
    ("store_days", "meituan_days", "main"), [(3, 2, "store"), (4, 3, "mixed"), (1, 1, "mixed"), (1, 4, "meituan")]
)
def test_the_main_channel_holds_at_least_sixty_percent_of_the_purchase_days(store_days, meituan_days, main):
    rows = [order("anna", "store", f"2026-03-{day:02}") for day in range(1, 1 + store_days)]
    rows += [order("anna", "meituan", f"2026-04-{day:02}") for day in range(1, 1 + meituan_days)]
    assert customers(*rows, columns="main_channel") == [(main,)]


def test_several_purchases_of_a_day_in_a_channel_weigh_one_day_in_the_main_channel():
    rows = [order("anna", "store", f"2026-03-01 1{hour}:00") for hour in range(5)]
    rows += days("anna", "meituan", "03-02", "03-03")
    assert customers(*rows, columns="main_channel") == [("meituan",)]


def test_the_owner_sets_the_share_of_a_main_channel():
    rows = [*days("anna", "store", "03-01", "03-02"), *days("anna", "meituan", "03-03")]
    assert customers(*rows, columns="main_channel") == [("store",)]
    settings = a_shop(thresholds={"mixed_under_share": "0.7"})
    assert customers(*rows, columns="main_channel", shop=settings) == [("mixed",)]


def strength(*rows):
    """The rung of the one who is not the fan; ten fans take the top tenth."""
    fans = [order(named(f"fan{n}"), "eleme", f"2026-03-{day:02}") for n in range(10) for day in (1, 2, 3)]
    (found,) = night(*rows, *fans, as_of="2026-03-31").rows("customers", "strength", "first_channel <> 'eleme'")
    return found[0]


REACHED = phone("13900000001", consent=True)


def test_who_bought_once_is_random_also_when_reachable():
    assert strength(order(REACHED, "store", "2026-03-01")) == "random"


def test_two_orders_on_one_day_are_not_yet_a_return():
    rows = (order(REACHED, "store", "2026-03-01 09:00"), order(REACHED, "store", "2026-03-01 19:00"))
    assert strength(*rows) == "random"


def test_who_comes_back_on_platforms_only_is_weak():
    assert strength(*days(REACHED, "meituan", "03-01", "03-02")) == "weak"


def test_who_comes_back_to_us_but_cannot_be_reached_is_weak():
    assert strength(*days(phone("13900000001", consent=False), "store", "03-01", "03-02")) == "weak"
    assert strength(*days(phone("13900000001"), "store", "03-01", "03-02")) == "weak"


def test_consent_without_a_contact_does_not_reach_anybody():
    assert strength(*days(member("8801", consent=True), "store", "03-01", "03-02")) == "weak"


def test_an_own_first_purchase_and_a_return_on_a_platform_is_no_return_to_us():
    rows = (order(REACHED, "store", "2026-03-01"), order(REACHED, "meituan", "2026-03-02"))
    assert strength(*rows) == "weak"


def test_who_comes_back_to_us_and_can_be_reached_is_strong():
    assert strength(*days(REACHED, "store", "03-01", "03-02")) == "strong"
    assert strength(*days(email("anna@example.com", consent=True), "mini_program", "03-01", "03-02")) == "strong"


def test_who_came_from_a_platform_and_comes_back_to_us_is_strong():
    rows = (order(REACHED, "meituan", "2026-03-01"), order(REACHED, "store", "2026-03-02"))
    assert strength(*rows) == "strong"


def regulars(counts):
    """One reachable regular of the store per count of purchase days, the days in a row from the first of March."""
    rows = []
    for each, count in enumerate(counts):
        who = phone(f"1390000{each:04d}", consent=True)
        rows += [order(who, "store", f"2026-03-{day:02}") for day in range(1, 1 + count)]
    return rows


def test_the_strong_in_the_top_tenth_by_purchase_days_are_super():
    found = night(*regulars(range(2, 22))).rows("customers", "purchase_days, strength")
    assert [days for days, strength in found if strength == "super"] == [20, 21]
    assert [days for days, strength in found if strength == "strong"] == list(range(2, 20))


def test_one_in_the_top_tenth_who_cannot_be_reached_is_still_weak():
    rows = [*regulars(range(2, 11)), *(order("anna", "store", f"2026-03-{day:02}") for day in range(1, 25))]
    found = night(*rows).rows("customers", "purchase_days, strength", "purchase_days >= 10")
    assert found == [(10, "strong"), (24, "weak")]


def test_only_purchase_days_of_the_last_twelve_months_make_the_top_tenth():
    who = phone("13911111111", consent=True)
    rows = [*regulars(range(2, 12)), *(order(who, "store", f"2025-03-{day:02}") for day in range(1, 29))]
    found = night(*rows, as_of="2026-03-31").rows("customers", "purchase_days, strength", "purchase_days > 10")
    assert found == [(11, "super"), (28, "strong")]


def test_reachable_needs_a_contact_and_a_consent():
    rows = (
        order(phone("13900000001", consent=True), "store", "2026-03-01", 1),
        order(phone("13900000002", consent=False), "store", "2026-03-01", 2),
        order((phone("13900000003"), member("8801", consent=True)), "store", "2026-03-01", 3),
        order(member("8802", consent=True), "store", "2026-03-01", 4),
    )
    assert customers(*rows, columns="net_sales, reachable") == [(1, True), (2, False), (3, True), (4, False)]


def test_the_evidence_of_a_customer_names_every_kind_and_the_bridge():
    rows = (
        order((phone("13900000001"), member("8801")), "store", "2026-03-01", 1),
        order(None, "meituan", "2026-03-01", 2, id="m1", layout="bill"),
        order(phone("13900000002"), "meituan", "2026-03-01", 2, id="m1", layout="till"),
        order(email("anna@example.com"), "mini_program", "2026-03-01", 3),
    )
    found = customers(*rows, columns="net_sales, link_evidence, link_probability")
    assert found == [(1, "member+phone", 1), (2, "phone+order_bridge", 1), (3, "email", 1)]


def test_who_is_first_seen_in_the_first_ninety_days_of_a_channel_may_be_an_older_customer():
    rows = (
        order("old", "store", "2026-01-01"),
        order("margin", "store", "2026-03-31"),
        order("new", "store", "2026-04-01"),
        order("other door", "meituan", "2026-04-01"),
    )
    found = customers(*rows, columns="customer_id, is_in_left_margin")
    assert found == [("cmargin", True), ("cnew", False), ("cold", True), ("cother door", True)]
