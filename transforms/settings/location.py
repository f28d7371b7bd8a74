"""Where a source's files come from: the `location` of a source in `shop.toml`, taken apart."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import Literal, get_args
from urllib.parse import parse_qsl, unquote, urlsplit

LocationKind = Literal["sftp", "s3", "imap", "https"]
KINDS: tuple[str, ...] = get_args(LocationKind)
EXAMPLES: dict[str, str] = {
    "sftp": "sftp://till_server/exports",
    "s3": "s3://shop_storage@bucket/exports/",
    "imap": "imap://mailbox/INBOX?from=bills@example.com&subject=bill",
    "https": "https://shop_api@shop.example.com/orders.csv",
}
S3_CONNECTION = "aws_default"
"""The connection of a bucket whose location names none, as everywhere in Airflow."""

_CONNECTION = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_SECRET_WORDS = re.compile(
    r"token|secret|passw|pwd|signature|credential|^(sig|auth|key|api_?key|access_?key)$", re.IGNORECASE
)
_STORE_IT = (
    "holds a password or token; take it out, store it with: regulars airflow connections add NAME …, "
    "and write the NAME there, as in {example}"
)


@dataclass(frozen=True)
class Location:
    """One place outside the home; nothing in it is secret."""

    text: str
    """As shop.toml has it."""
    kind: LocationKind
    connection: str
    """Id of the Airflow connection with host, login and password; empty: an address that needs none."""
    path: str
    """Folder or file on the server; beginning of the keys in the bucket; folder of the mailbox; address to fetch."""
    bucket: str = ""
    sender: str = ""
    """Of the mails that count: an address, or @ and a domain; empty: any."""
    subject: str = ""
    """Words that the subject of the mails holds; empty: any."""


def parse_location(text: str) -> Location:
    """A location taken apart.

    Raises:
        ValueError: it is none; the text is one sentence with an example, and holds no password.
    """
    kind, separator, rest = text.strip().partition("://")
    kind = kind.casefold()
    if not separator or kind not in KINDS or not text.isprintable():
        raise ValueError(_not_a_location(kind if separator else ""))
    example = EXAMPLES[kind]
    if "#" in rest:
        raise ValueError(f"may not hold #; write one such as {example}")
    netloc, slash, path = _split(rest)
    user, at, host = netloc.rpartition("@")
    query = path.partition("?")[2]
    if ":" in user or any(_SECRET_WORDS.search(name) for name, _ in parse_qsl(query, keep_blank_values=True)):
        raise ValueError(_STORE_IT.format(example=example))
    if user and kind in ("sftp", "imap"):
        raise ValueError(f"says who logs in; user and server belong into the connection; write one such as {example}")
    readers = {"sftp": _sftp, "s3": _s3, "imap": _imap, "https": _https}
    location = readers[kind](text.strip(), user if at else None, host, f"{slash}{path}")
    if location is None or (location.connection and not _CONNECTION.fullmatch(location.connection)):
        raise ValueError(f"cannot be read; write one such as {example}")
    return location


def _not_a_location(kind: str) -> str:
    near = difflib.get_close_matches(kind, KINDS, n=1, cutoff=0.5)
    start = near[0] if near else "sftp"
    kinds = ", ".join(f"{name}://" for name in KINDS[:-1])
    return f"must begin with {kinds} or {KINDS[-1]}://; write one such as {EXAMPLES[start]}"


def _split(rest: str) -> tuple[str, str, str]:
    """Server part, slash, path: a question mark may follow the server at once."""
    found = re.match(r"([^/?]*)(/?)(.*)", rest, re.DOTALL)
    assert found
    return found[1], found[2], found[3]


def _sftp(text: str, user: str | None, host: str, path: str) -> Location | None:
    if user is not None or "?" in path:  # who logs in is the connection's business
        return None
    # as in curl and git: one slash parts server and path, a second one begins at the root of the server
    return Location(text, "sftp", host, unquote(path.removeprefix("/")) or ".") if host else None


def _s3(text: str, user: str | None, host: str, path: str) -> Location | None:
    if user == "" or "?" in path or not _BUCKET.fullmatch(host):
        return None
    connection = S3_CONNECTION if user is None else user
    return Location(text, "s3", connection, unquote(path.removeprefix("/")), bucket=host)


def _imap(text: str, user: str | None, host: str, path: str) -> Location | None:
    folder, _, query = path.partition("?")
    pairs = parse_qsl(query, keep_blank_values=True)
    wanted = dict(pairs)
    if user is not None or not host or len(wanted) != len(pairs) or not set(wanted) <= {"from", "subject"}:
        return None
    if not any(value.strip() for value in wanted.values()):
        # every mail of a mailbox is never meant: what a stranger sends would be read as the shop's figures
        raise ValueError(f"must say which mails count, by from= or subject=; write one such as {EXAMPLES['imap']}")
    sender, subject = (wanted.get(name, "").strip() for name in ("from", "subject"))
    if sender and not re.fullmatch(r"[^@\s]*@[^@\s]+", sender):
        raise ValueError(
            f"has from={sender}, which must be an address or @ and a domain; write one such as {EXAMPLES['imap']}"
        )
    return Location(text, "imap", host, unquote(folder.strip("/")) or "INBOX", sender=sender, subject=subject)


def _https(text: str, user: str | None, host: str, path: str) -> Location | None:
    try:
        port = urlsplit(f"https://{host}").port
    except ValueError:
        return None
    if user == "" or not host.partition(":")[0] or port == 0:
        return None
    return Location(text, "https", user or "", f"https://{host}{path or '/'}")
