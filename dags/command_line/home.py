"""The `--home` option, and the home it names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from transforms.settings import Home, Shop

ENVIRONMENT_VARIABLE = "REGULARS_HOME"

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


def home_and_shop(given: Path | None) -> tuple[Home, Shop]:
    """An existing home and its settings.

    Raises:
        ShopError: there is none, or its settings cannot be used.
    """
    home = the_home(given)
    shop = home.shop()
    home.make_folders()
    return home, shop
