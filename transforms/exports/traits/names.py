"""A person's name in comparable form: the same whether in Chinese characters, old or new, or in Latin letters.

王小明, 王小明先生, Wang Xiaoming, Xiaoming Wang and WANG, Xiao-Ming are one text. Which part is the surname: of a name
in Chinese characters the first, or the first two where they are a surname of two (欧阳). In Latin letters what stands
before a comma; else the last word, unless all words are pinyin and only the first of them is a Chinese surname, or
there are three and the first one is. What is masked or shortened (王**, 王先生, J. Smith) is the surname alone; where
not even that is sure (W***, John S.) there is no surname.
"""

from __future__ import annotations

import re
import unicodedata

from transforms.exports.traits.pinyin import (
    HAN,
    given_reading,
    is_pinyin,
    surname_length,
    surname_reading,
)
from transforms.exports.traits.trait import Trait, bigrams, some
from transforms.exports.traits.words import NOBODY, PINYIN_SURNAMES

LONGEST = 80
_PLAIN_HAN = re.compile("[\u4e00-\u9fff]{2,4}")
_NO_NAME = re.compile(r"[@#$\d]")
"""In an address, a number of a table or a name that the platform has enciphered (##…)."""
_MASKS = re.compile(r"[*●○•×…◯﹡]+|(?<=[\u3400-\u9fff])(?:[xX]{1,3}|某{1,2})(?![\w])")
_HAN_HONORIFIC = re.compile(
    r"\s*\(\s*(?:先生|女士|小姐|太太|男|女)\s*\)|\s*(?:先生|女士|小姐|太太|同学|同學|老师|老師|师傅|師傅)$"
)
_LATIN_HONORIFICS = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "madam"})
_LATIN_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’`-](?=[^\W\d_]))*")
_TOKEN = re.compile(rf"\*?{_WORD.pattern}\*?")
_FOLDED = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"})
_ONE_SPELLING = {"lv": "lu", "lyu": "lu", "nv": "nu", "nyu": "nu"}


def read_name(value: str) -> Trait | None:
    """The name in a cell; None where it holds none."""
    if _PLAIN_HAN.fullmatch(value) and "某" not in value:
        if value in NOBODY:
            return None
        bare = _HAN_HONORIFIC.sub("", value)
        return _han(bare) if bare else None
    text = _MASKS.sub("*", unicodedata.normalize("NFKC", value[:LONGEST])).strip()
    if _NO_NAME.search(text) or "".join(text.split()).casefold().replace("-", "") in NOBODY:
        return None
    bare = _HAN_HONORIFIC.sub("", text)
    if HAN.search(bare):
        return _with_han(bare)
    return _latin(bare, bare != text)


def _with_han(text: str) -> Trait | None:
    characters = "".join(HAN.findall(text))
    if "*" in text:
        return _masked_han(text, characters)
    head, comma, rest = text.partition(",")
    surname = "".join(HAN.findall(head)) if comma else ""
    if surname and len(surname) <= 2 and HAN.search(rest):  # a table with a column for the surname
        return _words([surname_reading(surname), given_reading("".join(HAN.findall(rest)))], 0, f"{surname[0]}*")
    dotted = [part for part in re.split("[·・.•]", text) if HAN.search(part)]
    if len(dotted) > 1:
        return _words([given_reading("".join(HAN.findall(part))) for part in dotted], None, f"{characters[0]}*")
    latin = [folded(word) for word in _WORD.findall(HAN.sub(" ", text))]
    if len(characters) == 1 and latin:  # Anna 陈
        return _words([surname_reading(characters), *latin], 0, f"{characters}*")
    return _han(characters)


def _han(characters: str) -> Trait | None:
    cut = surname_length(characters)
    if len(characters) <= cut:
        return _surname_only(surname_reading(characters), f"{characters[:1]}*")
    if len(characters) > 4:
        return _words([given_reading(characters)], None, f"{characters[0]}*")
    words = [surname_reading(characters[:cut]), given_reading(characters[cut:])]
    return _words(words, 0, f"{characters[0]}*")


def _masked_han(text: str, characters: str) -> Trait | None:
    if text.startswith("*"):
        word = given_reading(characters)
        return Trait(f"* {word}", some(bigrams(word, start=False)), "**") if word else None
    cut = surname_length(characters)
    rest = given_reading(characters[cut:])
    ends = bigrams(rest, start=False, end=not text.endswith("*")) if rest else []
    return _surname_only(surname_reading(characters[:cut]), f"{characters[0]}*", ends)


def _latin(text: str, has_honorific: bool) -> Trait | None:
    head, comma, rest = text.partition(",")
    before = _tokens(head) if comma else []
    tokens = [*before, *_tokens(rest)] if comma else _tokens(text)
    if len(tokens) > 1 and tokens[0] in _LATIN_HONORIFICS:
        tokens, has_honorific = tokens[1:], True
    if len(tokens) > 2 and tokens[-1] in _LATIN_SUFFIXES:
        tokens = tokens[:-1]
    if not tokens:
        return None
    masked = f"{tokens[0].strip('*')[:1].upper()}***"
    short = [token for token in tokens if "*" in token or len(token) == 1]
    whole = [_ONE_SPELLING.get(token, token) for token in tokens if token not in short]
    pieces = [piece for token in short for piece in _known_part(token)]
    if not whole or (comma and before and before[-1] in short):
        return Trait(_with_initials(whole, short), some(pieces), masked)
    if comma and before:
        surname_at: int | None = len([token for token in before if token not in short]) - 1
    elif tokens[-1] in short:  # John S.
        all_pieces = [*(piece for word in whole for piece in bigrams(word)), *pieces]
        return Trait(_with_initials(whole, short), some(all_pieces), masked)
    else:
        surname_at = _surname_at(whole)
    if len(whole) == 1:
        if short or has_honorific or (comma and before):
            return _surname_only(whole[0], masked, pieces)
        return _words(whole, None, masked)
    return _words(_joined(whole, surname_at), surname_at, masked)


def _with_initials(whole: list[str], short: list[str]) -> str:
    return " ".join(sorted([*whole, *(f"{token.strip('*')}*" for token in short)]))


def _tokens(text: str) -> list[str]:
    return [folded(token) for token in _TOKEN.findall(text)]


def folded(word: str) -> str:
    """A word in small letters without accents, hyphens and apostrophes; letters of other scripts stay."""
    if word.isascii():
        return re.sub(r"['`-]", "", word.lower())
    small = unicodedata.normalize("NFKD", word.casefold()).translate(_FOLDED)
    kept = "".join(letter for letter in small if letter.isalpha() or letter == "*")
    return unicodedata.normalize("NFC", kept)


