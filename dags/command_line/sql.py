"""`regulars sql`: questions to the published snapshot, and to nothing else."""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

import typer

from dags.command_line.errors import UserError
from dags.command_line.home import HomeOption, command, home_and_shop, nothing_published
from dags.command_line.screen import say
from dags.command_line.snapshots import current


class Format(StrEnum):
    """How rows are written."""

    table = "table"
    csv = "csv"
    json = "json"


def sql(
    query: Annotated[str, typer.Argument(metavar="QUERY", help="One select statement, in DuckDB's SQL.")],
    format: Annotated[Format, typer.Option("--format", help="How rows are written.")] = Format.table,
    home: HomeOption = None,
) -> None:
    """Ask the published snapshot; nothing can be written, and no file can be read.

    Times are UTC, days are the shop's own (order_day; also the time exported_at, as the file states it).

    \b
    Example:  regulars sql "select channel, sum(net_sales) as net_sales from orders where is_purchase group by channel"
              regulars sql "show tables" --format json
    """
    where, _ = home_and_shop(home)
    snapshot = current(where)
    if snapshot is None:
        raise UserError(nothing_published(where))
    from transforms.engines.question import NotAnswered, ask

    try:
        names, rows = ask(snapshot, query)
    except NotAnswered as error:
        tables = command(where, 'sql "show tables"')
        raise UserError(f"{error}  ({tables} lists what can be asked)") from None
    {Format.table: _write_table, Format.csv: _write_csv, Format.json: _write_json}[format](names, rows)


def _cell(cell: Any) -> str:
    if isinstance(cell, Decimal):
        whole, _, part = f"{cell:f}".partition(".")
        return f"{whole}.{part.rstrip('0'):0<2}"
    return "" if cell is None else str(cell)


def _write_table(names: list[str], rows: list[tuple[Any, ...]]) -> None:
    """Rows as a table that is as wide as it must be: a terminal scrolls or wraps whole lines, no number is broken."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE)
    for number, name in enumerate(names):
        is_number = any(isinstance(row[number], int | float | Decimal) for row in rows[:100])
        table.add_column(Text(name), justify="right" if is_number else "left", no_wrap=True)
    for row in rows:
        table.add_row(*(Text(_cell(cell)) for cell in row))
    width = Console(width=100_000).measure(table).maximum
    Console(width=max(width, 1), no_color=not sys.stdout.isatty()).print(table, crop=False)
    say(f"{len(rows)} row{'' if len(rows) == 1 else 's'}")


def _write_csv(names: list[str], rows: list[tuple[Any, ...]]) -> None:
    import csv

    from dashboard.exports.cells import cell_text, safe_text

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([safe_text(name) for name in names])
    writer.writerows([cell_text(cell, "text") for cell in row] for row in rows)


def _json_cell(cell: Any) -> str:
    if isinstance(cell, Decimal):
        return format(cell, "f")  # a number with every digit
    if isinstance(cell, float) and (cell != cell or abs(cell) == float("inf")):  # noqa: PLR0124 (NaN)
        return "null"
    return json.dumps(cell, ensure_ascii=False, default=str)


def _write_json(names: list[str], rows: list[tuple[Any, ...]]) -> None:
    keys = [json.dumps(name, ensure_ascii=False) for name in names]
    lines = (
        "  {" + ", ".join(f"{key}: {_json_cell(cell)}" for key, cell in zip(keys, row, strict=True)) + "}"
        for row in rows
    )
    say("[\n" + ",\n".join(lines) + "\n]" if rows else "[]")
