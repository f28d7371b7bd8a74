"""Which encodings a text may have, and how likely one is by the characters that it makes of the bytes."""

from __future__ import annotations

import codecs
import re
from collections import Counter

LOST = "\ufffd"
CANDIDATES = ("utf-8", "gb18030", "cp950", "cp1252")
"""Tried in this order where nothing tells the encoding. cp950 is Big5 with the characters that Windows adds."""

_CALLED = {"gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "big5": "cp950", "iso8859-1": "cp1252"}
_RUN = re.compile(r"[^\x00-\x7f]{3,}")
_LEVEL_2 = 0xC9
"""First byte of the rare characters of Big5."""


def by_name(name: str) -> str | None:
    """The encoding of CANDIDATES that a page means by this name; None for any other."""
    try:
        plain = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    plain = _CALLED.get(plain, plain)
    return plain if plain in CANDIDATES else None


def utf_16_by_zeros(start: bytes) -> tuple[str, ...]:
    """Both kinds of UTF-16, the likelier first, for a text with zero bytes and no mark; nothing for any other."""
    even, odd = start[::2].count(0), start[1::2].count(0)
    if not even and not odd:
        return ()
    return ("utf-16-le", "utf-16-be") if odd >= even else ("utf-16-be", "utf-16-le")


def decoded(data: bytes, encoding: str) -> str:
    """The beginning of a text, U+FFFD for what the encoding cannot read."""
    # Not final: a character cut in two by the end of the sample is no fault of the file.
    return codecs.getincrementaldecoder(encoding)("replace").decode(data)


def lost_share(text: str, encoding: str) -> float:
    """Of the characters beyond ASCII, how many the encoding could not read or hardly any text in it would hold."""
    foreign = len(text) - len(text.encode("ascii", "ignore"))
    if not foreign:
        return 0.0
    if encoding == "cp1252":  # letters with accents stand alone among others
        strange = text.count(LOST) + sum(len(run) for run in _RUN.findall(text) if LOST not in run)
    else:
        strange = sum(times for character, times in Counter(text).items() if _is_strange(character, encoding))
    return min(strange / foreign, 1.0)


def _is_strange(character: str, encoding: str) -> bool:
    if character.isascii():
        return False
    if encoding == "gb18030":
        return not character.encode("gb2312", "ignore")
    if encoding == "cp950":
        return character.encode("cp950", "ignore")[:1] >= bytes([_LEVEL_2]) or character == LOST
    return character == LOST
