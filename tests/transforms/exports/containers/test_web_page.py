"""Web pages and XML called .xls, .xlsx or .csv: their tables are read, whatever the page does around them."""

import codecs

import pytest

from tests.transforms.exports.containers.containers_by_hand import zip_of
from tests.transforms.exports.recognise.test_recognise import BILL, TAIWAN_BILL, look, only, rows, work
from transforms.exports.recognise.examine import Finding, UnreadableFile

__all__ = ["work"]

HEADER = "<tr><th>订单编号</th><th>实付金额</th><th>下单时间</th><th>备注</th></tr>"


def page(*table_rows: str, before: str = "", header: str = HEADER) -> str:
    return f"<html><head>{before}</head><body><table border=1>{header}{''.join(table_rows)}</table></body></html>"


def row(*cells: str) -> str:
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def test_a_page_called_a_workbook_is_read(work):
    table = only(look(work, page(row("A1", "1.00", "t", "n"), row("A2", "2", "t", ""))))
    assert (table.layout, table.sheet, table.encoding, table.first_line) == (BILL, None, "html", 2)
    assert rows(table) == [["A1", "1.00", "t", "n"], ["A2", "2", "t", ""]]
    inside = only(look(work, zip_of(("订单查询.xlsx", page(row("A1", "1", "t", "n")).encode()))))
    assert (inside.sheet, rows(inside)) == ("订单查询.xlsx", [["A1", "1", "t", "n"]])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("&lt;a&gt; &amp;amp; &#33590;&#x8336;", "<a> &amp; 茶茶"),
        ("&nbsp;a\n  b&nbsp;", "a b"),
        ("a<br>b<BR/>c", "a\nb\nc"),
        ("<p>a</p><p>b</p>", "a b"),
        ("<b>12</b>.<span title='>'>50</span>", "12.50"),
        ("x<script>if (a < b) { '<td>' }</script><style>td { }</style>y", "xy"),
        ("x<!-- <td>no</td> -->y", "xy"),
        ("a < b > c", "a < b > c"),
        ("'0123", "'0123"),
    ],
)
def test_what_a_cell_says(work, written, meant):
    assert rows(only(look(work, page(row("A1", "1", "t", written))))) == [["A1", "1", "t", meant]]


@pytest.mark.parametrize("opening", ['title="a > b"', "title='it is > b'", 'title="it\'s"', "data=it's", "nowrap"])
def test_what_stands_in_the_attributes_of_a_cell_is_no_text(work, opening):
    odd = f"<tr><td {opening}>A1</td><td>1</td><td>t</td><td>n</td></tr>"
    assert rows(only(look(work, page(odd)))) == [["A1", "1", "t", "n"]]


def test_joined_cells_have_their_text_once_and_the_others_their_places(work):
    joined = [
        '<tr><td rowspan="2">A1</td><td>1</td><td colspan=2>t</td></tr>',
        "<tr><td>2</td><td rowspan=3>u</td><td>n</td></tr>",
        "<tr><td>A3</td><td>3</td><td>m</td></tr>",
    ]
    expected = [["A1", "1", "t", ""], ["", "2", "u", "n"], ["A3", "3", "", "m"]]
    assert rows(only(look(work, page(*joined)))) == expected


def test_ends_that_are_left_out_are_understood(work):
    text = "<table><tr><th>订单编号<th>实付金额<th>下单时间<tr><td>A1<td>1<td>t<tr><td>A2<td>2<td>t"
    assert rows(only(look(work, text))) == [["A1", "1", "t"], ["A2", "2", "t"]]


def test_a_table_within_a_table_is_one_of_its_own(work):
    inner = f"<table>{HEADER}{row('A1', '1', 't', '<table><tr><td>x<td>y</table>n')}</table>"
    examined = look(work, f"<table><tr><td>menu</td><td>{inner}</td></tr></table><table><tr><td>a</td></tr></table>")
    assert (only(examined).sheet, rows(only(examined))) == ("table 2", [["A1", "1", "t", "n"]])
    assert examined.findings == (Finding("unknown_sheet", "table 3"),)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("stated", ["", '<meta charset="gb2312">', "<meta charset=utf-8>", "<meta charset=nonsense>"])
