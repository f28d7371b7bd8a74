"""Recognition of a file just uploaded, in a process under limits: what it is, not its rows."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from transforms.exports.bounded import ask
from transforms.exports.layout import Layout
from transforms.exports.limits import Limits, Refused
from transforms.exports.recognise import RecognisedTable, UnreadableFile, examine
from transforms.exports.sentences import sentence


def recognise_bounded(
    path: Path,
    layouts: Sequence[Layout],
    work: Path,
    limits: Limits = Limits(),  # noqa: B008
    password: str | None = None,
) -> dict[str, Any]:
    """What `examine` finds in a file, in plain words: `tables`, `findings` and, when it cannot be read, `reason`.

    Each table says its `layout`, `sheet`, `encoding`, `rows` and, as evidence, which column stands under which header
    word (`columns`), `missing_optional`, `unknown_words`, and the `totals` the file states. No cell of a data row.
    """
    # Decoded copies hold contacts: gone when we leave. Named by process, so that no other clears them away before.
    with tempfile.TemporaryDirectory(dir=work, prefix=f"{os.getpid()}-") as folder:
        question = {
            "path": str(path.absolute()),
            "layouts": [layout.model_dump(mode="json") for layout in layouts],
            "work": folder,
            "limits": asdict(limits),
            "password": password,
        }
        try:
            answer: dict[str, Any] = ask(f"{__name__}.recognised", question, limits)
        except Refused as refused:
            return {"tables": [], "findings": [], "reason": sentence(refused, limits)}
        return answer


def recognised(
    path: str, layouts: list[dict[str, Any]], work: str, limits: dict[str, Any], password: str | None
) -> dict[str, Any]:
    """The child's part: arguments and answer are plain enough for JSON."""
    known = [Layout.model_validate(layout) for layout in layouts]
    try:
        found = examine(Path(path), known, Path(work), Limits(**limits), password)
    except UnreadableFile as error:
        return {"tables": [], "findings": [], "reason": str(error)}
    return {
        "tables": [_told(table) for table in found.tables],
        "findings": [asdict(finding) for finding in found.findings],
        "reason": None,
    }


def _told(table: RecognisedTable) -> dict[str, Any]:
    return {
        "layout": table.layout.name,
        "sheet": table.sheet,
        "encoding": table.encoding,
        "rows": table.rows,
        "first_line": table.first_line,
        "exported_at": table.exported_at.isoformat(sep=" ") if table.exported_at else None,
        "columns": {name: table.header[position] for name, position in table.positions.items()},
        "missing_optional": list(table.missing_optional),
        "unknown_words": list(table.unknown_words),
        "totals": {name: str(total) for name, total in table.totals.items()},
    }
