"""The parts of a workbook, checked while the parser is at work on them: checksums, entities, cells in error."""

from __future__ import annotations

import re
import threading
import zipfile
from pathlib import Path
from posixpath import normpath
from typing import Any
from xml.parsers import expat

from transforms.exports.bounded.limits import Refused
from transforms.exports.containers.far_cells import cell_of

PIECE_BYTES = 1024 * 1024
LONGEST_CELL = 512
"""Bytes kept from one piece of XML to the next, so that no cell in error is cut in two."""

_CELL = re.compile(
    rb"<(?:\w+:)?c(\s[^>]{0,200})>\s*(?:<(?:\w+:)?f(?:\s[^>]{0,200})?(?:/>|>[^<]{0,200}</(?:\w+:)?f>))?\s*"
    rb"<(?:\w+:)?v>([^<]{1,40})</"
)
_IS_ERROR = re.compile(rb"\st\s*=\s*[\"']e[\"']")
_REFERENCE = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]{1,3}[0-9]{1,7})[\"']")

ErrorCells = dict[tuple[int, int], str]


class PartsCheck:
    """A thread that inflates each part of a workbook to its end and compares its checksum.

    The parser does neither where it does not need a part's end, and it reads a cell in error (`#N/A`) as a blank one.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._errors: dict[str, ErrorCells] = {}
        self._refused: Refused | None = None
        self._sheets: dict[int, str] | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def wait(self) -> None:
        """Return when every part is checked.

        Raises:
            Refused: one is damaged, or defines entities.
        """
        self._thread.join()
        if self._refused:
            raise self._refused

    def error_cells(self, number: int) -> ErrorCells:
        """The cells in error of the sheet of that number in the workbook, with what stands in them."""
        self.wait()
        if not self._errors:
            return {}
        if self._sheets is None:
            self._sheets = sheet_parts(self._path)
        return self._errors.get(self._sheets.get(number, ""), {})

    def _run(self) -> None:
        try:
            with zipfile.ZipFile(self._path) as parts:
                for part in parts.infolist():
                    self._check(parts, part)
        except Refused as refused:
            self._refused = refused
        except Exception:
            self._refused = Refused("workbook_damaged")

    def _check(self, parts: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
        is_xml = part.filename.lower().endswith((".xml", ".rels"))
        rest = b""
        with parts.open(part) as stream:
            while piece := stream.read(PIECE_BYTES):
                if not is_xml:
                    continue
                text = rest + piece
                if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                    raise Refused("entities")
                if b'"e"' in text or b"'e'" in text:
                    self._errors.setdefault(part.filename, {}).update(_errors_in(text))
                rest = text[-LONGEST_CELL:]


def _errors_in(xml: bytes) -> ErrorCells:
    found: ErrorCells = {}
    for attributes, value in _CELL.findall(xml):
        reference = _REFERENCE.search(attributes)
        if reference and _IS_ERROR.search(attributes):
            found[cell_of(reference[1])] = value.decode("utf-8", "replace")
    return found


def sheet_parts(path: Path) -> dict[int, str]:
    """Number of a sheet in its workbook -> the part it is in."""
    with zipfile.ZipFile(path) as parts:
        targets = {
            item["Id"]: normpath(f"xl/{item['Target']}" if not item["Target"].startswith("/") else item["Target"][1:])
            for item in _elements(parts.read("xl/_rels/workbook.xml.rels"), "Relationship")
        }
        sheets = _elements(parts.read("xl/workbook.xml"), "sheet")
    names = [next((value for key, value in sheet.items() if key.endswith(":id")), "") for sheet in sheets]
    return {number: targets.get(name, "") for number, name in enumerate(names)}


def _elements(xml: bytes, wanted: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []

    def start(name: str, attributes: dict[str, Any]) -> None:
        if name.rpartition(":")[2] == wanted:
            found.append(attributes)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.Parse(xml, True)
    return found
