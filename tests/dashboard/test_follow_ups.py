"""The page of whom to call: this week's list, masked, of those who may still be called, safe in a spreadsheet."""

import io
from datetime import date, timedelta

from python_calamine import CalamineWorkbook

from dashboard import data
from dashboard.charts.figure import blank
from dashboard.charts.view import ChartView, TableColumn
from dashboard.exports import csv_bytes, xlsx_bytes
from dashboard.languages import texts
from dashboard.people.follow_ups import COLUMNS
from tests.dashboard.snapshot import AS_OF, publish
from tests.dashboard.test_pages import open_page, said
from transforms.engines.snapshot import SnapshotReader


def test_the_page_names_who_is_called_by_reason_and_not_who_is_left_alone(home, monkeypatch):
    at = open_page(home, monkeypatch, "whom_to_call", language="en")
    text = said(at)
    assert "To call in the week of 9 Nov 2026: 8" in text
    assert "138****0001" in text
    assert "138****0000" not in text
    assert "2 more are left alone at random" in text
    assert "New: =Oolong Small" in text


def test_files_hold_the_list_as_text(reader):
    rows = [{**row, "contact_masked": "=1+1", "call_reason": "x", "say": "@x"} for row in data.call_list(reader)]
    columns = tuple(TableColumn(key, key, kind) for key, kind in COLUMNS)
    view = ChartView("call_list", "t", "s", "d", AS_OF, "c", blank("en", 100), columns, rows, "en")
    assert "\r\n=1+1" not in csv_bytes(view).decode("utf-8-sig")
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_bytes(view)))
    lines = book.get_sheet_by_name(book.sheet_names[0]).to_python()
    assert len(lines) == 9
    assert lines[1][0] == "'=1+1"


def test_who_has_refused_or_bought_since_the_day_of_the_list_is_neither_called_nor_counted_as_left_alone(
    own_home, rows
):
    """Of the 20 of 9 November customers 21f, 222 and so on, every third, refuse; 227, 22c and 22d bought since."""
    shown = data.call_list(SnapshotReader(own_home.current))
    last_digits = [row["customer_id"][-3:] for row in shown]
    assert sorted(last_digits) == ["21d", "21e", "220", "223", "224", "229", "22a", "22f"]
    assert data.kept_back(SnapshotReader(own_home.current)) == 2
    gone = {
        shown[0]["customer_id"]: {"reachable": False},
        shown[1]["customer_id"]: {"last_order_day": date(2026, 11, 9)},
    }
    people = [{**row, **gone.get(row["customer_id"], {})} for row in rows["customers"]]
    publish(own_home, {**rows, "customers": people}, "2026-11-15-gone")
    reader = SnapshotReader(own_home.current)
    assert data.call_list(reader) == shown[2:]


def test_who_has_since_agreed_to_another_contact_only_is_not_called_on_the_one_of_the_list(own_home, rows):
    """All are listed with a phone; the first now agrees to e-mail alone, the second refuses beside it."""
    shown = data.call_list(SnapshotReader(own_home.current))
    first, second = shown[0]["customer_id"], shown[1]["customer_id"]
    only_mail = {first: {"contact_kinds": "email"}, second: {"consent": False, "contact_kinds": ""}}
    said = [{**row, **only_mail.get(row["customer_id"], {})} for row in rows["consents"]]
    said.append({**said[0], "customer_id": second, "purpose": "email", "contact_kinds": "email"})
    publish(own_home, {**rows, "consents": said}, "2026-11-15-mail")
    assert data.call_list(SnapshotReader(own_home.current)) == shown[2:]


def test_a_list_is_shown_until_the_day_before_the_next_monday_and_not_after(own_home, monkeypatch, rows):
    """That of Monday, 9 November, is for data that ends from Sunday, the 8th, to Saturday, the 14th."""
    for days, is_shown in ((-6, True), (0, True), (1, False), (30, False)):
        about = [{**row, "as_of_day": AS_OF + timedelta(days=days)} for row in rows["about"]]
        publish(own_home, {**rows, "about": about}, f"2026-11-15-{days}")
        lists = {row["list_day"] for row in data.call_list(SnapshotReader(own_home.current))}
        assert lists == ({date(2026, 11, 9)} if is_shown else set())
    text = said(open_page(own_home, monkeypatch, "whom_to_call", language="en"))
    assert texts("en")("calls.title_none") in text
    assert "138****" not in text


def test_tags_are_counted_beside_all_customers(home, monkeypatch):
    text = said(open_page(home, monkeypatch, "how_close_are_we", language="en"))
    assert '<td class="">=weekend</td><td class="r">90</td>' in text
