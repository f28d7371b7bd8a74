"""The three repeat rates side by side, anywhere and in the same channel."""

from __future__ import annotations

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from dashboard import data
from dashboard.charts import bounds
from dashboard.charts.figure import blank
from dashboard.charts.intervals import difference, wilson
from dashboard.charts.scene import Scene
from dashboard.charts.view import ChartView, Filters
from dashboard.data import Row
from transforms.engines.snapshot import SnapshotReader
from transforms.tables.words import RATE_MEASURES


def _rows(scene: Scene) -> list[Row]:
    found = [row for row in data.rates_now(scene.reader) if row["window_days"] == scene.filters.window_days]
    names = ["all", *scene.chosen(row["channel"] for row in found)]
    rows: list[Row] = []
    for measure in RATE_MEASURES:
        for name in names:
            for row in found:
                if row["measure"] == measure and row["channel"] == name and row["customers"]:
                    low, high = wilson(row["repeaters"], row["customers"])
                    rows.append({**row, "low": low, "high": high})
    return rows


def _title(scene: Scene, rows: list[Row]) -> str:
    window = scene.filters.window_days
    rates = {
        row["channel"]: row
        for row in rows
        if row["measure"] == "repeat_rate" and row["scope"] == "anywhere" and row["channel"] != "all"
    }
    # one comparison, between the channels most people buy in: small ones differ by chance alone
    own = [row for name, row in rates.items() if scene.is_own(name)]
    platforms = [row for name, row in rates.items() if scene.is_platform(name)]
    if own and platforms:
        a = max(own, key=lambda row: (row["customers"], row["channel"]))
        b = max(platforms, key=lambda row: (row["customers"], row["channel"]))
        low, high = difference(a["repeaters"], a["customers"], b["repeaters"], b["customers"])
        values = {
            "window": window,
            "own": scene.label(a["channel"]),
            "share": scene.share(a["rate"]),
            "platform": scene.label(b["channel"]),
            "other": scene.share(b["rate"]),
        }
        if low > 0:
            return scene.t("title.repeat_rates.own", **values)
        return scene.t("title.repeat_rates.platform" if high < 0 else "title.repeat_rates.same", **values)
    everyone = next((row for row in rows if row["measure"] == "repeat_rate" and row["channel"] == "all"), rows[0])
    return scene.t(
        "title.repeat_rates.level",
        window=window,
        share=scene.share(everyone["rate"]),
        range=scene.share_range(everyone["low"], everyone["high"]),
    )


