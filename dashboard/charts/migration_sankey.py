"""Where customers went from one period to the next, as streams."""

from __future__ import annotations

import plotly.graph_objects as go

from dashboard import theme
from dashboard.charts import migration
from dashboard.charts.figure import ON_STREAMS, blank, dashed_frame, spread
from dashboard.charts.scene import Scene
from dashboard.charts.view import ChartView, Filters
from dashboard.data import Row
from transforms.engines.snapshot import SnapshotReader

HEIGHT = 460
PAD = 12
LABEL_HEIGHT = 19


def _places(sizes: list[int]) -> list[float]:
    """Centre of each node from the top, streams scaled so that all of them and the gaps fill the height."""
    gaps = PAD / HEIGHT * (len(sizes) - 1)
    scale = (1 - gaps) / max(sum(sizes), 1)
    places, top = [], 0.0
    for size in sizes:
        places.append(min(max(top + size * scale / 2, 0.001), 0.999))
        top += size * scale + PAD / HEIGHT
    return places


def make(reader: SnapshotReader, filters: Filters, language: str) -> ChartView:
    """Streams of people between states, own channels on top of both sides."""
    scene = Scene(reader, filters, language)
    flows = migration.read(scene)
    if missing := migration.missing_period(scene):
        return scene.no_period("migration_sankey", missing)
    tabled: list[Row] = migration.table(scene, flows, with_nobody=False) if flows else []
    rows = [row for row in tabled if row["customers"]]
    if flows is None or not rows:
        return scene.empty("migration_sankey", "people")
    nobody = flows.people("none", "none")
    left = [name for name in flows.from_states if any(row["from"] == name for row in rows)]
    right = [name for name in flows.to_states if any(row["to"] == name for row in rows)]
    left_sizes = [sum(row["customers"] for row in rows if row["from"] == name) for name in left]
    right_sizes = [sum(row["customers"] for row in rows if row["to"] == name) for name in right]
    figure = blank(language, HEIGHT + 40, margin={"l": 4, "r": 4, "t": 30, "b": 10})
    labels = [
        f"{scene.label(name)} {scene.count(size)}"
        for name, size in zip([*left, *right], [*left_sizes, *right_sizes], strict=True)
    ]
    figure.add_trace(
        go.Sankey(
            arrangement="fixed",
            node={
                "label": [""] * len(labels),
                "customdata": labels,
                "x": [0.001] * len(left) + [0.999] * len(right),
                "y": [*_places(left_sizes), *_places(right_sizes)],
                "color": [scene.colour(name) for name in [*left, *right]],
                "pad": PAD,
                "thickness": 16,
                "line": {"width": 0},
                "hovertemplate": "%{customdata}<extra></extra>",
            },
            link={
                "source": [left.index(row["from"]) for row in rows],
                "target": [len(left) + right.index(row["to"]) for row in rows],
                "value": [row["customers"] for row in rows],
                "color": [_stream_colour(scene, row) for row in rows],
                "customdata": [migration.hover(scene, row) for row in rows],
                "hovertemplate": "%{customdata}<extra></extra>",
            },
        )
    )
    ends = ((0, "left", scene.t("axis.before")), (1, "right", scene.t("axis.after")))
    for x, anchor, text in ends:
        figure.add_annotation(
            x=x, y=1, xref="paper", yref="paper", text=text, showarrow=False, xanchor=anchor, yanchor="bottom", yshift=6
        )
    sides = ((0, "left", labels[: len(left)], left_sizes), (1, "right", labels[len(left) :], right_sizes))
    for x, anchor, names, sizes in sides:
        for text, place in zip(names, spread(_places(sizes), LABEL_HEIGHT / HEIGHT), strict=True):
            figure.add_annotation(
                x=x, y=1 - place, xref="paper", yref="paper", text=text, showarrow=False, xanchor=anchor,
                yanchor="middle", xshift=22 if x == 0 else -22, name=ON_STREAMS, bgcolor=theme.faint("#FFFFFF", 0.82),
                borderpad=1, font={"color": theme.LIGHT["text"], "size": 12.5},
            )  # fmt: skip
    if not flows.is_complete:
        dashed_frame(figure)
    notes = migration.notes(scene, flows)
    if nobody:
        notes.append(scene.t.plural("note.not_drawn", nobody, n=scene.count(nobody)))
    return scene.view(
        "migration_sankey",
        title=migration.title(scene, flows),
        subtitle=migration.subtitle(scene, flows),
        figure=figure,
        columns=scene.columns(*migration.COLUMNS),
        rows=tabled,
        coverage=migration.coverage(scene, flows),
        notes=notes,
    )


def _stream_colour(scene: Scene, row: Row) -> str:
    """A stream has the colour of where it starts; those between ours and theirs stand out."""
    crosses = (scene.is_own(row["from"]) and scene.is_platform(row["to"])) or (
        scene.is_platform(row["from"]) and scene.is_own(row["to"])
    )
    return theme.faint(scene.colour(row["from"]), 0.75 if crosses else 0.28)
