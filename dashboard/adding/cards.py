"""A card per uploaded file: what it is, what speaks for it, where it goes, and what to do with it."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import UTC, datetime

import streamlit as st

from dashboard import numbers
from dashboard.adding.describing import show_describing
from dashboard.adding.desk import Upload, describe, look, settings_text
from dashboard.adding.sources import NEW_SOURCE, choose_or_make_source
from dashboard.adding.trials import show_trial
from dashboard.adding.words import finding_words, refusal_words, renaming, shortened, title
from dashboard.frame.here import Here
from transforms.exports.adding import Busy, Recognised, TableEvidence, put, take_back
from transforms.exports.recognise.header import MissingColumns, NoKnownLayout
from transforms.settings import Shop, ShopError
from transforms.settings.edit import with_renamed, write_settings


def show_upload(place: Here, shop: Shop, upload: Upload, number: int, after_change: Callable[[], None]) -> None:
    """One file. `after_change` looks again at the other files, which a new layout or setting may have made known."""
    with st.container(border=True, key=f"upload_{number}"):
        st.html(f'<h2 class="section" style="padding:0">{html.escape(upload.name)}</h2>')
        if upload.placed is not None:
            _show_placed(place, upload, number)
        elif upload.known is not None:
            _show_known(place, shop, upload, number, after_change)
        elif isinstance(upload.refusal, MissingColumns) and upload.refusal.renamed:
            _show_renamed(place, shop, upload, number, after_change)
        elif isinstance(upload.refusal, NoKnownLayout) and not upload.refusal.is_other_export:
            unknown = describe(place.home, shop, upload)
            if unknown is None:
                _refused(place, upload)
            else:
                show_describing(place, shop, upload, number, after_change)
        else:
            _refused(place, upload)


def banner(text: str, look_of_it: str = "calm") -> None:
    """One sentence in a box."""
    st.html(f'<div class="banner {look_of_it}">{html.escape(text)}</div>')


def _refused(place: Here, upload: Upload) -> None:
    assert upload.refusal is not None
    banner(refusal_words(place.t, upload.refusal), "wrong")


def is_ready(upload: Upload) -> bool:
    """Whether a file can be added without a further question."""
    return upload.placed is None and upload.known is not None and bool(upload.choice and upload.choice.source)


def add(place: Here, upload: Upload, source: str) -> None:
    """Put the copy into the source's folder."""
    upload.placed = put(place.home, source, upload.path, upload.name)
    upload.taken_back = False


def _show_known(place: Here, shop: Shop, upload: Upload, number: int, after_change: Callable[[], None]) -> None:
    t, known = place.t, upload.known
    assert known is not None
    what = numbers.listing([title(layout, place.language) for layout in known.layouts], place.language)
    st.html(f'<p class="finding" style="margin:0">{html.escape(what)}</p>')
    if upload.taken_back:
        banner(t("adding.taken_back"))
    for table in known.tables:
        _show_evidence(place, table, number)
    _show_findings(place, known)
    source = choose_or_make_source(place, shop, upload, number, after_change)
    if source is None or source == NEW_SOURCE:
        return
    trial = upload.trial(place.home, shop, source)
    if trial is not None:
        show_trial(place, trial, open_at_once=False)
    st.html(f'<p class="chart-sub">{html.escape(t("adding.will_happen", folder=f"exports/{source}/"))}</p>')
    if st.button(t("adding.add"), type="primary", key=f"add_{number}"):
        add(place, upload, source)
        st.rerun()


def _show_evidence(place: Here, table: TableEvidence, number: int) -> None:
    t = place.t
    said = [t("adding.known_by", words=shortened(t, table.gave_away))]
    if table.lacking:
        said.append(t("adding.lacking", words=shortened(t, table.lacking)))
    rows = t.plural("card.rows", table.rows, n=numbers.count(table.rows, place.language))
    where = t("adding.where", rows=rows, line=table.header_line, encoding=table.encoding)
    said.append(f"{where} · {t('adding.sheet', sheet=table.sheet)}" if table.sheet else where)
    if table.totals:
        totals = numbers.listing([f"{total.name} {total.stated}" for total in table.totals], place.language)
        said.append(t("adding.states_totals", totals=totals))
    lines = "".join(f"<div>{html.escape(line)}</div>" for line in said)
    st.html(f'<div class="chart-notes" data-evidence="{number}">{lines}</div>')


def _show_findings(place: Here, known: Recognised) -> None:
    found = [*known.findings, *(each for table in known.tables for each in table.columns)]
    quiet = ("missing_optional",)
    loud = [finding_words(place.t, each) for each in found if each[0] not in quiet]
    if loud:
        lines = "<br>".join(map(html.escape, loud))
        st.html(f'<div class="banner held">{lines}</div>')


def _show_placed(place: Here, upload: Upload, number: int) -> None:
    t, placed = place.t, upload.placed
    assert placed is not None
    folder = f"exports/{placed.source}/{placed.name}"
    if not placed.is_new:
        banner(t("adding.was_there", file=folder))
        return
    st.html(f'<div class="banner calm" data-added="{number}">{html.escape(t("adding.added", file=folder))}</div>')
    if st.button(t("adding.take_back"), key=f"back_{number}"):
        try:
            take_back(place.home, placed, datetime.now(UTC))
        except Busy:
            banner(t("adding.busy"), "held")
            return
        upload.placed, upload.taken_back = None, True
        st.rerun()


def _show_renamed(place: Here, shop: Shop, upload: Upload, number: int, after_change: Callable[[], None]) -> None:
    """A known export in which columns have new words: asked about, and confirmed in shop.toml."""
    t, error = place.t, upload.refusal
    assert isinstance(error, MissingColumns)
    banner(t("adding.renamed", layout=error.layout), "held")
    for old, new in error.renamed:
        st.html(f'<p class="finding" style="margin:0">{html.escape(t("adding.renamed_pair", old=old, new=new))}</p>')
    if len(error.renamed) < len(error.missing):
        _refused(place, upload)
        return
    sources = list(shop.sources)
    if not sources:
        banner(t("adding.no_source_yet"))
        return
    source = st.selectbox(t("adding.goes_to"), sources, key=f"renamed_source_{number}")
    st.code(renaming(error), language="toml")
    if st.button(t("adding.renamed_yes"), key=f"renamed_{number}"):
        before = settings_text(place.home)
        try:
            write_settings(place.home.shop_toml, before, with_renamed(before, source, error.renamed))
        except ShopError:
            banner(t("adding.settings_changed"), "wrong")
            return
        look(place.home, place.home.shop(), upload)
        after_change()
        st.rerun()
