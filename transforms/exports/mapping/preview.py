"""The first rows of an unknown table as they may be shown: contacts, names and addresses masked."""

from __future__ import annotations

from transforms.exports.layout import header_word
from transforms.exports.mapping.roles import CONTACT_ROLES, ROLES, words_for, words_of
from transforms.exports.mapping.sample import Sample
from transforms.exports.mapping.suggest import Suggested
from transforms.exports.mapping.values import hidden, is_phone, masked

OPEN_KINDS = ("id", "time", "day", "money", "count")
LONGEST = 40
SHORTEST_PHONE = 7


def preview(sample: Sample, suggested: Suggested, rows: int) -> list[list[str]]:
    """The first rows, each cell as it may be shown, in the order of the header."""
    roles = {each.word: role for role, each in suggested.columns.items()}
    shown = [_how(word, roles.get(word), suggested) for word in sample.header]
    return [[_cell(cell, shown[at]) for at, cell in enumerate(row[: len(sample.header)])] for row in sample.rows[:rows]]


def _how(word: str, role: str | None, suggested: Suggested) -> str:
    """How the cells of a column are shown: as they are, without contacts, or hardly at all."""
    plain = header_word(word)
    if role in ("member", "account"):
        return "hidden"
    if role in CONTACT_ROLES or any(known in plain for name in ("phone", "email") for known in words_of(name)):
        return "masked"
    if role is not None and (ROLES[role].kind in OPEN_KINDS or role in ("status", "branch", "item", "channel")):
        return "open"
    look = suggested.looks.get(word)
    if look is not None and look.filled and (look.is_time or (look.is_amount and look.longest < SHORTEST_PHONE)):
        return "open"
    return "hidden" if any(part in plain for part in words_for("personal")) else "masked"


def _cell(cell: str, how: str) -> str:
    if how == "open" and not is_phone(cell, "CN"):
        return cell[:LONGEST]
    if how == "hidden":
        return hidden(cell)
    return masked(cell)[:LONGEST]
