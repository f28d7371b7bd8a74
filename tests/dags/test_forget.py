"""`regulars forget` through real processes: a person goes out of every file, and nobody else notices."""

import contextlib
import gzip
import io
import json
import multiprocessing
import os
import shutil
import signal
import sqlite3
import zipfile
from datetime import UTC, date, datetime

import duckdb
import pytest
from filelock import FileLock

from dags.command_line.forget import _told
from dags.steps import run_night
from tests.dags.homes import regulars
from tests.samples import youzan
from tests.samples.build import drop, make_home, published
from tests.samples.every import drop_every_sample
from tests.samples.people import ANNA, BOB
from tests.transforms.exports.containers.containers_by_hand import zip_of
from transforms.exports.contacts import ContactHasher
from transforms.exports.landing import landed_files, remove
from transforms.forgetting import erasure
from transforms.settings import Home
from transforms.settings.answers import answer_pair, given_answers, lines_written

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


@pytest.fixture(scope="module")
def published_home(tmp_path_factory):
    """A night of every sample, with a file taken back, a log and answers that name Anna."""
    home = make_home(tmp_path_factory.mktemp("forget") / "home")
    drop_every_sample(home)
    taken = drop(home, "youzan", f"from {ANNA}.csv", youzan.customers_file())
    taken.write_bytes(taken.read_bytes() + b"\r\n")  # other bytes than the file that stays
    run_night(home)
    file = next(file for file in landed_files(home, "youzan") if ANNA in file.file_name)
    remove(home, file, datetime.now(UTC), [taken])
    assert run_night(home).state == "published"
    (home.logs / "note.log").write_text(f"somebody wrote {ANNA} here\n", encoding="utf-8")
    with contextlib.closing(sqlite3.connect(home.airflow / "airflow.db")) as book:
        book.execute("create table xcom (value text)")
        book.execute("create table dag_run (state text)")
        book.execute("insert into xcom values (?)", [json.dumps({"said": ANNA})])
        book.commit()
    return home


@pytest.fixture
def home(published_home, tmp_path):
    shutil.copytree(published_home.path, tmp_path / "home", symlinks=True)
    return Home(tmp_path / "home")


def money(home):
    """Published money without who bought: the same before and after, row by row."""
    tables = published(home, but={"customer_id", "placed_by", "source_file", "file_sha256"})
    return {name: tables[name] for name in MONEY}


def people_of(home):
    return {row["customer_id"] for row in published(home)["customers"]}


def everything(home):
    return {
        path.relative_to(home.path).as_posix(): path.read_bytes()
        for path in sorted(home.path.rglob("*"))
        if path.is_file() and path.suffix != ".lock"
    }


def test_a_person_goes_out_of_every_byte_and_the_money_stays_the_same(home):
    key = hash_of(home, ANNA)
    before, orders, everybody = money(home), published(home)["orders"], people_of(home)
    (anna,) = {row["customer_id"] for row in orders if row["placed_by"] == key}
    assert grep(home, ANNA)
    assert grep(home, key)
    answer_pair(home, key, hash_of(home, BOB), "different", date(2026, 3, 2))
    old_snapshots = set(home.published.glob("2*.duckdb"))

    done = regulars("forget", ANNA, "--yes", home=home.path, timeout=400)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "nothing names this person any more" in done.stdout
    assert "could not be looked into" not in done.stdout

    assert grep(home, *SPELLINGS, "138 1234 5678") == []
    assert grep(home, key, key[:16]) == []
    assert money(home) == before
    assert people_of(home) == everybody - {anna}
    assert [row["customer_id"] for row in published(home)["orders"]].count(None) == len(
        [row for row in orders if row["customer_id"] in (None, anna)]
    )
    assert lines_written(home) == 1, "other answers keep their numbers"
    assert given_answers(home) == ()
    kept = set(home.published.glob("2*.duckdb"))
    assert not kept & old_snapshots
    assert len(kept) > len(old_snapshots), "every night can still be gone back to"
    (receipt,) = (home.people / "receipts").glob("*.json")
    said = json.loads(receipt.read_text(encoding="utf-8"))
    assert said["proof"]["still_naming_them"] == []
    assert said["orders_that_stay_as_orders_of_nobody"] == sum(row["customer_id"] == anna for row in orders)
    assert {file["name"] for file in said["files"] if file["copies"]["removed"]} == {"from xxxxxxxxxxx.csv"}
    assert not (home.people / "forgetting.json").exists()

    # tomorrow's export brings nobody back
    drop(home, "youzan", "again.csv", youzan.orders_file())
    drop(home, "youzan", "tomorrow.csv", youzan.orders_file() + b"\r\n")
    assert run_night(home).state == "published"
    assert money(home) == before
    assert people_of(home) == everybody - {anna}
    assert grep(home, ANNA, key) == []
    told = [row for row in published(home)["file_findings"] if row["finding"] == "forgotten"]
    assert sum(row["rows"] for row in told) > 0


