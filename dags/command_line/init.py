"""`regulars init`: make the home folder of a business."""

from __future__ import annotations

from importlib.resources import files
from typing import Annotated

import typer

from dags.command_line.errors import UserError
from dags.command_line.home import HomeOption, command, the_home
from dags.command_line.screen import progress_bar, say


def template() -> str:
    """Text of a new `shop.toml`, every key explained."""
    return (files("dags.command_line") / "shop_template.toml").read_text(encoding="utf-8")


def init(
    demo: Annotated[bool, typer.Option("--demo", help="Fill it with the exports of an invented business.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", hidden=True, help="Name no next step; for scripts.")] = False,
    home: HomeOption = None,
) -> None:
    """Make a home folder with a commented shop.toml; refuses to overwrite one.

    \b
    Example:  regulars init --home ~/tea-and-bread
              regulars init --demo
    """
    where = the_home(home)
    if where.shop_toml.exists():
        raise UserError(f"{where.shop_toml} exists already and is left as it is; name another folder with --home DIR.")
    if where.path.exists() and not where.path.is_dir():
        raise UserError(f"{where.path} is a file; name a folder with --home DIR.")
    text = template()
    if demo:
        from transforms.demo import SHOP_TOML

        text = SHOP_TOML
    where.make_folders()
    if demo:
        from transforms.demo import write_exports

        with progress_bar("Writing exports") as progress:
            write_exports(where.exports, progress=progress)
    where.shop_toml.write_text(text, encoding="utf-8")  # last: a home without it can be begun again
    for source in where.shop().sources:
        (where.exports / source).mkdir(exist_ok=True)
    say(f"Made {where.path}")
    if quiet:
        return
    if demo:
        say(f"Next: {command(where, 'nightly')} && {command(where, 'up')}")
    else:
        say(f"Next: say in {where.shop_toml} which channels and sources there are, then drop export files into")
        say(f"{where.exports}/<source>/ and run: {command(where, 'nightly')}")
