"""The owner's word joins, parts, and names the buyer of orders that nothing else names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.worlds import core_of, member, name, order, phone
from transforms.settings.answers import Answer, Said, order_name

ANNA, CARD = phone("13900000001"), member("8801")


def said(one: str, other: str, answer: Said) -> Answer:
    first, second = sorted((one, other))
    return Answer(first, second, answer, date(2026, 3, 9), None, 1)


def by_phone(id="p", day="2026-03-01"):
    return order(ANNA, "mini_program", day, id=id)


def by_card(id="c", day="2026-03-02"):
    return order(CARD, "store", day, id=id)


def people(*rows, answers=()):
    return core_of(*rows, answers=answers).people()


def test_two_people_the_owner_calls_the_same_are_one():
    assert people(by_phone(), by_card()) == [["c"], ["p"]]
    assert people(by_phone(), by_card(), answers=[said(ANNA.key, CARD.key, "same")]) == [["c", "p"]]


def test_two_people_the_owner_calls_different_are_parted_at_the_tie_that_fewest_orders_speak_for():
    tie = order((ANNA, CARD), "store", "2026-03-03", id="both")
    assert people(by_phone(), by_card(), tie) == [["both", "c", "p"]]
    parted = people(by_phone(), by_card(), tie, answers=[said(ANNA.key, CARD.key, "different")])
    assert ["c"] in parted
    assert not any({"c", "p"} <= set(person) for person in parted)


def test_the_weaker_of_two_ties_is_given_up():
    other = phone("13900000002")
    strong = [order((ANNA, CARD), "store", f"2026-03-0{day}", id=f"strong{day}") for day in (1, 2)]
    weak = order((other, CARD), "store", "2026-03-03", id="weak")
    alone = order(other, "mini_program", "2026-03-04", id="other")
    found = people(*strong, by_card(), weak, alone, answers=[said(ANNA.key, other.key, "different")])
    assert found == [["c", "strong1", "strong2"], ["other", "weak"]]


def test_dont_know_changes_nothing():
    assert people(by_phone(), by_card(), answers=[said(ANNA.key, CARD.key, "unknown")]) == [["c"], ["p"]]


def masked(id, day):
    return order((phone("139****0001"), name("王**")), "tmall", day, id=id)


def test_orders_that_name_nobody_go_to_whom_the_owner_says_all_of_them_that_look_alike():
    rows = [by_phone(), masked("t1", "2026-03-04"), masked("t2", "2026-03-05")]
    assert people(*rows) == [["p"]]
    world = core_of(*rows, answers=[said(ANNA.key, order_name("tmall/t1"), "same")])
    assert world.people() == [["p", "t1", "t2"]]
    assert world.rows("core.customer_links", "evidence, probability", "evidence = 'owner'") == [("owner", 1)]


def later(*answers: Answer) -> list[Answer]:
    return [replace(each, line=line) for line, each in enumerate(answers, start=1)]


def test_of_two_answers_on_the_same_people_by_different_contacts_the_later_one_counts_and_costs_no_evidence():
    other_card = member("8802")
    rows = [by_phone(), order((ANNA, other_card), "store", "2026-03-03", id="both"), by_card()]
    same, different = said(ANNA.key, CARD.key, "same"), said(other_card.key, CARD.key, "different")
    assert people(*rows, answers=[same]) == [["both", "c", "p"]]
    assert people(*rows, answers=later(same, different)) == [["both", "p"], ["c"]]
    assert people(*rows, answers=later(different, same)) == [["both", "c", "p"]]
    unsure = said(other_card.key, CARD.key, "unknown")
    assert people(*rows, answers=later(same, unsure)) == [["both", "p"], ["c"]]


@pytest.mark.parametrize("nameless", [order(None, "tmall", "2026-03-04", id="t"), masked("t", "2026-03-04")])
def test_of_two_people_an_order_is_said_to_be_of_it_is_the_later_ones(nameless):
    rows = [by_phone(), by_card(), nameless]
    anna, carl = (said(who.key, order_name("tmall/t"), "same") for who in (ANNA, CARD))
    assert people(*rows, answers=later(anna, carl)) == [["c", "t"], ["p"]]
    assert people(*rows, answers=later(carl, anna)) == [["c"], ["p", "t"]]


@pytest.mark.parametrize("nameless", [order(None, "tmall", "2026-03-04", id="t"), masked("t", "2026-03-04")])
@pytest.mark.parametrize("second", ["different", "unknown"])
def test_a_later_answer_by_another_contact_takes_an_order_away_again(nameless, second):
    other_card = member("8802")
    rows = [by_phone(), order((ANNA, other_card), "store", "2026-03-03", id="both"), nameless]
    first, then = said(ANNA.key, order_name("tmall/t"), "same"), said(other_card.key, order_name("tmall/t"), second)
    assert people(*rows, answers=later(first)) == [["both", "p", "t"]]
    assert people(*rows, answers=later(first, then)) == [["both", "p"]]
