"""Breaking text into lines of a width, for pictures: Chinese breaks anywhere, words stay whole."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_PIECE = re.compile(r"\s+|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+|.", re.DOTALL)
_NARROW, _WIDE = set(" iljtfI.,:;'|!()[]-"), set("mw%@—…")
_NEVER_FIRST = set("，。、；：！？）》」』％…·,.;:!?)%")


def _ems(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    if character in _NARROW:
        return 0.3
    return 0.72 if character.isupper() or character in _WIDE else 0.56


def text_width(text: str) -> float:
    """Width in ems, near enough and rather too wide: the fonts of the reader are not known."""
    return sum(map(_ems, text))


def _pieces(text: str, ems: float) -> Iterator[str]:
    for piece in _PIECE.findall(text):
        while text_width(piece) > ems:  # a word longer than the line
            cut = max(1, int(ems / 0.72))
            yield piece[:cut]
            piece = piece[cut:]  # noqa: PLW2901 (the rest of the same word)
        yield piece


def wrapped(text: str, ems: float) -> list[str]:
    """The text in lines no wider than `ems`; closing punctuation never begins a line."""
    lines, line = [], ""
    for piece in _pieces(" ".join(text.split()), ems):
        if line and text_width(line + piece.rstrip()) > ems and piece not in _NEVER_FIRST:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() else lines