def _known_part(token: str) -> list[str]:
    bare = token.strip("*")
    return bigrams(bare, start=not token.startswith("*"), end=token.startswith("*"))


def _surname_at(words: list[str]) -> int:
    last = len(words) - 1
    is_first = words[0] in PINYIN_SURNAMES and (words[last] not in PINYIN_SURNAMES or last > 1)
    return 0 if is_first and all(map(is_pinyin, words)) else last


def _joined(words: list[str], surname_at: int | None) -> list[str]:
    """Given names in pinyin as one word, as Chinese characters give them."""
    if surname_at is None or len(words) < 3 or not all(map(is_pinyin, words)):
        return words
    surname = words[surname_at]
    given = "".join(word for at, word in enumerate(words) if at != surname_at)
    return [surname, given] if surname_at == 0 else [given, surname]


def _words(words: list[str], surname_at: int | None, masked: str) -> Trait | None:
    if not all(words):
        return None
    if surname_at is not None and surname_at >= len(words):
        surname_at = len(words) - 1
    surname = None if surname_at is None else f"{words[surname_at]} *"
    pieces = (piece for word in words for piece in bigrams(word))
    return Trait(" ".join(sorted(words)), some(pieces), masked, surname)


def _surname_only(surname: str, masked: str, more: list[str] | None = None) -> Trait | None:
    if not surname:
        return None
    return Trait(f"{surname} *", some([*bigrams(surname), *(more or [])]), masked, f"{surname} *")
