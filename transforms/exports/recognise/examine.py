"""From a path to recognised tables: which layout a file has, by its header, and its data rows as CSV.

File names and extensions are never looked at: people rename exports, and platforms change the names.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from transforms.exports.bounded.limits import Limits, Refused
from transforms.exports.bounded.sentences import sentence
from transforms.exports.contacts import tellable
from transforms.exports.containers.formats import OPENED, STRANGE
from transforms.exports.containers.leaves import Leaf, Sheet, Stranger, Text, format_of_file, leaves
from transforms.exports.layout import Layout
from transforms.exports.recognise.decode import Head, UnreadableFile, Written, heads, line_of_row, write_text_body
from transforms.exports.recognise.footer import Footers
from transforms.exports.recognise.header import (
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
from transforms.exports.recognise.sheet_body import write_sheet_body
from transforms.exports.traits.trait import TRAIT_KINDS

__all__ = ["Examined", "Finding", "Limits", "RecognisedTable", "UnreadableFile", "examine"]

HEADER_WITHIN = 30
"""The header is searched for in this many lines or rows."""
LONGEST_HEADER_LINES = 40
"""How many lines one header row may take; header cells have line breaks in some exports."""
DOUBTFUL_LOSS = 0.1
"""Above this share of unreadable characters an encoding is taken only when no other fits."""

GUESSED = ("gb18030", "cp950", "cp1252")
"""Encodings that a file does not state; one that reads it without loss may still be the wrong one."""

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


def examine(
    path: Path,
    layouts: Sequence[Layout],
    work: Path,
    limits: Limits = Limits(),  # noqa: B008
    password: str | None = None,
) -> Examined:
    """Recognises every table in one file and writes its data rows into a new folder inside `work`.

    Raises:
        UnreadableFile: nothing can be taken in from this file; the error's text is for the owner.
    """
    known = [KnownLayout(layout) for layout in layouts]
    folder = Path(tempfile.mkdtemp(dir=work))
    kind = format_of_file(path)
    if kind in OPENED:
        words = frozenset(word for layout in layouts for column in layout.columns.values() for word in column.header)
        return _together(leaves(path, folder, limits, password, words), known)
    if kind in STRANGE:
        raise UnreadableFile(sentence(Refused(kind), limits))
    return _examine_text(path, known, folder / "file.body.csv", None)


def _examine_leaf(leaf: Leaf, known: list[KnownLayout]) -> Examined:
    match leaf:
        case Text():
            return _examine_text(leaf.path, known, leaf.path.with_suffix(".body.csv"), leaf.name)
        case Stranger():
            raise NoKnownLayout(leaf.sentence, 0.0)
    found = _examine_sheet(leaf, known)
    doubts = [_replaced(leaf.lost, leaf.format)] if leaf.lost else []
    return Examined(found.tables, (*doubts, *found.findings))


def _together(parts: Sequence[Leaf], known: list[KnownLayout]) -> Examined:
    """What the parts of a container hold; a part without a known layout is a finding when another has one."""
    tables: list[RecognisedTable] = []
    findings: list[Finding] = []
    strangers: list[tuple[Leaf, NoKnownLayout]] = []
    for leaf in parts:
        if isinstance(leaf, Sheet) and not leaf.count:
            continue
        try:
            part = _examine_leaf(leaf, known)
        except NoKnownLayout as error:
            strangers.append((leaf, error))
        except UnreadableFile as error:
            raise UnreadableFile(f"{tellable(leaf.name)}: {error}" if leaf.name else str(error)) from error
        else:
            tables += part.tables
            findings += part.findings
    if not tables:
        is_workbook = any(isinstance(leaf, Sheet) for leaf in parts)
        empty = UnreadableFile("The workbook is empty." if is_workbook else "The zip file holds no table.")
        raise max((error for _, error in strangers), key=lambda error: error.nearness, default=empty)
    expected = {name for table in tables for name in table.layout.sheets_ignored}
    for leaf, _ in strangers:
        is_furniture = isinstance(leaf, Sheet) and (leaf.own_name in expected or leaf.is_furniture)
        if leaf.name and not is_furniture:
            findings.append(Finding("unknown_sheet", leaf.name))
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
        findings.append(_replaced(written.replaced, head.encoding))
    elif head.encoding in GUESSED and not match.tells_encoding:
        findings.append(Finding("encoding_doubtful", f"its header does not tell the encoding; read as {head.encoding}"))
    table = _table(match, found, footers, written, body=body, sheet=member, encoding=head.encoding)
    return _examined(table, findings)


def _replaced(characters: int, encoding: str) -> Finding:
    return Finding("encoding_doubtful", f"{characters} characters could not be read as {encoding} and were replaced")


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


def _examine_sheet(sheet: Sheet, known: list[KnownLayout]) -> Examined:
    top = sheet.top(HEADER_WITHIN)
    rows = [Row.of(number, number + 1, cells, ",") for number, cells in enumerate(top)]
    best = matches(rows, known)
    if not best or not accepted(best[0]):
        raise no_known_layout(best[0] if best else None)
    match = past_prose(best[0], rows[best[0].row.after :])
    found = positions(match)
    footers = Footers(match.layout, match.row.cells)
    footers.note_above(top[: match.row.number])
    body = sheet.rows.with_suffix(".body.csv")
    written = write_sheet_body(sheet, body, match.row, footers)
    return _examined(_table(match, found, footers, written, body=body, sheet=sheet.name, encoding=sheet.format), [])


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
        missing_optional=tuple(
            name
            for name, column in match.layout.columns.items()
            if name not in found and column.kind not in TRAIT_KINDS
        ),
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
