"""The top of every page: one sentence, the as-of day, the state of last night, and why it was held back if it was."""

from __future__ import annotations

import html

import streamlit as st

from dashboard import data, numbers, theme
from dashboard.frame.here import Here
from dashboard.frame.wording import why_words

DOTS = {"published": theme.GOOD, "withheld": theme.HELD, "failed": theme.WRONG}


def show_top(place: Here, page: str, *, says_how: bool = True) -> bool:
    """The head of a page; False when there is nothing published to draw under it, with `says_how` what to do then."""
    t = place.t
    st.html(
        f'<h1 class="page">{html.escape(t(f"page.{page}"))}</h1><p class="lead">{html.escape(t(f"lead.{page}"))}</p>'
    )
    if place.snapshot_id is None:
        if says_how:
            _nothing_yet(place)
        return False
    about = place.ask(data.about)
    as_of = t("top.as_of", day=numbers.day(about.as_of_day, place.language))
    night = place.last_night
    state = t("top.no_night") if night is None else _went_well(place) if night.state == "published" else ""
    dot = DOTS.get(night.state if night else "", theme.STATES["none"])
    chip = f'<span><span class="dot" style="background:{dot}"></span>{html.escape(state)}</span>' if state else ""
    st.html(
        f'<div class="asof"><span>{html.escape(about.business)}</span><span>{html.escape(as_of)}</span>{chip}</div>'
    )
    if place.choices.refused_period:
        st.html(f'<div class="banner calm" data-period="1">{html.escape(_other_period(place))}</div>')
    if night is not None and night.state != "published":
        sentence = t(
            "top.withheld" if night.state == "withheld" else "top.failed",
            day=numbers.day(about.as_of_day, place.language),
            reason=why_words(t, night) or t("top.reason_unknown"),
        )
        look = "held" if night.state == "withheld" else "wrong"
        st.html(f'<div class="banner {look}" data-night="{html.escape(night.state)}">{html.escape(sentence)}</div>')
    return True


def _went_well(place: Here) -> str:
    n = place.warnings
    if not n:
        return place.t("top.published")
    return place.t.plural("top.published_warnings", n, n=numbers.count(n, place.language))


def _other_period(place: Here) -> str:
    """That the address asks for a period the data does not have, and which ones there are."""
    offered = place.choices.offered_periods
    return place.t(
        "top.no_such_period",
        period=place.choices.refused_period,
        first=numbers.period(offered[0], place.language),
        last=numbers.period(offered[-1], place.language),
    )


def _nothing_yet(place: Here) -> None:
    t = place.t
    night = place.last_night
    reason = ""
    if night is not None and night.state != "published":
        said = why_words(t, night) or t("top.reason_unknown")
        reason = f"<p>{html.escape(t(f'night.{night.state}'))}: {html.escape(said)}</p>"
    st.html(
        f'<div class="empty"><b>{html.escape(t("top.nothing_published"))}</b>'
        f"{html.escape(t('top.nothing_published_how'))}{reason}</div>"
    )
