"""Who is to be forgotten: keyed hashes of contacts, asked with raw values. Nothing here keeps a raw value."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator

from transforms.exports.contacts import Contact, ContactHasher, ContactKind
from transforms.tables.words import NAMING_KINDS

_NUMBER = re.compile(r"\+?\d{7,15}(?!\d)|\+?\d[\d ()-]{6,18}\d")
_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_DAY = re.compile(r"(?:19|20)\d\d-?[01]\d-?[0-3]\d")


class Sought:
    """Identities by their keyed hash, under one key. A value that the file itself masked is nobody's."""

    def __init__(self, hasher: ContactHasher, keys: Collection[str]) -> None:
        self.hasher = hasher
        self.keys = frozenset(keys)
        self._known: dict[tuple[str, str, str], bool] = {}

    def __bool__(self) -> bool:
        return bool(self.keys)

    def contact(self, kind: str, value: str, scope: str = "") -> Contact | None:
        """The value as a contact; None where it can be no certain evidence."""
        found = self.hasher.contact(kind, value, scope) if kind in NAMING_KINDS else None  # type: ignore[arg-type]
        return found if found is not None and found.is_certain else None

    def holds(self, kind: str, value: str, scope: str = "") -> bool:
        """Whether this value names somebody sought."""
        asked = (kind, scope, value)
        if asked not in self._known:
            found = self.contact(kind, value, scope)
            self._known[asked] = found is not None and found.identity_key in self.keys
        return self._known[asked]

    def in_text(self, text: str) -> Iterator[tuple[ContactKind, str]]:
        """Phones and e-mails of somebody sought that stand anywhere in a text, as they are written."""
        if not text.isascii():
            text = unicodedata.normalize("NFKC", text)
        for address in sorted(set(_ADDRESS.findall(text))):
            if self.holds("email", address):
                yield "email", address
        for number in sorted(set(_NUMBER.findall(text))):
            if not _DAY.match(number) and self.holds("phone", number):
                yield "phone", number
