"""Possible worlds of likely links: which there are, how they weigh, and that the order of links decides nothing."""

import random
from collections import defaultdict
from itertools import pairwise

import numpy as np
import pytest

from transforms.customers.worlds import AT_MOST_WORLDS, DRAWN, possible_worlds


def worlds(names, people, *links):
    """Worlds of named links as {world: (weight, who is one person)} per component; `people` are certain, others not."""
    number = {name: place for place, name in enumerate([*people, *(name for name in names if name not in people)])}
    found = possible_worlds(
        list(number),
        len(people),
        np.array([number[one] for one, _, _ in links], dtype=np.int64),
        np.array([number[other] for _, other, _ in links], dtype=np.int64),
        np.array([probability for _, _, probability in links]),
    )
    named = list(number)
    groups = defaultdict(lambda: defaultdict(str))
    for member, scenario, person in zip(found.member, found.member_scenario, found.member_person, strict=True):
        groups[scenario][person] += named[member]
    components = defaultdict(dict)
    for scenario, component, world, weight in zip(
        found.scenario, found.component, found.world, found.weight, strict=True
    ):
        components[component][world] = weight / 10**9, sorted(groups[scenario].values())
    return [[each[world] for world in sorted(each)] for each in components.values()]


def test_a_link_between_two_people_holds_or_not():
    assert worlds("AB", "AB", ("A", "B", 0.25)) == [[(0.75, ["A", "B"]), (0.25, ["AB"])]]


def test_a_profile_is_somebody_only_where_its_link_holds():
    assert worlds("Ax", "A", ("A", "x", 0.25)) == [[(0.75, ["A"]), (0.25, ["Ax"])]]


def test_a_profile_is_at_most_one_person_and_follows_each_link_with_its_own_probability():
    assert worlds("ABx", "AB", ("A", "x", 0.5), ("B", "x", 0.25)) == [
        [(0.25, ["A", "B"]), (0.5, ["Ax", "B"]), (0.25, ["A", "Bx"])]
    ]


def test_probabilities_of_a_profile_that_come_to_more_than_one_are_brought_down_to_it():
    (component,) = worlds("ABx", "AB", ("A", "x", 0.9), ("B", "x", 0.6))
    assert [weight for weight, _ in component] == [0, 0.6, 0.4]


def test_people_tied_through_a_third_are_one_person_with_them():
    (component,) = worlds("ABC", "ABC", ("A", "B", 0.5), ("B", "C", 0.5))
    assert component == [
        (0.25, ["A", "B", "C"]),
        (0.25, ["A", "BC"]),
        (0.25, ["AB", "C"]),
        (0.25, ["ABC"]),
    ]


def test_what_nothing_ties_together_has_worlds_of_its_own():
    assert len(worlds("ABCD", "ABCD", ("A", "B", 0.5), ("C", "D", 0.5))) == 2


def a_crowd(links, seed=5):
    """People in a row, each tied to the next, and profiles between the first three."""
    chance = random.Random(seed)
    people = [f"p{place:03}," for place in range(links + 1)]
    chain = [(one, other, round(chance.uniform(0.05, 0.95), 3)) for one, other in pairwise(people)]
    return people, [*chain, (people[0], "x,", 0.3), (people[1], "x,", 0.4), (people[2], "y,", 0.6)]


def test_of_too_many_combinations_some_are_drawn_and_each_link_holds_as_often_as_it_should():
    people, links = a_crowd(40)
    (component,) = worlds([*people, "x,", "y,"], people, *links)
    assert 2 < len(component) <= AT_MOST_WORLDS
    assert component[0][1] == sorted(people)
    assert sum(weight for weight, _ in component) == pytest.approx(1, abs=1e-9)
    for one, other, probability in links[:40]:
        held = sum(weight for weight, groups in component if any(one in each and other in each for each in groups))
        assert held == pytest.approx(probability, abs=1.5 / DRAWN)
    nobodys = sum(weight for weight, groups in component if not any("x" in each for each in groups))
    assert nobodys == pytest.approx(0.3, abs=1.5 / DRAWN)


def test_where_some_are_drawn_the_one_in_which_every_link_holds_is_there():
    people, links = a_crowd(40)
    (component,) = worlds([*people, "x,", "y,"], people, *links)
    assert ["".join([*people, "x,", "y,"])] in [groups for _, groups in component]


@pytest.mark.parametrize("length", [3, 40])
def test_the_order_of_links_and_what_else_there_is_change_no_world(length):
    people, links = a_crowd(length)
    names = [*people, "x,", "y,"]
    (component,) = worlds(names, people, *links)
    assert worlds(names, people, *reversed(links)) == [component]
    assert component in worlds(["a0,", "a1,", *names], ["a0,", "a1,", *people], ("a0,", "a1,", 0.5), *links)
