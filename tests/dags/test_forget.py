"""`regulars forget` through real processes: a person goes out of every file, and nobody else notices."""

import contextlib
import gzip
import io
import json
import sqlite3
import zipfile

import duckdb
import pytest

from dags.steps import run_night
from tests.dags.homes import regulars
from tests.samples.build import make_home, published
from tests.samples.every import drop_every_sample
from tests.samples.people import ANNA
from transforms.exports.contacts import ContactHasher

MONEY = ("channel_costs", "orders", "order_items", "fee_lines")
SPELLINGS = (ANNA, "+86 138 1234 5678", "138-1234-5678", "１３８１２３４５６７８")


def hash_of(home, contact, kind="phone"):
    return ContactHasher(home.contact_key(), "CN").contact(kind, contact).identity_key


def packed(data):
    """The bytes of a file, and of everything packed in it."""
    yield data
    if data[:2] == b"PK":
        with contextlib.suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(data)) as opened:
            for name in opened.namelist():
                yield from packed(opened.read(name))
    if data[:2] == b"\x1f\x8b":
        yield from packed(gzip.decompress(data))


def texts_of(path):
    """All texts of a database or Parquet file, told by an engine of the test's own."""
    start = path.open("rb").read(16)
    if start[:4] == b"PAR1":
        with duckdb.connect() as con:
            return str(con.execute(f"select * from '{path}'").fetchall()).encode()
    if start[8:12] == b"DUCK":
        with duckdb.connect(str(path), read_only=True) as con:
            names = con.execute("select database_name, schema_name, table_name from duckdb_tables()").fetchall()
            return str([con.execute(f'select * from "{a}"."{b}"."{c}"').fetchall() for a, b, c in names]).encode()
    if start.startswith(b"SQLite"):
        with contextlib.closing(sqlite3.connect(path)) as con:
            return "\n".join(con.iterdump()).encode()
    return b""


def grep(home, *needles):
    """Files in which a needle stands, in any of five encodings, whatever is packed in whatever."""
    wanted = {
        needle.encode(encoding) for needle in needles for encoding in ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
    }
    wanted |= {bytes.fromhex(needle) for needle in needles if len(needle) == 32}
    found = []
    for path in sorted(home.path.rglob("*")):
        if path.is_file() and not path.is_symlink():
            everything = [*packed(path.read_bytes()), texts_of(path)]
            if any(needle in data for needle in wanted for data in everything):
                found.append(path.relative_to(home.path).as_posix())
    return found


@pytest.fixture
def home(tmp_path):
    home = make_home(tmp_path / "home")
    drop_every_sample(home)
    return home


def money(home):
    """Published money without who bought: the same before and after, row by row."""
    tables = published(home, but={"customer_id", "placed_by", "source_file", "file_sha256"})
    return {name: tables[name] for name in MONEY}


def people_of(home, but=()):
    return {row["customer_id"] for row in published(home)["customers"]} - set(but)


def test_a_person_goes_out_of_every_byte_and_the_money_stays_the_same(home):
    assert run_night(home).state == "published"
    (home.logs / "note.log").write_text(f"somebody wrote {ANNA} here\n", encoding="utf-8")
    key = hash_of(home, ANNA)
    before, orders, everybody = money(home), published(home)["orders"], people_of(home)
    (anna,) = {row["customer_id"] for row in orders if row["placed_by"] == key}
    assert grep(home, ANNA)
    assert grep(home, key)

    done = regulars("forget", ANNA, "--yes", home=home.path, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr

    assert grep(home, *SPELLINGS, ANNA[:3] + " " + ANNA[3:7] + " " + ANNA[7:]) == []
    assert grep(home, key, key[:16]) == []
    assert money(home) == before
    assert people_of(home) == everybody - {anna}
    assert {row["customer_id"] for row in published(home)["orders"]} == {
        row["customer_id"] for row in orders if row["customer_id"] != anna
    } | {None}
    (receipt,) = (home.people / "receipts").glob("*.json")
    said = json.loads(receipt.read_text(encoding="utf-8"))
    assert said["proof"]["still_naming_them"] == []
    assert said["orders_that_stay_as_orders_of_nobody"] == sum(row["customer_id"] == anna for row in orders)
    assert not (home.people / "forgetting.json").exists()
