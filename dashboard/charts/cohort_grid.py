"""How many of each month's new customers bought again, month after month."""

from __future__ import annotations

import plotly.graph_objects as go

from dashboard import data
from dashboard.charts import bounds
from dashboard.charts.figure import blank, dashed_box, ink_cells
from dashboard.charts.intervals import difference, wilson
from dashboard.charts.scene import Scene
from dashboard.charts.view import ChartView, Filters
from dashboard.data import Row
from transforms.engines.snapshot import SnapshotReader

COHORTS = 13
MONTHS_SINCE = 12


def _rows(scene: Scene, first_channel: str) -> list[Row]:
    table = data.cohorts(scene.reader, first_channel)
    months = sorted({row["cohort_month"] for row in table})[-COHORTS:]
    rows: list[Row] = []
    for row in table:
        if row["cohort_month"] not in months or row["k"] > MONTHS_SINCE or not row["size"]:
            continue
        # month 0 is everybody by definition; what says something there is a second purchase day inside it
        name = "repeated_in_first_month" if row["k"] == 0 else "bought_in"
        people, likely = row[name], row[f"{name}_likely"]
        low, high = wilson(people, row["size"])
        rows.append(
            {
                "cohort_month": row["cohort_month"],
                **{key: row[key] for key, _ in bounds.columns("size")},
                "k": row["k"],
                "bought_in": people,
                "bought_in_likely": likely,
                "bought_in_most": row[f"{name}_most"],
                "share": people / row["size"],
                "share_likely": likely / row["size_likely"] if row["size_likely"] else None,
                "low": low,
                "high": high,
                "is_complete": row["is_complete"],
            }
        )
    return rows


def _title(scene: Scene, rows: list[Row]) -> str:
    next_month = [row for row in rows if row["k"] == 1 and row["is_complete"]]
    if not next_month:
        return scene.t("title.cohort_grid.early")
    people, size = sum(row["bought_in"] for row in next_month), sum(row["size"] for row in next_month)
    values = {"share": scene.share(people / size)}
    if len(next_month) < 6:
        return scene.t("title.cohort_grid.level", **values)
    recent, earlier = next_month[-3:], next_month[:-3]
    parts = [(sum(row["bought_in"] for row in group), sum(row["size"] for row in group)) for group in (recent, earlier)]
    low, high = difference(*parts[0], *parts[1])
    if low <= 0 <= high:
        return scene.t("title.cohort_grid.same", **values, range=scene.share_range(*wilson(people, size)))
    return scene.t(
        "title.cohort_grid.up" if low > 0 else "title.cohort_grid.down",
        share=scene.share(parts[0][0] / parts[0][1]),
        before=scene.share(parts[1][0] / parts[1][1]),
    )


def make(reader: SnapshotReader, filters: Filters, language: str) -> ChartView:
    """Share of each cohort that bought in each later month; size at the left, unfinished months dashed."""
    scene = Scene(reader, filters, language)
    first_channel = filters.channels[0] if len(filters.channels) == 1 else "all"
    rows = _rows(scene, first_channel)
    if not rows:
        return scene.empty("cohort_grid", "people")
    months = sorted({row["cohort_month"] for row in rows})
    ks = list(range(max(row["k"] for row in rows) + 1))
    size = {row["cohort_month"]: row["size"] for row in rows}
    by_place = {(row["cohort_month"], row["k"]): row for row in rows}
    cells = [[by_place.get((month, k)) for k in ks] for month in months]
    figure = blank(language, 100 + 30 * len(months))
    figure.add_trace(
        go.Heatmap(
            x=ks,
            y=months,
            z=[[cell["share"] if cell else None for cell in line] for line in cells],
            customdata=[[_hover(scene, cell) if cell else "" for cell in line] for line in cells],
            hovertemplate="%{customdata}<extra></extra>",
            coloraxis="coloraxis",
            xgap=2,
            ygap=2,
            hoverongaps=False,
        )
    )
    top = max(row["share"] for row in rows)
    figure.update_layout(coloraxis={"cmin": 0, "cmax": max(top, 0.1), "showscale": False})
    ink_cells(figure, [[_written(scene, cell) if cell else "" for cell in line] for line in cells], size=11)
    for number, line in enumerate(cells):
        for k, cell in enumerate(line):
            if cell and not cell["is_complete"]:
                dashed_box(figure, (k - 0.46, k + 0.46), (number - 0.44, number + 0.44), "#8a857d")
    figure.update_xaxes(
        side="top",
        showgrid=False,
        tickvals=ks,
        ticktext=[scene.t("axis.same_month") if k == 0 else f"+{k}" for k in ks],
        tickangle=0,
        zeroline=False,
    )
    figure.update_yaxes(
        autorange="reversed",
        showgrid=False,
        type="category",
        tickvals=months,
        ticktext=[f"{scene.period(month)} · {scene.count(size[month])}" for month in months],
    )
    notes = _bounds(scene, rows)
    notes += [scene.t("note.cohort_incomplete")] if any(not row["is_complete"] for row in rows) else []
    notes += scene.unfiltered_notes()
    if len(filters.channels) > 1:
        notes.append(scene.t("note.one_channel_only"))
    return scene.view(
        "cohort_grid",
        title=_title(scene, rows),
        subtitle=scene.t("subtitle.cohort_grid", channel=scene.label(first_channel)),
        figure=figure,
        columns=scene.columns(
            ("cohort_month", "text"),
            *bounds.columns("size"),
            ("k", "count"),
            *bounds.columns("bought_in"),
            ("share", "share"),
            ("share_likely", "share"),
            ("low", "share"),
            ("high", "share"),
            ("is_complete", "flag"),
        ),
        rows=rows,
        coverage=scene.coverage_sentence(scene.months_since(months[0])),
        notes=notes,
    )


def _written(scene: Scene, cell: Row) -> str:
    """Share of a cell, and what it is likely where that reads differently."""
    text, likely = scene.share(cell["share"]), scene.share(cell["share_likely"])
    return f"{text} ~{likely}" if bounds.differ(cell, "bought_in") and likely != text else text


def _bounds(scene: Scene, rows: list[Row]) -> list[str]:
    """How many of all drawn bought again in the month after their first, where likely links could change it."""
    if not any(bounds.differ(row, "bought_in", "size") for row in rows):
        return []
    again = bounds.summed([row for row in rows if row["k"] == 1 and row["is_complete"]], "bought_in")
    line = scene.t("note.bounds.elsewhere")
    if bounds.differ(again, "bought_in"):
        line = scene.t("note.bounds.next_month", bounds=bounds.people(scene, again, "bought_in"))
    return bounds.notes(scene, [line], drawn="note.bounds.tilde")


def _hover(scene: Scene, cell: Row) -> str:
    key = "hover.cohort_first_month" if cell["k"] == 0 else "hover.cohort"
    return (
        scene.t(
            key,
            month=scene.period(cell["cohort_month"]),
            size=scene.count(cell["size"]),
            people=scene.count(cell["bought_in"]),
            k=cell["k"],
            share=scene.share(cell["share"]),
            range=scene.share_range(cell["low"], cell["high"]),
        )
        + f"<br>{bounds.people(scene, cell, 'bought_in')}"
        + ("" if cell["is_complete"] else f"<br>{scene.t('hover.not_over')}")
    )
