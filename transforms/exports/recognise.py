"""From a path to recognised tables: which layout a file has, by its header, and its data rows as CSV.

File names and extensions are never looked at: people rename exports, and platforms change the names.
"""

from __future__ import annotations

import csv
import tempfile
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import partial
from itertools import islice
from pathlib import Path

from transforms.exports import workbook
from transforms.exports.decode import Head, UnreadableFile, Written, heads, line_of_row, write_text_body
from transforms.exports.footer import Footers
from transforms.exports.header import (
    KnownLayout,
    Match,
    NoKnownLayout,
    Row,
    accepted,
    matches,
    no_known_layout,
    past_prose,
    positions,
    unknown_words,
)
from transforms.exports.layout import Layout
from transforms.exports.workbook import Limits

__all__ = ["Examined", "Finding", "Limits", "RecognisedTable", "UnreadableFile", "examine"]

HEADER_WITHIN = 30
"""The header is searched for in this many lines or rows."""
LONGEST_HEADER_LINES = 40
"""How many lines one header row may take; header cells have line breaks in some exports."""
DOUBTFUL_LOSS = 0.1
"""Above this share of unreadable characters an encoding is taken only when no other fits."""

DELIMITERS = ",\t;"


@dataclass(frozen=True)
class Finding:
    """One thing about a file that the owner should know although it could be read."""

    kind: str
    """`unknown_sheet`, `encoding_doubtful` or `empty`."""
    what: str


@dataclass(frozen=True)
class RecognisedTable:
    """One table of an export: its layout, and its data rows as a CSV file of their own."""

    layout: Layout
    body: Path
    """UTF-8, no BOM, LF, no header: nothing but data rows."""
    delimiter: str
    header: tuple[str, ...]
    positions: dict[str, int]
    missing_optional: tuple[str, ...]
    unknown_words: tuple[str, ...]
    sheet: str | None
    """The sheet of a workbook; of a zip file, the member (and its sheet after a slash)."""
    encoding: str
    first_line: int
    exported_at: datetime | None
    totals: dict[str, Decimal]
    rows: int
    header_lines: int
    skipped: Sequence[int] = field(repr=False, compare=False)
    """Lines after the header, from 0, that start no row of the body."""
    dropped: Sequence[int] = field(repr=False, compare=False)
    """Those of them that are not in the body; the others go on with a cell of an earlier line."""
    quotes_pair: bool = True
    """False: a quotation mark opens a cell that nothing closes."""

    def lines_of(self, rows: Collection[int]) -> dict[int, int]:
        """Row of the body, counted from 0 -> its line or sheet row in the original file, counted from 1."""
        return {row: self.header_lines + line_of_row(self.skipped, row) + 1 for row in rows}


@dataclass(frozen=True)
class Examined:
    """What one file holds: its recognised tables, and what was noticed on the way."""

    tables: tuple[RecognisedTable, ...]
    findings: tuple[Finding, ...]


def examine(path: Path, layouts: Sequence[Layout], work: Path, limits: Limits = Limits()) -> Examined:  # noqa: B008
    """Recognises every table in one file and writes its data rows into a new folder inside `work`.

    Raises:
        UnreadableFile: nothing can be taken in from this file; the error's text is for the owner.
    """
    known = [KnownLayout(layout) for layout in layouts]
    return _examine(path, known, Path(tempfile.mkdtemp(dir=work)), limits, None)


def _examine(path: Path, known: list[KnownLayout], folder: Path, limits: Limits, member: str | None) -> Examined:
    workbook.refuse_other_formats(path)
    name = member and path.name
    if not workbook.is_zip(path):
        return _examine_text(path, known, folder / f"{name or 'file'}.body.csv", member)
    with workbook.opened(path, limits) as archive:
        if workbook.is_workbook(archive):
            sheets = workbook.sheets(path, archive, folder / f"{name or 'file'}.sheets", limits)
            return _together(
                (
                    (
                        sheet.name,
                        partial(_examine_sheet, sheet, known, f"{member}/{sheet.name}" if member else sheet.name),
                    )
                    for sheet in sheets
                    if sheet.rows.stat().st_size
                ),
                "The workbook is empty.",
            )
        if member is not None:
            raise UnreadableFile("There is a zip file inside the zip file: unpack it and add what is in it.")
        return _together(
            (
                (name, partial(_examine, file, known, folder, limits, name))
                for name, file in workbook.unpack(archive, folder)
            ),
            "The zip file holds no table.",
        )


def _together(parts: Iterable[tuple[str, Callable[[], Examined]]], when_none: str) -> Examined:
    """What the parts of a container hold; a part without a known layout is a finding when another has one."""
    tables: list[RecognisedTable] = []
    findings: list[Finding] = []
    strangers: dict[str, NoKnownLayout] = {}
    for name, look in parts:
        try:
            part = look()
        except NoKnownLayout as error:
            strangers[name] = error
        except UnreadableFile as error:
            raise UnreadableFile(f"{name}: {error}") from error
        else:
            tables += part.tables
            findings += part.findings
    if not tables:
        raise max(strangers.values(), key=lambda error: error.nearness, default=UnreadableFile(when_none))
    expected = {name for table in tables for name in table.layout.sheets_ignored}
    findings += [Finding("unknown_sheet", name) for name in strangers if name not in expected]
    return Examined(tuple(tables), tuple(findings))


