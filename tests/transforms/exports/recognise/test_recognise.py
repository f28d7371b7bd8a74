"""Which layout a file has, and that its data rows, and nothing else, come out of it."""

import codecs
import csv
import io
import random
import re
import zipfile
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.exports.layout import Layout, load_layouts
from transforms.exports.recognise.examine import Examined, Finding, RecognisedTable, UnreadableFile, examine

BILL = Layout.model_validate(
    {
        "name": "bill",
        "family": "till",
        "usual_channel": ["store", "store"],
        "title": {"en": "Bill"},
        "evidence": "I",
        "signature": ["订单编号", "实付金额", "下单时间"],
        "row_key": ["order_id"],
        "columns": {
            "order_id": {"header": ["订单编号", "主订单编号"], "kind": "id", "required": True},
            "paid": {"header": "实付金额", "kind": "money", "required": True},
            "ordered_at": {"header": "下单时间", "kind": "time"},
            "phone": {"header": "手机", "kind": "phone"},
        },
        "ignored": ["备注"],
        "emit": [],
    }
)
TAIWAN_BILL = BILL.model_copy(
    update={
        "name": "taiwan_bill",
        "signature": ("訂單編號", "實付金額", "下單時間"),
        "columns": {
            "order_id": BILL.columns["order_id"].model_copy(update={"header": ("訂單編號",)}),
            "paid": BILL.columns["paid"].model_copy(update={"header": ("實付金額",)}),
        },
        "ignored": ("備註", "下單時間"),
    }
)
ENGLISH = BILL.model_copy(
    update={"name": "english", "signature": ("Name", "Amount", "Time"), "columns": {}, "ignored": ("Note",)}
)


@pytest.fixture
def work(tmp_path):
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


def look(work: Path, data: bytes | str, *layouts: Layout, encoding: str = "utf-8") -> Examined:
    path = work / "export.dat"
    path.write_bytes(data if isinstance(data, bytes) else data.encode(encoding))
    return examine(path, layouts or (BILL,), work)


def only(examined: Examined) -> RecognisedTable:
    assert len(examined.tables) == 1
    return examined.tables[0]


def rows(table: RecognisedTable) -> list[list[str]]:
    text = table.body.read_bytes().decode("utf-8")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=table.delimiter))


def layout(name: str) -> Layout:
    return next(one for one in load_layouts() if one.name == name)


# --- which layout -----------------------------------------------------------------------------------


def test_a_plain_table_keeps_its_rows_and_says_where_its_columns_are(work):
    table = only(look(work, "订单编号,实付金额,下单时间\nA1,10.00,2026-01-02 10:00:00\nA2,5,2026-01-03\n"))
    assert table.layout is BILL
    assert rows(table) == [["A1", "10.00", "2026-01-02 10:00:00"], ["A2", "5", "2026-01-03"]]
    assert table.header == ("订单编号", "实付金额", "下单时间")
    assert table.positions == {"order_id": 0, "paid": 1, "ordered_at": 2}
    assert table.missing_optional == ("phone",)
    assert (table.first_line, table.encoding, table.sheet, table.delimiter) == (2, "utf-8", None, ",")


def test_columns_may_come_in_any_order_with_words_we_do_not_know(work):
    table = only(look(work, "会员等级,下单时间 ,手机,备注,实付金额,,订单编号\n金,t,1,n,2,,A1\n"))
    assert table.positions == {"ordered_at": 1, "phone": 2, "paid": 4, "order_id": 6}
    assert table.unknown_words == ("会员等级",)
    assert table.missing_optional == ()


def test_of_two_columns_with_one_name_the_first_counts(work):
    table = only(look(work, "订单编号,实付金额,下单时间,实付金额\nA1,1,t,2\n"))
    assert table.positions["paid"] == 1
    assert table.header.count("实付金额") == 2


def test_the_first_spelling_of_a_column_that_exists_is_taken(work):
    table = only(look(work, "主订单编号,订单编号,实付金额,下单时间\nM1,A1,1,t\n"))
    assert table.positions["order_id"] == 1


