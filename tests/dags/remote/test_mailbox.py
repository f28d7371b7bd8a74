"""What is particular to a mailbox, against Dovecot."""

import json
import re

import pytest

from tests.dags.remote.conftest import connect, files_of, home_at, pull_now
from tests.samples.build import make_home


@pytest.fixture
def server(mail):
    return mail


def test_only_mails_of_the_sender_and_subject_count(home, server):
    server.put("bill.csv", b"right")
    for sender, subject in (
        ("someone@else.example", ""),
        ("bills@platform.example.evil.example", ""),
        ("evilbills@platform.example", ""),
        ('"bills@platform.example" <someone@else.example>', ""),
        ("", "Newsletter"),
    ):
        server.deliver(server.mail("other.csv", b"wrong", sender, subject))
    report = pull_now(home)
    assert (report.state, report.fetched) == ("fetched", 1), report
    assert files_of(home) == {"bill.csv": b"right"}


def test_a_domain_or_a_subject_alone_may_be_asked_for(tmp_path, server):
    connect(server)
    server.put("bill.csv", b"1")
    server.deliver(server.mail("more.csv", b"2", "Other <other@PLATFORM.example>", f"Weekly {'x' * 80} 账单"))
    for number, query in enumerate(("from=@platform.example", "subject=%E8%B4%A6%E5%8D%95")):
        home = home_at(tmp_path / str(number), f"imap://{server.conn_id}/INBOX?{query}")
        assert pull_now(home).fetched == 2
    assert files_of(home) == {"bill.csv": b"1", "more.csv": b"2"}


def test_every_attachment_of_a_mail_is_taken_and_nothing_is_marked_as_read(home, server):
    mail = server.mail("账单一.csv", b"1")
    mail.add_attachment(b"2", maintype="text", subtype="csv", filename="two.csv")
    mail.add_attachment(b"3", maintype="application", subtype="zip", filename="three.zip")
    server.deliver(mail)
    assert pull_now(home).fetched == 3
    assert set(files_of(home)) == {"账单一.csv", "two.csv", "three.zip"}
    assert pull_now(home).fetched == 0
    keys = json.loads((home.warehouse / "pulls" / "youzan.json").read_text())["files"]
    assert len(keys) == 3
    assert all(re.fullmatch(r"[1-9]\d*:1:[012]", key) for key in keys), "the folder's own number is part of each"
    everything = [path.name for path in server.inbox.parent.rglob("*.tests*")]
    assert everything
    assert not [name for name in everything if "S" in name.partition(":2,")[2]]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../x.csv", "x.csv"),
        ("/etc/cron.d/x.csv", "x.csv"),
        ("..\\x.csv", "x.csv"),
        ("=?utf-8?b?6LSm5Y2VLmNzdg==?=", "账单.csv"),
        ("a" * 300 + ".csv", "a" * 176 + ".csv"),
    ],
)
def test_the_name_of_an_attachment_is_no_path(home, server, name, kept):
    mail = server.mail("placeholder.csv", b"1")
    server.deliver(mail)
    (path,) = server.inbox.iterdir()
    path.write_bytes(path.read_bytes().replace(b'"placeholder.csv"', f'"{name}"'.encode()))
    assert pull_now(home).fetched == 1
    assert files_of(home) == {kept: b"1"}
    assert sorted(one.name for one in home.exports.iterdir()) == ["youzan"]


def test_mails_whose_pull_broke_off_in_the_middle_are_taken_up_again(home, server, monkeypatch):
    from dags.remote.mailbox import Mailbox

    mail = server.mail("one.csv", b"1")
    mail.add_attachment(b"2", maintype="text", subtype="csv", filename="two.csv")
    server.deliver(mail)
    fetch = Mailbox.fetch

    def break_off_at_the_second(self, file, write):
        if file.name == "two.csv":
            raise ValueError("broken")
        return fetch(self, file, write)

    with monkeypatch.context() as patch:
        patch.setattr(Mailbox, "fetch", break_off_at_the_second)
        report = pull_now(home)
    assert (report.code, report.fetched) == ("error", 1)
    assert "broken" not in report.sentence
    assert pull_now(home).fetched == 1
    assert files_of(home) == {"one.csv": b"1", "two.csv": b"2"}


def test_a_folder_with_a_chinese_name_and_one_that_is_not_there(tmp_path, server):
    connect(server)
    folder = server.inbox.parent / ".&jSZTVQ- &- more"  # 账单 & more
    for part in (folder, *(folder / name for name in ("new", "cur", "tmp"))):
        part.mkdir()
        server._give(part)
    server.inbox = folder / "new"
    server.deliver(server.mail("bill.csv", b"1"))
    home = home_at(tmp_path / "home", f"imap://{server.conn_id}/账单 & more?subject=账单")
    assert pull_now(home).fetched == 1
    none = pull_now(home_at(tmp_path / "none", f"imap://{server.conn_id}/Nowhere?subject=账单"))
    assert none.code == "not_there"


@pytest.mark.parametrize("extra", [{"use_ssl": False}, {"ssl_context": "none"}, {"verify": False}])
def test_a_connection_without_tls_or_its_check_is_refused(home, server, extra):
    server.put("bill.csv", b"1")
    connect(server, server.connection(**extra))
    assert pull_now(home).code == "unsafe_connection"


def test_a_certificate_nobody_trusts_is_refused(home, server, monkeypatch):
    server.put("bill.csv", b"1")
    monkeypatch.delenv("SSL_CERT_FILE")
    report = pull_now(home)
    assert (report.code, report.fetched) == ("not_trusted", 0)
    assert "so nothing was sent to it" in report.sentence


def test_a_second_home_shares_nothing(tmp_path, server):
    """What one home has fetched is still new to another: the mailbox itself remembers nothing."""
    connect(server)
    server.put("bill.csv", b"1")
    first, second = (home_at(tmp_path / name, server.location) for name in ("first", "second"))
    assert (pull_now(first).fetched, pull_now(second).fetched) == (1, 1)
    assert not make_home(tmp_path / "third").warehouse.joinpath("pulls").exists()
