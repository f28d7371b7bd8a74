"""From a landed file to staged records: every row accounted for, nothing leaking, nothing left behind."""

import json
import os
import subprocess
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.samples import alipay, shopify, taobao, till, wechat_pay, youzan
from tests.samples.build import make_home, shop_toml, stage, xlsx_bytes
from tests.samples.people import ANNA
from transforms.engines.duckdb import DataError, SqlError, open_engine
from transforms.exports.landing import land
from transforms.exports.staging import stage_file as module
from transforms.exports.staging.stage_file import stage_file

TEXTS = (
    ("youzan", youzan.orders_file()),
    ("youzan", youzan.items_file()),
    ("tmall", taobao.orders_file()),
    ("alipay", alipay.ledger_file()),
    ("wechat_pay", wechat_pay.bill_file()),
    ("web", shopify.orders_file()),
)
DAMAGE = [
    b'"',
    b'""',
    b"\n",
    b"\r",
    b"\0",
    b",",
    b'="',
    b"\xff",
    b"\x80",
    b'",',
    b',"',
    b"\t",
    b"'",
    b"\r\n\r\n",
    b"#",
    b"`",
]


def accounted(staged) -> None:
    """Every row that was read is staged or quarantined, on a line that the file has."""
    for table in staged.summary.tables:
        if table.file_state == "loaded":
            assert table.rows_read == len(staged.rows("rows")) + table.rows_quarantined
        else:
            assert table.rows_read == table.rows_quarantined


@pytest.fixture(scope="module")
def one_home(tmp_path_factory):
    return make_home(tmp_path_factory.mktemp("damage") / "home")


@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(st.sampled_from(TEXTS), st.lists(st.tuples(st.floats(0, 1), st.sampled_from(DAMAGE)), min_size=1, max_size=5))
def test_any_damage_to_a_file_is_a_result_and_every_row_is_accounted_for(one_home, sample, damage):
    source, whole = sample
    data = bytearray(whole)
    first = data.find(b"\n") + 1
    for where, what in damage:
        at = first + int(where * (len(data) - first))
        data[at:at] = what
    staged = stage(one_home, source, bytes(data))
    assert staged.summary.tables or staged.summary.reason
    accounted(staged)
    said = json.dumps([staged.summary.reason, *(table.file_reason for table in staged.summary.tables)])
    assert ANNA not in said


@pytest.mark.parametrize("row", [0, 1, 6])
def test_a_stray_quote_swallows_no_other_row_and_stops_no_night(home, row):
    """Engines read on to the next quote, several rows further, or give up and quote the line, phone and all."""
    header, *lines = taobao.orders_file().decode("gb18030").splitlines(keepends=True)
    lines[row] = lines[row].replace(",2026", ',"2026', 1)
    staged = stage(home, "tmall", "".join((header, *lines)).encode("gb18030"))
    accounted(staged)
    (table,) = staged.summary.tables
    assert (table.file_state, table.rows_read) == ("loaded", 7)
    whole = stage(home, "tmall", taobao.orders_file())
    others = [number for number in range(7) if number != row]
    assert [each for each in staged.rows("orders") if each["row_number"] in others] == [
        {**each, "file_id": table.file_id} for each in whole.rows("orders") if each["row_number"] in others
    ]
    assert {bad["line"] for bad in staged.rows("quarantine")} <= {row + 2}
    assert ANNA not in json.dumps(table.__dict__)


def test_a_file_beyond_reading_is_quarantined_as_a_whole_and_says_no_cell(home):
    """Two amounts that each fit and whose sum does not: no single cell is at fault."""
    lines = [{**shopify.LINES[0], "Subtotal": "9999999999999.99", "Shipping": "9999999999999.99"}, shopify.LINES[2]]
    staged = stage(home, "web", shopify.orders_file(lines))
    (table,) = staged.summary.tables
    assert (table.file_state, table.rows_read, table.rows_quarantined) == ("quarantined", 2, 2)
    assert table.file_reason.startswith("its rows cannot be read")
    assert staged.rows("orders") == staged.rows("rows") == []


def test_an_error_over_data_is_told_from_one_over_the_world():
    with open_engine() as engine:
        with pytest.raises(DataError):
            engine.run("select cast(x as int) from (values ('a')) as t(x)")
        with pytest.raises(SqlError) as other:
            engine.run("select * from nowhere")
    assert not isinstance(other.value, DataError)


def test_reading_twice_does_the_work_once(home, monkeypatch):
    first = stage(home, "youzan", youzan.orders_file())
    before = {path: path.stat().st_mtime_ns for path in first.folder.rglob("*")}
    monkeypatch.setattr(module, "examine", lambda *_: pytest.fail("read again"))
    again = stage(home, "youzan", youzan.orders_file())
    assert again.summary == first.summary
    assert {path: path.stat().st_mtime_ns for path in again.folder.rglob("*")} == before


@pytest.mark.parametrize(
    ("old", "new", "is_read_anew"),
    [
        ('name = "Samples"', 'name = "Samples"\ntime_zone = "Asia/Tokyo"', True),
        ('name = "Samples"', 'name = "Samples"\nphone_region = "TW"', True),
        ('"饿了么" = "eleme"', '"饿了么" = "meituan"', True),
        ('name = "Samples"', 'name = "Other"', False),
    ],
)
def test_a_setting_that_changes_the_reading_reads_anew_and_another_does_not(home, old, new, is_read_anew):
    data = till.orders_file()
    first = stage(home, "till", data)
    home.shop_toml.write_text(shop_toml().replace(old, new), encoding="utf-8")
    assert (stage(home, "till", data).folder != first.folder) is is_read_anew


