"""Everything packed in one zip or gzip file or workbook, as plain files: unpacked by a child process under limits."""

from __future__ import annotations

import gzip
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from io import BufferedIOBase
from pathlib import Path
from typing import Any, cast

from transforms.exports.bounded.ask import ask
from transforms.exports.bounded.limits import Limits, Refused
from transforms.exports.containers.archive import flavour, name_of
from transforms.exports.containers.formats import START_BYTES, format_of
from transforms.exports.containers.shelf import Shelf

GZIP = b"\x1f\x8b\x08"
MOST_FILES = 20_000
"""Files written for one container, the parts of its workbooks among them."""
READ_AT_ONCE = 16 << 20
PACKED_AT_ONCE = 1 << 14
"""Little, since of a damaged piece nothing is had: what comes before the damage is to be searched too."""
OVERLAP_BYTES = 4096
"""Kept from one piece of a file to the next, so that nothing is cut in two."""


@dataclass
class Unpacked:
    """One file, and what is packed in it."""

    path: Path | None
    """None: its bytes could not be had. Of a damaged one, those before the damage."""
    kind: str
    """`zip`, `gzip`, `workbook`, `part` of a workbook, `damaged`, `encrypted`, else a word of `format_of`."""
    refused: Refused | None = None
    """Why it, or what is packed in it, could not be looked into."""
    name: str = ""
    """Inside what it is packed in."""
    modified: tuple[int, int, int, int, int, int] = (1980, 1, 1, 0, 0, 0)
    attributes: int = 0
    members: list[Unpacked] = field(default_factory=list)

    @property
    def is_packed(self) -> bool:
        """Whether its members can be packed again as they were."""
        return self.kind in {"zip", "gzip"} and bool(self.members)

    def everything(self) -> Iterator[Unpacked]:
        """The file, and whatever is packed in it, however deep."""
        yield self
        for member in self.members:
            yield from member.everything()

    def pieces(self) -> Iterator[bytes]:
        """Its own bytes, a piece of them at a time."""
        return pieces_of(self.path) if self.path else iter(())


def pieces_of(path: Path) -> Iterator[bytes]:
    """The bytes of a file, each piece with the end of the one before."""
    rest = b""
    with path.open("rb") as file:
        while piece := file.read(READ_AT_ONCE):
            yield rest + piece
            rest = piece[-OVERLAP_BYTES:]


def unpacked(path: Path, work: Path, limits: Limits) -> Unpacked:
    """A file with what is packed in it, in a new folder inside `work`."""
    kind = _kind_of(path)
    if kind not in {"zip", "gzip"}:
        return Unpacked(path, kind)
    folder = Path(tempfile.mkdtemp(dir=work))
    question = {"path": str(path.absolute()), "folder": str(folder.absolute()), "limits": asdict(limits)}
    try:
        entries = ask("transforms.forgetting.unpacking.unpack", question, limits)
    except Refused as refused:
        shutil.rmtree(folder)
        return Unpacked(path, kind, refused)
    files: list[Unpacked] = []
    where: list[str] = []
    for entry in entries:
        inside, file, kind = entry["inside"], entry["file"], entry["refused"]
        where.append("" if inside is None else "/".join(filter(None, (where[inside], entry["name"]))))
        place = path if inside is None else folder / file if file else None
        reason = Refused(kind, **({"where": where[-1]} if where[-1] else {})) if kind else None
        one = Unpacked(place, entry["kind"], reason, entry["name"], *entry["about"])
        files.append(one)
        if inside is not None:
            files[inside].members.append(one)
    return files[0]


def unpack(*, path: str, folder: str, limits: dict[str, Any]) -> list[dict[str, Any]]:
    """The child's part: a row for the file and each file packed in it, with the number of the row it is packed in.

    Raises:
        Refused: all of it together is over the limits.
    """
    file = Path(path)
    unpacker = _Unpacker(Shelf(Path(folder), Limits(**limits), file.stat().st_size))
    unpacker.take(file, unpacker.note(None, "", None, _kind_of(file)), 0)
    return unpacker.rows


