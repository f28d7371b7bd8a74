"""The page *Who is who*: pairs are answered by a key, told as waiting, and taken back; changes are sentences."""

from __future__ import annotations

import html
from datetime import date

import duckdb
import pytest

from dashboard.languages import LANGUAGES, texts
from tests.dags.test_link_command import filled
from tests.dashboard.snapshot import publish
from tests.dashboard.test_pages import open_page, said
from transforms.settings.answers import answer_pair, given_answers


def open_questions(home, monkeypatch, language="en"):
    return open_page(home, monkeypatch, "who_is_who", language=language)


def answers(home):
    return [(*each.pair, each.answer) for each in given_answers(home)]


def press(at, key):
    at.button(key=key).click().run()
    assert not at.exception


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pair_stands_side_by_side_masked_with_what_speaks_for_it(own_home, monkeypatch, language):
    at, t = open_questions(own_home, monkeypatch, language), texts(language)
    page = said(at)
    assert 'data-pair="pair1"' in page
    assert page.index("王**") < page.index("W***")
    assert page.count("138****5678") >= 2
    assert t("speaks.phone") in page
    assert t("speaks.habits") in page
    assert "unheard_of" in page
    assert t.plural("who.orders", 7) in page
    assert {each.label for each in at.button} >= {t("who.same"), t("who.different"), t("who.unknown")}
    assert [at.button(key=f"say_{each}").proto.shortcut for each in ("same", "different", "unknown")] == ["s", "d", "u"]


def test_each_answer_brings_the_next_pair_and_waits_for_the_next_night(own_home, monkeypatch):
    at, t = open_questions(own_home, monkeypatch), texts("en")
    assert "undo" not in {each.key for each in at.button}
    press(at, "say_same")
    assert 'data-pair="pair2"' in said(at)
    assert t.plural("who.waiting", 1) in {each.label for each in at.expander}
    press(at, "say_different")
    assert t("who.nameless") in said(at)
    assert t("who.no_contact") in said(at)
    press(at, "say_unknown")
    assert "data-pair=" not in said(at)
    assert t("who.all_answered") in said(at)
    assert answers(own_home) == [
        ("k-wang", "order:meituan/5", "same"),
        ("k-chen", "k-wang", "different"),
        ("k-wang", "order:eleme/9", "unknown"),
    ]
    assert {each.by for each in given_answers(own_home)} == {"dashboard"}


def test_undo_brings_the_last_pair_back(own_home, monkeypatch):
    at = open_questions(own_home, monkeypatch)
    press(at, "say_different")
    assert 'data-last="different"' in said(at)
    press(at, "undo")
    assert 'data-pair="pair1"' in said(at)
    assert answers(own_home) == []


def test_an_answer_given_elsewhere_is_not_asked_again(own_home, monkeypatch):
    answer_pair(own_home, "k-wang", "order:meituan/5", "same", date(2026, 11, 15))
    assert 'data-pair="pair2"' in said(open_questions(own_home, monkeypatch))


def test_an_answer_by_another_contact_of_the_same_person_is_not_asked_again(own_home, monkeypatch, rows):
    publish(own_home, rows, "2026-11-15-mobile")
    with duckdb.connect(str(own_home.current.resolve())) as connection:
        for key in ("k-wang", "k-wang-mobile"):
            wang = {"order_key": f"store/{key}", "placed_by": key, "customer_id": "c" + "1" * 16}
            connection.execute(*filled("orders", **wang))
    answer_pair(own_home, "k-wang-mobile", "order:meituan/5", "same", date(2026, 11, 15))
    assert 'data-pair="pair2"' in said(open_questions(own_home, monkeypatch))


def test_every_name_of_a_side_is_shown_since_any_may_be_the_one_that_agrees(own_home, monkeypatch, rows):
    named = [row | {"other_people": "宋** · 曹**"} for row in rows["link_review"]]
    publish(own_home, {**rows, "link_review": named}, "2026-11-15-names")
    page = said(open_questions(own_home, monkeypatch))
    assert "<b>宋**</b>" in page
    assert "曹** · 138****5678" in page
    assert "宋** · 138" not in page


def test_names_in_files_are_text_and_never_page_code(own_home, monkeypatch):
    at = open_questions(own_home, monkeypatch)
    press(at, "say_same")
    assert html.escape("<b>陈**</b>") in said(at)
    assert "<b>陈**</b>" not in said(at)


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_doubtful_pairs_the_page_teaches_which_exports_bring_them(own_home, monkeypatch, rows, language):
    publish(own_home, {**rows, "link_review": []}, "2026-11-15-sure")
    at, t = open_questions(own_home, monkeypatch, language), texts(language)
    assert html.escape(t("who.empty_how")) in said(at)
    assert not [each for each in at.button if each.key and each.key.startswith("say_")]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "2 customers merged; 1 customer split; repeat rate of Oct 2026 31.2 → 31.4%"),
        ("zh-Hans", "合并2位客人；拆开1位客人；2026年10月的回头率 31.2 → 31.4%"),
        ("zh-Hant", "合併2位客人；拆開1位客人；2026年10月的回頭率 31.2 → 31.4%"),
    ],
)
def test_what_changed_is_a_sentence_with_its_effect(own_home, monkeypatch, language, sentence):
    at, t = open_questions(own_home, monkeypatch, language), texts(language)
    assert sentence in said(at)
    assert t("change_reason.shared_value") in said(at)
    assert t("revised.customers") in said(at)


def test_late_files_without_a_merge_and_a_first_night_are_told_as_such(own_home, monkeypatch, rows):
    publish(own_home, {**rows, "customer_changes": []}, "2026-11-15-late")
    at, t = open_questions(own_home, monkeypatch), texts("en")
    assert t("changes.nobody") in said(at)
    publish(own_home, {**rows, "customer_changes": [], "revisions": []}, "2026-11-15-first")
    at.run()
    assert t("changes.none") in said(at)


@pytest.mark.parametrize("rules_of", ["now", "then"])
def test_a_past_day_says_by_whose_rules_it_was_rebuilt(own_home, monkeypatch, rows, rules_of):
    rules = {**rows["linking_rules"][0], "is_rebuilt": True, "rules_of": rules_of}
    publish(own_home, {**rows, "linking_rules": [rules]}, "2026-11-15-past")
    at = open_questions(own_home, monkeypatch)
    assert html.escape(texts("en")(f"changes.rebuilt_{rules_of}", day="1 Jan 2026")) in said(at)
