"""`regulars add`: recognise a file, say what it is, put it into its source's folder."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dags.command_line.errors import UserError
from dags.command_line.home import HomeOption, home_and_shop
from dags.command_line.screen import progress_bar, say
from dags.command_line.snapshots import current

if TYPE_CHECKING:
    from transforms.exports.layout import Layout
    from transforms.settings import Home, Shop


def add(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Export files, as downloaded.")],
    source: Annotated[
        str | None, typer.Option(metavar="NAME", help="Source of the files, a [sources.NAME] of shop.toml.")
    ] = None,
    home: HomeOption = None,
) -> None:
    """Recognise export files, say what they are, and put copies where the next night reads them.

    \b
    Example:  regulars add ~/Downloads/bill_2026-03.xlsx
              regulars add *.csv --source till
    """
    where, shop = home_and_shop(home)
    if source is not None and source not in shop.sources:
        raise UserError(f"There is no [sources.{source}] in {where.shop_toml}; {_choices(shop)}.")
    missing = [path for path in files if not path.is_file()]
    if missing:
        raise UserError(f"{missing[0]} is not a file; check the name.")
    # all files are looked at before the first is copied: either all are added or none
    plan = []
    with progress_bar("Looking") as progress:
        for number, path in enumerate(files):
            progress(f"Looking at {path.name}", number / len(files))
            layouts = recognised(where, shop, path, source)
            plan.append((path, layouts, source or source_of(where, shop, path, layouts)))
    for path, layouts, name in plan:
        what = " and ".join(layout.title.get("en", layout.name) for layout in layouts)
        placed = put(where, name, path)
        say(f"{path.name}: {what} → {'already in ' if placed is None else ''}exports/{name}/{placed or ''}")
    say(
        "The next night reads it: regulars nightly" if len(plan) == 1 else "The next night reads them: regulars nightly"
    )


def recognised(home: Home, shop: Shop, path: Path, source: str | None) -> list[Layout]:
    """Layouts of the tables in a file.

    Raises:
        UserError: the file is none that we know, or cannot be opened.
    """
    from transforms.exports.layout import load_layouts
    from transforms.exports.recognise import Limits, UnreadableFile, examine

    allowed = shop.sources[source].layouts if source else ()
    layouts = [layout for layout in load_layouts() if not allowed or layout.name in allowed]
    with tempfile.TemporaryDirectory(dir=home.work) as work:  # decoded copies hold contacts: gone when we leave
        try:
            tables = examine(path, layouts, Path(work), Limits()).tables
        except UnreadableFile as error:
            raise UserError(f"{path.name} was not added: {error}") from None
    return list({table.layout.name: table.layout for table in tables}.values())


def source_of(home: Home, shop: Shop, path: Path, layouts: list[Layout]) -> str:
    """The one source a file can belong to: limited to its layout, or had it published, or has its like in the folder.

    Raises:
        UserError: none or several; the choices are named.
    """
    names = {layout.name for layout in layouts}
    title = layouts[0].title.get("en", layouts[0].name) if layouts else "a file without a table"
    limited = [name for name, source in shop.sources.items() if names & set(source.layouts)]
    before = [name for name in sources_with(home, names) if name in shop.sources]
    for candidates in (
        limited or before or _sources_with_the_like(home, shop, names),
        [name for name, source in shop.sources.items() if not source.layouts],
    ):
        if len(candidates) == 1:
            return candidates[0]
        if candidates:
            raise UserError(
                f"{path.name} is {title}, which fits several sources; say which with --source: {', '.join(candidates)}."
            )
    raise UserError(f"{path.name} is {title}, which fits no source of {home.shop_toml}; {_choices(shop)}.")


def sources_with(home: Home, layouts: set[str]) -> list[str]:
    """Sources that published files of these layouts came from."""
    if current(home) is None:
        return []
    from transforms.engines.snapshot import SnapshotReader

    reader = SnapshotReader(home.current)
    try:
        rows = reader.rows("select distinct source, layout from ingested_files order by source")
    finally:
        reader.close()
    return list(dict.fromkeys(row["source"] for row in rows if row["layout"] in layouts))


def _sources_with_the_like(home: Home, shop: Shop, layouts: set[str]) -> list[str]:
    """Sources whose folder's latest file has one of these layouts."""
    from transforms.exports.landing import waiting_files

    found = []
    for name in shop.sources:
        files = waiting_files(home, name)
        if not files:
            continue
        try:
            known = recognised(home, shop, files[-1], name)
        except UserError:
            continue
        if layouts & {layout.name for layout in known}:
            found.append(name)
    return found


def put(home: Home, source: str, path: Path) -> str | None:
    """Copy a file into its source's folder, complete or not at all; returns its name there, None when it was there.

    The time of the original is kept: of two exports that state no time of their own, the later download counts.
    """
    from transforms.exports.landing import digest, waiting_files

    folder = home.exports / source
    folder.mkdir(parents=True, exist_ok=True)
    content = digest(path)
    size = path.stat().st_size
    if any(known.stat().st_size == size and digest(known) == content for known in waiting_files(home, source)):
        return None
    name, number = path.name.lstrip("."), 1
    while (folder / name).exists():
        number += 1
        name = f"{path.stem} ({number}){path.suffix}"
    half = folder / f".{name}.{os.getpid()}.part"  # hidden and half-written names are not read
    try:
        shutil.copy2(path, half)
        half.replace(folder / name)
    finally:
        half.unlink(missing_ok=True)
    return name


def _choices(shop: Shop) -> str:
    if not shop.sources:
        return "it has no sources yet; add a [sources.NAME] section"
    return f"its sources are: {', '.join(shop.sources)}"
