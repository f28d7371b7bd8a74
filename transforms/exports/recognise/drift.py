"""Columns that a platform may have given a new word: alike enough to ask about, never enough to decide."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from transforms.exports.layout import header_word

ALIKE = 0.6
"""How like two header words must be, from 0 to 1, to be asked about."""
SHORTEST_PART = 2
"""So many characters of one word inside the other are likeness too."""


def likely_renamed(missing: Iterable[str], unknown: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs of (word known here, word of the file) that are probably one column, the most alike first, each once."""
    unknown = list(unknown)
    pairs = [(likeness(old, new), old, new) for old in missing for new in unknown]
    found: list[tuple[str, str]] = []
    for likely, old, new in sorted(pairs, key=lambda pair: (-pair[0], pair[1:])):
        if likely >= ALIKE and old not in {pair[0] for pair in found} and new not in {pair[1] for pair in found}:
            found.append((old, new))
    return found


def likeness(one: str, other: str) -> float:
    """How alike two header words are, from 0 to 1; a word inside the other counts as nearly the same."""
    first, second = sorted((header_word(one), header_word(other)), key=len)
    ratio = difflib.SequenceMatcher(None, first, second, autojunk=False).ratio()
    is_part = len(first) >= SHORTEST_PART and first in second
    return max(ratio, 0.9) if is_part and len(first) * 3 >= len(second) else ratio


def confirmation(pairs: Iterable[tuple[str, str]]) -> str:
    """The line of shop.toml that confirms renamed columns."""
    said = ", ".join(f'"{_escaped(new)}" = "{_escaped(old)}"' for old, new in pairs)
    return f"renamed = {{ {said} }}"


def _escaped(word: str) -> str:
    return " ".join(word.split()).replace("\\", "\\\\").replace('"', '\\"')
