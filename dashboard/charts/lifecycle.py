"""Where the customers stand in the shop's own rhythm, by month: who is late, and who is gone."""

from __future__ import annotations

import plotly.graph_objects as go

from dashboard import data, theme
from dashboard.charts import bounds
from dashboard.charts.figure import blank, dashed_box, month_axis
from dashboard.charts.scene import Scene
from dashboard.charts.view import ChartView, Filters
from dashboard.data import Row
from transforms.engines.snapshot import SnapshotReader
from transforms.tables.words import LIFECYCLES

MONTHS = 13
LATE = ("due", "at_risk")
"""Past the day by which half of those who come back are back, and not yet given up."""
STACKED = ("active", "new", "won_back", "due", "at_risk", "lapsed")
"""From the ground up: who is within the rhythm, then who is late."""


def refused(scene: Scene, key: str) -> ChartView:
    """A chart without rows: that the shop's curve is not enough to call anybody late, or that there are no people."""
    for row in data.lifecycle_thresholds(scene.reader):
        if row["curve_state"] == "few_people":
            return scene.without_rows(key, "few_back", people=scene.count(row["came_back"]))
        return scene.without_rows(key, "still_rising", days=scene.count(row["followed_days"]))
    return scene.empty(key, "people")


def _stocks(scene: Scene) -> list[Row]:
    """How many stand where at the end of each month drawn."""
    cells: dict[tuple[str, str], list[Row]] = {}
    for row in data.lifecycle_flows(scene.reader):
        if scene.is_drawn(row["month"]):
            cells.setdefault((row["month"], row["to_state"]), []).append(row)
    months = sorted({month for month, _ in cells})[-MONTHS:]
    return [
        {
            "month": month,
            "state": state,
            **bounds.summed(cells.get((month, state), []), "customers"),
            "is_complete": scene.is_over(month),
        }
        for month in months
        for state in LIFECYCLES
    ]


def _days(row: Row) -> tuple[int, int, int]:
    return row["due_days"], row["at_risk_days"], row["lapsed_days"]


def _said(scene: Scene, key: str, row: Row) -> str:
    names = ("due", "at_risk", "lapsed")
    return scene.t(key, **{name: scene.count(days) for name, days in zip(names, _days(row), strict=True)})


def _thresholds(scene: Scene, known: dict[str, Row]) -> list[str]:
    """From which days somebody is late, after a first purchase and after a later one."""
    if _days(known["first"]) == _days(known["later"]):
        lines = [_said(scene, "note.lifecycle.any", known["first"])]
    else:
        lines = [_said(scene, f"note.lifecycle.{kind}", known[kind]) for kind in ("first", "later")]
    return [*lines, scene.t("note.lifecycle.why")]


def _title(scene: Scene, rows: list[Row], known: dict[str, Row]) -> str:
    last = rows[-1]["month"]
    late = sum(row["customers"] for row in rows if row["month"] == last and row["state"] in LATE)
    if not late:
        return scene.t("title.lifecycle.nobody")
    if scene.filters.period and scene.is_over(last):
        return scene.t("title.lifecycle.then", people=scene.people(late), period=scene.period(last))
    days = sorted({row["due_days"] for row in known.values()})
    if len(days) == 1:
        return scene.t("title.lifecycle.late", people=scene.people(late), days=scene.count(days[0]))
    first, later = (scene.count(known[kind]["due_days"]) for kind in ("first", "later"))
    return scene.t("title.lifecycle.late_by_kind", people=scene.people(late), first=first, later=later)


def _bounds(scene: Scene, rows: list[Row]) -> list[str]:
    last = rows[-1]["month"]
    late = bounds.summed([row for row in rows if row["month"] == last and row["state"] in LATE], "customers")
    lines = []
    if bounds.differ(late, "customers"):
        said = bounds.people(scene, late, "customers")
        lines.append(scene.t("note.bounds.rate", measure=scene.t("lifecycle.late"), bounds=said))
    elif any(bounds.differ(row, "customers") for row in rows):
        lines.append(scene.t("note.bounds.elsewhere"))
    return bounds.notes(scene, lines)


def _hover(scene: Scene, row: Row) -> str:
    text = scene.t(
        "hover.lifecycle",
        period=scene.period(row["month"]),
        state=scene.t(f"lifecycle.{row['state']}"),
        people=scene.people(row["customers"]),
    )
    return f"{text}<br>{bounds.people(scene, row, 'customers')}"


def make(reader: SnapshotReader, filters: Filters, language: str) -> ChartView:
    """A column of people per month, in the order of the rhythm from the ground up."""
    scene = Scene(reader, filters, language)
    rows = _stocks(scene)
    if not rows:
        return refused(scene, "lifecycle")
    known = {row["purchase"]: row for row in data.lifecycle_thresholds(reader)}
    figure = blank(language, 360, barmode="stack", bargap=0.18)
    months = sorted({row["month"] for row in rows})
    for state in STACKED:
        mine = [row for row in rows if row["state"] == state]
        colours = [theme.faint(theme.RHYTHM[state], 1 if row["is_complete"] else 0.45) for row in mine]
        figure.add_trace(
            go.Bar(
                x=[row["month"] for row in mine],
                y=[row["customers"] for row in mine],
                name=scene.t(f"lifecycle.{state}"),
                marker={"color": colours, "line": {"width": 0}},
                customdata=[_hover(scene, row) for row in mine],
                hovertemplate="%{customdata}<extra></extra>",
                showlegend=True,
            )
        )
    running = [month for month in months if not scene.is_over(month)]
    for month in running:
        place = months.index(month)
        height = sum(row["customers"] for row in rows if row["month"] == month)
        dashed_box(figure, (place - 0.41, place + 0.41), (0, height), theme.LIGHT["quiet"])
    figure.update_xaxes(month_axis(months, language))
    figure.update_yaxes(rangemode="tozero", nticks=5, side="right")
    figure.update_layout(
        showlegend=True, legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "normal"}
    )
    notes = [*_thresholds(scene, known), scene.t("note.lifecycle.past"), *_bounds(scene, rows)]
    notes += [scene.t("note.incomplete", period=scene.period(month)) for month in running]
    if filters.channels or filters.branch:
        notes.append(scene.t("note.all_channels"))
    return scene.view(
        "lifecycle",
        title=_title(scene, rows, known),
        subtitle=scene.t("subtitle.lifecycle", periods=scene.periods(months)),
        figure=figure,
        columns=scene.columns(
            ("month", "text"), ("state", "text"), *bounds.columns("customers"), ("is_complete", "flag")
        ),
        rows=[
            {**row, "month": scene.period(row["month"]), "state": scene.t(f"lifecycle.{row['state']}")} for row in rows
        ],
        coverage=scene.coverage_sentence(),
        notes=notes,
    )
