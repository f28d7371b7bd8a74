"""One contact in all its common spellings: found and blanked in texts and in raw bytes, whatever the encoding.

A spelling is a row of slots, each with the ways its sign may be written; from it come the pattern for decoded text and
those for the bytes of each encoding.
"""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import phonenumbers

ENCODINGS = ("utf-8", "gb18030", "cp950", "utf-16-le", "utf-16-be")
SHORTEST_TEXT = 6
"""An account or number shorter than this stands in files by chance; it is known by its hash alone."""
DIGITS_THAT_TELL = 10
"""From so many digits on a number is meant wherever it stands, also inside a longer one."""

_BETWEEN_DIGITS = (" ", "-", ".", "(", ")", "\u00a0", "\u3000", "\u2013", "\u2011", "/")
_SQUEEZED_OUT = b" -.()/\xa0\x00"
_FULL_WIDTH = 0xFEE0

Slot = tuple[tuple[str, ...], bool]
"""Ways to write one sign; True: signs that part digits may stand before it."""


@dataclass(frozen=True)
class Sign:
    """One contact to look for: `phone`, `email` or `text`, in its plain form (a phone: digits without country code)."""

    kind: str
    plain: str
    country_code: str = ""

    @property
    def is_bounded(self) -> bool:
        """Whether longer words and numbers that hold it mean something else."""
        return self.kind != "phone" or len(self.plain) < DIGITS_THAT_TELL

    def slots(self) -> list[Slot]:
        """Its signs one by one."""
        return [(_ways(sign), self.kind == "phone" and number > 0) for number, sign in enumerate(self.plain)]


def sign_of(kind: str, value: str, region: str) -> Sign | None:
    """What to look for of one raw value; None where it is too short to be told from other text."""
    value = value.strip()
    if kind == "phone" or (kind not in ("email",) and re.fullmatch(r"\+?[\d\s().-]{7,}", value)):
        number = _parsed(value, region)
        if number is not None:
            plain = str(number.national_number)
            return Sign("phone", plain, str(number.country_code))
    if "@" in value:
        return Sign("email", value.lower())
    return Sign("text", value.casefold()) if len(value) >= SHORTEST_TEXT else None


def _parsed(value: str, region: str) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(value, region)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) and not number.extension else None


def _ways(sign: str) -> tuple[str, ...]:
    if sign.isascii() and sign.isalnum():
        plain = (sign.lower(), sign.upper())
        return tuple(dict.fromkeys((*plain, *(chr(ord(each) + _FULL_WIDTH) for each in plain))))
    escaped = (urllib.parse.quote(sign, safe=""), urllib.parse.quote(sign, safe="").lower(), f"&#{ord(sign)};")
    ways = [sign, *escaped] if sign.isascii() else [sign, *escaped, f"\\u{ord(sign):04x}"]
    if "!" <= sign <= "~":
        ways.append(chr(ord(sign) + _FULL_WIDTH))
    return tuple(dict.fromkeys(ways))


class Signs:
    """Everything to look for of one or more people."""

    def __init__(self, signs: Iterable[Sign]) -> None:
        self.signs = sorted(set(signs), key=lambda sign: (sign.kind, sign.plain))

    def __bool__(self) -> bool:
        return bool(self.signs)

    @cached_property
    def in_text(self) -> re.Pattern[str]:
        """Pattern of every spelling in decoded text."""
        found = [_pattern(sign) for sign in self.signs]
        return re.compile("|".join(found) or "(?!)")

    @cached_property
    def _in_bytes(self) -> re.Pattern[bytes]:
        found = dict.fromkeys(part for sign in self.signs for encoding in ENCODINGS for part in _bytes(sign, encoding))
        return re.compile(b"|".join(found) or b"(?!)", re.DOTALL)

    @cached_property
    def _first_look(self) -> tuple[list[bytes], list[bytes]]:
        """What to find in bytes squeezed and in lower case, and what in bytes as they are."""
        squeezed, plain = [], []
        for sign in self.signs:
            core = sign.plain.partition("@")[0] if sign.kind == "email" else sign.plain
            if core.isascii():  # the longest part that is written in one way only
                core = max(re.split(r"[^a-z0-9_.() -]+", core), key=len)
                squeezed.append(core.encode().translate(None, _SQUEEZED_OUT))
                wide = "".join(_ways(letter)[-1] if letter.isalnum() else letter for letter in core)
                spelled = [wide.encode(encoding, "ignore") for encoding in ENCODINGS]
                squeezed += [each.translate(None, _SQUEEZED_OUT).lower() for each in spelled]
            else:
                plain += [core.encode(encoding, "ignore") for encoding in ENCODINGS]
                plain.append(next(letter for letter in core if not letter.isascii()).encode("unicode_escape"))
                plain.append(urllib.parse.quote(next(letter for letter in core if not letter.isascii())).encode())
        return [each for each in squeezed if each], [each for each in plain if each]

    def in_bytes(self, data: bytes) -> bool:
        """Whether any spelling stands in these bytes, in any encoding."""
        squeezed, plain = self._first_look
        small = data.translate(None, _SQUEEZED_OUT).lower()
        if not any(each in small for each in squeezed) and not any(each in data for each in plain):
            return False
        return self._in_bytes.search(data) is not None

    def blanked(self, data: bytes) -> bytes:
        """The bytes with an x for every byte of a spelling: as long as before, so that what counts bytes still can."""
        if not self.in_bytes(data):
            return data
        return self._in_bytes.sub(_crossed_out, data)

    def blanked_text(self, text: str) -> str:
        """The text with an x for every sign of a spelling."""
        return self.in_text.sub(lambda match: "x" * len(match[0]), text)


