"""What calling does: who came back of those called, against those kept back."""

from __future__ import annotations

import plotly.graph_objects as go

from dashboard import data, numbers, theme
from dashboard.charts.figure import blank
from dashboard.charts.intervals import difference, wilson
from dashboard.charts.scene import Scene
from dashboard.charts.view import ChartView, Filters
from dashboard.data import Row
from transforms.engines.snapshot import SnapshotReader
from transforms.tables.words import FOLLOW_UP_REASONS, LIST_GROUPS

COLOURS = {"called": theme.WARM[0], "kept_back": theme.STATES["others"]}
LEAST = 30
"""With fewer people in either group a difference is not told."""


def _counts(rows: list[Row], group: str) -> tuple[int, int]:
    mine = [row for row in rows if row["list_group"] == group]
    return sum(row["came_back"] for row in mine), sum(row["people"] for row in mine)


def told(scene: Scene, rows: list[Row]) -> str:
    """The finding about some lists: which group came back more, or that too few were on them to tell."""
    (back, called), (back_anyway, kept) = (_counts(rows, group) for group in LIST_GROUPS)
    values = {
        "called": scene.people(called),
        "kept": scene.people(kept),
        "share": scene.share(back / called) if called else scene.t("word.unknown"),
        "anyway": scene.share(back_anyway / kept) if kept else scene.t("word.unknown"),
    }
    low, high = difference(back, called, back_anyway, kept)
    if min(called, kept) < LEAST:
        return scene.t("title.follow_up_result.few", **values)
    key = "more" if low > 0 else "less" if high < 0 else "same"
    return scene.t(f"title.follow_up_result.{key}", **values)


def _between(scene: Scene, rows: list[Row]) -> str:
    """The difference of the two shares in percentage points, from low to high."""
    low, high = difference(*_counts(rows, "called"), *_counts(rows, "kept_back"))
    ends = [numbers.signed_count(round(100 * end), scene.language) for end in (low, high)]
    return scene.t("follow_up_result.between", low=ends[0], high=ends[1])


def _reason(scene: Scene, reason: str, rows: list[Row]) -> str:
    """One reason, without a finding: of several reasons one or the other differs by chance."""
    counts = {group: _counts(rows, group) for group in LIST_GROUPS}
    values = {
        "reason": scene.t(f"call_reason.{reason}"),
        "called": scene.people(counts["called"][1]),
        "kept": scene.people(counts["kept_back"][1]),
    }
    if min(people for _, people in counts.values()) < LEAST:
        return scene.t("note.follow_up_result.few", **values)
    share, anyway = (scene.share(back / people) for back, people in counts.values())
    between = _between(scene, rows)
    return scene.t("note.follow_up_result.reason", **values, share=share, anyway=anyway, between=between)


def make(reader: SnapshotReader, filters: Filters, language: str) -> ChartView:
    """Two bars per reason, with the interval of each share; a list counts when its time is over and it was called."""
    scene = Scene(reader, filters, language)
    found = data.follow_up_results(reader)
    if not found:
        return scene.without_rows("follow_up_result", "follow_ups")
    rows = []
    for reason in ("all", *FOLLOW_UP_REASONS):
        mine = [row for row in found if reason in ("all", row["reason"])]
        for group in LIST_GROUPS:
            back, people = _counts(mine, group)
            if people:
                low, high = wilson(back, people)
                rows.append(
                    {
                        "reason": scene.t(f"call_reason.{reason}"),
                        "list_group": scene.t(f"list_group.{group}"),
                        "people": people,
                        "came_back": back,
                        "share": back / people,
                        "low": low,
                        "high": high,
                        "above": high - back / people,
                        "below": back / people - low,
                        "group": group,
                    }
                )
    figure = blank(language, 60 + 62 * len({row["reason"] for row in rows}), bargap=0.35, barmode="group")
    for group in reversed(LIST_GROUPS):
        mine = [row for row in rows if row["group"] == group]
        figure.add_trace(
            go.Bar(
                y=[row["reason"] for row in mine],
                x=[row["share"] for row in mine],
                orientation="h",
                name=scene.t(f"list_group.{group}"),
                marker={"color": COLOURS[group]},
                error_x={
                    "type": "data",
                    "symmetric": False,
                    "array": [row["above"] for row in mine],
                    "arrayminus": [row["below"] for row in mine],
                    "thickness": 1.2,
                    "width": 3,
                },
                customdata=[_hover(scene, row) for row in mine],
                hovertemplate="%{customdata}<extra></extra>",
                showlegend=True,
            )
        )
    figure.update_yaxes(autorange="reversed")
    figure.update_xaxes(range=[0, 1.02], tickformat=".0%", tickvals=[0, 0.25, 0.5, 0.75, 1])
    figure.update_layout(
        showlegend=True, legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "reversed"}
    )
    notes = [scene.t("note.follow_up_result.all", between=_between(scene, found))]
    notes += [
        _reason(scene, reason, mine)
        for reason in FOLLOW_UP_REASONS
        if (mine := [row for row in found if row["reason"] == reason])
    ]
    if filters.channels or filters.branch:
        notes.append(scene.t("note.all_channels"))
    return scene.view(
        "follow_up_result",
        title=told(scene, found),
        subtitle=scene.t("subtitle.follow_up_result"),
        figure=figure,
        columns=scene.columns(
            ("reason", "text"),
            ("list_group", "text"),
            ("people", "people"),
            ("came_back", "people"),
            ("share", "share"),
            ("low", "share"),
            ("high", "share"),
        ),
        rows=rows,
        coverage=scene.t("coverage.every_listed"),
        notes=notes,
    )


def _hover(scene: Scene, row: Row) -> str:
    return scene.t(
        "hover.follow_up_result",
        reason=row["reason"],
        group=row["list_group"],
        back=scene.people(row["came_back"]),
        people=scene.people(row["people"]),
        share=scene.share(row["share"]),
        between=scene.share_range(row["low"], row["high"]),
    )
