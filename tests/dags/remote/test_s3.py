"""What is particular to a bucket, against an S3-compatible server that checks who asks."""

import pytest

from tests.dags.remote.conftest import connect, files_of, home_at, pull_now


@pytest.fixture
def server(store):
    return store


def test_everything_below_the_beginning_of_the_keys_is_taken_and_nothing_beside_it(home, server):
    for key in ("daily/a.csv", "daily/2026/03/b.csv", "daily/../../c.csv", "dailyish/d.csv", "e.csv"):
        server.client.put_object(Bucket=server.bucket, Key=key, Body=key.encode())
    server.client.put_object(Bucket=server.bucket, Key="daily/empty folder/", Body=b"")
    server.put("half.csv.part", b"half")
    report = pull_now(home)
    assert (report.state, report.fetched, report.left) == ("fetched", 3, [])
    assert set(files_of(home)) == {"a.csv", "b.csv", "c.csv"}
    assert sorted(path.name for path in home.exports.iterdir()) == ["youzan"]


def test_files_of_the_same_name_in_two_folders_are_both_kept(home, server):
    for day in ("01", "02"):
        server.put(f"{day}/orders.csv", day.encode())
    assert pull_now(home).fetched == 2
    assert files_of(home) == {"orders.csv": b"01", "orders (2).csv": b"02"}


def test_more_objects_than_one_page_lists(home, server, monkeypatch):
    for number in range(7):
        server.put(f"{number}.csv", str(number).encode())
    from dags.remote.s3 import Bucket

    files = Bucket.files

    def in_pages_of_three(self, known):
        paginate = self.client.get_paginator("list_objects_v2").paginate
        short = type("Pages", (), {"paginate": lambda _, **words: paginate(**words, PaginationConfig={"PageSize": 3})})
        self.client.get_paginator = lambda _: short()
        return files(self, known)

    monkeypatch.setattr(Bucket, "files", in_pages_of_three)
    assert pull_now(home).fetched == 7


def test_a_bucket_that_is_not_there(tmp_path, server):
    connect(server)
    report = pull_now(home_at(tmp_path / "home", f"s3://{server.conn_id}@no-such-bucket/"))
    assert (report.state, report.code) == ("failed", "not_there")
    assert report.sentence.endswith("the bucket no-such-bucket is not there; correct it in shop.toml.")


def test_a_location_without_a_connection_uses_airflows_own_default(tmp_path, server):
    server.put("a.csv", b"1")
    home = home_at(tmp_path / "home", f"s3://{server.bucket}/daily/")
    report = pull_now(home)
    assert report.code == "no_connection"
    assert "connections add aws_default --conn-type aws" in report.sentence
    server.conn_id = "aws_default"
    connect(server)
    assert pull_now(home).fetched == 1


def test_a_login_without_rights_on_the_bucket(home, server):
    server.put("a.csv", b"1")
    server.forbid()
    report = pull_now(home)
    assert (report.state, report.code) == ("failed", "not_allowed"), report
