"""Workbooks in the XML of Excel 2003, whatever the file is called, as CSV files."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.parsers import expat

from transforms.exports.bounded.limits import Refused
from transforms.exports.containers.far_cells import refuse_far
from transforms.exports.containers.rows_file import write_rows
from transforms.exports.containers.shelf import Shelf

_SPACE = "urn:schemas-microsoft-com:office:spreadsheet "


def write_sheets(path: Path, where: tuple[str, ...], shelf: Shelf) -> None:
    """Puts every worksheet on the shelf.

    Raises:
        Refused: the XML is damaged or defines entities.
    """
    reader = _Reader(shelf)
    try:
        with path.open("rb") as file:
            reader.parser.ParseFile(file)
    except expat.ExpatError:
        raise Refused("workbook_damaged") from None
    for name, rows in reader.sheets:
        target = shelf.new_file()
        shelf.put("xml", where, name, target, **write_rows(rows, target))


class _Reader:
    """Takes the sheets out of the stream of elements."""

    def __init__(self, shelf: Shelf) -> None:
        self.sheets: list[tuple[str, list[list[str]]]] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._refuse_entities
        self._limits = shelf.limits
        self._rows: list[list[str]] = []
        self._column = 0
        self._joined = 0
        self._kind = ""
        self._data: list[str] | None = None

    def _refuse_entities(self, *_: Any) -> None:
        raise Refused("entities")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        match name.removeprefix(_SPACE):
            case "Worksheet":
                self._rows = []
                self.sheets.append((attributes.get(f"{_SPACE}Name", ""), self._rows))
            case "Row":
                number = _number(attributes, "Index") or len(self._rows) + 1
                refuse_far(number, 1, self._limits)
                self._rows.extend([] for _ in range(number - len(self._rows)))
                self._column = 0
            case "Cell" if self._rows:
                self._column = (_number(attributes, "Index") or self._column + 1) - 1
                refuse_far(len(self._rows), self._column + 1, self._limits)
                self._joined = _number(attributes, "MergeAcross")
            case "Data":
                self._kind = attributes.get(f"{_SPACE}Type", "")
                self._data = []

    def _text(self, text: str) -> None:
        if self._data is not None:
            self._data.append(text)

    def _end(self, name: str) -> None:
        match name.removeprefix(_SPACE):
            case "Data" if self._data is not None and self._rows:
                row = self._rows[-1]
                row.extend([""] * (self._column - len(row)))
                row.append(_cell("".join(self._data), self._kind))
                self._data = None
            case "Cell":
                self._column += 1 + self._joined


def _number(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(f"{_SPACE}{name}", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _cell(text: str, kind: str) -> str:
    if kind == "DateTime":
        return text.replace("T", " ").removesuffix(".000")
    if kind == "Boolean":
        return "TRUE" if text == "1" else "FALSE"
    return text
