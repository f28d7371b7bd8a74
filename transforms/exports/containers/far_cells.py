"""The highest cell that a workbook names, read from its XML without parsing it.

The parser asks for memory for the whole rectangle up to that cell. Where it was not given it, this says why.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from transforms.exports.bounded.limits import Limits, Refused

PIECE_BYTES = 1024 * 1024
LONGEST_REFERENCE = 64
"""Bytes kept from one piece of XML to the next, so that no reference is cut in two."""

# The letter comes first and the space before it second: so the search runs on a fixed prefix.
_COLUMN = re.compile(rb"r(?<=\sr)\s*=\s*[\"']([A-Za-z]+)")
_ROW = re.compile(rb"r(?<=\sr)\s*=\s*[\"'][A-Za-z]*([0-9]+)")


def refuse_far(rows: int, columns: int, limits: Limits) -> None:
    """Raises Refused when a sheet up to this cell is larger than is opened."""
    if rows > limits.max_rows or rows * columns > limits.max_cells:
        raise Refused("far_cell", row=rows, column=columns)


def look_for_far_cells(path: Path, limits: Limits) -> None:
    """Raises Refused when a part of the workbook names a cell too far away."""
    with zipfile.ZipFile(path) as parts:
        for part in parts.infolist():
            # Any other part may be named as a sheet by the workbook, whatever it is called.
            if part.filename == "xl/sharedStrings.xml" or part.filename.startswith("xl/media/"):
                continue
            columns, rows, rest = {b"A"}, {1}, b""
            with parts.open(part) as sheet:
                while piece := sheet.read(PIECE_BYTES):
                    piece = rest + piece
                    columns.update(_COLUMN.findall(piece))
                    # Digits beyond any row number need not become a number of that length.
                    rows = {max(rows), *(int(row.lstrip(b"0")[:12] or b"0") for row in set(_ROW.findall(piece)))}
                    rest = piece[-LONGEST_REFERENCE:]
            refuse_far(max(rows), max(map(_column_number, columns)), limits)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters[:8].upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def cell_of(reference: bytes) -> tuple[int, int]:
    """Row and column, counted from 0, of a reference such as B7."""
    letters = reference.rstrip(b"0123456789")
    return int(reference[len(letters) :]) - 1, _column_number(letters) - 1
