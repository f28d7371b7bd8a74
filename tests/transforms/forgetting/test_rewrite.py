"""A file put anew without somebody says the same of everybody else, in whatever it is written and packed."""

import csv
import gzip
import io
import json
import random
import zipfile
from datetime import date
from html import escape

import pytest

from tests.dags.test_forget import packed
from tests.samples.build import csv_bytes, make_home, row, shop_toml, stage, xlsx_bytes
from tests.samples.headers import YOUZAN_ORDERS
from tests.samples.people import ANNA, BOB, GIFT
from tests.samples.youzan import ORDERS
from tests.transforms.exports.containers.containers_by_hand import old_workbook, zip_of
from tests.transforms.exports.containers.test_protected import PASSWORD, protected
from transforms.exports.contacts import ContactHasher
from transforms.exports.layout import load_layouts
from transforms.forgetting.person_cells import signs_of
from transforms.forgetting.rewrite import CannotRewrite, Rewriter
from transforms.forgetting.search import Searcher, Wanted
from transforms.forgetting.sought import Sought
from transforms.forgetting.spellings import Signs
from transforms.forgetting.suppression import put_on_the_list, suppressed

HASHER = ContactHasher(bytes.fromhex("5a" * 32), "CN")
ANNAS = HASHER.contact("phone", ANNA).identity_key
ANNAS_SIGNS = Signs(signs_of({("phone", ANNA, "")}, "CN"))
ROWS = [
    YOUZAN_ORDERS,
    *(
        row(YOUZAN_ORDERS, {**order, **more}, " ")
        for order, more in zip(
            ORDERS,
            (
                {"买家备注": '请打 138-1234-5678, "多冰"\n谢谢'},
                {},
                {},
                {"买家手机号": BOB, "收货人/提货人": "王二", "收货人手机号/提货人手机号": f"+86 {ANNA}"},
                {"买家手机号": BOB},
                {},
            ),
            strict=True,
        )
    ),
]
TABS = "\r\n".join(
    "\t".join(str(cell).replace("\n", " ").replace('"', "").strip("\t") for cell in cells) for cells in ROWS
)
PAGE = "".join(f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in cells)}</tr>" for cells in ROWS)
FORMATS = {
    "utf-8": csv_bytes(ROWS),
    "utf-8 with a mark, every cell in quotes": csv_bytes(ROWS, "utf-8-sig", quote=csv.QUOTE_ALL),
    "gb18030": csv_bytes(ROWS, "gb18030"),
    "utf-16": csv_bytes(ROWS, "utf-16"),
    "tabs": f"{TABS}\r\n".encode("gb18030"),
    "workbook": xlsx_bytes({"订单": ROWS, "别的": [["a", f"called {ANNA}"]]}),
    "workbook with a password": protected(xlsx_bytes({"订单": ROWS})),
    "old workbook": old_workbook([[*map(str, cells)] for cells in ROWS]),
    "page": f"<html><meta charset='utf-8'><table>{PAGE}</table></html>".encode(),
    "zip in a zip": zip_of(("三月/a.zip", zip_of(("订单.csv", csv_bytes(ROWS, "gb18030"))))),
}
IN_PLACE = {"utf-8", "utf-8 with a mark, every cell in quotes", "gb18030", "utf-16", "tabs", "workbook", "zip in a zip"}


def rewriter(tmp_path, sought=None):
    work = tmp_path / "work"
    work.mkdir(exist_ok=True)
    return Rewriter(load_layouts(), work, PASSWORD, sought or Sought(HASHER, {ANNAS}))


def put_anew(tmp_path, data, sought=None):
    path = tmp_path / "file"
    path.write_bytes(data)
    one = rewriter(tmp_path, sought)
    signs = Signs(signs_of(one.values(path), "CN"))
    return one.rewritten(path, signs)


