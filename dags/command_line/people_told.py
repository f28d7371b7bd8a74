"""What a night did to people, in sentences: the owner's answers it counted, and whom it merged or split."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from dags.command_line.home import command
from dags.command_line.snapshots import current

if TYPE_CHECKING:
    from transforms.engines.snapshot import SnapshotReader
    from transforms.settings import Home
    from transforms.settings.answers import Answer

SAYS: dict[str, str] = {"same": "same person", "different": "different people", "unknown": "don't know"}


def rows_of(reader: SnapshotReader, table: str) -> list[dict[str, Any]]:
    """The rows of a published table; none where a snapshot of an earlier version lacks it."""
    return reader.rows(f"select * from {table}") if reader.has(table) else []


def lines_known(reader: SnapshotReader) -> int:
    """So many lines of the answers were written when the snapshot was made."""
    return max((row["answer_lines"] for row in rows_of(reader, "linking_rules")), default=0)


def people_told(home: Home) -> list[str]:
    """The answers in what is published and those it does not know yet, and whom its night merged or split.

    Nothing where nobody has answered and nobody was merged or split.
    """
    from transforms.customers.naming import latest_by_people, names_in, people_named
    from transforms.engines.snapshot import SnapshotReader
    from transforms.settings.answers import given_answers

    if current(home) is None:
        return []
    reader = SnapshotReader(home.current)
    try:
        given = given_answers(home)
        counted = list(latest_by_people(given, people_named(reader, names_in(given))).values())
        known, run_id = lines_known(reader), reader.rows("select run_id from about")[0]["run_id"]
        of_run = [row for row in rows_of(reader, "customer_changes") if row["run_id"] == run_id]
        # orders that named nobody until the owner said whose they are merge no two people
        changes = Counter(row["change"] for row in of_run if row["other_customer_id"] is not None)
    finally:
        reader.close()
    told = []
    if counted:
        told.append(_answers_sentence(home, counted, known))
    if moved := [f"{changes[change]:,} {change}" for change in ("merged", "split") if changes[change]]:
        told.append(f"People since the night before: {', '.join(moved)}; see Who is who.")
    return told


def forgetting_told(home: Home) -> list[str]:
    """That a forgetting was cut off, and how to finish it."""
    from transforms.forgetting.person import cut_off_on

    day = cut_off_on(home)
    if day is None:
        return []
    again = command(home, "forget -")
    return [
        f"A forgetting was cut off on {day}, if it is not running still. "
        f"Run {again} again with the same contact to finish it."
    ]


def answered_since(home: Home) -> int:
    """So many answers were given that what is published does not know."""
    from transforms.engines.snapshot import SnapshotReader
    from transforms.settings.answers import given_answers

    given = given_answers(home)
    if not given or current(home) is None:
        return 0
    reader = SnapshotReader(home.current)
    try:
        known = lines_known(reader)
    finally:
        reader.close()
    return sum(answer.line > known for answer in given)


def _answers_sentence(home: Home, counted: list[Answer], known: int) -> str:
    in_it: Counter[str] = Counter(answer.answer for answer in counted if answer.line <= known)
    parts = ", ".join(f"{in_it[said]:,} {words}" for said, words in SAYS.items() if in_it[said])
    waiting = sum(answer.line > known for answer in counted)
    total = in_it.total()
    said = []
    if total:
        said.append(f"{total:,} answer{'' if total == 1 else 's'} counted: {parts}")
    if waiting:
        what = "" if total else " answer" if waiting == 1 else " answers"
        said.append(f"{waiting:,}{what} wait{'s' if waiting == 1 else ''} for the next night")
    return f"{'; '.join(said)}. All of them: {command(home, 'link list --answered')}"