def test_the_same_bytes_are_read_to_the_same_bytes_in_any_home(tmp_path):
    folders = [stage(make_home(tmp_path / name), "tmall", taobao.orders_file()).folder for name in ("a", "b")]
    one, other = ({path.relative_to(f): path.read_bytes() for path in f.rglob("*.parquet")} for f in folders)
    assert len(one) >= 3
    assert one == other


def test_nothing_is_left_in_the_work_folder_and_only_dead_owners_are_cleared(home):
    home.work.mkdir(parents=True, exist_ok=True)
    with subprocess.Popen(["true"]) as dead:
        pass
    for name in (f"{dead.pid}-x", "nobody", f"{os.getpid()}-mine"):
        (home.work / name).mkdir()
        (home.work / name / "body.csv").write_text(ANNA)
    stage(home, "youzan", youzan.orders_file())
    assert [path.name for path in home.work.iterdir()] == [f"{os.getpid()}-mine"]


def test_staged_folders_are_closed_to_others(home):
    staged = stage(home, "youzan", youzan.orders_file())
    assert staged.folder.stat().st_mode & 0o077 == 0


def test_a_reading_cut_off_before_its_end_is_begun_anew(home):
    first = stage(home, "youzan", youzan.orders_file())
    (first.folder / "summary.json").unlink()
    (first.folder / "0" / "orders.parquet").write_bytes(b"half")
    again = stage(home, "youzan", youzan.orders_file())
    assert again.summary == first.summary
    assert len(again.rows("orders")) == 6


@pytest.mark.parametrize(
    ("cells", "code", "columns"),
    [
        ({"商品金额合计": "五十八"}, "not_an_amount", "商品金额合计"),
        ({"商品金额合计": " "}, "blank_required", "商品金额合计"),
        ({"订单创建时间": ANNA}, "not_a_time", "订单创建时间"),
        ({"订单创建时间": "2026-02-30 10:00:00"}, "not_a_time", "订单创建时间"),
        ({"订单号": " "}, "blank_required", "订单号"),
        ({"运费": "1.2.3", "订单创建时间": "x"}, "bad_cells", "订单创建时间, 运费"),
    ],
)
def test_a_bad_cell_is_quarantined_with_its_line_and_column_and_never_its_text(home, cells, code, columns):
    orders = [youzan.ORDERS[1], {**youzan.ORDERS[0], **cells}, youzan.ORDERS[2]]
    staged = stage(home, "youzan", youzan.orders_file(orders))
    (bad,) = staged.rows("quarantine")
    assert (bad["line"], bad["reason_code"], bad["columns_concerned"]) == (3, code, columns)
    assert all(cell not in bad["reason"] for cell in cells.values() if cell.strip())
    assert len(staged.rows("orders")) == 2


@pytest.mark.parametrize(
    "cell", ["￥1,250.00", "1250", "1250.0元", " 1,250.00 ", "'1250.00", "¥1，250.00", "1250.00\t"]
)
def test_an_amount_is_read_however_it_is_dressed(home, cell):
    staged = stage(home, "youzan", youzan.orders_file([{**youzan.ORDERS[1], "商品金额合计": cell}]))
    assert [row["gross"] for row in staged.rows("orders")] == [Decimal(1250)]


@pytest.mark.parametrize(
    ("cell", "utc"),
    [
        ("2026-02-21 10:00:00", "2026-02-21 02:00:00"),
        ("2026/2/21 10:00", "2026-02-21 02:00:00"),
        ("2026/02/21 10:00:00", "2026-02-21 02:00:00"),
        ("2026年02月21日 10:00:00", "2026-02-21 02:00:00"),
        ("2026-02-21", "2026-02-20 16:00:00"),
        ("2026-02-21 10:00:00.123", "2026-02-21 02:00:00.123000"),
    ],
)
def test_a_time_is_read_however_it_is_written(home, cell, utc):
    staged = stage(home, "youzan", youzan.orders_file([{**youzan.ORDERS[1], "订单创建时间": cell}]))
    assert [str(row["ordered_at"]) for row in staged.rows("orders")] == [utc]


def test_a_file_in_a_source_limited_to_other_layouts_is_refused(home):
    home.shop_toml.write_text(
        shop_toml("web").replace('channel = "web"', 'channel = "web"\nlayouts = ["shopify_payments"]'), encoding="utf-8"
    )
    assert "No known layout" in stage(home, "web", shopify.orders_file()).summary.reason
    assert stage(home, "web", shopify.payments_file()).summary.reason is None


def test_shifted_columns_quarantine_the_whole_table(home):
    header, *rows = [list(cells) for cells in till.rows(totals={"省份": "合计"})[2:-1]]
    at = header.index("订单金额")
    shifted = [[*cells[: at - 1], "x", *cells[at - 1 : -1]] for cells in rows]
    staged = stage(home, "till", xlsx_bytes({"表": [header, *shifted]}))
    (table,) = staged.summary.tables
    assert (table.file_state, table.rows_quarantined, table.rows_read) == ("quarantined", 12, 12)
    assert "columns look shifted" in table.file_reason
    assert staged.rows("rows") == []


def test_a_landed_file_keeps_its_report_when_read_by_id(home):
    staged = stage(home, "youzan", youzan.items_file(), "items.csv")
    path = next((home.exports / "youzan").iterdir())
    assert stage_file(home, home.shop(), land(home, "youzan", path).file_id) == staged.summary
