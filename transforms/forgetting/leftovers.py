"""Whatever else in a home names somebody: logs, the scheduler's database, answers, written exports, working copies."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Collection
from contextlib import closing
from pathlib import Path

from transforms.forgetting.search import ID_DIGITS, Searcher, Wanted
from transforms.forgetting.spellings import Signs
from transforms.settings import Home

TEXT_STARTS = 8192


def clean_leftovers(home: Home, wanted: Wanted, work: Path, *, but: Collection[Path] = ()) -> dict[str, str]:
    """Take somebody out of everything that is no export and no snapshot; returns file -> what was done about it."""
    done: dict[str, str] = {}
    shutil.rmtree(home.build, ignore_errors=True)
    home.make_folders()
    for half in (*home.landing.rglob("*.half"), *home.landing.rglob("*.new")):
        half.unlink()  # left by a process that was killed while it copied
    searcher = Searcher(wanted, work)
    kept = (home.landing, home.exports, home.key_file.parent, work)
    for path in sorted(home.path.rglob("*")):
        if not path.is_file() or path.is_symlink() or path in but or any(path.is_relative_to(each) for each in kept):
            continue
        if home.published in path.parents and path.suffix == ".duckdb":
            continue
        if searcher.stands_in_file(path):
            done[path.relative_to(home.path).as_posix()] = _clean(home, path, wanted)
    return {_named(wanted.signs, name): what for name, what in done.items()}


def _named(signs: Signs, name: str) -> str:
    return signs.blanked_text(name)


def _clean(home: Home, path: Path, wanted: Wanted) -> str:
    if path.is_relative_to(home.staged):
        shutil.rmtree(home.staged.joinpath(*path.relative_to(home.staged).parts[:2]))
        return "dropped, to be read again"
    with path.open("rb") as file:
        start = file.read(TEXT_STARTS)
    if start.startswith(b"SQLite format 3\0"):
        _clean_sqlite(path, wanted)
        return "crossed out"
    if b"\0" in start:
        path.unlink()
        return "deleted"
    _put(path, crossed_out(path.read_bytes(), wanted))
    return "crossed out"


def crossed_out(data: bytes, wanted: Wanted) -> bytes:
    """Text without what is wanted: an x for each of its letters."""
    data = wanted.signs.blanked(data)
    for key in sorted(wanted.keys):
        data = re.sub(
            key[:ID_DIGITS].encode() + b"[0-9a-f]{0,16}", lambda match: b"x" * len(match[0]), data, flags=re.I
        )
        data = data.replace(bytes.fromhex(key), b"x" * (len(key) // 2))
    for each in sorted(wanted.ids):
        data = data.replace(each.encode(), b"x" * len(each))
    return data


def _put(path: Path, data: bytes) -> None:
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    mode = path.stat().st_mode & 0o777
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as stream:
        stream.write(data)
    fresh.replace(path)


def _clean_sqlite(path: Path, wanted: Wanted) -> None:
    """Cross out in every cell, and let go of the pages that held it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.text_factory = bytes
        connection.execute("pragma secure_delete = on")
        names = [row[0].decode() for row in connection.execute("select name from sqlite_master where type = 'table'")]
        for name in names:
            columns = [row[1].decode() for row in connection.execute(f'pragma table_info("{name}")')]
            for column in columns:
                sql = f'select rowid, "{column}", typeof("{column}") from "{name}"'
                cells = connection.execute(sql).fetchall()
                for number, cell, kind in cells:
                    if isinstance(cell, bytes) and wanted.stands_in(cell):
                        new = crossed_out(cell, wanted)
                        value = new.decode("utf-8", "replace") if kind == b"text" else new
                        connection.execute(f'update "{name}" set "{column}" = ? where rowid = ?', (value, number))
        connection.commit()
        connection.execute("vacuum")
        connection.execute("pragma wal_checkpoint(truncate)")
