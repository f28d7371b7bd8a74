"""Tables of a web page, whatever the file is called, as CSV files."""

from __future__ import annotations

import codecs
import re
from html import unescape
from pathlib import Path

from transforms.exports.bounded.limits import Refused
from transforms.exports.containers.formats import START_BYTES
from transforms.exports.containers.rows_file import write_rows
from transforms.exports.containers.shelf import Shelf
from transforms.exports.recognise import encodings

WIDEST_SPAN = 1_000
"""What browsers make of larger ones."""
MOST_COLUMNS = 16_384

DEEPEST_TABLE = 50

_CODE = ("script", "style", "title", "template", "noscript")
_CLOSING = {tag: re.compile(f"</{tag}", re.IGNORECASE) for tag in _CODE}
# No tag reaches over the beginning of another: so a page of unclosed tags takes no more time than any other.
_TOKEN = re.compile(rf"<(/?)(table|tr|td|th|br|{'|'.join(_CODE)})\b([^<>]*)>|<!--", re.IGNORECASE)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_OPENS_QUOTE = re.compile(r"=\s*([\"'])")
_BLOCK = re.compile(r"</?(?:p|div|li|ul|ol|h[1-6]|hr)\b[^<>]*>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[/!?A-Za-z](?>=\s*\"[^\"<]*\"|=\s*'[^'<]*'|[^<>])*+>")
_SPAN = re.compile(r"(colspan|rowspan)\s*=\s*[\"']?\s*(\d+)", re.IGNORECASE | re.ASCII)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_WORD = re.compile(r"[^<>\s]+")


def write_tables(path: Path, where: tuple[str, ...], words: frozenset[str], shelf: Shelf) -> None:
    """Puts every table of the page on the shelf; one within another is a table of its own.

    Raises:
        Refused: there is none.
    """
    encoding = _encoding(path, words)
    text = path.read_bytes().decode(encoding, "replace")
    lost = text.count(encodings.LOST)
    found = [rows for rows in _tables(text) if any(any(cells) for cells in rows)]
    if not found:
        raise Refused("no_table")
    for number, rows in enumerate(found, 1):
        target = shelf.new_file()
        name = f"table {number}" if len(found) > 1 else None
        shelf.put("html", where, name, target, lost=lost, **write_rows(rows, target))


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


def _tables(text: str) -> list[list[list[str]]]:
    """The rows of each table, in the order in which the tables begin."""
    found: list[list[list[str]]] = []
    open_tables: list[_Table] = []
    done = 0
    """Up to here the text is dealt with."""
    for match in _TOKEN.finditer(text):
        if match.start() < done:
            continue
        if open_tables and open_tables[-1].lines is not None:
            open_tables[-1].lines[-1].append(text[done : match.start()])
        done = _end_of(match, text)
        is_end, tag = match[1], (match[2] or "").lower()
        if tag == "table" and is_end:
            if open_tables:
                open_tables.pop().end_row()
        elif tag == "table" or (tag == "tr" and not is_end and not open_tables):
            if len(open_tables) == DEEPEST_TABLE:
                raise Refused("damaged")
            open_tables.append(_Table())
            found.append(open_tables[-1].rows)
        if open_tables and tag not in ("", "table"):
            open_tables[-1].take(tag, bool(is_end), match[3])
    if open_tables and open_tables[-1].lines is not None:
        open_tables[-1].lines[-1].append(text[done:])
    while open_tables:
        open_tables.pop().end_row()
    return found


def _end_of(match: re.Match[str], text: str) -> int:
    """Where the text goes on behind a tag, a comment or a script. What is never closed takes all that follows."""
    if match[2] is None:
        end = text.find("-->", match.end())
        return end + 3 if end >= 0 else len(text)
    tag = match[2].lower()
    if tag in _CODE and not match[1]:
        closing = _CLOSING[tag].search(text, match.end())
        return closing.start() if closing else len(text)
    left_open = _OPENS_QUOTE.search(_QUOTED.sub("", match[3])) if "=" in match[3] else None
    if left_open:  # the sign that looked like the end of the tag is part of an attribute
        closed = text.find(left_open[1], match.end())
        end = text.find(">", closed) if closed >= 0 else -1
        return end + 1 if end >= 0 else len(text)
    return match.end()


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

    def take(self, tag: str, is_end: bool, attributes: str) -> None:
        """One tag inside the table."""
        if tag in ("td", "th"):
            if is_end:
                self.end_cell()
            else:
                self.begin_cell(*(_span(name, attributes) for name in ("colspan", "rowspan")))
        elif tag == "tr":
            self.end_row()
            self.row = None if is_end else []
        elif tag == "br" and self.lines is not None:
            self.lines.append([])

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
        self.row.append("\n".join(" ".join(_text("".join(line)).split()) for line in self.lines).strip())
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


def _text(raw: str) -> str:
    return unescape(_ANY_TAG.sub("", _BLOCK.sub(" ", raw)) if "<" in raw else raw)


def _span(name: str, attributes: str) -> int:
    found = _SPAN.findall(attributes) if "span" in attributes.lower() else ()
    number = next((number for key, number in found if key.lower() == name), "1")
    return max(1, min(int(number[:6]), WIDEST_SPAN))
