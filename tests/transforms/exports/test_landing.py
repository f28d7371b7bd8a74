"""Landing: the bytes as they came, once, under the name and time they first came with."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.samples import youzan
from tests.samples.build import ARRIVED, drop, make_home
from transforms.exports.landing import digest, land, landed_file, landed_files, time_in_name, waiting_files
from transforms.exports.staging.stage_file import stage_file


@pytest.fixture
def home(tmp_path):
    return make_home(tmp_path / "home")


def test_the_bytes_are_kept_as_they_came_and_cannot_be_written_to(home):
    path = drop(home, "till", "a.csv", b"\xff\x00any bytes")
    landed = land(home, "till", path)
    path.unlink()
    assert landed.path(home).read_bytes() == b"\xff\x00any bytes"
    assert landed.path(home).stat().st_mode & 0o777 == 0o400
    assert digest(landed.path(home)) == landed.sha256
    assert landed_file(home, landed.file_id) == landed
    assert landed_files(home, "till") == [landed]


def test_the_same_bytes_twice_are_one_file_under_the_earlier_name(home):
    first = land(home, "till", drop(home, "till", "a.csv", b"x"))
    assert land(home, "till", drop(home, "till", "b.csv", b"x", ARRIVED + timedelta(hours=1))) == first
    assert land(home, "till", drop(home, "till", "0.csv", b"x", ARRIVED + timedelta(hours=1))) == first
    earlier = land(home, "till", drop(home, "till", "c.csv", b"x", ARRIVED - timedelta(hours=1)))
    assert (earlier.file_name, earlier.sha256) == ("c.csv", first.sha256)
    assert landed_files(home, "till") == [earlier]


def test_of_two_that_came_at_once_the_name_decides_in_any_order(home):
    one, other = drop(home, "till", "a.csv", b"x"), drop(home, "till", "b.csv", b"x")
    assert land(home, "till", other).file_name == "b.csv"
    assert land(home, "till", one).file_name == "a.csv"
    assert land(home, "till", other).file_name == "a.csv"


def test_the_same_bytes_in_two_sources_are_two_files(home):
    one = land(home, "till", drop(home, "till", "a.csv", b"x"))
    other = land(home, "web", drop(home, "web", "a.csv", b"x"))
    assert one.file_id != other.file_id
    assert one.sha256 == other.sha256


def test_an_earlier_name_that_comes_later_is_what_the_report_then_says(home):
    data = youzan.orders_file()
    landed = land(home, "youzan", drop(home, "youzan", "订单_20260301.csv", data))
    assert stage_file(home, home.shop(), landed.file_id).file_name == "订单_20260301.csv"
    land(home, "youzan", drop(home, "youzan", "订单_20260226.csv", data, ARRIVED - timedelta(days=3)))
    again = stage_file(home, home.shop(), landed.file_id)
    assert again.file_name == "订单_20260226.csv"
    assert again.tables[0].exported_at == "2026-02-26 00:00:00"


def test_half_written_and_hidden_files_wait(home):
    names = (
        "a.csv",
        "a.csv.part",
        "b.xlsx.crdownload",
        "~$c.xlsx",
        ".d.csv",
        "e.PARTIAL",
        "f.tmp",
        "part.csv",
        "sub/g.csv",
    )
    for name in names:
        drop(home, "till", name, b"x")
    assert [path.name for path in waiting_files(home, "till")] == ["a.csv", "part.csv", "g.csv"]
    assert waiting_files(home, "web") == []


def test_what_never_landed_is_not_found(home):
    with pytest.raises(FileNotFoundError, match="till:0123"):
        landed_file(home, "till:0123")


@pytest.mark.parametrize(
    ("name", "when"),
    [
        ("ExportOrderList202603010040.csv", datetime(2026, 3, 1, 0, 40, tzinfo=UTC)),
        ("账务明细_20260301.csv", datetime(2026, 3, 1, tzinfo=UTC)),
        ("订单_2026-02-01_2026-02-28.xlsx", datetime(2026, 2, 28, tzinfo=UTC)),
        ("bill 2026-03-01 23-59-58.csv", datetime(2026, 3, 1, 23, 59, 58, tzinfo=UTC)),
        ("order_20260230.csv", None),
        ("1380013800020260301.csv", None),
        ("orders.csv", None),
    ],
)
def test_the_time_in_a_name_is_the_last_that_can_be_one(name, when):
    assert time_in_name(name) == (when.replace(tzinfo=None) if when else None)
