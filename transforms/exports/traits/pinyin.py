"""Chinese characters as Latin letters without tones, so that a name is one name in every script."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from pypinyin.constants import PINYIN_DICT

from transforms.exports.traits.words import (
    GIVEN_READINGS,
    SURNAME_READINGS,
    TWO_CHARACTER_READINGS,
    TWO_CHARACTER_SURNAMES,
)

HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]+")

_SYLLABLE = (
    "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:iang|iong|uang|ang|eng|ing|ong|iao|ian|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|uo|ui|ue|er|a|o|e|i|u|v)"
)
_PINYIN = re.compile(f"(?:{_SYLLABLE}){{1,2}}")


@cache
def reading(character: str) -> str:
    """The first reading of a character, without its tone; empty where it has none."""
    first = PINYIN_DICT.get(ord(character), "").partition(",")[0]
    return "".join(letter for letter in unicodedata.normalize("NFD", first) if "a" <= letter <= "z")


def given_reading(characters: str) -> str:
    """A given name as one word."""
    return "".join(GIVEN_READINGS.get(character) or reading(character) for character in characters)


def surname_reading(characters: str) -> str:
    """A surname of one or two characters as one word."""
    known = SURNAME_READINGS.get(characters) or TWO_CHARACTER_READINGS.get(characters)
    return known or "".join(map(reading, characters))


def surname_length(characters: str) -> int:
    """How many of the first characters of a name are its surname."""
    return 2 if characters[:2] in TWO_CHARACTER_SURNAMES else 1


def is_pinyin(word: str) -> bool:
    """Whether a word in small letters could be one or two syllables."""
    return _PINYIN.fullmatch(word) is not None
