"""What would lift each person one rung: how many lack which thing, and what brings it."""

from __future__ import annotations

import plotly.graph_objects as go

from dashboard import data, numbers, theme
from dashboard.charts import bounds
from dashboard.charts.figure import blank
from dashboard.charts.scene import Scene
from dashboard.charts.view import ChartView, Filters
from dashboard.data import Row
from transforms.engines.snapshot import SnapshotReader
from transforms.tables.words import LIFTS


def step_words(scene: Scene, row: Row, often: int | None) -> str:
    """What brings the missing thing, for so many people."""
    online = [name for name, channel in scene.channels.items() if channel.kind == "own_online"]
    own = online or [name for name in scene.channels if scene.is_own(name)]
    return scene.t(
        f"lift_step.{row['lift']}",
        people=scene.people(row["customers"]),
        channels=numbers.listing([scene.label(name) for name in own], scene.language),
        days=scene.count(often),
    )


def _title(scene: Scene, counts: dict[str, int]) -> str:
    loose = {name: counts[name] for name in ("own_channel", "consent", "own_channel_and_consent")}
    if not sum(loose.values()):
        return scene.t("title.lifts.none")
    values = {name: scene.people(count) for name, count in loose.items()}
    return scene.t("title.lifts.loose", people=scene.people(sum(loose.values())), **values)


def _label(scene: Scene, row: Row) -> str:
    rung, lift = scene.t(f"strength.{row['strength']}"), scene.t(f"lift.{row['lift']}")
    return scene.t("lifts.bar", rung=rung, lift=lift)


def make(reader: SnapshotReader, filters: Filters, language: str) -> ChartView:
    """A bar of people per missing thing, from the lowest rung up."""
    scene = Scene(reader, filters, language)
    rows = sorted(data.lifts(reader), key=lambda row: LIFTS.index(row["lift"]))
    if not rows:
        return scene.empty("lifts", "people")
    often = data.super_from_days(reader)
    labels = {row["lift"]: _label(scene, row) for row in rows}
    figure = blank(language, 74 * len(rows), bargap=0.62)
    figure.add_trace(
        go.Bar(
            y=[labels[row["lift"]] for row in rows],
            x=[row["customers"] for row in rows],
            orientation="h",
            marker={"color": [theme.RUNGS[row["strength"]] for row in rows]},
            text=[scene.people(row["customers"]) for row in rows],
            textposition="outside",
            cliponaxis=False,
            customdata=[f"{labels[row['lift']]}<br>{bounds.people(scene, row, 'customers')}" for row in rows],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    for row in rows:
        figure.add_annotation(
            x=0, y=labels[row["lift"]], text=labels[row["lift"]], showarrow=False, xanchor="left", yshift=24
        )
    figure.update_yaxes(showticklabels=False, categoryorder="array", categoryarray=list(labels.values()))
    figure.update_xaxes(visible=False, range=[0, max(row["customers"] for row in rows) * 1.12])
    counts = {name: sum(row["customers"] for row in rows if row["lift"] == name) for name in LIFTS}
    notes = [step_words(scene, row, often) for row in rows]
    lines = [
        scene.t("note.bounds.rate", measure=labels[row["lift"]], bounds=bounds.people(scene, row, "customers"))
        for row in rows
        if bounds.differ(row, "customers")
    ]
    notes += bounds.notes(scene, lines[:1])
    if filters.channels or filters.branch:
        notes.append(scene.t("note.all_channels"))
    notes += scene.unfiltered_notes()[:1]
    return scene.view(
        "lifts",
        title=_title(scene, counts),
        subtitle=scene.t("subtitle.lifts"),
        figure=figure,
        columns=scene.columns(("strength", "text"), ("lift", "text"), *bounds.columns("customers")),
        rows=[
            {**row, "strength": scene.t(f"strength.{row['strength']}"), "lift": scene.t(f"lift.{row['lift']}")}
            for row in rows
        ],
        coverage=scene.coverage_sentence(),
        notes=notes,
    )
