"""A file on its way into a home: what gave it away, whose it is, put there and taken back."""

import os
from datetime import UTC, datetime

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from dags.steps import pull
from tests.samples import alipay, meituan, shopify, till, youzan
from tests.samples.build import csv_bytes, make_home, row, shop_toml
from tests.samples.headers import YOUZAN_ORDERS
from transforms.exports.adding import Busy, Choice, choose_source, put, recognise, safe_name, take_back
from transforms.exports.landing import landed_files, removed_files, waiting_files
from transforms.exports.recognise.apart import look_apart
from transforms.exports.recognise.decode import UnreadableFile
from transforms.exports.recognise.header import MissingColumns, NoKnownLayout

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def saved(tmp_path, data, name="export.csv"):
    path = tmp_path / name
    path.write_bytes(data)
    return path


def test_the_evidence_names_what_gave_the_file_away(home, tmp_path):
    known = recognise(home, home.shop(), saved(tmp_path, youzan.orders_file()))
    [table] = known.tables
    assert table.layout.name == "youzan_orders"
    assert table.gave_away == ("订单号", "应收订单金额", "订单实付金额", "买家手机号", "订单退款状态")
    assert table.lacking == ()
    assert (table.header_line, table.rows, table.sheet) == (1, 6, None)


def test_a_workbook_names_the_sheet_and_a_ledger_its_totals(home, tmp_path):
    tables = recognise(home, home.shop(), saved(tmp_path, meituan.bill_file(), "a.xlsx")).tables
    assert "订单明细" in {table.sheet for table in tables if table.layout.name == "meituan_bill"}
    [ledger] = recognise(home, home.shop(), saved(tmp_path, alipay.ledger_file(), "b.csv")).tables
    assert ledger.encoding == "gb18030"
    assert all(total.is_compared for total in ledger.totals if total.name in ledger.layout.control_totals)
    assert ledger.totals


def test_new_and_renamed_columns_are_part_of_the_evidence(home, tmp_path):
    header = ["运费金额" if word == "运费" else word for word in YOUZAN_ORDERS] + ["心情"]
    data = csv_bytes([header, [*row(YOUZAN_ORDERS, {"订单号": "E1", "商品金额合计": "1"}), "好"]])
    [table] = recognise(home, home.shop(), saved(tmp_path, data)).tables
    assert {finding for finding in table.columns if finding[0] != "missing_optional"} == {
        ("renamed_column", "运费 → 运费金额?", 0),
        ("unknown_column", "心情", 0),
    }


def test_evidence_quotes_no_contact_that_has_strayed_into_a_name(home, tmp_path):
    data = csv_bytes([[*YOUZAN_ORDERS, "13800138000"], [*row(YOUZAN_ORDERS, {"订单号": "E1"}), "x"]])
    [table] = recognise(home, home.shop(), saved(tmp_path, data)).tables
    assert "13800138000" not in str(table.columns)


@pytest.mark.parametrize(
    ("sources", "data", "source", "why"),
    [
        (("till",), till.orders_file, "till", "only"),
        (("youzan", "till"), youzan.orders_file, "youzan", "platform"),
        (("till", "wechat_pay"), till.orders_file, "till", "platform"),
        (("web", "wechat_pay"), till.orders_file, None, "several"),
        ((), till.orders_file, None, "none"),
    ],
)
def test_the_source_is_chosen_with_the_reason(tmp_path, sources, data, source, why):
    toml = shop_toml(*sources) if sources else shop_toml().partition("[sources")[0]
    home = make_home(tmp_path / "home", toml)
    shop = home.shop()
    choice = choose_source(home, shop, recognise(home, shop, saved(tmp_path, data())).layouts)
    assert (choice.source, choice.why) == (source, why)


def test_exports_of_two_platforms_in_one_zip_file_do_not_go_to_one_of_them(tmp_path):
    home = make_home(tmp_path / "home", shop_toml("youzan", "meituan_bill"))
    shop = home.shop()
    both = [
        layout
        for data in (youzan.orders_file, meituan.bill_file)
        for layout in recognise(home, shop, saved(tmp_path, data())).layouts
    ]
    assert choose_source(home, shop, both) == Choice(None, "mixed", ("youzan", "meituan_bill"))


def test_a_folder_that_holds_the_like_is_taken(home, tmp_path):
    put(home, "web", saved(tmp_path, shopify.orders_file(), "jan.csv"))
    choice = choose_source(home, home.shop(), recognise(home, home.shop(), tmp_path / "jan.csv").layouts)
    assert (choice.source, choice.why) == ("web", "alike")


