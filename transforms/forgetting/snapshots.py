"""Published snapshots without somebody. Which columns point at a person is what their declarations say."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from transforms.build import switch_to
from transforms.customers.naming import parted_id
from transforms.engines.erase import PersonColumns, write_renamed, write_without
from transforms.engines.snapshot import SnapshotReader
from transforms.forgetting.spellings import Signs
from transforms.settings import Home
from transforms.tables import PUBLISHED
from transforms.tables.declare import Table

NOT_A_NAME = frozenset({"masked"})
"""Shown beside a person's key, but many people share one: it goes with the row or stays."""

REWRITTEN = "-rewritten"
"""Ends the name of a snapshot that was put in place of an older one, with how often that happened."""


def person_columns(table: Table) -> PersonColumns:
    """Columns of a table that point at one person: null where the row can do without, else the row goes."""
    named = [column for column in table.columns if column.privacy == "pseudonym" and column.name not in NOT_A_NAME]
    may = tuple(column.name for column in named if column.nullable and column.name not in table.grain)
    return PersonColumns(may, tuple(column.name for column in named if column.name not in may))


def ids_of(keys: Collection[str]) -> set[str]:
    """Everything that a published table may call a person by: the keys, and ids made of one of them."""
    return {*keys, *(f"c{key[:16]}" for key in keys)}


def kept_snapshots(home: Home) -> list[Path]:
    """Every published snapshot."""
    return sorted(path for path in home.published.glob("*.duckdb") if path.is_file() and not path.is_symlink())


def ids_by_night(home: Home, keys: Collection[str]) -> set[str]:
    """What any published night calls the person of these keys, whatever the last build calls them.

    Such as the id of somebody told apart on a number they share. An id under which some night has an order of another
    contact, one that is not shared there, is somebody else's and is left out.
    """
    theirs: set[str] = set()
    others: set[str] = set()
    for path in kept_snapshots(home):
        reader = SnapshotReader(path)
        try:
            shared = set()
            if reader.has("ignored_identities", "shared_reason"):
                sql = "select identity_key from ignored_identities where shared_reason in ('recycled', 'several_names')"
                shared = {row["identity_key"] for row in reader.rows(sql)}
            sql = "select distinct customer_id, placed_by from orders where customer_id is not null"
            placed = [(row["customer_id"], row["placed_by"]) for row in reader.rows(sql)]
        finally:
            reader.close()
        theirs |= {customer for customer, key in placed if key in keys}
        theirs |= {customer for customer, _ in placed} & {parted_id(one, key) for one in shared for key in keys}
        others |= {customer for customer, key in placed if key is not None and key not in keys and key not in shared}
    return theirs - others


def rewrite_snapshot(home: Home, path: Path, gone: Collection[str], signs: Signs) -> int:
    """Put a snapshot without these people in place of one that may name them; returns the rows that pointed at them."""
    return _put_anew(home, path, lambda new: write_without(path, new, gone, _COLUMNS, signs.blanked_text))


def rename_in_snapshot(home: Home, path: Path, names: Mapping[str, str], key_id: str) -> int:
    """Put a snapshot with new keys and ids in place of one with the old ones; returns the rows that had any.

    A key whose contact is in no file any more has no new name: it goes as if its person were forgotten.
    """
    return _put_anew(home, path, lambda new: write_renamed(path, new, names, _COLUMNS, key_id))


_COLUMNS = {table.name: person_columns(table) for table in PUBLISHED}


def _put_anew(home: Home, path: Path, write: Callable[[Path], int]) -> int:
    """The new file has a name of its own: a reader that still has the old one open would be given that again."""
    stem, _, number = path.stem.partition(REWRITTEN)
    new = path.with_stem(f"{stem}{REWRITTEN}{int(number or 0) + 1}")
    fresh = new.with_suffix(f".{os.getpid()}.new")
    stat = path.stat()
    concerned = write(fresh)
    os.utime(fresh, ns=(stat.st_atime_ns, stat.st_mtime_ns))  # the order of the nights is told by it
    fresh.replace(new)
    if home.current.exists() and home.current.resolve() == path.resolve():
        switch_to(home, new)
    path.unlink()
    return concerned
