"""How fast one file is read, from its bytes to staged Parquet, beside the bare libraries on the same file."""

from __future__ import annotations

import csv
import re
import shutil
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import duckdb
import xlsxwriter
from python_calamine import CalamineWorkbook

from transforms.exports.landing import land
from transforms.exports.staging.stage_file import stage_file
from transforms.settings import Home

CSV_ROWS = 200_000
XLSX_ROWS = 50_000
ROUNDS = 3
_NUMBER = re.compile(r"-?\d{1,9}(\.\d+)?")


def reading_report(home: Home) -> Iterator[str]:
    """One line per format: rows per second of ours and of the bare library, best of a few rounds in turn."""
    orders = min((home.exports / "youzan").glob("*.csv"))
    bills = next((home.exports / "meituan_bill").glob("*.csv"))
    text, book = home.path / "reading.csv", home.path / "reading.xlsx"
    rows, columns = _write_first_rows(orders, text, CSV_ROWS)
    ours, raw = _seconds(home, "youzan", text, rows, lambda: _raw_duckdb(text))
    yield _line("CSV", "raw DuckDB", (rows, columns), ours, raw)
    rows, columns = _write_workbook(bills, book, XLSX_ROWS)
    ours, raw = _seconds(home, "meituan_bill", book, rows, lambda: _raw_calamine(book))
    yield _line("XLSX", "raw calamine", (rows, columns), ours, raw)


def _seconds(home: Home, source: str, path: Path, rows: int, raw: Callable[[], None]) -> tuple[float, float]:
    """Best of ours and of the bare library on one file."""
    inbox = home.exports / source / path.name
    shutil.move(path, inbox)
    landed = land(home, source, inbox)
    shutil.move(inbox, path)
    shop = home.shop()

    def ours() -> None:
        shutil.rmtree(home.staged, ignore_errors=True)
        summary = stage_file(home, shop, landed.file_id)
        assert [table.rows_read for table in summary.tables] == [rows], summary

    rounds = [(_timed(ours), _timed(raw)) for _ in range(ROUNDS)]
    return min(each for each, _ in rounds), min(each for _, each in rounds)


def _timed(read: Callable[[], None]) -> float:
    began = time.perf_counter()
    read()
    return time.perf_counter() - began


def _line(name: str, raw_name: str, size: tuple[int, int], ours: float, raw: float) -> str:
    rows, columns = size
    figures = f"{rows / ours:9,.0f} rows/s   {raw_name} {rows / raw:9,.0f} rows/s"
    return f"reading {name}, {rows:,} x {columns}: {figures}   {ours / raw:4.1f} x raw"


def _raw_duckdb(path: Path) -> None:
    database = path.with_suffix(".duckdb")
    connection = duckdb.connect(str(database))
    connection.execute(f"create table t as select * from read_csv('{path}', all_varchar = true, header = true)")
    connection.close()
    database.unlink()


def _raw_calamine(path: Path) -> None:
    with CalamineWorkbook.from_path(str(path)) as book:
        for _ in book.get_sheet_by_index(0).iter_rows():
            pass


def _write_first_rows(source: Path, target: Path, most: int) -> tuple[int, int]:
    with source.open(encoding="utf-8") as lines, target.open("w", encoding="utf-8") as out:
        header = next(lines)
        out.write(header)
        rows = 0
        for rows, line in enumerate(islice(lines, most), 1):  # noqa: B007
            out.write(line)
    return rows, header.count(",") + 1


def _write_workbook(source: Path, target: Path, most: int) -> tuple[int, int]:
    """The same table as a platform writes it: amounts and counts as numbers, all else as text."""
    book = xlsxwriter.Workbook(str(target))
    sheet = book.add_worksheet("订单明细")
    with source.open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines)
        header = next(reader)
        sheet.write_row(0, 0, header)
        number = 0
        for number, cells in enumerate(islice(reader, most), 1):
            for column, cell in enumerate(cells):
                if _NUMBER.fullmatch(cell):
                    sheet.write_number(number, column, float(cell))
                elif cell:
                    sheet.write_string(number, column, cell)
    book.close()
    return number, len(header)