@pytest.mark.parametrize("name", FORMATS)
def test_only_the_person_is_gone(tmp_path, name):
    made = put_anew(tmp_path, FORMATS[name])
    assert made.how == ("in place" if name in IN_PLACE else "as a new workbook of its rows")
    assert made.rows == 3
    data = made.path.read_bytes()
    for sign in (ANNA, "138-1234-5678", "１３８１２３４５６７８"):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
            assert not any(sign.encode(encoding) in each for each in packed(data))
    assert put_anew(tmp_path, FORMATS[name]).path.read_bytes() == data, "the same export comes to the same file"
    assert put_anew(tmp_path, data) is None

    toml = shop_toml("youzan").replace("[sources.youzan]", f'[sources.youzan]\nworkbook_password = "{PASSWORD}"')
    home = make_home(tmp_path / "home", toml)
    before, after = stage(home, "youzan", FORMATS[name], "a"), stage(home, "youzan", data, "b")

    def told(staged, kind):
        left_out = ("file_id", "row_key", "identity_key", "masked")
        return [{key: value for key, value in row.items() if key not in left_out} for row in staged.rows(kind)]

    assert told(after, "orders") == told(before, "orders")
    assert told(after, "entries") == told(before, "entries")
    assert (after.summary.tables[0].rows_read, after.summary.tables[0].rows_quarantined) == (6, 0)
    bob = HASHER.contact("phone", BOB).identity_key
    phones = [row["identity_key"] for row in before.rows("identities") if row["identity_kind"] == "phone"]
    assert {ANNAS, bob} <= set(phones)
    left = [row for row in after.rows("identities") if row["identity_kind"] == "phone" and row["is_certain"]]
    assert {row["identity_key"] for row in left} == {bob}, "the gift's number stood in a row of hers"
    assert len(left) == phones.count(bob)


def test_a_number_on_a_parcel_leaves_the_senders_own_contact(tmp_path):
    text = put_anew(tmp_path, FORMATS["utf-8"]).path.read_bytes().decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["买家手机号"].strip() for row in rows] == ["", "138******78", "", BOB, BOB, ""]
    assert "王二" not in text, "the name on the parcel is of the number on it"
    assert GIFT not in text
    assert [row["订单实付金额"] for row in rows] == ["85.00", "1,250.00", "80.00", "0.00", " ", "35.00"]


def test_bytes_that_no_encoding_can_read_stay_as_they_are(tmp_path):
    broken = FORMATS["gb18030"].replace("小王".encode("gb18030"), b"\xff\xfe\x81")
    made = put_anew(tmp_path, broken)
    assert b"\xff\xfe\x81" in made.path.read_bytes()
    assert made.rows == 3


def test_a_text_nobody_knows_is_crossed_out_and_what_cannot_be_is_said(tmp_path):
    one = rewriter(tmp_path)
    signs = Signs(signs_of({("phone", ANNA, "")}, "CN"))
    note = tmp_path / "note.txt"
    note.write_bytes(f"call +86 138 1234 5678 or {BOB}\n".encode("utf-16"))
    made = one.rewritten(note, signs)
    assert (made.rows, made.how) == (0, "crossed out")
    assert made.path.read_bytes().decode("utf-16") == f"call +86 xxxxxxxxxxxxx or {BOB}\n"
    note.write_bytes(gzip.compress(FORMATS["gb18030"]))
    assert one.rewritten(note, signs).rows == 3
    note.write_bytes(b"%PDF-1.4\n" + ANNA.encode())
    with pytest.raises(CannotRewrite, match="pdf"):
        one.rewritten(note, signs)
    note.write_bytes(b"%PDF-1.4\n" + BOB.encode())
    assert one.rewritten(note, signs) is None


def test_the_list_knows_people_by_a_key_of_its_own(tmp_path):
    home = make_home(tmp_path / "home", shop_toml("youzan"))
    assert suppressed(home) is None
    day = date(2026, 3, 1)
    assert put_on_the_list(home, [("phone", ANNA, ""), ("phone", f"+86 {ANNA}", "")], day) == 1
    assert put_on_the_list(home, [("phone", ANNA, "")], day) == 0
    listed = suppressed(home)
    assert listed.holds("phone", "138 1234 5678")
    assert not listed.holds("phone", BOB)
    text = (home.people / "suppressed.jsonl").read_text(encoding="utf-8")
    assert json.loads(text).keys() == {"digest", "day"}
    assert ANNA not in text
    assert ANNAS not in text
    assert home.key_file.with_name("suppression.key").stat().st_mode & 0o777 == 0o600
    made = put_anew(tmp_path, FORMATS["gb18030"], listed)
    assert made.path.read_bytes() == put_anew(tmp_path, FORMATS["gb18030"]).path.read_bytes()


