"""Whether people move towards our own channels or away from them, month by month."""

from __future__ import annotations

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from dashboard import data, numbers, theme
from dashboard.charts import bounds
from dashboard.charts.figure import blank, dashed_box, month_axis
from dashboard.charts.intervals import wilson
from dashboard.charts.scene import Scene
from dashboard.charts.view import ChartView, Filters
from dashboard.data import Row
from dashboard.numbers import signed_count
from transforms.engines.snapshot import SnapshotReader

PERIODS = 13
LEAST_HEIGHT, LABEL_HEIGHT = 0.2, 0.12
"""Of the whole picture: a panel with small numbers, and the number above or below a bar."""
SIDES = ("platforms", "none")
TOWARDS_US, AWAY = theme.WARM[0], theme.COOL[0]
_NOBODY = {f"{way}{bound}": 0 for way in ("arrived", "left") for bound in ("", "_likely", "_most")}


def net_rows(scene: Scene, grain: str) -> list[Row]:
    """People that own channels won from platforms and from not buying, and lost to them, per period."""
    found: dict[tuple[str, str], Row] = {}
    for row in data.flows_over_time(scene.reader, grain):
        if not scene.is_drawn(numbers.months_of(row["period"])[-1]):
            continue
        for side in SIDES:
            entry = found.setdefault(
                (row["period"], side),
                {"period": row["period"], "side": side, **_NOBODY, "is_complete": True},
            )
            entry["is_complete"] = entry["is_complete"] and row["is_complete"]

            def belongs(state: str, side: str = side) -> bool:
                return state == "none" if side == "none" else scene.is_platform(state)

            for way, moved in (
                ("arrived", belongs(row["from_state"]) and scene.is_own(row["to_state"])),
                ("left", scene.is_own(row["from_state"]) and belongs(row["to_state"])),
            ):
                for bound in ("", "_likely", "_most") if moved else ():
                    entry[way + bound] += row[f"customers{bound}"]
    rows = [found[key] for key in sorted(found)]
    for row in rows:
        row["net"] = row["arrived"] - row["left"]
        row["net_likely"] = row["arrived_likely"] - row["left_likely"]
    return rows


def _title(scene: Scene, rows: list[Row]) -> str:
    done = [row for row in rows if row["side"] == "platforms" and row["is_complete"]]
    home, away = sum(row["arrived"] for row in done), sum(row["left"] for row in done)
    values = {"home": scene.count(home), "away": scene.count(away), "n": len(done)}
    if not home + away:
        return scene.t("title.net_flow.nobody")
    low, high = wilson(home, home + away)
    if low > 0.5:
        return scene.t("title.net_flow.home", **values)
    return scene.t("title.net_flow.away" if high < 0.5 else "title.net_flow.balanced", **values)


def _hover(scene: Scene, row: Row) -> str:
    text = scene.t(
        f"hover.net_{row['side']}",
        period=scene.period(row["period"]),
        arrived=scene.count(row["arrived"]),
        left=scene.count(row["left"]),
        net=signed_count(row["net"], scene.language),
    )
    if not bounds.differ(row, "arrived", "left"):
        return f"{text}<br>{scene.t('bounds.certain')}"
    ways = [
        scene.t(f"bounds.{way}", bounds=bounds.people(scene, row, way))
        for way in ("arrived", "left")
        if bounds.differ(row, way)
    ]
    return "<br>".join([text, *ways])


def _bounds(scene: Scene, rows: list[Row]) -> list[str]:
    """How many came and went at most in the latest month that is over, or later, where likely links could change it."""
    done = [row for row in rows if row["side"] == "platforms" and row["is_complete"]][-1:]
    lines = [
        scene.t(f"note.bounds.{key}_in", period=scene.period(row["period"]), bounds=bounds.people(scene, row, way))
        for row in done
        for way, key in (("arrived", "home"), ("left", "away"))
        if bounds.differ(row, way)
    ]
    drawn = any(bounds.differ(row, "arrived", "left") for row in rows)
    return bounds.notes(scene, lines or ([scene.t("note.bounds.elsewhere")] if drawn else []), drawn="note.bounds.net")


