"""A chart as a workbook: the table, a native chart where Excel has the type, and what the numbers mean."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from dashboard.charts.view import CellKind, ChartView
from dashboard.exports.caption import about, word
from dashboard.exports.cells import fits_a_spreadsheet, is_number, number_text, printable
from dashboard.exports.lines import text_width
from dashboard.exports.native_chart import add_native_chart

_NUMBER_FORMATS: dict[CellKind, str] = {
    "text": "@",
    "people": "#,##0.##",
    "count": "#,##0.##",
    "money": "#,##0.00###",
    "share": "0.0%",
    "day": "yyyy-mm-dd",
    "flag": "General",
}
_WHOLE = "#,##0"


class _Formats:
    """Cell formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.label = book.add_format({"bold": True, "valign": "top"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        self._made: dict[str, Format] = {}

    def number(self, number_format: str) -> Format:
        if number_format not in self._made:
            self._made[number_format] = self.book.add_format({"num_format": number_format})
        return self._made[number_format]


def _write(sheet: Worksheet, at: tuple[int, int], value: Any, kind: CellKind, formats: _Formats) -> None:
    """One cell, typed. `write` is never used: it makes a live formula of text that begins with an equals sign."""
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(*at, value)
    elif is_number(value):
        if fits_a_spreadsheet(value):
            is_whole = kind in ("people", "count") and value == int(value)
            sheet.write_number(*at, value, formats.number(_WHOLE if is_whole else _NUMBER_FORMATS[kind]))
        else:  # a spreadsheet would round it
            sheet.write_string(*at, number_text(value, kind), formats.number("@"))
    elif isinstance(value, datetime):
        sheet.write_datetime(*at, value.replace(tzinfo=None), formats.number("yyyy-mm-dd hh:mm:ss"))
    elif isinstance(value, date):
        sheet.write_datetime(*at, datetime(value.year, value.month, value.day), formats.number("yyyy-mm-dd"))  # noqa: DTZ001
    elif not isinstance(value, float | Decimal):  # NaN: not known, so blank
        sheet.write_string(*at, printable(str(value)), formats.number("@"))


def _table_sheet(book: Workbook, view: ChartView, formats: _Formats) -> None:
    sheet = book.add_worksheet(word(view, "table"))
    for number, column in enumerate(view.columns):
        sheet.write_string(0, number, printable(column.label), formats.heading)
        seen = [str(row.get(column.key) or "") for row in view.rows[:200]]
        width = max([text_width(column.label), *map(text_width, seen)], default=8) * 1.75 + 2
        sheet.set_column(number, number, min(max(width, 9), 48))
    for line, row in enumerate(view.rows, start=1):
        for number, column in enumerate(view.columns):
            _write(sheet, (line, number), row.get(column.key), column.kind, formats)
    sheet.freeze_panes(1, 0)
    if view.rows and view.columns:
        sheet.autofilter(0, 0, len(view.rows), len(view.columns) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _about_sheet(book: Workbook, view: ChartView, formats: _Formats) -> None:
    sheet = book.add_worksheet(word(view, "about"))
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 90)
    for line, (label, text) in enumerate(about(view)):
        sheet.write_string(line, 0, label, formats.label)
        sheet.write_string(line, 1, printable(text), formats.wrapped)


def xlsx_bytes(view: ChartView) -> bytes:
    """The chart as an Excel workbook with typed, exact numbers; needs no browser."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    ) as book:
        book.set_properties({"title": printable(view.title), "subject": printable(view.subtitle)})
        # one day, one file: the same view gives the same bytes
        book.set_properties({"created": datetime(view.as_of_day.year, view.as_of_day.month, view.as_of_day.day)})  # noqa: DTZ001
        formats = _Formats(book)
        _table_sheet(book, view, formats)
        add_native_chart(book, view)
        _about_sheet(book, view, formats)
    return buffer.getvalue()
