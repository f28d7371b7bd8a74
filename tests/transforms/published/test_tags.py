"""`tags`: whoever meets every condition of a rule in shop.toml has its tag."""

import pytest

from tests.worlds import a_shop, item, night, order, phone
from transforms.settings.shop import ShopError, parse_shop


def tagged(*rows, as_of="2026-01-31", **rule):
    """The first channels of those who have the tag of the rule."""
    world = night(*rows, as_of=as_of, shop=a_shop(tags={"it": rule}))
    return world.rows("published.tags join published.customers using (customer_id)", "tag, first_channel")


def days(who, channel, *when):
    return [order(who, channel, f"2026-01-{day}") for day in when]


ANNA = days("anna", "store", "03", "04", "10")
"""Saturday, Sunday, Saturday."""
BEN = days("ben", "meituan", "05", "10")
"""Monday, Saturday."""


@pytest.mark.parametrize(
    ("rule", "who"),
    [
        ({"channels": ["store", "tmall"]}, ["store"]),
        ({"purchase_days_from": 3}, ["store"]),
        ({"purchase_days_up_to": 2}, ["meituan"]),
        ({"purchase_days_from": 2, "purchase_days_up_to": 3}, ["meituan", "store"]),
        ({"silent_days_from": 21}, ["meituan", "store"]),
        ({"silent_days_up_to": 20}, []),
        ({"net_sales_from": 30}, ["store"]),
        ({"weekdays": ["sat", "sun"], "share_from": 0.6}, ["store"]),
        ({"weekdays": ["sat"]}, ["meituan", "store"]),
        ({"hours": [12, 13], "share_from": 1}, ["meituan", "store"]),
        ({"hours": [13, 24]}, []),
        ({"weekdays": ["mon"], "hours": [12, 13]}, ["meituan"]),
        ({"strength": ["weak"], "channels": ["meituan"]}, ["meituan"]),
        ({"strength": ["random"]}, []),
    ],
)
def test_a_tag_is_for_whoever_meets_every_condition(rule, who):
    assert tagged(*ANNA, *BEN, **rule) == [("it", channel) for channel in who]


@pytest.mark.parametrize(("day", "when"), [("mon", "2023-12-25"), ("sun", "2023-12-31"), ("mon", "2024-01-01")])
def test_a_weekday_is_the_same_in_every_year(day, when):
    assert tagged(order("anna", "store", when), weekdays=[day]) == [("it", "store")]


def test_hours_are_on_the_shops_own_clock():
    shop = a_shop(business={"time_zone": "Asia/Shanghai"}, tags={"it": {"hours": [20, 21]}})
    assert len(night(order("anna", "store", "2026-01-05 12:30"), shop=shop).rows("tags", "tag")) == 1


def test_an_item_is_found_by_a_part_of_its_name_large_or_small():
    rows = [order("anna", "store", "2026-01-05", id="a1"), item("store", "a1", "Oolong TEA large"), *BEN]
    assert tagged(*rows, item_contains="tea") == [("it", "store")]


def test_a_regular_rung_can_be_a_condition():
    reached = phone("13900000001", consent=True)
    assert tagged(*days(reached, "store", "03", "10"), *BEN, strength=["strong", "super"]) == [("it", "store")]


def test_without_rules_there_are_no_tags():
    assert night(*ANNA).rows("tags", "tag") == []


@pytest.mark.parametrize(
    ("rule", "hint"),
    [
        ("label = { en = 'x' }", "a tag needs a condition"),
        ("channels = ['stroe']", "did you mean store?"),
        ("weekday = ['sat']", "did you mean weekdays?"),
        ("weekdays = ['saturday']", "must be one of mon, tue, wed, thu, fri, sat, sun"),
        ("hours = [10, 7]", "the earlier first"),
        ("purchase_days_from = 5\npurchase_days_up_to = 4", "nobody can have the tag"),
        ("strength = ['stong']", "did you mean strong?"),
    ],
)
def test_a_rule_that_cannot_be_is_told_with_a_hint(rule, hint):
    text = f'[business]\nname = "Tea"\n[channels.store]\nkind = "store"\n[tags.it]\n{rule}'
    with pytest.raises(ShopError) as error:
        parse_shop(text)
    assert hint in str(error.value)
