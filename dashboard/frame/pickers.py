"""A choice that concerns one chart and stands above it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from dashboard.frame.here import Here


def pick(place: Here, name: str, offered: Sequence[Any], say: Callable[[Any], str]) -> None:
    """A row of buttons for one choice."""
    key, changed = place.choices.widget(name)
    st.segmented_control(place.t(f"sidebar.{name}"), offered, format_func=say, key=key, on_change=changed)
