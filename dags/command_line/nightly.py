"""`regulars nightly`: one night without Airflow."""

from __future__ import annotations

import sys
from datetime import date
from typing import Annotated

import typer

from dags.command_line.errors import DONE, WITHHELD, UserError
from dags.command_line.home import HomeOption, home_and_shop
from dags.command_line.screen import progress_bar, say

STEPS = {
    "pull": "Fetching new files",
    "read": "Reading files",
    "check": "Checking what was read",
    "core": "Joining orders and fees",
    "link": "Working out who is who",
    "published": "Making the charts' tables",
    "check_published": "Checking the results",
    "publish": "Publishing",
}


def a_day(text: str | None) -> date | None:
    """A day written YYYY-MM-DD.

    Raises:
        UserError: it is not one.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UserError(f"{text} is not a day; write it as YYYY-MM-DD, for example 2026-03-31.") from None


def nightly(
    as_of: Annotated[
        str | None,
        typer.Option(
            metavar="DATE", help="Last day that counts, YYYY-MM-DD.  [default: last complete day in the data]"
        ),
    ] = None,
    home: HomeOption = None,
) -> None:
    """Read new files, check them, work out who came back, and publish.

    \b
    Example:  regulars nightly
              regulars nightly --as-of 2026-03-31
    Exit codes: 0 published, 3 withheld by a check (yesterday's numbers stay), 1 failed.
    """
    day = a_day(as_of)
    where, _ = home_and_shop(home)
    from dags.steps import run_night

    with progress_bar("Night") as progress:
        outcome = run_night(where, as_of=day, progress=lambda step, share: progress(STEPS.get(step, step), share))
    if outcome.state == "withheld":
        sys.stderr.write(f"Withheld, the numbers published before stay: {outcome.reason}\n")
        raise typer.Exit(WITHHELD)
    say(f"Published the numbers as of {outcome.as_of_day} (run {outcome.run_id}). See them with: regulars up")
    raise typer.Exit(DONE)
