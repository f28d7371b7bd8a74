"""For how many orders of each channel we can say who bought."""

from __future__ import annotations

import plotly.graph_objects as go

from dashboard import theme
from dashboard.charts.figure import blank
from dashboard.charts.scene import Scene
from dashboard.charts.view import ChartView, Filters
from dashboard.data import Row
from transforms.engines.snapshot import SnapshotReader

MONTHS = 12
ALIKE = 0.02
"""Channels nearer to the whole than this do not stand out."""
CLASSES = ("certain", "likely", "unidentified")


def _rows(scene: Scene, months: list[str]) -> list[Row]:
    rows: list[Row] = []
    found = [row for row in scene.coverage_rows if row["month"] in months]
    for name in scene.chosen(row["channel"] for row in found):
        mine = [row for row in found if row["channel"] == name]
        orders = sum(row["orders"] for row in mine)
        if not orders:
            continue
        counts = {each: sum(row[each] for row in mine) for each in CLASSES}
        rows.append(
            {
                "key": name,
                "channel": scene.label(name),
                "orders": orders,
                **counts,
                **{f"{each}_share": counts[each] / orders for each in CLASSES},
            }
        )
    return rows


def make(reader: SnapshotReader, filters: Filters, language: str) -> ChartView:
    """Share of orders per channel tied to a person with certainty, probably, or not at all."""
    scene = Scene(reader, filters, language)
    drawn = [row for row in scene.coverage_rows if scene.is_drawn(row["month"])]
    done = {row["month"] for row in drawn if row["is_complete"]}
    months = sorted(done or {row["month"] for row in drawn})[-MONTHS:]
    rows = _rows(scene, months)
    if not rows:
        return scene.empty("identity_coverage", "orders")
    figure = blank(language, 80 + 42 * len(rows), barmode="stack", bargap=0.34)
    for each in CLASSES:
        named = each != "unidentified"
        colours = [scene.colour(row["key"]) if named else theme.UNIDENTIFIED for row in rows]
        figure.add_trace(
            go.Bar(
                y=[row["key"] for row in rows],
                x=[row[f"{each}_share"] for row in rows],
                orientation="h",
                name=scene.t(f"column.{each}"),
                marker={
                    "color": colours,
                    "line": {"width": 0},
                    "pattern": {
                        "shape": "/" if each == "likely" else "",
                        "size": 6,
                        "fgcolor": "#FFFFFF",
                        "fillmode": "overlay",
                        "solidity": 0.4,
                    },
                },
                text=[scene.share(row[f"{each}_share"]) if row[f"{each}_share"] >= 0.06 else "" for row in rows],
                textposition="inside",
                insidetextanchor="middle",
                textangle=0,
                customdata=[
                    scene.t(
                        f"hover.{each}",
                        channel=row["channel"],
                        share=scene.share(row[f"{each}_share"]),
                        orders=scene.count(row[each]),
                    )
                    for row in rows
                ],
                hovertemplate="%{customdata}<extra></extra>",
                showlegend=False,
            )
        )
        legend_colour = theme.UNIDENTIFIED if not named else theme.STATES["all"]
        pattern = {"shape": "/" if each == "likely" else "", "size": 6, "fgcolor": "#FFFFFF", "fillmode": "overlay"}
        figure.add_trace(
            go.Bar(
                y=[None],
                x=[None],
                orientation="h",
                name=scene.t(f"column.{each}"),
                showlegend=True,
                marker={"color": legend_colour, "pattern": pattern},
                hoverinfo="skip",
            )
        )
    figure.update_xaxes(range=[0, 1], tickformat=".0%", tickvals=[0, 0.5, 1], showgrid=False)
    figure.update_yaxes(
        autorange="reversed",
        showgrid=False,
        type="category",
        tickvals=[row["key"] for row in rows],
        ticktext=[row["channel"] for row in rows],
    )
    figure.update_layout(
        showlegend=True, legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "normal"}
    )
    lowest = min(rows, key=lambda row: row["certain_share"])
    total = sum(row["certain"] for row in rows) / sum(row["orders"] for row in rows)
    return scene.view(
        "identity_coverage",
        title=scene.t(
            _rule(lowest, total),
            share=scene.share(total),
            channel=lowest["channel"],
            lowest=scene.share(lowest["certain_share"]),
        ),
        subtitle=scene.t("subtitle.identity_coverage", periods=scene.periods(months)),
        figure=figure,
        columns=scene.columns(
            ("channel", "text"),
            ("orders", "count"),
            ("certain", "count"),
            ("certain_share", "share"),
            ("likely", "count"),
            ("likely_share", "share"),
            ("unidentified", "count"),
            ("unidentified_share", "share"),
        ),
        rows=rows,
        coverage=scene.coverage_sentence(months),
        notes=[scene.t("note.all_branches")] if filters.branch else [],
    )


def _rule(lowest: Row, total: float) -> str:
    if not lowest["certain"]:
        return "title.identity_coverage.none"
    is_alike = total - lowest["certain_share"] < ALIKE
    return "title.identity_coverage.alike" if is_alike else "title.identity_coverage.some"
