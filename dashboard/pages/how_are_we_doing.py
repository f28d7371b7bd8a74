"""How are we doing: five tiles, what changed, what stands out, and what a hundred becomes in each channel."""

import html

import streamlit as st

from dashboard.charts.scene import Scene
from dashboard.charts.view import Filters
from dashboard.frame import tiles
from dashboard.frame.card import show_chart
from dashboard.frame.here import here
from dashboard.frame.morning import show_morning

FINDINGS = (
    ("migration_sankey", "where_do_customers_go"),
    ("cohort_grid", "who_comes_back"),
    ("take_rate", "what_do_platforms_cost"),
    ("identity_coverage", "who_is_who"),
)

place = here()


@st.cache_data(show_spinner=False, max_entries=60)
def _tiles(snapshot_id: str, pointer: str, branch: str | None, language: str) -> list[tiles.Tile]:  # noqa: ARG001
    scene = Scene(place.reader, Filters(branch=branch), language)
    return [tiles.own_share(scene), tiles.came_back(scene), tiles.platform_cost(scene), tiles.homecoming(scene)]


scene = Scene(place.reader, place.filters, place.language)
four = _tiles(place.snapshot_id or "", str(place.home.current), place.filters.branch, place.language)
if place.filters.grain != "month" or place.filters.period:
    st.html(f'<p class="chart-sub">{html.escape(place.t("home.months"))}</p>')
st.html(tiles.tiles_html([*four, tiles.last_night(scene, place)]))

show_morning(place)

with st.container(border=True, key="findings"):
    st.html(f'<h2 class="section" style="padding:0">{html.escape(place.t("home.findings"))}</h2>')
    for chart, page in FINDINGS:
        view = place.chart(chart)
        if view.rows:
            # a dollar sign would start a formula in a link's label
            st.page_link(
                st.session_state["pages"][page], label=view.title.replace("$", "\\$"), icon=":material/arrow_forward:"
            )

show_chart(place, "hundred_yuan")
show_chart(place, "channel_mix")
