"""What the customers of today may still bring in a year, and how well such a forecast came true before."""

from __future__ import annotations

import plotly.graph_objects as go

from dashboard import data, numbers, theme
from dashboard.charts import bounds
from dashboard.charts.figure import blank
from dashboard.charts.scene import Scene
from dashboard.charts.view import ChartView, Filters
from dashboard.data import Row
from transforms.engines.snapshot import SnapshotReader

OFTEN = 4
"""Purchase days a year from which somebody is called a regular in the title."""


def _refused(scene: Scene, model: Row | None) -> ChartView:
    """Why nothing is said of what is ahead, and what the customers have brought so far."""
    if model is None:
        return scene.empty("value_ahead", "people")
    brought = data.value_so_far(scene.reader)
    return scene.without_rows(
        "value_ahead",
        f"value_{model['model_state']}",
        people=scene.people(brought["customers"]),
        money=scene.money(brought["contribution"]),
        repeaters=scene.people(model["repeaters"]),
        days=scene.count(model["history_days"]),
        predicted=scene.count(round(model["predicted_purchases"] or 0)),
        actual=scene.count(model["actual_purchases"] or 0),
    )


def _band(scene: Scene, row: Row) -> str:
    low, high = f"{row['purchases_from']:g}", f"{row['purchases_below'] or 0:g}"
    key = "first" if not row["purchases_from"] else "last" if row["purchases_below"] is None else "between"
    return scene.t(f"value.{key}", low=low, high=high)


def _title(scene: Scene, rows: list[Row]) -> str:
    total = sum(row["contribution_365_days"] for row in rows)
    often = [row for row in rows if row["purchases_from"] >= OFTEN]
    values = {"money": scene.money(total), "people": scene.people(sum(row["customers"] for row in often))}
    part = sum(row["contribution_365_days"] for row in often)
    if total <= 0 or part <= 0:
        return scene.t("title.value_ahead.all", **values)
    return scene.t("title.value_ahead.often", share=scene.share(min(1.0, float(part / total))), **values)


def _checked(scene: Scene, model: Row) -> list[str]:
    """What the same model said of the last third of the history, and what came."""
    values = {
        "day": numbers.day(model["calibrated_until"], scene.language),
        "days": scene.count(model["held_out_days"]),
        "people": scene.people(model["held_out_people"]),
        "predicted": scene.count(round(model["predicted_purchases"])),
        "actual": scene.count(model["actual_purchases"]),
        "expected": scene.money(model["predicted_contribution"]),
        "brought": scene.money(model["actual_contribution"]),
    }
    return [scene.t("note.value.check", **values), scene.t("note.value.check_money", **values)]


def _bounds(scene: Scene, rows: list[Row]) -> list[str]:
    unsure = [row for row in rows if bounds.differ(row, "customers")]
    lines = [
        scene.t("note.bounds.rate", measure=row["purchases_band"], bounds=bounds.people(scene, row, "customers"))
        for row in unsure[-1:]
    ]
    return bounds.notes(scene, [*lines, *([scene.t("note.bounds.elsewhere")] if len(unsure) > 1 else [])])


def _hover(scene: Scene, row: Row) -> str:
    text = scene.t(
        "hover.value_ahead",
        band=row["purchases_band"],
        people=scene.people(row["customers"]),
        purchases=scene.count(round(row["purchases_365_days"])),
        money=scene.money(row["contribution_365_days"]),
    )
    return f"{text}<br>{bounds.people(scene, row, 'customers')}"


def make(reader: SnapshotReader, filters: Filters, language: str) -> ChartView:
    """A bar of expected contribution for each band of expected purchases, the people in it beside its name."""
    scene = Scene(reader, filters, language)
    model = data.value_model(reader)
    found = data.value_bands(reader)
    if model is None or not found:
        return _refused(scene, model)
    rows = [{**row, "purchases_band": _band(scene, row)} for row in found]
    figure = blank(language, 80 + 44 * len(rows))
    figure.add_trace(
        go.Bar(
            orientation="h",
            y=[row["purchases_band"] for row in rows],
            x=[row["contribution_365_days"] for row in rows],
            marker={"color": theme.GOOD, "line": {"width": 0}},
            text=[scene.money(row["contribution_365_days"]) for row in rows],
            textposition="outside",
            cliponaxis=False,
            customdata=[_hover(scene, row) for row in rows],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    sums = [float(row["contribution_365_days"]) for row in rows]
    figure.update_xaxes(range=[min(0, *sums) * 1.25, max(0, *sums) * 1.25 or 1], nticks=5, showticklabels=False)
    figure.update_yaxes(
        type="category",
        showgrid=False,
        tickvals=[row["purchases_band"] for row in rows],
        ticktext=[
            f"{row['purchases_band']}<br>{scene.t('value.people', people=scene.people(row['customers']))}"
            for row in rows
        ],
    )
    notes = [*_checked(scene, model), scene.t("note.value.today"), *_bounds(scene, rows)]
    notes += scene.other_currency_notes()
    if filters.period:
        notes.append(scene.t("note.to_the_end"))
    if filters.channels or filters.branch:
        notes.append(scene.t("note.all_channels"))
    return scene.view(
        "value_ahead",
        title=_title(scene, rows),
        subtitle=scene.t("subtitle.value_ahead"),
        figure=figure,
        columns=scene.columns(
            ("purchases_band", "text"),
            *bounds.columns("customers"),
            ("purchases_365_days", "count"),
            ("contribution_365_days", "money"),
        ),
        rows=rows,
        coverage=scene.coverage_sentence(),
        notes=notes,
    )
