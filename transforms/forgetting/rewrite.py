"""One export file to the same file without somebody: same rows, lines and amounts, their cells blanked.

What was put anew is read again and compared with what was there, cell by cell. What cannot be patched where it stands
is written afresh from its rows; what not even that can do is told by `CannotRewrite`, and never kept in silence.
"""

from __future__ import annotations

import gzip
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Literal

from transforms.exports.bounded.ask import ask
from transforms.exports.bounded.limits import Limits, Refused
from transforms.exports.containers.formats import OPENED
from transforms.exports.containers.leaves import Sheet, leaves
from transforms.exports.layout import Layout
from transforms.exports.recognise.examine import RecognisedTable, UnreadableFile, examine
from transforms.forgetting.person_cells import Cells, Table, Value, cells_to_blank, contacts_in, values_in
from transforms.forgetting.sought import Sought
from transforms.forgetting.spellings import Signs
from transforms.forgetting.text_files import with_cells
from transforms.forgetting.unpacking import Unpacked, unpacked
from transforms.forgetting.workbooks import write_afresh

How = Literal["in place", "as a new workbook of its rows", "crossed out"]
_PART_CLOSED = "part of it is damaged or has a password"
_TAGS = re.compile(rb"<[^>]*>")


class CannotRewrite(Exception):
    """A file that holds somebody and can be put right in no way; the text says why, without a cell."""


@dataclass(frozen=True)
class Rewritten:
    """A file put anew: where it is, how many of its data rows were blanked, and how."""

    path: Path
    rows: int
    how: How


@dataclass(frozen=True)
class _Plan:
    """The tables we know in a file, each with the rows of its body that name somebody -> their new cells."""

    tables: tuple[RecognisedTable, ...]
    rows: tuple[dict[int, Cells], ...]
    signs: Signs

    @property
    def count(self) -> int:
        """Rows to blank."""
        return sum(map(len, self.rows))

    def by_line(self, number: int) -> dict[int, Cells]:
        """The same rows of one table by their line or sheet row in the file, from 1."""
        lines = self.tables[number].lines_of(self.rows[number].keys())
        return {lines[row]: cells for row, cells in self.rows[number].items()}

    def in_text(self, data: bytes) -> bytes:
        """A text file with its new cells, and crossed out wherever else somebody stands."""
        for number, table in enumerate(self.tables):
            cells = self.by_line(number)
            data = with_cells(data, table.encoding, table.delimiter, cells, quotes_pair=table.quotes_pair)
        return self.signs.blanked(data)


