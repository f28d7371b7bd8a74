"""What two records agree in, grade by grade: answers worked out by hand."""

from __future__ import annotations

import pytest

from transforms.customers.probable.comparisons import COMPARISONS, Comparison
from transforms.customers.probable.training import ranked
from transforms.engines.duckdb import open_engine

TYPES = {
    "items": "uinteger[]",
    "usual_hour": "tinyint",
    "first_day": "date",
    "last_day": "date",
    "is_anonymous": "boolean",
}


def comparison_of(kind: str) -> Comparison:
    return next(comparison for comparison in COMPARISONS if comparison.kind == kind)


def grade(kind: str, left: dict[str, object], right: dict[str, object]) -> str | None:
    """Words of the grade in which the two agree; "differs" where in none, None where nothing is known."""
    comparison = comparison_of(kind)
    shown = []
    for column in comparison.columns:
        kind_of_column = "uinteger[]" if column.endswith("_grams") else TYPES.get(column, "varchar")
        for side, record in (("l", left), ("r", right)):
            value = record.get(column)
            text = "null" if value is None else f"'{value}'"
            shown.append(f"{text}::{kind_of_column} as {column}_{side}")
    with open_engine() as engine:
        found = engine.value(f"select {comparison.case()} from (select {', '.join(shown)})")
    if found is None:
        return None
    return comparison.levels[len(comparison.levels) - found].words if found else "differs"


def phone(first: str | None, last: str | None, key: str | None = None) -> dict[str, object]:
    return {"phone_first": first, "phone_last": last, "phone_key": key}


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (phone("138", "8000"), phone("138", "8000", "whole"), "seven digits or more, all the same"),
        (phone(None, "8000"), phone("138", "8000", "whole"), "four to six digits, all the same"),
        (phone("1", "00"), phone("138", "8000", "whole"), "fewer digits, all the same"),
        (phone("139", "8000"), phone("138", "8000", "whole"), "differs"),
        (phone("138", "8001"), phone("138", "8000", "whole"), "differs"),
        (phone(None, None), phone("138", "8000", "whole"), None),
        (phone("138", None), phone(None, "8000"), None),
        (phone("138", "8000", "one"), phone("138", "8000", "other"), None),
        (phone("138", "8000", "one"), phone("138", "8000", "one"), "seven digits or more, all the same"),
    ],
)
def test_masked_numbers_agree_in_the_digits_both_show(left, right, expected):
    assert grade("phone", left, right) == expected


def name(key: str | None, grams: list[int] | None = None, surname: str | None = None) -> dict[str, object]:
    return {"name_key": key, "name_grams": grams, "surname_key": surname}


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (name("a", [1, 2, 3, 4, 5]), name("a", [1, 2, 3, 4, 5]), "the same name"),
        (name("a", [1, 2, 3, 4, 5]), name("b", [1, 2, 3, 4, 6]), "nearly the same letters"),
        (name("a", [1, 2, 3, 4, 5]), name("b", [1, 2, 3, 7, 8]), "alike"),
        (name("a", [1, 2, 3], "wang"), name("b", [1, 8, 9], "wang"), "the same surname, another given name"),
        (name("a", [1, 2, 3], "wang"), name("b", [7, 8, 9], "li"), "differs"),
        (name("a", [1, 2, 3], "wang"), name(None, None, "wang"), None),
    ],
)
def test_names_agree_by_their_pieces_so_that_a_typo_is_no_stranger(left, right, expected):
    assert grade("name", left, right) == expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (name("a", [1], "wang"), name(None, None, "wang"), "the same surname"),
        (name("a", [1], "wang"), name(None, None, "li"), "differs"),
        (name("a", [1], "wang"), name("a", [1], "wang"), None),
    ],
)
def test_a_surname_counts_by_itself_only_where_no_more_is_known(left, right, expected):
    assert grade("surname", left, right) == expected


def email(key: str | None, grams: list[int] | None, anonymous: bool = False) -> dict[str, object]:
    return {"email_key": key, "email_grams": grams, "is_anonymous": anonymous}


@pytest.mark.parametrize(
    ("kind", "left", "right", "expected"),
    [
        ("email", email("a", [1, 2, 3, 4]), email("a", [1, 2, 3, 4]), "the same address"),
        ("email", email("a", [1, 2, 3, 4, 5]), email("b", [1, 2, 3, 4, 6]), "nearly the same letters"),
        ("email", email("a", [1, 2, 3, 4]), email("b", [1, 2, 8, 9]), "alike"),
        ("email", email("a", None), email("b", [1, 2, 8, 9]), None),
        # a mask leaves some letters, which are compared with as many of the other's
        ("email", email("w***", [1], True), email("b", [1, 2, 8, 9]), None),
        ("masked_email", email("w***", [1], True), email("b", [1, 2, 8, 9]), "fewer, all there"),
        ("masked_email", email("w***", [7], True), email("b", [1, 2, 8, 9]), "differs"),
        ("masked_email", email("a", [1, 2, 3, 4]), email("b", [1, 2, 3, 4]), None),
    ],
)
def test_masked_addresses_agree_in_the_letters_they_show(kind, left, right, expected):
    assert grade(kind, left, right) == expected


