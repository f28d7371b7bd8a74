"""`regulars nightly`: one night without Airflow."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dags.command_line.errors import DONE, WITHHELD, UserError
from dags.command_line.home import HomeOption, command, home_and_shop
from dags.command_line.screen import progress_bar, say
from dags.command_line.snapshots import current

if TYPE_CHECKING:
    from transforms.settings import Home

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


def withheld_text(home: Home, reason: str, why: dict[str, Any]) -> str:
    """Which check withheld a night, what is still there to see, and what to do."""
    check = why.get("failed_check")
    if check:
        more = f", and {check['more']} more" if check.get("more") else ""
        what = f"the check “{check['check_name']}” on {check['table_name']} does not hold"
        reason = f"{what} ({check['observed'] or 'no figure'}{more})."
    sentences = [f"Withheld: {reason if reason.endswith('.') else f'{reason}.'}"]
    if current(home) is not None:
        sentences.append("The numbers published before stay.")
    sentences.append(f"{command(home, 'status')} lists the files read")
    if why.get("reason_code") != "no_order":
        sentences[-1] += f"; to take one back: {command(home, 'remove FILE')}"
    return " ".join(sentences)


def pulls_to_tell(home: Home) -> list[str]:
    """What the owner should know of how files were fetched."""
    from dags.remote.memory import last_reports

    return [sentence for report in last_reports(home) for sentence in report.sentences()]


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
    Exit codes: 0 published, 3 withheld by a check (what was published before stays), 1 failed.
    """
    day = a_day(as_of)
    where, _ = home_and_shop(home)
    from dags.steps import run_night

    with progress_bar("Night") as progress:
        outcome = run_night(where, as_of=day, progress=lambda step, share: progress(STEPS.get(step, step), share))
    for pull in pulls_to_tell(where):
        sys.stderr.write(f"{pull}\n")
    if outcome.state == "withheld":
        sys.stderr.write(f"{withheld_text(where, outcome.reason or '', outcome.why)}\n")
        raise typer.Exit(WITHHELD)
    say(
        f"Published the numbers as of {outcome.as_of_day} (run {outcome.run_id}). See them with: {command(where, 'up')}"
    )
    raise typer.Exit(DONE)
