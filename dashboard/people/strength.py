"""The rungs in words."""

from __future__ import annotations

import html

import streamlit as st

from dashboard import data, numbers
from dashboard.frame.blocks import section
from dashboard.frame.here import Here
from transforms.tables.words import STRENGTHS


def show_rungs(place: Here) -> None:
    """The rule of each rung in a sentence, the closest first."""
    t = place.t
    often = place.ask(data.super_from_days)
    days = t("word.unknown") if often is None else numbers.count(often, place.language)
    with st.container(border=True, key="rungs"):
        section(t("rungs.title"), t("rungs.hint"))
        lines = "".join(
            f"<p><b>{html.escape(t(f'strength.{rung}'))}</b>&ensp;{html.escape(t(f'rung_rule.{rung}', days=days))}</p>"
            for rung in reversed(STRENGTHS)
        )
        st.html(f'<div data-rungs="1">{lines}</div>')
