"""The frame around every page: look, page list, choices, the head of the page; and a look for a new snapshot."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard.charts.registry import PAGE_CHARTS
from dashboard.frame.here import Here, here
from dashboard.frame.sidebar import show_sidebar
from dashboard.frame.style import css
from dashboard.frame.top import show_top

ICON = Path(__file__).with_name("icon.png")  # a named icon would be fetched from the internet
PAGES = Path(__file__).resolve().parent.parent / "pages"
ICONS = {
    "how_are_we_doing": ":material/today:",
    "where_do_customers_go": ":material/alt_route:",
    "who_comes_back": ":material/replay:",
    "what_do_platforms_cost": ":material/receipt_long:",
    "how_close_are_we": ":material/stairs:",
    "whom_to_call": ":material/call:",
    "returns_and_price_hunting": ":material/assignment_return:",
    "who_is_who": ":material/group:",
    "add_exports": ":material/upload_file:",
    "is_the_data_right": ":material/fact_check:",
}
BEFORE_THE_FIRST_NIGHT = ("add_exports",)
"""Pages that have something to show before anything is published."""
LOOK_EVERY = 60  # seconds between two looks for a new snapshot while a page stays open


def _state(place: Here) -> tuple[str | None, int]:
    return place.snapshot_id, len(place.nights)


@st.fragment(run_every=LOOK_EVERY)
def _watch(seen: tuple[str | None, int]) -> None:
    if _state(here()) != seen:
        st.rerun()


st.set_page_config(page_title="Regulars 熟客", page_icon=str(ICON), layout="wide")
place = here()
st.html(css(place.language, dark=place.dark))
pages = {
    name: st.Page(
        PAGES / f"{name}.py",
        title=place.t(f"page.{name}"),
        icon=ICONS[name],
        url_path=name,
        default=name == next(iter(PAGE_CHARTS)),
    )
    for name in PAGE_CHARTS
}
page = st.navigation(list(pages.values()))
name = next(key for key, candidate in pages.items() if candidate == page)
st.session_state["pages"] = pages
show_sidebar(place)
place.choices.put_in_address()
if show_top(place, name, says_how=name not in BEFORE_THE_FIRST_NIGHT) or name in BEFORE_THE_FIRST_NIGHT:
    page.run()
_watch(_state(place))
