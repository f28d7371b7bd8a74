"""One trait in comparable form, before it is hashed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

TRAIT_KINDS: frozenset[str] = frozenset({"name", "birthday", "area", "card"})
"""What many people share: never certain, and taken only where a file has it."""

MOST_GRAMS = 40
"""Pieces kept of one value: a long address is told apart by its beginning."""


@dataclass(frozen=True, slots=True)
class Trait:
    """A trait as its key is made from it, in overlapping pieces, and as it may be shown."""

    text: str
    pieces: tuple[str, ...]
    masked: str
    surname: str | None = None
    """Of a name: the text that the surname alone has; the same as `text` where no more is known."""


def bigrams(word: str, *, start: bool = True, end: bool = True) -> list[str]:
    """Overlapping pairs of letters, the ends marked where they are known."""
    padded = f"{'^' if start else ''}{word}{'$' if end else ''}"
    return [padded[at : at + 2] for at in range(len(padded) - 1)]


def some(pieces: Iterable[str]) -> tuple[str, ...]:
    """The first pieces, each once."""
    return tuple(dict.fromkeys(pieces))[:MOST_GRAMS]
