"""Two bars of money for every month, side by side on one scale."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard import theme
from dashboard.charts.figure import blank, dashed_box, month_axis, round_steps
from dashboard.charts.scene import Scene
from dashboard.data import Row

WIDTH = 0.38
OFFSETS = (-0.40, 0.02)


def month_pairs(scene: Scene, rows: Sequence[Row], pair: Sequence[tuple[str, str]], height: int) -> go.Figure:
    """The figure of one row per month, oldest first; `pair` names two columns of money, each with its colour.

    A month that is not over is faint and dashed; an unknown amount has no bar.
    """
    months = [row["month"] for row in rows]
    figure = blank(scene.language, height)
    for (key, colour), offset in zip(pair, OFFSETS, strict=True):
        figure.add_trace(
            go.Bar(
                x=months,
                y=[None if row[key] is None else float(row[key]) for row in rows],
                offset=offset,
                width=WIDTH,
                name=scene.t(f"column.{key}"),
                showlegend=True,
                marker={"color": [theme.faint(colour, 1 if row["is_complete"] else 0.3) for row in rows]},
                customdata=[
                    scene.t(f"hover.{key}", period=scene.period(row["month"]), amount=scene.money_full(row[key]))
                    + ("" if row["is_complete"] else f"<br>{scene.t('hover.not_over')}")
                    for row in rows
                ],
                hovertemplate="%{customdata}<extra></extra>",
            )
        )
        for index, row in enumerate(rows):
            if not row["is_complete"] and row[key]:
                dashed_box(figure, (index + offset, index + offset + WIDTH), (0, float(row[key])), colour)
    ticks = round_steps(max(float(row[key] or 0) for row in rows for key, _ in pair))
    figure.update_xaxes(month_axis(months, scene.language))
    figure.update_yaxes(
        tickvals=ticks, ticktext=[scene.money(tick) for tick in ticks], rangemode="tozero", side="right"
    )
    figure.update_layout(showlegend=True, legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0})
    return figure
