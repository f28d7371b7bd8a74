"""*Add exports* as a whole: the place to drop files, a card for each, and what comes next."""

from __future__ import annotations

import html

import streamlit as st

from dashboard.adding.cards import add, banner, is_ready, show_upload
from dashboard.adding.desk import Upload, look, uploads
from dashboard.adding.words import mistake_words, title
from dashboard.frame.here import Here
from dashboard.serve import MOST_MEGABYTES
from transforms.exports.adding import choose_source
from transforms.exports.home_layouts import read_home_layouts
from transforms.exports.layout import load_layouts
from transforms.exports.recognise.apart import look_apart
from transforms.settings import Shop, ShopError
from transforms.tables.words import CHANNEL_KINDS

WHERE = ("meituan_pos", "meituan", "eleme", "taobao", "alipay", "wechat_pay", "youzan", "shopify")
"""Platforms whose way to the export is told step by step."""


def show_adding(place: Here) -> None:
    """The whole page."""
    t = place.t
    try:
        shop = place.home.shop()
    except ShopError:
        banner(t("adding.no_settings"), "wrong")
        return
    try:
        place.home.corrections()
    except ShopError as error:
        banner(str(error), "wrong")
        return
    for mistake in read_home_layouts(place.home).mistakes:
        banner(mistake_words(t, mistake), "held")
    with st.container(key="drop"):
        given = st.file_uploader(
            t("adding.drop"), accept_multiple_files=True, key="exports", max_upload_size=MOST_MEGABYTES
        )
    here_now = uploads(place.home, shop, given)
    if not here_now:
        _show_where(place)
        return

    def after_change() -> None:
        changed = place.home.shop()
        for other in here_now:
            if other.placed is None:
                _look_again(place, changed, other)

    _show_add_all(place, here_now)
    for number, upload in enumerate(here_now):
        show_upload(place, shop, upload, number, after_change)
    if any(upload.placed and upload.placed.is_new for upload in here_now):
        _show_next(place)


def _look_again(place: Here, shop: Shop, upload: Upload) -> None:
    """A new layout or source may have made a file known, or have given it a place."""
    if upload.known is None:
        look(place.home, shop, upload)
    elif upload.choice is None or upload.choice.source is None:
        upload.choice = choose_source(place.home, shop, upload.known.layouts, look=look_apart)


def _show_add_all(place: Here, here_now: list[Upload]) -> None:
    ready = [upload for upload in here_now if is_ready(upload)]
    if len(ready) > 1 and st.button(place.t("adding.add_all", n=len(ready)), type="primary", key="add_all"):
        for upload in ready:
            assert upload.choice is not None
            assert upload.choice.source is not None
            add(place, upload, upload.choice.source)
        st.rerun()


def _show_next(place: Here) -> None:
    t = place.t
    with st.container(border=True, key="next"):
        st.html(f'<h2 class="section" style="padding:0">{html.escape(t("adding.next"))}</h2>')
        schedule = place.home.shop().schedule.nightly
        st.html(f'<p class="chart-sub">{html.escape(t("adding.next_how", schedule=schedule))}</p>')
        st.code("regulars nightly", language="sh")


def _show_where(place: Here) -> None:
    """The empty page teaches which exports to download, and where they are."""
    t = place.t
    known: dict[str, list[str]] = {kind: [] for kind in CHANNEL_KINDS}
    for layout in load_layouts():
        if not layout.refused:
            known[layout.usual_channel[1]].append(title(layout, place.language))
    with st.container(border=True, key="where"):
        st.html(f'<h2 class="section" style="padding:0" data-empty="1">{html.escape(t("adding.empty"))}</h2>'
                f'<p class="chart-sub">{html.escape(t("adding.empty_how"))}</p>')  # fmt: skip
        lines = "".join(f"<li>{html.escape(t(f'adding.find.{name}'))}</li>" for name in WHERE)
        st.html(f'<ul style="line-height:1.7;margin:.2rem 0">{lines}</ul>')
        with st.expander(t("adding.known_exports", n=sum(map(len, known.values())))):
            for kind, titles in known.items():
                names = "".join(f"<li>{html.escape(each)}</li>" for each in titles)
                st.html(f"<b>{html.escape(t(f'channel_kind.{kind}'))}</b><ul>{names}</ul>")
        st.html(f'<p class="chart-sub">{html.escape(t("adding.empty_unknown"))}</p>')
