"""`regulars remove` through real processes: a file is taken back, left out, and put back."""

import json

import pytest

from dags import steps
from tests.dags.homes import regulars
from tests.samples import youzan
from tests.samples.build import drop, make_home, shop_toml
from transforms.exports.landing import land, landed_files, removed_files


@pytest.fixture
def home(tmp_path):
    return make_home(tmp_path / "home", shop_toml("youzan", "till"))


def published_names(home):
    found = json.loads(regulars("status", "--json", home=home.path).stdout)
    return {row["file_name"] for row in found["files"]}, found


def test_a_removed_file_is_left_out_of_the_next_night_and_can_be_put_back(home):
    drop(home, "youzan", "orders.csv", youzan.orders_file())
    mistaken = drop(home, "youzan", "2026/mistaken.csv", b"not,an,export\n1,2,3\n")
    assert regulars("nightly", home=home.path).returncode == 0
    before, found = published_names(home)
    assert before == {"orders.csv", "mistaken.csv"}
    run_id = found["published"]["run_id"]

    done = regulars("remove", "mistaken.csv", home=home.path)
    assert done.returncode == 0, done.stderr
    assert "exports/youzan/2026/mistaken.csv still held a copy" in done.stdout
    assert "The next night leaves it out" in done.stdout
    assert "remove --undo" in done.stdout
    assert not mistaken.exists()
    assert [file.file_name for file in landed_files(home, "youzan")] == ["orders.csv"]
    (removed,) = removed_files(home, "youzan")
    folder = home.landing / "youzan" / "removed"
    assert (folder / removed.file.sha256).read_bytes() == b"not,an,export\n1,2,3\n"
    assert removed.removed_at.startswith("20")

    assert regulars("nightly", home=home.path).returncode == 0
    assert published_names(home)[0] == {"orders.csv"}

    again = regulars("remove", "--undo", removed.file.sha256[:8], home=home.path)
    assert again.returncode == 0, again.stderr
    assert mistaken.read_bytes() == b"not,an,export\n1,2,3\n"
    assert not list(folder.iterdir())
    assert regulars("nightly", home=home.path).returncode == 0
    names, found = published_names(home)
    assert names == before
    assert found["published"]["run_id"] == run_id, "as if nothing had happened"


def test_a_file_deleted_from_exports_can_still_be_removed(home):
    path = drop(home, "till", "old.csv", b"a,b\n")
    land(home, "till", path)
    path.unlink()
    done = regulars("remove", "exports/till/old.csv", home=home.path)
    assert done.returncode == 0, done.stderr
    assert "still held a copy" not in done.stdout
    assert landed_files(home, "till") == []


def test_a_file_that_comes_again_counts_again(home):
    path = drop(home, "till", "a.csv", b"a,b\n")
    land(home, "till", path)
    assert regulars("remove", "a.csv", home=home.path).returncode == 0
    back = land(home, "till", drop(home, "till", "b.csv", b"a,b\n"))
    assert landed_files(home, "till") == [back]
    assert removed_files(home, "till") == []
    assert "No file was removed" in regulars("remove", "--undo", "a.csv", home=home.path).stderr
    assert regulars("remove", "b.csv", home=home.path).returncode == 0


def test_several_files_of_a_name_are_named_with_their_sha256(home):
    one = land(home, "till", drop(home, "till", "orders.csv", b"one"))
    two = land(home, "youzan", drop(home, "youzan", "orders.csv", b"two"))
    asked = regulars("remove", "orders.csv", home=home.path)
    assert asked.returncode == 1
    assert one.sha256[:10] in asked.stderr
    assert two.sha256[:10] in asked.stderr
    assert len(asked.stderr.strip().splitlines()) == 1
    assert regulars("remove", "orders.csv", "--source", "youzan", home=home.path).returncode == 0
    assert landed_files(home, "till") == [one]
    assert landed_files(home, "youzan") == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["odrers.csv"], "did you mean orders.csv?"),
        (["0123456789"], "regulars status --files lists the files"),
        (["orders.csv", "--source", "nowhere"], "the sources are: youzan, till"),
        (["orders.csv", "--undo"], "No file was removed"),
    ],
)
def test_a_file_that_is_not_there_is_one_sentence(home, words, sentence):
    land(home, "till", drop(home, "till", "orders.csv", b"one"))
    done = regulars("remove", *words, home=home.path)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert landed_files(home, "till")


def test_a_file_removed_while_a_scheduled_night_runs_is_left_out_of_it(home):
    drop(home, "youzan", "orders.csv", youzan.orders_file())
    drop(home, "youzan", "mistaken.csv", b"not,an,export\n1,2,3\n")
    file_ids = steps.pull(home, "youzan")
    assert len(file_ids) == 2
    assert regulars("remove", "mistaken.csv", home=home.path).returncode == 0
    read = [steps.read(home, file_id) for file_id in file_ids]
    assert [report["reason"] for report in read if not report.get("tables")] == ["removed"]
    assert steps.check_staged(steps.Night(home), file_ids)["as_of_day"]
