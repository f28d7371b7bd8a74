"""What is particular to an HTTPS address: where the token goes, and what counts as a file."""

import base64
import json
import os
from pathlib import Path

import pytest

from tests.dags.remote.conftest import connect, files_of, home_at, pull_now
from tests.dags.remote.servers import HOST, SECRET, Web


@pytest.fixture
def server(web):
    return web


@pytest.fixture
def other(certified):
    """Another host: the same machine by another name."""
    web = Web(certified)
    web.needs_token = False
    yield web
    web.stop()


def test_a_file_that_did_not_change_is_not_sent_again(home, server):
    server.put("orders.csv", b"1")
    pull_now(home)
    assert pull_now(home).fetched == 0
    assert "If-None-Match" in server.asked[-1]
    assert [asked["Authorization"] for asked in server.asked] == [f"Bearer {SECRET}"] * 2


def test_a_redirect_to_another_host_does_not_carry_the_token(home, server, other):
    other.put("orders.csv", b"elsewhere")
    server.status, server.headers = 302, {"Location": f"https://localhost:{other.port}/orders.csv"}
    connect(server, server.connection(extra={"X-Shop-Key": SECRET}))
    report = pull_now(home)
    assert (report.state, report.fetched) == ("fetched", 1), report
    assert server.asked[-1]["X-Shop-Key"] == SECRET
    assert SECRET not in json.dumps(other.asked)
    assert files_of(home) == {"orders.csv": b"elsewhere"}


def test_a_redirect_back_or_on_the_same_host_keeps_its_way(home, server, other):
    other.status, other.headers = 302, {"Location": f"https://{HOST}:{server.port}/orders.csv"}
    server.status, server.headers = 302, {"Location": f"https://localhost:{other.port}/orders.csv"}
    report = pull_now(home)  # without the token the server asks for one, and round and round it goes not
    assert report.code == "login_refused"
    assert SECRET not in json.dumps(other.asked)
    server.headers = {"Location": "/orders.csv"}
    assert pull_now(home).code == "error"
    assert "without end" in pull_now(home).sentence
    server.headers = {"Location": f"http://{HOST}:{server.port}/orders.csv"}
    assert pull_now(home).code == "not_trusted"


@pytest.mark.parametrize(
    ("status", "code"),
    [(401, "login_refused"), (403, "not_allowed"), (404, "not_there"), (400, "error"), (500, "unreachable"),
     (429, "unreachable")],
)  # fmt: skip
def test_what_a_status_means(home, server, status, code):
    server.put("orders.csv", b"1")
    server.status = status
    report = pull_now(home)
    assert (report.state, report.code) == ("failed", code)
    assert len(server.asked) == (3 if code == "unreachable" else 1)


def test_a_file_that_breaks_off_is_not_taken(home, server):
    server.put("orders.csv", b"0123456789" * 100)
    server.cut = True
    assert pull_now(home).code == "unreachable"
    assert files_of(home) == {}
    server.cut = False
    assert pull_now(home).fetched == 1


def test_a_page_to_log_in_is_not_a_file(home, server):
    server.put("orders.csv", b"<html>Log in</html>")
    server.headers = {"Content-Type": "text/html"}
    assert pull_now(home).code == "not_a_file"
    assert files_of(home) == {}


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("..%2F..%2Fx.csv", "x.csv"),
        ("%2Fetc%2Fpasswd", "passwd"),
        ("%E8%B4%A6%E5%8D%95.csv", "账单.csv"),
        ("", "orders.csv"),
        ("orders.tmp", "orders.tmp.export"),
    ],
)
def test_the_name_a_server_gives_is_no_path(home, server, name, kept):
    server.put(name, b"1")
    assert pull_now(home).fetched == 1
    assert files_of(home) == {kept: b"1"}


def test_an_address_without_a_name_is_called_after_its_source(tmp_path, server):
    connect(server)
    server.put("", b"1")
    home = home_at(tmp_path / "home", f"https://{server.conn_id}@{HOST}:{server.port}/?month=3")
    assert pull_now(home).fetched == 1
    assert files_of(home) == {"youzan": b"1"}


def test_a_login_instead_of_a_token_and_no_connection_at_all(tmp_path, home, server):
    server.put("orders.csv", b"1")
    connect(server, json.dumps({"conn_type": "http", "login": "shop", "password": SECRET}))
    assert pull_now(home).code == "login_refused"  # this server wants the token
    basic = base64.b64encode(f"shop:{SECRET}".encode()).decode()
    assert server.asked[-1]["Authorization"] == f"Basic {basic}"
    server.needs_token = False
    open_to_all = home_at(tmp_path / "open", f"https://{HOST}:{server.port}/orders.csv")
    assert pull_now(open_to_all).fetched == 1
    assert "Authorization" not in server.asked[-1]


def test_a_login_kept_elsewhere_on_this_machine_does_not_take_the_tokens_place(home, server):
    server.put("orders.csv", b"1")
    (Path(os.environ["HOME"]) / ".netrc").write_text(f"machine {HOST} login other password other\n")
    assert pull_now(home).fetched == 1


def test_a_certificate_nobody_trusts_is_refused_and_the_check_cannot_be_turned_off(home, server, monkeypatch):
    server.put("orders.csv", b"1")
    for extra in ({"verify": False}, {"verify_ssl": "false"}):
        connect(server, server.connection(extra=extra))
        assert pull_now(home).code == "unsafe_connection"
    connect(server)
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    assert pull_now(home).code == "not_trusted"
    assert server.asked == []
