"""The rows of one sheet or table as a CSV file, and what a reader may rely on in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

from transforms.exports.containers.cell_text import NumberTexts, cell_text

TOP_ROWS = 30
"""Among so many rows is the header; the rows below are filled up to the widest of them."""
BLOCK_ROWS = 1_000
MOST_BLANK_ROWS = 1_000
"""So many are told one by one."""


def write_rows(rows: Iterable[list[Any]], target: Path) -> dict[str, Any]:
    """Writes one record per row, blank rows as blank lines but none at the end, short rows filled with blank cells.

    Returns:
        `width`: cells that a row has at least. `count`: rows. `blank`: numbers of the blank rows. `plain`: each
        line is one row, no cell is wrapped in an equals sign, and every blank row is told.
    """
    texts = _texts(rows)
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
            text = "".join(map(_line, block))
            is_plain = text.count("\n") == len(block) and "\r" not in text and '"=""' not in text
            plain = plain and is_plain and len(blank) <= MOST_BLANK_ROWS
            out.write(text if is_plain else text.replace("\r\n", "\n"))
    return {"width": width, "count": count, "blank": blank[:MOST_BLANK_ROWS], "plain": plain}


def _texts(rows: Iterable[list[Any]]) -> Iterator[list[str]]:
    numbers = NumberTexts()
    typed: tuple[int, ...] = ()
    """Columns in which a cell was no text: in most sheets the same ones in every row."""
    for cells in rows:
        for column in typed:
            if column < len(cells) and (cell := cells[column]).__class__ is not str:
                cells[column] = numbers[cell] if cell.__class__ is float else cell_text(cell)
        try:
            "".join(cells)
        except TypeError:
            others = [column for column, cell in enumerate(cells) if not isinstance(cell, str)]
            for column in others:
                cells[column] = cell_text(cells[column])
            typed = tuple(sorted({*typed, *others}))
        yield cells


def _line(cells: list[str]) -> str:
    """One record of CSV, line end included."""
    line = ",".join(cells)
    if line.count(",") < len(cells) and '"' not in line and "\n" not in line and "\r" not in line:
        return line + "\n"
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerow(cells)
    return buffer.getvalue()


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