def test_what_would_be_touched_is_shown_and_nothing_changes(home):
    before = everything(home)
    shown = regulars("forget", ANNA, "--dry-run", home=home.path, timeout=200)
    assert shown.returncode == 0, shown.stderr
    assert "stay as orders of nobody" in shown.stdout
    assert "订单导出.csv (landing, exports/youzan)" in shown.stdout
    assert ANNA not in shown.stdout
    assert everything(home) == before
    unknown = regulars("forget", "13700000009", "--dry-run", home=home.path, timeout=200)
    assert (unknown.returncode, "Nothing was found" in unknown.stdout) == (0, True)
    piped = regulars("forget", "-", home=home.path)
    assert (piped.returncode, "add --yes" in piped.stderr) == (1, True)
    assert everything(home) == before
    home.shop_toml.write_text(home.shop_toml.read_text() + f'[test_orders]\nphones = ["{ANNA}"]\n', encoding="utf-8")
    named = regulars("forget", ANNA, "--yes", home=home.path)
    assert (named.returncode, "shop.toml names this person" in named.stderr) == (1, True)
    with FileLock(home.warehouse / "night.lock"):
        busy = regulars("forget", ANNA, "--yes", home=home.path)
    assert (busy.returncode, "A night is running" in busy.stderr) == (1, True)


@pytest.mark.parametrize("nonsense", ["asdf", "12", "", "1380013800", "138****5678", "a***@example.com"])
def test_what_can_name_nobody_is_said_at_once_with_what_can(home, nonsense):
    before = everything(home)
    refused = regulars("forget", nonsense, "--yes", home=home.path, timeout=10)
    assert (refused.returncode, "Give a whole phone number (of CN" in " ".join(refused.stderr.split())) == (2, True)
    assert everything(home) == before


@pytest.mark.parametrize("contact", ["13700000009", "nobody@example.com", "published"])
def test_nobody_of_that_name_changes_nothing_but_keeps_tomorrows_export_out(home, contact):
    before, list_of_those = everything(home), home.people / "suppressed.jsonl"
    # a word that may be an account stands in logs by chance, and is not crossed out there
    assert b"published" in before["logs/runs.jsonl"]
    done = regulars("forget", contact, "--yes", home=home.path, timeout=200)
    assert (done.returncode, "no later export brings this person in" in done.stdout) == (0, True), done.stderr
    after = everything(home)
    assert {name for name in after if after[name] != before.get(name)} == {
        "people/suppressed.jsonl",
        "secrets/suppression.key",
    }
    assert contact not in list_of_those.read_text(encoding="utf-8")
    again = regulars("forget", contact, "--yes", home=home.path, timeout=200)
    assert (again.returncode, "on the list of those forgotten already" in again.stdout) == (0, True)
    assert everything(home) == after


def test_a_contact_that_stands_only_in_a_log_is_cleaned_and_the_receipt_says_so(home):
    (home.logs / "other.log").write_text("call 13700000009\n", encoding="utf-8")
    scan = home.exports / "till" / "scan.pdf"
    scan.write_bytes(b"%PDF-1.4 a list of members as a picture")
    shown = regulars("forget", "13700000009", "--dry-run", home=home.path, timeout=200)
    assert "Named in 1 other file: logs/other.log" in shown.stdout, shown.stdout + shown.stderr
    assert "1 file could not be looked into" in shown.stdout
    assert "  exports/till/scan.pdf: This is a PDF" in shown.stdout
    done = regulars("forget", "13700000009", "--yes", "--delete-unopened", home=home.path, timeout=400)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not scan.exists()
    assert (home.logs / "other.log").read_text(encoding="utf-8") == "call xxxxxxxxxxx\n"
    assert grep(home, "13700000009") == []
    (receipt,) = (home.people / "receipts").glob("*.json")
    assert json.loads(receipt.read_text(encoding="utf-8"))["other_files"] == {"logs/other.log": "crossed out"}


