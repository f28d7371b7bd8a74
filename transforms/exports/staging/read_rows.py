"""The body of a recognised table as typed rows, in the manners of its file, the bad ones told from the good."""

from __future__ import annotations

import csv
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from transforms.engines.duckdb import DataError, Engine
from transforms.exports.recognise.examine import RecognisedTable
from transforms.exports.staging import typed_rows
from transforms.exports.staging.cells import MACROS, manners_of
from transforms.sql import quote


@dataclass(frozen=True)
class Desk:
    """Everything one recognised table is staged with."""

    engine: Engine
    reading: typed_rows.Reading
    table: RecognisedTable
    out: Path
    date_order: str | None = None
    """What the owner says of dates that do not tell by themselves."""


def rows_end_blank(table: RecognisedTable) -> bool:
    """Whether most of the first rows have more cells than the header, as where each row ends in a delimiter."""
    with table.body.open(encoding="utf-8", newline="") as body:
        try:
            rows = list(islice(csv.reader(body, delimiter=table.delimiter), 20))
        except csv.Error:
            return False
    return sum(len(cells) > len(table.header) for cells in rows) * 2 > len(rows)


def read_body(desk: Desk) -> Desk:
    """Make table `typed` of the rows that recognition counted; returns the desk with the table as it was read.

    Where quotation marks do not pair, one of them would swallow the rows behind it, and engines differ in how many.
    Such a body is read line by line: what is damaged then stays in its own row.

    Raises:
        DataError: it cannot be read that way either.
    """
    engine, table = desk.engine, desk.table
    for macro in MACROS:
        engine.run(macro)
    with suppress(DataError):
        read = _typed(desk)
        if table.quotes_pair and engine.value("select count(*) from typed") == table.rows:
            return read
    return _typed(replace(desk, table=_line_by_line(table)))


def _typed(desk: Desk) -> Desk:
    """Make table `typed` in the manners of the file; returns the desk with them.

    Whether a comma is the decimal sign is only asked where amounts could not be read, or where semicolons part the
    cells because commas are taken.
    """
    engine, table = desk.engine, desk.table
    desk = _in_its_manners(desk, amounts=table.delimiter == ";")
    engine.run(typed_rows.typed_sql(desk.reading, table.body, table.delimiter))
    doubt = "select count(*) from typed where faults like '%not_an_amount:%' or faults like '%not_a_number:%'"
    if table.delimiter != ";" and engine.value(doubt):
        asked = _in_its_manners(desk, amounts=True)
        if asked.reading.manners != desk.reading.manners:
            desk = asked
            engine.run(typed_rows.typed_sql(desk.reading, table.body, table.delimiter))
    whole_by = table.layout.whole_by
    if whole_by:
        header = table.layout.columns[whole_by].header[0]
        engine.run(
            f"update typed set faults = {quote(f'line_of_order:{header}')} where faults = '' and not wrong_cells "
            f"and {whole_by} in (select {whole_by} from typed where wrong_cells or faults <> '')"
        )
    return desk


def _in_its_manners(desk: Desk, *, amounts: bool) -> Desk:
    reading, table = desk.reading, desk.table
    question = typed_rows.manners_sql(reading, table.body, table.delimiter, amounts=amounts)
    if question is None:
        return desk
    (found,) = desk.engine.rows(question)
    days, zones = typed_rows.days_in_doubt(reading), typed_rows.zone_columns(reading)
    manners = manners_of(found, days, zones, desk.date_order)
    if not amounts:
        manners = replace(manners, decimal_comma=reading.manners.decimal_comma)
    return replace(desk, reading=replace(reading, manners=manners))


def _line_by_line(table: RecognisedTable) -> RecognisedTable:
    """The table with each line of its body as one row, written anew with every cell in quotes."""
    plain = table.body.with_suffix(".lines.csv")
    rows = 0
    with table.body.open("rb") as body, plain.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for rows, line in enumerate(body, 1):  # noqa: B007
            writer.writerow(_cells_of_line(line.decode().rstrip("\n"), table.delimiter))
    return replace(table, body=plain, delimiter=",", rows=rows, skipped=table.dropped)


def _cells_of_line(line: str, delimiter: str) -> list[str]:
    line = line.replace("\r", " ").replace("\0", " ")
    try:
        return next(csv.reader((line,), delimiter=delimiter, strict=True), [])
    except csv.Error:
        return line.split(delimiter)
