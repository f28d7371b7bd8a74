"""Which source a file goes to, and how a first source comes into shop.toml."""

from __future__ import annotations

import re
from collections.abc import Callable

import streamlit as st

from dashboard.adding.desk import Upload, settings_text
from dashboard.frame.choices import NOTHING
from dashboard.frame.here import Here
from transforms.exports.adding import Choice, new_source_name
from transforms.settings import Shop, ShopError
from transforms.settings.edit import difference, with_source, write_settings
from transforms.tables.words import CHANNEL_KINDS

NEW_SOURCE = "＋"
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_NEW_CHANNEL = "＋"


def choose_or_make_source(
    place: Here, shop: Shop, upload: Upload, number: int, after_change: Callable[[], None]
) -> str | None:
    """The source chosen for a file; None while nobody has said which."""
    t = place.t
    assert upload.known is not None
    assert upload.choice is not None
    choice = upload.choice
    said = {NOTHING: t("adding.say_which"), NEW_SOURCE: t("adding.new_source")}
    first = [] if choice.source else [NOTHING]
    offered = [*first, *shop.sources, NEW_SOURCE] if shop.sources else [NEW_SOURCE]
    if shop.sources:
        source = st.selectbox(
            t("adding.goes_to"),
            offered,
            index=offered.index(choice.source) if choice.source in offered else 0,
            format_func=lambda name: said.get(name) or _named(place, shop, name),
            key=f"source_{number}_{len(shop.sources)}",
            help=t(f"why_source.{choice.why}"),
        )
    else:
        source = NEW_SOURCE
    if source == NEW_SOURCE:
        _show_new_source(place, shop, upload, number, after_change)
        return NEW_SOURCE
    return source or None


def _named(place: Here, shop: Shop, name: str) -> str:
    return f"{name} · {shop.channel_label(shop.sources[name].channel, place.language)}"


def _show_new_source(place: Here, shop: Shop, upload: Upload, number: int, after_change: Callable[[], None]) -> None:
    """A form for a source and its channel; the change is shown before it is written."""
    t = place.t
    assert upload.known is not None
    layout = upload.known.layouts[0]
    usual, usual_kind = layout.usual_channel
    st.html(f'<p class="chart-sub">{t("adding.new_source_what")}</p>')
    left, right = st.columns(2)
    with left:
        name = st.text_input(t("adding.source_name"), new_source_name(shop, layout), key=f"new_source_{number}").strip()
        channels = [*shop.channels, *([] if usual in shop.channels else [usual]), _NEW_CHANNEL]
        channel = st.selectbox(
            t("adding.channel"),
            channels,
            index=channels.index(usual),
            format_func=lambda each: (
                t("adding.other_channel")
                if each == _NEW_CHANNEL
                else shop.channel_label(each, place.language)
                if each in shop.channels
                else each
            ),
            key=f"new_channel_{number}",
        )
    with right:
        if channel == _NEW_CHANNEL:
            channel = st.text_input(t("adding.channel_name"), key=f"channel_name_{number}").strip()
        kind: str = shop.channels[channel].kind if channel in shop.channels else usual_kind
        if channel not in shop.channels:
            kind = st.selectbox(
                t("adding.channel_kind"),
                list(CHANNEL_KINDS),
                index=CHANNEL_KINDS.index(usual_kind),
                format_func=lambda each: t(f"channel_kind.{each}"),
                key=f"channel_kind_{number}",
            )
    if not NAME.fullmatch(name) or not NAME.fullmatch(channel) or name in shop.sources:
        st.html(f'<div class="banner held">{t("adding.names_are")}</div>')
        return
    before = settings_text(place.home)
    try:
        after = with_source(before, name, channel, kind)
    except ShopError:
        st.html(f'<div class="banner wrong">{t("adding.settings_changed")}</div>')
        return
    st.html(f'<p class="chart-sub">{t("adding.will_be_written")}</p>')
    st.code("\n".join(difference(before, after)), language="diff")
    if st.button(t("adding.write_settings"), key=f"write_{number}"):
        try:
            write_settings(place.home.shop_toml, before, after)
        except ShopError:
            st.html(f'<div class="banner wrong">{t("adding.settings_changed")}</div>')
            return
        upload.choice = Choice(name, "named")
        after_change()
        st.rerun()
