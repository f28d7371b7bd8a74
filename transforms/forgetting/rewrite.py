"""One export file to the same file without somebody: same rows, lines and amounts, their cells blanked.

What was put anew is read again and compared with what was there, cell by cell. What cannot be patched where it stands
is written afresh from its rows; what not even that can do is told by `CannotRewrite`, and never kept in silence.
"""

from __future__ import annotations

import gzip
import re
import tempfile
import zipfile
import zlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Literal

from transforms.exports.bounded.ask import ask
from transforms.exports.bounded.limits import Limits, Refused
from transforms.exports.containers import archive
from transforms.exports.containers.formats import OPENED, START_BYTES, format_of
from transforms.exports.containers.leaves import Sheet, leaves
from transforms.exports.layout import Layout
from transforms.exports.recognise.examine import RecognisedTable, UnreadableFile, examine
from transforms.forgetting.person_cells import Cells, Table, Value, cells_to_blank, contacts_in, values_in
from transforms.forgetting.sought import Sought
from transforms.forgetting.spellings import Signs
from transforms.forgetting.text_files import with_cells
from transforms.forgetting.workbooks import write_afresh

How = Literal["in place", "as a new workbook of its rows", "crossed out"]
GZIP = b"\x1f\x8b\x08"
DAMAGED = (OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError)
"""What reading a member of a damaged file, or of one packed in a way nobody knows, may raise. Caught around reading
alone: a disk that is full while something is written must stop a forgetting."""
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
        inner = self._gunzipped(path)
        if inner is not None:
            return self.values(inner)
        return {value for table in self._tables(path) for value in values_in(table, self.sought)}

    def contacts(self, path: Path) -> set[Value]:
        """Every contact and trait that stands in a column of its own."""
        return {value for table in self._tables(path) for value in contacts_in(table)}

    def rewritten(self, path: Path, signs: Signs) -> Rewritten | None:
        """The file without somebody, or None where it does not name them.

        Raises:
            CannotRewrite: it does, and cannot be put right.
        """
        with path.open("rb") as file:
            start = file.read(START_BYTES)
        kind = format_of(start)
        if start.startswith(GZIP):
            return self._gzip(path, signs)
        if kind == "zip" and is_whole_zip(path):
            with zipfile.ZipFile(path) as opened:
                if archive.flavour(opened) == "zip":
                    return self._archive(opened, signs)
        tables = self._tables(path)
        plan = _Plan(tables, tuple(cells_to_blank(table, self.sought, signs) for table in tables), signs)
        if not plan.count and not holds(path, signs):
            return None
        target = self._new_file()
        how: How = "in place" if tables else "crossed out"
        if kind in {"text", "empty"}:
            target.write_bytes(plan.in_text(path.read_bytes()))
        elif kind in OPENED:
            how = self._container(path, kind, target, plan)
        else:
            raise CannotRewrite(f"it is a file of a kind ({kind}) in which nothing can be blanked")
        if not self._is_the_same(target, plan):
            raise CannotRewrite("its rows would not be the same without the person's cells")
        return Rewritten(target, plan.count, how)

    def _new_file(self) -> Path:
        return Path(tempfile.mkdtemp(dir=self.work)) / "file"

    def _tables(self, path: Path) -> tuple[RecognisedTable, ...]:
        """The tables we know in a file."""
        for layouts in filter(None, (self.layouts, self.others)):
            with suppress(UnreadableFile):
                return examine(path, layouts, self.work, self.limits, self.password).tables
        return ()

    def _container(self, path: Path, kind: str, target: Path, plan: _Plan) -> How:
        """Write a workbook or page without the person, patched where that keeps every other cell."""
        if kind == "zip" and self._patched(path, target, plan):
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
        if holds(target, plan.signs):
            return False
        after = self._tables(target)
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

    def _archive(self, opened: zipfile.ZipFile, signs: Signs) -> Rewritten | None:
        """A zip file with its members put anew."""
        if sum(member.file_size for member in opened.infolist()) > self.limits.max_inflated_bytes:
            return None
        if any(member.flag_bits & 1 for member in opened.infolist()):
            return None
        found: list[Rewritten] = []
        target = self._new_file()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
            for member in opened.infolist():
                fresh = zipfile.ZipInfo(signs.blanked_text(member.filename), member.date_time)
                fresh.compress_type, fresh.external_attr = zipfile.ZIP_DEFLATED, member.external_attr
                inner = self._new_file()
                data = member_of(opened, member)
                if data is None:
                    # the night reads nothing of it and says that it is damaged; what can be read must not name anybody
                    if self._names_somebody(opened, signs):
                        raise CannotRewrite("part of it is damaged")
                    return None
                inner.write_bytes(data)
                changed = self.rewritten(inner, signs) if inner.stat().st_size else None
                found += [changed] if changed else []
                out.writestr(fresh, (changed.path if changed else inner).read_bytes())
        if not found and not signs.in_text.search(" ".join(opened.namelist())):
            return None
        afresh = any(each.how == "as a new workbook of its rows" for each in found)
        how: How = "as a new workbook of its rows" if afresh else "in place"
        return Rewritten(target, sum(each.rows for each in found), how)

    def _names_somebody(self, opened: zipfile.ZipFile, signs: Signs) -> bool:
        for member in opened.infolist():
            inner = self._new_file()
            inner.write_bytes(member_of(opened, member) or b"")
            if inner.stat().st_size and (holds(inner, signs) or self.values(inner)):
                return True
        return bool(signs.in_text.search(" ".join(opened.namelist())))

    def _gunzipped(self, path: Path) -> Path | None:
        with path.open("rb") as file:
            if file.read(len(GZIP)) != GZIP:
                return None
        try:
            with gzip.open(path) as packed:
                data = packed.read(self.limits.max_member_bytes)
        except DAMAGED:
            return None
        inner = self._new_file()
        inner.write_bytes(data)
        return inner

    def _gzip(self, path: Path, signs: Signs) -> Rewritten | None:
        inner = self._gunzipped(path)
        changed = self.rewritten(inner, signs) if inner else None
        if changed is None:
            return None
        target = self._new_file()
        target.write_bytes(gzip.compress(changed.path.read_bytes(), mtime=0))
        return Rewritten(target, changed.rows, changed.how)


def _same(was: list[str], now: list[str], meant: Cells, signs: Signs) -> bool:
    for position in range(max(len(was), len(now))):
        old = was[position].strip() if position < len(was) else ""
        new = now[position].strip() if position < len(now) else ""
        if old == new or (position in meant and new == meant[position].strip()):
            continue
        if not signs or not signs.in_text.search(old):
            return False
    return True


def is_whole_zip(path: Path) -> bool:
    """Whether a file is a zip file whose list of members can be read."""
    try:
        with zipfile.ZipFile(path):
            return True
    except (zipfile.BadZipFile, NotImplementedError):
        return False


def member_of(opened: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes | None:
    """The bytes of a member; none for a folder, None where it is damaged."""
    if member.is_dir():
        return b""
    try:
        return opened.read(member)
    except DAMAGED:
        return None


def holds(path: Path, signs: Signs) -> bool:
    """Whether a file holds a spelling: in its bytes, and in those of the parts of a zip file or workbook."""
    if not signs:
        return False
    if is_whole_zip(path):
        with zipfile.ZipFile(path) as opened:
            if any(member.flag_bits & 1 for member in opened.infolist()):
                return False
            for member in opened.infolist():
                data = member_of(opened, member) or b""
                if signs.in_bytes(data) or (data[:1] == b"<" and signs.in_bytes(_TAGS.sub(b"", data))):
                    return True
    return signs.in_bytes(path.read_bytes())
