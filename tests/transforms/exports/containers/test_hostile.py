"""Files made to do harm: each costs one clear sentence, within the limits of the process that opens it."""

import io
import random
import struct
import time
import zipfile

import pytest

from tests.transforms.exports.containers.containers_by_hand import zip_of
from tests.transforms.exports.containers.test_workbook import HEADER, SHEET, SMALL, with_part
from tests.transforms.exports.recognise.test_recognise import BILL, look, only, rows, work
from transforms.exports.bounded.ask import ask
from transforms.exports.containers import leaves
from transforms.exports.recognise.examine import Finding, Limits, UnreadableFile, examine

__all__ = ["work"]

CSV = "订单编号,实付金额,下单时间\nA1,1,t\n".encode()
SECONDS = 20
"""Each takes a second or two; on a busy machine some more."""


def far(reference: bytes) -> bytes:
    cell = b'<row><c r="%b"><v>1</v></c></row></sheetData>' % reference
    return with_part(SMALL, SHEET, lambda xml: xml.replace(b"</sheetData>", cell))


def many_zips() -> bytes:
    inner = zip_of(("a.csv", b"0" * (40 << 20)))
    return zip_of(*((f"{number}.zip", inner) for number in range(100)))


def overlapping() -> bytes:
    """A zip file whose directory names one member 5000 times."""
    data = zip_of(("a.csv", b"0" * (20 << 20)))
    start = data.index(b"PK\x01\x02")
    entry = data[start : data.index(b"PK\x05\x06")]
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 1900, 1900, len(entry) * 1900, start, 0)
    return data[:start] + entry * 1900 + end


def lying() -> bytes:
    """A zip file whose member says it is smaller than it is."""
    data = bytearray(zip_of(("a.csv", CSV + b"\n" * (200 << 20))))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", data, data.index(mark) + offset, len(CSV))
    return bytes(data)


