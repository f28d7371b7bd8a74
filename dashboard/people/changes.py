"""What changed about people from night to night: merges, splits, why, and which figures of past months moved."""

from __future__ import annotations

import streamlit as st

from dashboard import data, numbers
from dashboard.data import Row
from dashboard.frame.blocks import section, sentence, table
from dashboard.frame.here import Here
from dashboard.people.questions import evidence_words

FIGURES = 2
"""Changed figures told in a night's sentence; the others are in the table."""
TOLD_FIRST = ("repeat_rate", "returning_rate", "customers")


def show_changes(place: Here) -> None:
    """A sentence per night that merged or split people, and every change as a table."""
    t = place.t
    nights, revised = place.ask(data.nights_of_changes), place.ask(data.revisions)
    with st.container(border=True, key="changes"):
        section(t("changes.title"), t("changes.hint"))
        rules = place.ask(data.linking_rules)
        if rules is not None and rules["is_rebuilt"]:
            day = numbers.day(rules["rules_since"], place.language)
            sentence(t(f"changes.rebuilt_{rules['rules_of']}", day=day))
        if not nights:
            sentence(t("changes.none"))
            return
        for night in nights:
            sentence(night_words(place, night, [row for row in revised if row["run_id"] == night["run_id"]]))
        _table_of_people(place)
        _table_of_figures(place, revised)


def night_words(place: Here, night: Row, revised: list[Row]) -> str:
    """One night in a sentence: 42 customers merged; repeat rate of October 31.2 → 31.4 %."""
    t, language = place.t, place.language
    said = [
        t.plural(f"changes.{change}", night[change], n=numbers.count(night[change], language))
        for change in ("merged", "split", "confirmed")
        if night[change]
    ] or [t("changes.nobody")]
    months = sorted({row["period"] for row in revised}, reverse=True)
    ranked = sorted(revised, key=lambda row: (months.index(row["period"]), TOLD_FIRST.index(row["measure"])))
    said += [figure_words(place, row) for row in ranked[:FIGURES]]
    apart = "; " if language == "en" else "；"
    return f"{numbers.day(night['changed_on'], language)}: {apart.join(said)}"


def figure_words(place: Here, row: Row) -> str:
    """One figure of a month, before and after."""
    before, after = _values(place, row)
    return place.t(
        "changes.figure",
        measure=place.t(f"revised.{row['measure']}"),
        month=numbers.period(row["period"], place.language),
        before=before,
        after=after,
    )


def _values(place: Here, row: Row) -> tuple[str, str]:
    """Both values, with as many decimals as tell them apart."""
    before, after = row["value_before"], row["value_after"]
    if before is None or after is None or row["measure"] == "customers":
        return _counted(place, before), _counted(place, after)
    for decimals in (1, 2, 3):
        one, other = (f"{100 * each:.{decimals}f}" for each in (before, after))
        if one != other:
            break
    return one, f"{other}%"


def _counted(place: Here, value: float | None) -> str:
    return numbers.count(None if value is None else round(value), place.language)


def _table_of_people(place: Here) -> None:
    t = place.t
    rows = [
        {
            **row,
            "change": t(f"change.{row['change']}"),
            "reason": t(f"change_reason.{row['reason']}"),
            "evidence": numbers.listing(
                [evidence_words(place, kind) for kind in (row["evidence"] or "").split("+") if kind], place.language
            ),
            "customer_id": row["customer_id"] or t("who.nameless"),
            "other_customer_id": row["other_customer_id"] or t("who.nameless"),
        }
        for row in place.ask(data.people_changes)
    ]
    if rows:
        with st.expander(t("changes.who")):
            table(place, rows, ("changed_on", "day"), ("change", "text"), ("reason", "text"), ("evidence", "text"),
                  ("orders_moved", "count"), ("net_sales_moved", "money"), ("customer_id", "text"),
                  ("other_customer_id", "text"))  # fmt: skip


def _table_of_figures(place: Here, revised: list[Row]) -> None:
    if not revised:
        return
    rows = []
    for row in revised:
        before, after = _values(place, row)
        rows.append(
            {
                "changed_on": row["changed_on"],
                "measure": place.t(f"revised.{row['measure']}"),
                "period": numbers.period(row["period"], place.language),
                "value_before": before,
                "value_after": after,
            }
        )
    with st.expander(place.t("changes.figures")):
        table(place, rows, ("changed_on", "day"), ("measure", "text"), ("period", "text"), ("value_before", "text"),
              ("value_after", "text"))  # fmt: skip
