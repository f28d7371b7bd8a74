"""Tables of a web page, whatever the file is called, as CSV files."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from transforms.exports import encodings
from transforms.exports.containers.formats import START_BYTES
from transforms.exports.containers.rows_file import write_rows
from transforms.exports.containers.shelf import Shelf
from transforms.exports.limits import Refused

PIECE_BYTES = 1024 * 1024
WIDEST_SPAN = 1_000
"""What browsers make of larger ones."""
MOST_COLUMNS = 16_384

_CODE = frozenset({"script", "style", "title", "template", "noscript"})
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_WORD = re.compile(r"[^<>\s]+")


def write_tables(path: Path, where: tuple[str, ...], words: frozenset[str], shelf: Shelf) -> None:
    """Puts every table of the page on the shelf; one within another is a table of its own.

    Raises:
        Refused: there is none.
    """
    encoding = _encoding(path, words)
    lost = 0

    def pieces() -> Iterator[str]:
        nonlocal lost
        decoder = codecs.getincrementaldecoder(encoding)("replace")
        with path.open("rb") as page:
            while raw := page.read(PIECE_BYTES):
                text = decoder.decode(raw)
                lost += text.count(encodings.LOST)
                yield text

    tables = _Tables()
    for text in pieces():
        tables.feed(text)
    tables.close()
    found = [rows for rows in tables.found if any(any(cells) for cells in rows)]
    if not found:
        raise Refused("no_table")
    for number, rows in enumerate(found, 1):
        target = shelf.new_file()
        name = f"table {number}" if len(found) > 1 else None
        shelf.put("html", where, name, target, lost=lost, charset=encoding, **write_rows(rows, target))


def _encoding(path: Path, words: frozenset[str]) -> str:
    with path.open("rb") as page:
        start = page.read(START_BYTES)
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    stated = _CHARSET.search(start)
    name = encodings.by_name(stated[1].decode("ascii")) if stated else None
    candidates = (*encodings.utf_16_by_zeros(start), *filter(None, (name,)), *encodings.CANDIDATES)

    def likelihood(encoding: str) -> tuple[int, float]:
        text = encodings.decoded(start, encoding)
        return len(words.intersection(_WORD.findall(text))), -round(encodings.lost_share(text, encoding), 1)

    return max(candidates, key=likelihood)


class _Table:
    """One table being read: its rows so far, and the cells above that reach down into rows to come."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.row: list[str] | None = None
        self.lines: list[list[str]] | None = None
        """The text of the cell being read, broken where the page breaks it."""
        self._span = (1, 1)
        self._reaches_to: dict[int, int] = {}
        """Column -> number of the last row in which it belongs to a cell above."""

    def begin_row(self) -> None:
        self.end_row()
        self.row = []

    def end_row(self) -> None:
        self.end_cell()
        if self.row is not None:
            self._pass_over_cells_from_above(self.row)
            self.rows.append(self.row)
            self.row = None

    def begin_cell(self, columns: int, rows: int) -> None:
        self.end_cell()
        if self.row is None:
            self.row = []
        self._pass_over_cells_from_above(self.row)
        self.lines = [[]]
        self._span = columns, rows

    def end_cell(self) -> None:
        if self.lines is None or self.row is None:
            return
        column, (columns, rows) = len(self.row), self._span
        # A joined cell has its text once, as in a workbook: an amount that spans rows must not count in each.
        self.row.append("\n".join(" ".join("".join(line).split()) for line in self.lines).strip())
        self.row += [""] * (columns - 1)
        if rows > 1:
            self._reaches_to |= dict.fromkeys(range(column, len(self.row)), len(self.rows) + rows - 1)
        if len(self.row) > MOST_COLUMNS:
            raise Refused("far_cell", row=len(self.rows) + 1, column=len(self.row))
        self.lines = None

    def _pass_over_cells_from_above(self, row: list[str]) -> None:
        if self._reaches_to:
            while self._reaches_to.get(len(row), -1) >= len(self.rows):
                row.append("")


class _Tables(HTMLParser):
    """Collects the tables of a page, in the order in which they begin."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[list[list[str]]] = []
        self._open: list[_Table] = []
        self._is_code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _CODE:
            self._is_code = True
        elif tag == "table" or (tag == "tr" and not self._open):
            self._open.append(_Table())
            self.found.append(self._open[-1].rows)
        if not self._open:
            return
        table = self._open[-1]
        if tag == "tr":
            table.begin_row()
        elif tag in ("td", "th"):
            spans = dict(attrs) if attrs else {}
            table.begin_cell(_span(spans.get("colspan")), _span(spans.get("rowspan")))
        elif tag == "br" and table.lines is not None:
            table.lines.append([])

    def handle_endtag(self, tag: str) -> None:
        if tag in _CODE:
            self._is_code = False
        if not self._open:
            return
        if tag in ("td", "th"):
            self._open[-1].end_cell()
        elif tag == "tr":
            self._open[-1].end_row()
        elif tag == "table":
            self._open.pop().end_row()

    def handle_data(self, data: str) -> None:
        if self._open and not self._is_code and (lines := self._open[-1].lines) is not None:
            lines[-1].append(data)

    def close(self) -> None:
        super().close()
        while self._open:
            self._open.pop().end_row()


def _span(number: str | None) -> int:
    if number is None or not (number := number.strip()).isdecimal():
        return 1
    return max(1, min(int(number[:6]), WIDEST_SPAN))
