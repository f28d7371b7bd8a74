"""The demo business at a fiftieth of its size, written once, and readers that share no code with the writers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest
from python_calamine import load_workbook

from transforms.demo import Truth, write_exports

SCALE = 0.02


class Demo(NamedTuple):
    """One written demo: where its files are, and what is true about them."""

    folder: Path
    truth: Truth

    def files(self, pattern: str) -> list[Path]:
        """Files below the exports folder, without the copy that somebody saved twice."""
        found = sorted(self.folder.glob(pattern))
        assert found, pattern
        return [path for path in found if self.name(path) not in self.truth.duplicate_files]

    def name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("demo") / "exports"
    return Demo(folder, write_exports(folder, scale=SCALE))


def sheet(path: Path, name: str, header_row: int = 1) -> list[dict[str, object]]:
    """The data rows of a sheet below its header row, by header word."""
    rows = load_workbook(str(path)).get_sheet_by_name(name).to_python()
    header = rows[header_row - 1]
    return [dict(zip(header, row, strict=True)) for row in rows[header_row:]]


def cells(path: Path, encoding: str) -> list[list[str]]:
    """All rows of a CSV file, raw."""
    return list(csv.reader(io.StringIO(path.read_bytes().decode(encoding), newline="")))


def records(rows: list[list[str]]) -> Iterator[dict[str, str]]:
    """Rows below a header, by header word; of a doubled word the first."""
    header = rows[0]
    for row in rows[1:]:
        assert len(row) == len(header)
        yield dict(reversed(list(zip(header, row, strict=True))))


def money(cell: object) -> Decimal:
    """A cell as an amount; a blank mark is nothing."""
    if isinstance(cell, float):
        return Decimal(repr(cell)).quantize(Decimal("0.01"))
    text = str(cell).strip().strip("`")
    return Decimal(0) if text in ("", "-", "--") else Decimal(text)