def _examine_text(path: Path, known: list[KnownLayout], body: Path, member: str | None) -> Examined:
    head, match = _header_of_text(path, known)
    found = positions(match)
    match = past_prose(match, _rows_of_lines(head, match.row))
    footers = Footers(match.layout, match.row.cells)
    footers.note_above([_cells_of(line, match.row.delimiter) for line in head.lines[: match.row.number]])
    written = write_text_body(
        path,
        body,
        head=head,
        header_lines=match.row.after,
        delimiter=match.row.delimiter,
        is_footer=footers.takes if footers.are_expected else None,
    )
    findings = []
    if written.replaced:
        what = f"{written.replaced} characters could not be read as {head.encoding} and were replaced"
        findings.append(Finding("encoding_doubtful", what))
    elif head.encoding in ("gb18030", "big5") and not match.tells_encoding:
        findings.append(Finding("encoding_doubtful", f"its header does not tell the encoding; read as {head.encoding}"))
    table = _table(match, found, footers, written, body=body, sheet=member, encoding=head.encoding)
    return _examined(table, findings)


def _header_of_text(path: Path, known: list[KnownLayout]) -> tuple[Head, Match]:
    """The reading of the file under which a header is found, and that header."""
    readings = [(head, best[0]) for head in heads(path) if (best := matches(_rows_of_text(head), known))]
    good = [(head, match) for head, match in readings if accepted(match)]
    if not good:
        nearest = max((match for _, match in readings), key=lambda match: match.share, default=None)
        raise no_known_layout(nearest)
    full = [(head, match) for head, match in good if match.is_full] or good
    # Encodings come in the order of likelihood; a header in ASCII is found under each of them.
    return next(
        (reading for reading in full if reading[0].lost_share <= DOUBTFUL_LOSS),
        min(full, key=lambda reading: reading[0].lost_share),
    )


def _rows_of_text(head: Head) -> Iterator[Row]:
    # Each line is tried as the beginning of a row: a stray quote in a preamble must not swallow the header.
    for number in range(min(HEADER_WITHIN, len(head.lines))):
        for delimiter in DELIMITERS:
            row = _row_at(head, number, delimiter)
            if row is not None:
                yield row


def _row_at(head: Head, number: int, delimiter: str) -> Row | None:
    reader = csv.reader(head.lines[number : number + LONGEST_HEADER_LINES], delimiter=delimiter)
    try:
        cells = next(reader)
    except (csv.Error, StopIteration):
        return None
    return Row.of(number, number + reader.line_num, cells, delimiter)


def _rows_of_lines(head: Head, header: Row) -> Iterator[Row]:
    """The rows right after a header, one behind the other."""
    number = header.after
    while number < len(head.lines) and (row := _row_at(head, number, header.delimiter)):
        yield row
        number = row.after


def _cells_of(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader((line,), delimiter=delimiter), [])
    except csv.Error:
        return line.split(delimiter)


def _examine_sheet(sheet: workbook.Sheet, known: list[KnownLayout], name: str) -> Examined:
    with sheet.rows.open(encoding="utf-8", newline="") as file:
        top = list(islice(csv.reader(file), HEADER_WITHIN))
    rows = [Row.of(number, number + 1, cells, ",") for number, cells in enumerate(top)]
    best = matches(rows, known)
    if not best or not accepted(best[0]):
        raise no_known_layout(best[0] if best else None)
    match = past_prose(best[0], rows[best[0].row.after :])
    found = positions(match)
    footers = Footers(match.layout, match.row.cells)
    footers.note_above(top[: match.row.number])
    body = sheet.rows.with_suffix(".body.csv")
    written = _write_sheet_body(sheet.rows, match.row, footers, body)
    return _examined(_table(match, found, footers, written, body=body, sheet=name, encoding="xlsx"), [])


def _write_sheet_body(rows: Path, header: Row, footers: Footers, body: Path) -> Written:
    """Writes the data rows of a sheet; short rows get blank cells, rows that are too long stay so."""
    skipped = array("q")
    number = -1
    width = len(header.cells)
    with rows.open(encoding="utf-8", newline="") as file, body.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        for number, cells in enumerate(islice(csv.reader(file), header.after, None)):
            if not any(map(str.strip, cells)) or (footers.are_expected and footers.takes(cells, ",".join(cells))):
                skipped.append(number)
            else:
                plain = (cell[2:-1] if cell.startswith('="') and cell.endswith('"') else cell for cell in cells)
                writer.writerow((*plain, *[""] * (width - len(cells))))
    return Written(number + 1 - len(skipped), skipped, skipped)


def _examined(table: RecognisedTable, findings: list[Finding]) -> Examined:
    empty = [] if table.rows else [Finding("empty", table.sheet or table.layout.name)]
    return Examined((table,), (*findings, *empty))


def _table(
    match: Match,
    found: dict[str, int],
    footers: Footers,
    written: Written,
    *,
    body: Path,
    sheet: str | None,
    encoding: str,
) -> RecognisedTable:
    return RecognisedTable(
        layout=match.layout,
        body=body,
        delimiter=match.row.delimiter,
        header=match.row.cells,
        positions=found,
        missing_optional=tuple(name for name in match.layout.columns if name not in found),
        unknown_words=unknown_words(match),
        sheet=sheet,
        encoding=encoding,
        first_line=match.row.after + line_of_row(written.skipped, 0) + 1,
        exported_at=footers.exported_at,
        totals=footers.totals,
        rows=written.rows,
        header_lines=match.row.after,
        skipped=written.skipped,
        dropped=written.dropped,
        quotes_pair=not written.ends_open,
    )
