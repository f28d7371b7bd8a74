"""What to say of a file's columns: new, missing, and those that probably only have a new word."""

from __future__ import annotations

from collections.abc import Iterable

from transforms.exports.contacts import tellable
from transforms.exports.layout import Layout
from transforms.exports.recognise.drift import likely_renamed
from transforms.exports.recognise.header import MissingColumns

Found = tuple[str, str, int]
"""Kind, what, rows."""


def findings_of_columns(layout: Layout, missing_optional: Iterable[str], unknown: Iterable[str]) -> list[Found]:
    """Findings about the columns of a table that could be read: nothing of an unknown column is taken for another."""
    missing = [layout.columns[name].header[0] for name in missing_optional]
    unknown = list(unknown)
    renamed = likely_renamed(missing, unknown)
    lost, new = {pair[0] for pair in renamed}, {pair[1] for pair in renamed}
    found = [_renamed(*pair) for pair in renamed]
    found += [("unknown_column", tellable(word), 0) for word in unknown if word not in new]
    return found + [("missing_optional", word, 0) for word in missing if word not in lost]


def findings_of_refusal(error: BaseException) -> list[Found]:
    """Findings about a file that lacks columns it cannot be read without; also where one of its sheets says so."""
    refusal: BaseException | None = error
    while refusal is not None and not isinstance(refusal, MissingColumns):
        refusal = refusal.__cause__
    if refusal is None:
        return []
    lost = {pair[0] for pair in refusal.renamed}
    found = [_renamed(*pair) for pair in refusal.renamed]
    return found + [("missing_column", word, 0) for word in refusal.missing if word not in lost]


def _renamed(old: str, new: str) -> Found:
    return "renamed_column", f"{old} → {tellable(new)}?", 0
