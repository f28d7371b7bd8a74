"""The figure of a chart as Excel's own chart, where Excel has the type: bars and lines."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from xlsxwriter.workbook import Workbook

from dashboard import numbers
from dashboard.charts.view import ChartView
from dashboard.exports.caption import word
from dashboard.exports.cells import is_number, printable

_MOST_SERIES = 20
_BREAK = re.compile(r"<br\s*/?>")
_TAG = re.compile(r"<[^>]+>")
_MONTH = re.compile(r"\d{4}-\d{2}")


@dataclass(frozen=True)
class _Series:
    """One line or one set of bars: its name, and a value for each category."""

    name: str
    points: dict[str, float]
    kind: str
    colour: str | None
    dashed: bool


def _text(value: Any) -> str:
    """A category as text; several levels joined."""
    if isinstance(value, list | tuple):
        return " · ".join(map(str, value))
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return str(value)


def _values(data: Any) -> list[Any]:
    return [] if data is None else list(data)


def _colour(*candidates: Any) -> str | None:
    """The first plain #rrggbb; Excel takes no other notation."""
    for colour in candidates:
        if isinstance(colour, str) and colour.startswith("#") and len(colour) == 7:
            return colour
    return None


def _names(view: ChartView) -> dict[str, str]:
    """What the axes call the categories; a month by its full name, everything else as on screen."""
    found: dict[str, str] = {}
    for axis in (view.figure.layout.xaxis, view.figure.layout.yaxis):
        for value, text in zip(axis.tickvals or (), axis.ticktext or (), strict=False):
            found[_text(value)] = _TAG.sub("", _BREAK.sub(" ", str(text)))
        for value in axis.categoryarray or ():
            if _MONTH.fullmatch(str(value)):
                found[str(value)] = numbers.period(str(value), view.language)
    return found


def _series(trace: Any) -> _Series | None:
    """A trace Excel can draw, or None."""
    sideways = trace.type == "bar" and trace.orientation == "h"
    if trace.type == "bar" and trace.base is not None:
        return None  # Excel has no bars that begin somewhere
    if trace.type == "bar":
        kind = "bar" if sideways else "column"
    elif trace.type == "scatter" and "lines" in (trace.mode or "lines") and trace.fill in (None, "none"):
        kind = "line"
    else:
        return None
    categories, values = _values(trace.x), _values(trace.y)
    if sideways:
        categories, values = values, categories
    points = {
        _text(category): float(value)
        for category, value in zip(categories, values, strict=False)
        if isinstance(value, Decimal) or is_number(value)
    }
    if not points:
        return None
    line = trace.line if kind == "line" else None
    marker = trace.marker.color if trace.marker else None
    return _Series(
        printable(trace.name or ""),
        points,
        kind,
        _colour(line.color if line else None, marker),
        bool(line and line.dash not in (None, "solid")),
    )


def _categories(series: Iterable[_Series]) -> list[str]:
    """Every category, in the order in which they are first drawn."""
    return list(dict.fromkeys(itertools.chain.from_iterable(one.points for one in series)))


def drawable(view: ChartView) -> list[_Series]:
    """The figure as series of one kind of Excel chart; empty where Excel has no such chart."""
    found = [_series(trace) for trace in view.figure.data if trace.visible in (None, True)]
    series = [one for one in found if one is not None]
    if not series or len(series) != len(found) or len(series) > _MOST_SERIES:
        return []  # a chart that leaves something out would say something else
    return series if len({one.kind for one in series}) == 1 else []


def add_native_chart(book: Workbook, view: ChartView) -> bool:
    """Add a sheet with Excel's own chart and the figures it draws; False where Excel has no such chart."""
    series = drawable(view)
    if not series:
        return False
    sheet_name = word(view, "chart")
    sheet = book.add_worksheet(sheet_name)
    names = _names(view)
    categories = _categories(series)
    first_row = 30  # under the chart
    chart_options = {"type": series[0].kind}
    if series[0].kind != "line" and view.figure.layout.barmode in ("stack", "relative"):
        chart_options["subtype"] = "stacked"
    chart = book.add_chart(chart_options)
    for row, category in enumerate(categories, start=first_row + 1):
        sheet.write_string(row, 0, printable(names.get(category, category)))
    for number, one in enumerate(series, start=1):
        sheet.write_string(first_row, number, one.name)
        for row, category in enumerate(categories, start=first_row + 1):
            if category in one.points:
                sheet.write_number(row, number, one.points[category])
        last_row = first_row + len(categories)
        pen: dict[str, Any] = {"color": one.colour} if one.colour else {}
        if one.dashed:
            pen["dash_type"] = "dash"
        options: dict[str, Any] = {
            "name": [sheet_name, first_row, number],
            "categories": [sheet_name, first_row + 1, 0, last_row, 0],
            "values": [sheet_name, first_row + 1, number, last_row, number],
        }
        if pen:
            options["line" if one.kind == "line" else "fill"] = pen
        chart.add_series(options)
    chart.set_title({"name": printable(view.title), "overlay": False, "name_font": {"size": 14}})
    if len(series) == 1:
        chart.set_legend({"none": True})
    else:
        chart.set_legend({"position": "bottom"})
    if series[0].kind == "bar":
        chart.set_y_axis({"reverse": view.figure.layout.yaxis.autorange == "reversed"})
    chart.set_size({"width": 960, "height": 560})
    chart.show_blanks_as("gap")
    sheet.set_column(0, 0, 24)
    sheet.insert_chart(0, 0, chart, {"description": printable(view.title)})
    return True
