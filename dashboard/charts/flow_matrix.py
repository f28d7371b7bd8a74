"""Which share of the people of each state went on to which state, as a matrix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from dashboard.charts import migration
from dashboard.charts.figure import blank, ink_cells
from dashboard.charts.scene import Scene
from dashboard.data import Row


def flow_matrix(scene: Scene, rows: Sequence[Row], down: Mapping[str, str], across: Mapping[str, str]) -> go.Figure:
    """The figure of one row per pair of states `from` and `to`, with `share`; `down` and `across` name the states."""
    by_pair = {(row["from"], row["to"]): row for row in rows}
    cells = [[by_pair.get((a, b)) for b in across] for a in down]
    figure = blank(scene.language, 80 + 36 * len(down))
    figure.add_trace(
        go.Heatmap(
            x=list(across),
            y=list(down),
            z=[[cell["share"] if cell else None for cell in line] for line in cells],
            customdata=[[migration.hover(scene, cell) if cell else "" for cell in line] for line in cells],
            hovertemplate="%{customdata}<extra></extra>",
            coloraxis="coloraxis",
            xgap=2,
            ygap=2,
            hoverongaps=False,
        )
    )
    figure.update_layout(coloraxis={"cmin": 0, "cmax": 1, "showscale": False})
    ink_cells(figure, [[migration.written(scene, cell) if cell else "" for cell in line] for line in cells])
    figure.update_xaxes(
        side="top",
        showgrid=False,
        type="category",
        tickangle=0,
        tickvals=list(across),
        # a heading broken at its spaces fits over a column
        ticktext=[name.replace(" ", "<br>") for name in across.values()],
    )
    figure.update_yaxes(
        autorange="reversed",
        showgrid=False,
        type="category",
        tickvals=list(down),
        ticktext=list(down.values()),
    )
    return figure
