"""Whom we may reach, and what people have agreed to."""

from __future__ import annotations

import streamlit as st

from dashboard import data, numbers
from dashboard.frame.blocks import section, sentence, table
from dashboard.frame.here import Here


def show_consents(place: Here) -> None:
    """How many customers we may reach, in a sentence; agreed, refused and reached by purpose."""
    t = place.t
    with st.container(border=True, key="consents"):
        section(t("consents.title"), t("consents.hint"))
        rows = place.ask(data.consents)
        if not rows:
            sentence(t("consents.none"))
            return
        reach = place.ask(data.reach)
        sentence(
            t(
                "consents.reach",
                reached=numbers.count(reach["reached"], place.language),
                customers=numbers.count(reach["customers"], place.language),
                share=numbers.share(reach["reached"] / max(reach["customers"], 1), place.language),
            )
        )
        table(place, [{**row, "purpose": t(f"purpose.{row['purpose']}")} for row in rows], ("purpose", "text"),
              ("agreed", "people"), ("refused", "people"), ("reached", "people"))  # fmt: skip