def with_entities(part: str) -> bytes:
    expansions = b"".join(b'<!ENTITY %c "%b">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    declared = b'<!DOCTYPE x [<!ENTITY a "haha">' + expansions + b"]>"
    return with_part(SMALL, part, lambda xml: xml.replace(b"?>", b"?>" + declared, 1).replace(b"A1<", b"&j;<"))


def stored(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return zip_of(*((name, parts.read(name)) for name in parts.namelist()), method=zipfile.ZIP_STORED)


def page_of(rows_of_it: str) -> bytes:
    return f"<html><table><tr>{''.join(f'<td>{word}' for word in HEADER)}{rows_of_it}".encode()


HOSTILE = {
    "one cell in the last row": (lambda: far(b"XFD1048576"), "reaches to row 1048576, column 16384"),
    "a sheet of blanks": (lambda: with_part(SMALL, SHEET, lambda xml: xml + b" " * (80 << 20)), "times its size"),
    "a text of zeros": (lambda: zip_of(("a.csv", b"0" * (300 << 20))), "times its size"),
    "bombs in zips in a zip": (many_zips, "times its size"),
    "one member a thousand times": (overlapping, "unpack to"),
    "a member larger than it says": (lying, "damaged"),
    "a hundred thousand members": (
        lambda: zip_of(*((f"{number}.csv", b"") for number in range(100_000)), method=zipfile.ZIP_STORED),
        "holds 100000 parts",
    ),
    "entities in a sheet": (lambda: with_entities(SHEET), "entities|damaged"),
    "entities in the strings": (lambda: with_entities("xl/sharedStrings.xml"), "entities|damaged"),
    "a workbook with a wrong checksum": (lambda: stored(SMALL).replace(b"<v>1</v>", b"<v>9</v>"), "damaged"),
    "a member with a wrong checksum": (
        lambda: zip_of(("a.csv", CSV), method=zipfile.ZIP_STORED).replace(b"A1,1", b"A1,9"),
        "a.csv: .*damaged|damaged",
    ),
    "a workbook cut in half": (lambda: SMALL[: len(SMALL) // 2], "damaged"),
    "the beginning of an old workbook": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + random.Random(7).randbytes(100_000),
        "damaged",
    ),
    "a page of a wide cell": (lambda: page_of("<tr>" + "<td colspan=1000>x" * 1000), "column 17000"),
    "a page of tables in tables": (lambda: page_of("<table><tr><td>" * 100_000), "damaged"),
    "a page that never ends a comment": (lambda: b"<html><td>" + b"<!--" * 2_000_000, "without a table"),
    "a page that never ends a tag": (lambda: b"<html><td>" + b'<td a="' * 1_000_000, "without a table"),
    "a page that never ends a script": (lambda: b"<html><script>" + b"</scrip" * 1_000_000, "without a table"),
    "zero bytes": (lambda: bytes(1 << 20), "empty"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_costs_one_sentence(work, name):
    make, hint = HOSTILE[name]
    data = make()
    began = time.monotonic()
    with pytest.raises(UnreadableFile, match=hint) as error:
        look(work, data)
    assert time.monotonic() - began < SECONDS
    assert len(str(error.value).splitlines()) == 1


def test_a_zip_file_in_a_zip_file_is_opened_three_deep(work):
    nested = CSV
    for name in ("b.csv", "月.zip", "a.zip"):
        nested = zip_of((name, nested))
    assert only(look(work, nested)).sheet == "a.zip/月.zip/b.csv"
    with pytest.raises(UnreadableFile, match=r"x.zip/a.zip/月.zip: There are zip files .* more than 3 deep: unpack"):
        look(work, zip_of(("x.zip", nested)))


def test_a_zip_file_that_holds_itself_is_opened_three_deep(work):
    # Any file that unpacks to its like is met by the same rule; this one is as deep as a test needs.
    data = zip_of(("a.csv", b"x"))
    for _ in range(50):
        data = zip_of(("r.zip", data), method=zipfile.ZIP_STORED)
    with pytest.raises(UnreadableFile, match=r"r.zip/r.zip/r.zip: .*more than 3 deep"):
        look(work, data)


def test_members_with_names_of_other_places_stay_in_their_folder(work):
    names = ("../../evil.csv", "/tmp/evil.csv", "..\\..\\evil.csv", "C:\\evil.csv")
    examined = look(work, zip_of(*((name, CSV) for name in names)))
    assert sorted(str(table.sheet) for table in examined.tables) == sorted(names)
    assert all(work in table.body.resolve().parents for table in examined.tables)
    assert not list(work.parent.rglob("*evil*"))


def test_links_and_litter_in_a_zip_file_are_passed_over(work):
    link = zipfile.ZipInfo("passwd.csv")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    litter = (
        (link, b"/etc/passwd"),
        ("__MACOSX/a.csv", CSV),
        ("Thumbs.db", b"?"),
        ("x\\.hidden", CSV),
        ("leer.csv", b""),
    )
    examined = look(work, zip_of(*litter, ("a.csv", CSV)))
    assert only(examined).sheet == "a.csv"
    assert examined.findings == (Finding("unknown_sheet", "leer.csv"),)
    with pytest.raises(UnreadableFile, match="no table"):
        look(work, zip_of((link, b"/etc/passwd")))


def test_a_page_of_a_million_cells_is_read(work):
    table = only(look(work, page_of(("<tr>" + "<td>1" * 3) * 333_000)))
    assert table.rows == 333_000


def test_a_line_of_a_gigabyte_is_refused_at_its_beginning(work):
    path = work / "line.csv"
    with path.open("wb") as file:
        file.write(CSV)
        file.truncate(1 << 30)  # zero bytes, without a line end
    began = time.monotonic()
    with pytest.raises(UnreadableFile, match="line is longer"):
        examine(path, (BILL,), work)
    assert time.monotonic() - began < SECONDS


def test_zero_bytes_in_a_cell_are_kept(work):
    assert rows(only(look(work, CSV + b"A2,2,t\0u\n"))) == [["A1", "1", "t"], ["A2", "2", "t\0u"]]


def test_a_cell_without_end_is_a_sentence(work):
    shared = b"<t>" + b"x" * (2 << 20) + b"</t>"
    long = with_part(SMALL, "xl/sharedStrings.xml", lambda xml: xml.replace(b"<t>A1</t>", shared))
    with pytest.raises(UnreadableFile, match="A cell is longer"):
        look(work, long)


def test_a_workbook_never_takes_more_memory_than_its_child_is_given(work, monkeypatch):
    asked = []

    def watched(task, question, limits):
        asked.append(limits)
        return ask(task, question, limits)

    monkeypatch.setattr(leaves, "ask", watched)
    path = work / "wide.xlsx"
    path.write_bytes(far(b"ZZ100000"))
    limits = Limits(child_memory_bytes=400 << 20)
    with pytest.raises(UnreadableFile, match="more than 400 MB of memory"):
        examine(path, (BILL,), work, limits)
    assert asked == [limits, limits]
