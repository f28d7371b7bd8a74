"""Attachments of the mails in a folder of a mailbox, by sender and subject. The mailbox is only read."""

from __future__ import annotations

import email
import imaplib
import re
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default as modern
from email.utils import getaddresses
from pathlib import PurePosixPath
from typing import Any

from dags.remote.connections import connection_of, login_refused
from dags.remote.place import (
    TIMEOUT_SECONDS,
    Known,
    NotFetched,
    RemoteFile,
    Write,
    not_there,
    not_trusted,
    unreachable,
    unsafe_connection,
)
from transforms.settings import Home
from transforms.settings.location import Location

TABLES = frozenset((".csv", ".tsv", ".txt", ".xls", ".xlsx", ".xlsm", ".htm", ".html", ".zip"))
"""Attachments of other kinds are logos and signatures."""
MOST_MAIL_BYTES = 100 * 1024 * 1024
MAILS_AT_ONCE = 200


@contextmanager
def open_mailbox(location: Location, home: Home, _known: Known) -> Iterator[Mailbox]:
    """Log in, open the folder for reading only, and log out at the end.

    Raises:
        PullFailed: see its code.
    """
    connection = connection_of(location, home)
    extra = connection.extra_dejson
    if str(extra.get("use_ssl", True)).casefold() in ("false", "0") or extra.get("ssl_context") == "none":
        raise unsafe_connection(location, "turns TLS or the check of certificates off (use_ssl, ssl_context)")
    if not (connection.login and connection.password):
        raise login_refused(location, home)
    from airflow.providers.imap.hooks.imap import ImapHook  # noqa: PLC0415

    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(TIMEOUT_SECONDS)  # the hook takes none
    try:
        try:
            client = ImapHook(location.connection).get_conn().mail_client
        except imaplib.IMAP4.abort as error:
            raise unreachable(location, error) from None
        except imaplib.IMAP4.error:
            raise login_refused(location, home) from None
        assert client is not None
        try:
            yield Mailbox(client, location)
        finally:
            with suppress(imaplib.IMAP4.error, OSError):
                client.logout()
    except ssl.SSLCertVerificationError:
        raise not_trusted(location) from None
    except (imaplib.IMAP4.error, OSError, EOFError) as error:
        raise unreachable(location, error) from None
    finally:
        socket.setdefaulttimeout(before)


@dataclass(frozen=True)
class _Attachment(RemoteFile):
    """One attachment, its bytes included: a mail comes whole."""

    content: bytes = b""


class Mailbox:
    """The mails of one folder."""

    grows = False

    def __init__(self, client: Any, location: Location) -> None:
        self.client, self.location = client, location
        # a mail has a number in its folder, and the folder a number of its own that changes when those are given anew
        answer, _ = client.select(_quoted(location.path), readonly=True)
        if answer != "OK":
            raise not_there(location, f"the folder {location.path}")
        self.validity = (client.response("UIDVALIDITY")[1] or [b""])[0] or b""

    def files(self, known: Known) -> Iterator[RemoteFile]:
        """Attachments of the mails that count, mail by mail; mails whose every attachment is known are not fetched."""
        numbers = self._uid("SEARCH", "UNDELETED")[0].split()
        fresh = [number for number in numbers if not self._is_known(number, known)]
        for start in range(0, len(fresh), MAILS_AT_ONCE):
            for number, size in self._that_count(fresh[start : start + MAILS_AT_ONCE]):
                if size > MOST_MAIL_BYTES:
                    yield RemoteFile(self._key(number), f"mail {number.decode()}", "", size)
                else:
                    yield from self._attachments(number)

    def fetch(self, file: RemoteFile, write: Write) -> RemoteFile:
        """The attachment, which came with its mail."""
        if not isinstance(file, _Attachment):
            raise NotFetched("too_large")
        write(file.content)
        return file

    def _uid(self, *words: str) -> list[Any]:
        answer, data = self.client.uid(*words)
        if answer != "OK":
            raise imaplib.IMAP4.abort(answer)
        return list(data)

    def _key(self, number: bytes) -> str:
        return f"{self.validity.decode()}:{number.decode()}"

    def _is_known(self, number: bytes, known: Known) -> bool:
        """Whether every attachment of a mail was fetched; the version of each says how many there are."""
        of_them = known.get(f"{self._key(number)}:0")
        return of_them is not None and all(f"{self._key(number)}:{part}" in known for part in range(int(of_them)))

    def _that_count(self, numbers: list[bytes]) -> Iterator[tuple[bytes, int]]:
        """Mails of the sender and subject asked for, with their sizes; judged here, since servers differ in how."""
        wanted = "(UID RFC822.SIZE BODY.PEEK[HEADER.FIELDS (FROM SUBJECT)])"
        for item in self._uid("FETCH", b",".join(numbers).decode(), wanted):
            if not isinstance(item, tuple):
                continue
            about, head = item[0], email.message_from_bytes(item[1])
            uid, size = re.search(rb"UID (\d+)", about), re.search(rb"RFC822\.SIZE (\d+)", about)
            if uid and size and self._is_from(head["From"]) and self._is_about(head["Subject"]):
                yield uid[1], int(size[1])

    def _is_from(self, field: Any) -> bool:
        wanted = self.location.sender.casefold()
        # the whole address, or the whole domain: an address that only holds the words is somebody else's
        senders = [address.casefold() for _, address in getaddresses([_decoded(field)])]
        return not wanted or any(
            sender == wanted or (wanted.startswith("@") and sender.endswith(wanted)) for sender in senders
        )

    def _is_about(self, field: Any) -> bool:
        return self.location.subject.casefold() in " ".join(_decoded(field).split()).casefold()

    def _attachments(self, number: bytes) -> Iterator[_Attachment]:
        parts = self._uid("FETCH", number.decode(), "(INTERNALDATE BODY.PEEK[])")
        body = next((part for part in parts if isinstance(part, tuple)), None)
        if body is None:  # deleted since it was listed
            return
        told = imaplib.Internaldate2tuple(body[0])
        modified = None if told is None else time.mktime(told)
        mail = email.message_from_bytes(body[1], policy=modern)
        assert isinstance(mail, EmailMessage)
        found = [
            (name, content)
            for part in mail.walk()
            if (name := _decoded(part.get_filename())) and PurePosixPath(name).suffix.casefold() in TABLES
            and isinstance(content := part.get_payload(decode=True), bytes)
        ]  # fmt: skip
        for place, (name, content) in enumerate(found):
            key = f"{self._key(number)}:{place}"
            yield _Attachment(key, name, str(len(found)), len(content), modified, content=content)


def _decoded(field: Any) -> str:
    """A header field as it is meant; what cannot be decoded stays as it is written."""
    try:
        return str(make_header(decode_header(str(field or ""))))
    except (ValueError, LookupError):
        return str(field or "")


def _quoted(folder: str) -> str:
    """A folder's name as IMAP writes it: a string, in its own kind of UTF-7."""
    written = re.sub(r"[^\x20-\x7e]+", lambda found: _shifted(found[0]), folder.replace("&", "&-"))
    return '"' + written.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _shifted(text: str) -> str:
    return "&" + text.encode("utf-7").decode("ascii").removeprefix("+").removesuffix("-").replace("/", ",") + "-"
