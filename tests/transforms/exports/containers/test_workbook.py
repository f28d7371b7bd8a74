"""Workbooks as platforms write them, and workbooks that would take the machine down."""

import io
import re
import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import psutil
import pytest
import xlsxwriter

from tests.transforms.exports.recognise.test_recognise import BILL, layout, look, only, rows, work, zipped
from transforms.exports.containers.cell_text import cell_text
from transforms.exports.layout import load_layouts
from transforms.exports.recognise import sheet_body
from transforms.exports.recognise.examine import Finding, Limits, UnreadableFile, examine

__all__ = ["work"]

HEADER = ["订单编号", "实付金额", "下单时间"]


def workbook(**sheets: list[list]) -> bytes:
    """One workbook; a cell that is None is not written at all."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "yyyy-mm-dd hh:mm:ss"})
    for name, table in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(table):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(number, column, cell)
                elif cell is not None:
                    sheet.write(number, column, cell)
    book.close()
    return buffer.getvalue()


def with_part(data: bytes, name: str, change) -> bytes:
    """The workbook with one of its parts rewritten."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            part = old.read(member)
            new.writestr(member, change(part) if member == name else part)
    return buffer.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
SMALL = workbook(Sheet1=[HEADER, ["A1", 1, "t"]])


def test_meituan_pos_with_title_rows_and_a_total_row(work):
    header = [
        "门店名称",
        "订单号",
        "原单号",
        "外卖订单号",
        "全渠道流水号",
        "订单金额",
        "顾客实付",
        "订单优惠",
        "订单来源",
        "订单状态",
        "创建时间",
    ]
    data = workbook(
        全渠道订单明细=[
            ["全渠道订单明细"],
            ["营业日期：2026/02/01~2026/02/28"],
            header,
            ["店", "1", "--", "--", "77", 12.5, 10.0, 2.5, "POS", "已完成", "2026/02/26 20:04:33"],
            ["店", "2", "--", "9", "78", 20, 20, 0, "美团外卖", "已完成", "2026/02/26 20:05:33"],
            ["合计", "--", None, None, None, "1,032.50", 30, 2.5],
        ]
    )
    table = only(look(work, data, *load_layouts()))
    assert (table.layout.name, table.encoding, table.sheet) == ("meituan_pos_orders", "xlsx", "全渠道订单明细")
    assert table.first_line == 4
    assert rows(table)[0] == ["店", "1", "--", "--", "77", "12.5", "10", "2.5", "POS", "已完成", "2026/02/26 20:04:33"]
    assert len(rows(table)) == 2
    assert table.totals == {"订单金额": Decimal("1032.50"), "顾客实付": Decimal(30), "订单优惠": Decimal("2.5")}


def test_meituan_bill_takes_the_orders_and_passes_over_the_sheets_it_knows(work):
    bill = layout("meituan_bill")
    header = [column.header[0] for column in bill.columns.values()]
    data = workbook(
        账单明细=[["【注】…"], ["结算id", "门店id", "门店名称", "账单日期", "账单金额"], ["1", "2", "店", "d", "3"]],
        订单明细=[header, ["x"] * len(header)],
        汇总信息=[["合计", "1"]],
        活动=[["a", "b"]],
        Sheet5=[],
    )
    examined = look(work, data, *load_layouts())
    assert (only(examined).sheet, only(examined).first_line) == ("订单明细", 2)
    assert examined.findings == (Finding("unknown_sheet", "活动"),)


def test_row_numbers_stay_those_of_the_sheet(work):
    table = only(
        look(work, workbook(S=[["title\nof two lines"], [], HEADER, [], ["A1", 1, "a\nb"], [" "], ["A2", 2, "t"]]))
    )
    assert table.first_line == 5
    assert table.lines_of([0, 1]) == {0: 5, 1: 7}
    assert rows(table) == [["A1", "1", "a\nb"], ["A2", "2", "t"]]


def test_short_rows_are_filled_and_long_rows_stay_long(work):
    table = only(look(work, workbook(S=[[*HEADER, None, " "], ["A1"], ["A2", 1, "t", None, " "], ["A3", 1, "t", "x"]])))
    assert rows(table) == [["A1", "", ""], ["A2", "1", "t"], ["A3", "1", "t", "x"]]


