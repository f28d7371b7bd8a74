"""Bad files in a real night: the rest loads, each reason is said with file and line, and no contact comes out again."""

from __future__ import annotations

import io
import random
import traceback
import zipfile
from decimal import Decimal

import pytest

from dags.steps import run_night
from tests.samples import every, meituan, shopify, taobao, till, youzan
from tests.samples.build import csv_bytes, drop, make_home, query, row, shop_toml, xlsx_bytes
from tests.samples.headers import YOUZAN_ORDERS
from tests.samples.people import RAW_CONTACTS

PHONE, EMAIL, MOBILE_TW = "15012345678", "planted.person@leak.example", "0912345678"
PLANTED = (PHONE, EMAIL, MOBILE_TW, "planted.person", *RAW_CONTACTS)
"""Nothing that the night writes may hold one of these."""


def order(number: int, **cells):
    return {**youzan.ORDERS[1], "订单号": f"E9000000000000000000{number:04}", "买家手机号": PHONE, **cells}


def bad_rows() -> bytes:
    orders = [
        order(1),
        order(2, 商品金额合计=PHONE + "元整"),
        order(3, 订单创建时间=EMAIL),
        {**order(4), "订单号": " "},
        order(5, 订单状态=PHONE),
        order(6, 订单状态=EMAIL),
    ]
    table = [list(YOUZAN_ORDERS), *(row(YOUZAN_ORDERS, each, " ") for each in orders)]
    table.append([*table[-1], PHONE])
    return csv_bytes(table, "utf-8-sig")


def shifted() -> bytes:
    rows = [row(YOUZAN_ORDERS, order(20 + n, 订单创建时间=PHONE, 商品金额合计=EMAIL), " ") for n in range(5)]
    return csv_bytes([YOUZAN_ORDERS, *rows], "utf-8-sig")


