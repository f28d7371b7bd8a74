"""What the cells of a column look like, whatever its header says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import phonenumbers

from transforms.exports.recognise.header import WRAPPING

_TIME = re.compile(r"(19|20)\d\d([-/.年])?\d{1,2}([-/.月])?\d{1,2}日?([ T]?\d{1,2}:?\d{2}(:?\d{2})?.*)?")
_OTHER_TIME = re.compile(
    r"\d{1,2}[-/.]\d{1,2}[-/.](19|20)?\d\d([ T,]+\d{1,2}:\d{2}.*)?|[A-Z][a-z]{2} \d{1,2},? \d{4}.*"
)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_MASKED_PHONE = re.compile(r"\+?\d[\d-]{1,6}\*{3,}\d{2,4}")
_DIGITS = re.compile(r"\+?[(]?\d(?:[ ()./-]{0,2}\d){6,14}")
_LONG_NUMBER = re.compile(r"(?<!\d)\+?\d(?:[ -]?\d){8,13}(?!\d)")
_CURRENCY = re.compile(r"[A-Z]{3}")
_AROUND_AMOUNTS = str.maketrans("−－＋，", "--+,", WRAPPING + "¥￥$€£元")
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?")
_WITH_COMMA = re.compile(r"[+-]?([1-9]\d{0,2}(\.\d{3})*|\d+)(,\d+)?")
_TELLS_COMMA = re.compile(r"[+-]?(\d{1,3}(\.\d{3})*|\d+),\d{1,2}|[+-]?0,\d+")
_TELLS_POINT = re.compile(r"[+-]?(\d{1,3}(,\d{3})*|\d+)\.\d{1,2}|[+-]?0\.\d+")
MOST = 0.9
"""Share of the cells that must look like something for the column to be so."""
PHONES_LOOKED_AT = 40


@dataclass(frozen=True)
class Looks:
    """What the filled cells of one column look like."""

    filled: int
    distinct: int
    times: float
    """Share that looks like a date or time."""
    amounts: float
    decimals: float
    """Share with figures after the point."""
    phones: float
    digits: float
    """Share of at least seven digits and nothing else but what phones are written with."""
    emails: float
    currencies: float
    negative: int
    positive: int
    longest: int
    is_share: bool
    """Every amount is from 0 to 1."""

    @property
    def is_time(self) -> bool:
        """Dates or times."""
        return bool(self.filled) and self.times >= MOST

    @property
    def is_amount(self) -> bool:
        """Numbers that are no dates."""
        return bool(self.filled) and self.amounts >= MOST

    @property
    def is_unique(self) -> bool:
        """Every filled cell is different."""
        return self.filled > 1 and self.distinct == self.filled


def writes_comma(cells: Iterable[str]) -> bool:
    """Whether amounts among these cells have a decimal comma; a point anywhere speaks against it."""
    plain = [cell.translate(_AROUND_AMOUNTS).strip() for cell in cells]
    return any(map(_TELLS_COMMA.fullmatch, plain)) and not any(map(_TELLS_POINT.fullmatch, plain))


def amount(cell: str, comma: bool = False) -> Decimal | None:
    """A cell as the night would read it as money; None where it cannot."""
    plain = cell.translate(_AROUND_AMOUNTS).strip()
    if comma:
        if not _WITH_COMMA.fullmatch(plain):
            return None
        plain = plain.replace(".", "").replace(",", ".")
    elif _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    try:
        value = Decimal(plain)
    except InvalidOperation:
        return None
    return value if value.is_finite() and len(plain) <= 18 and "e" not in plain.lower() else None


def looks_of(cells: Sequence[str], phone_region: str, comma: bool = False) -> Looks:
    """What the cells of one column look like."""
    filled = [cell for cell in (cell.strip(WRAPPING) for cell in cells) if cell and cell not in ("-", "--", "/")]
    amounts = [value for cell in filled if (value := amount(cell, comma)) is not None]
    of = max(len(filled), 1)
    some = filled[:PHONES_LOOKED_AT]
    return Looks(
        filled=len(filled),
        distinct=len(set(filled)),
        times=sum(bool(_TIME.fullmatch(cell) or _OTHER_TIME.fullmatch(cell)) for cell in filled) / of,
        amounts=len(amounts) / of,
        # a number that went through a spreadsheet or a table of floats has a lone .0 and is a number still
        decimals=sum(value.as_tuple().exponent not in (0, -1) or value % 1 != 0 for value in amounts) / of,
        phones=sum(is_phone(cell, phone_region) for cell in some) / max(len(some), 1),
        digits=sum(bool(_DIGITS.fullmatch(cell)) for cell in filled) / of,
        emails=sum(bool(_EMAIL.fullmatch(cell)) for cell in filled) / of,
        currencies=sum(bool(_CURRENCY.fullmatch(cell)) for cell in filled) / of,
        negative=sum(value < 0 for value in amounts),
        positive=sum(value > 0 for value in amounts),
        longest=max(map(len, filled), default=0),
        is_share=all(0 <= value <= 1 for value in amounts),
    )


def is_local_day(cell: str) -> bool:
    """Whether a cell is a date such as 03/04/2026, whose day and month only the file as a whole tells apart."""
    return bool(re.match(r"\d{1,2}[-/.]\d{1,2}[-/.](19|20)?\d\d(\D|$)", cell.strip()))


def is_phone(cell: str, region: str) -> bool:
    """Whether a cell is a phone number, full or masked."""
    if _MASKED_PHONE.fullmatch(cell):
        return True
    if sum(character.isdigit() for character in cell) < 7 or not re.fullmatch(r"[+()\d\s./-]+", cell):
        return False
    try:
        number = phonenumbers.parse(cell, region)
    except phonenumbers.NumberParseException:
        return False
    kinds = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
    return phonenumbers.is_valid_number(number) and (phonenumbers.number_type(number) in kinds or cell.startswith("+"))


def masked(cell: str) -> str:
    """A cell as a preview may show it: e-mails and what could be a phone are starred, times are left as they are."""
    if "@" in cell:
        return re.sub(r"[^@\s]+@", lambda found: f"{found[0][:1]}***@", cell)
    return cell if _TIME.fullmatch(cell) else _LONG_NUMBER.sub(_starred, cell)


def _starred(found: re.Match[str]) -> str:
    digits = re.sub(r"[ -]", "", found[0])
    return f"{digits[:3]}****{digits[-4:]}"


def hidden(cell: str) -> str:
    """A cell of a column of names or addresses as a preview may show it."""
    return f"{cell[:1]}…" if cell else ""
