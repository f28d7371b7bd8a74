"""This week's list: whom to call, masked, with the reason; to take along as CSV or workbook."""

from __future__ import annotations

import html

import streamlit as st

from dashboard import data, numbers
from dashboard.charts.figure import blank
from dashboard.charts.scene import Scene
from dashboard.charts.view import CellKind, ChartView
from dashboard.data import Row
from dashboard.frame.blocks import section, sentence, table
from dashboard.frame.card import download_buttons
from dashboard.frame.here import Here
from transforms.tables.words import FOLLOW_UP_REASONS

COLUMNS: tuple[tuple[str, CellKind], ...] = (
    ("contact_masked", "text"),
    ("call_reason", "text"),
    ("say", "text"),
    ("last_order_day", "day"),
    ("purchase_days", "count"),
    ("latest_channel", "text"),
)


def show_lists(place: Here) -> None:
    """The people of this week's list by reason; those kept back stay unnamed."""
    t = place.t
    rows = place.ask(data.call_list)
    with st.container(border=True, key="call_list"):
        if not rows:
            section(t("calls.title_none"), t("calls.hint"))
            sentence(t("calls.none"))
            return
        day, n = numbers.day(rows[0]["list_day"], place.language), numbers.count(len(rows), place.language)
        section(t("calls.title", n=n, day=day), t("calls.hint"))
        reasons = [reason for reason in FOLLOW_UP_REASONS if any(row["reason"] == reason for row in rows)]
        for reason in reasons:
            mine = [_in_words(place, row) for row in rows if row["reason"] == reason]
            name = t("calls.reason", reason=t(f"call_reason.{reason}"), n=numbers.count(len(mine), place.language))
            with st.expander(name, expanded=reason == reasons[0]):
                st.html(f'<p class="chart-sub">{html.escape(t(f"call_why.{reason}"))}</p>')
                table(place, mine, *COLUMNS)
        _downloads(place, [_in_words(place, row) for row in rows])
        kept = numbers.count(place.ask(data.kept_back), place.language)
        free = numbers.day(rows[0]["free_again_day"], place.language)
        st.html(f'<p class="chart-sub">{html.escape(t("calls.kept", n=kept, day=free))}</p>')


def _in_words(place: Here, row: Row) -> Row:
    t = place.t
    labels = {channel.name: channel.label(place.language) for channel in place.ask(data.channels)}
    return {
        **row,
        "contact_masked": row["contact_masked"] or t("who.nameless"),
        "call_reason": t(f"call_reason.{row['reason']}"),
        "say": t(f"call_say.{row['reason']}", item=row["item"] or ""),
        "latest_channel": labels.get(row["latest_channel"], row["latest_channel"]),
    }


def _downloads(place: Here, rows: list[Row]) -> None:
    """The list as files whose cells are text or numbers, never formulas."""
    scene = Scene(place.reader, place.filters, place.language)
    view = ChartView(
        key="call_list",
        title=place.t("calls.file"),
        subtitle=place.t("calls.hint"),
        definition=place.t("definition.call_list"),
        as_of_day=scene.about.as_of_day,
        coverage=place.t("coverage.every_listed"),
        figure=blank(place.language, 160),
        columns=scene.columns(*COLUMNS),
        rows=rows,
        language=place.language,
    )
    with st.container(horizontal=True, key="menu_call_list"):
        download_buttons(place, view, ("xlsx", "csv"))
