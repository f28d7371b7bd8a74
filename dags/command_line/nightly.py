"""`regulars nightly`: one night without Airflow."""

from __future__ import annotations

import sys
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dags.command_line.errors import DONE, WITHHELD, UserError
from dags.command_line.home import HomeOption, command, home_and_shop
from dags.command_line.people_told import answered_since, forgetting_told, people_told, rows_of
from dags.command_line.screen import progress_bar, say
from dags.command_line.snapshots import current

if TYPE_CHECKING:
    from transforms.settings import Home, Shop


class RulesOf(StrEnum):
    """By whose rules people are told apart."""

    now = "now"
    then = "then"


STEPS = {
    "pull": "Fetching new files",
    "read": "Reading files",
    "check": "Checking what was read",
    "core": "Joining orders and fees",
    "link": "Working out who is who",
    "published": "Making the charts' tables",
    "check_published": "Checking the results",
    "publish": "Publishing",
    "purge": "Deleting what is past its time",
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
    if answers := answered_since(home):
        since = "1 answer was" if answers == 1 else f"{answers} answers were"
        sentences.append(f"{since} given on who is who since; to take the latest back: {command(home, 'link undo')}")
    return " ".join(sentences)


def pulls_to_tell(home: Home) -> list[str]:
    """What the owner should know of how files were fetched."""
    from dags.remote.memory import last_reports

    return [sentence for report in last_reports(home) for sentence in report.sentences()]


def rules_used(home: Home, shop: Shop, day: date | None) -> str:
    """By which rules a past day was rebuilt."""
    from importlib.metadata import version

    from transforms.settings.rules import rules_for

    found = rules_for(home, shop, "then", day)
    answers = "1 line" if found.answer_lines == 1 else f"{found.answer_lines} lines"
    if found.rules_since is None:
        said = f"No rules are written down for {day} or before: today's were used, and"
    elif day is not None and found.rules_since > day:
        said = f"No rules are written down for {day} or before: the earliest, of {found.rules_since}, were used, and"
    else:
        said = f"Used the rules in force since {found.rules_since} and"
    was, now = found.says["version"], version("regulars")
    other = f" They are of version {was}; this is {now}, whose own ways of linking cannot be undone." * (was != now)
    return f"{said} {answers} of people/answers.jsonl.{other}"


def _is_rebuilt(home: Home) -> bool:
    from transforms.engines.snapshot import SnapshotReader

    reader = SnapshotReader(home.current)
    try:
        return any(row["is_rebuilt"] for row in rows_of(reader, "linking_rules"))
    finally:
        reader.close()


def nightly(
    as_of: Annotated[
        str | None,
        typer.Option(
            metavar="DATE", help="Last day that counts, YYYY-MM-DD.  [default: last complete day in the data]"
        ),
    ] = None,
    rules: Annotated[
        RulesOf, typer.Option("--rules", help="With --as-of: tell people apart by today's rules, or by that day's.")
    ] = RulesOf.now,
    home: HomeOption = None,
) -> None:
    """Read new files, check them, work out who came back, and publish.

    That day's rules are the thresholds and policies of shop.toml by which it was published, and the answers about
    who is who that were given by then (people/ in the home folder).

    \b
    Example:  regulars nightly
              regulars nightly --as-of 2026-03-31
              regulars nightly --as-of 2026-03-31 --rules then
    Exit codes: 0 published, 3 withheld by a check (what was published before stays), 1 failed.
    """
    day = a_day(as_of)
    if rules is RulesOf.then and day is None:
        raise UserError("--rules then needs the day: add --as-of DATE, for example --as-of 2026-03-31.")
    where, shop = home_and_shop(home)
    from dags.steps import run_night

    with progress_bar("Night") as progress:
        outcome = run_night(
            where,
            as_of=day,
            rules_of=rules.value,
            progress=lambda step, share: progress(STEPS.get(step, step), share),
        )
    if rules is RulesOf.then:
        say(rules_used(where, shop, day))
    for pull in (*pulls_to_tell(where), *forgetting_told(where)):
        sys.stderr.write(f"{pull}\n")
    if outcome.state == "withheld":
        sys.stderr.write(f"{withheld_text(where, outcome.reason or '', outcome.why)}\n")
        raise typer.Exit(WITHHELD)
    say(
        f"Published the numbers as of {outcome.as_of_day} (run {outcome.run_id}). See them with: {command(where, 'up')}"
    )
    if day is not None and _is_rebuilt(where):
        say(f"That is a past day, on screen until the next night. To have the latest back: {command(where, 'nightly')}")
    for sentence in people_told(where):
        say(sentence)
    raise typer.Exit(DONE)
