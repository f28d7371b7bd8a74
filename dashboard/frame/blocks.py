"""What pages put between their charts: a heading, a sentence, a table."""

from __future__ import annotations

import html
from collections.abc import Sequence

import streamlit as st

from dashboard import data
from dashboard.charts.view import CellKind, TableColumn
from dashboard.data import Row
from dashboard.frame.here import Here
from dashboard.frame.table import html_table


def section(title: str, hint: str = "") -> None:
    """The heading of a part of a page, and what it is about."""
    more = f'<p class="chart-sub">{html.escape(hint)}</p>' if hint else ""
    st.html(f'<h2 class="section" style="padding:0">{html.escape(title)}</h2>{more}')


def sentence(text: str, look: str = "calm") -> None:
    """One thing to know, on a ground of its own."""
    lines = "<br>".join(html.escape(line) for line in text.splitlines())
    st.html(f'<div class="banner {look}">{lines}</div>')


def table(place: Here, rows: Sequence[Row], *columns: tuple[str, CellKind]) -> None:
    """Rows of a published table, headed by the catalogue."""
    heads = [TableColumn(key, place.t(f"column.{key}"), kind) for key, kind in columns]
    st.html(html_table(heads, rows, place.language, place.ask(data.about).currency))
