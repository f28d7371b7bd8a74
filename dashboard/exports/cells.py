"""Cells of exported tables: exact numbers, and text that no spreadsheet takes for a formula."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from dashboard.charts.view import CellKind

_FORMULA_STARTS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "\0",
    "＝",
    "＋",
    "－",
    "＠",
)  # OWASP ASVS 1.2.10, and full width
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MOST_DIGITS = 15
"""What a spreadsheet keeps of a number."""


def safe_text(value: str) -> str:
    """Text with a leading apostrophe where a spreadsheet would read a formula."""
    return f"'{value}" if value.startswith(_FORMULA_STARTS) else value


def printable(value: str) -> str:
    """Safe text without control characters, which no workbook may hold."""
    return _CONTROL.sub("", safe_text(value))


def is_number(value: Any) -> bool:
    """True for what is written as a number: not flags, not NaN."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return False
    return value == value and abs(value) != float("inf")  # noqa: PLR0124 (NaN differs from itself)


def fits_a_spreadsheet(value: int | float | Decimal) -> bool:
    """True when no digit is lost in a spreadsheet's number."""
    if isinstance(value, float):
        return True
    digits = Decimal(value).normalize().as_tuple().digits
    return len(digits) <= _MOST_DIGITS


def number_text(value: int | float | Decimal, kind: CellKind) -> str:
    """Every digit of a number, no exponent, no superfluous zeros; money keeps two decimals."""
    if isinstance(value, float):
        value = Decimal(repr(value))
    text = format(Decimal(value), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if kind == "money":
        whole, _, cents = text.partition(".")
        text = f"{whole}.{cents.ljust(2, '0')}"
    return "0" if text == "-0" else text


def cell_text(value: Any, kind: CellKind) -> str:
    """One cell as text; an unknown value is empty."""
    if is_number(value):
        return number_text(value, kind)
    if value is None or isinstance(value, float | Decimal):  # NaN and infinities: not known
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return safe_text(str(value))
