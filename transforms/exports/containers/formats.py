"""What a file is, by its first bytes: names and extensions are never believed."""

from __future__ import annotations

import re

START_BYTES = 64 * 1024
"""How much of a file is looked at; pages begin with styles and scripts."""

_MAGIC = (
    ("zip", (b"PK\x03\x04", b"PK\x05\x06")),
    ("compound", (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)),
    ("pdf", (b"%PDF",)),
    ("picture", (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"RIFF", b"II*\x00", b"MM\x00*")),
    ("archive", (b"Rar!\x1a", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\x00")),
)
"""`compound` is what old workbooks (.xls) and workbooks with a password come in."""

OPENED = frozenset({"zip", "compound", "web_page", "spreadsheet_xml"})
"""Formats that are opened in a child process."""
STRANGE = frozenset({"pdf", "picture", "archive"})
"""Formats that hold no table we could read."""

_MARKUP = re.compile(rb"\s*<(?:[a-z]|!--|!doctype|\?xml)", re.IGNORECASE)
_SPREADSHEET = b"urn:schemas-microsoft-com:office:spreadsheet"
_PAGE = re.compile(rb"<(?:html|head|body|meta|table|tr|!doctype html)[\s>]", re.IGNORECASE)


def format_of(start: bytes) -> str:
    """One of `OPENED`, of `STRANGE`, `empty` or, failing all, `text`."""
    if not start:
        return "empty"
    for name, beginnings in _MAGIC:
        if start.startswith(beginnings) and _is_binary(name, start):
            return name
    # Marks of UTF-16 and the zero bytes of its ASCII letters say nothing about what is written in it.
    plain = start.lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"")
    if not _MARKUP.match(plain):
        return "text"
    if _SPREADSHEET in plain and re.search(rb"<(?:\w+:)?Workbook[\s>]", plain):
        return "spreadsheet_xml"
    return "web_page" if _PAGE.search(plain) else "text"


def _is_binary(name: str, start: bytes) -> bool:
    # "BM" and "RIFF" may begin a text.
    return name != "picture" or b"\0" in start[:64]