def test_a_short_account_that_a_file_names_is_somebodys(home):
    shown = regulars("forget", "tb丙", "--dry-run", home=home.path, timeout=200)
    assert (shown.returncode, "of this person, to stay as" in shown.stdout) == (0, True), shown.stdout + shown.stderr


def _killed_at(home, place):
    """In a process of its own: a forgetting that is killed at the second file, or before the snapshots."""
    calls = 0
    real = getattr(erasure, place)

    def deadly(*arguments):
        nonlocal calls
        calls += 1
        if calls == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments)

    setattr(erasure, place, deadly)
    shop = home.shop()
    work = home.work / f"{os.getpid()}-test"
    work.mkdir()
    one = erasure.Erasure.of(home, shop, ANNA, work, new_id="ab" * 8)
    one.look(lambda *_: None)
    one.carry_out(date(2026, 3, 3), lambda *_: None)


@pytest.mark.parametrize("place", ["carry_out", "rewrite_snapshot"])
def test_a_forgetting_that_was_killed_is_gone_on_with(home, place):
    key = hash_of(home, ANNA)
    before = money(home)
    process = multiprocessing.get_context("spawn").Process(target=_killed_at, args=(home, place))
    process.start()
    process.join(300)
    assert process.exitcode == -signal.SIGKILL
    said = f"A forgetting was cut off on {datetime.now(UTC).date()}, if it is not running still. Run "
    (told,) = (
        each for each in json.loads(regulars("status", "--json", home=home.path).stdout)["people"] if "cut" in each
    )
    assert told.startswith(said)
    assert told.endswith("again with the same contact to finish it.")
    assert ANNA not in told
    if place == "carry_out":
        assert said in regulars("nightly", home=home.path, timeout=200).stderr
    other = regulars("forget", BOB, "--yes", home=home.path)
    assert (other.returncode, "was cut off" in other.stderr) == (1, True)
    done = regulars("forget", "+86 138-1234-5678", "--yes", home=home.path, timeout=400)
    assert done.returncode == 0, done.stdout + done.stderr
    assert grep(home, *SPELLINGS, key, key[:16]) == []
    assert money(home) == before
    assert "cut off" not in regulars("status", home=home.path).stdout


def test_a_proof_that_finds_something_fails_and_names_the_file(home):
    work = home.work / "1-test"
    work.mkdir()
    one = erasure.Erasure.of(home, home.shop(), ANNA, work, new_id="cd" * 8)
    one.look(lambda *_: None)
    one.carry_out(date(2026, 3, 3), lambda *_: None)
    shutil.rmtree(work)
    key = hash_of(home, ANNA)
    with zipfile.ZipFile(home.logs / "kept.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.txt", "１３８ １２３４ ５６７８".encode("gb18030"))
    (home.logs / "kept.gz").write_bytes(gzip.compress("+86 138-1234-5678".encode("utf-16")))
    (home.logs / "kept.bin").write_bytes(b"\1" + bytes.fromhex(key) + b"\2")
    with duckdb.connect(str(home.logs / "kept.duckdb")) as con:
        con.execute(f"create table t as select ['{key}'] as keys from range(10000)")
    locked = bytearray(zip_of(("a.csv", b"x")))
    locked[6] |= 1  # the mark of a password, here and in the list of members
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    (home.logs / "locked.zip").write_bytes(locked)
    receipt, found = one.prove(datetime(2026, 3, 3, tzinfo=UTC), lambda _: None)
    (closed,) = receipt["proof"]["could_not_be_opened"]
    assert closed["file"] == "logs/locked.zip"
    assert closed["why"].endswith("The zip file has a password: unpack it and add what is in it.")
    told = _told(receipt | {"proof": receipt["proof"] | {"still_naming_them": []}})
    assert "nothing that could be opened names this person any more" in told
    assert f"{closed['file']} (locked.zip): {closed['why']}" in told
    assert found == ["logs/kept.bin", "logs/kept.duckdb", "logs/kept.gz", "logs/kept.zip"]
    assert receipt["proof"]["still_naming_them"] == found
    assert (home.people / "forgetting.json").exists(), "so that it can be gone on with"
    for planted in home.logs.glob("kept.*"):
        planted.unlink()
    assert one.prove(datetime(2026, 3, 3, tzinfo=UTC), lambda _: None)[1] == []
    assert not (home.people / "forgetting.json").exists()
