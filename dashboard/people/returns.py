"""Patterns around returns in sentences, what order data cannot show, and people by what they leave."""

from __future__ import annotations

import streamlit as st

from dashboard import data, numbers
from dashboard.frame.blocks import section, sentence, table
from dashboard.frame.here import Here


def show_patterns(place: Here) -> None:
    """Bought again cheaper elsewhere, collected and bought more, and what no order data shows."""
    t, language = place.t, place.language
    sums = place.ask(data.return_sums)
    currency = place.ask(data.about).currency
    with st.container(border=True, key="return_patterns"):
        section(t("returns.patterns"), t("returns.patterns.hint"))
        if sums["rebuyers"]:
            saved = numbers.money(sums["rebuy_saved"], currency, language)
            sentence(t.plural("returns.rebuy", sums["rebuyers"], saved=saved))
        else:
            sentence(t("returns.rebuy.none"))
        if sums["collectors"]:
            amount = numbers.money(sums["pickup_addon_net_sales"], currency, language)
            sentence(t.plural("returns.addon", sums["collectors"], amount=amount))
        else:
            sentence(t("returns.addon.none"))
        sentence(t("returns.try_in_store"))


def show_people(place: Here) -> None:
    """People who gave something back, by what they leave after it."""
    t = place.t
    rows = place.ask(data.returning_people)
    with st.container(border=True, key="returning_people"):
        section(t("returns.people"), t("returns.people.hint"))
        if not rows:
            sentence(t("returns.people.none"))
            return
        table(place, rows, ("customer_id", "text"), ("contribution", "money"), ("orders", "count"),
              ("returned_orders", "count"), ("return_share", "share"), ("return_share_shrunk", "share"),
              ("refunded", "money"), ("buy_return_rebuy", "count"))  # fmt: skip
