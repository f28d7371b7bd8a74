"""The proof: every byte of the home folder searched for a contact in its common spellings and for its old hash.

Zip files, workbooks, Parquet, DuckDB and SQLite keep text where no search of their bytes finds it, so these are opened.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from transforms.engines.duckdb import SqlError
from transforms.engines.erase import texts_of
from transforms.exports.bounded.limits import Limits, Refused
from transforms.exports.bounded.sentences import sentence
from transforms.exports.containers.leaves import Stranger, leaves
from transforms.exports.recognise.decode import UnreadableFile
from transforms.forgetting.spellings import Signs
from transforms.forgetting.unpacking import Unpacked, pieces_of, unpacked

ID_DIGITS = 16
"""As much of a hash as a customer's id holds."""


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
    not_opened: dict[Path, str] = field(default_factory=dict)
    """Files whose bytes were searched, but that could not be looked into -> why, and what to do."""


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
            elif searcher.closed:
                proof.not_opened[path] = searcher.closed
    return proof


@dataclass
class Searcher:
    """Searches single files; what it unpacks meanwhile lies in `work`."""

    wanted: Wanted
    work: Path
    passwords: tuple[str | None, ...] = (None,)
    limits: Limits = field(default_factory=Limits)
    closed: str | None = None
    """Why the last file could not be looked into, or not into all of it; None: it could."""

    def stands_in_file(self, path: Path) -> bool:
        """Whether anything wanted stands in a file."""
        self.closed = None
        with tempfile.TemporaryDirectory(dir=self.work) as folder:
            file = unpacked(path, Path(folder), self.limits)
            return any(self.wanted.stands_in(piece) for each in file.everything() for piece in self._pieces(each))

    def _pieces(self, file: Unpacked) -> Iterator[bytes]:
        """A file's bytes, then the texts that its format hides."""
        yield from file.pieces()
        if file.refused or file.kind in {"pdf", "archive"}:
            refused = file.refused or Refused(file.kind, **({"where": file.name} if file.name else {}))
            self.closed = self.closed or sentence(refused, self.limits)
            return
        if file.path is None:
            return
        with file.path.open("rb") as opened:
            start = opened.read(16)
        if start.startswith(b"PAR1"):
            yield from _joined(texts_of(file.path, "parquet"))
        elif start[8:12] == b"DUCK":
            yield from self._database(file.path)
        elif start.startswith(b"SQLite format 3\0"):
            yield from _joined(_texts_of_sqlite(file.path))
        elif file.kind in {"workbook", "compound", "web_page", "spreadsheet_xml"}:
            yield from self._sheets(file.path, file.kind)

    def _database(self, path: Path) -> Iterator[bytes]:
        try:
            yield from _joined(texts_of(path, "duckdb"))
        except SqlError:
            self.closed = sentence(Refused("damaged"), self.limits)

    def _sheets(self, path: Path, kind: str) -> Iterator[bytes]:
        said = None
        for password in self.passwords:
            with tempfile.TemporaryDirectory(dir=self.work) as folder:
                try:
                    parts = leaves(path, Path(folder), self.limits, password, ())
                except UnreadableFile as error:
                    said = str(error)
                    continue
                for part in parts:
                    if not isinstance(part, Stranger):
                        yield from pieces_of(part.path if hasattr(part, "path") else part.rows)
                return
        if kind in {"workbook", "compound"}:  # the others are text, and were searched as such
            self.closed = self.closed or said


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
