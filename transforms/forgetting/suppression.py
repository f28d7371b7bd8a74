"""Who asked to be forgotten: keyed digests, so that tomorrow's export does not bring them back.

The key is one of its own, in `secrets/`, and never rotated: the raw values are gone, so no digest could be made anew.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from transforms.exports.contacts import Contact, ContactHasher
from transforms.forgetting.sought import Sought
from transforms.settings import Home
from transforms.settings.home import secret_key


class Suppressed(Sought):
    """Everybody on the list, asked with raw values like those sought for the first time."""

    def holds(self, kind: str, value: str, scope: str = "") -> bool:
        """Whether this value is on the list."""
        asked = (kind, scope, value)
        if asked not in self._known:
            found = self.contact(kind, value, scope)
            self._known[asked] = found is not None and digest_of(self.key, found) in self.keys
        return self._known[asked]

    def __init__(self, hasher: ContactHasher, key: bytes, digests: Iterable[str]) -> None:
        super().__init__(hasher, frozenset(digests))
        self.key = key


@dataclass(frozen=True)
class _Line:
    digest: str
    day: str


def digest_of(key: bytes, contact: Contact) -> str:
    """What the list holds of a contact hashed with its own key: neither the contact nor the hash it goes by."""
    return hmac.new(key, f"suppressed|{contact.identity_key}".encode(), hashlib.sha256).hexdigest()[:32]


def suppressed_file(home: Home) -> Path:
    """The list."""
    return home.people / "suppressed.jsonl"


def _key_file(home: Home) -> Path:
    return home.key_file.with_name("suppression.key")


def suppressed(home: Home) -> Suppressed | None:
    """Everybody on the list; None where it is empty, which costs nothing."""
    path = suppressed_file(home)
    if not path.exists() or not path.stat().st_size:
        return None
    return _list(home, [line.digest for line in _lines(path)])


def listed_before(home: Home) -> Suppressed:
    """The list, made with its key where there is none yet."""
    path = suppressed_file(home)
    return _list(home, [line.digest for line in _lines(path)] if path.exists() else [])


def _list(home: Home, digests: Iterable[str]) -> Suppressed:
    key = secret_key(_key_file(home))
    return Suppressed(ContactHasher(key, home.shop().business.phone_region), key, digests)


def _lines(path: Path) -> list[_Line]:
    return [_Line(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def put_on_the_list(home: Home, contacts: Iterable[tuple[str, str, str]], day: date) -> int:
    """Add contacts (kind, raw value, scope) to the list; returns how many are new."""
    before = listed_before(home)
    path = suppressed_file(home)
    lines = _lines(path) if path.exists() else []
    known = {line.digest for line in lines}
    new = []
    for kind, value, scope in contacts:
        found = before.contact(kind, value, scope)
        digest = digest_of(before.key, found) if found else None
        if digest and digest not in known:
            known.add(digest)
            new.append(_Line(digest, day.isoformat()))
    if new:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}.new")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:
            for line in sorted((*lines, *new), key=lambda line: (line.day, line.digest)):  # no order tells who is one
                stream.write(json.dumps({"digest": line.digest, "day": line.day}) + "\n")
        fresh.replace(path)
    return len(new)
