"""Writing files that come out the same bytes every time."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from types import TracebackType
from typing import Self
from zoneinfo import ZoneInfo

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

Cell = str | float
_ZONE = ZoneInfo("Asia/Shanghai")
_MADE = datetime.combine(date(2026, 11, 1), time())


def yuan(fen: int) -> str:
    """An amount of fen as the files print it: `-12.30`."""
    whole, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole}.{rest:02d}"


def fill_row(header: Sequence[str], values: Mapping[str, Cell], blank: str) -> list[Cell]:
    """One row in the order of a header; a column without a value is blank. A name twice in the header is filled twice.

    Raises:
        KeyError: a value is for a column that the header does not have.
    """
    if not values.keys() <= set(header):
        raise KeyError(f"no such column: {sorted(values.keys() - set(header))}")
    return [values.get(name, blank) for name in header]


def write_bytes(path: Path, content: bytes, exported_at: datetime) -> None:
    """Write one file, dated as if it had arrived when it was exported."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    date_file(path, exported_at)


def date_file(path: Path, exported_at: datetime) -> None:
    """Give a file the time of its export, so that arrival does not depend on when the demo is made."""
    moment = exported_at.replace(tzinfo=_ZONE).timestamp()
    os.utime(path, (moment, moment))


def csv_text(rows: Iterable[Sequence[Cell]]) -> str:
    """Rows as CSV with Windows line ends."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue()


class Sheet:
    """One worksheet, filled from the top."""

    def __init__(self, worksheet: Worksheet) -> None:
        self._worksheet = worksheet
        self.rows = 0

    def append(self, cells: Sequence[Cell]) -> None:
        """Add one row; text stays text, whatever it looks like."""
        write_text, write_number, row = self._worksheet.write_string, self._worksheet.write_number, self.rows
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                write_text(row, column, cell)
            else:
                write_number(row, column, cell)
        self.rows += 1


class Workbook:
    """One xlsx file; its sheets are written one after the other, row by row."""

    def __init__(self, path: Path, exported_at: datetime) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path, self._exported_at = path, exported_at
        self._book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
        self._book.set_properties({"created": _MADE})

    def sheet(self, name: str) -> Sheet:
        """Begin one more sheet."""
        return Sheet(self._book.add_worksheet(name))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._book.close()
        date_file(self._path, self._exported_at)
