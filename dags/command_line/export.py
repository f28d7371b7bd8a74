"""`regulars export`: charts as files."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from dags.command_line.errors import UserError
from dags.command_line.home import HomeOption, home_and_shop
from dags.command_line.screen import progress_bar, say

if TYPE_CHECKING:
    from dashboard.charts.view import ChartView
    from transforms.engines.snapshot import SnapshotReader


class Format(StrEnum):
    """Kind of file."""

    png = "png"
    svg = "svg"
    xlsx = "xlsx"
    csv = "csv"


_PERIODS: dict[Literal["month", "quarter", "year"], str] = {
    "month": r"\d{4}-(0[1-9]|1[0-2])",
    "quarter": r"\d{4}-Q[1-4]",
    "year": r"\d{4}",
}


def grain_of(period: str | None) -> str:
    """Length of a period, by how it is written.

    Raises:
        UserError: it is written in none of the three ways.
    """
    if period is None:
        return "month"
    for grain, pattern in _PERIODS.items():
        if re.fullmatch(pattern, period):
            return grain
    raise UserError(f"{period} is not a period; write a month 2026-03, a quarter 2026-Q1 or a year 2026.")


def _with_period(
    reader: SnapshotReader, names: list[str], period: str | None, *, all_asked: bool
) -> tuple[list[str], list[str]]:
    """The charts that can show the period, and a sentence on each that cannot.

    Raises:
        UserError: a chart asked for by name, or every chart, cannot show it.
    """
    if period is None:
        return names, []
    from dashboard.charts.periods import possible_periods

    fitting, sentences = [], []
    for name in names:
        possible = possible_periods(reader, name, grain_of(period))
        if not possible or period in possible:
            fitting.append(name)
        else:
            sentences.append(f"{name} cannot show {period}; choose a period from {possible[0]} to {possible[-1]}.")
    known = possible_periods(reader, "take_rate", grain_of(period))
    if known and period not in known:
        raise UserError(f"There is nothing in {period}; choose a period from {known[0]} to {known[-1]}.")
    if sentences and all_asked:
        raise UserError(sentences[0])
    return fitting, sentences


def _make_folder(out: Path) -> None:
    """Make the folder for the files.

    Raises:
        UserError: a file is in the way.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise UserError(f"{out} cannot be a folder, because a file is in the way; name another folder.") from None


def export(
    *,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder for the files; made when missing.")],
    format: Annotated[Format, typer.Option("--format", help="Kind of file.")],
    chart: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only this chart; may be repeated.  [default: every chart]")
    ] = None,
    period: Annotated[
        str | None,
        typer.Option(help="A month 2026-03, a quarter 2026-Q1 or a year 2026.  [default: latest complete month]"),
    ] = None,
    language: Annotated[
        str | None, typer.Option(help="en, zh-Hans or zh-Hant.  [default: the first language of shop.toml]")
    ] = None,
    home: HomeOption = None,
) -> None:
    """Write charts of the published numbers as pictures, workbooks or tables.

    \b
    Example:  regulars export --format xlsx --out meeting/
              regulars export --format png --chart take_rate --chart net_flow --period 2026-Q1 --language en --out .
    """
    where, shop = home_and_shop(home)
    grain = grain_of(period)
    from dashboard import exports
    from dashboard.charts.registry import CHARTS
    from dashboard.charts.view import Filters
    from transforms.engines.snapshot import SnapshotReader
    from transforms.settings.shop import LANGUAGES

    unknown = [name for name in chart or () if name not in CHARTS]
    if unknown:
        raise UserError(f"There is no chart {unknown[0]}; the charts are: {', '.join(CHARTS)}.")
    chosen_language = language or shop.business.languages[0]
    if chosen_language not in LANGUAGES:
        raise UserError(f"There is no language {chosen_language}; the languages are: {', '.join(LANGUAGES)}.")
    write: dict[Format, Callable[[ChartView], bytes]] = {
        Format.png: exports.png_bytes,
        Format.svg: exports.svg_bytes,
        Format.xlsx: exports.xlsx_bytes,
        Format.csv: exports.csv_bytes,
    }
    reader = SnapshotReader(where.current)
    reader.snapshot_id()  # says so when nothing is published, before a folder is made
    written: list[Path] = []
    try:
        names, left_out = _with_period(reader, list(dict.fromkeys(chart or CHARTS)), period, all_asked=bool(chart))
        _make_folder(out)
        with progress_bar("Writing charts") as progress:
            for number, name in enumerate(names):
                progress(name, number / len(names))
                filters = Filters(grain=grain, period=period)
                view = CHARTS[name](reader, filters, chosen_language)
                if not view.rows:
                    left_out.append(f"{name} was not written: {view.title}. {' '.join(view.notes)}".strip())
                    continue
                path = out / exports.file_name(view, filters, format.value)
                half = path.with_name(f".{path.name}.{os.getpid()}")
                half.write_bytes(write[format](view))
                half.replace(path)
                written.append(path)
    finally:
        reader.close()
    if not written:
        raise UserError(left_out[0] if left_out else "There was nothing to write.")
    for path in written:
        say(str(path))
    for sentence in left_out:
        typer.echo(sentence, err=True)
