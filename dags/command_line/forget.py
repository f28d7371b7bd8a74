"""`regulars forget`: take one person out of everything, and prove it."""

from __future__ import annotations

import os
import secrets
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dags.command_line.errors import DONE, FAILED, WITHHELD, UserError
from dags.command_line.home import HomeOption, command, home_and_shop
from dags.command_line.screen import progress_bar, say

if TYPE_CHECKING:
    from transforms.forgetting.erasure import Erasure
    from transforms.settings import Home, Shop


def forget(
    contact: Annotated[
        str,
        typer.Argument(
            metavar="CONTACT",
            help="Phone, e-mail, member number or account. A - reads it from standard input, "
            "so that it does not stay in the history of your shell.",
        ),
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be touched.")] = False,
    delete_unopened: Annotated[
        bool,
        typer.Option(
            "--delete-unopened",
            help="Also delete export files that cannot be looked into: those with a password, damaged, PDF.",
        ),
    ] = False,
    home: HomeOption = None,
) -> None:
    """Forget one person: in every file, table, snapshot and log of the home. It cannot be undone.

    Orders stay, as orders of nobody: their money is what the books need. Every file keeps its rows, lines and amounts;
    the person's cells in it are blanked. A keyed digest keeps tomorrow's export from bringing them back. Afterwards a
    night runs, and every byte of the home is searched for the contact and for what it was known by; the receipt in
    people/receipts/ says what was done, and holds neither.

    \b
    Example:  regulars forget - --yes < contact.txt
              regulars forget wang@example.com --dry-run
              regulars forget wang@example.com --delete-unopened
    Exit codes: 0 forgotten, or nobody known (then only the digest is kept); 1 failed, or something is left: the files
    are named, and the same command goes on; 2 CONTACT can name nobody; 3 forgotten, but a check withheld the night
    afterwards (the figures of before stay, without them).
    """
    where, shop = home_and_shop(home)
    if contact == "-" and not (yes or dry_run):
        raise UserError("With - nobody can be asked; look first with --dry-run, then add --yes.")
    said = sys.stdin.readline().strip() if contact == "-" else contact.strip()
    if not said:
        raise _not_a_contact(shop)
    from filelock import FileLock, Timeout

    try:
        with FileLock(where.warehouse / "night.lock", timeout=0):
            refuse_while_airflow_runs_a_night(where)
            if where.next_key_file.exists():
                raise UserError(f"A change of key was cut off; finish it first with: {command(where, 'rekey')}")
            erasure = _begin(where, shop, said, yes=yes, dry_run=dry_run, delete_unopened=delete_unopened)
    except Timeout:
        raise UserError("A night is running; try again when it is through.") from None
    if erasure is not None:
        raise typer.Exit(_finish(where, erasure))


def refuse_while_airflow_runs_a_night(home: Home) -> None:
    """A night of the scheduler has no lock; it is told by Airflow's own book, where the scheduler is up.

    Raises:
        UserError: one is running.
    """
    import sqlite3
    from contextlib import closing

    from filelock import FileLock, Timeout

    book = home.airflow / "airflow.db"
    if not book.exists():
        return
    try:
        with FileLock(home.airflow / "up.lock", timeout=0):
            return
    except Timeout:
        pass
    with closing(sqlite3.connect(f"file:{book}?mode=ro", uri=True)) as connection:
        running = connection.execute("select count(*) from dag_run where state in ('running', 'queued')").fetchone()[0]
    if running:
        raise UserError("A night is running; try again when it is through.")


def _begin(home: Home, shop: Shop, contact: str, *, yes: bool, dry_run: bool, delete_unopened: bool) -> Erasure | None:
    """Everything up to the night; None where there is nothing to finish."""
    from transforms.exports.staging.stage_file import clear_work
    from transforms.forgetting.erasure import Erasure, OtherBegun
    from transforms.forgetting.person import NoContact, NotLinked, SeveralPeople

    clear_work(home)
    with tempfile.TemporaryDirectory(dir=home.work, prefix=f"{os.getpid()}-") as folder:
        try:
            erasure = Erasure.of(home, shop, contact, Path(folder), new_id=secrets.token_hex(8))
        except NoContact:
            raise _not_a_contact(shop) from None
        except SeveralPeople:
            raise UserError("Several people use that contact; name one that is theirs alone.") from None
        except NotLinked:
            raise UserError(
                f"No finished night tells what else this person is called; run {command(home, 'nightly')} first."
            ) from None
        except OtherBegun:
            raise UserError(
                "The forgetting of somebody else was cut off; run it again first, with a contact of theirs."
            ) from None
        _keep_settings(erasure)
        with progress_bar("Looking") as progress:
            erasure.look(progress, delete_unopened=delete_unopened)
        _keep_settings(erasure)  # by now it is known what else they go by
        if not erasure.knows_them:
            _keep_out(erasure, yes=yes, dry_run=dry_run)
            return None
        _show(erasure)
        if dry_run:
            say("Nothing was changed (--dry-run).")
            return None
        if not yes and not typer.confirm("Forget this person? It cannot be undone."):
            say("Nothing was changed.")
            return None
        with progress_bar("Forgetting") as progress:
            erasure.carry_out(datetime.now(UTC).date(), progress)
    return erasure


def _keep_settings(erasure: Erasure) -> None:
    if named := erasure.settings_naming_them():
        raise UserError(f"{named[0]} names this person; take that out there first, and run this again.")


def _not_a_contact(shop: Shop) -> typer.BadParameter:
    region = shop.business.phone_region
    return typer.BadParameter(
        f"it can name nobody. Give a whole phone number (of {region}, or with + and country code), an e-mail, or a "
        "member number or platform account as it stands in a file that a night has read. Masked ones are nobody's.",
        param_hint="CONTACT",
    )


def _keep_out(erasure: Erasure, *, yes: bool, dry_run: bool) -> None:
    """Nobody here is called so: what is left to do is to keep the contact out of files that come later."""
    found = "Nothing was found: no export file and no customer here goes by that contact."
    _tell_closed(erasure)
    if erasure.is_on_the_list:
        say(f"{found} It is on the list of those forgotten already; nothing was changed.")
        return
    say(found)
    if dry_run:
        say("Nothing was changed (--dry-run).")
    elif yes or typer.confirm("Keep it out of every file that comes later? It cannot be undone."):
        erasure.keep_out(datetime.now(UTC).date())
        say("Nothing was changed, except that a keyed digest of it is kept: no later export brings this person in.")
    else:
        say("Nothing was changed.")


def _show(erasure: Erasure) -> None:
    from transforms.forgetting.files import UNOPENED

    files = [change for change in erasure.changes if change.how != UNOPENED]
    unopened = [change for change in erasure.changes if change.how == UNOPENED]
    rows = sum(change.rows for change in files)
    say(
        f"Found: {_count(erasure.journal.orders, 'order')} of this person, to stay as orders of nobody; "
        f"named in {_count(rows, 'row')} of {_count(len(files), 'file')}:"
    )
    for change in files:
        places = [
            *(["landing"] if change.content.landed else []),
            *(["removed"] if change.content.removed else []),
            *(f"exports/{change.content.source}" for _ in change.content.waiting[:1]),
        ]
        what = f"{_count(change.rows, 'row')}, {change.how}" if change.path else change.how
        say(f"  {change.content.source}: {change.name} ({', '.join(places)}): {what}")
    if unopened:
        say(f"{_count(len(unopened), 'file')} that cannot be looked into, to be deleted whomever they name:")
        for change in unopened:
            say(f"  {change.content.source}: {change.name}")
    elif not erasure.closed:
        say("Files that cannot be looked into (with a password, damaged, PDF) stay and are named at the end;")
        say("with --delete-unopened export files of that kind go too.")
    if erasure.elsewhere:
        say(f"Named in {_count(len(erasure.elsewhere), 'other file')}: {', '.join(erasure.elsewhere)}")
    _tell_closed(erasure)
    kept = _count(erasure.snapshots, "published snapshot")
    say(f"Also {kept}, staged records, the build, logs and Airflow's own database. Any other text in the home is")
    say("crossed out where it names them; another kind of file that does is deleted, and the receipt says which.")
    if erasure.journal.shared:
        say(f"{_count(erasure.journal.shared, 'contact')} that others use too stay where only they stand.")


def _tell_closed(erasure: Erasure) -> None:
    if erasure.closed:
        say(f"{_count(len(erasure.closed), 'file')} could not be looked into, and may name this person:")
        for name, why in erasure.closed.items():
            say(f"  {name}: {why}")
        say("With --delete-unopened export files among them are deleted.")


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _finish(home: Home, erasure: Erasure) -> int:
    """The night, the proof, the receipt; returns the exit code."""
    from dags.command_line.nightly import STEPS, withheld_text
    from dags.steps import run_night

    withheld = None
    with progress_bar("Night") as progress:
        outcome = run_night(home, progress=lambda step, share: progress(STEPS.get(step, step), share))
    if outcome.state == "withheld":
        withheld = withheld_text(home, outcome.reason or "", outcome.why)
    with progress_bar("Searching every byte") as progress:
        receipt, found = erasure.prove(datetime.now(UTC), lambda share: progress("Searching every byte", share))
    say(_told(receipt))
    if found:
        for name in found:
            sys.stderr.write(f"Still named in: {name}\n")
        sys.stderr.write(f"Something is left; run {command(home, 'forget -')} with the same contact again.\n")
        return FAILED
    say(f"Receipt: {home.people / 'receipts' / f'{erasure.journal.id}.json'}")
    if withheld:
        sys.stderr.write(f"{withheld}\n")
        return WITHHELD
    return DONE


def _told(receipt: dict[str, Any]) -> str:
    proof = receipt["proof"]
    searched = (
        f"{_count(proof['files_searched'], 'file')} ({proof['bytes_searched'] / 1e6:,.1f} MB) searched byte by byte"
    )
    closed = proof["could_not_be_opened"]
    if proof["still_naming_them"]:
        lines = [f"{searched}."]
    elif closed:
        lines = [f"{searched}: nothing that could be opened names this person any more."]
    else:
        lines = [f"{searched}: nothing names this person any more."]
    if closed:
        lines.append(f"{_count(len(closed), 'file')} could not be looked into, and may still name this person:")
        lines += [f"  {each['file']} ({each['called']}): {each['why']}" for each in closed]
        lines.append("Look into them yourself. Export files among them go if you run this again with the same contact")
        lines.append("and --delete-unopened; delete the others by hand.")
    return "\n".join(lines)
