"""What changed, in up to five sentences, each a link to the page that shows it."""

from __future__ import annotations

import streamlit as st

from dashboard import data, numbers
from dashboard.charts.registry import PAGE_CHARTS
from dashboard.data import Row
from dashboard.frame.blocks import section, sentence
from dashboard.frame.here import Here

MOST = 5
CHARTS = {
    "net_sales": "channel_mix",
    "own_share": "channel_mix",
    "take_rate": "take_rate",
    "refunded_share": "return_rates",
    "homecoming": "homecoming",
    "lapsed": "lifecycle",
    "payout_short": "payout_reconciliation",
    "payout_over": "payout_reconciliation",
    "fee_audit": "fee_audit",
    "never_paid_out": "fee_audit",
}
"""The chart that shows what a finding is about."""
SHARES = ("take_rate", "refunded_share", "own_share")
MONEY = ("net_sales", "payout_short", "payout_over")


WRONG = ("payout_short", "payout_over", "fee_audit", "never_paid_out")
"""What a platform got wrong: it has no up and down."""


def page_of(finding: str) -> str:
    """The page with the chart of a finding."""
    return next(page for page, charts in PAGE_CHARTS.items() if CHARTS[finding] in charts)


def words(place: Here, row: Row, labels: dict[str, str]) -> str:
    """One finding as a sentence in the reader's language."""
    language, currency = place.language, place.ask(data.about).currency

    def level(value: float | None) -> str:
        if row["finding"] in SHARES:
            return numbers.share(value, language)
        if row["finding"] in MONEY:
            return numbers.money(value, currency, language)
        return numbers.people(value, language)

    way = "" if row["finding"] in WRONG else ".up" if row["amount"] > 0 else ".down"
    return place.t(
        f"morning.{row['finding']}{way}",
        channel=labels.get(row["channel"], row["channel"]),
        period=numbers.period(row["month"], language),
        amount=numbers.money(abs(row["amount"]), currency, language),
        level=level(row["level"]),
        before=level(row["level_before"]),
        cases=numbers.count(row["cases"], language),
    )


def show_morning(place: Here) -> None:
    """The findings of the night, the largest amount first; nothing in a snapshot that has none of its own."""
    if not place.reader.has("morning_findings"):
        return
    labels = {channel.name: channel.label(place.language) for channel in place.ask(data.channels)}
    with st.container(border=True, key="morning"):
        section(place.t("home.morning"), place.t("home.morning.hint"))
        rows = place.ask(data.morning_findings, MOST)
        if not rows:
            sentence(place.t("home.morning.none"))
        for row in rows:
            # a dollar sign would start a formula in a link's label
            st.page_link(
                st.session_state["pages"][page_of(row["finding"])],
                label=words(place, row, labels).replace("$", "\\$"),
                icon=":material/trending_up:" if row["amount"] > 0 else ":material/trending_down:",
            )
