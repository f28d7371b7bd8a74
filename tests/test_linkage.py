"""Scores of linking on a handful of records, worked out by hand."""

from __future__ import annotations

import pytest

from tests.linkage import equal_in, equal_throughout, of_pairs, pairwise, people_of, table, whole_people

TRUTH = {"a": 1, "b": 1, "c": 1, "d": 2, "e": 2, "f": 3}
"""Four true pairs: three of a, b and c, and one of d and e."""
FOUND = {"a": 1, "b": 1, "c": 2, "d": 3, "e": 3, "f": 3}
"""Says four pairs, of which a-b and d-e are right; of its three people none is whole but for nobody."""


def test_pairs_count_what_is_said_and_what_follows_from_it():
    score = pairwise(TRUTH, FOUND)
    assert (score.said, score.true, score.right) == (4, 4, 2)
    assert (score.precision, score.recall, score.f1) == (0.5, 0.5, 0.5)


def test_people_count_only_when_no_record_is_missing_and_none_too_many():
    assert whole_people(TRUTH, FOUND).right == 0
    score = whole_people(TRUTH, {**FOUND, "f": 4})
    assert (score.said, score.true, score.right) == (4, 3, 2)


def test_pairs_said_one_by_one_count_alone():
    score = of_pairs(TRUTH, [("a", "b"), ("b", "a"), ("a", "f")])
    assert (score.said, score.true, score.right) == (2, 4, 1)


def test_who_says_nothing_is_never_wrong():
    nothing = {record: record for record in TRUTH}
    assert (pairwise(TRUTH, nothing).precision, pairwise(TRUTH, nothing).recall) == (1.0, 0.0)


def test_pairs_make_people_over_several_steps():
    assert people_of("abcd", [("b", "a"), ("c", "b")]) == {"a": "a", "b": "a", "c": "a", "d": "d"}


RECORDS = {
    "a": {"phone": "1", "name": "x"},
    "b": {"phone": "1", "name": "y"},
    "c": {"phone": "", "name": "y"},
    "d": {"phone": "", "name": "y"},
}


def test_baselines_link_by_any_equal_contact_or_by_all_that_is_known():
    assert equal_in(RECORDS, ["phone"]) == {"a": "a", "b": "a", "c": "c", "d": "d"}
    assert equal_throughout(RECORDS, ["phone", "name"]) == {"a": "a", "b": "b", "c": "c", "d": "c"}


def test_the_table_shows_every_method():
    text = table("made", TRUTH, {"found": FOUND, "truth": TRUTH})
    assert text.splitlines()[0] == "made: 6 records, 3 people, 4 true pairs"
    assert text.splitlines()[2] == "found   0.500   0.500   0.500    0.000   0.000   0.000"
    assert text.splitlines()[3].startswith("truth   1.000")
    assert pairwise(TRUTH, TRUTH).f1 == pytest.approx(1.0)
