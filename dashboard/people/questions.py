"""Pairs of people side by side, masked, for the owner to say: the same, different, or don't know. One key each."""

from __future__ import annotations

import html
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import streamlit as st

from dashboard import data, numbers
from dashboard.data import Row
from dashboard.frame.blocks import section, sentence, table
from dashboard.frame.here import Here
from transforms.customers.naming import latest_by_people, names_in, same_people
from transforms.settings import Home
from transforms.settings.answers import SAID, Answer, Said, answer_pair, given_answers, take_back

KEYS: dict[Said, str] = {"same": "S", "different": "D", "unknown": "U"}
UNDO_KEY = "Z"


def show_questions(place: Here) -> None:
    """One pair at a time, the answer worth most first; what was answered waits for the next night."""
    t = place.t
    pairs = place.ask(data.link_review)
    given = given_answers(place.home)
    named = place.ask(data.customers_named, tuple(sorted(names_in(given, *map(_names, pairs)))))
    by_people = latest_by_people(given, named)
    said = {
        names: by_people[people].answer
        for names in map(_names, pairs)
        if (people := same_people(names, named)) in by_people
    }
    with st.container(border=True, key="questions"):
        section(t("who.title"), t("who.hint"))
        if not pairs:
            _nothing_to_ask(place)
        else:
            _progress(place, pairs, said)
            open_pairs = [pair for pair in pairs if _names(pair) not in said]
            if open_pairs:
                _show_pair(place, open_pairs[0])
            else:
                sentence(t("who.all_answered"))
        if by_people:
            sentence(t("who.in_force", n=numbers.count(len(by_people), place.language)))
        if given:
            _show_undo(place, given[-1], pairs)
        _show_waiting(place, pairs, said)


def _names(pair: Row) -> tuple[str, str]:
    one, other = sorted((pair["one_name"], pair["other_name"]))
    return one, other


def _nothing_to_ask(place: Here) -> None:
    t = place.t
    st.html(
        f'<div class="empty" data-empty="1"><b>{html.escape(t("who.empty"))}</b>{html.escape(t("who.empty_how"))}</div>'
    )


def _progress(place: Here, pairs: list[Row], said: dict[tuple[str, str], Said]) -> None:
    answered = sum(_names(pair) in said for pair in pairs)
    done, every = numbers.count(answered, place.language), numbers.count(len(pairs), place.language)
    st.progress(answered / len(pairs), text=place.t("who.progress", done=done, all=every))


def _show_pair(place: Here, pair: Row) -> None:
    t, language = place.t, place.language
    currency = place.ask(data.about).currency
    worth = t(
        "who.worth",
        probability=numbers.share(pair["probability"], language),
        money=numbers.money(pair["value"], currency, language),
        evidence=numbers.listing([evidence_words(place, kind) for kind in pair["evidence"].split("+")], language),
    )
    sides = "".join(_side_html(place, pair, side, currency) for side in ("one", "other"))
    st.html(
        f'<div class="pair" data-pair="{html.escape(pair["pair_id"])}">{sides}</div>'
        f'<p class="chart-sub">{html.escape(worth)}</p>'
    )
    with st.container(horizontal=True, key="answer"):
        for answer in SAID:
            st.button(
                t(f"who.{answer}"),
                key=f"say_{answer}",
                shortcut=KEYS[answer],
                on_click=_say,
                args=(place.home, pair["one_name"], pair["other_name"], answer, _today(place)),
            )


def _say(home: Home, one: str, other: str, answer: Said, day: date) -> None:
    answer_pair(home, one, other, answer, day, by="dashboard")


def _take_back(home: Home, day: date) -> None:
    take_back(home, day)


def _today(place: Here) -> date:
    return datetime.now(UTC).astimezone(ZoneInfo(place.ask(data.about).time_zone)).date()


def _show_undo(place: Here, last: Answer, pairs: list[Row]) -> None:
    pair = next((each for each in pairs if _names(each) == last.pair), None)
    about = (
        place.t("who.pair", one=side_name(place, pair, "one"), other=side_name(place, pair, "other")) if pair else ""
    )
    st.button(
        place.t("who.undo"),
        key="undo",
        shortcut=UNDO_KEY,
        type="tertiary",
        icon=":material/undo:",
        on_click=_take_back,
        args=(place.home, _today(place)),
    )
    words = place.t("who.last", answer=place.t(f"who.{last.answer}"))
    st.html(f'<p class="chart-sub" data-last="{last.answer}">{html.escape(f"{words} {about}".strip())}</p>')


def _show_waiting(place: Here, pairs: list[Row], said: dict[tuple[str, str], Said]) -> None:
    t = place.t
    rows = [
        {
            "pair": t("who.pair", one=side_name(place, pair, "one"), other=side_name(place, pair, "other")),
            "answer": t(f"who.{said[_names(pair)]}"),
            "value": pair["value"],
        }
        for pair in pairs
        if _names(pair) in said
    ]
    if rows:
        with st.expander(t.plural("who.waiting", len(rows), n=numbers.count(len(rows), place.language))):
            table(place, rows, ("pair", "text"), ("answer", "text"), ("value", "money"))


def evidence_words(place: Here, kind: str) -> str:
    """A kind of evidence in words; one no catalogue knows stays as written."""
    return place.t(f"speaks.{kind}") if f"speaks.{kind}" in place.t else kind


def side_name(place: Here, pair: Row, side: str) -> str:
    """What to call one side: a masked name, else a masked contact, else that its orders name nobody."""
    for column in ("people", "contacts"):
        if pair[f"{side}_{column}"]:
            return str(pair[f"{side}_{column}"]).split(" · ", maxsplit=1)[0]
    return place.t("who.nameless")


def _side_html(place: Here, pair: Row, side: str, currency: str) -> str:
    t, language = place.t, place.language
    labels = {channel.name: channel.label(language) for channel in place.ask(data.channels)}
    channels = [labels.get(name, name) for name in pair[f"{side}_channels"].split("+")]
    orders = pair[f"{side}_orders"]
    lines = [
        t.plural("who.orders", orders, n=numbers.count(orders, language)),
        numbers.money_full(pair[f"{side}_net_sales"], currency, language),
        numbers.listing(channels, language),
        _days(place, pair[f"{side}_first_day"], pair[f"{side}_last_day"]),
    ]
    # any of the names may be the one that agrees
    other_names = str(pair[f"{side}_people"] or "").split(" · ")[1:]
    known = " · ".join([*other_names, pair[f"{side}_contacts"] or t("who.no_contact")])
    shown = "".join(f"<div>{html.escape(line)}</div>" for line in lines)
    return (
        f'<div class="side"><b>{html.escape(side_name(place, pair, side))}</b>'
        f'<div class="quiet">{html.escape(known)}</div>{shown}</div>'
    )


def _days(place: Here, first: date, last: date) -> str:
    words = numbers.day(first, place.language)
    return words if first == last else f"{words} – {numbers.day(last, place.language)}"
