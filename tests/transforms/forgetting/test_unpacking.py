"""What forgetting finds packed is unpacked under limits; what stays closed is told with what to do about it."""

import gzip
import resource
import zipfile

import pytest

from tests.samples.build import csv_bytes
from tests.transforms.exports.containers.containers_by_hand import zip_of
from tests.transforms.exports.containers.test_hostile import many_zips
from tests.transforms.forgetting.test_rewrite import ANNAS_SIGNS, ROWS, rewriter
from transforms.exports.bounded.limits import Limits
from transforms.forgetting.rewrite import CannotRewrite, Rewriter
from transforms.forgetting.search import Searcher, Wanted
from transforms.forgetting.unpacking import unpacked

ORDERS = csv_bytes(ROWS)
SMALL = Limits(ratio_floor_bytes=1 << 20, max_members=200, max_inflated_bytes=32 << 20, max_member_bytes=16 << 20)


def nested(depth: int) -> bytes:
    data = zip_of(("订单.csv", ORDERS))
    for _ in range(depth - 1):
        data = zip_of(("a.zip", data))
    return data


def locked(data: bytes, name: str) -> bytes:
    """A zip file one of whose members says that it has a password."""
    changed = bytearray(data)
    for mark, flags, at in ((b"PK\x03\x04", 6, 30), (b"PK\x01\x02", 8, 46)):
        start = 0
        while (start := changed.find(mark, start)) >= 0:
            if changed[start + at :].startswith(name.encode()):
                changed[start + flags] |= 1
            start += 1
    return bytes(changed)


def searched(tmp_path, data, limits=SMALL):
    """Whether Anna was found, and why something stayed closed; nothing that was unpacked stays."""
    path, work = tmp_path / "file", tmp_path / "searched"
    path.write_bytes(data)
    work.mkdir(exist_ok=True)
    searcher = Searcher(Wanted(ANNAS_SIGNS), work, limits=limits)
    found = searcher.stands_in_file(path)
    assert list(work.iterdir()) == []
    return found, searcher.closed


BOMBS = {
    "zeros in a zip": (lambda: zip_of(("订单.csv", ORDERS + b"0" * (12 << 20))), "times its size"),
    "zeros in a gzip": (lambda: gzip.compress(ORDERS + b"0" * (12 << 20)), "times its size"),
    "a gzip in a gzip": (lambda: gzip.compress(gzip.compress(b"0" * (64 << 20))), "times its size|unpack to"),
    "bombs in zips in a zip": (many_zips, "unpack to|times its size"),
    "more members than are opened": (lambda: zip_of(*((f"{n}.csv", b"x") for n in range(201))), "holds 201 parts"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_file_over_the_limits_is_not_looked_into_and_fills_neither_disk_nor_memory(tmp_path, name):
    make, why = BOMBS[name]
    data = make()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found, closed = searched(tmp_path, data)
    assert not found
    assert closed is not None
    assert any(each in closed for each in why.split("|")), closed
    one = rewriter(tmp_path)
    assert Rewriter(one.layouts, one.work, None, one.sought, SMALL).rewritten(tmp_path / "file", ANNAS_SIGNS) is None
    assert sum(path.stat().st_size for path in one.work.rglob("*") if path.is_file()) == 0
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 << 10, "kilobytes of this process"


def test_zip_files_in_one_another_are_opened_three_deep_and_the_fourth_is_told(tmp_path):
    assert searched(tmp_path, nested(3)) == (True, None)
    found, closed = searched(tmp_path, nested(4))
    assert not found
    assert closed.startswith("a.zip/a.zip/a.zip: There are zip files inside one another more than 3 deep")


def test_a_member_with_a_password_is_told_and_the_others_are_searched(tmp_path):
    data = locked(zip_of(("secret.csv", b"x"), ("订单.csv", ORDERS)), "secret.csv")
    assert searched(tmp_path, data)[0]
    with pytest.raises(CannotRewrite, match="password"):
        rewriter(tmp_path).rewritten(tmp_path / "file", ANNAS_SIGNS)
    only_secret = locked(zip_of(("secret.csv", ORDERS)), "secret.csv")
    found, closed = searched(tmp_path, only_secret)
    assert (found, closed) == (
        False,
        "secret.csv: The zip file has a password: unpack it and add what is in it.",
    )
    assert rewriter(tmp_path).rewritten(tmp_path / "file", ANNAS_SIGNS) is None


def test_names_in_a_container_become_no_path_and_come_out_as_they_were(tmp_path):
    path, work = tmp_path / "file.zip", tmp_path / "work"
    path.write_bytes(zip_of(("../../evil.csv", b"x"), ("/tmp/evil.csv", b"y"), ("a/", b""), ("订单.csv", ORDERS)))
    work.mkdir()
    file = unpacked(path, work, SMALL)
    assert [member.name for member in file.members] == ["../../evil.csv", "/tmp/evil.csv", "a/", "订单.csv"]
    assert all(work in member.path.parents for member in file.members)
    made = rewriter(tmp_path).rewritten(path, ANNAS_SIGNS)
    with zipfile.ZipFile(made.path) as opened:
        assert opened.namelist() == [member.name for member in file.members]
        assert opened.read("/tmp/evil.csv") == b"y"
