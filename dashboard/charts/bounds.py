"""Certain, likely and at most on a chart: in words always, drawn only where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard.charts.scene import Scene
from dashboard.charts.view import CellKind

VISIBLE = 0.05
"""Likely people differ from certain ones from so many of a person on: less reads the same."""
_MARK = "rgba(95,90,84,.95)"


def columns(name: str, kind: CellKind = "people") -> tuple[tuple[str, CellKind], ...]:
    """The columns of a count with its bounds, for the table behind a chart."""
    return (name, kind), (f"{name}_likely", kind), (f"{name}_most", kind)


def differ(row: Mapping[str, Any], *names: str) -> bool:
    """Whether likely links could change one of these counts of a row."""
    return any(
        row[f"{name}_most"] != row[name] or abs((row[f"{name}_likely"] or 0) - (row[name] or 0)) >= VISIBLE
        for name in names
    )


def summed(rows: Iterable[Mapping[str, Any]], name: str) -> dict[str, Any]:
    """A count over several rows. The sum of the most each could be is never too low for the most of the sum."""
    found: dict[str, Any] = {name: 0, f"{name}_likely": 0.0, f"{name}_most": 0}
    for row in rows:
        for column in found:
            found[column] += row[column]
    return found


def people(scene: Scene, row: Mapping[str, Any], name: str) -> str:
    """A count of people: certain 120 · likely 131 · at most 160; that it is certain, where nothing can change it."""
    if not differ(row, name):
        return scene.t("bounds.certain")
    return scene.t(
        "bounds.people",
        certain=scene.people(row[name]),
        likely=scene.people(row[f"{name}_likely"]),
        most=scene.people(row[f"{name}_most"]),
    )


def rate(scene: Scene, row: Mapping[str, Any]) -> str:
    """A rate: certain 31% · likely 33% · at most 40%."""
    if not differ(row, "customers", "repeaters"):
        return scene.t("bounds.certain")
    return scene.t(
        "bounds.people",
        certain=scene.share(row["rate"]),
        likely=scene.share(row["rate_likely"]),
        most=scene.share(row["rate_most"]),
    )


def notes(scene: Scene, lines: Sequence[str], *, drawn: str = "") -> list[str]:
    """The bounds of what a chart is about, how they are drawn, and what the three words mean; nothing without lines."""
    if not lines:
        return []
    return [*lines, *([scene.t(drawn)] if drawn else []), scene.t("note.bounds")]


def whiskers(
    figure: go.Figure,
    rows: Sequence[Mapping[str, Any]],
    at: Sequence[Any],
    hover: Sequence[str],
    *,
    upright: bool,
    **place: Any,
) -> None:
    """A short stroke at the likely rate and a dotted line on to the most it could be, for rows where they differ."""
    shown = [number for number, row in enumerate(rows) if differ(row, "customers", "repeaters")]
    shown = [number for number in shown if rows[number]["rate_likely"] is not None]
    if not shown:
        return
    values = [rows[number]["rate_likely"] for number in shown]
    beyond = {
        "type": "data",
        "symmetric": False,
        "array": [max(0.0, rows[number]["rate_most"] - rows[number]["rate_likely"]) for number in shown],
        "arrayminus": [0.0] * len(shown),
        "thickness": 1,
        "width": 3,
        "color": _MARK,
    }
    figure.add_trace(
        go.Scatter(
            **{"x" if upright else "y": [at[number] for number in shown], "y" if upright else "x": values},
            **{"error_y" if upright else "error_x": beyond},
            mode="markers",
            showlegend=False,
            marker={
                "symbol": "line-ew" if upright else "line-ns",
                "size": 11,
                "color": _MARK,
                "line": {"width": 2, "color": _MARK},
            },
            customdata=[hover[number] for number in shown],
            hovertemplate="%{customdata}<extra></extra>",
        ),
        **place,
    )
