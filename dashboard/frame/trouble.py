"""What a reader sees when a page cannot be drawn: one sentence, no code."""

from __future__ import annotations

import html

import streamlit as st

from dashboard.languages import texts


def show_trouble() -> None:
    """Say that the page could not be drawn and that the figures are safe."""
    chosen = st.session_state.get("chosen") or {}
    language = chosen.get("language") or st.session_state.get("first_language") or "en"
    sentence = texts(language)("top.something_wrong")
    st.html(f'<div class="banner wrong" data-trouble="1">{html.escape(sentence)}</div>')