def test_typed_cells_become_the_text_a_person_sees(work):
    cells = [13800138000.0, 0.1, True, datetime.fromisoformat("2026-01-02 03:04:05"), '="007"', "=1+1"]
    table = only(look(work, workbook(S=[[*HEADER, "手机", "a", "b"], cells])))
    assert rows(table) == [["13800138000", "0.1", "TRUE", "2026-01-02 03:04:05", "007", "=1+1"]]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (123456789012345.0, "123456789012345"),
        (-123456789012345, "-123456789012345"),
        (1234567890123456.0, "1234567890123456"),
        (1234567890123450.0, "1.23456789012345E+15"),
        (692837465012345678.0, "6.92837465012346E+17"),
        (-1e21, "-1E+21"),
        (12.3, "12.3"),
        (12.0, "12"),
        (0.00001, "0.00001"),
        (-0.5, "-0.5"),
        (7, "7"),
        (False, "FALSE"),
        (date(2026, 1, 2), "2026-01-02"),
        (time(3, 4), "03:04:00"),
        (timedelta(days=1, hours=12, seconds=5), "36:00:05"),
        (timedelta(hours=-1, seconds=-5), "-1:00:05"),
        (datetime.fromisoformat("2026-01-02 00:00:00.600"), "2026-01-02 00:00:00"),
        (None, ""),
    ],
)
def test_cell_text(cell, text):
    assert cell_text(cell) == text


def test_a_wrong_declared_range_is_not_believed(work):
    shrunk = with_part(SMALL, SHEET, lambda xml: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', xml))
    assert shrunk != SMALL
    assert rows(only(look(work, shrunk))) == [["A1", "1", "t"]]


def test_rows_below_a_wrong_declared_range_are_all_read(work):
    data = workbook(S=[HEADER, *([f"A{i}", i, "t"] for i in range(5000))])
    for wrong in (b"A1", b"A1:C2", b"A1:A1048576", b"B7:A1", b"A1:", b""):
        shrunk = with_part(
            data,
            SHEET,
            lambda xml, wrong=wrong: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="%b"' % wrong, xml),
        )
        table = only(look(work, shrunk))
        assert (table.rows, rows(table)[-1]) == (5000, ["A4999", "4999", "t"])


def test_a_merged_cell_has_its_value_once(work):
    merged = b'</sheetData><mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>'
    data = workbook(S=[HEADER, ["A1", 1, "t"], [None, 2, "t"]])
    table = only(look(work, with_part(data, SHEET, lambda xml: xml.replace(b"</sheetData>", merged))))
    assert rows(table) == [["A1", "1", "t"], ["", "2", "t"]]


def test_a_cell_in_error_keeps_its_word_and_its_place(work):
    data = workbook(S=[[None, "title"], [None, *HEADER], [None, "A1", "!", "t"], [None, "A2", 2, "!"]], T=[["x", "!"]])
    error = rb'<c r="\1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'

    def broken(xml):
        return re.sub(rb'<c r="([CD][34])"[^>]*><v>%d</v></c>' % mark, error, xml)

    strings = zipfile.ZipFile(io.BytesIO(data)).read("xl/sharedStrings.xml")
    mark = re.findall(rb"<t>([^<]*)</t>", strings).index(b"!")
    table = only(look(work, with_part(data, SHEET, broken)))
    assert rows(table) == [["A1", "#DIV/0!", "t"], ["A2", "2", "#DIV/0!"]]


def test_money_and_ids_typed_as_numbers_come_as_they_were_typed(work):
    cells = [692837465012345678, 19.9, "t", 123456789012345, 1234567890123456, 0.07]
    table = only(look(work, workbook(S=[[*HEADER, "a", "b", "c"], cells])))
    assert rows(table) == [["6.92837465012346E+17", "19.9", "t", "123456789012345", "1234567890123456", "0.07"]]


def test_a_sheet_between_wide_titles_and_stray_cells_has_the_width_of_its_header(work):
    wide = ["title", *[None] * 8, "by"]
    data = workbook(S=[wide, HEADER, ["A1", 1, "t"], [], ["A2", 2, "t", None, "x"], ["A3", 3], *[[" "]] * 3])
    table = only(look(work, data))
    assert rows(table) == [["A1", "1", "t"], ["A2", "2", "t", "", "x"], ["A3", "3", ""]]
    assert table.lines_of([0, 1, 2]) == {0: 3, 1: 5, 2: 6}


@pytest.mark.parametrize("name", ["plain", "blank row", "line break", "wrapped", "footer"])
def test_a_copied_body_is_the_one_written_row_by_row(work, name, monkeypatch):
    odd = {"blank row": [], "line break": ["A9", 1, "a\nb"], "wrapped": ['="007"', 1, "t"], "footer": ["合计", 9, ""]}
    table = [
        HEADER,
        *([f"A{i}", i / 4, '5" ,x'] for i in range(3000)),
        *([odd[name]] if name in odd else ()),
        ["Z", 1, "t"],
    ]
    bill = BILL.model_copy(update={"footer": BILL.footer.model_copy(update={"total_row_starts_with": "合计"})})
    found = only(look(work, workbook(S=table), bill))
    copied = found.body.read_bytes()
    monkeypatch.setattr(sheet_body, "_is_body_as_it_stands", lambda *_: False)
    again = only(look(work, workbook(S=table), bill))
    assert copied == again.body.read_bytes()
    assert (found.rows, found.lines_of([3000]), found.totals) == (again.rows, again.lines_of([3000]), again.totals)


def test_a_workbook_inside_a_zip_is_read(work):
    table = only(look(work, zipped(**{"bill.xlsx": SMALL})))
    assert (table.sheet, rows(table)) == ("bill.xlsx/Sheet1", [["A1", "1", "t"]])


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="ZZ1000000"><v>1</v></c>',
        b"<c s='0'\n r = 'ZZ1000000'><v>1</v></c>",
        b'<c r="XFD1048576" t="e"><v>#N/A</v></c>',
    ],
)
def test_one_cell_far_away_is_refused_before_the_parser_asks_for_memory(work, cell):
    bomb = with_part(SMALL, SHEET, lambda xml: xml.replace(b"</sheetData>", b"<row>" + cell + b"</row></sheetData>"))
    with pytest.raises(UnreadableFile, match="reaches to row"):
        look(work, bomb)


