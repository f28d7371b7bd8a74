"""What a page stands on: the home, the snapshot now published, the choices and the language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import streamlit as st

from dashboard import data
from dashboard.charts.registry import CHARTS
from dashboard.charts.view import ChartView, Filters
from dashboard.frame.choices import Choices
from dashboard.languages import Texts, nearest_language, texts
from dashboard.nights import Night, last_night, read_nights
from transforms.engines.snapshot import NothingPublished, SnapshotReader
from transforms.settings import Home, ShopError

SNAPSHOTS_KEPT = 400
"""Charts and answers kept in memory; those of snapshots no longer current fall out first."""


@st.cache_resource(show_spinner=False, max_entries=4)
def _reader(pointer: str) -> SnapshotReader:
    return SnapshotReader(Home.find().current.with_name(pointer.rsplit("/", 1)[-1]))


@st.cache_data(show_spinner=False, max_entries=SNAPSHOTS_KEPT)
def _chart(snapshot_id: str, pointer: str, key: str, filters: Filters, language: str) -> ChartView:  # noqa: ARG001
    return CHARTS[key](_reader(pointer), filters, language)


@st.cache_data(show_spinner=False, max_entries=SNAPSHOTS_KEPT)
def _answer(snapshot_id: str, pointer: str, question: str, arguments: tuple[Any, ...]) -> Any:  # noqa: ARG001
    return getattr(data, question)(_reader(pointer), *arguments)


@dataclass(frozen=True)
class Here:
    """One run of one page."""

    home: Home
    choices: Choices
    language: str
    dark: bool

    @property
    def t(self) -> Texts:
        """Texts of the language."""
        return texts(self.language)

    @cached_property
    def snapshot_id(self) -> str | None:
        """The snapshot now published, None before the first."""
        try:
            return self.reader.snapshot_id()
        except NothingPublished:
            return None

    @property
    def reader(self) -> SnapshotReader:
        """Shared between all sessions."""
        return _reader(str(self.home.current))

    @cached_property
    def nights(self) -> list[Night]:
        """Every night that left a line."""
        return read_nights(self.home.runs)

    @property
    def last_night(self) -> Night | None:
        """The latest night."""
        return last_night(self.nights)

    @property
    def warnings(self) -> int:
        """Checks of the snapshot now published that do not hold; those that must hold would have kept it back."""
        return sum(not row["success"] for row in self.ask(data.checks))

    @property
    def filters(self) -> Filters:
        """The choices as charts take them."""
        return self.choices.filters()

    def chart(self, key: str, filters: Filters | None = None) -> ChartView:
        """One chart of the current snapshot, made once per choice and language."""
        assert self.snapshot_id is not None
        chart: ChartView = _chart(self.snapshot_id, str(self.home.current), key, filters or self.filters, self.language)
        return chart

    def ask(self, question: Callable[..., Any], *arguments: Any) -> Any:
        """An answer of `dashboard.data`, asked once per snapshot."""
        assert self.snapshot_id is not None
        return _answer(self.snapshot_id, str(self.home.current), question.__name__, arguments)


def _first_language(home: Home) -> str:
    try:
        offered = tuple(home.shop().business.languages)
    except ShopError:
        offered = ("en",)
    return nearest_language(st.context.locale, offered)


def here() -> Here:
    """The place the running page stands on."""
    home = Home.find()
    choices = Choices()
    if "first_language" not in st.session_state:
        st.session_state["first_language"] = _first_language(home)
    language = choices["language"] or st.session_state["first_language"]
    return Here(home, choices, language, st.context.theme.type == "dark")
