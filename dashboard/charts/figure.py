"""Habits every picture shares: its ground, its month axis, dashed where something is not over."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go

from dashboard import numbers, theme

DASH = "4px,3px"
BESIDE_AXIS = 46
"""How far from the last point a line's name stands where the axis is written at the right."""


ON_STREAMS = "on_streams"
"""Name of labels that stand on a drawing and therefore have a ground of their own."""
IN_CELL = "in_cell"
"""Name of labels in the cells of a heatmap."""


def ink_cells(figure: go.Figure, texts: Sequence[Sequence[str]], size: int = 12) -> None:
    """Write into every cell of a heatmap in white or black, whichever stands out more from the cell."""
    heatmap = figure.data[0]
    for y, line, written in zip(heatmap.y, heatmap.z, texts, strict=True):
        for x, share, text in zip(heatmap.x, line, written, strict=True):
            if share is not None:
                font = {"size": size, "color": _ink(figure, share)}
                figure.add_annotation(x=x, y=y, text=text, showarrow=False, font=font, name=IN_CELL)


def ink_again(figure: go.Figure) -> None:
    """Choose white or black anew for the dark ground, where the scale runs the other way."""
    labels = iter([label for label in figure.layout.annotations if label.name == IN_CELL])
    for trace in figure.data:
        if trace.type == "heatmap":
            for share in (each for line in trace.z for each in line if each is not None):
                next(labels).font.color = _ink(figure, share, dark=True)


def _ink(figure: go.Figure, share: float, *, dark: bool = False) -> str:
    low, high = figure.layout.coloraxis.cmin, figure.layout.coloraxis.cmax
    return theme.cell_ink((share - low) / (high - low), dark=dark)


def blank(language: str, height: int, **layout: Any) -> go.Figure:
    """An empty figure with the shop's own look; it takes the width of where it stands."""
    settings: dict[str, Any] = {
        "template": theme.template(language),
        "height": height,
        "margin": {"l": 8, "r": 8, "t": 12, "b": 8},
        "showlegend": False,
        "bargap": 0.25,
        "dragmode": False,
        **layout,
    }
    return go.Figure(layout=settings)


def month_axis(months: Sequence[str], language: str, at_most: int = 13) -> dict[str, Any]:
    """Axis of months: at most so many labels, the year below the first one and each January."""
    step = max(1, -(-len(months) // at_most))
    shown = [month for index, month in enumerate(reversed(months)) if index % step == 0][::-1]
    texts = []
    year = ""
    for month in shown:
        texts.append(numbers.month_tick(month, language, with_year=month[:4] != year))
        year = month[:4]
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": list(months),
        "tickvals": shown,
        "ticktext": texts,
        "showgrid": False,
        "tickangle": 0,
    }


def line(
    figure: go.Figure,
    x: Sequence[str],
    y: Sequence[float | None],
    complete: Sequence[bool],
    *,
    colour: str,
    name: str,
    hover: Sequence[str],
    width: float = 2.5,
    symbol: str = "circle",
    **place: Any,
) -> None:
    """One line that is dashed, with hollow points, from the last complete point on."""
    last = max((index for index, done in enumerate(complete) if done), default=-1)
    common: dict[str, Any] = {
        "mode": "lines+markers",
        "name": name,
        "legendgroup": name,
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    if last >= 0:
        figure.add_trace(
            go.Scatter(
                x=list(x[: last + 1]),
                y=list(y[: last + 1]),
                customdata=list(hover[: last + 1]),
                line={"color": colour, "width": width},
                marker={"size": 6, "color": colour, "symbol": symbol},
                **common,
            ),
            **place,
        )
    if last < len(x) - 1 and any(value is not None for value in y[last + 1 :]):
        start = max(last, 0)
        figure.add_trace(
            go.Scatter(
                x=list(x[start:]),
                y=list(y[start:]),
                customdata=list(hover[start:]),
                line={"color": colour, "width": width, "dash": DASH},
                marker={"size": 7, "color": colour, "symbol": f"{symbol}-open"},
                showlegend=last < 0,
                **common,
            ),
            **place,
        )


def dashed_box(
    figure: go.Figure,
    x: tuple[float, float],
    y: tuple[float, float],
    colour: str,
    *,
    axes: tuple[str, str] = ("x", "y"),
) -> None:
    """A dashed outline around what is not over yet."""
    figure.add_shape(
        type="rect",
        x0=x[0],
        x1=x[1],
        y0=y[0],
        y1=y[1],
        xref=axes[0],
        yref=axes[1],
        line={"color": colour, "width": 1.5, "dash": DASH},
        layer="above",
    )


def dashed_frame(figure: go.Figure) -> None:
    """A dashed outline around a whole picture of a period that is not over yet."""
    dashed_box(figure, (0, 1), (0, 1), theme.LIGHT["zero"], axes=("paper", "paper"))


def end_label(figure: go.Figure, x: Any, y: float, text: str, colour: str, **place: Any) -> None:
    """The name of a line at its end, with a mark in its colour."""
    figure.add_annotation(
        x=x,
        y=y,
        text=f'<span style="color:{colour}">●</span> {text}',
        showarrow=False,
        xanchor="left",
        align="left",
        **{"xshift": 9, **place},
    )


def spread(values: Sequence[float], gap: float) -> list[float]:
    """Places for labels near their values, at least a gap apart, in the same order."""
    order = sorted(range(len(values)), key=lambda index: values[index])
    places = list(values)
    for before, after in pairwise(order):
        places[after] = max(places[after], places[before] + gap)
    return places


def round_steps(top: float) -> list[float]:
    """Zero and a few round amounts up to the top."""
    if top <= 0:
        return [0]
    size = 10.0 ** (len(str(int(top))) - 1)
    step = next(part * size for part in (0.25, 0.5, 1, 2, 2.5) if top / (part * size) <= 5)
    return [step * index for index in range(int(top / step) + 1)]
