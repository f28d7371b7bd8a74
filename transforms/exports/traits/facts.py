"""Birthdays, areas and payment cards in comparable form."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from itertools import pairwise

from transforms.exports.traits.pinyin import HAN, reading
from transforms.exports.traits.trait import Trait, bigrams, some
from transforms.exports.traits.words import CARD_BRANDS

_DIGITS = re.compile(r"\d+")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_WORD = re.compile(r"[a-z]{3,9}")
_UNSET = frozenset({"19000101", "19700101", "00010101"})
"""What systems write where nobody gave a birthday."""

LONGEST_AREA = 200
_MASKED_PART = re.compile(r"[a-z0-9]*[*●○•]+[a-z0-9]*")
_AREA_WORD = re.compile(rf"({HAN.pattern})|([^\W_]+)")
_LIKE_A_POSTCODE = re.compile(r"(?=.*\d)[a-z0-9]{2,6}(?:[ -]?[a-z0-9]{2,4})?")
_SHORT_ENOUGH_FOR_ALL = 10


def read_birthday(value: str) -> Trait | None:
    """A day of birth, or month and day alone; None where the cell holds none or does not tell day from month."""
    text = unicodedata.normalize("NFKC", value).lower().strip().partition("t00:")[0]
    text = re.sub(r"\s+\d{1,2}:\d{2}.*$", "", text)
    numbers = [int(number) for number in _DIGITS.findall(text)]
    word = _MONTH_WORD.search(text)
    found: tuple[int, int, int] | None
    if word:
        found = _with_month_word(numbers, word[0][:3])
    elif len(numbers) == 1 and len(text) == 8:
        found = (numbers[0] // 10000, numbers[0] // 100 % 100, numbers[0] % 100)
    elif len(numbers) == 3:
        # of the Republic: year 79 is 1990, written with a nought or with its word
        found = _in_order(
            (numbers[0], numbers[1], numbers[2]), text.startswith("民國") or re.match(r"[01]\d\d\D", text) is not None
        )
    elif len(numbers) == 2:
        found = (0, numbers[0], numbers[1])
    else:
        return None
    if found is None or not _is_day(*found):
        return None
    year, month, day = found
    written = f"{year:04d}{month:02d}{day:02d}" if year else f"----{month:02d}{day:02d}"
    if written in _UNSET:
        return None
    pieces = [f"{at}{digit}" for at, digit in enumerate(written) if digit != "-"]
    return Trait(written, tuple(pieces), f"{written[:2]}**" if year else "**")


def _with_month_word(numbers: list[int], month: str) -> tuple[int, int, int] | None:
    years = [number for number in numbers if number > 31]
    days = [number for number in numbers if number <= 31]
    if month not in _MONTHS or len(days) != 1 or len(years) > 1:
        return None
    return (years[0] if years else 0, _MONTHS.index(month) + 1, days[0])


def _in_order(numbers: tuple[int, int, int], is_of_the_republic: bool) -> tuple[int, int, int] | None:
    first, second, third = numbers
    if is_of_the_republic:
        return (first + 1911, second, third)
    if first > 1000:
        return (first, second, third)
    if third < 1000:
        return None
    if first > 12 or first == second:
        return (third, second, first)
    return (third, first, second) if second > 12 else None


def _is_day(year: int, month: int, day: int) -> bool:
    if year and not 1900 <= year < 2100:
        return False
    try:
        date(year or 2000, month, day)
    except ValueError:
        return False
    return True


def read_area(value: str) -> Trait | None:
    """A postcode, or the words of a district or address that are not masked; None where nothing is left."""
    text = unicodedata.normalize("NFKC", value[:LONGEST_AREA]).casefold().strip(" '`\"")
    if text.startswith(("##", "$$")):  # enciphered
        return None
    text = _MASKED_PART.sub(" ", text)
    bare = text.strip()
    if len(bare) <= _SHORT_ENOUGH_FOR_ALL and _LIKE_A_POSTCODE.fullmatch(bare):
        code = bare[:5] if re.fullmatch(r"\d{5}-\d{4}", bare) else re.sub("[ -]", "", bare)
        return Trait(code, some(bigrams(code)), f"{code[:2].upper()}…")
    words: list[str] = []
    pieces: list[str] = []
    for han, word in _AREA_WORD.findall(text):
        if han:
            syllables = [reading(character) or character for character in han]
            words += syllables
            pieces += [" ".join(pair) for pair in pairwise(syllables)] or syllables
        else:
            words.append(word)
            pieces.append(word)
    if not words:
        return None
    return Trait(" ".join(words), some(pieces), f"{bare[:2]}…")


def read_card(value: str, brand: str = "") -> Trait | None:
    """The last four digits of one card with its brand; the digits before them are dropped here, wherever they stand."""
    numbers = re.findall(r"\d[\d -]*", unicodedata.normalize("NFKC", value))
    if len(numbers) != 1:  # two cards on one bill are two people's, or nobody's
        return None
    digits = re.sub(r"\D", "", numbers[0])
    if not 3 <= len(digits) <= 19:
        return None
    last = digits[-4:].zfill(4)  # a spreadsheet has dropped the nought in front
    word = "".join(letter for letter in unicodedata.normalize("NFKC", brand).casefold() if letter.isalpha())
    known = CARD_BRANDS.get(word, word)
    return Trait(f"{known} {last}", (f"{known} ", *(f"{at}{digit}" for at, digit in enumerate(last))), f"•••• {last}")
