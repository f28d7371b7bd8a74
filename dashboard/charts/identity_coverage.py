"""For how many orders of each channel, or for how much of its sales, we can say who bought."""

from __future__ import annotations

import plotly.graph_objects as go

from dashboard import theme
from dashboard.charts.figure import blank
from dashboard.charts.scene import Scene
from dashboard.charts.view import CellKind, ChartView, Filters
from dashboard.data import Row
from transforms.engines.snapshot import SnapshotReader

MONTHS = 12
ALIKE = 0.02
"""Channels nearer to the whole than this do not stand out."""
CLASSES = ("certain", "likely", "unidentified")


def _drawn(scene: Scene) -> list[Row]:
    branch = scene.filters.branch
    return [row for row in scene.coverage_rows if scene.is_drawn(row["month"]) and branch in (None, row["branch"])]


def _rows(scene: Scene, months: list[str]) -> list[Row]:
    """One row per channel; the classes are orders or net sales, as chosen."""
    whole = scene.filters.counted
    rows: list[Row] = []
    found = [row for row in _drawn(scene) if row["month"] in months]
    for name in scene.chosen(row["channel"] for row in found):
        mine = [row for row in found if row["channel"] == name]
        total = sum(row[whole] for row in mine)
        if not total:
            continue
        amounts = {each: sum(row[each if whole == "orders" else f"{whole}_{each}"] for row in mine) for each in CLASSES}
        rows.append(
            {
                "key": name,
                "channel": scene.label(name),
                whole: total,
                **amounts,
                **{f"{each}_share": float(amounts[each] / total) for each in CLASSES},
            }
        )
    return rows


def make(reader: SnapshotReader, filters: Filters, language: str) -> ChartView:
    """Share of orders or sales per channel tied to a person with certainty, probably, or not at all."""
    scene = Scene(reader, filters, language)
    in_money = filters.counted == "net_sales"
    unit = "_money" if in_money else ""
    drawn = _drawn(scene)
    done = {row["month"] for row in drawn if row["is_complete"]}
    months = sorted(done or {row["month"] for row in drawn})[-MONTHS:]
    rows = _rows(scene, months)
    if not rows:
        return scene.empty("identity_coverage", "orders")
    figure = blank(language, 80 + 42 * len(rows), barmode="stack", bargap=0.34, margin={"l": 8, "r": 30, "t": 8})
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
                        f"hover.{each}{unit}",
                        channel=row["channel"],
                        share=scene.share(row[f"{each}_share"]),
                        amount=scene.money_full(row[each]) if in_money else scene.count(row[each]),
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
    total = float(sum(row["certain"] for row in rows) / sum(row[filters.counted] for row in rows))
    kind: CellKind = "money" if in_money else "count"
    return scene.view(
        "identity_coverage",
        title=scene.t(
            _rule(lowest, total) + unit,
            share=scene.share(total),
            channel=lowest["channel"],
            lowest=scene.share(lowest["certain_share"]),
        ),
        subtitle=scene.t(f"subtitle.identity_coverage{unit}", periods=scene.periods(months)),
        figure=figure,
        columns=scene.columns(
            ("channel", "text"),
            (filters.counted, kind),
            ("certain", kind),
            ("certain_share", "share"),
            ("likely", kind),
            ("likely_share", "share"),
            ("unidentified", kind),
            ("unidentified_share", "share"),
        ),
        rows=rows,
        coverage=scene.coverage_sentence(months, filters.branch),
        notes=scene.other_currency_notes() if in_money else (),
    )


def _rule(lowest: Row, total: float) -> str:
    if not lowest["certain"]:
        return "title.identity_coverage.none"
    is_alike = total - lowest["certain_share"] < ALIKE
    return "title.identity_coverage.alike" if is_alike else "title.identity_coverage.some"
