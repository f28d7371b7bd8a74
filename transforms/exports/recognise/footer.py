"""Rows around the data that are not data: how to tell them, and the totals and times they state."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation

from transforms.exports.layout import Layout, header_word
from transforms.exports.recognise.header import WRAPPING

_TIME = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})(?:\D+(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
_AROUND_AMOUNTS = str.maketrans("", "", WRAPPING + ",，¥￥$€£元")


class Footers:
    """Tells footer rows of one table from its data rows and keeps what they state."""

    def __init__(self, layout: Layout, header: Sequence[str]) -> None:
        self.footer = layout.footer
        self.header = header
        self.totals: dict[str, Decimal] = {}
        self.exported_at: datetime | None = None
        self._exported_at = re.compile(layout.exported_at) if layout.exported_at else None
        self._totals = {name: re.compile(pattern) for name, pattern in self.footer.totals.items()}
        self._table: tuple[str, ...] | None = None
        self._table_is_read = False

    @property
    def are_expected(self) -> bool:
        """True when tables of this layout have footers at all."""
        footer = self.footer
        return any((footer.starts_with, footer.matches, footer.table_opens_with, footer.total_row_starts_with))

    def note(self, line: str) -> None:
        """Keeps the time and the totals that one line outside the data states."""
        if self._exported_at and self.exported_at is None and (match := self._exported_at.search(line)):
            self.exported_at = _time(match[1])
        for name, pattern in self._totals.items():
            if (match := pattern.search(line)) and (amount := _amount(match[1])) is not None:
                self.totals[name] = amount

    def note_above(self, rows: Sequence[Sequence[str]]) -> None:
        """Keeps what the rows above the header state."""
        for cells in rows:
            self.note(",".join(cells))
        if rows and self.footer.total_row_above_header:
            self._state(self.header, rows[-1])

    def takes(self, cells: Sequence[str], line: str) -> bool:
        """True when the row is a footer; its time and totals are then kept."""
        if self._table is not None and self._takes_table_values(cells):
            self.note(line)
            return True
        first = next((word for cell in cells if (word := cell.strip(WRAPPING))), "")
        footer = self.footer
        if footer.table_opens_with and header_word(first) == header_word(footer.table_opens_with):
            self._table = _without_blank_end(cells)
            self._table_is_read = False
        elif footer.total_row_starts_with and first.startswith(footer.total_row_starts_with):
            self._state(self.header, cells)
        elif not (footer.starts_with and first.startswith(footer.starts_with)) and not (
            footer.matches and re.search(footer.matches, first)
        ):
            return False
        self.note(line)
        return True

    def _takes_table_values(self, cells: Sequence[str]) -> bool:
        assert self._table is not None
        # A wider row is data again: bills of several days are sometimes put one after another.
        if len(_without_blank_end(cells)) > len(self._table):
            self._table = None
            return False
        if not self._table_is_read:
            self._state(self._table, cells)
            self._table_is_read = True
        return True

    def _state(self, words: Sequence[str], cells: Sequence[str]) -> None:
        stated: dict[str, Decimal] = {}
        for word, cell in zip(words, cells, strict=False):
            amount = _amount(cell)
            if word and amount is not None:
                stated.setdefault(word, amount)
        self.totals.update(stated)


def _without_blank_end(cells: Sequence[str]) -> tuple[str, ...]:
    words = [cell.strip(WRAPPING) for cell in cells]
    while words and not words[-1]:
        words.pop()
    return tuple(words)


def _amount(cell: str) -> Decimal | None:
    try:
        amount = Decimal(cell.translate(_AROUND_AMOUNTS))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() else None


def _time(text: str) -> datetime | None:
    match = _TIME.search(text)
    try:
        return datetime(*(int(part) for part in match.groups(default="0"))) if match else None  # type: ignore[arg-type]  # noqa: DTZ001 - the file states no zone
    except ValueError:
        return None
