"""What people leave after returns: those who never give back, as much as others, and often."""

from __future__ import annotations

import plotly.graph_objects as go

from dashboard import data, theme
from dashboard.charts.figure import blank
from dashboard.charts.scene import Scene
from dashboard.charts.view import ChartView, Filters
from dashboard.data import Row
from transforms.engines.snapshot import SnapshotReader

OFTEN = 2.0
"""So many times the share of all, in the shrunk share, is often."""
GROUPS = ("never", "as_others", "often")
COLOURS = {"never": theme.STATES["others"], "as_others": theme.STATES["others"], "often": theme.COST_STEPS["fees"]}
FEW = 30
"""With fewer people a mean says little."""


def _rows(scene: Scene) -> list[Row]:
    found = {row["return_group"]: row for row in data.return_groups(scene.reader, OFTEN)}
    rows = []
    for name in GROUPS:
        if name in found:
            row = found[name]
            rows.append(
                {
                    **row,
                    "key": name,
                    "return_group": scene.t(f"return_group.{name}"),
                    "contribution_each": row["contribution"] / row["customers"],
                }
            )
    return rows


def _title(scene: Scene, rows: list[Row]) -> str:
    often = next((row for row in rows if row["key"] == "often"), None)
    others = [row for row in rows if row["key"] != "often"]
    if often is None or not others:
        return scene.t("title.return_groups.none")
    people = sum(row["customers"] for row in others)
    values = {
        "n": scene.people(often["customers"]),
        "each": scene.money_full(often["contribution_each"]),
        "others": scene.money_full(sum(row["contribution"] for row in others) / people),
    }
    if often["customers"] < FEW:
        return scene.t("title.return_groups.few", **values)
    return scene.t("title.return_groups.each", **values)


def make(reader: SnapshotReader, filters: Filters, language: str) -> ChartView:
    """A bar per group: what one person leaves on average after returns, fees and own costs."""
    scene = Scene(reader, filters, language)
    rows = _rows(scene)
    if not rows:
        return scene.empty("return_groups", "people")
    figure = blank(language, 60 + 48 * len(rows), margin={"l": 8, "r": 90, "t": 12, "b": 8})
    figure.add_trace(
        go.Bar(
            x=[float(row["contribution_each"]) for row in rows],
            y=[row["return_group"] for row in rows],
            orientation="h",
            marker={"color": [COLOURS[row["key"]] for row in rows]},
            text=[scene.money_full(row["contribution_each"]) for row in rows],
            textposition="outside",
            cliponaxis=False,
            customdata=[
                scene.t(
                    "hover.return_groups",
                    group=row["return_group"],
                    people=scene.people(row["customers"]),
                    orders=scene.count(row["orders"]),
                    returned=scene.count(row["returned_orders"]),
                    contribution=scene.money_full(row["contribution"]),
                )
                for row in rows
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    figure.update_yaxes(autorange="reversed", automargin=True)
    figure.update_xaxes(visible=False, rangemode="tozero")
    unfiltered = filters.branch or filters.channels or filters.period
    return scene.view(
        "return_groups",
        title=_title(scene, rows),
        subtitle=scene.t("subtitle.return_groups", currency=scene.about.currency),
        figure=figure,
        columns=scene.columns(
            ("return_group", "text"),
            ("customers", "people"),
            ("orders", "count"),
            ("returned_orders", "count"),
            ("refunded", "money"),
            ("net_sales", "money"),
            ("contribution", "money"),
            ("contribution_each", "money"),
        ),
        rows=rows,
        coverage=scene.coverage_sentence(),
        notes=[
            scene.t("note.return_groups.often", times=f"{OFTEN:.0f}"),
            scene.t("note.return_groups.certain"),
            *([scene.t("note.everything")] if unfiltered else []),
            *scene.other_currency_notes(),
        ],
    )
