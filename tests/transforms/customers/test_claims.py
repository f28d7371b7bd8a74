"""One value, several people: who claims it where."""

from datetime import date, timedelta
from itertools import pairwise, permutations

import pytest

from transforms.customers.claims import Use, claims

WANG_WEI, WANG_NA, LI_QIANG = "wang wei", "wang na", "li qiang"
GRAMS = {
    name: [1000 * ord(one) + ord(other) for one, other in pairwise(f" {name} ")]
    for name in (WANG_WEI, WANG_NA, LI_QIANG, "jane smith", "jane anne smith")
}
START = date(2026, 1, 1)


def use(id, day, *names, member=None, scope="till"):
    tokens = {("name", "", name) for name in names}
    if member:
        tokens.add(("member", scope, member))
    return Use(id, None if day is None else START + timedelta(days=day), frozenset(tokens))


def said(*uses, silence=180, shared_by=10):
    return {each.together: (each.claimant, each.reason) for each in claims(uses, GRAMS, silence, shared_by)}


def test_one_name_or_none_contradicts_nothing():
    assert said(use("a", 0, WANG_WEI), use("b", 9), use("c", 400, WANG_WEI)) == {}


def test_a_name_in_short_is_the_same_name():
    assert said(use("a", 0, "jane smith"), use("b", 9, "jane anne smith")) == {}


def test_names_of_brothers_and_sisters_contradict_each_other_however_alike():
    assert said(use("a", 0, WANG_WEI), use("b", 9, WANG_NA))["a"] == (WANG_WEI, "several_names")


def test_two_names_side_by_side_are_a_family_and_a_row_without_a_name_tells_nothing():
    assert said(use("a", 0, WANG_WEI), use("b", 9, LI_QIANG), use("c", 12, WANG_WEI), use("d", 14)) == {
        "a": (WANG_WEI, "several_names"),
        "b": (LI_QIANG, "several_names"),
        "c": (WANG_WEI, "several_names"),
        "d": (None, "several_names"),
    }


def test_a_member_number_beside_a_name_speaks_for_it_on_rows_without_the_name():
    found = said(use("a", 0, WANG_WEI, member="1"), use("b", 9, LI_QIANG), use("c", 12, member="1"))
    assert found["a"][0] == found["c"][0] != found["b"][0]


def test_after_a_long_silence_another_member_is_a_new_owner_also_of_rows_without_a_member():
    found = said(use("a", 0, member="1"), use("b", 3), use("c", 200, member="2"), use("d", 210))
    assert found == {
        "a": ("1", "recycled"),
        "b": ("1", "recycled"),
        "c": ("2", "recycled"),
        "d": ("2", "recycled"),
    }


@pytest.mark.parametrize(
    "uses",
    [
        (use("a", 0, member="1"), use("b", 179, member="2")),
        (use("a", 0, member="1"), use("b", 100), use("c", 200, member="2")),
        (use("a", 0, member="1"), use("b", 200, member="2", scope="other shop")),
        (use("a", 0, member="1"), use("b", 200, member="2"), use("c", 210, member="1")),
        (use("a", 0, member="1"), use("b", 200)),
    ],
    ids=["too soon", "in use meanwhile", "another programme", "the old one came back", "nobody else named"],
)
def test_without_a_silence_and_another_owner_nothing_is_recycled(uses):
    assert said(*uses) == {}


def test_ten_names_are_a_crowd_and_the_value_is_nobodys():
    names = [f"{chr(97 + n) * 3}{chr(110 + n)}" for n in range(10)]
    uses = [use(name, n, name) for n, name in enumerate(names)]
    assert set(said(*uses).values()) == {(None, "crowd")}
    assert {claimant for claimant, _ in said(*uses[:9]).values()} == set(names[:9])


def test_the_order_of_the_uses_changes_nothing():
    uses = (use("a", 0, WANG_WEI), use("b", 9, LI_QIANG), use("c", None), use("d", 300, WANG_NA))
    answers = [said(*some) for some in permutations(uses)]
    assert answers[0]
    assert all(each == answers[0] for each in answers)
