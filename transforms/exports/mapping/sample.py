"""The first rows of a table nobody has described: its sheet, its header, and rows to look at."""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from pathlib import Path

from transforms.exports.bounded.limits import Limits, Refused
from transforms.exports.bounded.sentences import sentence
from transforms.exports.containers.formats import OPENED, STRANGE
from transforms.exports.containers.leaves import Sheet, Text, format_of_file, leaves
from transforms.exports.layout import header_word
from transforms.exports.mapping.roles import ROLES, words_for, words_of
from transforms.exports.mapping.values import amount, writes_comma
from transforms.exports.recognise.decode import Head, UnreadableFile, heads
from transforms.exports.recognise.examine import DELIMITERS, HEADER_WITHIN
from transforms.exports.recognise.header import WRAPPING, Row

ROWS = 500
FEWEST_COLUMNS = 3
MOST_COLUMNS = 200
_TAIL_BYTES = 32 * 1024


@dataclass(frozen=True)
class Sample:
    """The head of one table: header words as they stand, and rows below them. Never stored or logged."""

    sheet: str | None
    encoding: str
    header_line: int
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total_row: str | None
    """How a row of totals at the end begins, where there is one."""
    other_sheets: tuple[str, ...] = ()
    password: str | None = field(default=None, repr=False)
    """What opened the workbook."""

    @cached_property
    def decimal_comma(self) -> bool:
        """Whether amounts are written 1.234,50."""
        return writes_comma(cell for row in self.rows for cell in row)

    def cells(self, word: str) -> list[str]:
        """The cells under one header word."""
        at = self.header.index(word)
        return [row[at] if at < len(row) else "" for row in self.rows]


def read_sample(path: Path, work: Path, password: str | None = None) -> Sample:
    """The likeliest table of a file. Containers are opened by a process of their own under limits.

    Raises:
        UnreadableFile: the file cannot be opened, or holds nothing like a table with a header.
    """
    found = sorted(_tables(path, work, password), key=lambda pair: -pair[0])
    if not found:
        raise UnreadableFile(
            "No row of this file looks like the header of a table: there must be one with a word for each column."
        )
    best = found[0][1]
    others = tuple(each.sheet for _, each in found[1:] if each.sheet and each.sheet != best.sheet)
    return replace(best, other_sheets=others, password=password)


def _tables(path: Path, work: Path, password: str | None) -> Iterator[tuple[float, Sample]]:
    limits, kind = Limits(), format_of_file(path)
    if kind in STRANGE:
        raise UnreadableFile(sentence(Refused(kind), limits))
    if kind not in OPENED:
        yield from _of_text(path)
        return
    words = frozenset(word for role in ROLES for word in words_of(role))
    folder = Path(tempfile.mkdtemp(dir=work))
    for leaf in leaves(path, folder, limits, password, words):
        if isinstance(leaf, Sheet) and leaf.count:
            yield from _of_sheet(leaf)
        elif isinstance(leaf, Text):
            yield from _of_text(leaf.path)


def _of_sheet(sheet: Sheet) -> Iterator[tuple[float, Sample]]:
    top = sheet.top(HEADER_WITHIN + ROWS)
    rows = [Row.of(number, number + 1, cells, ",") for number, cells in enumerate(top)]
    scored = [(score, row) for row in rows[:HEADER_WITHIN] if (score := _score(row, rows[row.after : row.after + 3]))]
    if not scored:
        return
    score, header = max(scored, key=lambda pair: (pair[0], -pair[1].number))
    below = tuple(row.cells for row in rows[header.after :] if any(row.cells))
    last = _last_lines(sheet.rows, "utf-8")
    yield score, _sample(header, below, last, sheet=sheet.own_name, encoding=sheet.format)


def _of_text(path: Path) -> Iterator[tuple[float, Sample]]:
    readings = []
    for head in heads(path):
        for delimiter in DELIMITERS:
            rows = list(islice(_rows(head, delimiter), HEADER_WITHIN + ROWS))
            for index, row in enumerate(rows[:HEADER_WITHIN]):
                score = _score(row, rows[index + 1 : index + 4])
                if score:
                    # an encoding that cannot read a part of the file is taken only when no other fits
                    readings.append((score - 20 * head.lost_share, -row.number, head, row, rows[index + 1 :]))
    if not readings:
        return
    score, _, head, header, below = max(readings, key=lambda reading: reading[:2])
    last = _last_lines(path, head.encoding)
    yield score, _sample(header, [row.cells for row in below], last, sheet=None, encoding=head.encoding)


def _rows(head: Head, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(head.lines, delimiter=delimiter)
    before = 0
    while True:
        try:
            cells = next(reader)
        except (csv.Error, StopIteration):
            return
        if any(cells):
            yield Row.of(before, reader.line_num, cells, delimiter)
        before = reader.line_num


def _score(row: Row, below: Sequence[Row]) -> float:
    """How much a row looks like a header; 0 when it cannot be one."""
    words = [cell for cell in row.cells if cell]
    if not FEWEST_COLUMNS <= len(words) <= MOST_COLUMNS or not below:
        return 0
    like_data = sum("@" in word or sum(character.isdigit() for character in word) >= 4 for word in words)
    like_data += sum(amount(word) is not None for word in words)
    if like_data or len(set(words)) < len(words) * 0.8 or max(map(len, words)) > 60:
        return 0
    known = sum(any(header_word(word) in words_of(role) for role in ROLES) for word in words)
    fits = sum(abs(len(each.cells) - len(row.cells)) <= 1 for each in below)
    figures = sum(any(character.isdigit() for cell in each.cells for character in cell) for each in below)
    if not known and not figures:
        return 0
    return 3 * known + 0.2 * len(words) + fits + figures


def _sample(
    header: Row, below: Sequence[tuple[str, ...]], last: list[str], *, sheet: str | None, encoding: str
) -> Sample:
    width = len(header.cells)
    words = tuple(" ".join(cell.split()) if cell else "" for cell in header.cells)
    total = next((first for line in reversed(last) if (first := _total_word(line, header.delimiter))), None)
    rows = [cells[:width] for cells in below[:ROWS] if not (total and cells and cells[0].startswith(total))]
    return Sample(sheet, encoding, header.after, words, tuple(rows), total)


def _last_lines(path: Path, encoding: str) -> list[str]:
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, (size - _TAIL_BYTES) // 2 * 2))
        text = file.read().decode(encoding, "replace")
    return [line for line in text.splitlines() if line.strip()][-3:]


def _total_word(line: str, delimiter: str) -> str | None:
    word = re.split("[:：]", line.split(delimiter, maxsplit=1)[0].strip(WRAPPING), maxsplit=1)[0]
    return word if header_word(word) in words_for("total_rows") else None