def test_a_file_that_still_names_them_gives_no_identity(tmp_path):
    home = make_home(tmp_path / "home", shop_toml("youzan"))
    day = date(2026, 3, 1)
    put_on_the_list(home, [("phone", ANNA, "")], day)
    staged = stage(home, "youzan", FORMATS["utf-8"])
    certain = [row["identity_key"] for row in staged.rows("identities") if row["is_certain"]]
    assert certain == [HASHER.contact("phone", BOB).identity_key] * 2
    assert len(staged.rows("orders")) == len(
        stage(make_home(tmp_path / "other"), "youzan", FORMATS["utf-8"]).rows("orders")
    )


def deflated(name: str, data: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr(name, data)
    return target.getvalue()


def damaged(data: bytes) -> bytes:
    """The bytes with one turned over in the middle of what is packed."""
    at = len(data) // 3
    return data[:at] + bytes(255 - each for each in data[at : at + 8]) + data[at + 8 :]


@pytest.mark.parametrize(
    ("data", "which"),
    [
        (damaged(deflated("订单.csv", csv_bytes(ROWS))), "订单.csv: "),
        (damaged(gzip.compress(csv_bytes(ROWS))), ""),
    ],
    ids=["zip", "gz"],
)
def test_a_damaged_file_is_kept_as_it_came_and_counts_as_not_looked_into(tmp_path, data, which):
    path = tmp_path / "damaged"
    path.write_bytes(data)
    assert rewriter(tmp_path).rewritten(path, ANNAS_SIGNS) is None
    searcher = Searcher(Wanted(ANNAS_SIGNS), tmp_path / "work")
    assert not searcher.stands_in_file(path)
    assert searcher.closed == f"{which}The file is damaged or incomplete; export it again."


@pytest.mark.parametrize("packed", [gzip.compress, lambda data: deflated("订单.csv", data)], ids=["gz", "zip"])
def test_what_comes_before_a_damage_is_searched_and_names_the_person(tmp_path, packed):
    path, rest = tmp_path / "damaged", random.Random(1).randbytes(200_000).hex().encode()
    path.write_bytes(damaged(packed(csv_bytes(ROWS) + rest)))
    with pytest.raises(CannotRewrite, match="damaged"):
        rewriter(tmp_path).rewritten(path, ANNAS_SIGNS)
    assert Searcher(Wanted(ANNAS_SIGNS), tmp_path / "work").stands_in_file(path)


def test_a_zip_file_with_a_damaged_member_beside_one_that_names_somebody_cannot_be_put_right(tmp_path):
    path, broken = tmp_path / "damaged.zip", b"broken" * 99
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("a.txt", broken)
        out.writestr("订单.csv", csv_bytes(ROWS), zipfile.ZIP_DEFLATED)
    path.write_bytes(path.read_bytes().replace(broken, b"?" + broken[1:]))
    with pytest.raises(CannotRewrite, match="damaged"):
        rewriter(tmp_path).rewritten(path, ANNAS_SIGNS)


def test_a_zip_file_without_a_readable_list_of_members_is_looked_into_as_bytes(tmp_path):
    path = tmp_path / "damaged.zip"
    path.write_bytes(deflated("订单.csv", csv_bytes(ROWS)).replace(b"PK\x01\x02", b"PK\x09\x09"))
    assert rewriter(tmp_path).rewritten(path, ANNAS_SIGNS) is None
    searcher = Searcher(Wanted(ANNAS_SIGNS), tmp_path / "work")
    assert not searcher.stands_in_file(path)
    assert searcher.closed == "The file is damaged or incomplete; export it again."


def test_a_full_disk_is_no_damaged_file(tmp_path, monkeypatch):
    path = tmp_path / "whole.zip"
    path.write_bytes(deflated("订单.csv", csv_bytes(ROWS)))

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        rewriter(tmp_path).rewritten(path, ANNAS_SIGNS)