def test_the_layout_that_knows_more_of_the_words_wins_and_a_tie_goes_by_name(work):
    narrow = BILL.model_copy(update={"name": "a_narrow", "ignored": ()})
    twin = BILL.model_copy(update={"name": "a_twin"})
    header = "订单编号,实付金额,下单时间,备注\n"
    assert only(look(work, header, narrow, BILL)).layout is BILL
    assert only(look(work, header, BILL, twin)).layout is twin


def test_most_words_are_enough_when_one_signature_word_is_missing(work):
    table = only(look(work, "订单编号,实付金额,手机,备注\nA1,1,2,n\n"))
    assert table.missing_optional == ("ordered_at",)


@pytest.mark.parametrize("header", ["订单编号,下单时间,手机,备注", "下单时间,实付金额,手机,备注"])
def test_a_missing_required_column_is_named(work, header):
    gone = "实付金额" if "实付金额" not in header else "订单编号"
    with pytest.raises(UnreadableFile, match=gone):
        look(work, header + "\n1,2,3,4\n")


def test_an_unknown_table_is_told_with_its_header_and_the_nearest_layout(work):
    with pytest.raises(UnreadableFile) as error:
        look(work, "订单编号,商品,单价,数量,备注\nA1,茶,13800138000,wang@example.com,\n")
    assert "订单编号, 商品, 单价, 数量, 备注" in str(error.value)
    assert "nearest is bill, which would need the columns 实付金额, 下单时间" in str(error.value)


def test_cells_of_a_table_without_header_are_never_quoted(work):
    with pytest.raises(UnreadableFile) as error:
        look(work, "王小明,13800138000,wang@example.com,备注,1,2\n李,13900139000,li@example.com,,,\n")
    message = str(error.value)
    assert not any(word in message for word in ("王小明", "138", "example.com"))


def in_order(one: Layout) -> bool:
    """Whether the place of a word in the header means something: under a merged cell, or the second of its name."""
    words = (word for column in one.columns.values() for word in column.header)
    return one.header_rows > 1 or any(">" in word or re.search(".#[2-9]$", word) for word in words)


@pytest.mark.parametrize(
    "shipped", [one for one in load_layouts() if not in_order(one) and not one.refused], ids=lambda one: one.name
)
def test_every_shipped_layout_recognises_its_own_header_in_any_order(work, shipped):
    words = [*(column.header[0] for column in shipped.columns.values()), *shipped.ignored, *shipped.signature]
    words += [column.time_header[0] for column in shipped.columns.values() if column.time_header]
    words = list(dict.fromkeys(words))
    for seed in range(3):
        random.Random(seed).shuffle(words)
        header = io.StringIO()
        csv.writer(header).writerows([words, ["茶1"] * len(words)])
        for encoding in ("utf-8", "gb18030"):
            table = only(look(work, header.getvalue(), *load_layouts(), encoding=encoding))
            assert (table.layout, table.encoding, table.rows) == (shipped, encoding, 1)
            assert (table.unknown_words, table.missing_optional) == ((), ())
            assert {name: words[at] for name, at in table.positions.items()} == {
                **{name: column.header[0] for name, column in shipped.columns.items()},
                **{f"{name}:time": each.time_header[0] for name, each in shipped.columns.items() if each.time_header},
            }


def test_the_nearest_layout_is_the_one_that_knows_most_words_of_the_header(work):
    with pytest.raises(UnreadableFile, match="nearest is youzan_orders, which would need the columns 应收订单金额"):
        look(work, "订单号,订单实付金额,买家手机号,订单退款状态,订单状态\n", *load_layouts())


# --- what is no data row ----------------------------------------------------------------------------


def test_preamble_and_blank_lines_are_no_rows_and_lines_stay_true(work):
    table = only(look(work, 'Shop "A\n\n订单编号,实付金额,下单时间\n\nA1,1,t\n,,\n \t\nA2,2,t\n\n'))
    assert rows(table) == [["A1", "1", "t"], ["A2", "2", "t"]]
    assert table.first_line == 5
    assert table.lines_of([0, 1]) == {0: 5, 1: 8}


def test_a_header_alone_is_a_table_without_rows(work):
    for data in ("订单编号,实付金额,下单时间", "订单编号,实付金额,下单时间\r\n"):
        examined = look(work, data)
        assert rows(only(examined)) == []
        assert [finding.kind for finding in examined.findings] == ["empty"]


