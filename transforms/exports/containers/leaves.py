"""The parts of a container, as the child left them: asked for here, by the process that goes on with them."""

from __future__ import annotations

import csv
from collections.abc import Collection
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from transforms.exports.bounded.ask import ask
from transforms.exports.bounded.limits import Limits, Refused
from transforms.exports.bounded.sentences import sentence
from transforms.exports.containers.formats import START_BYTES, format_of
from transforms.exports.recognise.decode import UnreadableFile

LONG_CELL = f"A cell is longer than {csv.field_size_limit() >> 10} kB, as in no export."
_MAYBE_FAR_CELL = ("memory", "workbook_damaged")


@dataclass(frozen=True)
class Text:
    """One text inside a zip file."""

    name: str
    path: Path


@dataclass(frozen=True)
class Stranger:
    """One member of a zip file that is no table, and the sentence that says so."""

    name: str
    sentence: str


@dataclass(frozen=True)
class Sheet:
    """One sheet, or table of a page, as a CSV file: one record per row, blank rows as blank lines."""

    name: str | None
    """The sheet, after the members that it is in; None for the only table of a page."""
    own_name: str
    """Of the sheet alone."""
    rows: Path
    format: str
    """`xlsx`, `xls`, `xlsb`, `ods`, `xml` or `html`."""
    width: int
    """Cells that each row has at least."""
    count: int
    blank: tuple[int, ...]
    """Numbers of the blank rows, from 0."""
    plain: bool
    """Each line is one row, no cell is wrapped in an equals sign, and every blank row is told."""
    lost: int
    """Characters that could not be read."""

    @property
    def is_furniture(self) -> bool:
        """True for what a page has tables for besides lists."""
        return self.format == "html" and self.width < 2

    def top(self, count: int) -> list[list[str]]:
        """The first rows, without the blank cells at their ends.

        Raises:
            UnreadableFile: a cell is longer than any export's.
        """
        try:
            with self.rows.open(encoding="utf-8", newline="") as file:
                rows = list(islice(csv.reader(file), count))
        except csv.Error:
            raise UnreadableFile(LONG_CELL) from None
        for cells in rows:
            while cells and not cells[-1].strip():
                cells.pop()
        return rows


Leaf = Sheet | Text | Stranger


def format_of_file(path: Path) -> str:
    """What a file is, by its first bytes.

    Raises:
        UnreadableFile: it cannot be opened.
    """
    try:
        with path.open("rb") as file:
            return format_of(file.read(START_BYTES))
    except OSError as error:
        raise UnreadableFile(f"The file cannot be opened: {error.strerror}.") from error


def leaves(path: Path, folder: Path, limits: Limits, password: str | None, words: Collection[str]) -> list[Leaf]:
    """Every sheet, table and text in a container, opened by a child process under limits.

    Args:
        words: Header words, by which the encoding of a web page is told.

    Raises:
        UnreadableFile: it is damaged, larger than the limits allow, or needs another password.
    """
    question = {
        "path": str(path.absolute()),
        "folder": str(folder.absolute()),
        "limits": asdict(limits),
        "password": password,
        "words": [word for word in words if not word.isascii()],
        "only_look": False,
    }
    task = "transforms.exports.containers.child.open_container"
    try:
        parts = ask(task, question, limits)
    except Refused as refused:
        if refused.kind in _MAYBE_FAR_CELL:
            try:
                ask(task, {**question, "only_look": True}, limits)
            except Refused as reason:
                refused = reason if reason.kind == "far_cell" else refused
        raise UnreadableFile(sentence(refused, limits)) from None
    return [_leaf(part, folder, limits) for part in parts]


def _leaf(part: dict[str, Any], folder: Path, limits: Limits) -> Leaf:
    where = [*part["where"], *([part["sheet"]] if part["sheet"] is not None else [])]
    name = "/".join(where) or None
    if part["format"] == "text":
        return Text(name or "", folder / part["file"])
    if "file" not in part:
        return Stranger(name or "", sentence(Refused(part["format"]), limits))
    return Sheet(
        name,
        part["sheet"] or name or "",
        folder / part["file"],
        part["format"],
        part["width"],
        part["count"],
        tuple(part["blank"]),
        part["plain"],
        part.get("lost", 0),
    )
