"""The choices beside every page: period, branch, channel, language."""

from __future__ import annotations

import streamlit as st

from dashboard import data, numbers
from dashboard.frame.choices import NOTHING
from dashboard.frame.here import Here
from dashboard.languages import LANGUAGE_NAMES, LANGUAGES
from transforms.tables.words import GRAINS


def show_sidebar(place: Here) -> None:
    """Widgets for what can be chosen on every page."""
    with st.sidebar:
        if place.snapshot_id is not None:
            _grain_and_period(place)
            _branch(place)
            _channels(place)
        _language(place)


def _grain_and_period(place: Here) -> None:
    t, choices, language = place.t, place.choices, place.language
    key, changed = choices.widget("grain")
    st.segmented_control(
        t("sidebar.grain"), GRAINS, format_func=lambda grain: t(f"grain.{grain}"), key=key, on_change=changed
    )
    months = {row["month"] for row in place.ask(data.channel_months)}
    named = {numbers.period_of(month, choices["grain"]) for month in months}
    named |= {name for name, _ in place.ask(data.flow_periods, choices["grain"])}
    offered = [NOTHING, *sorted(named, reverse=True)]
    choices.offer_periods(sorted(named))
    key, changed = choices.widget("period")
    st.selectbox(
        t("sidebar.period"),
        offered,
        format_func=lambda name: (
            numbers.period(name, language) if name else t(f"sidebar.period_latest.{choices['grain']}")
        ),
        key=key,
        on_change=changed,
    )


def _branch(place: Here) -> None:
    t, choices = place.t, place.choices
    branches = place.ask(data.branches)
    choices.drop_unless("branch", branches)
    if len(branches) < 2:
        return
    key, changed = choices.widget("branch")
    st.selectbox(
        t("sidebar.branch"),
        [NOTHING, *branches],
        format_func=lambda name: name or t("sidebar.branch_all"),
        key=key,
        on_change=changed,
    )


def _channels(place: Here) -> None:
    t, choices = place.t, place.choices
    labels = {channel.name: channel.label(place.language) for channel in place.ask(data.channels)}
    choices.drop_unless("channel", list(labels))
    key, changed = choices.widget("channel")
    st.multiselect(
        t("sidebar.channel"),
        list(labels),
        format_func=lambda name: labels.get(name, name),
        placeholder=t("sidebar.channel_all"),
        key=key,
        on_change=changed,
    )


def _language(place: Here) -> None:
    key, changed = place.choices.widget("language")
    st.session_state[key] = place.language
    st.selectbox(
        place.t("sidebar.language"), LANGUAGES, format_func=LANGUAGE_NAMES.__getitem__, key=key, on_change=changed
    )