@pytest.mark.parametrize("cell", [b"<x:c r='zz1000000'/>", b'<c r="A99999999999999999999"/>'])
def test_a_far_cell_that_the_parser_passes_over_costs_nothing(work, cell):
    odd = with_part(SMALL, SHEET, lambda xml: xml.replace(b"</sheetData>", b"<row>" + cell + b"</row></sheetData>"))
    assert rows(only(look(work, odd))) == [["A1", "1", "t"]]


def test_a_reference_cut_by_the_end_of_a_piece_is_still_seen(work, monkeypatch):
    from transforms.exports.containers import far_cells as module

    far = b'<row><c r="ZZ1000000"><v>1</v></c></row></sheetData>'
    bomb = with_part(SMALL, SHEET, lambda xml: xml.replace(b"</sheetData>", far))
    for size in (40, 41, 43, 47, 53):
        monkeypatch.setattr(module, "PIECE_BYTES", size)
        with pytest.raises(UnreadableFile, match="row 1000000, column 702"):
            look(work, bomb)


def test_a_workbook_that_inflates_without_measure_is_refused(work):
    bomb = with_part(SMALL, SHEET, lambda xml: xml + b" " * (80 << 20))
    with pytest.raises(UnreadableFile, match="times its size"):
        look(work, bomb)


@pytest.mark.parametrize(
    ("limits", "hint"),
    [
        (Limits(max_members=3), "parts"),
        (Limits(max_inflated_bytes=100), "unpack to"),
        (Limits(max_cells=5), "reaches to row"),
        (Limits(max_rows=1), "reaches to row"),
        (Limits(child_seconds=0), "seconds"),
    ],
)
def test_each_limit_is_a_sentence(work, limits, hint):
    path = work / "small.xlsx"
    path.write_bytes(SMALL)
    with pytest.raises(UnreadableFile, match=hint):
        examine(path, (BILL,), work, limits)


def test_a_parser_that_needs_too_much_memory_ends_alone(work):
    wide = with_part(
        SMALL, SHEET, lambda xml: xml.replace(b"</sheetData>", b'<row><c r="ZZ100000"><v>1</v></c></row></sheetData>')
    )
    path = work / "wide.xlsx"
    path.write_bytes(wide)
    with pytest.raises(UnreadableFile, match="MB of memory"):
        examine(path, (BILL,), work, Limits(child_memory_bytes=500 << 20))


def test_sheets_that_write_out_larger_than_allowed_are_refused(work):
    long = workbook(S=[HEADER, *[["x" * 20_000] * 3] * 50])
    path = work / "long.xlsx"
    path.write_bytes(long)
    with pytest.raises(UnreadableFile, match="larger than can be opened"):
        examine(path, (BILL,), work, Limits(max_inflated_bytes=500_000))


def test_damaged_workbooks_end_in_a_sentence(work):
    nested = with_part(SMALL, SHEET, lambda xml: xml[: xml.index(b"</sheetData>")])
    for data in (SMALL[:200], SMALL[: len(SMALL) // 2], SMALL[:-10], nested, zipped(**{"xl__workbook.xml": b"<no"})):
        with pytest.raises(UnreadableFile, match="damaged"):
            look(work, data)
    flipped = bytearray(SMALL)
    start = flipped.index(b"xl/worksheets/sheet1.xml") + 40
    flipped[start : start + 60] = b"\x55" * 60
    with pytest.raises(UnreadableFile, match="damaged"):
        look(work, bytes(flipped))


def test_a_workbook_without_a_known_sheet_names_the_nearest(work):
    with pytest.raises(UnreadableFile, match=r"No known layout.*实付金额"):
        look(work, workbook(说明=[["hello"]], 数据=[["订单编号", "下单时间", "单价"], ["1", "2", "3"]]))
    with pytest.raises(UnreadableFile, match="empty"):
        look(work, workbook(S=[]))


def test_no_process_outlives_its_time(work):
    path = work / "small.xlsx"
    path.write_bytes(SMALL)
    with pytest.raises(UnreadableFile):
        examine(path, (BILL,), work, Limits(child_seconds=0))
    commands = [process.info["cmdline"] or [] for process in psutil.process_iter(["cmdline"])]
    assert not any(str(path) in command for command in commands)
