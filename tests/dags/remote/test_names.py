"""Names that strangers give to files never become paths, and stay as they are where they may."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dags.remote.names import is_half_written, safe_name


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("orders.csv", "orders.csv"),
        ("账单 2026-03.xlsx", "账单 2026-03.xlsx"),
        ("Download (3).xlsx", "Download (3).xlsx"),
        ("../../x", "x"),
        ("/etc/passwd", "passwd"),
        ("..\\..\\x.csv", "x.csv"),
        ("C:\\Users\\x.csv", "x.csv"),
        ("a/..", "otherwise"),
        ("..", "otherwise"),
        ("", "otherwise"),
        ("\x00\x1b[31m", "[31m"),
        ("a\nb.csv", "ab.csv"),
        ("vsc.\u202eexe", "vsc.exe"),
        (".hidden.csv", "hidden.csv"),
        ("~$orders.xlsx", "orders.xlsx"),
        ('a:"b"|c?.csv', "a__b__c_.csv"),
        ("e\u0301.csv", "é.csv"),
    ],
)
def test_a_name_keeps_what_is_harmless(given_name, kept):
    assert safe_name(given_name, "otherwise") == kept


def test_a_long_name_is_cut_before_its_ending_and_never_inside_a_letter():
    name = safe_name("账" * 300 + ".xlsx")
    assert name.endswith("账.xlsx")
    assert len(name.encode()) <= 180
    assert len(safe_name("a" * 400).encode()) == 180
    assert len(safe_name("a." + "b" * 400).encode()) == 180


@given(st.text(max_size=300))
@example("../../x")
@example("a/" * 200)
def test_no_name_leads_out_of_a_folder(tmp_path_factory, name):
    safe = safe_name(name)
    assert safe
    assert safe == safe_name(safe)
    assert len(safe.encode()) <= 180
    assert not set(safe) & set('/\\\0:*?"<>|')
    assert not safe.startswith(".")
    folder = tmp_path_factory.getbasetemp()
    assert (folder / safe).resolve().parent == folder.resolve()


@pytest.mark.parametrize(
    "name", ["a.csv.part", "a.filepart", "a.TMP", ".a.csv", "~$a.xlsx", "daily/.a.csv", "a.crdownload"]
)
def test_names_of_half_written_files(name):
    assert is_half_written(name)


@pytest.mark.parametrize("name", ["a.csv", "part.csv", "tmp", ".daily/a.csv"])
def test_names_of_whole_files(name):
    assert not is_half_written(name)
