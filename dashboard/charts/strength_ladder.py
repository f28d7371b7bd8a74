"""How close people are to us: everybody we know by rung at the end of each month, and who rose and fell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from dashboard import data, theme
from dashboard.charts import bounds
from dashboard.charts.figure import blank, dashed_box, month_axis
from dashboard.charts.intervals import direction
from dashboard.charts.scene import Scene
from dashboard.charts.view import ChartView, Filters
from dashboard.data import Row
from transforms.engines.snapshot import SnapshotReader
from transforms.tables.words import NO_STRENGTH, STRENGTHS

MONTHS = 13
CLOSE = ("strong", "super")
RUNGS = (NO_STRENGTH, *STRENGTHS)
MOVES = {"rose": theme.WARM[0], "fell": theme.COOL[0]}


def _stock(rows: list[Row], rung: str) -> Row:
    """People on a rung at the end of a month."""
    return bounds.summed([row for row in rows if row["to_strength"] == rung], "customers")


def _moved(rows: list[Row], way: str) -> Row:
    """People who rose or fell in a month; who was first seen did neither."""
    sign = 1 if way == "rose" else -1
    return bounds.summed(
        [
            row
            for row in rows
            if row["from_strength"] != NO_STRENGTH
            and sign * (RUNGS.index(row["to_strength"]) - RUNGS.index(row["from_strength"])) > 0
        ],
        "customers",
    )


def _title(scene: Scene, by_month: dict[str, list[Row]]) -> str:
    done = [month for month, rows in by_month.items() if rows[0]["is_complete"]] or list(by_month)[-1:]
    now, before = done[-1], done[0]
    close, everybody = (
        {
            month: sum(row["customers"] for row in by_month[month] if row["to_strength"] in rungs)
            for month in (now, before)
        }
        for rungs in (CLOSE, STRENGTHS)
    )
    values = {"people": scene.people(close[now]), "period": scene.period(now)}
    if not everybody[now]:
        return scene.t("title.strength_ladder.nobody")
    values["share"] = scene.share(close[now] / everybody[now])
    if before == now or not everybody[before]:
        return scene.t("title.strength_ladder.first", **values)
    moved = direction(close[now], everybody[now], close[before], everybody[before])
    key = {1: "up", -1: "down", 0: "same"}[moved]
    was = scene.share(close[before] / everybody[before])
    return scene.t(f"title.strength_ladder.{key}", **values, before=was, since=scene.period(before))


def _hover(scene: Scene, rows: list[Row], what: str, count: Row) -> str:
    text = scene.t(
        "hover.strength_ladder",
        period=scene.period(rows[0]["month"]),
        what=what,
        people=scene.people(count["customers"]),
    )
    text = f"{text}<br>{bounds.people(scene, count, 'customers')}"
    return text if rows[0]["is_complete"] else f"{text}<br>{scene.t('hover.not_over')}"


def _bars(figure: go.Figure, counts: Sequence[tuple[list[Row], Row]], hovers: Sequence[str], **look: Any) -> None:
    """One set of bars, faint where the month is not over; `sign` −1 draws them downwards."""
    colour, sign, row = look["colour"], look.get("sign", 1), look["row"]
    figure.add_trace(
        go.Bar(
            x=[rows[0]["month"] for rows, _ in counts],
            y=[sign * count["customers"] for _, count in counts],
            name=look["name"],
            marker={
                "color": [theme.faint(colour, 1 if rows[0]["is_complete"] else 0.35) for rows, _ in counts],
                "line": {"width": 0},
            },
            customdata=list(hovers),
            hovertemplate="%{customdata}<extra></extra>",
            showlegend=look.get("in_legend", False),
        ),
        row=row,
        col=1,
    )


def _table(scene: Scene, counts: Sequence[tuple[list[Row], Row]], what: str, sign: int = 1) -> list[Row]:
    """Rows of the table behind: people on a rung, or who moved; `drawn` is how far their bar reaches."""
    return [
        {
            **count,
            "month": scene.period(rows[0]["month"]),
            "strength": what,
            "is_complete": rows[0]["is_complete"],
            "drawn": sign * count["customers"],
        }
        for rows, count in counts
    ]


def _notes(scene: Scene, by_month: dict[str, list[Row]]) -> list[str]:
    month, rows = [(month, rows) for month, rows in by_month.items() if rows[0]["is_complete"]][-1:][0]
    newcomers = bounds.summed([row for row in rows if row["from_strength"] == NO_STRENGTH], "customers")
    counts = {"rose": _moved(rows, "rose"), "fell": _moved(rows, "fell"), "first": newcomers}
    values = {name: scene.people(count["customers"]) for name, count in counts.items()}
    notes = [scene.t("note.strength_ladder.moved", period=scene.period(month), **values)]
    close = bounds.summed([row for row in rows if row["to_strength"] in CLOSE], "customers")
    lines = []
    if bounds.differ(close, "customers"):
        measure = scene.t("note.bounds.month", month=scene.period(month), what=scene.t("note.strength_ladder.close"))
        lines = [scene.t("note.bounds.rate", measure=measure, bounds=bounds.people(scene, close, "customers"))]
    return [*notes, *bounds.notes(scene, lines)]


def make(reader: SnapshotReader, filters: Filters, language: str) -> ChartView:
    """Stacked columns of people by rung, the closest below; under it those who rose a rung and those who fell."""
    scene = Scene(reader, filters, language)
    found = [row for row in data.strength_ladder(reader) if scene.is_drawn(row["month"])]
    months = sorted({row["month"] for row in found})[-MONTHS:]
    by_month = {month: [row for row in found if row["month"] == month] for month in months}
    if not any(row["customers"] for row in found):
        return scene.empty("strength_ladder", "people")
    figure = make_subplots(
        rows=2,
        cols=1,
        row_heights=[0.68, 0.32],
        shared_xaxes=True,
        vertical_spacing=0.13,
        subplot_titles=[scene.t("axis.rungs"), scene.t("axis.rung_moves")],
        figure=blank(language, 480, barmode="relative", bargap=0.18, margin={"l": 8, "r": 8, "t": 60, "b": 8}),
    )
    table: list[Row] = []
    for rung in reversed(STRENGTHS):
        counts = [(rows, _stock(rows, rung)) for rows in by_month.values()]
        name = scene.t(f"strength.{rung}")
        table += _table(scene, counts, name)
        hovers = [_hover(scene, rows, name, count) for rows, count in counts]
        _bars(figure, counts, hovers, colour=theme.RUNGS[rung], name=name, row=1, in_legend=True)
    for way, colour in MOVES.items():
        counts = [(rows, _moved(rows, way)) for rows in by_month.values()]
        name = scene.t(f"rung_move.{way}")
        table += _table(scene, counts, name, sign=1 if way == "rose" else -1)
        hovers = [_hover(scene, rows, name, count) for rows, count in counts]
        _bars(figure, counts, hovers, colour=colour, name=name, row=2, sign=1 if way == "rose" else -1)
    for index, rows in enumerate(by_month.values()):
        if not rows[0]["is_complete"]:
            top = sum(row["customers"] for row in rows)
            dashed_box(figure, (index - 0.41, index + 0.41), (0, top), theme.LIGHT["quiet"])
    figure.update_xaxes(month_axis(months, language))
    figure.update_xaxes(showticklabels=False, row=1, col=1)
    figure.update_yaxes(side="right", nticks=4, tickformat=",d")
    figure.update_yaxes(zeroline=True, zerolinewidth=1.5, row=2, col=1)
    for label in figure.layout.annotations:
        label.update(x=0, xanchor="left", font={"size": 13})
    figure.update_layout(
        showlegend=True, legend={"orientation": "h", "y": 1.08, "yanchor": "bottom", "x": 0, "traceorder": "normal"}
    )
    notes = _notes(scene, by_month) if any(rows[0]["is_complete"] for rows in by_month.values()) else []
    notes += [
        scene.t("note.incomplete", period=scene.period(month))
        for month, rows in by_month.items()
        if not rows[0]["is_complete"]
    ]
    if filters.channels or filters.branch:
        notes.append(scene.t("note.all_channels"))
    return scene.view(
        "strength_ladder",
        title=_title(scene, by_month),
        subtitle=scene.t("subtitle.strength_ladder", periods=scene.periods(months)),
        figure=figure,
        columns=scene.columns(
            ("month", "text"), ("strength", "text"), *bounds.columns("customers"), ("is_complete", "flag")
        ),
        rows=table,
        coverage=scene.coverage_sentence(months),
        notes=notes,
    )
