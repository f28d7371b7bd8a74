"""What a reader of a chart has: every word it says, every number it draws, every number of its table."""

import re
from decimal import Decimal

import plotly.graph_objects as go

from dashboard.charts.view import ChartView

KEY_LIKE = re.compile(r"\b(?:title|subtitle|column|note|hover|axis|state|coverage|definition|empty|word)\.[a-z_]+")


def said(view: ChartView) -> str:
    """Every word a reader can come across in a chart."""
    labels = [column.label for column in view.columns]
    cells = [str(value) for row in view.rows for value in row.values() if isinstance(value, str)]
    text = [view.title, view.subtitle, view.definition, view.coverage, *view.notes, *labels, *cells]
    return "\n".join([*text, view.figure.to_json()])


def plotted(figure: go.Figure) -> set[float]:
    """Every amount a trace draws; places on an axis of names do not count."""
    found: set[float] = set()

    def put(values: object) -> None:
        if isinstance(values, list | tuple) or hasattr(values, "tolist"):
            for value in values if isinstance(values, list | tuple) else values.tolist():
                put(value)
        elif isinstance(values, int | float | Decimal) and not isinstance(values, bool):
            found.add(round(float(values), 6))

    for trace in figure.data:
        if isinstance(trace, go.Sankey):
            put(list(trace.link.value))
        elif isinstance(trace, go.Heatmap):
            put(trace.z)
        else:
            put(trace.x)
            put(trace.y)
    return found


def tabled(view: ChartView) -> set[float]:
    return {
        round(float(value), 6)
        for row in view.rows
        for value in row.values()
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    }
