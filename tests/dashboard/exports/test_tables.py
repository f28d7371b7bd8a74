"""CSV and workbook: exact numbers, no live formulas, and what the numbers mean."""

import csv
import io
import zipfile
from decimal import Decimal
from xml.etree import ElementTree

import plotly.graph_objects as go
import pytest
from python_calamine import CalamineWorkbook

from dashboard.exports import csv_bytes, xlsx_bytes
from dashboard.exports.cells import cell_text, safe_text
from dashboard.exports.lines import text_width, wrapped
from tests.dashboard.exports.sample import COLUMNS, sample


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_text_a_spreadsheet_would_execute_is_quoted(start):
    assert safe_text(f"{start}1+1") == f"'{start}1+1"


def test_negative_numbers_are_not_quoted():
    assert cell_text(Decimal("-3.50000"), "money") == "-3.50"
    assert cell_text(-2, "count") == "-2"


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (Decimal("1234567890123.45678"), "money", "1234567890123.45678"),
        (Decimal("12.00000"), "money", "12.00"),
        (Decimal("-0.00000"), "count", "0"),
        (0.1, "share", "0.1"),
        (1e-7, "share", "0.0000001"),
        (float("nan"), "share", ""),
        (None, "money", ""),
        (True, "flag", "true"),
    ],
)
def test_cells_keep_every_digit(value, kind, text):
    assert cell_text(value, kind) == text


def test_csv_opens_in_excel_and_holds_the_table():
    raw = csv_bytes(sample())
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert rows[0] == [column.label for column in COLUMNS]
    assert rows[1][1] == "'=cmd|'/C calc'!A0"
    assert rows[1][2] == "-1234567.12345"
    assert rows[2][2] == "1234567890123.45678"


def sheet_xml(raw: bytes, number: int) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(raw)) as book:
        return ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))


def test_workbook_has_no_formula_and_typed_numbers():
    raw = xlsx_bytes(sample())
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    for number in (1, 2, 3):
        assert not list(sheet_xml(raw, number).iter(f"{space}f"))
    cells = {cell.get("r"): cell for cell in sheet_xml(raw, 1).iter(f"{space}c")}
    assert cells["C2"].find(f"{space}v").text == "-1234567.12345"
    assert cells["C2"].get("t") is None, "a number, not text"
    assert cells["C3"].get("t") == "s", "more digits than a spreadsheet keeps: text"
    assert cells["B2"].get("t") == "s"


def test_workbook_says_what_the_numbers_mean():
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_bytes(sample())))
    assert book.sheet_names == ["数据", "图表", "关于此图"]
    about = dict(row[:2] for row in book.get_sheet_by_name("关于此图").to_python())
    view = sample()
    assert about["结论"] == view.title
    assert about["定义"] == view.definition
    assert about["覆盖率"] == view.coverage
    assert str(about["数据截至"]) == "2026-03-31"


def test_native_chart_holds_what_the_figure_draws():
    raw = xlsx_bytes(sample())
    with zipfile.ZipFile(io.BytesIO(raw)) as book:
        chart = book.read("xl/charts/chart1.xml").decode()
    assert "<c:lineChart>" in chart
    assert chart.count("<c:ser>") == 2
    rows = CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_name("图表").to_python(skip_empty_area=True)
    assert rows[0] == ["", "门店", "美团"]
    assert rows[1:] == [["2026-01", 0.12, 0.3], ["2026-02", 0.14, 0.29], ["2026-03", 0.18, 0.25]]


def test_what_excel_cannot_draw_gets_no_chart():
    sankey = go.Figure(go.Sankey(node={"label": ["a", "b"]}, link={"source": [0], "target": [1], "value": [1]}))
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes(sample(sankey)))) as book:
        assert not [name for name in book.namelist() if "chart" in name]


def test_bars_become_bars():
    bars = go.Figure(go.Bar(y=["门店", "美团"], x=[3, 4], orientation="h"))
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes(sample(bars)))) as book:
        assert 'barDir val="bar"' in book.read("xl/charts/chart1.xml").decode()


def test_same_view_same_bytes():
    assert xlsx_bytes(sample()) == xlsx_bytes(sample())


@pytest.mark.parametrize(
    "text", ["每九位美团熟客就有一位回到自家门店，" * 5, "one in nine regulars came back " * 9, "x" * 300]
)
def test_lines_fit_and_lose_nothing(text):
    lines = wrapped(text, 40)
    assert all(text_width(line) <= 41 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert not any(line.startswith("，") for line in lines)


def test_no_language_falls_back_silently():
    with pytest.raises(KeyError):
        xlsx_bytes(sample(language="fr"))