def make(reader: SnapshotReader, filters: Filters, language: str) -> ChartView:
    """One panel per rate, one line per channel: hollow where only this channel counts, full where any does."""
    scene = Scene(reader, filters, language)
    rows = _rows(scene)
    if not rows:
        return scene.empty("repeat_rates", "people")
    present = {row["channel"] for row in rows}
    names = [name for name in ("all", *scene.channels) if name in present]
    measures = [measure for measure in RATE_MEASURES if any(row["measure"] == measure for row in rows)]
    figure = make_subplots(
        rows=1,
        cols=len(measures),
        shared_yaxes=True,
        horizontal_spacing=0.05,
        subplot_titles=[scene.t(f"measure.{measure}") for measure in measures],
        figure=blank(language, 130 + 38 * len(names), margin={"l": 8, "r": 14, "t": 34, "b": 8}),
    )
    for number, measure in enumerate(measures, start=1):
        mine = [row for row in rows if row["measure"] == measure]
        for name in names:
            ends = [row["rate"] for row in mine if row["channel"] == name]
            if len(ends) == 2:
                figure.add_shape(
                    type="line",
                    x0=min(ends),
                    x1=max(ends),
                    y0=name,
                    y1=name,
                    row=1,
                    col=number,
                    line={"color": scene.colour(name), "width": 3},
                    opacity=0.45,
                )
        for scope, symbol in (("in_channel", "circle-open"), ("anywhere", "circle")):
            dots = [row for row in mine if row["scope"] == scope]
            figure.add_trace(
                go.Scatter(
                    x=[row["rate"] for row in dots],
                    y=[row["channel"] for row in dots],
                    mode="markers",
                    name=scene.t(f"scope.{scope}"),
                    legendgroup=scope,
                    showlegend=number == 1,
                    marker={
                        "size": 11,
                        "symbol": symbol,
                        "color": [scene.colour(row["channel"]) for row in dots],
                        "line": {"width": 2 if scope == "in_channel" else 0},
                    },
                    error_x={
                        "type": "data",
                        "symmetric": False,
                        "array": [row["high"] - row["rate"] for row in dots],
                        "arrayminus": [row["rate"] - row["low"] for row in dots],
                        "thickness": 1,
                        "width": 0,
                        "color": "rgba(130,125,118,.6)",
                    },
                    customdata=[_hover(scene, row) for row in dots],
                    hovertemplate="%{customdata}<extra></extra>",
                ),
                row=1,
                col=number,
            )
        hovers = [_hover(scene, row) for row in mine]
        bounds.whiskers(figure, mine, [row["channel"] for row in mine], hovers, upright=False, row=1, col=number)
    top = max(max(row["high"], row["rate_likely"] or 0) for row in rows)
    figure.update_xaxes(range=[0, min(1.0, top * 1.06)], tickformat=".0%", nticks=4, zeroline=False)
    figure.update_yaxes(
        type="category",
        categoryorder="array",
        categoryarray=names[::-1],
        showgrid=False,
        tickvals=names,
        ticktext=[scene.label(name) for name in names],
    )
    figure.update_layout(showlegend=True, legend={"orientation": "h", "y": -0.12, "yanchor": "top", "x": 0})
    for annotation in figure.layout.annotations:
        annotation.update(font={"size": 13})
    everyone = [row for row in rows if row["channel"] == "all" and bounds.differ(row, "customers", "repeaters")]
    lines = [
        scene.t("note.bounds.rate", measure=scene.t(f"measure.{row['measure']}"), bounds=bounds.rate(scene, row))
        for row in everyone
        if row["scope"] == "anywhere"
    ]
    if not lines and any(bounds.differ(row, "customers", "repeaters") for row in rows):
        lines = [scene.t("note.bounds.elsewhere")]
    notes = bounds.notes(scene, lines, drawn="note.bounds.whiskers")
    notes += [scene.t("note.window_incomplete")] if any(not row["is_complete"] for row in rows) else []
    notes += scene.unfiltered_notes()
    table = [
        {
            **row,
            "key": row["channel"],
            "channel": scene.label(row["channel"]),
            "measure": scene.t(f"measure.{row['measure']}"),
            "scope": scene.t(f"scope.{row['scope']}"),
        }
        for row in rows
    ]
    return scene.view(
        "repeat_rates",
        title=_title(scene, rows),
        subtitle=scene.t("subtitle.repeat_rates", window=filters.window_days),
        figure=figure,
        columns=scene.columns(
            ("measure", "text"),
            ("channel", "text"),
            ("scope", "text"),
            ("window_days", "count"),
            *bounds.columns("customers"),
            *bounds.columns("repeaters"),
            *bounds.columns("rate", "share"),
            ("low", "share"),
            ("high", "share"),
            ("is_complete", "flag"),
        ),
        rows=table,
        coverage=scene.coverage_sentence(),
        notes=notes,
    )


def _hover(scene: Scene, row: Row) -> str:
    text = scene.t(
        f"hover.{row['measure']}.{row['scope']}",
        channel=scene.label(row["channel"]),
        share=scene.share(row["rate"]),
        people=scene.count(row["customers"]),
        window=row["window_days"],
        range=scene.share_range(row["low"], row["high"]),
    )
    return f"{text}<br>{bounds.rate(scene, row)}"
