"""Words and sentences of the dashboard, one gettext catalogue per language, keys as message ids."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

LANGUAGES: tuple[str, ...] = ("en", "zh-Hans", "zh-Hant")
LANGUAGE_NAMES = {"en": "English", "zh-Hans": "简体中文", "zh-Hant": "繁體中文"}
_FOLDER = Path(__file__).parent


def catalogue_path(language: str) -> Path:
    """File of one language's catalogue."""
    return _FOLDER / f"{language.replace('-', '_')}.po"


def read_catalogue(language: str) -> Catalog:
    """One language's catalogue, freshly read."""
    with catalogue_path(language).open("rb") as stream:
        return read_po(stream, locale=language.replace("-", "_"), abort_invalid=True)


class Texts:
    """All texts of one language. A key that is not in the catalogue comes back as itself, never in another language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._one: dict[str, str] = {}
        self._many: dict[str, tuple[str, ...]] = {}
        for message in read_catalogue(language):
            if isinstance(message.id, list | tuple):
                self._many[message.id[0]] = tuple(message.string or ())
            elif message.id and isinstance(message.string, str):
                self._one[message.id] = message.string

    def __contains__(self, key: str) -> bool:
        return key in self._one or key in self._many

    def __call__(self, key: str, /, **values: Any) -> str:
        """The text under a key, with its places filled in."""
        text = self._one.get(key)
        if not text:
            return key
        return text.format(**values) if values else text

    def plural(self, key: str, n: int, /, **values: Any) -> str:
        """The text under a key for n things; `{n}` is filled with `values["n"]` where given, else with n."""
        forms = self._many.get(key)
        if not forms:
            return key
        form = forms[0] if len(forms) == 1 or n == 1 else forms[1]
        return form.format(**{"n": n, **values})


@lru_cache(maxsize=len(LANGUAGES))
def texts(language: str) -> Texts:
    """All texts of one language, read once per process."""
    return Texts(language)


def nearest_language(wanted: str | None, offered: tuple[str, ...] = LANGUAGES) -> str:
    """The offered language closest to a browser's wish such as zh-TW; the first offered where none is close."""
    tag = (wanted or "").replace("_", "-").lower()
    if tag.startswith("zh"):
        traditional = any(part in tag for part in ("hant", "tw", "hk", "mo"))
        choice = "zh-Hant" if traditional else "zh-Hans"
    elif tag.startswith("en"):
        choice = "en"
    else:
        choice = ""
    return choice if choice in offered else offered[0]
