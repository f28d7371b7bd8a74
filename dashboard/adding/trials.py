"""What a file would bring: months, states, fees, and rows that cannot be read."""

from __future__ import annotations

import html

import streamlit as st

from dashboard import numbers
from dashboard.charts.view import TableColumn
from dashboard.frame.here import Here
from dashboard.frame.table import html_table
from transforms.trial import Trial


def show_trial(place: Here, trial: Trial, *, open_at_once: bool) -> None:
    """The figures of one file, folded away or in sight."""
    t, language = place.t, place.language
    said = trial_lines(place, trial)
    heading = said[0] if said else t("adding.no_figures")
    with st.expander(heading, expanded=open_at_once):
        lines = "".join(f"<div>{html.escape(line)}</div>" for line in said[1:])
        if lines:
            st.html(f'<div class="chart-notes">{lines}</div>')
        for currency in dict.fromkeys(month.currency for month in trial.months):
            rows = [
                {**vars(month), "month": numbers.period(month.month, language)}
                for month in trial.months
                if month.currency == currency
            ]
            heads = [
                TableColumn("month", t("column.month"), "text"),
                TableColumn("orders", t("column.orders"), "count"),
            ]
            names = ("gross", "merchant_discount", "platform_discount", "refunded", "net_sales")
            heads += [TableColumn(name, t(f"column.{name}"), "money") for name in names]
            st.html(html_table(heads, rows, language, currency))


def trial_lines(place: Here, trial: Trial) -> list[str]:
    """Sentences about the figures of one file."""
    t, language = place.t, place.language
    lines = []
    if trial.first_day:
        days = (numbers.day(trial.first_day, language), numbers.day(trial.last_day, language))
        orders = sum(month.orders for month in trial.months)
        lines.append(t("adding.days", first=days[0], last=days[1], n=numbers.count(orders, language)))
    if trial.statuses:
        states = [f"{t(f'order_status.{each}')} {numbers.count(n, language)}" for each, n in trial.statuses.items()]
        lines.append(t("adding.states", states=numbers.listing(states, language)))
    if trial.fees:
        currency = trial.months[0].currency if trial.months else place.home.shop().business.currency
        fees = [
            f"{t(f'fee_type.{kind}')} {numbers.money_full(n, currency, language)}" for kind, n in trial.fees.items()
        ]
        lines.append(t("adding.fees", fees=numbers.listing(fees, language)))
    if trial.items:
        lines.append(t("adding.items", n=numbers.count(trial.items, language)))
    if trial.named_orders:
        people = numbers.count(trial.people, language)
        lines.append(t("adding.people", orders=numbers.count(trial.named_orders, language), people=people))
    if trial.rows_quarantined:
        lines.append(t.plural("adding.unread_rows", trial.rows_quarantined))
        for reason, columns, rows in trial.reasons:
            why = t(f"reason.{reason}") if f"reason.{reason}" in t else t("reason.unreadable_rows")
            lines.append(f"{numbers.count(rows, language)} × {why} {columns}".rstrip())
    if trial.control_totals != "none":
        lines.append(t(f"adding.totals_{trial.control_totals}"))
    return lines
