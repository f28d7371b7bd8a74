"""The owner's word is a line in a file of its own: appended, overruled by later lines, taken back by a line."""

import json
from datetime import date
from multiprocessing import get_context

import pytest

from transforms.settings import Home
from transforms.settings.answers import (
    Answer,
    answer_pair,
    answers_digest,
    answers_file,
    forget_names,
    given_answers,
    in_force,
    lines_until,
    lines_written,
    rename_all,
    take_back,
)

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home")


def said(answers):
    return [(each.one, each.other, each.answer) for each in answers]


def test_an_answer_is_a_line_only_its_owner_can_read(home):
    answer_pair(home, "zoe", "anna", "same", MONDAY, by="command line")
    assert json.loads(answers_file(home).read_text()) == {
        "one": "anna", "other": "zoe", "answer": "same", "answered_on": "2026-03-02", "by": "command line"
    }  # fmt: skip
    assert home.people.stat().st_mode & 0o777 == 0o700
    assert answers_file(home).stat().st_mode & 0o777 == 0o600


def test_the_later_answer_on_a_pair_counts_whoever_is_named_first(home):
    answer_pair(home, "anna", "bob", "same", MONDAY)
    answer_pair(home, "anna", "carl", "unknown", MONDAY)
    answer_pair(home, "bob", "anna", "different", TUESDAY)
    assert said(in_force(given_answers(home))) == [("anna", "bob", "different"), ("anna", "carl", "unknown")]


def test_taking_back_brings_the_answer_before_it_into_force_again(home):
    answer_pair(home, "anna", "bob", "same", MONDAY)
    answer_pair(home, "anna", "bob", "different", MONDAY)
    assert take_back(home, TUESDAY).answer == "different"
    assert said(in_force(given_answers(home))) == [("anna", "bob", "same")]
    assert take_back(home, TUESDAY).answer == "same"
    assert given_answers(home) == ()
    assert take_back(home, TUESDAY) is None
    assert lines_written(home) == 4


def test_what_was_known_at_a_time_is_the_lines_or_days_up_to_it(home):
    answer_pair(home, "anna", "bob", "same", MONDAY)
    take_back(home, TUESDAY)
    answer_pair(home, "carl", "dora", "same", TUESDAY)
    assert said(given_answers(home)) == [("carl", "dora", "same")]
    assert said(given_answers(home, lines=1)) == [("anna", "bob", "same")]
    assert lines_until(home, MONDAY) == 1
    assert lines_until(home, TUESDAY) == 3
    assert given_answers(home, lines=0) == ()


def test_nobody_is_paired_with_themselves(home):
    with pytest.raises(ValueError, match="two people"):
        answer_pair(home, "anna", "anna", "same", MONDAY)
    assert lines_written(home) == 0


def test_a_line_that_was_cut_off_costs_no_other_answer(home):
    answer_pair(home, "anna", "bob", "same", MONDAY)
    with answers_file(home).open("a") as stream:
        stream.write('{"one": "carl", "oth')
    answer_pair(home, "dora", "emil", "different", TUESDAY)
    assert said(given_answers(home)) == [("anna", "bob", "same"), ("dora", "emil", "different")]
    assert take_back(home, TUESDAY).one == "dora"
    assert said(given_answers(home)) == [("anna", "bob", "same")]


def test_the_digest_is_about_what_counts_and_not_about_how_it_came_to(home):
    answer_pair(home, "anna", "bob", "same", MONDAY)
    once = answers_digest(given_answers(home))
    answer_pair(home, "anna", "bob", "different", MONDAY)
    assert answers_digest(given_answers(home)) != once
    take_back(home, MONDAY)
    assert answers_digest(given_answers(home)) == once != answers_digest(())


def test_forgetting_blanks_the_lines_of_a_person_and_leaves_the_numbers_of_the_others(home):
    answer_pair(home, "anna", "bob", "same", MONDAY)
    answer_pair(home, "bob", "order:store/7", "same", MONDAY)
    answer_pair(home, "carl", "dora", "different", TUESDAY)
    assert forget_names(home, frozenset({"bob"})) == 2
    assert "bob" not in answers_file(home).read_text()
    assert [(each.one, each.line) for each in given_answers(home)] == [("carl", 3)]
    take_back(home, TUESDAY)
    assert given_answers(home) == ()


def test_undo_takes_back_the_latest_answer_that_names_nobody_forgotten(home):
    answer_pair(home, "anna", "bob", "same", MONDAY)
    answer_pair(home, "carl", "dora", "same", MONDAY)
    forget_names(home, frozenset({"dora"}))
    assert take_back(home, TUESDAY) == Answer("anna", "bob", "same", MONDAY, None, 1)
    assert given_answers(home) == ()
    assert take_back(home, TUESDAY) is None


def test_a_new_key_renames_the_people_in_every_line(home):
    answer_pair(home, "anna", "bob", "same", MONDAY)
    answer_pair(home, "anna", "carl", "same", MONDAY)
    assert rename_all(home, {"anna": "zoe", "bob": "yves"}) == 2
    assert said(given_answers(home)) == [("yves", "zoe", "same"), ("carl", "zoe", "same")]


def _answers(path, name):
    home = Home(path)
    for number in range(20):
        answer_pair(home, name, f"{name}{number}", "same", MONDAY)


def test_two_who_answer_at_once_lose_no_line(home):
    answer_pair(home, "a", "b", "same", MONDAY)
    context = get_context("spawn")
    both = [context.Process(target=_answers, args=(home.path, name)) for name in ("anna", "bob")]
    for each in both:
        each.start()
    for each in both:
        each.join(60)
    assert len(given_answers(home)) == lines_written(home) == 41
