"""The page of whom to call: the latest list, masked, without those left alone, and safe to open in a spreadsheet."""

import io

from python_calamine import CalamineWorkbook

from dashboard import data
from dashboard.charts.figure import blank
from dashboard.charts.view import ChartView, TableColumn
from dashboard.exports import csv_bytes, xlsx_bytes
from dashboard.people.call_list import COLUMNS
from tests.dashboard.snapshot import AS_OF
from tests.dashboard.test_pages import open_page, said


def test_the_page_names_who_is_called_by_reason_and_not_who_is_left_alone(home, monkeypatch):
    at = open_page(home, monkeypatch, "whom_to_call", language="en")
    text = said(at)
    assert "To call in the week of 9 Nov 2026: 16" in text
    assert "138****0001" in text
    assert "138****0000" not in text
    assert "4 more are left alone at random" in text
    assert "New: =Oolong Small" in text


def test_files_hold_the_list_as_text(reader):
    rows = [{**row, "contact_masked": "=1+1", "call_reason": "x", "say": "@x"} for row in data.call_list(reader)]
    columns = tuple(TableColumn(key, key, kind) for key, kind in COLUMNS)
    view = ChartView("call_list", "t", "s", "d", AS_OF, "c", blank("en", 100), columns, rows, "en")
    assert "\r\n=1+1" not in csv_bytes(view).decode("utf-8-sig")
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_bytes(view)))
    lines = book.get_sheet_by_name(book.sheet_names[0]).to_python()
    assert len(lines) == 17
    assert lines[1][0] == "'=1+1"


def test_tags_are_counted_beside_all_customers(home, monkeypatch):
    text = said(open_page(home, monkeypatch, "how_close_are_we", language="en"))
    assert '<td class="">=weekend</td><td class="r">90</td>' in text