def far_cell() -> bytes:
    """A workbook of little more than a kilobyte whose cells A1 and ZZ1000000 ask for 700 million cells of memory."""
    pack = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    sheets = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    link = '<Relationships xmlns="{}/relationships"><Relationship Id="r1" Type="{}/{}" Target="{}"/></Relationships>'
    members = {
        "[Content_Types].xml": f'<Types xmlns="{pack}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": link.format(pack, office, "officeDocument", "xl/workbook.xml"),
        "xl/_rels/workbook.xml.rels": link.format(pack, office, "worksheet", "worksheets/sheet1.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{sheets}" xmlns:r="{office}"><sheets>'
        '<sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{sheets}"><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1000000"><c r="ZZ1000000"><v>2</v></c></row></sheetData></worksheet>',
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    assert len(buffer.getvalue()) < 2000
    return buffer.getvalue()


BIG5 = f"""訂單號碼,訂單日期,訂單狀態,付款方式,收件人,收件人電話號碼,電郵\r
A1,2026-02-01,已完成,信用卡,王小明,{MOBILE_TW},{EMAIL}\r
"""
NOISE = random.Random(7).randbytes(4000) + PHONE.encode() + random.Random(8).randbytes(4000)
STRANGE = {
    "truncated.xlsx": ("meituan_bill", meituan.bill_file()[: len(meituan.bill_file()) // 2], "damaged or incomplete"),
    "empty.csv": ("youzan", b"", "The file is empty"),
    "blank.csv": ("youzan", b"\xef\xbb\xbf\r\n\r\n  \r\n", "The file is empty"),
    "utf32.csv": ("youzan", youzan.orders_file().decode("utf-8-sig").encode("utf-32-le"), "No known layout"),
    "big5.csv": ("web", BIG5.encode("big5"), "No known layout"),
    "far.xlsx": ("eleme_bill", far_cell(), "row 1000000, column 702"),
    "noise.dat": ("tmall", NOISE, "No known layout"),
    "page.xls": ("till", f"<html><body><form>{PHONE}</form></body></html>".encode(), "a web page without a table"),
    "table.xls": ("till", f"<html><table><tr><td>{PHONE}</td></tr></table></html>".encode(), "No known layout"),
    "old.xls": ("till", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + PHONE.encode() * 40, "damaged or incomplete"),
    "contacts.csv": ("web", f"{EMAIL},{PHONE}\r\n{EMAIL},{PHONE}\r\n".encode(), "No known layout"),
    "missing-column.csv": (
        "youzan",
        csv_bytes([[word for word in YOUZAN_ORDERS if word != "商品金额合计"]], "utf-8-sig"),
        "商品金额合计",
    ),
}
"""Name -> source, bytes, and words of the sentence that says why it cannot be read."""


@pytest.fixture(scope="module")
def night(tmp_path_factory):
    """Every sample, and beside them every bad file; published."""
    home = make_home(tmp_path_factory.mktemp("faults") / "home")
    every.drop_every_sample(home)
    for name, (source, data, _) in STRANGE.items():
        drop(home, source, name, data)
    drop(home, "youzan", "bad-rows.csv", bad_rows())
    drop(home, "youzan", "shifted.csv", shifted())
    drop(home, "youzan", "header-only.csv", csv_bytes([YOUZAN_ORDERS], "utf-8-sig"))
    drop(home, "youzan", "half.csv.part", youzan.orders_file([order(99)]))
    drop(home, "youzan", ".hidden.csv", youzan.orders_file([order(98)]))
    drop(home, "stranger", "orders.csv", youzan.orders_file([order(97)]))
    (home.exports / "loose.csv").write_bytes(youzan.orders_file([order(96)]))
    (home.exports / "youzan" / "gone.csv").symlink_to("nowhere.csv")
    outcome = run_night(home)
    assert outcome.state == "published", outcome.reason
    return home


def file_of(home, name):
    (found,) = query(home.current, f"select * from ingested_files where file_name = '{name}'")
    return found


def reasons_of(home, name):
    rows = query(home.current, f"select * from quarantine where file_name = '{name}' order by line")
    return [(found["line"], found["reason_code"], found["columns_concerned"]) for found in rows]


def test_the_samples_beside_them_are_published_as_if_alone(night, tmp_path):
    alone = make_home(tmp_path / "alone")
    every.drop_every_sample(alone)
    assert run_night(alone).state == "published"
    sql = "select * from orders where order_id not like 'E9000%' order by order_key"
    ours, theirs = query(night.current, sql), query(alone.current, sql)
    assert len(theirs) == 33
    assert ours == theirs
    fees = "select fee_key, order_key, fee_type, amount from fee_lines order by all"
    assert query(night.current, fees) == query(alone.current, fees)


@pytest.mark.parametrize("name", STRANGE)
def test_a_file_that_cannot_be_read_is_quarantined_with_one_sentence(night, name):
    found = file_of(night, name)
    assert (found["file_state"], found["layout"], found["rows_read"]) == ("quarantined", "", 0)
    assert STRANGE[name][2] in found["file_reason"]
    assert found["file_reason"].endswith(".")
    assert len(found["file_reason"]) < 400
    assert "\n" not in found["file_reason"]
    assert "Error" not in found["file_reason"]
    assert reasons_of(night, name) == [(None, "unreadable_file", None)]


def test_bad_rows_are_quarantined_by_line_and_the_good_ones_load(night):
    assert reasons_of(night, "bad-rows.csv") == [
        (3, "not_an_amount", "商品金额合计"),
        (4, "not_a_time", "订单创建时间"),
        (5, "blank_required", "订单号"),
        (8, "wrong_cell_count", ""),
    ]
    found = file_of(night, "bad-rows.csv")
    assert (found["rows_read"], found["rows_loaded"], found["rows_quarantined"]) == (7, 3, 4)
    loaded = query(night.current, "select order_id, status from orders where source_file = 'bad-rows.csv' order by 1")
    assert [each["status"] for each in loaded] == ["partly_refunded", "unknown", "unknown"]


def test_shifted_columns_quarantine_their_file(night):
    found = file_of(night, "shifted.csv")
    assert (found["file_state"], found["rows_read"], found["rows_quarantined"]) == ("quarantined", 5, 5)
    assert reasons_of(night, "shifted.csv") == [(None, "columns_shifted", None)]


def test_a_header_without_rows_is_loaded_and_reported_as_empty(night):
    found = file_of(night, "header-only.csv")
    assert (found["file_state"], found["rows_read"]) == ("loaded", 0)
    (finding,) = query(night.current, "select what from file_findings where finding = 'empty'")
    assert finding == {"what": "youzan_orders"}


def test_half_written_hidden_loose_and_strangers_files_are_left_alone(night):
    names = {found["file_name"] for found in query(night.current, "select file_name from ingested_files")}
    assert not names & {"half.csv.part", ".hidden.csv", "orders.csv", "loose.csv", "gone.csv"}
    assert (night.exports / "youzan" / "half.csv.part").exists()
    for number in (96, 97, 98, 99):
        assert query(night.current, f"select 1 from orders where order_id = 'E9000000000000000000{number:04}'") == []
    assert not (night.landing / "stranger").exists()


def test_every_row_of_every_file_is_accounted_for(night):
    files = query(night.current, "select * from ingested_files")
    assert len(files) == len(every.FILES) + len(STRANGE) + 4, "the Meituan bill and its statements are one file"
    for found in files:
        assert found["rows_read"] == found["rows_loaded"] + found["rows_superseded"] + found["rows_quarantined"]


def test_no_contact_is_in_anything_that_the_night_wrote_besides_the_landed_bytes(night):
    outside = [night.staged, night.build, night.published, night.logs, night.work]
    written = [path for folder in outside for path in folder.rglob("*") if path.is_file()]
    assert len(written) > 30
    assert any(path.suffix == ".parquet" for path in written)
    for path in written:
        data = path.read_bytes()
        for contact in PLANTED:
            assert contact.encode() not in data, path
    shown = "".join(str(query(night.current, f"from {name}")) for name in tables(night))
    for contact in PLANTED:
        assert contact not in shown


def tables(home):
    return [found["name"] for found in query(home.current, "select table_name as name from duckdb_tables()")]


def test_a_status_that_is_a_contact_is_told_without_it(night):
    rows = query(night.current, "select what, rows from file_findings where file_name = 'bad-rows.csv'")
    hidden = [each for each in rows if each["what"].startswith("订单状态: ")]
    assert sum(each["rows"] for each in hidden) == 2


def test_contacts_in_header_words_sources_and_fee_wordings_stay_unsaid(tmp_path):
    home = make_home(tmp_path / "home")
    header = [*YOUZAN_ORDERS, PHONE, EMAIL]
    drop(
        home,
        "youzan",
        "header.csv",
        csv_bytes([header, [*row(YOUZAN_ORDERS, order(1), " "), "1", "2"]], "utf-8-sig"),
    )
    sheet = till.rows(
        [till.ORDERS[0], {**till.ORDERS[1], "订单来源": EMAIL}, {**till.ORDERS[4], "订单来源": PHONE}], {"省份": "合计"}
    )
    drop(home, "till", "sources.xlsx", xlsx_bytes({EMAIL: sheet, PHONE: [["x"]]}))
    booking = {**meituan.BOOKINGS[-1], "交易类型": EMAIL, "交易描述": PHONE}
    drop(home, "meituan_bill", "bill.xlsx", meituan.bill_file([meituan.BOOKINGS[0], booking]))
    assert run_night(home).state == "published"
    found = query(home.current, "from file_findings")
    assert {each["finding"] for each in found} >= {"unknown_column", "unmapped_channel", "unknown_fee", "unknown_sheet"}
    shown = "".join(str(query(home.current, f"from {name}")) for name in tables(home))
    staged = b"".join(path.read_bytes() for path in home.staged.rglob("*") if path.is_file())
    for contact in (PHONE, EMAIL):
        assert contact not in shown
        assert contact.encode() not in staged


def test_an_ascii_header_over_big5_names_is_read_and_doubted_aloud(tmp_path):
    home = make_home(tmp_path / "home", shop_toml("web"))
    lines = [{**shopify.LINES[0], "Lineitem name": "鐵觀音茶葉", "Billing Name": "陳小姐"}]
    drop(home, "web", "big5.csv", shopify.orders_file(lines).decode().encode("big5"))
    assert run_night(home).state == "published"
    (item,) = query(home.current, "select item from order_items")
    (doubt,) = query(home.current, "select what from file_findings where finding = 'encoding_doubtful'")
    assert "its header does not tell the encoding" in doubt["what"]
    assert query(home.current, "select net_sales from orders") == [{"net_sales": Decimal(98)}]
    assert item["item"]


def test_a_night_of_nothing_but_bad_files_is_withheld_and_says_what_to_do(tmp_path):
    home = make_home(tmp_path / "home")
    for name, (source, data, _) in STRANGE.items():
        drop(home, source, name, data)
    outcome = run_night(home)
    assert outcome.state == "withheld"
    assert "Put order exports into exports/<source>/" in outcome.reason
    assert not home.current.exists()
    assert '"state": "withheld"' in home.runs.read_text(encoding="utf-8")


def test_an_error_of_the_world_is_raised_and_written_down_without_a_cell(tmp_path, monkeypatch):
    home = make_home(tmp_path / "home")
    drop(home, "tmall", "orders.csv", taobao.orders_file())

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("transforms.exports.staging.stage_file._write", full)
    with pytest.raises(OSError, match="No space left") as caught:
        run_night(home)
    said = "".join(traceback.format_exception(caught.value)) + home.runs.read_text(encoding="utf-8")
    assert '"state": "failed"' in said
    for contact in PLANTED:
        assert contact not in said
    monkeypatch.undo()
    assert run_night(home).state == "published"