def _kind_of(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(START_BYTES)
    return "gzip" if start.startswith(GZIP) else format_of(start)


class _Unpacker:
    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.rows: list[dict[str, Any]] = []

    def note(self, inside: int | None, name: str, file: Path | None, kind: str, *about: Any) -> int:
        """Add a row; returns its number."""
        if len(self.rows) >= MOST_FILES:
            raise Refused("members", count=len(self.rows))
        row = {"inside": inside, "name": name, "file": file and file.name, "kind": kind, "refused": None}
        self.rows.append({**row, "about": about})
        return len(self.rows) - 1

    def take(self, path: Path, number: int, depth: int) -> None:
        """Unpack what is packed in a file that has this row."""
        row = self.rows[number]
        if row["kind"] == "gzip":
            if self._is_too_deep(row, depth):
                return
            with gzip.open(path) as packed:
                self._take_stream(packed, number, "", depth)
        elif row["kind"] == "zip":
            try:
                opened = zipfile.ZipFile(path)
            except Exception:
                row["refused"] = "damaged"
                return
            with opened:
                row["kind"] = "zip" if flavour(opened) == "zip" else "workbook"
                if not self._is_too_deep(row, depth):
                    self._take_zip(opened, number, depth)

    def _is_too_deep(self, row: dict[str, Any], depth: int) -> bool:
        deepest = self.shelf.limits.max_nesting + (row["kind"] == "workbook")
        if depth >= deepest:
            row["refused"] = "nesting"
        return depth >= deepest

    def _take_zip(self, opened: zipfile.ZipFile, number: int, depth: int) -> None:
        members = opened.infolist()
        if self.rows[number]["kind"] == "zip":
            self.shelf.expect_members(len(members))
        self.shelf.expect_bytes(member.file_size for member in members)
        for member in members:
            about = (member.date_time, member.external_attr)
            if member.flag_bits & 1:
                self.rows[self.note(number, name_of(member), None, "encrypted", *about)]["refused"] = "zip_password"
                continue
            try:
                packed = cast(BufferedIOBase, opened.open(member))
            except Exception:
                self.rows[self.note(number, name_of(member), None, "damaged", *about)]["refused"] = "damaged"
                continue
            with packed:
                self._take_stream(packed, number, name_of(member), depth, *about)

    def _take_stream(self, packed: BufferedIOBase, inside: int, name: str, depth: int, *about: Any) -> None:
        """Write what is packed and look into it; of one that is damaged, what comes before the damage."""
        target = self.shelf.new_file()
        try:
            with target.open("wb") as out:
                for piece in self._read(packed, counts=self.rows[inside]["kind"] == "gzip"):
                    out.write(piece)
        except _Damaged:
            self.rows[self.note(inside, name, target, "damaged", *about)]["refused"] = "damaged"
            return
        kind = _kind_of(target)
        is_part = self.rows[inside]["kind"] == "workbook" and kind not in {"zip", "gzip", "compound"}
        self.take(target, self.note(inside, name, target, "part" if is_part else kind, *about), depth + 1)

    def _read(self, packed: BufferedIOBase, *, counts: bool) -> Iterator[bytes]:
        """The pieces of a stream; those of a gzip file are counted here, since it does not say how long it is."""
        read = 0
        while True:
            try:
                piece = packed.read1(PACKED_AT_ONCE)
            except MemoryError:
                raise
            except Exception:
                raise _Damaged from None
            if not piece:
                return
            read += len(piece)
            if counts:
                self.shelf.expect_bytes([len(piece)])
                if read > self.shelf.limits.max_member_bytes:
                    raise Refused("inflated", megabytes=read >> 20)
            yield piece


class _Damaged(Exception):
    """What is packed could not be read to its end."""
