"""Bytes of export files from rows, and homes that hold such files."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter

from transforms.exports.landing import land
from transforms.exports.staging.stage_file import FileSummary, stage_file
from transforms.exports.traits.trait import TRAIT_KINDS
from transforms.settings import Home
from transforms.tables import PUBLISHED
from transforms.tables.published_links import HISTORY

Cell = str | float
Rows = list[list[Cell]]

KEY = "5a" * 32
"""One contact key for all test homes, so that their people can be compared."""
ARRIVED = datetime(2026, 3, 1, 3, tzinfo=UTC)

BUSINESS = """
[business]
name = "Samples"
[channels.store]
kind = "store"
[channels.mini_program]
kind = "own_online"
[channels.web]
kind = "own_online"
[channels.tmall]
kind = "marketplace"
[channels.meituan]
kind = "delivery"
[channels.eleme]
kind = "delivery"
"""
SOURCES = {
    "till": 'channel = "store"\nchannel_values = { "美团外卖" = "meituan", "饿了么" = "eleme" }',
    "youzan": 'channel = "mini_program"',
    "wechat_pay": 'channel = "mini_program"',
    "tmall": 'channel = "tmall"',
    "alipay": 'channel = "tmall"',
    "meituan_bill": 'channel = "meituan"',
    "eleme_bill": 'channel = "eleme"',
    "web": 'channel = "web"',
}


def shop_toml(*sources: str) -> str:
    """Settings with these sources, or with all of them."""
    return BUSINESS + "".join(f"[sources.{name}]\n{SOURCES[name]}\n" for name in sources or SOURCES)


def row(header: Sequence[str], cells: Mapping[str, Cell], blank: str = "") -> list[Cell]:
    """One row under a header; what is not given is blank, and a word that the header lacks is a mistake."""
    assert cells.keys() <= set(header), cells.keys() - set(header)
    return [cells.get(word, blank) for word in header]


def csv_bytes(rows: Iterable[Sequence[Cell]], encoding: str = "utf-8", *, quote: int = csv.QUOTE_MINIMAL) -> bytes:
    """Rows as CSV with Windows line ends."""
    text = io.StringIO(newline="")
    csv.writer(text, quoting=quote, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(encoding)


def raw_csv_bytes(rows: Iterable[Sequence[Cell]], encoding: str = "utf-8") -> bytes:
    """Rows joined by commas as they are, as platforms write them that know no quoting."""
    return "".join(",".join(map(str, cells)) + "\r\n" for cells in rows).encode(encoding)


def xlsx_bytes(sheets: Mapping[str, Iterable[Sequence[Cell]]]) -> bytes:
    """A workbook; text stays text, numbers stay numbers."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2026, 3, 1)})  # noqa: DTZ001
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    write = sheet.write_string if isinstance(cell, str) else sheet.write_number
                    write(number, column, cell)
    return buffer.getvalue()


def make_home(path: Path, toml: str = "") -> Home:
    """An empty home with settings and the key of all test homes."""
    home = Home(path)
    path.mkdir(parents=True)
    home.shop_toml.write_text(toml or shop_toml(), encoding="utf-8")
    home.make_folders()
    home.key_file.parent.mkdir()
    home.key_file.write_text(KEY, encoding="ascii")
    return home


def drop(home: Home, source: str, name: str, data: bytes, arrived: datetime = ARRIVED) -> Path:
    """Put a file into its source's folder as if it had arrived then."""
    path = home.exports / source / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (arrived.timestamp(), arrived.timestamp()))
    return path


class Staged:
    """What came of one file: its report, and its staged records of each kind."""

    def __init__(self, home: Home, summary: FileSummary) -> None:
        self.summary = summary
        self.folder = home.staged / summary.source / f"{summary.sha256}-{summary.reading}"

    def rows(self, kind: str) -> list[dict[str, Any]]:
        """Staged records in the order of the file; none where the file gave none."""
        if not list(self.folder.glob(f"*/{kind}.parquet")):
            return []
        then = {"identities": ", identity_kind, role", "entries": ", part"}.get(kind, "")
        return query(None, f"select * from '{self.folder}/*/{kind}.parquet' order by file_id, row_number{then}")

    def contacts(self) -> list[dict[str, Any]]:
        """Staged identities that are of one person: contacts, numbers and accounts, whole or masked."""
        return [row for row in self.rows("identities") if row["identity_kind"] not in TRAIT_KINDS]

    def traits(self) -> list[tuple[Any, ...]]:
        """Staged traits, as (row, kind, as it may be shown, whose)."""
        found = [row for row in self.rows("identities") if row["identity_kind"] in TRAIT_KINDS]
        return sorted((row["row_number"], row["identity_kind"], row["masked"], row["role"]) for row in found)

    def by(self, kind: str, key: str) -> dict[Any, dict[str, Any]]:
        """Staged records by a column that is different in each."""
        rows = self.rows(kind)
        found = {row[key]: row for row in rows}
        assert len(found) == len(rows)
        return found

    def findings(self) -> set[tuple[str, str, int]]:
        """Findings of all tables of the file."""
        return {tuple(finding) for table in self.summary.tables for finding in table.findings}  # type: ignore[misc]


def stage(home: Home, source: str, data: bytes, name: str = "export.dat") -> Staged:
    """Land and read one file."""
    landed = land(home, source, drop(home, source, name, data))
    return Staged(home, stage_file(home, home.shop(), landed.file_id))


def query(database: Path | None, sql: str) -> list[dict[str, Any]]:
    """Rows of one query, on a database file opened read-only or on files."""
    with duckdb.connect(str(database) if database else ":memory:", read_only=database is not None) as connection:
        cursor = connection.execute(sql)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]


def published(home: Home, *, but: Iterable[str] = ()) -> dict[str, list[dict[str, Any]]]:
    """Every published table but those of history, without what says when (and without the columns named)."""
    left_out = {"about.published_at", "ingested_files.received_at", *but}
    found = {}
    for table in PUBLISHED:
        if table.name in HISTORY:
            continue
        names = [name for name in table.column_names if not {name, f"{table.name}.{name}"} & left_out]
        found[table.name] = query(home.current, f"select {', '.join(names)} from {table.name} order by all")
    return found
