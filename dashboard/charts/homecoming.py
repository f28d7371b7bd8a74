"""People who bought from us directly for the first time after platforms only, and those who went the other way."""

from __future__ import annotations

import plotly.graph_objects as go

from dashboard import data, theme
from dashboard.charts import bounds
from dashboard.charts.figure import BESIDE_AXIS, blank, end_label, line, month_axis, spread
from dashboard.charts.intervals import wilson
from dashboard.charts.scene import Scene
from dashboard.charts.view import ChartView, Filters
from dashboard.data import Row
from transforms.engines.snapshot import SnapshotReader
from transforms.tables.words import CROSSINGS

MONTHS = 13
COLOURS = {"homecoming": theme.WARM[0], "leak": theme.COOL[0]}


def _title(scene: Scene, rows: list[Row]) -> str:
    done = [row for row in rows if row["is_complete"]]
    home, away = (sum(row["customers"] for row in done if row["kind"] == kind) for kind in CROSSINGS)
    months = len({row["month"] for row in done})
    if not home + away:
        return scene.t("title.homecoming.early")
    low, high = wilson(home, home + away)
    key = "home" if low > 0.5 else "away" if high < 0.5 else "balanced"
    return scene.t(f"title.homecoming.{key}", home=scene.people(home), away=scene.people(away), n=scene.count(months))


def _ever(scene: Scene, row: Row) -> str:
    """Of everybody first seen on a side: how many have crossed, and in how many days half had."""
    text = scene.t(
        f"note.{row['kind']}.share",
        people=scene.people(row["customers"]),
        total=scene.people(row["first_there"]),
        share=scene.share(row["share"]),
    )
    if row["median_days"] is None:
        return scene.t("note.crossing.not_reached", share=text)
    return scene.t("note.crossing.median", share=text, days=scene.count(row["median_days"]))


def _fees(scene: Scene, row: Row) -> str:
    """What the orders since cost in fees; that some are unknown, where they are."""
    values = {"orders": scene.count(row["orders_since"]), "fees": scene.money(row["fees_since"])}
    if not row["unknown_fees_since"]:
        return scene.t("note.homecoming.fees", **values)
    return scene.t("note.homecoming.fees_at_least", unknown=scene.count(row["unknown_fees_since"]), **values)


def _bounds(scene: Scene, rows: list[Row]) -> list[str]:
    """The latest month that is over in which likely links could change a count."""
    lines = []
    for kind in CROSSINGS:
        done = [row for row in rows if row["kind"] == kind and row["is_complete"] and bounds.differ(row, "customers")]
        for row in done[-1:]:
            measure = scene.t("note.bounds.month", month=scene.period(row["month"]), what=scene.t(f"crossing.{kind}"))
            said = bounds.people(scene, row, "customers")
            lines.append(scene.t("note.bounds.rate", measure=measure, bounds=said))
    drawn = any(bounds.differ(row, "customers") for row in rows)
    return bounds.notes(
        scene, lines or ([scene.t("note.bounds.elsewhere")] if drawn else []), drawn="note.crossing.band"
    )


def _hover(scene: Scene, row: Row) -> str:
    text = scene.t(
        "hover.crossing",
        period=scene.period(row["month"]),
        kind=scene.t(f"crossing.{row['kind']}"),
        people=scene.people(row["customers"]),
        share=scene.share(row["share"]),
        total=scene.people(row["first_there"]),
    )
    text = f"{text}<br>{bounds.people(scene, row, 'customers')}"
    return text if row["is_complete"] else f"{text}<br>{scene.t('hover.not_over')}"


def make(reader: SnapshotReader, filters: Filters, language: str) -> ChartView:
    """A line of people per month for each way, with a band up to the most it could be."""
    scene = Scene(reader, filters, language)
    found = [row for row in data.crossings(reader) if row["from_channel"] == "all"]
    rows = [row for row in found if row["month"] != "all" and scene.is_drawn(row["month"])]
    months = sorted({row["month"] for row in rows})[-MONTHS:]
    rows = [row for row in rows if row["month"] in months]
    if not any(row["customers"] for row in rows):
        return scene.empty("homecoming", "people")
    figure = blank(language, 320, margin={"l": 8, "r": 180, "t": 12, "b": 8})
    ends = []
    for kind in CROSSINGS:
        mine = [row for row in rows if row["kind"] == kind]
        if not mine:
            continue
        if any(bounds.differ(row, "customers") for row in mine):
            _band(figure, mine, COLOURS[kind])
        line(
            figure,
            [row["month"] for row in mine],
            [row["customers"] for row in mine],
            [row["is_complete"] for row in mine],
            colour=COLOURS[kind],
            name=scene.t(f"crossing.{kind}"),
            hover=[_hover(scene, row) for row in mine],
        )
        ends.append((kind, mine[-1]["customers"]))
    top = max(max(row["customers"], row["customers_most"]) for row in rows) * 1.15
    places = spread([people for _, people in ends], top * 0.09)
    for (kind, _), place in zip(ends, places, strict=True):
        text = scene.t(f"crossing.{kind}")
        end_label(figure, 1, place, text, COLOURS[kind], xref="paper", xshift=BESIDE_AXIS)
    figure.update_xaxes(month_axis(months, language))
    figure.update_yaxes(range=[0, top], nticks=5, side="right")
    ever = [row for row in found if row["month"] == "all"]
    notes = [_ever(scene, row) for row in ever if row["first_there"]]
    notes += [_fees(scene, row) for row in ever if row["kind"] == "homecoming" and row["orders_since"]]
    notes += _bounds(scene, rows)
    running = sorted({row["month"] for row in rows if not row["is_complete"]})
    notes += [scene.t("note.incomplete", period=scene.period(month)) for month in running]
    if filters.channels or filters.branch:
        notes.append(scene.t("note.all_channels"))
    return scene.view(
        "homecoming",
        title=_title(scene, rows),
        subtitle=scene.t("subtitle.homecoming", periods=scene.periods(months)),
        figure=figure,
        columns=scene.columns(
            ("month", "text"),
            ("kind", "text"),
            *bounds.columns("customers"),
            *bounds.columns("first_there"),
            *bounds.columns("share", "share"),
            ("is_complete", "flag"),
        ),
        rows=[{**row, "month": scene.period(row["month"]), "kind": scene.t(f"crossing.{row['kind']}")} for row in rows],
        coverage=scene.coverage_sentence(months),
        notes=notes,
    )


def _band(figure: go.Figure, rows: list[Row], colour: str) -> None:
    """From what is certain to the most it could be, with what is likely as a dotted line."""
    months = [row["month"] for row in rows]
    silent = {"x": months, "mode": "lines", "hoverinfo": "skip", "showlegend": False}
    edge = {"width": 0, "color": colour}
    figure.add_trace(go.Scatter(y=[row["customers"] for row in rows], line=edge, **silent))
    figure.add_trace(
        go.Scatter(
            y=[row["customers_most"] for row in rows],
            line=edge,
            fill="tonexty",
            fillcolor=theme.faint(colour, 0.15),
            **silent,
        )
    )
    dotted = {"width": 1.5, "color": colour, "dash": "dot"}
    figure.add_trace(go.Scatter(y=[row["customers_likely"] for row in rows], line=dotted, **silent))
