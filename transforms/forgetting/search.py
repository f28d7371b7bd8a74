"""The proof: every byte of the home folder searched for a contact in its common spellings and for its old hash.

Zip files, workbooks, Parquet, DuckDB and SQLite keep text where no search of their bytes finds it, so these are opened.
"""

from __future__ import annotations

import gzip
import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from transforms.engines.duckdb import SqlError
from transforms.engines.erase import texts_of
from transforms.exports.bounded.limits import Limits
from transforms.exports.containers.formats import OPENED, START_BYTES, format_of
from transforms.exports.containers.leaves import Stranger, leaves
from transforms.exports.recognise.decode import UnreadableFile
from transforms.forgetting.rewrite import DAMAGED, GZIP, is_whole_zip, member_of
from transforms.forgetting.spellings import Signs

PIECE_BYTES = 16 * 1024 * 1024
OVERLAP_BYTES = 4096
"""Kept from one piece of a file to the next, so that nothing is cut in two."""
ID_DIGITS = 16
"""As much of a hash as a customer's id holds."""
DEEPEST = 4


@dataclass(frozen=True)
class Wanted:
    """What is searched for."""

    signs: Signs
    keys: frozenset[str] = frozenset()
    """Old hashes, in hex."""
    ids: frozenset[str] = frozenset()
    """Ids of the customer."""

    def stands_in(self, data: bytes) -> bool:
        """Whether any of it stands in these bytes."""
        if self.signs and self.signs.in_bytes(data):
            return True
        if not self.keys and not self.ids:
            return False
        lower = data.lower()
        if any(each.encode() in lower for each in self.ids):
            return True
        return any(key[:ID_DIGITS].encode() in lower or bytes.fromhex(key) in data for key in self.keys)


@dataclass
class Proof:
    """What the search came to."""

    files: int = 0
    bytes: int = 0
    found: list[Path] = field(default_factory=list)
    not_opened: list[Path] = field(default_factory=list)
    """Files whose bytes were searched, but that could not be opened: what they pack cannot be told."""


def search(
    home: Path,
    work: Path,
    wanted: Wanted,
    passwords: Collection[str | None] = (None,),
    *,
    but: Collection[Path] = (),
    progress: Callable[[float], None] = lambda _: None,
) -> Proof:
    """Search every file under a folder, names of files included; `work` is where packed files are unpacked."""
    proof = Proof()
    paths = sorted(path for path in home.rglob("*") if path.is_file() and not path.is_symlink() and path not in but)
    with tempfile.TemporaryDirectory(dir=work, prefix=f"{os.getpid()}-") as folder:
        searcher = Searcher(wanted, Path(folder), tuple(dict.fromkeys((None, *passwords))))
        for number, path in enumerate(paths):
            progress(number / len(paths))
            try:
                size = path.stat().st_size
                is_found = searcher.stands_in_file(path)
            except FileNotFoundError:  # another process's own, gone in the meantime
                continue
            proof.files += 1
            proof.bytes += size
            if is_found or wanted.stands_in(path.relative_to(home).as_posix().encode()):
                proof.found.append(path)
            elif searcher.was_closed:
                proof.not_opened.append(path)
    return proof


@dataclass
class Searcher:
    """Searches single files; what it unpacks meanwhile lies in `work`."""

    wanted: Wanted
    work: Path
    passwords: tuple[str | None, ...] = (None,)
    was_closed: bool = False
    """The last file could not be opened to its ground."""

    def stands_in_file(self, path: Path) -> bool:
        """Whether anything wanted stands in a file."""
        self.was_closed = False
        return any(self.wanted.stands_in(piece) for piece in self._pieces(path, 0))

    def _pieces(self, path: Path, depth: int) -> Iterator[bytes]:
        """The file's bytes, then what it holds packed, as bytes."""
        with path.open("rb") as file:
            start = file.read(START_BYTES)
            file.seek(0)
            rest = b""
            while piece := file.read(PIECE_BYTES):
                yield rest + piece
                rest = piece[-OVERLAP_BYTES:]
        if start.startswith(b"PAR1"):
            yield from _joined(texts_of(path, "parquet"))
        elif start[8:12] == b"DUCK":
            yield from self._database(path)
        elif start.startswith(b"SQLite format 3\0"):
            yield from _joined(_texts_of_sqlite(path))
        elif start.startswith(GZIP):
            with tempfile.NamedTemporaryFile(dir=self.work) as inner:
                try:
                    data = gzip.decompress(path.read_bytes())
                except DAMAGED:
                    self.was_closed = True
                    return
                inner.write(data)
                inner.flush()
                yield from self._pieces(Path(inner.name), depth + 1)
        elif (kind := format_of(start)) in OPENED:
            yield from self._container(path, kind, depth)
        elif kind in {"pdf", "archive"}:
            self.was_closed = True

    def _database(self, path: Path) -> Iterator[bytes]:
        try:
            yield from _joined(texts_of(path, "duckdb"))
        except SqlError:
            self.was_closed = True

    def _container(self, path: Path, kind: str, depth: int) -> Iterator[bytes]:
        if kind == "zip" and is_whole_zip(path):
            with zipfile.ZipFile(path) as opened:
                for member in opened.infolist():
                    if member.flag_bits & 1 or depth > DEEPEST:
                        self.was_closed = True
                        continue
                    if member.is_dir() or not member.file_size:
                        continue
                    data = member_of(opened, member)
                    if data is None:
                        self.was_closed = True
                        continue
                    with tempfile.NamedTemporaryFile(dir=self.work) as inner:
                        inner.write(data)
                        inner.flush()
                        yield from self._pieces(Path(inner.name), depth + 1)
                if not any(name.startswith("xl/") or name == "content.xml" for name in opened.namelist()):
                    return
        with tempfile.TemporaryDirectory(dir=self.work) as folder:
            for password in self.passwords:
                try:
                    parts = leaves(path, Path(folder), Limits(), password, ())
                except UnreadableFile:
                    continue
                for part in parts:
                    if not isinstance(part, Stranger):
                        yield (part.path if hasattr(part, "path") else part.rows).read_bytes()
                return
        self.was_closed = True


def _joined(texts: Iterable[list[str]]) -> Iterator[bytes]:
    for each in texts:
        yield "\n".join(each).encode("utf-8", "surrogatepass")


def _texts_of_sqlite(path: Path) -> Iterator[list[str]]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        connection.text_factory = lambda data: data.decode("utf-8", "replace")
        for name in _sqlite_tables(connection):
            for row in connection.execute(f'select * from "{name}"'):
                yield [
                    cell.decode("latin-1") if isinstance(cell, bytes) else cell
                    for cell in row
                    if isinstance(cell, bytes | str)
                ]


def _sqlite_tables(connection: sqlite3.Connection) -> list[str]:
    return [row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")]
