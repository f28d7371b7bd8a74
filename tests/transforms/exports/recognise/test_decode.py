"""Bytes of a text export: the encoding told by its header words, quirks undone, nothing else changed."""

import csv
import io

import pytest

from tests.transforms.exports.recognise.test_recognise import BILL, ENGLISH, TAIWAN_BILL, look, only, rows, work
from transforms.exports.recognise import decode
from transforms.exports.recognise.decode import UnreadableFile, line_of_row

__all__ = ["work"]

HEADER = "订单编号,实付金额,下单时间\n"
TAIWAN_HEADER = "訂單編號,實付金額,下單時間,備註\n"


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16"),
        ("utf-16-be", "utf-16"),
    ],
)
def test_each_encoding_is_told_and_gives_the_same_body(work, encoding, told):
    text = HEADER + "A1,1,少糖去冰\nA2,2,「招牌」¥\n".replace("¥", "￥")
    data = text.encode(encoding)
    if encoding in ("utf-16-le", "utf-16-be"):
        data = "\ufeff".encode(encoding) + data
    examined = look(work, data)
    assert only(examined).encoding == told
    assert only(examined).body.read_bytes() == text.removeprefix(HEADER).encode()
    assert examined.findings == ()


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_told_by_its_header_words(work, encoding):
    text = HEADER + "A1,1,少糖去冰\nA2,2,t\n"
    examined = look(work, text.encode(encoding))
    assert (only(examined).encoding, examined.findings) == (encoding, ())
    assert only(examined).body.read_bytes() == text.removeprefix(HEADER).encode()
    english = "Name,Amount,Time\nA,1,t\n"
    assert rows(only(look(work, english.encode(encoding), ENGLISH))) == [["A", "1", "t"]]


def test_characters_that_windows_adds_to_big5_are_read(work):
    data = (TAIWAN_HEADER + "A1,1,t,恒裏粧嫺\n").encode("cp950")
    with pytest.raises(UnicodeDecodeError):
        data.decode("big5")
    examined = look(work, data, BILL, TAIWAN_BILL)
    assert (rows(only(examined)), examined.findings) == ([["A1", "1", "t", "恒裏粧嫺"]], ())


WESTERN = ["Café crème, René", "Crêpe – “dix”", "Straße 5 · Größe ÄÖÜ", "£5 or €6", "Señor Núñez", "naïve ™ ®"]


@pytest.mark.parametrize("cell", WESTERN)
def test_a_western_file_of_windows_is_not_taken_for_chinese(work, cell):
    for filler in ("", "A,1,t\n" * 100_000):
        text = f'Name,Amount,Time\n{filler}"{cell}",2,t\n'
        examined = look(work, text.encode("cp1252"), ENGLISH)
        assert rows(only(examined))[-1] == [cell, "2", "t"]
        assert only(examined).encoding == "cp1252"
        assert [finding.kind for finding in examined.findings] == ["encoding_doubtful"]


def test_a_western_header_tells_its_encoding(work):
    french = ENGLISH.model_copy(update={"signature": ("Café", "Montant réglé", "Créé le")})
    examined = look(work, "Café,Montant réglé,Créé le\nA,1,été\n".encode("cp1252"), french)
    assert (rows(only(examined)), examined.findings) == ([["A", "1", "été"]], ())


@pytest.mark.parametrize(
    ("encoding", "cells"),
    [
        ("gb18030", ["少糖去冰", "半糖，少冰（大杯）￥5", "王小明", "北京市朝阳区"]),
        ("cp950", ["少糖去冰", "半糖，少冰（大杯）", "王小明", "台北市大安區"]),
    ],
)
def test_few_chinese_cells_under_an_english_header_are_not_taken_for_western(work, encoding, cells):
    for cell in cells:
        table = only(look(work, f"Name,Amount,Time\nA,1,t\n{cell},2,t\n".encode(encoding), ENGLISH))
        assert rows(table)[-1] == [cell, "2", "t"]


def test_rare_characters_that_gbk_cannot_hold_survive(work):
    assert rows(only(look(work, HEADER + "A1,1,㐀𠮷\n", encoding="gb18030"))) == [["A1", "1", "㐀𠮷"]]


def test_big5_bytes_are_not_mistaken_for_gb18030(work):
    data = (TAIWAN_HEADER + "A1,1,t,半糖少冰\n").encode("big5")
    data.decode("gb18030")  # garbage, without an error: this is the trap
    table = only(look(work, data, BILL, TAIWAN_BILL))
    assert (table.layout, table.encoding) == (TAIWAN_BILL, "cp950")
    assert rows(table) == [["A1", "1", "t", "半糖少冰"]]
    table = only(look(work, (HEADER + "A1,1,半糖\n").encode("gb18030"), BILL, TAIWAN_BILL))
    assert (table.layout, table.encoding) == (BILL, "gb18030")


def test_a_byte_order_mark_before_quotes_or_in_gb18030_does_no_harm(work):
    for encoding in ("utf-8-sig", "gb18030"):
        text = '"订单编号","实付金额","下单时间"\n"A1","1","t"\n'
        data = text.encode(encoding) if encoding == "utf-8-sig" else ("\ufeff" + text).encode(encoding)
        table = only(look(work, data))
        assert table.header == ("订单编号", "实付金额", "下单时间")
        assert rows(table) == [["A1", "1", "t"]]


