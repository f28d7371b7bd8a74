"""Contacts become keyed hashes here, at the door: normalised, judged, hashed, and masked for showing."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import phonenumbers

ContactKind = Literal["phone", "email", "account", "member"]

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_VIRTUAL = re.compile(r"\d{5,}[_,，转#]+\d+")
"""A platform's virtual number with its extension: another one for every order, never evidence."""
_MASK = re.compile(r"[*＊•·]")
_LIKE_A_CONTACT = re.compile(r"@|(?:\d[ -]?){9,}")


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact as evidence: what it is, within what it holds, its key, and what may be shown of it."""

    identity_kind: str
    scope: str
    identity_key: str
    masked: str
    is_certain: bool
    """False: the file itself masked the value, so it is weak evidence at most."""


class ContactHasher:
    """Turns raw values into contacts with one business's key and phone region."""

    def __init__(self, key: bytes, phone_region: str) -> None:
        self._key = key
        self._region = phone_region
        self._country_code = phonenumbers.country_code_for_region(phone_region)
        # what the library itself holds to be a mobile number, so that the commonest spelling needs no full parse
        metadata = phonenumbers.PhoneMetadata.metadata_for_region(phone_region)
        pattern = metadata.mobile.national_number_pattern if metadata and metadata.mobile else None
        self._mobile = re.compile(pattern or "(?!)", re.ASCII)

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
        if not value:
            return None
        if kind == "phone":
            return self._phone(value)
        if kind == "email":
            return self._email(value)
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

    def _made(self, kind: str, scope: str, value: str, masked: str, certain: bool) -> Contact:
        message = f"{kind}|{scope}|{'' if certain else 'masked|'}{value}".encode()
        digest = hmac.digest(self._key, message, "sha256").hex()[:32]
        return Contact(kind, scope, digest, masked, certain)

    def _phone(self, value: str) -> Contact | None:
        if _MASK.search(value):
            kept = re.sub(r"\s", "", value)
            return self._made("phone", "", kept, kept, certain=False) if re.search(r"\d", kept) else None
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
        return self._made("email", "", folded, f"{name[:1]}***@{domain}", _MASK.search(folded) is None)


def tellable(words: str) -> str:
    """Words of a file as they may be shown: what looks like a contact is left out, wherever it has strayed to."""
    return " ".join("…" if _LIKE_A_CONTACT.search(word) else word for word in _apart(words))


def _apart(words: str) -> list[str]:
    # digits in groups are one number
    return re.sub(r"(?<=\d) (?=\d)", "-", words).split(" ")


def _mask_word(value: str) -> str:
    return f"{value[:1]}***{value[-1:]}" if len(value) > 2 else "***"
