"""How lately, how often and for how much people buy: the segments, how many are in each and what they bring."""

from __future__ import annotations

import plotly.graph_objects as go

from dashboard import data, numbers, theme
from dashboard.charts import bounds
from dashboard.charts.figure import blank
from dashboard.charts.scene import Scene
from dashboard.charts.view import ChartView, Filters
from dashboard.data import Row
from transforms.engines.snapshot import SnapshotReader
from transforms.tables.segments import F_SCORES, M_SCORES, R_SCORES, SEGMENTS, Segment

PARTS = {"share_of_people": theme.STATES["all"], "share_of_sales": theme.WARM[0]}


def _scores(letter: str, low: int, high: int) -> str:
    return f"{letter} {low}" if low == high else f"{letter} {low}–{high}"


def _rule(scene: Scene, segment: Segment) -> str:
    """The scores of a segment, those left out that may be any."""
    ranges = (("R", segment.r, R_SCORES), ("F", segment.f, F_SCORES), ("M", segment.m, M_SCORES))
    asked = [_scores(letter, *scores) for letter, scores, highest in ranges if scores != (1, highest)]
    return " · ".join(asked) or scene.t("rfm.everybody_else")


def _refused(scene: Scene, cuts: dict[str, Row]) -> ChartView:
    if not cuts:
        return scene.empty("rfm", "people")
    basis = cuts["r"]
    why = "few_buyers" if basis["rfm_state"] == "few_buyers" else "short_history"
    values = {"buyers": scene.people(basis["buyers"]), "days": scene.count(basis["history_days"])}
    return scene.without_rows("rfm", why, **values)


def _rows(scene: Scene, found: list[Row]) -> list[Row]:
    people = sum(row["customers"] for row in found)
    sales = sum(row["net_sales"] for row in found)
    rules = {segment.name: _rule(scene, segment) for segment in SEGMENTS}
    return [
        {
            **row,
            "key": row["segment"],
            "segment": scene.t(f"segment.{row['segment']}"),
            "rule": rules[row["segment"]],
            "share_of_people": row["customers"] / people,
            "share_of_sales": float(row["net_sales"] / sales) if sales else 0.0,
        }
        for row in found
    ]


def _notes(scene: Scene, cuts: dict[str, Row]) -> list[str]:
    """Up to which value which score counts."""
    lines = []
    for measure in ("r", "f", "m"):
        row = cuts[measure]
        write = scene.money_full if measure == "m" else scene.count
        points = {
            f"cut_{place}": write(row[f"cut_{place}"]) for place in range(1, 5) if row[f"cut_{place}"] is not None
        }
        lines.append(scene.t(f"note.rfm.{measure}", **points))
    if cuts["f"]["cut_method"] == "bands":
        lines.append(scene.t("note.rfm.bands"))
    return lines


def _bounds(scene: Scene, rows: list[Row]) -> list[str]:
    unsure = [row for row in rows if bounds.differ(row, "customers")]
    lines = [
        scene.t("note.bounds.rate", measure=row["segment"], bounds=bounds.people(scene, row, "customers"))
        for row in unsure[:1]
    ]
    return bounds.notes(scene, [*lines, *([scene.t("note.bounds.elsewhere")] if len(unsure) > 1 else [])])


def _hover(scene: Scene, row: Row) -> str:
    text = scene.t(
        "hover.rfm",
        segment=row["segment"],
        rule=row["rule"],
        people=scene.people(row["customers"]),
        share=scene.share(row["share_of_people"]),
        money=scene.money(row["net_sales"]),
        sales=scene.share(row["share_of_sales"]),
    )
    return f"{text}<br>{bounds.people(scene, row, 'customers')}"


def make(reader: SnapshotReader, filters: Filters, language: str) -> ChartView:
    """Two bars for each segment, its share of the buyers and of net sales, in the order of the rules."""
    scene = Scene(reader, filters, language)
    found = data.rfm_segments(reader)
    cuts = {row["measure"]: row for row in data.rfm_cut_points(reader)}
    if not found:
        return _refused(scene, cuts)
    rows = _rows(scene, found)
    figure = blank(language, 90 + 52 * len(rows), barmode="group", bargap=0.3, bargroupgap=0.05)
    for part, colour in PARTS.items():
        figure.add_trace(
            go.Bar(
                orientation="h",
                y=[row["key"] for row in rows],
                x=[row[part] for row in rows],
                name=scene.t(f"column.{part}"),
                marker={"color": colour, "line": {"width": 0}},
                text=[scene.share(row[part]) for row in rows],
                textposition="outside",
                cliponaxis=False,
                customdata=[_hover(scene, row) for row in rows],
                hovertemplate="%{customdata}<extra></extra>",
                showlegend=True,
            )
        )
    widest = max(row[part] for row in rows for part in PARTS)
    figure.update_xaxes(range=[0, widest * 1.15], tickformat=".0%", nticks=5)
    figure.update_yaxes(
        type="category",
        autorange="reversed",
        showgrid=False,
        tickvals=[row["key"] for row in rows],
        ticktext=[f'{row["segment"]}<br><span style="font-size:11px">{row["rule"]}</span>' for row in rows],
    )
    figure.update_layout(
        showlegend=True, legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "normal"}
    )
    best = max(rows, key=lambda row: row["net_sales"])
    notes = [*_notes(scene, cuts), scene.t("note.rfm.first"), *_bounds(scene, rows), *scene.other_currency_notes()]
    if filters.period:
        notes.append(scene.t("note.to_the_end"))
    if filters.channels or filters.branch:
        notes.append(scene.t("note.all_channels"))
    return scene.view(
        "rfm",
        title=scene.t(
            "title.rfm",
            segment=best["segment"],
            people=scene.share(best["share_of_people"]),
            sales=scene.share(best["share_of_sales"]),
        ),
        subtitle=scene.t(
            "subtitle.rfm",
            first=numbers.day(cuts["r"]["from_day"], language),
            last=numbers.day(scene.about.as_of_day, language),
        ),
        figure=figure,
        columns=scene.columns(
            ("segment", "text"),
            ("rule", "text"),
            *bounds.columns("customers"),
            ("share_of_people", "share"),
            ("net_sales", "money"),
            ("share_of_sales", "share"),
        ),
        rows=rows,
        coverage=scene.coverage_sentence(),
        notes=notes,
    )