def test_the_encoding_of_a_page_is_told_by_its_header_words_not_by_what_it_states(work, encoding, stated):
    text = page(row("A1", "1", "t", "少糖去冰"), before=stated)
    assert rows(only(look(work, text.encode(encoding)))) == [["A1", "1", "t", "少糖去冰"]]


def test_pages_of_taiwan_and_of_windows(work):
    header = "<tr><td>訂單編號<td>實付金額<td>下單時間<td>備註</tr>"
    text = page(row("A1", "1", "t", "恒裏粧"), header=header)
    assert rows(only(look(work, text.encode("cp950"), BILL, TAIWAN_BILL))) == [["A1", "1", "t", "恒裏粧"]]
    marked = codecs.BOM_UTF8 + text.encode()
    assert rows(only(look(work, marked, BILL, TAIWAN_BILL))) == [["A1", "1", "t", "恒裏粧"]]


def test_characters_that_cannot_be_read_are_counted(work):
    data = page(row("A1", "1", "t", "少糖")).encode().replace("糖".encode(), b"\xff")
    examined = look(work, data)
    assert rows(only(examined)) == [["A1", "1", "t", "少\ufffd"]]
    assert examined.findings == (
        Finding("encoding_doubtful", "1 characters could not be read as html and were replaced"),
    )


def test_a_page_without_a_list_says_what_to_do(work):
    for text in ("<html><body><form>password</form></body></html>", "<html><table></table></html>"):
        with pytest.raises(UnreadableFile, match="log in, and export the list again"):
            look(work, text)
    with pytest.raises(UnreadableFile, match="No known layout"):
        look(work, "<html><table><tr><td>a<td>b</table></html>")


# --- the XML of Excel 2003 --------------------------------------------------------------------------

SPREADSHEET = """<?xml version="1.0"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="订单"><Table>%s</Table></Worksheet><Worksheet ss:Name="空"><Table/></Worksheet></Workbook>"""
XML_HEADER = (
    "<Row>" + "".join(f'<Cell><Data ss:Type="String">{word}</Data></Cell>' for word in BILL.signature) + "</Row>"
)


def test_the_xml_of_excel_2003_is_read(work):
    second = (
        '<Row ss:Index="4"><Cell><Data ss:Type="String">A&amp;1</Data></Cell><Cell><Data ss:Type="Number">12.5</Data>'
        '</Cell><Cell><Data ss:Type="DateTime">2026-01-02T03:04:05.000</Data></Cell></Row>'
    )
    third = '<Row><Cell ss:Index="2"><Data ss:Type="Boolean">1</Data></Cell></Row>'
    table = only(look(work, SPREADSHEET % (XML_HEADER + second + third)))
    assert (table.sheet, table.encoding) == ("订单", "xml")
    assert rows(table) == [["A&1", "12.5", "2026-01-02 03:04:05"], ["", "TRUE", ""]]
    assert table.lines_of([0, 1]) == {0: 4, 1: 5}


@pytest.mark.parametrize(
    ("rows_of_it", "hint"),
    [
        ('<Row ss:Index="999999999"/>', "reaches to row 999999999"),
        ('<Row><Cell ss:Index="999999999"/></Row>', "column 999999999"),
        ("<Row><Cell>", "damaged"),
    ],
)
def test_what_such_xml_may_not_do(work, rows_of_it, hint):
    with pytest.raises(UnreadableFile, match=hint):
        look(work, SPREADSHEET % (XML_HEADER + rows_of_it))
    entities = SPREADSHEET.replace("<?mso", '<!DOCTYPE a [<!ENTITY b "c">]><?mso') % XML_HEADER
    with pytest.raises(UnreadableFile, match="entities"):
        look(work, entities)
