"""Entry point of the process that opens a workbook: `python -m transforms.exports.workbook_child`.

A workbook is the one kind of file whose parser can abort the process that runs it, so it runs alone,
under limits it sets on itself. It writes each sheet as CSV, one record per sheet row, blank rows as
blank lines, and says on standard output, as JSON, which sheets it wrote or why it could not.
"""

from __future__ import annotations

import csv
import errno
import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any


def cell_text(cell: Any) -> str:
    """One cell as the text a CSV of the sheet would hold."""
    match cell:
        case str():
            text = cell.replace("\r\n", "\n")
        case bool():
            text = "TRUE" if cell else "FALSE"
        case float():
            text = str(int(cell)) if cell.is_integer() else repr(cell)
        case datetime():
            text = cell.strftime("%Y-%m-%d %H:%M:%S")
        case date() | time():
            text = cell.isoformat()
        case timedelta():
            seconds = round(cell.total_seconds())
            text = f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
        case _:
            text = "" if cell is None else str(cell)
    return text


def write_sheets(workbook: Path, folder: Path) -> list[dict[str, str]]:
    """Writes every worksheet into the folder: one CSV per sheet, in the order of the workbook."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum  # noqa: PLC0415 - after the limits are set

    sheets = []
    with CalamineWorkbook.from_path(str(workbook)) as book:
        for number, sheet in enumerate(book.sheets_metadata):
            if sheet.typ != SheetTypeEnum.WorkSheet:
                continue
            target = folder / f"sheet-{number}.csv"
            with target.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                for row in book.get_sheet_by_name(sheet.name).iter_rows():
                    cells = [cell_text(cell) for cell in row]
                    while cells and not cells[-1].strip():
                        cells.pop()
                    writer.writerow(cells)
            sheets.append({"name": sheet.name, "file": target.name})
    return sheets


def main(arguments: list[str]) -> int:
    """One workbook into CSV files: arguments are workbook, folder, memory in bytes, bytes per file, seconds."""
    workbook, folder, memory, file_bytes, seconds = arguments
    for kind, limit in (
        (resource.RLIMIT_AS, int(memory)),
        (resource.RLIMIT_FSIZE, int(file_bytes)),
        (resource.RLIMIT_CPU, int(seconds)),  # ends this process even when its parent is gone
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (limit, resource.getrlimit(kind)[1] if kind == resource.RLIMIT_CPU else limit))
    try:
        answer: dict[str, Any] = {"sheets": write_sheets(Path(workbook), Path(folder))}
    except MemoryError:
        answer = {"error": "memory"}
    except OSError as error:
        answer = {"error": "size"} if error.errno == errno.EFBIG else {"errno": error.errno}
    except BaseException as error:
        # A panic of the parser is no Exception. Its words may quote a cell, so only its kind leaves this process.
        answer = {"error": type(error).__name__}
    sys.stdout.write(json.dumps(answer))
    return 0 if "sheets" in answer else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
