"""Workbooks (.xlsx, .xls, .xlsb, .ods) as CSV files, one per sheet."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from transforms.exports.bounded.limits import Refused
from transforms.exports.containers.far_cells import refuse_far
from transforms.exports.containers.parts import PIECE_BYTES, ErrorCells, PartsCheck
from transforms.exports.containers.rows_file import write_rows
from transforms.exports.containers.shelf import Shelf

_DIMENSION = re.compile(rb"<(?:\w+:)?dimension\b[^<>]*>")


def write_sheets(path: Path, kind: str, where: tuple[str, ...], shelf: Shelf) -> None:
    """Puts every worksheet on the shelf: one CSV per sheet, in the order of the workbook.

    Raises:
        Refused: the workbook is damaged or reaches farther than can be opened.
    """
    # The parser believes a workbook whose checksums are wrong, so they are checked while it works.
    check = PartsCheck(path) if kind != "xls" else None
    try:
        sheets = _written(path, check, shelf)
    except _NotParsed:
        if check is None:
            raise Refused("workbook_damaged") from None
        check.wait()
        # A range that a sheet declares wrongly does no harm, but one that is no range stops the parser.
        undeclared = shelf.new_file().with_suffix(path.suffix)
        _write_undeclared(path, undeclared)
        try:
            sheets = _written(undeclared, check, shelf)
        except _NotParsed:
            raise Refused("workbook_damaged") from None
        undeclared.unlink()
    if check:
        check.wait()
    for name, target, facts in sheets:
        shelf.put(kind, where, name, target, **facts)


class _NotParsed(Exception):
    """The parser gave up on a workbook."""


def _written(path: Path, check: PartsCheck | None, shelf: Shelf) -> list[tuple[str, Path, dict[str, Any]]]:
    """Name, file and what is told of it, for each worksheet."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum  # noqa: PLC0415 - after the limits are set

    sheets = []
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            for number, about in enumerate(book.sheets_metadata):
                if about.typ != SheetTypeEnum.WorkSheet:
                    continue
                sheet = book.get_sheet_by_index(number)
                first_column = 0
                if sheet.start and sheet.end:
                    refuse_far(sheet.end[0] + 1, sheet.end[1] + 1, shelf.limits)
                    first_column = sheet.start[1]
                errors = check.error_cells(number) if check else {}
                rows = _with_errors(sheet.iter_rows(), errors, first_column) if errors else sheet.iter_rows()
                target = shelf.new_file()
                sheets.append((about.name, target, write_rows(rows, target)))
    except (Refused, MemoryError):
        raise
    except OSError as error:
        if error.errno is None:
            raise _NotParsed from None
        raise
    except BaseException:  # a panic of the parser is no Exception
        raise _NotParsed from None
    return sheets


def _write_undeclared(path: Path, target: Path) -> None:
    """Writes the same workbook without the ranges that its sheets declare."""
    with zipfile.ZipFile(path) as parts, zipfile.ZipFile(target, "w") as out:
        for part in parts.infolist():
            with parts.open(part) as stream, out.open(part.filename, "w") as copy:
                copy.write(_DIMENSION.sub(b"", stream.read(PIECE_BYTES), count=1))
                shutil.copyfileobj(stream, copy, PIECE_BYTES)


def _with_errors(rows: Iterable[list[Any]], errors: ErrorCells, first_column: int) -> Iterator[list[Any]]:
    in_row: dict[int, dict[int, str]] = {}
    for (row, column), text in errors.items():
        in_row.setdefault(row, {})[column - first_column] = text
    for number, cells in enumerate(rows):
        for position, text in in_row.get(number, {}).items():
            if 0 <= position < len(cells) and cells[position] == "":
                cells[position] = text
        yield cells
