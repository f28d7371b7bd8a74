"""`regulars rollback`: publish an earlier snapshot again."""

from __future__ import annotations

from typing import Annotated

import typer

from dags.command_line.errors import UserError
from dags.command_line.home import HomeOption, command, home_and_shop
from dags.command_line.screen import say
from dags.command_line.snapshots import current, snapshots


def rollback(
    to: Annotated[
        str | None, typer.Option("--to", metavar="ID", help="Snapshot to publish.  [default: the one before]")
    ] = None,
    home: HomeOption = None,
) -> None:
    """Publish an earlier snapshot again; the next good night publishes a new one.

    An ID that ends in -rewritten1 (2, 3 …) is the same night with the same numbers, written again so that it no longer
    holds somebody who was forgotten, or an old key (`regulars forget`, `regulars rekey`).

    \b
    Example:  regulars rollback
              regulars rollback --to ID     (the IDs are in: regulars status)
    """
    where, _ = home_and_shop(home)
    known, now = snapshots(where), current(where)
    names = [snapshot.stem for snapshot in known]
    if to is not None:
        if to not in names:
            choices = f"there are: {', '.join(reversed(names))}" if names else "nothing is published yet"
            raise UserError(f"There is no snapshot {to}; {choices}.")
        target = known[names.index(to)]
    else:
        earlier = known[: known.index(now)] if now in known else known
        if not earlier:
            raise UserError(
                f"There is no earlier snapshot to go back to; {command(where, 'status')} lists what there is."
            )
        target = earlier[-1]
    if target == now:
        say(f"{target.stem} is what is published; nothing changed.")
        return
    from transforms.build import switch_to

    switch_to(where, target)
    say(f"Published {target.stem} again{f', in place of {now.stem}' if now else ''}.")
