"""One typed cell of a workbook as the text that a CSV of the sheet would hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

EXACT_BELOW = 10**15
"""Excel keeps 15 digits of a number and fills the rest with zeros."""
EXACT_FLOATS_BELOW = 2**53


def number_text(number: float) -> str:
    """A number as digits; in exponent form where it has lost digits, so that it cannot pass for an id."""
    if not number.is_integer():
        text = repr(number)
        return format(Decimal(text), "f") if "e" in text else text
    whole = int(number)
    if -EXACT_BELOW < whole < EXACT_BELOW:
        return str(whole)
    # A sixteenth digit that is not zero was not written by Excel, so it is what the platform meant.
    if abs(whole) < EXACT_FLOATS_BELOW and whole % 10:
        return str(whole)
    mantissa, _, exponent = f"{number:.14E}".partition("E")
    return f"{mantissa.rstrip('0').rstrip('.')}E{exponent}"


def _span_text(span: timedelta) -> str:
    seconds = round(span.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


_TEXT_OF: dict[type, Callable[[Any], str]] = {
    bool: lambda cell: "TRUE" if cell else "FALSE",
    int: lambda cell: str(cell) if abs(cell) < EXACT_BELOW else number_text(float(cell)),
    float: number_text,
    datetime: lambda cell: cell.isoformat(" ", "seconds"),
    date: lambda cell: cell.isoformat(),
    time: lambda cell: cell.isoformat("seconds"),
    timedelta: _span_text,
    type(None): lambda _: "",
}


class NumberTexts(dict[float, str]):
    """Texts of numbers, worked out once each: the same amounts and days come again and again."""

    MOST = 100_000

    def __missing__(self, number: float) -> str:
        if len(self) >= self.MOST:
            self.clear()
        text = self[number] = number_text(number)
        return text


def cell_text(cell: Any) -> str:
    """The text of one cell that is not text already."""
    write = _TEXT_OF.get(cell.__class__)
    return write(cell) if write else str(cell)
