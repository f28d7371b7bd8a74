"""What would tell more of who bought, as sentences with the next step, and what probable links were learnt from."""

from __future__ import annotations

import html
import re

import streamlit as st

from dashboard import data, numbers
from dashboard.data import Row
from dashboard.frame.blocks import section, sentence, table
from dashboard.frame.here import Here

SENTENCES = 3
NOTABLE = 0.05
"""A gap under this share of its channel's orders is in the table only."""


def show_gaps(place: Here) -> None:
    """Why the buyers of the last 90 days cannot be named, and what to do about the largest reasons."""
    t = place.t
    chosen = place.filters.channels
    gaps = [
        row for row in place.ask(data.coverage_gaps, place.filters.branch) if not chosen or row["channel"] in chosen
    ]
    with st.container(border=True, key="gaps"):
        section(t("gaps.title"), t("gaps.hint"))
        if not gaps:
            sentence(t("gaps.none"))
            return
        labels = {channel.name: channel.label(place.language) for channel in place.ask(data.channels)}
        for gap in [row for row in gaps if row["share_of_orders"] >= NOTABLE][:SENTENCES]:
            sentence(gap_words(place, gap, labels))
        rows = [
            {
                **gap,
                "channel": labels.get(gap["channel"], gap["channel"]),
                "gap": t(f"gap_name.{gap['reason']}"),
            }
            for gap in gaps
        ]
        with st.expander(t("card.table")):
            table(place, rows, ("channel", "text"), ("gap", "text"), ("orders", "count"), ("share_of_orders", "share"),
                  ("net_sales", "money"))  # fmt: skip


def gap_words(place: Here, gap: Row, labels: dict[str, str]) -> str:
    """One gap as a finding, and in the next line what would close it."""
    share = numbers.share(gap["share_of_orders"], place.language)
    channel = labels.get(gap["channel"], gap["channel"])
    finding = place.t(f"gap.{gap['reason']}", share=share, channel=channel)
    step = place.t(f"gap_step.{gap['reason']}")
    return f"{finding}\n{step}"


def show_model(place: Here) -> None:
    """What probable links were learnt from, and which rules brought records together; nothing where nothing was."""
    t, language = place.t, place.language
    model = place.ask(data.link_model)
    if model is None or model["state"] != "trained":
        return
    counts = {name: numbers.count(value, language) for name, value in model.items() if isinstance(value, int)}
    with st.expander(t("model.title")):
        st.html(f'<p class="chart-sub">{html.escape(t("model.learnt", **counts))}</p>')
        rows = [{**row, "rule": _rule_words(place, row["rule"])} for row in place.ask(data.link_blocking)]
        table(place, rows, ("rule", "text"), ("pairs_wanted", "count"),
              ("pairs_kept", "count"), ("values_left_out", "count"))  # fmt: skip


def _rule_words(place: Here, rule: str) -> str:
    key = f"rule.{re.sub('[^a-z]+', '_', rule.casefold())}"
    return place.t(key) if key in place.t else rule
