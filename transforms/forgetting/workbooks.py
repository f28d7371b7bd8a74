"""A workbook (.xlsx) with some cells put anew, patched in its XML, and the same rows as a workbook made afresh.

`patch` runs in the child process under limits, like everything that opens a workbook.
"""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from html import escape, unescape
from pathlib import Path
from typing import Any

from transforms.exports.containers.far_cells import cell_of
from transforms.exports.containers.parts import sheet_parts
from transforms.forgetting.person_cells import Cells
from transforms.forgetting.spellings import Sign, Signs

_ROW = re.compile(rb"<((?:\w+:)?row)\b([^>]*?)(?:/>|>(.*?)</\1>)", re.DOTALL)
_CELL = re.compile(rb"<((?:\w+:)?)c\b([^>]*?)(?:/>|>(.*?)</\1c>)", re.DOTALL)
_REFERENCE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]*[0-9]+)[\"']")
_TYPE = re.compile(rb"\bt\s*=\s*[\"'](\w+)[\"']")
_STYLE = re.compile(rb"\bs\s*=\s*[\"'](\d+)[\"']")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]*)</")
_SHARED = re.compile(rb"<((?:\w+:)?)si\b[^>]*?(?:/>|>(.*?)</\1si>)", re.DOTALL)
_RUN = re.compile(rb"<(?:\w+:)?t\b[^>]*?(?:/>|>([^<]*)</)")
MADE_ON = datetime(2000, 1, 1)  # noqa: DTZ001 - a file made twice of the same rows is the same file


def patch(*, path: str, target: str, cells: list[list[Any]], signs: list[list[str]]) -> int:
    """Write the workbook with new cells; returns how many were put.

    Args:
        cells: Name of the sheet, row from 1, position from the sheet's first column, new text.
        signs: Kind, plain form and country code of what is crossed out wherever else it stands.
    """
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - after the limits are set

    look_for = Signs(Sign(*each) for each in signs)
    parts = sheet_parts(Path(path))
    places: dict[str, tuple[str, int]] = {}
    named = Path(target).with_suffix(".xlsx")  # the parser goes by the ending of the name
    named.symlink_to(path)
    with CalamineWorkbook.from_path(str(named)) as book:
        numbers = {about.name: number for number, about in enumerate(book.sheets_metadata)}
        for name in {each[0] for each in cells}:
            start = book.get_sheet_by_index(numbers[name]).start
            places[name] = parts[numbers[name]], start[1] if start else 0
    named.unlink()
    wanted: dict[str, dict[tuple[int, int], str]] = {}
    for name, row, position, text in cells:
        part, first = places[name]
        wanted.setdefault(part, {})[row - 1, position + first] = text
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        patcher = _Patcher(wanted, look_for)
        names = [part.filename for part in old.infolist()]
        sheets = {name: patcher.sheet(name, old.read(name)) for name in names if name in set(parts.values())}
        for member in old.infolist():
            data = sheets.get(member.filename) or old.read(member)
            if member.filename.endswith("sharedStrings.xml"):
                data = patcher.shared(data)
            elif member.filename not in sheets:
                data = look_for.blanked(data)
            fresh = zipfile.ZipInfo(member.filename, member.date_time)
            fresh.compress_type, fresh.external_attr = zipfile.ZIP_DEFLATED, member.external_attr
            out.writestr(fresh, data)
    return patcher.put