def test_put_keeps_both_files_of_one_name_and_copies_the_same_bytes_once(home, tmp_path):
    first = put(home, "web", saved(tmp_path, b"one"))
    again = put(home, "web", saved(tmp_path, b"one"))
    other = put(home, "web", saved(tmp_path, b"two"))
    assert (first.name, first.is_new) == ("export.csv", True)
    assert (again.name, again.is_new) == ("export.csv", False)
    assert (other.name, other.is_new) == ("export (2).csv", True)
    assert sorted(path.read_bytes() for path in waiting_files(home, "web")) == [b"one", b"two"]


def test_put_keeps_the_time_of_the_original(home, tmp_path):
    path = saved(tmp_path, b"one")
    os.utime(path, (1_700_000_000, 1_700_000_000))
    placed = put(home, "web", path)
    assert (home.exports / "web" / placed.name).stat().st_mtime == 1_700_000_000


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\账单.xlsx", "账单.xlsx"),
        (".hidden.csv", "hidden.csv"),
        ("~$open.xlsx", "open.xlsx"),
        ("half.csv.crdownload", "half.csv"),
        ("a\x00b\n.csv", "a_b_.csv"),
        ("", "export"),
        ("...", "export"),
    ],
)
def test_a_name_from_elsewhere_leads_nowhere_else_and_hides_nothing(given_name, kept):
    assert safe_name(given_name) == kept


@given(some.text())
def test_whatever_a_file_is_called_it_gets_a_name_that_the_night_sees(name):
    safe = safe_name(name)
    assert safe
    assert "/" not in safe
    assert not safe.startswith(".")
    assert len(safe.encode()) <= 200


def test_what_was_put_can_be_taken_back_before_a_night(home, tmp_path):
    placed = put(home, "web", saved(tmp_path, b"one"))
    take_back(home, placed, NOW)
    assert waiting_files(home, "web") == []


def test_what_a_night_has_read_is_set_aside_and_not_lost(home, tmp_path):
    placed = put(home, "web", saved(tmp_path, b"one"))
    pull(home, "web")
    take_back(home, placed, NOW)
    assert waiting_files(home, "web") == []
    assert landed_files(home, "web") == []
    assert [removed.file.sha256 for removed in removed_files(home, "web")] == [placed.sha256]


def test_nothing_is_taken_back_while_a_night_runs(home, tmp_path):
    placed = put(home, "web", saved(tmp_path, b"one"))
    with FileLock(home.warehouse / "night.lock"), pytest.raises(Busy):
        take_back(home, placed, NOW)
    assert len(waiting_files(home, "web")) == 1


def test_a_file_of_the_same_name_that_came_since_is_left_alone(home, tmp_path):
    placed = put(home, "web", saved(tmp_path, b"one"))
    (home.exports / "web" / placed.name).write_bytes(b"another")
    take_back(home, placed, NOW)
    assert len(waiting_files(home, "web")) == 1


def test_a_process_of_its_own_says_the_same(home, tmp_path):
    path = saved(tmp_path, youzan.orders_file())
    assert recognise(home, home.shop(), path, look=look_apart) == recognise(home, home.shop(), path)
    header = ["改" if word == "商品金额合计" else word for word in YOUZAN_ORDERS]
    for data, kind in (
        (b"where,when\nbeach,June\n", NoKnownLayout),
        (csv_bytes([header, row(YOUZAN_ORDERS, {"订单号": "E1"})]), MissingColumns),
        (b"", UnreadableFile),
        (b"PK\x03\x04 and no more", UnreadableFile),
    ):
        with pytest.raises(kind) as here:
            recognise(home, home.shop(), saved(tmp_path, data))
        with pytest.raises(kind) as apart:
            recognise(home, home.shop(), saved(tmp_path, data), look=look_apart)
        assert str(here.value) == str(apart.value)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.one_of(some.binary(max_size=400), some.text(max_size=200).map(str.encode)))
def test_whatever_is_added_is_known_or_refused_with_one_sentence(home, tmp_path, data):
    path = saved(tmp_path, data)
    said = ""
    try:
        known = recognise(home, home.shop(), path)
    except UnreadableFile as error:
        known, said = None, str(error)
    assert bool(said.strip()) != bool(known and known.tables)
    assert "\n" not in said
    assert list(home.work.iterdir()) == []
