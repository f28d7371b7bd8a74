"""Where customers went from one period to the next, as a matrix with counts and row shares."""

from __future__ import annotations

from dashboard.charts import migration
from dashboard.charts.figure import dashed_frame
from dashboard.charts.flow_matrix import flow_matrix
from dashboard.charts.scene import Scene
from dashboard.charts.view import ChartView, Filters
from dashboard.data import Row
from transforms.engines.snapshot import SnapshotReader


def _title(scene: Scene, flows: migration.Flows) -> str:
    """Which channel keeps its people best, and which loses most of them."""
    kept = []
    for name in flows.from_states:
        total = flows.row_total(name)
        if name in scene.channels and total >= migration.TOO_FEW:
            kept.append((flows.people(name, name) / total, name))
    if len(kept) < 2:
        return scene.t("title.migration_matrix.few", period=scene.period(flows.period))
    best, worst = max(kept), min(kept)
    return scene.t(
        "title.migration_matrix.keeps",
        best=scene.label(best[1]),
        share=scene.share(best[0]),
        worst=scene.label(worst[1]),
        lowest=scene.share(worst[0]),
        period=scene.period(flows.period),
    )


def make(reader: SnapshotReader, filters: Filters, language: str) -> ChartView:
    """Share of the people of each state that went on to each state; a small cell says how sure it is."""
    scene = Scene(reader, filters, language)
    flows = migration.read(scene)
    if missing := migration.missing_period(scene):
        return scene.no_period("migration_matrix", missing)
    rows: list[Row] = migration.table(scene, flows, with_nobody=True) if flows else []
    if flows is None or not rows:
        return scene.empty("migration_matrix", "people")
    down = [name for name in flows.from_states if any(row["from"] == name and row["customers"] for row in rows)]
    across = [name for name in flows.to_states if any(row["to"] == name and row["from"] in down for row in rows)]
    named = {name: f"{scene.label(name)} · {scene.count(flows.row_total(name))}" for name in down}
    figure = flow_matrix(scene, rows, named, {name: scene.label(name) for name in across})
    if not flows.is_complete:
        dashed_frame(figure)
    notes = migration.notes(scene, flows)
    if any(row["interval"] for row in rows):
        notes.append(scene.t("note.few_people"))
    return scene.view(
        "migration_matrix",
        title=_title(scene, flows),
        subtitle=migration.subtitle(scene, flows),
        figure=figure,
        columns=scene.columns(*migration.COLUMNS),
        rows=rows,
        coverage=migration.coverage(scene, flows),
        notes=notes,
    )