@pytest.mark.parametrize("data", [b"", b"\n\r\n ", codecs.BOM_UTF8, codecs.BOM_UTF16_LE])
def test_an_empty_file_is_said_to_be_empty(work, data):
    with pytest.raises(UnreadableFile, match="empty"):
        look(work, data)


def test_random_bytes_and_missing_files_end_in_a_sentence(work):
    for seed in range(20):
        with pytest.raises(UnreadableFile):
            look(work, random.Random(seed).randbytes(5000), *load_layouts())
    with pytest.raises(UnreadableFile, match="cannot be opened"):
        examine(work / "nowhere.csv", (BILL,), work)
    with pytest.raises(UnreadableFile, match="cannot be opened"):
        examine(work, (BILL,), work)


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        (b"<html><body>Log in</body></html>", "web page without a table.*log in"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "picture"),
        (b"Rar!\x1a\x07\x01\0", "archive other than zip: unpack"),
    ],
)
def test_other_formats_are_refused_with_the_next_step(work, data, hint):
    with pytest.raises(UnreadableFile, match=hint):
        look(work, data)


def test_alipay_ledger_with_preamble_tabs_and_stated_totals(work):
    lines = [
        "#支付宝账务明细查询",
        "#账号：[20881234]",
        "#起始日期：[2026年01月01日 00:00:00]   终止日期：[2026年02月01日 00:00:00]",
        "#-----------------------------------------账务明细列表----------------------------------------",
        "账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注",
        "1\t,2\t,T200P1\t,茶\t,2026-01-02 10:00:00,x\t,10.00,,100.00,支付宝,在线支付,\t",
        "3\t,4\t,T200P2\t,茶\t,2026-01-03 10:00:00,x\t,,-1.50,98.50,支付宝,收费,\t",
        "#-----------------------------------------账务明细列表结束------------------------------------",
        "#支出合计：1笔，共-1.50元",
        "#收入合计：1笔，共1,010.00元",
        "#导出时间：[2026年02月01日 09:08:07]",
    ]
    table = only(look(work, "\r\n".join(lines) + "\r\n", *load_layouts(), encoding="gb18030"))
    assert (table.layout.name, table.encoding, table.first_line) == ("alipay_ledger", "gb18030", 6)
    assert [row[0] for row in rows(table)] == ["1\t", "3\t"]
    assert table.exported_at == datetime.fromisoformat("2026-02-01 09:08:07")
    assert table.totals["支出合计"] == Decimal("-1.50")
    assert table.totals["收入合计"] == Decimal("1010.00")


def test_wechat_bill_with_backticks_and_a_table_of_totals(work):
    header = (
        "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,"
        "微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注"
    )
    row = ",".join(f"`{i}" for i in range(27))
    footer = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额"
    data = "\r\n".join(
        [header, row, row, footer, "`2,`1,234.50".replace("1,234", "1234") + ",`0.00,`0.00,`7.40700,`1.00,`0"]
    )
    table = only(look(work, codecs.BOM_UTF8 + data.encode(), *load_layouts()))
    assert (table.layout.name, table.encoding, table.unknown_words) == ("wechat_pay_bill", "utf-8-sig", ())
    assert rows(table) == [row.split(",")] * 2
    assert table.totals["总交易单数"] == 2
    assert table.totals["手续费总金额"] == Decimal("7.40700")


def test_bills_of_two_days_in_one_file_keep_the_rows_after_the_first_footer(work):
    bill = BILL.model_copy(update={"footer": BILL.footer.model_copy(update={"table_opens_with": "总单数"})})
    data = "订单编号,实付金额,下单时间\nA1,1,t\n总单数,总额\n1,1\nA2,2,t\n总单数,总额\n1,2\n"
    table = only(look(work, data, bill))
    assert rows(table) == [["A1", "1", "t"], ["A2", "2", "t"]]
    assert table.lines_of([1]) == {1: 5}