@dataclass(frozen=True)
class Rewriter:
    """What files of one source are put anew with. Everything it leaves in `work` holds contacts."""

    layouts: Sequence[Layout]
    """Those of the file's source."""
    work: Path
    password: str | None
    sought: Sought
    limits: Limits = field(default_factory=Limits)
    others: Sequence[Layout] = ()
    """Tried where none of the source's fits."""

    def values(self, path: Path) -> set[Value]:
        """The raw values of somebody sought that stand in a file, zip members and sheets included."""
        return {value for table in self._all_tables(path) for value in values_in(table, self.sought)}

    def contacts(self, path: Path) -> set[Value]:
        """Every contact and trait that stands in a column of its own."""
        return {value for table in self._all_tables(path) for value in contacts_in(table)}

    def rewritten(self, path: Path, signs: Signs) -> Rewritten | None:
        """The file without somebody, or None where it does not name them, as far as it could be looked into.

        Raises:
            CannotRewrite: it does, and cannot be put right.
        """
        return self._rewritten(self._unpacked(path), signs)

    def _rewritten(self, file: Unpacked, signs: Signs) -> Rewritten | None:
        if file.is_packed:
            return self._packed_anew(file, signs)
        if file.path is None:
            return None
        tables = self._tables(file)
        plan = _Plan(tables, tuple(cells_to_blank(table, self.sought, signs) for table in tables), signs)
        if not plan.count and not holds(file, signs):
            return None
        if file.kind == "damaged":
            raise CannotRewrite(_PART_CLOSED)
        target = self._new_file()
        how: How = "in place" if tables else "crossed out"
        if file.kind in {"text", "empty"}:
            target.write_bytes(plan.in_text(file.path.read_bytes()))
        elif file.kind == "workbook" or file.kind in OPENED:
            how = self._container(file.path, file.kind, target, plan)
        else:
            raise CannotRewrite(f"it is a file of a kind ({file.kind}) in which nothing can be blanked")
        if not self._is_the_same(target, plan):
            raise CannotRewrite("its rows would not be the same without the person's cells")
        return Rewritten(target, plan.count, how)

    def _unpacked(self, path: Path) -> Unpacked:
        return unpacked(path, self.work, self.limits)

    def _new_file(self) -> Path:
        return Path(tempfile.mkdtemp(dir=self.work)) / "file"

    def _tables(self, file: Unpacked) -> tuple[RecognisedTable, ...]:
        """The tables we know in a file that is not packed."""
        if file.path is None or file.refused or file.kind == "part":
            return ()
        for layouts in filter(None, (self.layouts, self.others)):
            with suppress(UnreadableFile):
                return examine(file.path, layouts, self.work, self.limits, self.password).tables
        return ()

    def _all_tables(self, path: Path) -> Iterator[RecognisedTable]:
        """Those of everything in a file."""
        for file in self._unpacked(path).everything():
            if not file.is_packed:
                yield from self._tables(file)

    def _container(self, path: Path, kind: str, target: Path, plan: _Plan) -> How:
        """Write a workbook or page without the person, patched where that keeps every other cell."""
        if kind == "workbook" and self._patched(path, target, plan):
            return "in place"
        target.unlink(missing_ok=True)
        folder = Path(tempfile.mkdtemp(dir=self.work))
        words = [word for layout in self.layouts for column in layout.columns.values() for word in column.header]
        try:
            parts = leaves(path, folder, self.limits, self.password, words)
        except UnreadableFile as error:
            raise CannotRewrite(str(error)) from None
        cells = {table.sheet: plan.by_line(number) for number, table in enumerate(plan.tables)}
        sheets = [part for part in parts if isinstance(part, Sheet) and not part.is_furniture]
        if not sheets:
            raise CannotRewrite("there is no sheet in it that could be kept")
        rows = [(sheet.own_name, sheet.rows, cells.get(sheet.name, {})) for sheet in sheets]
        write_afresh(rows, target, plan.signs)
        return "as a new workbook of its rows"

    def _patched(self, path: Path, target: Path, plan: _Plan) -> bool:
        cells = [
            (table.sheet, line, position, text)
            for number, table in enumerate(plan.tables)
            for line, changed in plan.by_line(number).items()
            for position, text in changed.items()
        ]
        signs = [tuple(asdict(sign).values()) for sign in plan.signs.signs]
        question = {"path": str(path.absolute()), "target": str(target.absolute()), "cells": cells, "signs": signs}
        try:
            put = ask("transforms.forgetting.workbooks.patch", question, self.limits)
        except Refused:
            return False
        return bool(put >= len(cells)) and self._is_the_same(target, plan)

    def _is_the_same(self, target: Path, plan: _Plan) -> bool:
        """Whether the new file reads as the old one, but for the cells that were meant to change."""
        file = self._unpacked(target)
        if holds(file, plan.signs):
            return False
        after = self._tables(file)
        if [(table.layout.name, table.rows) for table in plan.tables] != [
            (table.layout.name, table.rows) for table in after
        ]:
            return False
        for old, new, meant in zip(plan.tables, after, plan.rows, strict=True):
            rows = zip_longest(Table(old).lines(), Table(new).lines(), fillvalue=None)
            for row, (was, now) in enumerate(rows):
                if was is None or now is None or not _same(was, now, meant.get(row, {}), plan.signs):
                    return False
        return True

    def _packed_anew(self, file: Unpacked, signs: Signs) -> Rewritten | None:
        """A zip or gzip file with its members put anew."""
        made = [self._rewritten(member, signs) for member in file.members]
        if not any(made) and not any(signs.in_text.search(member.name) for member in file.members):
            return None
        if any(member.kind in {"damaged", "encrypted"} for member in file.members):
            raise CannotRewrite(_PART_CLOSED)
        target = self._new_file()
        fresh = [one.path if one else member.path for one, member in zip(made, file.members, strict=True)]
        _pack(file, [path for path in fresh if path], target, signs)
        afresh = any(one and one.how == "as a new workbook of its rows" for one in made)
        how: How = "as a new workbook of its rows" if afresh else "in place"
        return Rewritten(target, sum(one.rows for one in made if one), how)


def _same(was: list[str], now: list[str], meant: Cells, signs: Signs) -> bool:
    for position in range(max(len(was), len(now))):
        old = was[position].strip() if position < len(was) else ""
        new = now[position].strip() if position < len(now) else ""
        if old == new or (position in meant and new == meant[position].strip()):
            continue
        if not signs or not signs.in_text.search(old):
            return False
    return True


def _pack(file: Unpacked, fresh: Sequence[Path], target: Path, signs: Signs) -> None:
    """Pack fresh members as the old ones were; the same members come to the same bytes."""
    if file.kind == "gzip":
        with fresh[0].open("rb") as data, target.open("wb") as out, gzip.GzipFile("", "wb", 9, out, 0) as packed:
            shutil.copyfileobj(data, packed)
        return
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as opened:
        for member, path in zip(file.members, fresh, strict=True):
            about = zipfile.ZipInfo(signs.blanked_text(member.name), member.modified)
            about.compress_type, about.external_attr = zipfile.ZIP_DEFLATED, member.attributes
            about.file_size = path.stat().st_size
            with path.open("rb") as data, opened.open(about, "w") as entry:
                shutil.copyfileobj(data, entry)


def holds(file: Unpacked, signs: Signs) -> bool:
    """Whether a file holds a spelling: in its bytes, and in those of whatever is packed in it."""
    if not signs:
        return False
    return any(
        signs.in_bytes(piece) or (each.kind == "part" and signs.in_bytes(_TAGS.sub(b"", piece)))
        for each in file.everything()
        for piece in each.pieces()
    )