def birthday(*pieces: int) -> dict[str, object]:
    return {"birthday_key": str(pieces), "birthday_grams": list(pieces)}


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (birthday(1, 2, 3, 4, 5, 6, 7, 8), birthday(1, 2, 3, 4, 5, 6, 7, 8), "the same day"),
        (birthday(1, 2, 3, 4, 5, 6, 7, 8), birthday(1, 2, 3, 4, 5, 6, 7, 9), "one digit differs"),
        (birthday(1, 2, 3, 4, 5, 6, 7, 8), birthday(1, 2, 3, 4, 5, 6, 0, 9), "two digits differ"),
        (birthday(1, 2, 3, 4, 5, 6, 7, 8), birthday(5, 6, 7, 8), "the same day of a year that one side does not know"),
        (birthday(1, 2, 3, 4, 5, 6, 7, 8), birthday(5, 6, 7, 9), "differs"),
    ],
)
def test_birthdays_agree_digit_by_digit_and_without_the_year(left, right, expected):
    assert grade("birthday", left, right) == expected


def seen(first: str, last: str, anonymous: bool = False) -> dict[str, object]:
    return {"first_day": first, "last_day": last, "is_anonymous": anonymous}


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (seen("2025-01-01", "2025-02-01", True), seen("2025-02-20", "2025-05-01"), "just before"),
        (seen("2025-01-01", "2025-02-01", True), seen("2025-03-04", "2025-05-01"), "differs"),
        (seen("2025-01-01", "2025-02-01", True), seen("2025-02-01", "2025-05-01"), "the same weeks"),
        # a member does not become nameless again, but of two people either may be the later one
        (seen("2025-02-20", "2025-05-01", True), seen("2025-01-01", "2025-02-01"), "differs"),
        (seen("2025-02-20", "2025-05-01"), seen("2025-01-01", "2025-02-01"), "just before"),
    ],
)
def test_somebody_who_joins_stops_being_nameless_just_before(left, right, expected):
    words = {
        "just before": "last seen within 30 days before the other first came",
        "the same weeks": "seen over the same weeks",
    }
    assert grade("joined", left, right) == words.get(expected, expected)


def habits(items: list[int], hour: int) -> dict[str, object]:
    return {"items": items, "usual_hour": hour}


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (habits([1, 2, 3], 8), habits([2, 3, 9], 20), "two usual items or more in common"),
        (habits([1, 2, 3], 0), habits([3, 8, 9], 23), "a usual item in common, at the usual hour"),
        (habits([1, 2, 3], 8), habits([3, 8, 9], 12), "a usual item in common"),
        (habits([1, 2, 3], 8), habits([7, 8, 9], 9), "the usual hour only"),
        (habits([1, 2, 3], 8), habits([7, 8, 9], 12), "differs"),
    ],
)
def test_habits_agree_in_usual_items_and_around_midnight_too(left, right, expected):
    assert grade("habits", left, right) == expected


def test_every_comparison_can_be_read_aloud():
    kinds = [comparison.kind for comparison in COMPARISONS]
    assert len(set(kinds)) == len(kinds) == 10
    for comparison in COMPARISONS:
        assert comparison.words.endswith(".")
        words = [level.words for level in comparison.levels] + [comparison.otherwise]
        assert len(set(words)) == len(words)


def test_a_thing_two_systems_call_by_other_names_does_not_tell_against_records_that_share_one():
    habits = comparison_of("habits")
    # one person's records never share an item, strangers' of one system do: agreement is worth nothing, not less
    assert ranked(habits, [0.0, 0.0, 0.0, 0.2, 0.8], [0.1, 0.1, 0.1, 0.2, 0.5]) == pytest.approx(
        [0.1, 0.1, 0.1, 0.2, 0.5]
    )
    rising = [0.5, 0.2, 0.1, 0.1, 0.1]
    assert ranked(habits, rising, [0.1, 0.1, 0.1, 0.2, 0.5]) == pytest.approx(rising)
    joined = comparison_of("joined")
    assert ranked(joined, [0.1, 0.6, 0.3], [0.2, 0.2, 0.6]) == (0.1, 0.6, 0.3)
