"""At full size the invented trade tells the story it should. Nothing is written here; people and orders only."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from transforms.demo.orders import place_orders
from transforms.demo.people import invent_people
from transforms.demo.quirks import plant_orders
from transforms.demo.truth import Truth
from transforms.demo.visits import all_visits

OWN = ("store", "mini_program")


@pytest.fixture(scope="module")
def purchases():
    rng = random.Random(20231101)
    people = invent_people(1.0, rng)
    orders = plant_orders(people, place_orders(all_visits(people, rng), rng), rng, Truth())
    assert len({(order.channel, order.number) for order in orders}) == len(orders)
    return [order for order in orders if order.is_purchase]


def test_there_are_enough_people_and_orders(purchases):
    assert 45_000 <= len(purchases) <= 55_000
    assert len({order.person.key for order in purchases if order.names_buyer}) >= 5_500


def test_coverage_differs_by_channel_as_it_does_in_life(purchases):
    def share(*channels):
        theirs = [order for order in purchases if order.channel in channels]
        return sum(order.names_buyer for order in theirs) / len(theirs)

    assert share("mini_program") == 1
    assert 0.48 <= share("store") <= 0.6
    assert 0.2 <= share("meituan", "eleme") <= 0.26


def test_delivery_regulars_come_home_after_the_leaflet(purchases):
    first, home = {}, Counter()
    seen_home = set()
    for order in purchases:
        if not order.names_buyer:
            continue
        key = order.person.key
        first.setdefault(key, order.channel)
        if first[key] not in OWN and order.channel in OWN and key not in seen_home:
            seen_home.add(key)
            home[f"{order.at:%Y}-{(order.at.month - 1) // 3 + 1}"] += 1
    assert home["2026-3"] > 3 * max(home["2025-3"], home["2025-4"], home["2026-1"])


def test_students_are_away_in_summer_and_tmall_has_its_feast(purchases):
    students = Counter(order.at.strftime("%Y-%m") for order in purchases if order.person.student)
    assert students["2025-07"] < students["2025-05"] / 2
    tmall = Counter(order.at.strftime("%m-%d") for order in purchases if order.channel == "tmall")
    assert tmall.most_common(1)[0][0] == "11-11"
    kitchens = Counter(order.at.strftime("%Y-%m-%d") for order in purchases if order.channel != "tmall")
    assert kitchens["2026-02-17"] < kitchens["2026-03-17"] / 2


def test_the_mini_program_grows(purchases):
    years = Counter(order.at.year for order in purchases if order.channel == "mini_program")
    assert years[2024] < years[2025] < years[2026]