def _panels(rows: list[Row]) -> tuple[list[float], list[tuple[float, float]]]:
    """Heights and ranges of both panels: a person is as tall in both, and neither is mostly empty."""
    reaches = []
    for side in SIDES:
        ends = [0.0, *(row[net] for row in rows if row["side"] == side for net in ("net", "net_likely"))]
        reaches.append((min(ends), max(ends)))
    spans = [high - low for low, high in reaches]
    heights = [max(span / (sum(spans) or 1), LEAST_HEIGHT) for span in spans]
    people = max(span / height for span, height in zip(spans, heights, strict=True)) or 1  # that a height of 1 shows
    room = people * LABEL_HEIGHT
    ranges = []
    for (low, high), height in zip(reaches, heights, strict=True):
        spare = (people * height - (high - low)) / 2
        ranges.append((low - spare - room, high + spare + room))
    whole = [high - low for low, high in ranges]
    return [each / sum(whole) for each in whole], ranges


def make(reader: SnapshotReader, filters: Filters, language: str) -> ChartView:
    """People won and lost by own channels per month: against platforms above, against not buying below."""
    scene = Scene(reader, filters, language)
    rows = net_rows(scene, "month")
    periods = sorted({row["period"] for row in rows})[-PERIODS:]
    rows = [row for row in rows if row["period"] in periods]
    if not any(row["arrived"] or row["left"] for row in rows):
        return scene.empty("net_flow", "people")
    heights, ranges = _panels(rows)
    figure = make_subplots(
        rows=2,
        row_heights=heights,
        cols=1,
        shared_xaxes=True,
        vertical_spacing=0.16,
        subplot_titles=[scene.t("axis.net_platforms"), scene.t("axis.net_none")],
        figure=blank(language, 440, margin={"l": 8, "r": 8, "t": 34, "b": 8}),
    )
    for number, side in enumerate(SIDES, start=1):
        mine = [row for row in rows if row["side"] == side]
        colours = [TOWARDS_US if row["net"] >= 0 else AWAY for row in mine]
        figure.add_trace(
            go.Bar(
                x=[row["period"] for row in mine],
                y=[row["net"] for row in mine],
                marker={
                    "color": [
                        theme.faint(colour, 1 if row["is_complete"] else 0.3)
                        for colour, row in zip(colours, mine, strict=True)
                    ]
                },
                text=[signed_count(row["net"], language) for row in mine],
                textposition="outside",
                cliponaxis=False,
                customdata=[_hover(scene, row) for row in mine],
                hovertemplate="%{customdata}<extra></extra>",
            ),
            row=number,
            col=1,
        )
        unsure = [row for row in mine if bounds.differ(row, "arrived", "left")]
        if unsure:
            figure.add_trace(
                go.Scatter(
                    x=[row["period"] for row in unsure],
                    y=[row["net_likely"] for row in unsure],
                    mode="markers",
                    marker={"symbol": "line-ew", "size": 16, "line": {"width": 2, "color": theme.LIGHT["text"]}},
                    customdata=[_hover(scene, row) for row in unsure],
                    hovertemplate="%{customdata}<extra></extra>",
                ),
                row=number,
                col=1,
            )
        for index, row in enumerate(mine):
            if not row["is_complete"]:
                axes = ("x", "y") if number == 1 else ("x2", "y2")
                low, high = min(row["net"], 0), max(row["net"], 0)
                dashed_box(figure, (index - 0.38, index + 0.38), (low, high), colours[index], axes=axes)
    for number, reach in enumerate(ranges, start=1):
        figure.update_yaxes(range=reach, row=number, col=1)
    figure.update_yaxes(zeroline=True, zerolinewidth=1.5, showticklabels=False, showgrid=False)
    figure.update_xaxes(month_axis(periods, language))
    figure.update_xaxes(showticklabels=False, row=1, col=1)
    for annotation in figure.layout.annotations:
        annotation.update(x=0, xanchor="left", font={"size": 13})
    notes = _bounds(scene, rows)
    notes += [
        scene.t("note.incomplete", period=scene.period(row["period"]))
        for row in rows
        if not row["is_complete"] and row["side"] == "none"
    ]
    if filters.channels or filters.branch:
        notes.append(scene.t("note.all_channels"))
    table = [
        {**row, "month": scene.period(row["period"]), "counterpart": scene.t(f"side.{row['side']}")} for row in rows
    ]
    return scene.view(
        "net_flow",
        title=_title(scene, rows),
        subtitle=scene.t("subtitle.net_flow", periods=scene.periods(periods)),
        figure=figure,
        columns=scene.columns(
            ("month", "text"),
            ("counterpart", "text"),
            *bounds.columns("arrived"),
            *bounds.columns("left"),
            ("net", "people"),
            ("net_likely", "people"),
            ("is_complete", "flag"),
        ),
        rows=table,
        coverage=scene.coverage_sentence(periods),
        notes=notes,
    )
