"""`regulars link`: pairs listed masked, answers noted for the next night, mistakes told in a sentence."""

from __future__ import annotations

import duckdb
import pytest

from tests.dags.homes import make_home, publish_stand_in, regulars
from transforms.settings.answers import given_answers
from transforms.tables import table

ANNA, BOB, NOBODY = "c" + "a" * 16, "c" + "b" * 16, "c" + "0" * 16
ORDERS = [
    ("store/1", ANNA, "k-anna"),
    ("store/2", ANNA, "k-home"),
    ("store/3", BOB, "k-bob"),
    ("store/4", BOB, "k-home"),
    ("meituan/5", None, None),
]


def filled(name: str, **values: object) -> tuple[str, list[object]]:
    harmless = {"BIGINT": 0, "BOOLEAN": True, "VARCHAR": "x", "DATE": "2026-03-01", "TIMESTAMP": "2026-03-01"}
    declared = table("published", name)
    row = [values.get(c.name, None if c.nullable else harmless.get(c.type, 0)) for c in declared.columns]
    return f"insert into {name} values ({', '.join('?' for _ in row)})", row


def pair(place: int, other: str | None, other_name: str, **values: object):
    one = {"one_name": "k-anna", "one_customer_id": ANNA, "one_contacts": "138****5678", "one_people": "王**"}
    two = {"other_name": other_name, "other_customer_id": other, "one_orders": 2, "other_orders": 1}
    money = {"probability": 0.8, "value": 70 / place, "evidence": "name+area", "one_channels": "store+web"}
    return filled("link_review", pair_id=str(place), place=place, **one, **two, **money, **values)


@pytest.fixture
def home(tmp_path):
    home = make_home(tmp_path / "home")
    snapshot = publish_stand_in(home, "2026-03-31-abc")
    with duckdb.connect(str(snapshot)) as connection:
        for number, (key, customer, placed_by) in enumerate(ORDERS):
            order = {"order_key": key, "customer_id": customer, "placed_by": placed_by}
            connection.execute(*filled("orders", ordered_at=f"2026-03-0{number + 1}", **order))
        connection.execute(*pair(1, None, "order:meituan/5", other_channels="meituan"))
        connection.execute(*pair(2, BOB, "k-bob"))
    return home


def link(home, *words: str):
    return regulars("link", *words, home=home.path)


def answers(home) -> list[tuple[str, str, str]]:
    return [(*each.pair, each.answer) for each in given_answers(home)]


def test_every_part_of_the_command_has_an_example():
    assert "Example:  regulars link list" in regulars("link", "list", "--help").stdout
    assert "Example:  regulars link confirm" in regulars("link", "confirm", "--help").stdout
    assert "Example:  regulars link refuse" in regulars("link", "refuse", "--help").stdout
    assert "Example:  regulars link undo" in regulars("link", "undo", "--help").stdout


def test_pairs_are_listed_masked_and_answered_by_their_numbers(home):
    shown = link(home, "list", "--limit", "1").stdout.splitlines()
    assert shown[0].split() == ["1", "80", "%", "70.00", "CNY", "at", "stake", "name+area"]
    assert "  ".join((ANNA, "王**", "138****5678", "2 orders, 0.00", "store, web", "2026-03-01")) in shown[1]
    assert shown[2].strip().startswith("order:meituan/5  1 order, 0.00")
    assert "2 pairs, 0 answered" in shown[3]
    done = link(home, "confirm", "1")
    assert done.returncode == 0
    assert f"{ANNA} and order:meituan/5 are one person" in done.stdout
    assert "The next night applies it" in done.stdout
    assert link(home, "refuse", "1", "2").returncode == 0
    assert answers(home) == [
        ("k-anna", "order:meituan/5", "same"),
        ("k-anna", "order:meituan/5", "different"),
        ("k-anna", "k-bob", "different"),
    ]
    listed = link(home, "list").stdout
    assert listed.count("answered: two people") == 2
    assert "2 pairs, 2 answered" in listed


def test_people_are_answered_by_id_or_order_and_called_by_a_contact_that_is_theirs_alone(home):
    assert link(home, "confirm", BOB, ANNA).returncode == 0
    assert link(home, "confirm", ANNA, "meituan/5").returncode == 0
    assert link(home, "refuse", "store/1", "order:store/2").returncode == 0
    assert answers(home) == [
        ("k-anna", "k-bob", "same"),
        ("k-anna", "order:meituan/5", "same"),
        ("k-anna", "k-home", "different"),
    ]


def test_undo_takes_one_answer_back_at_a_time(home):
    link(home, "confirm", "1")
    link(home, "refuse", "2")
    assert "two people" in link(home, "undo").stdout
    assert answers(home) == [("k-anna", "order:meituan/5", "same")]
    assert link(home, "undo").returncode == 0
    empty = link(home, "undo")
    assert (empty.returncode, empty.stderr) == (1, "There is no answer to take back.\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("confirm", "9"), "There is no pair 9; the numbers are 1 to 2."),
        (("confirm", ANNA), "Say two people"),
        (("refuse", ANNA, NOBODY), f"No customer and no order is called {NOBODY}."),
        (("confirm", "store/1", "store/2"), "are one person already"),
        (("refuse", "store/2", "store/4"), "the very same contact"),
    ],
)
def test_a_mistake_is_told_in_a_sentence_and_noted_nowhere(home, words, said):
    done = link(home, *words)
    assert done.returncode == 1
    assert said in done.stderr
    assert answers(home) == []


def test_before_the_first_night_and_without_pairs_it_says_so(tmp_path):
    home = make_home(tmp_path / "home")
    assert "Nothing is published yet" in link(home, "list").stderr
    publish_stand_in(home, "2026-03-31-abc")
    assert "No pair is in doubt" in link(home, "list").stdout
    assert "no pair is in doubt" in link(home, "confirm", "1").stderr


def test_an_answer_by_another_contact_of_the_same_people_replaces_the_earlier_one_until_it_is_taken_back(home):
    with duckdb.connect(str(home.current.resolve())) as connection:
        mobile = {"order_key": "store/6", "customer_id": ANNA, "placed_by": "k-anna-mobile"}
        connection.execute(*filled("orders", ordered_at="2026-03-09", **mobile))
    assert "replaces" not in link(home, "confirm", ANNA, BOB).stdout
    assert link(home, "list").stdout.count("answered: one person") == 1
    day = given_answers(home)[-1].answered_on
    refused = link(home, "refuse", "store/6", BOB)
    assert f"This replaces your answer of {day}: same person." in refused.stdout
    assert answers(home)[-1] == ("k-anna-mobile", "k-bob", "different")
    listed = link(home, "list").stdout
    assert listed.count("answered: two people") == 1
    assert "answered: one person" not in listed
    shown = link(home, "list", "--answered").stdout.splitlines()
    assert shown[0] == f"{day}  different people: {ANNA} and {BOB}  (waits for the next night)"
    assert shown[1].startswith("1 answer. To take the latest back:")
    undone = link(home, "undo").stdout
    assert f"Your answer of {day} counts again: same person." in undone
    assert link(home, "list").stdout.count("answered: one person") == 1


def test_the_last_line_of_the_list_points_at_a_pair_that_is_still_open(home):
    assert "Nothing has been answered yet." in link(home, "list", "--answered").stdout
    link(home, "refuse", "1")
    assert "link confirm 2" in link(home, "list").stdout.splitlines()[-1]
    link(home, "refuse", "2")
    assert link(home, "list").stdout.splitlines()[-1].endswith("link list --answered")
