"""Word lists that tell how names and cards are read, from `words.toml`."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

_WORDS: dict[str, Any] = tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))


def _readings(lines: list[str]) -> dict[str, str]:
    """Each of the characters before a blank -> the reading behind it."""
    return {character: reading for characters, reading in map(str.split, lines) for character in characters}


SURNAME_READINGS = _readings(_WORDS["surname_readings"])
GIVEN_READINGS = _readings(_WORDS["given_readings"])
TWO_CHARACTER_READINGS = dict(map(str.split, _WORDS["two_character_readings"]))
TWO_CHARACTER_SURNAMES = frozenset(_WORDS["two_character_surnames"])
PINYIN_SURNAMES = frozenset(_WORDS["pinyin_surnames"].split())
NOBODY = frozenset(_WORDS["nobody"])
CARD_BRANDS: dict[str, str] = _WORDS["card_brands"]
