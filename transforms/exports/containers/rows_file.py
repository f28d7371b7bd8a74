"""The rows of one sheet or table as a CSV file, and what a reader may rely on in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any

from transforms.exports.containers.cell_text import cell_text

TOP_ROWS = 30
"""Among so many rows is the header; the rows below are filled up to the widest of them."""
BLOCK_ROWS = 1_000
MOST_BLANK_ROWS = 1_000
"""So many are told one by one."""


def write_rows(rows: Iterable[Sequence[Any]], target: Path) -> dict[str, Any]:
    """Writes one record per row, blank rows as blank lines but none at the end, short rows filled with blank cells.

    Returns:
        `width`: cells that a row has at least. `count`: rows. `blank`: numbers of the blank rows. `plain`: each
        line is one row, no cell is wrapped in an equals sign, and every blank row is told.
    """
    texts = ([cell if cell.__class__ is str else cell_text(cell) for cell in row] for row in rows)
    top = list(islice(texts, TOP_ROWS))
    width = max((len(_without_blank_end(cells)) for cells in top), default=0)
    filled = _filled(chain(top, texts), width)
    count = 0
    blank: list[int] = []
    plain = True
    with target.open("w", encoding="utf-8", newline="") as out:
        while block := list(islice(filled, BLOCK_ROWS)):
            blank += [count + number for number, cells in enumerate(block) if not cells]
            count += len(block)
            buffer = io.StringIO(newline="")
            csv.writer(buffer, lineterminator="\n").writerows(block)
            text = buffer.getvalue()
            is_plain = text.count("\n") == len(block) and "\r" not in text and '"=""' not in text
            plain = plain and is_plain and len(blank) <= MOST_BLANK_ROWS
            out.write(text if is_plain else text.replace("\r\n", "\n"))
    return {"width": width, "count": count, "blank": blank[:MOST_BLANK_ROWS], "plain": plain}


def _filled(rows: Iterable[list[str]], width: int) -> Iterator[list[str]]:
    blank_rows = 0
    for cells in rows:
        if not any(map(str.strip, cells)):
            blank_rows += 1
            continue
        for _ in range(blank_rows):
            yield []
        blank_rows = 0
        yield cells if len(cells) == width else _fitted(cells, width)


def _fitted(cells: list[str], width: int) -> list[str]:
    cells = _without_blank_end(cells)
    return cells + [""] * (width - len(cells))


def _without_blank_end(cells: list[str]) -> list[str]:
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]
