"""`regulars add`: recognise a file, say what it is and why we think so, put it into its source's folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dags.command_line.errors import FAILED, UserError
from dags.command_line.evidence import evidence_lines
from dags.command_line.home import HomeOption, command, home_and_shop
from dags.command_line.screen import progress_bar, say

if TYPE_CHECKING:
    from transforms.exports.adding import Choice, Recognised
    from transforms.exports.layout import Layout
    from transforms.settings import Home, Shop


def add(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="Export files, as downloaded, or folders of them.")
    ],
    source: Annotated[
        str | None, typer.Option(metavar="NAME", help="Source of the files, a [sources.NAME] of shop.toml.")
    ] = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Say what each file was recognised by, and what is in it.")
    ] = False,
    home: HomeOption = None,
) -> None:
    """Recognise export files, say what they are, and put copies where the next night reads them.

    A file that is not known is set aside with the reason, and the others are added. `regulars map FILE` describes
    a new kind of export step by step; from then on it is known.

    \b
    Example:  regulars add ~/Downloads/bill_2026-03.xlsx
              regulars add ~/Downloads/exports/ --verbose
              regulars add *.csv --source till
    """
    from transforms.exports.adding import put
    from transforms.exports.home_layouts import read_home_layouts

    where, shop = home_and_shop(home)
    if source is not None and source not in shop.sources:
        raise UserError(f"There is no [sources.{source}] in {where.shop_toml}; {_choices(shop)}.")
    added, set_aside = 0, [mistake.sentence for mistake in read_home_layouts(where).mistakes]
    left_out = len(set_aside)
    pieces: list[str] = []  # of shop.toml, where a file fits no source
    paths = _files(files)
    with progress_bar("Looking") as progress:
        for number, path in enumerate(paths):
            progress(f"Looking at {path.name}", number / len(paths))
            try:
                known = _recognised(where, shop, path, source)
                choice = _source_of(where, shop, known, source)
            except NoSource as error:
                set_aside.append(str(error))
                pieces += [piece for piece in error.pieces if piece not in pieces]
                continue
            except UserError as error:
                set_aside.append(str(error))
                continue
            assert choice.source is not None
            placed = put(where, choice.source, path)
            say(f"{path.name}: {_what(known)} → {'' if placed.is_new else 'already in '}exports/{placed.source}/"
                f"{placed.name if placed.is_new else ''}")  # fmt: skip
            for line in evidence_lines(where, shop, known, choice, in_full=verbose):
                say(f"    {line}")
            added += 1
    if added:
        say(f"The next night reads {'it' if added == 1 else 'them'}: {command(where, 'nightly')}")
    if pieces:
        set_aside.append(f"To give such files a source, paste into {where.shop_toml}:\n\n" + "\n".join(pieces))
    if set_aside:
        sys.stderr.write("\n".join(set_aside) + "\n")
    if len(set_aside) > left_out:
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


def _what(known: Recognised) -> str:
    return " and ".join(layout.title.get("en", layout.name) for layout in known.layouts) or "a file without a table"


def _recognised(home: Home, shop: Shop, path: Path, source: str | None) -> Recognised:
    """What a file is.

    Raises:
        UserError: the file is none that we know, or cannot be opened.
    """
    from transforms.exports.adding import recognise
    from transforms.exports.recognise.examine import UnreadableFile
    from transforms.exports.recognise.header import NoKnownLayout

    if not path.is_file():
        raise UserError(f"Set aside: {path} is not a file; check the name.")
    try:
        return recognise(home, shop, path, source)
    except UnreadableFile as error:
        reason = str(error).rstrip(".")
        unknown = isinstance(error, NoKnownLayout) and not error.is_other_export
        hint = f"; to describe such files once and for all: {command(home, f'map {path.name}')}" if unknown else "."
        raise UserError(f"Set aside: {path.name} was not added: {reason}{hint}") from None


def _source_of(home: Home, shop: Shop, known: Recognised, named: str | None) -> Choice:
    """The source a file goes to.

    Raises:
        UserError: none or several can have it; the choices are named.
    """
    from transforms.exports.adding import Choice, choose_source

    if named is not None:
        return Choice(named, "named")
    choice = choose_source(home, shop, known.layouts)
    if choice.source is not None:
        return choice
    if choice.why == "several":
        raise UserError(
            f"Set aside: {known.path.name} is {_what(known)}, which fits several sources; "
            f"say which with --source: {', '.join(choice.candidates)}."
        )
    if choice.why == "mixed":
        raise UserError(
            f"Set aside: {known.path.name} holds {_what(known)}, which belong to different sources; unpack it and add "
            "what is in it, or say with --source where all of it belongs."
        )
    raise NoSource(
        f"Set aside: {known.path.name} is {_what(known)}, which fits no source of {home.shop_toml}; {_choices(shop)}.",
        list(dict.fromkeys(_piece(shop, layout) for layout in known.layouts)),
    )


def _piece(shop: Shop, layout: Layout) -> str:
    """Lines of shop.toml that make a source for a platform's files."""
    channel, kind = layout.usual_channel
    new_channel = "" if channel in shop.channels else f'[channels.{channel}]\nkind = "{kind}"\n'
    return f'{new_channel}[sources.{layout.family}]\nchannel = "{channel}"\n'


def _choices(shop: Shop) -> str:
    if not shop.sources:
        return "it has no sources yet; add a [sources.NAME] section"
    return f"its sources are: {', '.join(shop.sources)}"
