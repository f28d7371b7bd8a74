"""`regulars add`: recognise a file, say what it is, put it into its source's folder."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dags.command_line.errors import FAILED, UserError
from dags.command_line.home import HomeOption, command, home_and_shop
from dags.command_line.screen import progress_bar, say
from dags.command_line.snapshots import current

USUAL_CHANNELS = {
    "alipay": ("tmall", "marketplace"),
    "eleme": ("eleme", "delivery"),
    "meituan": ("meituan", "delivery"),
    "meituan_pos": ("store", "store"),
    "shopify": ("web", "own_online"),
    "taobao": ("tmall", "marketplace"),
    "wechat_pay": ("mini_program", "own_online"),
    "youzan": ("mini_program", "own_online"),
}
"""Family of layouts -> channel and kind to suggest."""

if TYPE_CHECKING:
    from transforms.exports.layout import Layout
    from transforms.settings import Home, Shop


def add(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="Export files, as downloaded, or folders of them.")
    ],
    source: Annotated[
        str | None, typer.Option(metavar="NAME", help="Source of the files, a [sources.NAME] of shop.toml.")
    ] = None,
    home: HomeOption = None,
) -> None:
    """Recognise export files, say what they are, and put copies where the next night reads them.

    A file that is not known is set aside with the reason, and the others are added.

    \b
    Example:  regulars add ~/Downloads/bill_2026-03.xlsx
              regulars add ~/Downloads/exports/
              regulars add *.csv --source till
    """
    where, shop = home_and_shop(home)
    if source is not None and source not in shop.sources:
        raise UserError(f"There is no [sources.{source}] in {where.shop_toml}; {_choices(shop)}.")
    added, set_aside = 0, []
    pieces: list[str] = []  # of shop.toml, where a file fits no source
    paths = _files(files)
    with progress_bar("Looking") as progress:
        for number, path in enumerate(paths):
            progress(f"Looking at {path.name}", number / len(paths))
            try:
                layouts = recognised(where, shop, path, source)
                name = source or source_of(where, shop, path, layouts)
            except NoSource as error:
                set_aside.append(str(error))
                pieces += [piece for piece in error.pieces if piece not in pieces]
                continue
            except UserError as error:
                set_aside.append(str(error))
                continue
            what = " and ".join(layout.title.get("en", layout.name) for layout in layouts)
            placed = put(where, name, path)
            say(f"{path.name}: {what} → {'already in ' if placed is None else ''}exports/{name}/{placed or ''}")
            added += 1
    if added:
        say(f"The next night reads {'it' if added == 1 else 'them'}: {command(where, 'nightly')}")
    if pieces:
        set_aside.append(f"To give such files a source, paste into {where.shop_toml}:\n\n" + "\n".join(pieces))
    if set_aside:
        sys.stderr.write("\n".join(set_aside) + "\n")
        raise typer.Exit(FAILED)


class NoSource(UserError):
    """A file fits no source; what to paste into shop.toml so that it does."""

    def __init__(self, text: str, pieces: list[str]) -> None:
        super().__init__(text)
        self.pieces = pieces


def _files(given: list[Path]) -> list[Path]:
    """The files given, and those in the folders given."""
    from transforms.exports.landing import files_in

    return [path for one in given for path in (files_in(one) if one.is_dir() else [one])]


def recognised(home: Home, shop: Shop, path: Path, source: str | None) -> list[Layout]:
    """Layouts of the tables in a file.

    Raises:
        UserError: the file is none that we know, or cannot be opened.
    """
    from transforms.exports.layout import load_layouts
    from transforms.exports.recognise import Limits, UnreadableFile, examine

    if not path.is_file():
        raise UserError(f"Set aside: {path} is not a file; check the name.")
    allowed = shop.sources[source].layouts if source else ()
    layouts = [layout for layout in load_layouts() if not allowed or layout.name in allowed]
    with tempfile.TemporaryDirectory(dir=home.work) as work:  # decoded copies hold contacts: gone when we leave
        try:
            tables = examine(path, layouts, Path(work), Limits()).tables
        except UnreadableFile as error:
            reason = str(error).rstrip(".")
            raise UserError(
                f"Set aside: {path.name} was not added: {reason}; CONTRIBUTING.md shows how to describe a new export."
            ) from None
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
    for fitting in (
        limited or before or _sources_with_the_like(home, shop, names),
        [name for name, source in shop.sources.items() if not source.layouts],
    ):
        candidates = _named_like(shop, fitting, layouts)
        if len(candidates) == 1:
            return candidates[0]
        if candidates:
            choices = ", ".join(candidates)
            raise UserError(
                f"Set aside: {path.name} is {title}, which fits several sources; say which with --source: {choices}."
            )
    raise NoSource(
        f"Set aside: {path.name} is {title}, which fits no source of {home.shop_toml}; {_choices(shop)}.",
        list(dict.fromkeys(_piece(shop, layout.family) for layout in layouts)),
    )


def _named_like(shop: Shop, candidates: list[str], layouts: list[Layout]) -> list[str]:
    """Of several sources the one called like the file's platform, else the one whose channel is; else all of them."""
    from transforms.exports.layout import load_layouts

    families = {layout.family for layout in load_layouts()}
    wanted = {layout.family for layout in layouts}

    def family_of(name: str) -> str:
        return max((family for family in families if name.startswith(family)), key=len, default="")

    for choices in (
        [name for name in candidates if name in wanted],
        [name for name in candidates if family_of(name) in wanted],
        [name for name in candidates if family_of(shop.sources[name].channel) in wanted],
    ):
        if len(choices) == 1:
            return choices
    return candidates


def _piece(shop: Shop, family: str) -> str:
    """Lines of shop.toml that make a source for a platform's files."""
    channel, kind = USUAL_CHANNELS.get(family, (family, "own_online"))
    new_channel = "" if channel in shop.channels else f'[channels.{channel}]\nkind = "{kind}"\n'
    return f'{new_channel}[sources.{family}]\nchannel = "{channel}"\n'


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
