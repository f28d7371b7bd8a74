"""How long until somebody who bought for the first time buys again, by where they first bought."""

from __future__ import annotations

import plotly.graph_objects as go

from dashboard import data
from dashboard.charts import bounds
from dashboard.charts.figure import BESIDE_AXIS, blank, end_label, spread
from dashboard.charts.scene import Scene
from dashboard.charts.view import ChartView, Filters
from dashboard.data import Row
from transforms.engines.snapshot import SnapshotReader

LONGEST = 365
"""Days drawn: what is later than a year is told by the cohorts."""
FEW = 30
"""A curve is drawn as long as so many are still watched."""
VISIBLE = 0.0005
"""Shares that differ by less read the same."""


def _rows(scene: Scene) -> list[Row]:
    """Steps of the curves of a second purchase, told as the share that is back instead of the share that is not."""
    found = [row for row in data.time_to_next(scene.reader) if row["order_rank"] == 1 and row["day"] <= LONGEST]
    names = ["all", *scene.chosen(row["channel"] for row in found)]
    return [
        {
            **row,
            "back": 1 - row["survival"],
            "back_likely": 1 - row["survival_likely"],
            "back_most": 1 - row["survival_least"],
            "back_low": None if row["high"] is None else 1 - row["high"],
            "back_high": 1 - row["low"],
        }
        for name in names
        for row in found
        if row["channel"] == name and row["at_risk"] >= (FEW if row["day"] else 1)
    ]


def _median(rows: list[Row]) -> int | None:
    """The first day on which half are back."""
    return next((row["day"] for row in rows if row["survival"] <= 0.5), None)


def _title(scene: Scene, rows: list[Row]) -> str:
    everyone = [row for row in rows if row["channel"] == "all"]
    median = _median(everyone)
    if median is not None:
        return scene.t("title.time_to_next.median", days=scene.count(median))
    last = everyone[-1]
    return scene.t("title.time_to_next.fewer", share=scene.share(last["back"]), days=scene.count(last["day"]))


def _medians(scene: Scene, rows: list[Row]) -> list[str]:
    """When half of each channel's people are back; that they are not yet, where they are not."""
    lines = []
    for name in [name for name in scene.channels if any(row["channel"] == name for row in rows)]:
        median = _median([row for row in rows if row["channel"] == name])
        if median is None:
            lines.append(scene.t("note.time_to_next.not_reached", channel=scene.label(name)))
        else:
            days = scene.count(median)
            lines.append(scene.t("note.time_to_next.median", channel=scene.label(name), days=days))
    return lines


def _differ(row: Row) -> bool:
    return max(abs(row["back_likely"] - row["back"]), abs(row["back_most"] - row["back"])) >= VISIBLE


def _said(scene: Scene, row: Row) -> str:
    """The share that is back: certain 31% · likely 33% · at most 40%."""
    if not _differ(row):
        return scene.t("bounds.certain")
    shares = {"certain": row["back"], "likely": row["back_likely"], "most": row["back_most"]}
    return scene.t("bounds.people", **{bound: scene.share(share) for bound, share in shares.items()})


def _bounds(scene: Scene, rows: list[Row]) -> list[str]:
    last = [row for row in rows if row["channel"] == "all"][-1]
    if not _differ(last):
        return []
    line = scene.t("note.time_to_next.bounds", days=scene.count(last["day"]), bounds=_said(scene, last))
    return bounds.notes(scene, [line], drawn="note.time_to_next.dotted")


def make(reader: SnapshotReader, filters: Filters, language: str) -> ChartView:
    """A step curve per channel of the first purchase, and that of all with its interval."""
    scene = Scene(reader, filters, language)
    rows = _rows(scene)
    if not rows:
        return scene.empty("time_to_next", "people")
    figure = blank(language, 340, margin={"l": 8, "r": 150, "t": 12, "b": 8})
    _band(figure, scene, [row for row in rows if row["channel"] == "all" and row["back_low"] is not None])
    ends = []
    for name in [name for name in (*scene.channels, "all") if any(row["channel"] == name for row in rows)]:
        mine = [row for row in rows if row["channel"] == name]
        figure.add_trace(
            go.Scatter(
                x=[row["day"] for row in mine],
                y=[row["back"] for row in mine],
                mode="lines",
                name=scene.label(name),
                line={"color": scene.colour(name), "width": 3 if name == "all" else 2, "shape": "hv"},
                customdata=[_hover(scene, row) for row in mine],
                hovertemplate="%{customdata}<extra></extra>",
            )
        )
        if any(map(_differ, mine)):
            _dotted(figure, scene, name, mine)
        ends.append((name, mine[-1]))
    top = min(1.0, max(row["back"] for row in rows) * 1.15) or 1
    ends.sort(key=lambda end: end[1]["back"])
    places = spread([end["back"] for _, end in ends], top * 0.075)
    for (name, _), place in zip(ends, places, strict=True):
        end_label(figure, 1, place, scene.label(name), scene.colour(name), xref="paper", xshift=BESIDE_AXIS)
    figure.update_xaxes(range=[0, max(row["day"] for row in rows) or 1], nticks=8, title=scene.t("axis.days_since"))
    figure.update_yaxes(range=[0, top], tickformat=".0%", nticks=5, side="right")
    notes = [*_medians(scene, rows), *_bounds(scene, rows)]
    notes += scene.unfiltered_notes()
    return scene.view(
        "time_to_next",
        title=_title(scene, rows),
        subtitle=scene.t("subtitle.time_to_next"),
        figure=figure,
        columns=scene.columns(
            ("channel", "text"),
            ("day", "count"),
            *bounds.columns("at_risk"),
            *bounds.columns("events"),
            ("back", "share"),
            ("back_likely", "share"),
            ("back_most", "share"),
            ("back_low", "share"),
            ("back_high", "share"),
        ),
        rows=[{**row, "channel": scene.label(row["channel"])} for row in rows],
        coverage=scene.coverage_sentence(),
        notes=notes,
    )


def _band(figure: go.Figure, scene: Scene, rows: list[Row]) -> None:
    for bound, fill in (("back_low", None), ("back_high", "tonexty")):
        figure.add_trace(
            go.Scatter(
                x=[row["day"] for row in rows],
                y=[row[bound] for row in rows],
                mode="lines",
                line={"width": 0, "shape": "hv", "color": scene.colour("all")},
                fill=fill,
                fillcolor="rgba(130,125,118,.18)",
                hoverinfo="skip",
                showlegend=False,
            )
        )


def _dotted(figure: go.Figure, scene: Scene, name: str, rows: list[Row]) -> None:
    """The share that is likely back, where likely links change it."""
    figure.add_trace(
        go.Scatter(
            x=[row["day"] for row in rows],
            y=[row["back_likely"] for row in rows],
            mode="lines",
            line={"color": scene.colour(name), "width": 1.5, "dash": "dot", "shape": "hv"},
            hoverinfo="skip",
            showlegend=False,
        )
    )


def _hover(scene: Scene, row: Row) -> str:
    text = scene.t(
        "hover.time_to_next",
        channel=scene.label(row["channel"]),
        days=scene.count(row["day"]),
        share=scene.share(row["back"]),
        people=scene.people(row["at_risk"]),
    )
    if row["back_low"] is not None:
        text = f"{text}<br>{scene.share_range(row['back_low'], row['back_high'])}"
    return f"{text}<br>{_said(scene, row)}"
