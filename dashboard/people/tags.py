"""Tags of people, from the owner's rules, and how many have each."""

from __future__ import annotations

import streamlit as st

from dashboard import data
from dashboard.frame.blocks import section, sentence, table
from dashboard.frame.here import Here
from transforms.settings import ShopError
from transforms.settings.section import in_language
from transforms.settings.tags import Tag


def show_tags(place: Here) -> None:
    """Every tag of the settings and of the last night, those of most people first."""
    t = place.t
    counts = place.ask(data.tag_counts)
    try:
        rules: dict[str, Tag] = place.home.shop().tags
    except ShopError:  # another page says what is wrong with the settings
        rules = {}
    everybody = place.ask(data.reach)["customers"]
    names = sorted({*counts, *rules}, key=lambda name: (-counts.get(name, 0), name))
    with st.container(border=True, key="tags"):
        section(t("tags.title"), t("tags.hint"))
        if not names:
            sentence(t("tags.none"))
            return
        rows = [
            {
                "tag": in_language(rules[name].label, place.language, name) if name in rules else name,
                "customers": counts.get(name, 0),
                "share": counts.get(name, 0) / everybody if everybody else None,
            }
            for name in names
        ]
        table(place, rows, ("tag", "text"), ("customers", "people"), ("share", "share"))
