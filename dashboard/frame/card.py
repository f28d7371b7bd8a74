"""One chart on a page: finding, picture, what it means, the table behind it, and how to take it along."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from functools import partial

import plotly.graph_objects as go
import streamlit as st

from dashboard import data, numbers, theme
from dashboard.charts.figure import ON_STREAMS, ink_again
from dashboard.charts.view import ChartView
from dashboard.exports import csv_bytes, file_name, png_bytes, svg_bytes, xlsx_bytes
from dashboard.exports.browser import find_browser, install_command
from dashboard.frame.here import Here
from dashboard.frame.table import AT_MOST, html_table

CONFIG = {
    "displaylogo": False,
    "showSendToCloud": False,
    "plotlyServerURL": "",
    "displayModeBar": False,
    "scrollZoom": False,
    "responsive": True,
    "doubleClick": False,
}
FIT = (
    "hundred_yuan",
    "migration_sankey",
    "rfm",
    "value_ahead",
    "lifts",
    "follow_up_result",
    "return_rates",
    "return_groups",
    "whatif",
    "identity_coverage",
    "link_calibration",
)
"""Pictures that fit a phone; the others keep their width and scroll sideways there."""
BY_MONTH = (
    "channel_mix",
    "net_flow",
    "homecoming",
    "lifecycle",
    "repurchase_by_month",
    "take_rate",
    "platform_vs_own",
    "payout_reconciliation",
    "fee_audit",
    "fee_dates",
    "strength_ladder",
    "fees_by_customer_group",
)
"""Pictures whose right end, the latest months, a phone shows first."""
PEOPLE = (
    "migration_sankey",
    "migration_matrix",
    "net_flow",
    "homecoming",
    "fees_by_customer_group",
    "cohort_grid",
    "repeat_rates",
    "repurchase_by_month",
    "time_to_next",
    "lifecycle",
    "lifecycle_flows",
    "rfm",
    "value_ahead",
    "strength_ladder",
    "lifts",
    "return_groups",
)
"""Pictures that count people: they say beside the subtitle for how many orders a person is known."""
FORMATS: dict[str, tuple[Callable[[ChartView], bytes], str]] = {
    "png": (png_bytes, "image/png"),
    "svg": (svg_bytes, "image/svg+xml"),
    "xlsx": (xlsx_bytes, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (csv_bytes, "text/csv"),
}
"""What a picture can be taken along as: how it is made, and its media type."""


@st.cache_resource(show_spinner=False, ttl=300)
def _has_browser() -> bool:
    return find_browser() is not None


def show_chart(place: Here, key: str) -> None:
    """A chart with everything that lets a reader ask about it."""
    view = place.chart(key)
    with st.container(border=True, key=f"card_{key}"):
        st.html(
            f'<h2 class="chart-title" style="padding:0">{html.escape(view.title)}</h2>'
            f'<p class="chart-sub">{html.escape(view.subtitle)}</p>{_coverage(view)}'
        )
        if not view.rows:
            how = "".join(f"<p>{html.escape(note)}</p>" for note in view.notes)
            st.html(f'<div class="empty" data-empty="{key}">{how}</div>')
            _definition(place, view)
            return
        if key not in FIT:
            hint = place.t("card.swipe_back" if key in BY_MONTH else "card.swipe")
            st.html(f'<p class="chart-sub swipe">{html.escape(hint)}</p>')
        look = "plot" if key in FIT else "late" if key in BY_MONTH else "wide"
        with st.container(key=f"{look}_{key}"):
            st.plotly_chart(_on_ground(view, place), theme=None, config=CONFIG, key=f"chart_{key}", alt=view.title)
        if view.notes:
            lines = "".join(f"<div>{html.escape(note)}</div>" for note in view.notes)
            st.html(f'<div class="chart-notes">{lines}</div>')
        with st.container(horizontal=True, key=f"menu_{key}"):
            _definition(place, view)
            _downloads(place, view)
        with st.expander(place.t("card.table")):
            currency = place.ask(data.about).currency
            st.html(html_table(view.columns, view.rows, place.language, currency))
            if len(view.rows) > AT_MOST:
                st.html(f'<p class="chart-sub">{html.escape(place.t("data.quarantine_first", n=AT_MOST))}</p>')


def _coverage(view: ChartView) -> str:
    if view.key not in PEOPLE or not view.coverage:
        return ""
    return f'<p class="chart-cover">{html.escape(view.coverage)}</p>'


def _on_ground(view: ChartView, place: Here) -> go.Figure:
    figure = go.Figure(view.figure)
    figure.update_layout(
        template=theme.template(place.language, dark=place.dark), paper_bgcolor="rgba(0,0,0,0)", title=None
    )
    if place.dark:
        ink_again(figure)
        for label in figure.layout.annotations:
            if label.name == ON_STREAMS:
                label.update(bgcolor=theme.faint(theme.DARK["ground"], 0.82), font={"color": theme.DARK["text"]})
    return figure


def _definition(place: Here, view: ChartView) -> None:
    with st.popover(place.t("card.definition"), type="tertiary", key=f"definition_{view.key}"):
        day = place.t("card.as_of", day=numbers.day(view.as_of_day, place.language))
        st.html(
            f'<p style="margin:0 0 .6rem;line-height:1.6">{html.escape(view.definition)}</p>'
            f'<p class="chart-sub">{html.escape(view.coverage)}</p><p class="chart-sub">{html.escape(day)}</p>'
        )


def download_buttons(place: Here, view: ChartView, formats: Sequence[str]) -> bool:
    """A button for each format; False: pictures cannot be drawn, so their buttons do nothing."""
    drawable = _has_browser()
    for name in formats:
        make, mime = FORMATS[name]
        st.download_button(
            place.t(f"card.{name}"),
            data=partial(make, view),
            file_name=file_name(view, place.filters, name),
            mime=mime,
            key=f"{name}_{view.key}",
            on_click="ignore",
            width="stretch",
            disabled=name in ("png", "svg") and not drawable,
        )
    return drawable


def _downloads(place: Here, view: ChartView) -> None:
    with st.popover(place.t("card.download"), type="tertiary", key=f"download_{view.key}"):
        if not download_buttons(place, view, tuple(FORMATS)):
            command = html.escape(install_command())
            st.html(f'<p class="chart-sub">{html.escape(place.t("card.no_browser"))}<br><code>{command}</code></p>')
