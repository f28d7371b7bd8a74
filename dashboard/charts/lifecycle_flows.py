"""Who moved on in the shop's own rhythm within one month: who fell behind, and who came back in time or late."""

from __future__ import annotations

from dashboard import data
from dashboard.charts import bounds, lifecycle, migration
from dashboard.charts.figure import dashed_frame
from dashboard.charts.flow_matrix import flow_matrix
from dashboard.charts.intervals import wilson
from dashboard.charts.scene import Scene
from dashboard.charts.view import ChartView, Filters
from dashboard.data import Row
from transforms.engines.snapshot import SnapshotReader
from transforms.tables.words import LIFECYCLES

STATES = ("none", *LIFECYCLES)
GONE = ("due", "at_risk", "lapsed")
BACK = ("active", "won_back")


def _rows(scene: Scene, month: str, found: list[Row]) -> list[Row]:
    rows = []
    for state in STATES:
        mine = [row for row in found if row["month"] == month and row["from_state"] == state]
        total = sum(row["customers"] for row in mine)
        for to_state in LIFECYCLES:
            for row in [each for each in mine if each["to_state"] == to_state]:
                few = total > 0 and row["customers"] < migration.TOO_FEW
                rows.append(
                    {
                        **row,
                        "from": state,
                        "to": to_state,
                        "from_state": scene.t(f"lifecycle.{state}"),
                        "to_state": scene.t(f"lifecycle.{to_state}"),
                        "share": row["customers"] / total if total else None,
                        "interval": scene.share_range(*wilson(row["customers"], total)) if few else "",
                    }
                )
    return rows


def _title(scene: Scene, rows: list[Row], month: str) -> str:
    late = sum(row["customers"] for row in rows if row["from"] in GONE)
    back = sum(row["customers"] for row in rows if row["from"] in GONE and row["to"] in BACK)
    values = {"late": scene.people(late), "back": scene.people(back), "period": scene.period(month)}
    return scene.t("title.lifecycle_flows.back" if late else "title.lifecycle_flows.nobody", **values)


def make(reader: SnapshotReader, filters: Filters, language: str) -> ChartView:
    """Share of the people of each state that ended the month in each state, and how many they are."""
    scene = Scene(reader, filters, language)
    found = [row for row in data.lifecycle_flows(reader) if scene.is_drawn(row["month"])]
    months = sorted({row["month"] for row in found})
    if not months:
        return lifecycle.refused(scene, "lifecycle_flows")
    over = [month for month in months if scene.is_over(month)]
    month = months[-1] if filters.period or not over else over[-1]
    rows = _rows(scene, month, found)
    down = [state for state in STATES if any(row["from"] == state for row in rows)]
    across = [state for state in LIFECYCLES if any(row["to"] == state for row in rows)]
    named = {state: f"{scene.t(f'lifecycle.{state}')} · {scene.count(_total(rows, state))}" for state in down}
    figure = flow_matrix(scene, rows, named, {state: scene.t(f"lifecycle.{state}") for state in across})
    notes = bounds.notes(scene, _bounds(scene, rows))
    if month not in over:
        dashed_frame(figure)
        notes.append(scene.t("note.incomplete", period=scene.period(month)))
    if any(row["interval"] for row in rows):
        notes.append(scene.t("note.few_people"))
    if filters.channels or filters.branch:
        notes.append(scene.t("note.all_channels"))
    return scene.view(
        "lifecycle_flows",
        title=_title(scene, rows, month),
        subtitle=scene.t("subtitle.lifecycle_flows", period=scene.period(month)),
        figure=figure,
        columns=scene.columns(
            ("from_state", "text"),
            ("to_state", "text"),
            *bounds.columns("customers"),
            ("share", "share"),
            ("interval", "text"),
        ),
        rows=rows,
        coverage=scene.coverage_sentence(),
        notes=notes,
    )


def _total(rows: list[Row], state: str) -> int:
    return sum(row["customers"] for row in rows if row["from"] == state)


def _bounds(scene: Scene, rows: list[Row]) -> list[str]:
    unsure = sum(bounds.differ(row, "customers") for row in rows)
    return [scene.t.plural("note.bounds.cells", unsure, n=scene.count(unsure))] if unsure else []