def test_one_broken_byte_loses_one_character_not_the_file(work):
    good = HEADER + "".join(f"A{i},1,少糖去冰\n" for i in range(100_000))
    data = bytearray(good.encode("gb18030"))
    data[len(data) // 2 + data[len(data) // 2 :].index(b",1,") + 3] = 0xFF
    examined = look(work, bytes(data))
    assert [finding.kind for finding in examined.findings] == ["encoding_doubtful"]
    assert len(rows(only(examined))) == 100_000
    broken = bytearray(HEADER.encode() + "A1,1,少糖去冰\nA2,2,少糖去冰\n".encode())
    broken[-2] = 0x41
    examined = look(work, bytes(broken))
    assert only(examined).encoding == "utf-8"
    assert examined.findings[0].what.startswith("1 characters")


def test_an_english_header_takes_the_encoding_from_the_rows_and_says_so(work):
    for filler in ("", "A,1,t\n" * 100_000):
        text = "Name,Amount,Time\n" + filler + "B,2,少糖去冰\n" * 50
        examined = look(work, text.encode("gb18030"), ENGLISH)
        assert only(examined).body.read_text(encoding="utf-8") == text.partition("\n")[2]
        assert (only(examined).encoding, examined.findings[0].kind) == ("gb18030", "encoding_doubtful")
        assert look(work, text.encode(), ENGLISH).findings == ()


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_delimiters(work, delimiter):
    table = only(look(work, (HEADER + "A1,1,t\n").replace(",", delimiter)))
    assert (table.delimiter, rows(table)) == (delimiter, [["A1", "1", "t"]])


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends_become_line_feeds_and_a_missing_last_one_is_added(work, newline):
    table = only(look(work, newline.join([HEADER.strip(), "A1,1,t", "A2,2,t"])))
    assert table.body.read_bytes() == b"A1,1,t\nA2,2,t\n"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('="123",1,t', ["123", "1", "t"]),
        ('A1,1,="007"', ["A1", "1", "007"]),
        ('"=""123""",1,"=""a,b"""', ["123", "1", "a,b"]),
        ('="",1,t', ["", "1", "t"]),
        ('"A",1,"say =""no"""', ["A", "1", 'say ="no"']),
        ('A,"x,=",y', ["A", "x,=", "y"]),
        ('A,"x,=""",y', ["A", 'x,="', "y"]),
        ('A,"x,="",y",t', ["A", 'x,=",y', "t"]),
        ("A,=1+1,t", ["A", "=1+1", "t"]),
        ('A,b="1",t', ["A", 'b="1"', "t"]),
    ],
)
def test_excel_proof_cells_are_unwrapped_and_only_those(work, written, meant):
    assert rows(only(look(work, HEADER + written + "\n"))) == [meant]


def test_other_tricks_of_exports_are_left_for_sql(work):
    row = ["'13800138000", "`1.00", "E1\t"]
    assert rows(only(look(work, HEADER + ",".join(row)))) == [row]


def test_rows_with_too_many_or_too_few_cells_stay_as_they_are(work):
    assert only(look(work, HEADER + "A1,1,t,x,y\nA2\n")).body.read_bytes() == b"A1,1,t,x,y\nA2\n"


def test_line_breaks_in_cells_and_header_keep_line_numbers_true(work):
    data = '订单编号,实付金额,"下单\n时间"\nA1,1,"a\n\nb"\n\nA2,2,12" frame\nA3,3,"x\ny","z\nw"\nA4,4,t\n'
    table = only(look(work, data))
    assert table.first_line == 3
    assert table.lines_of(range(4)) == {0: 3, 1: 7, 2: 8, 3: 11}
    assert [row[0] for row in rows(table)] == ["A1", "A2", "A3", "A4"]


def test_pieces_of_any_size_give_the_same_body(work, monkeypatch):
    bill = BILL.model_copy(update={"footer": BILL.footer.model_copy(update={"starts_with": ("#",)})})
    text = HEADER + "".join(f'="{i}",1,"少糖\n\n去冰"\r\n\r\n"=""{i}""",="",半\n' for i in range(200)) + "#end"
    whole = only(look(work, text, bill, encoding="gb18030"))
    expected, lines = whole.body.read_bytes(), whole.lines_of(range(400))
    assert text.splitlines()[lines[399] - 1].startswith('"=""199')
    monkeypatch.setattr(decode, "EDGE_BYTES", 100)
    for size in (1, 2, 7, 64, 1000):
        monkeypatch.setattr(decode, "CHUNK_BYTES", size)
        table = only(look(work, text, bill, encoding="gb18030"))
        assert table.body.read_bytes() == expected
        assert table.lines_of(range(400)) == lines


def test_a_line_without_end_is_refused_before_it_fills_the_memory(work, monkeypatch):
    monkeypatch.setattr(decode, "LONGEST_LINE_BYTES", 1000)
    monkeypatch.setattr(decode, "CHUNK_BYTES", 500)
    with pytest.raises(UnreadableFile, match="line is longer"):
        look(work, HEADER + "x" * 5000)


def test_line_of_row_counts_over_the_lines_that_start_no_row():
    assert [line_of_row([0, 2, 3], row) for row in range(3)] == [1, 4, 5]
    assert line_of_row([], 7) == 7


def test_the_body_reads_the_same_for_the_database(work):
    import duckdb

    table = only(look(work, HEADER + '="1",1,"a\nb"\n\n2,2,\'x\n', encoding="gb18030"))
    read = duckdb.connect().execute(
        "select * from read_csv(?, header = false, all_varchar = true, delim = ',', quote = '\"', escape = '\"')",
        [str(table.body)],
    )
    assert [list(row) for row in read.fetchall()] == rows(table) == list(csv.reader(io.StringIO('1,1,"a\nb"\n2,2,\'x')))
