"""The data rows of a sheet as a CSV body: copied as they are where that is the same, else row by row."""

from __future__ import annotations

import csv
import mmap
import shutil
from array import array
from itertools import islice
from pathlib import Path

from transforms.exports.containers.leaves import LONG_CELL, Sheet
from transforms.exports.recognise.decode import UnreadableFile, Written
from transforms.exports.recognise.footer import Footers
from transforms.exports.recognise.header import Row


def write_sheet_body(sheet: Sheet, body: Path, header: Row, footers: Footers) -> Written:
    """Writes the data rows of a sheet; short rows get blank cells, rows that are too long stay so."""
    if _is_body_as_it_stands(sheet, header, footers):
        with sheet.rows.open("rb") as rows, body.open("wb") as out:
            for _ in range(header.after):
                rows.readline()
            shutil.copyfileobj(rows, out, 1 << 20)
        return Written(sheet.count - header.after, array("q"))
    try:
        return _write_row_by_row(sheet.rows, body, header, footers)
    except csv.Error:
        raise UnreadableFile(LONG_CELL) from None


def _is_body_as_it_stands(sheet: Sheet, header: Row, footers: Footers) -> bool:
    if not sheet.plain or sheet.width != len(header.cells) or any(row >= header.after for row in sheet.blank):
        return False
    footer = footers.footer
    if footer.table_opens_with:
        return False
    words = (*footer.starts_with, *filter(None, (footer.total_row_starts_with,)))
    return not footers.are_expected or not _holds_any(sheet.rows, words)


def _holds_any(rows: Path, words: tuple[str, ...]) -> bool:
    with rows.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as text:
        return any(text.find(word.encode()) >= 0 for word in words)


def _write_row_by_row(rows: Path, body: Path, header: Row, footers: Footers) -> Written:
    skipped = array("q")
    number = -1
    width = len(header.cells)
    may_be_footer = footers.are_expected
    with rows.open(encoding="utf-8", newline="") as file, body.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        for number, cells in enumerate(islice(csv.reader(file), header.after, None)):
            if not any(map(str.strip, cells)):
                skipped.append(number)
                continue
            while len(cells) > width and not cells[-1].strip():
                cells.pop()
            if may_be_footer and footers.takes(cells, ",".join(cells)):
                skipped.append(number)
                continue
            plain = (cell[2:-1] if cell[:2] == '="' and cell[-1:] == '"' else cell for cell in cells)
            writer.writerow((*plain, *[""] * (width - len(cells))))
    return Written(number + 1 - len(skipped), skipped, skipped)
