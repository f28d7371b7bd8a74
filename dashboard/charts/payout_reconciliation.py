"""Whether the platforms paid out what their own bills add up to: statements on the zero line agree."""

from __future__ import annotations

from math import sqrt

import plotly.graph_objects as go

from dashboard import data, numbers, theme
from dashboard.charts.figure import blank, month_axis
from dashboard.charts.scene import Scene
from dashboard.charts.view import ChartView, Filters
from dashboard.data import Row
from transforms.engines.snapshot import SnapshotReader

MONTHS = 13
_MARKS = {"agrees": (theme.GOOD, "circle"), "differs": (theme.WRONG, "diamond")}
"""Colour and mark of a state that can be drawn; the others have no difference."""


def _rows(scene: Scene) -> list[Row]:
    """Statements of the months drawn: one that does not agree has a row, the others one per channel and month."""
    found = [row for row in data.statements(scene.reader) if scene.is_drawn(row["month"])]
    chosen = scene.chosen(row["channel"] for row in found)
    months = sorted({row["month"] for row in found})[-MONTHS:]
    return [row for row in found if row["channel"] in chosen and row["month"] in months]


def _number(rows: list[Row], *states: str) -> int:
    return sum(row["statements"] for row in rows if row["payout_state"] in states)


def _title(scene: Scene, rows: list[Row]) -> str:
    agree, compared = _number(rows, "agrees"), _number(rows, "agrees", "differs")
    counts = {"agree": scene.count(agree), "n": scene.count(compared)}
    off: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row["payout_state"] == "differs":
            off.setdefault((row["channel"], row["month"]), []).append(row)
    if not off:
        return scene.t("title.payout_reconciliation.all", **counts)
    channel, month = max(off, key=lambda each: (sum(abs(row["difference"]) for row in off[each]), each))
    difference = sum(row["difference"] for row in off[channel, month])
    found = "over" if difference > 0 else "short" if difference < 0 else "both"
    amount = abs(difference) or sum(abs(row["difference"]) for row in off[channel, month])
    return scene.t(
        f"title.payout_reconciliation.{found}",
        channel=scene.label(channel),
        period=scene.period(month),
        amount=scene.money_full(amount),
        **counts,
    )


def _hover(scene: Scene, row: Row) -> str:
    values = {"channel": scene.label(row["channel"]), "period": scene.period(row["month"])}
    if row["payout_state"] == "agrees":
        return scene.t("hover.payout_reconciliation.agrees", n=scene.count(row["statements"]), **values)
    amounts = {name: scene.money_full(row[name]) for name in ("expected", "stated", "difference")}
    return scene.t("hover.payout_reconciliation.differs", statement=row["statement"], **amounts, **values)


def _notes(scene: Scene, rows: list[Row]) -> list[str]:
    notes = []
    for state in ("pending", "no_lines"):
        for name in scene.channels:
            number = _number([row for row in rows if row["channel"] == name], state)
            if number:
                said = {"channel": scene.label(name), "n": scene.count(number)}
                notes.append(scene.t(f"note.payout_reconciliation.{state}", **said))
    sources = sorted({row["source"] for row in rows})
    notes.append(scene.t("note.payout_reconciliation.sources", sources=numbers.listing(sources, scene.language)))
    if scene.filters.branch:
        notes.append(scene.t("note.all_branches"))
    return [*notes, *scene.other_currency_notes()]


def make(reader: SnapshotReader, filters: Filters, language: str) -> ChartView:
    """A point per month and channel whose statements agree, as large as they are many, and one per other statement."""
    scene = Scene(reader, filters, language)
    rows = _rows(scene)
    drawn = [row for row in rows if row["difference"] is not None]
    if not drawn:
        return scene.empty("payout_reconciliation", "payouts")
    months = sorted({row["month"] for row in rows})
    most = max(row["statements"] for row in drawn)
    figure = blank(language, 300)
    for state, (colour, mark) in _MARKS.items():
        mine = [row for row in drawn if row["payout_state"] == state]
        if mine:
            figure.add_trace(
                go.Scatter(
                    x=[row["month"] for row in mine],
                    y=[float(row["difference"]) for row in mine],
                    mode="markers",
                    name=scene.t(f"payout_state.{state}"),
                    showlegend=True,
                    marker={
                        "color": colour,
                        "symbol": mark,
                        "size": [8 + 10 * sqrt(row["statements"] / most) if state == "agrees" else 13 for row in mine],
                    },
                    customdata=[_hover(scene, row) for row in mine],
                    hovertemplate="%{customdata}<extra></extra>",
                )
            )
    reach = max((abs(float(row["difference"])) for row in drawn), default=0) * 1.25 or 1
    figure.add_hline(y=0, line={"color": theme.LIGHT["zero"], "width": 1.5}, layer="below")
    figure.update_xaxes(month_axis(months, language))
    ticks = [-reach / 1.25, 0, reach / 1.25]
    figure.update_yaxes(
        range=[-reach, reach], tickvals=ticks, ticktext=[scene.money(tick) for tick in ticks], side="right"
    )
    figure.update_layout(showlegend=True, legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0})
    return scene.view(
        "payout_reconciliation",
        title=_title(scene, rows),
        subtitle=scene.t(
            "subtitle.payout_reconciliation", currency=scene.about.currency, periods=scene.periods(months)
        ),
        figure=figure,
        columns=scene.columns(
            ("channel", "text"),
            ("month", "text"),
            ("payout_state", "text"),
            ("statement", "text"),
            ("statements", "count"),
            ("before_fees", "money"),
            ("fees_charged", "money"),
            ("fees_returned", "money"),
            ("adjustments", "money"),
            ("expected", "money"),
            ("stated", "money"),
            ("difference", "money"),
            ("source", "text"),
        ),
        rows=[
            {
                **row,
                "channel": scene.label(row["channel"]),
                "month": scene.period(row["month"]),
                "payout_state": scene.t(f"payout_state.{row['payout_state']}"),
            }
            for row in rows
        ],
        coverage=scene.t("coverage.every_statement"),
        notes=_notes(scene, rows),
    )