def _crossed_out(match: re.Match[bytes]) -> bytes:
    data = match[0]
    if b"\x00" in data and len(data) % 2 == 0:  # UTF-16: a letter stays a letter
        return (b"x\x00" if data[1::2].count(0) >= data[::2].count(0) else b"\x00x") * (len(data) // 2)
    return b"x" * len(data)


def _pattern(sign: Sign) -> str:
    between = f"[{re.escape(''.join(_BETWEEN_DIGITS))}]{{0,3}}"
    body = "".join((between if parted else "") + _one_of(ways) for ways, parted in sign.slots())
    before = f"(?:(?:[+＋]|00)?{sign.country_code}{between})?" if sign.kind == "phone" else ""
    if not sign.is_bounded:
        return before + body
    if sign.kind == "phone":
        return f"(?<![0-9０-９]){before}0?{body}(?![0-9０-９])"
    if sign.kind == "email":
        return f"(?<![A-Za-z0-9._+-]){body}(?![A-Za-z0-9-]|[.][A-Za-z0-9])"
    return f"(?<![A-Za-z0-9_]){body}(?![A-Za-z0-9_])"


def _one_of(ways: tuple[str, ...]) -> str:
    return f"(?:{'|'.join(map(re.escape, ways))})" if len(ways) > 1 else re.escape(ways[0])


def _bytes(sign: Sign, encoding: str) -> list[bytes]:
    """The patterns of one contact in one encoding; none where the encoding cannot write it."""

    def one_of(ways: Iterable[str], how_often: bytes = b"") -> bytes:
        written = [re.escape(way.encode(encoding, "ignore")) for way in ways]
        return b"(?:" + b"|".join(dict.fromkeys(each for each in written if each)) + b")" + how_often

    try:
        for letter in sign.plain:
            letter.encode(encoding)
    except UnicodeEncodeError:
        return []
    between = one_of(_BETWEEN_DIGITS, b"{0,3}")
    body = b"".join((between if parted else b"") + one_of(ways) for ways, parted in sign.slots())
    if not sign.is_bounded:
        return [body]

    def neighbour(letters: bytes) -> bytes:
        if encoding == "utf-16-le":
            return b"[" + letters + b"]\x00"
        return b"\x00[" + letters + b"]" if encoding == "utf-16-be" else b"[" + letters + b"]"

    if sign.kind == "phone":
        code = one_of((sign.country_code,))
        body = b"(?:" + one_of(("+", "00"), b"?") + code + between + b"|" + one_of(("0",)) + b")?" + body
        letters = b"0-9"
    else:
        letters = b"A-Za-z0-9._+-" if sign.kind == "email" else b"A-Za-z0-9_"
    longer = neighbour(letters)
    if sign.kind == "email":  # a point ends a sentence, or goes on with the domain
        longer = neighbour(b"A-Za-z0-9-") + b"|" + re.escape(".".encode(encoding)) + neighbour(b"A-Za-z0-9")
    return [b"(?<!" + neighbour(letters) + b")" + body + b"(?!" + longer + b")"]
