"""Workbooks with a password, and workbooks of before 2007."""

import hashlib
import io
import struct

import msoffcrypto
import pytest
from msoffcrypto.method.rc4 import DocumentRC4

from tests.samples import every
from tests.samples.build import drop
from tests.transforms.exports.containers.containers_by_hand import compound, old_workbook, record, zip_of
from tests.transforms.exports.containers.test_workbook import SMALL
from tests.transforms.exports.recognise.test_recognise import BILL, only, rows, work
from transforms.exports.contacts import ContactHasher
from transforms.exports.containers.protected import NO_PASSWORD
from transforms.exports.landing import land
from transforms.exports.recognise.examine import UnreadableFile, examine
from transforms.exports.staging.stage_file import reading_digest, stage_file
from transforms.settings.shop import ShopError, parse_shop

__all__ = ["work"]

PASSWORD = "912345"
ROWS = [["订单编号", "实付金额", "下单时间"], ["A1", 12.5, "t"], [13800138000.0, 7.0, "t"]]


def protected(data: bytes, password: str = PASSWORD) -> bytes:
    """The same workbook with a password."""
    out = io.BytesIO()
    msoffcrypto.OfficeFile(io.BytesIO(data)).encrypt(password, out)
    return out.getvalue()


def protected_old(password: str) -> bytes:
    """An old workbook with a password, as Excel 97 does it: a key per 1024 bytes, records' beginnings left plain."""
    salt, verifier = bytes(range(16)), bytes(range(16, 32))
    made = DocumentRC4.decrypt(password, salt, io.BytesIO(verifier + hashlib.md5(verifier).digest())).read()
    plain = old_workbook(ROWS, record(0x2F, struct.pack("<HHH", 1, 1, 1) + salt + made))[3 * 512 :]
    stream = bytearray(DocumentRC4.decrypt(password, salt, io.BytesIO(plain), blocksize=1024).read())
    position = 0
    while position < len(plain):
        kind, length = struct.unpack_from("<HH", plain, position)
        left_plain = {0x809: length, 0x2F: length, 0x85: 4}.get(kind, 0)
        stream[position : position + 4 + left_plain] = plain[position : position + 4 + left_plain]
        position += 4 + length
    return compound("Workbook", bytes(stream))


def tables_of(work, data: bytes, password: str | None = None):
    path = work / "export.dat"
    path.write_bytes(data)
    return only(examine(path, (BILL,), work, password=password))


def test_a_workbook_opens_with_the_password_of_its_source(work):
    table = tables_of(work, protected(SMALL), PASSWORD)
    assert (table.sheet, table.encoding, rows(table)) == ("Sheet1", "xlsx", [["A1", "1", "t"]])
    inside = tables_of(work, zip_of(("a/订单.xlsx", protected(SMALL))), PASSWORD)
    assert (inside.sheet, rows(inside)) == ("a/订单.xlsx/Sheet1", [["A1", "1", "t"]])


@pytest.mark.parametrize("password", [None, "912346", ""])
def test_without_the_right_password_the_sentence_names_the_key_to_set(work, password):
    with pytest.raises(UnreadableFile, match=r"workbook_password of its source in shop\.toml") as error:
        tables_of(work, protected(SMALL), password)
    assert ("does not open" in str(error.value)) == bool(password)
    assert "912346" not in str(error.value)


def test_a_workbook_that_excel_opens_without_asking_opens_here_too(work):
    assert rows(tables_of(work, protected(SMALL, NO_PASSWORD))) == [["A1", "1", "t"]]
    assert rows(tables_of(work, protected(SMALL, NO_PASSWORD), "another")) == [["A1", "1", "t"]]


def test_an_old_workbook_is_read_with_and_without_a_password(work):
    body = [["A1", "12.5", "t"], ["13800138000", "7", "t"]]
    for data, password in ((old_workbook(ROWS), None), (protected_old(PASSWORD), PASSWORD)):
        table = tables_of(work, data, password)
        assert (table.sheet, table.encoding, rows(table)) == ("订单", "xls", body)
    with pytest.raises(UnreadableFile, match="workbook_password"):
        tables_of(work, protected_old(PASSWORD), "912346")


def test_a_protected_file_that_is_cut_off_or_holds_no_sheets_is_a_sentence(work):
    whole = protected(SMALL)
    for data in (whole[:600], whole[: len(whole) // 2], compound("EncryptedPackage", b"x" * 5000)):
        with pytest.raises(UnreadableFile, match="damaged"):
            tables_of(work, data, PASSWORD)
    with pytest.raises(UnreadableFile, match="document without sheets"):
        tables_of(work, compound("WordDocument", b"x"), PASSWORD)
    with pytest.raises(UnreadableFile, match="damaged"):
        tables_of(work, compound("Workbook", b"\x09\x08\xff\xff" * 99), PASSWORD)


# --- the setting --------------------------------------------------------------------------------------

SHOP = '[business]\nname = "Tea"\n[channels.meituan]\nkind = "delivery"\n[sources.meituan]\nchannel = "meituan"\n'


def test_the_password_shows_nowhere():
    shop = parse_shop(SHOP + f'workbook_password = "{PASSWORD}"\n')
    assert shop.sources["meituan"].password == PASSWORD
    assert PASSWORD not in repr(shop) + str(shop) + shop.model_dump_json() + str(shop.model_dump())
    for mistake in (PASSWORD, f'"{PASSWORD}', f"“{PASSWORD}”", f'["{PASSWORD}"]'):
        with pytest.raises(ShopError) as error:
            parse_shop(SHOP + f"workbook_password = {mistake}\n")
        assert PASSWORD not in f"{error.value} {error.value.__cause__}"
        assert "workbook_password" in str(error.value)


def test_another_password_is_another_reading(home):
    hasher = ContactHasher(b"k" * 32, "CN")
    settings = ["", *(f'workbook_password = "{word}"\n' for word in ("", PASSWORD, "other"))]
    readings = [reading_digest(home, parse_shop(SHOP + line), "meituan", hasher) for line in settings]
    assert len(set(readings)) == 4
    assert readings[2] == reading_digest(home, parse_shop(SHOP + settings[2]), "meituan", hasher)


def test_setting_the_password_has_the_file_read(home):
    source, name, data = every.FILES["meituan_bill"]
    landed = land(home, source, drop(home, source, name, protected(data())))
    before = stage_file(home, home.shop(), landed.file_id)
    assert before.tables == []
    assert "set workbook_password" in str(before.reason)
    text = home.shop_toml.read_text(encoding="utf-8")
    assert f"[sources.{source}]\n" in text
    home.shop_toml.write_text(
        text.replace(f"[sources.{source}]\n", f'[sources.{source}]\nworkbook_password = "{PASSWORD}"\n'),
        encoding="utf-8",
    )
    after = stage_file(home, home.shop(), landed.file_id)
    assert (after.reason, [table.layout for table in after.tables]) == (None, ["meituan_statements", "meituan_bill"])