def test_a_total_row_right_under_the_header_and_one_at_the_end_of_a_long_file(work):
    bill = BILL.model_copy(update={"footer": BILL.footer.model_copy(update={"total_row_starts_with": "合计"})})
    body = "".join(f"A{i},1.00,2026-01-02 10:00:00\n" for i in range(20_000))
    for before, after in (("合计,20000.00,\n", ""), ("", '合计,"¥20,000.00",\n\n')):
        table = only(look(work, "订单编号,实付金额,下单时间\n" + before + body + after, bill))
        assert table.body.read_text(encoding="utf-8") == body
        assert table.totals == {"实付金额": Decimal("20000.00")}
        assert table.first_line == (3 if before else 2)
        assert table.lines_of([19_999]) == {19_999: 20_002 if before else 20_001}


def test_a_line_inside_a_quoted_cell_is_never_a_footer(work):
    bill = BILL.model_copy(update={"footer": BILL.footer.model_copy(update={"starts_with": ("#",)})})
    data = '订单编号,实付金额,下单时间\nA1,1,"t\n#not a footer\n\nend"\n#a footer\n'
    table = only(look(work, data, bill))
    assert rows(table) == [["A1", "1", "t\n#not a footer\n\nend"]]


# --- zip files --------------------------------------------------------------------------------------


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return buffer.getvalue()


def test_each_csv_in_a_zip_is_a_table_and_strangers_are_findings(work):
    one = "订单编号,实付金额,下单时间\nA1,1,t\n".encode("gb18030")
    two = "订单编号,实付金额,下单时间\nA2,2,t\n".encode()
    examined = look(
        work,
        zipped(**{"a.csv": one, "folder__b.csv": two, "readme.txt": b"hello", "x.pdf": b"%PDF", "folder__.x": b"?"}),
    )
    assert [(table.sheet, table.encoding) for table in examined.tables] == [
        ("a.csv", "gb18030"),
        ("folder/b.csv", "utf-8"),
    ]
    assert [rows(table)[0][0] for table in examined.tables] == ["A1", "A2"]
    assert examined.findings == (Finding("unknown_sheet", "readme.txt"), Finding("unknown_sheet", "x.pdf"))


def test_an_empty_zip_a_broken_zip_and_one_without_a_known_table_are_refused(work):
    for data, hint in (
        (zipped(), "no table"),
        (zipped(**{"a.csv": b"x"})[:40], "damaged"),
        (zipped(**{"a.csv": b"hello"}), "No known layout"),
        (zipped(**{"a.pdf": b"%PDF-1.7 ..."}), "PDF"),
    ):
        with pytest.raises(UnreadableFile, match=hint):
            look(work, data)


def test_a_zip_with_a_password_is_refused(work):
    data = bytearray(zipped(**{"a.csv": b"x"}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    with pytest.raises(UnreadableFile, match="password"):
        look(work, bytes(data))


# --- any rows at all --------------------------------------------------------------------------------

cells = st.text(
    st.one_of(st.sampled_from(",\"\n=;\t'#"), st.characters(exclude_categories=("Cs", "Cc"))), max_size=6
) | st.sampled_from(['="12"', '="a,b"', '=""', '="', 'x,="', '="x', "=1+1", '5" pipe', '"', '\n="1"'])
tables = st.lists(st.lists(cells, min_size=3, max_size=3), max_size=8)


def unwrapped(cell: str) -> str:
    is_wrapped = len(cell) > 2 and cell.startswith('="') and cell.endswith('"') and not set(cell[2:-1]) & {'"', "\n"}
    return cell[2:-1] if is_wrapped else cell


@settings(max_examples=300, deadline=None)
@given(
    tables,
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(",\t;"),
)
def test_any_cells_survive_and_every_row_knows_its_line(table, quoting, newline, delimiter):
    # A row of blanks is a blank line when it is written without quotes.
    table = [row for row in table if any(cell.strip(f" \t{delimiter}\n") for cell in row)]
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=quoting, lineterminator=newline, delimiter=delimiter)
    writer.writerow(["订单编号", "实付金额", "下单时间"])
    lines = []
    for row in table:
        lines.append(buffer.getvalue().count("\n") + 1)
        writer.writerow(row)
    with TemporaryDirectory() as folder:
        found = only(look(Path(folder), buffer.getvalue()))
        assert rows(found) == [[unwrapped(cell) for cell in row] for row in table]
        assert found.rows == len(table)
        assert found.lines_of(range(len(table))) == dict(enumerate(lines))
