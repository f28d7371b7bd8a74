"""Workbooks (.xlsx, .xls, .xlsb, .ods) as CSV files, one per sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from transforms.exports.containers.far_cells import refuse_far
from transforms.exports.containers.parts import ErrorCells, PartsCheck
from transforms.exports.containers.rows_file import write_rows
from transforms.exports.containers.shelf import Shelf
from transforms.exports.limits import Refused


def write_sheets(path: Path, kind: str, where: tuple[str, ...], shelf: Shelf) -> None:
    """Puts every worksheet on the shelf: one CSV per sheet, in the order of the workbook.

    Raises:
        Refused: the workbook is damaged or reaches farther than can be opened.
    """
    from python_calamine import CalamineWorkbook, SheetTypeEnum  # noqa: PLC0415 - after the limits are set

    check = PartsCheck(path) if kind != "xls" else None
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
                shelf.put(kind, where, about.name, target, **write_rows(rows, target))
        if check:
            check.wait()
    except (Refused, MemoryError):
        raise
    except OSError as error:
        if error.errno is None:
            raise Refused("workbook_damaged") from None
        raise
    except BaseException:  # a panic of the parser is no Exception
        raise Refused("workbook_damaged") from None


def _with_errors(rows: Iterable[list[Any]], errors: ErrorCells, first_column: int) -> Iterator[list[Any]]:
    in_row: dict[int, dict[int, str]] = {}
    for (row, column), text in errors.items():
        in_row.setdefault(row, {})[column - first_column] = text
    for number, cells in enumerate(rows):
        for position, text in in_row.get(number, {}).items():
            if 0 <= position < len(cells) and cells[position] == "":
                cells[position] = text
        yield cells
