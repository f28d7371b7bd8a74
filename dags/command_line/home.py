"""The `--home` option, and the home it names."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from transforms.settings import Home, Shop

ENVIRONMENT_VARIABLE = "REGULARS_HOME"
_FOUND_BY_ITSELF = Path(os.environ.get(ENVIRONMENT_VARIABLE, "home")).expanduser().resolve()
"""The home of a command without --home; kept because `the_home` sets the variable."""

HomeOption = Annotated[
    Path | None,
    typer.Option("--home", metavar="DIR", help="Home folder of the business.  [default: $REGULARS_HOME, else ./home]"),
]


def the_home(given: Path | None) -> Home:
    """The home a command is about; whatever runs inside the command sees the same one."""
    from transforms.settings import Home

    home = Home.find(given)
    os.environ[ENVIRONMENT_VARIABLE] = str(home.path)
    return home


def command(home: Home, words: str) -> str:
    """A command to type next, with --home where it would otherwise be about another home."""
    if home.path == _FOUND_BY_ITSELF:
        return f"regulars {words}"
    here = Path.cwd()
    path = home.path.relative_to(here) if home.path != here and home.path.is_relative_to(here) else home.path
    return f"regulars {words} --home {shlex.quote(str(path))}"


def nothing_published(home: Home) -> str:
    """What to say where a command needs numbers and there are none."""
    return f"Nothing is published yet. Put export files into exports/<source>/ and run: {command(home, 'nightly')}"


def home_and_shop(given: Path | None) -> tuple[Home, Shop]:
    """An existing home and its settings.

    Raises:
        ShopError: there is none, or its settings cannot be used.
    """
    home = the_home(given)
    shop = home.shop()
    home.make_folders()
    return home, shop
