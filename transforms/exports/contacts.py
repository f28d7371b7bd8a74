"""Contacts become keyed hashes here, at the door: normalised, judged, hashed, and masked for showing."""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

import phonenumbers

from transforms.exports.traits.facts import read_area, read_birthday, read_card
from transforms.exports.traits.names import read_name
from transforms.exports.traits.trait import TRAIT_KINDS, Trait, bigrams, some

ContactKind = Literal["phone", "email", "account", "member", "name", "birthday", "area", "card"]


_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_VIRTUAL = re.compile(r"\d{5,}[_,，转#]+\d+")
"""A platform's virtual number with its extension: another one for every order, never evidence."""
_MASK = re.compile(r"[*＊•·]")
_MASKED_DIGITS = re.compile(r"[\d\s()+-]*[xX]{3,}[\d\s()-]*")
_LONGEST_NATIONAL = 11
_KNOWN_GRAMS = 100_000
"""So many hashed pieces are kept for the next value; names have a few hundred different ones."""
FORGOTTEN = "(forgotten)"
"""Stands where a contact stood that a row cannot do without: nobody's."""
_LIKE_A_CONTACT = re.compile(r"@|(?:\d[ -]?){9,}")


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact as evidence: what it is, within what it holds, its key, and what may be shown of it."""

    identity_kind: str
    scope: str
    identity_key: str
    masked: str
    is_certain: bool
    """False: the file itself masked the value, or many people share it, so it is weak evidence at most."""
    grams: tuple[int, ...] | None = None
    """Keyed hashes of overlapping pieces, so that misspelt values can be compared without the value; in order."""
    surname_key: str | None = None
    """Of a name: the key that its surname alone has; the same as `identity_key` where no more is known."""


class ContactHasher:
    """Turns raw values into contacts with one business's key and phone region."""

    def __init__(self, key: bytes, phone_region: str) -> None:
        self._key = key
        self._region = phone_region
        self._grams: dict[str, int] = {}
        self._country_code = phonenumbers.country_code_for_region(phone_region)
        # what the library itself holds to be a mobile number, so that the commonest spelling needs no full parse
        metadata = phonenumbers.PhoneMetadata.metadata_for_region(phone_region)
        pattern = metadata.mobile.national_number_pattern if metadata and metadata.mobile else None
        self._mobile = re.compile(pattern or "(?!)", re.ASCII)

    @property
    def region(self) -> str:
        """Where a phone number without country code is from."""
        return self._region

    @property
    def key_id(self) -> str:
        """Fingerprint of the key: tells results of another key apart without telling the key."""
        return hmac.new(self._key, b"key id", hashlib.sha256).hexdigest()[:12]

    def secret_id(self, secret: str) -> str:
        """Fingerprint of a setting that is nobody's contact: tells another one apart without telling it."""
        return hmac.new(self._key, f"secret|{secret}".encode(), hashlib.sha256).hexdigest()[:12]

    def contact(self, kind: ContactKind, value: str, scope: str = "") -> Contact | None:
        """One raw value as a contact; None where it can be no evidence (invalid, virtual, blank)."""
        value = value.strip()
        if not value or value == FORGOTTEN:
            return None
        if kind == "phone":
            return self._phone(value)
        if kind == "email":
            return self._email(value)
        if kind in TRAIT_KINDS:
            return self._trait(kind, value, scope)
        if kind == "account" and scope == "alipay":
            # an Alipay account is named by its owner's own phone or e-mail
            named = self._email(value) if "@" in value else self._phone(value)
            if named is not None:
                return named
        certain = _MASK.search(value) is None
        return self._made(kind, scope, value.casefold(), _mask_word(value), certain)

    def contacts(self, kind: ContactKind, values: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Contact]:
        """Contacts of many (value, scope) pairs, those that can be no evidence left out."""
        found = ((pair, self.contact(kind, *pair)) for pair in values)
        return {pair: contact for pair, contact in found if contact is not None}

    def _digest(self, message: str) -> str:
        return hmac.digest(self._key, message.encode(), "sha256").hex()[:32]

    def _made(self, kind: str, scope: str, value: str, masked: str, certain: bool) -> Contact:
        digest = self._digest(f"{kind}|{scope}|{'' if certain else 'masked|'}{value}")
        return Contact(kind, scope, digest, masked, certain)

    def _hashed(self, kind: str, pieces: Iterable[str]) -> tuple[int, ...]:
        known = self._grams
        if len(known) > _KNOWN_GRAMS:
            known.clear()
        found = []
        for piece in pieces:
            message = f"gram|{kind}|{piece}"
            gram = known.get(message)
            if gram is None:
                gram = int.from_bytes(hmac.digest(self._key, message.encode(), "sha256")[:4])
                known[message] = gram
            found.append(gram)
        return tuple(sorted(set(found)))

    def _trait(self, kind: ContactKind, value: str, scope: str) -> Contact | None:
        found: Trait | None
        if kind == "name":
            found = read_name(value)
        elif kind == "birthday":
            found = read_birthday(value)
        elif kind == "area":
            found = read_area(value)
        else:  # the row names the brand beside the digits
            found = read_card(value, scope)
        if found is None:
            return None
        key = self._digest(f"{kind}||{found.text}")
        surname = found.surname
        surname_key = key if surname == found.text else surname and self._digest(f"{kind}||{surname}")
        return Contact(kind, "", key, found.masked, False, self._hashed(kind, found.pieces), surname_key)

    def _masked_phone(self, value: str) -> Contact | None:
        """A phone with digits hidden: those at its start, stars, those at its end, as the file says them."""
        kept = re.sub(r"[^\d*]", "", re.sub(r"[xX•·]", "*", unicodedata.normalize("NFKC", value)))
        if value.startswith(("+", "(+", "00")) or len(kept) > _LONGEST_NATIONAL:
            kept = kept.removeprefix("00").removeprefix(str(self._country_code))
        start, end = re.match(r"\d*", kept), re.search(r"\d*$", kept)
        assert start
        assert end
        if not start[0] and not end[0]:
            return None
        shown = f"{start[0]}{'*' * (len(kept) - len(start[0]) - len(end[0]))}{end[0]}"
        return self._made("phone", "", shown, shown, certain=False)

    def _phone(self, value: str) -> Contact | None:
        if _MASK.search(value) or _MASKED_DIGITS.fullmatch(value):
            return self._masked_phone(value)
        if self._mobile.fullmatch(value):
            return self._full_phone(value, f"+{self._country_code}{value}")
        if _VIRTUAL.search(value):
            return None
        try:
            number = phonenumbers.parse(value, self._region)
        except phonenumbers.NumberParseException:
            return None
        if number.extension or not phonenumbers.is_valid_number(number):
            return None
        e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        return self._full_phone(str(number.national_number), e164)

    def _full_phone(self, national: str, e164: str) -> Contact:
        first, last = (3, 4) if len(national) >= 9 else (2, 2)
        masked = f"{national[:first]}****{national[-last:]}"
        return self._made("phone", "", e164, masked, certain=True)

    def _email(self, value: str) -> Contact | None:
        folded = value.lower()
        if not _EMAIL.fullmatch(folded):
            return None
        name, _, domain = folded.partition("@")
        contact = self._made("email", "", folded, f"{name[:1]}***@{domain}", _MASK.search(folded) is None)
        pieces = _pieces(name)
        return replace(contact, grams=self._hashed("email", pieces)) if pieces else contact


def tellable(words: str) -> str:
    """Words of a file as they may be shown: what looks like a contact is left out, wherever it has strayed to."""
    return " ".join("…" if _LIKE_A_CONTACT.search(word) else word for word in _apart(words))


def _apart(words: str) -> list[str]:
    # digits in groups are one number
    return re.sub(r"(?<=\d) (?=\d)", "-", words).split(" ")


def _pieces(name: str) -> tuple[str, ...]:
    """Pieces of an address before the @, of what is not masked of it."""
    parts = [part for part in _MASK.split(name) if part]
    first, last = not _MASK.match(name), not _MASK.match(name[-1:])
    ends = len(parts) - 1
    return some(
        piece
        for at, part in enumerate(parts)
        for piece in bigrams(part, start=at == 0 and first, end=at == ends and last)
    )


def _mask_word(value: str) -> str:
    return f"{value[:1]}***{value[-1:]}" if len(value) > 2 else "***"
