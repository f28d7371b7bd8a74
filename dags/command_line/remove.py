"""`regulars remove`: take a file back that was read, so that no night counts it any more."""

from __future__ import annotations

import difflib
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dags.command_line.errors import UserError
from dags.command_line.home import HomeOption, command, home_and_shop
from dags.command_line.screen import say

if TYPE_CHECKING:
    from transforms.exports.landing import LandedFile
    from transforms.settings import Home

SHOWN_OF_SHA256 = 10
_START_OF_SHA256 = re.compile(r"[0-9a-f]{6,64}", re.IGNORECASE)


def remove(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="Name of the file, or the start of its SHA-256 (regulars status).")
    ],
    source: Annotated[
        str | None, typer.Option(metavar="NAME", help="Source of the file, where several have it.")
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Put a removed file back.")] = False,
    home: HomeOption = None,
) -> None:
    """Take a file back that was read: the next night leaves it out. Nothing is deleted; --undo puts it back.

    A copy of it in exports/ is moved aside too, or the next night would read it again. Both are kept in
    landing/<source>/removed/. What is published now stays until the next night.

    \b
    Example:  regulars remove bill_2026-03.xlsx
              regulars remove 3fa9c2d1e0 --source till
              regulars remove --undo bill_2026-03.xlsx
    """
    where, shop = home_and_shop(home)
    if source is not None and source not in shop.sources and not (where.landing / source).is_dir():
        raise UserError(f"There is no source {source}; the sources are: {', '.join(shop.sources)}.")
    from filelock import FileLock, Timeout

    try:
        with FileLock(where.warehouse / "night.lock", timeout=0):
            if undo:
                _put_back(where, file, source)
            else:
                _remove(where, file, source)
    except Timeout:
        raise UserError("A night is running; try again when it is through.") from None


def _remove(home: Home, wanted: str, source: str | None) -> None:
    from transforms.exports.landing import digest, landed_files, landed_sources, remove, waiting_files

    sources = [source] if source else landed_sources(home)
    found = _the_one(home, wanted, [file for name in sources for file in landed_files(home, name)], "remove")
    size = found.path(home).stat().st_size
    waiting = waiting_files(home, found.source)
    copies = [path for path in waiting if path.stat().st_size == size and digest(path) == found.sha256]
    remove(home, found, datetime.now(UTC), copies)
    say(f"Removed {found.file_name} ({_short(found)}) from {found.source}.")
    for copy in copies:
        place = f"exports/{copy.relative_to(home.exports).as_posix()}"
        say(f"{place} still held a copy, which the next night would have read again: moved aside too.")
    say(f"The next night leaves it out; what is published stays until then: {command(home, 'nightly')}")
    undo = f"remove --undo {_short(found)} --source {found.source}"
    say(f"Kept in {home.landing / found.source / 'removed'}; to put it back: {command(home, undo)}")


def _put_back(home: Home, wanted: str, source: str | None) -> None:
    from transforms.exports.landing import landed_sources, put_back, removed_files

    sources = [source] if source else landed_sources(home)
    removed = {each.file: each for name in sources for each in removed_files(home, name)}
    found = _the_one(home, wanted, list(removed), "remove --undo")
    put_back(home, removed[found])
    say(f"Put {found.file_name} ({_short(found)}) back into {found.source}.")
    say(f"The next night reads it: {command(home, 'nightly')}")


def _the_one(home: Home, wanted: str, files: list[LandedFile], words: str) -> LandedFile:
    """The file of this name, or whose SHA-256 begins so.

    Raises:
        UserError: none or several; the choices are named.
    """
    name = Path(wanted).name
    found = [file for file in files if file.file_name == name]
    if not found and _START_OF_SHA256.fullmatch(wanted):
        found = [file for file in files if file.sha256.startswith(wanted.lower())]
    if len(found) == 1:
        return found[0]
    if found:
        choices = ", ".join(f"{_short(file)} ({file.source}, {file.received_at[:16]} UTC)" for file in found)
        example = command(home, f"{words} {_short(found[0])} --source {found[0].source}")
        raise UserError(f"{len(found)} files are called {wanted}: {choices}. Say which, for example: {example}")
    if not files:
        raise UserError("No file was removed." if "--undo" in words else "No file was read yet.")
    near = difflib.get_close_matches(name, sorted({file.file_name for file in files}), n=3, cutoff=0.6)
    hint = f"did you mean {' or '.join(near)}?" if near else f"{command(home, 'status --files')} lists the files."
    state = "removed" if "--undo" in words else "read"
    raise UserError(f"No file {wanted} was {state}; {hint}")


def _short(file: LandedFile) -> str:
    return file.sha256[:SHOWN_OF_SHA256]
