"""Whether probable links turn out right as often as they say: what was said against what was so."""

from __future__ import annotations

from math import sqrt

import plotly.graph_objects as go

from dashboard import data, theme
from dashboard.charts.figure import blank
from dashboard.charts.scene import Scene
from dashboard.charts.view import ChartView, Filters
from dashboard.data import Row
from transforms.engines.snapshot import SnapshotReader

TOLD_APART = 0.05
"""Less than this between what was said and what was so is no difference worth a word."""
ENOUGH = 20
"""A band of fewer links decides no title."""
SPOKEN_OF = 0.9
"""The title tells how links of about this probability turned out."""


def _rows(scene: Scene) -> list[Row]:
    return [
        {
            "band": scene.share_range(row["band_low"], row["band_high"]),
            "links": row["links"],
            "right_links": row["right_links"],
            "mean_probability": row["mean_probability"],
            "share_right": row["share_right"],
            "share_right_low": row["share_right_low"],
            "share_right_high": row["share_right_high"],
        }
        for row in data.link_calibration(scene.reader)
    ]


def _title(scene: Scene, rows: list[Row]) -> str:
    large = [row for row in rows if row["links"] >= ENOUGH] or rows
    off = [
        row
        for row in large
        if abs(row["mean_probability"] - row["share_right"]) >= TOLD_APART
        and not row["share_right_low"] <= row["mean_probability"] <= row["share_right_high"]
    ]
    if off:
        shown = max(off, key=lambda row: abs(row["mean_probability"] - row["share_right"]))
        rule = "sure" if shown["mean_probability"] > shown["share_right"] else "careful"
    else:
        shown = min(large, key=lambda row: abs(row["mean_probability"] - SPOKEN_OF))
        rule = "right"
    return scene.t(
        f"title.link_calibration.{rule}",
        given=scene.share(shown["mean_probability"]),
        right=scene.share(shown["share_right"]),
    )


def _empty(scene: Scene) -> ChartView:
    model = data.link_model(scene.reader)
    if model is None or model["state"] == "none":
        return scene.without_rows("link_calibration", "links")
    if model["state"] == "trained":
        return scene.without_rows("link_calibration", "links_unmeasured")
    missing = {"true_pairs": "pairs", "held_out": "people"}.get(model["lacking"], "evidence")
    return scene.without_rows(
        "link_calibration",
        f"links_{missing}",
        pairs=scene.count(model["true_pairs"]),
        people=scene.count(model["held_out_people"]),
        pairs_needed=scene.count(model["true_pairs_needed"]),
        people_needed=scene.count(model["held_out_needed"]),
    )


def make(reader: SnapshotReader, filters: Filters, language: str) -> ChartView:
    """A point per band of probability, as large as it has links; on the diagonal a probability is what it says."""
    scene = Scene(reader, filters, language)
    rows = _rows(scene)
    if not rows:
        return _empty(scene)
    most = max(row["links"] for row in rows)
    figure = blank(language, 360, margin={"l": 8, "r": 24, "t": 12, "b": 8})
    figure.add_shape(
        type="line", x0=0, y0=0, x1=1, y1=1, layer="below", line={"color": theme.LIGHT["zero"], "width": 1.5}
    )
    figure.add_trace(
        go.Scatter(
            x=[row["mean_probability"] for row in rows],
            y=[row["share_right"] for row in rows],
            mode="markers",
            name=scene.t("column.share_right"),
            marker={
                "color": theme.STATES["all"],
                "size": [8 + 22 * sqrt(row["links"] / most) for row in rows],
                "opacity": 0.85,
                "line": {"width": 0},
            },
            error_y={
                "type": "data",
                "symmetric": False,
                "array": [row["share_right_high"] - row["share_right"] for row in rows],
                "arrayminus": [row["share_right"] - row["share_right_low"] for row in rows],
                "color": theme.STATES["all"],
                "thickness": 1.2,
                "width": 4,
            },
            customdata=[
                scene.t(
                    "hover.link_calibration",
                    given=scene.share(row["mean_probability"]),
                    right=scene.share(row["share_right"]),
                    low=scene.share(row["share_right_low"]),
                    high=scene.share(row["share_right_high"]),
                    right_links=scene.count(row["right_links"]),
                    links=scene.count(row["links"]),
                )
                for row in rows
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    shares = {"range": [-0.03, 1.05], "tickformat": ".0%", "tickvals": [0, 0.25, 0.5, 0.75, 1]}
    figure.update_xaxes(title={"text": scene.t("axis.mean_probability")}, **shares)
    figure.update_yaxes(title={"text": scene.t("axis.share_right")}, **shares)
    links = sum(row["links"] for row in rows)
    model = data.link_model(reader)
    return scene.view(
        "link_calibration",
        title=_title(scene, rows),
        subtitle=scene.t("subtitle.link_calibration"),
        figure=figure,
        columns=scene.columns(
            ("band", "text"),
            ("mean_probability", "share"),
            ("share_right", "share"),
            ("share_right_low", "share"),
            ("share_right_high", "share"),
            ("right_links", "count"),
            ("links", "count"),
        ),
        rows=rows,
        coverage=scene.t(
            "coverage.links",
            links=scene.count(links),
            people=scene.count(model["held_out_people"] if model else None),
        ),
    )