class _Patcher:
    """Puts cells into the sheets, and remembers which shared texts are needed no longer."""

    def __init__(self, wanted: Mapping[str, Mapping[tuple[int, int], str]], signs: Signs) -> None:
        self.wanted = wanted
        self.signs = signs
        self.put = 0
        self._gone: set[int] = set()
        self._kept: set[int] = set()

    def sheet(self, name: str, xml: bytes) -> bytes:
        """One sheet, patched."""
        wanted = self.wanted.get(name, {})
        row = -1

        def put_row(match: re.Match[bytes]) -> bytes:
            nonlocal row
            given = _REFERENCE.search(match[2])
            row = int(given[1]) - 1 if given else row + 1
            if match[3] is None:
                return match[0]
            start, end = match.start(3) - match.start(), match.end(3) - match.start()
            return match[0][:start] + self._cells(match[3], row, wanted) + match[0][end:]

        return self.signs.blanked(_ROW.sub(put_row, xml))

    def _cells(self, xml: bytes, row: int, wanted: Mapping[tuple[int, int], str]) -> bytes:
        column = -1

        def put_cell(match: re.Match[bytes]) -> bytes:
            nonlocal column
            prefix, attributes, content = match[1], match[2], match[3] or b""
            given = _REFERENCE.search(attributes)
            column = cell_of(given[1])[1] if given else column + 1
            kind, value = _TYPE.search(attributes), _VALUE.search(content)
            text = wanted.get((row, column))
            shared = int(value[1]) if kind and kind[1] == b"s" and value and value[1].strip().isdigit() else None
            if text is None and shared is None and value and self._is_meant(value[1]):
                text = ""
            if text is None:
                if shared is not None:
                    self._kept.add(shared)
                return match[0]
            if shared is not None:
                self._gone.add(shared)
            self.put += 1
            style = _STYLE.search(attributes)
            kept = (b' r="' + given[1] + b'"' if given else b"") + (b' s="' + style[1] + b'"' if style else b"")
            if not text:
                return b"<" + prefix + b"c" + kept + b"/>"
            inside = b"<" + prefix + b"is><" + prefix + b"t>" + escape(text).encode() + b"</" + prefix + b"t></"
            return b"<" + prefix + b"c" + kept + b' t="inlineStr">' + inside + prefix + b"is></" + prefix + b"c>"

        return _CELL.sub(put_cell, xml)

    def _is_meant(self, value: bytes) -> bool:
        """Whether a number is a phone, in whatever form the workbook keeps it."""
        if not self.signs:
            return False
        try:
            number = float(value)
        except ValueError:
            return False
        return number.is_integer() and abs(number) < 1e16 and self.signs.in_bytes(str(int(number)).encode())

    def shared(self, xml: bytes) -> bytes:
        """The shared texts: one that only blanked cells had is emptied, another loses what is looked for."""
        number = -1

        def put(match: re.Match[bytes]) -> bytes:
            nonlocal number
            number += 1
            prefix = match[1]
            text = unescape(b"".join(run or b"" for run in _RUN.findall(match[2] or b"")).decode("utf-8", "replace"))
            if number in self._gone - self._kept:
                text = ""
            elif not self.signs or not self.signs.in_text.search(text):
                return match[0]
            else:
                text = self.signs.blanked_text(text)
            opened = b"<" + prefix + b"si><" + prefix + b't xml:space="preserve">'
            return opened + escape(text).encode() + b"</" + prefix + b"t></" + prefix + b"si>"

        return self.signs.blanked(_SHARED.sub(put, xml))


def write_afresh(sheets: Iterable[tuple[str, Path, Mapping[int, Cells]]], target: Path, signs: Signs) -> None:
    """Write a workbook of the rows of other sheets or tables: name, rows as CSV, row from 1 -> new cells."""
    import xlsxwriter  # noqa: PLC0415 - only files that cannot be patched need it

    options = {"constant_memory": True, "strings_to_numbers": False, "strings_to_formulas": False}
    with xlsxwriter.Workbook(str(target), options) as book:
        book.set_properties({"created": MADE_ON})
        for number, (name, rows, new) in enumerate(sheets, 1):
            plain = _sheet_name(signs.blanked_text(name), number)
            sheet = book.add_worksheet(f"{plain}{number}" if book.get_worksheet_by_name(plain) else plain)
            with rows.open(encoding="utf-8", newline="") as file:
                for line, cells in enumerate(csv.reader(file)):
                    changed = new.get(line + 1, {})
                    for column, cell in enumerate(cells):
                        text = changed.get(column, cell)
                        if text:
                            sheet.write_string(line, column, signs.blanked_text(text) if signs else text)


def _sheet_name(name: str, number: int) -> str:
    plain = re.sub(r"[\[\]:*?/\\']", " ", name).strip()[:28]
    return plain or f"Sheet{number}"
