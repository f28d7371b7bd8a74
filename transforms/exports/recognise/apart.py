"""What a file is, said by a process of its own under limits: a hostile file costs one sentence and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from transforms.exports.adding import Recognised, StatedTotal, TableEvidence, look
from transforms.exports.bounded.ask import ask
from transforms.exports.bounded.limits import Limits, Refused
from transforms.exports.bounded.sentences import sentence
from transforms.exports.layout import Layout
from transforms.exports.recognise.decode import UnreadableFile
from transforms.exports.recognise.header import MissingColumns, NoKnownLayout


def look_apart(path: Path, layouts: Sequence[Layout], work: Path, password: str | None) -> Recognised:
    """The evidence about a file, as `adding.look` gives it.

    Raises:
        UnreadableFile: it is none that we know, or cannot be opened; the text says why.
    """
    limits = Limits()
    question = {
        "path": str(path.absolute()),
        "layouts": [layout.model_dump(mode="json") for layout in layouts],
        "work": str(work.absolute()),
        "password": password,
    }
    try:
        answer: dict[str, Any] = ask(f"{__name__}.told", question, limits)
    except Refused as refused:
        raise UnreadableFile(sentence(refused, limits)) from None
    if "unknown" in answer:
        raise NoKnownLayout(**answer["unknown"])
    if "missing" in answer:
        found = answer["missing"]
        pairs = tuple((old, new) for old, new in found["renamed"])
        raise MissingColumns(found["layout"], tuple(found["missing"]), pairs)
    if "unreadable" in answer:
        raise UnreadableFile(answer["unreadable"])
    known = {layout.name: layout for layout in layouts}
    tables = tuple(_table(table, known) for table in answer["tables"])
    return Recognised(path, tables, tuple((kind, what, rows) for kind, what, rows in answer["findings"]))


def told(path: str, layouts: list[dict[str, Any]], work: str, password: str | None) -> dict[str, Any]:
    """The child's part: arguments and answer are plain enough for JSON, and hold no cell of a data row."""
    known = [Layout.model_validate(layout) for layout in layouts]
    try:
        found = look(Path(path), known, Path(work), password)
    except UnreadableFile as error:
        return _refusal(error)
    tables = [{**asdict(table), "layout": table.layout.name} for table in found.tables]
    return {"tables": tables, "findings": found.findings}


def _refusal(error: UnreadableFile) -> dict[str, Any]:
    if isinstance(error, NoKnownLayout):
        return {"unknown": {"sentence": str(error), "nearness": error.nearness}}
    if isinstance(error, MissingColumns):
        return {"missing": {"layout": error.layout, "missing": error.missing, "renamed": error.renamed}}
    return {"unreadable": str(error)}


def _table(said: dict[str, Any], known: dict[str, Layout]) -> TableEvidence:
    return TableEvidence(
        layout=known[said["layout"]],
        sheet=said["sheet"],
        encoding=said["encoding"],
        header_line=said["header_line"],
        rows=said["rows"],
        gave_away=tuple(said["gave_away"]),
        lacking=tuple(said["lacking"]),
        columns=tuple((kind, what, rows) for kind, what, rows in said["columns"]),
        totals=tuple(StatedTotal(**total) for total in said["totals"]),
    )
