"""`regulars rekey`: a new key for the hashes of contacts, everything carried over."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from dags.command_line.errors import DONE, WITHHELD, UserError
from dags.command_line.forget import refuse_while_airflow_runs_a_night
from dags.command_line.home import HomeOption, home_and_shop
from dags.command_line.nightly import STEPS, withheld_text
from dags.command_line.screen import progress_bar, say


def rekey(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    home: HomeOption = None,
) -> None:
    """Change the key that contacts are hashed with, as after somebody has seen secrets/.

    Every file is read again. Your answers and the published nights keep their meaning under new keys; the id of every
    customer changes. The list of those forgotten has a key of its own and stays. Cut off, the same command goes on.

    \b
    Example:  regulars rekey
    Exit codes: 0 done and published, 3 done, but a check withheld the night afterwards, 1 failed.
    """
    where, shop = home_and_shop(home)
    if not yes and not typer.confirm("Change the key? Every customer gets a new id, and every file is read again."):
        say("Nothing was changed.")
        return
    from filelock import FileLock, Timeout

    from dags.steps import run_night
    from transforms.exports.staging.stage_file import clear_work
    from transforms.forgetting.person import begun
    from transforms.forgetting.rekeying import rekey as change

    try:
        with FileLock(where.warehouse / "night.lock", timeout=0):
            refuse_while_airflow_runs_a_night(where)
            if begun(where) is not None:
                raise UserError("Somebody's forgetting was cut off; finish it first, with a contact of theirs.")
            clear_work(where)
            with progress_bar("New key") as progress:
                done = change(where, shop, datetime.now(UTC).date(), progress)
    except Timeout:
        raise UserError("A night is running; try again when it is through.") from None
    say(
        f"The key is new ({done.key_id}): {done.identities} contacts and traits have a new hash, "
        f"{done.answers} answers and {done.snapshots} published nights were carried over."
    )
    with progress_bar("Night") as progress:
        outcome = run_night(where, progress=lambda step, share: progress(STEPS.get(step, step), share))
    if outcome.state == "withheld":
        typer.echo(withheld_text(where, outcome.reason or "", outcome.why), err=True)
        raise typer.Exit(WITHHELD)
    say(f"Published the numbers as of {outcome.as_of_day} again (run {outcome.run_id}).")
    raise typer.Exit(DONE)
