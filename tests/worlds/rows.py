"""What a test states: contacts, orders, items, refunds and fees, a line each, as a file would name them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from transforms.exports.contacts import Contact, ContactHasher

KEY = bytes(range(32))
HASHER = ContactHasher(KEY, "CN")
AUTHORITY = {"shop": 1, "bill": 2, "till": 3}
"""Made-up layouts and whose word on an order's money counts: the lowest."""
CHANNELS = {
    "store": "store",
    "mini_program": "own_online",
    "tmall": "marketplace",
    "meituan": "delivery",
    "eleme": "delivery",
}


@dataclass(frozen=True)
class Mark:
    """One contact, number or account as a row of a file names it."""

    kind: str
    key: str
    scope: str = ""
    masked: str = "***"
    certain: bool = True
    role: str = "buyer"
    consent: bool | None = None
    grams: tuple[int, ...] | None = None
    surname_key: str | None = None
    purpose: str = ""


def named(name: str, consent: bool | None = None) -> Mark:
    """An account of one person's own, with a readable key."""
    return Mark("account", name, "world", consent=consent)


def _read(contact: Contact | None, role: str, consent: bool | None) -> Mark | None:
    if contact is None:
        return None
    return Mark(
        contact.identity_kind,
        contact.identity_key,
        contact.scope,
        contact.masked,
        contact.is_certain,
        role,
        consent,
        contact.grams,
        contact.surname_key,
    )


def phone(number: str, consent: bool | None = None) -> Mark | None:
    """A phone as it stands in a file; None where it can be no evidence."""
    return _read(HASHER.contact("phone", number), "buyer", consent)


def parcel_phone(number: str) -> Mark | None:
    """The phone on a parcel: the recipient's."""
    return _read(HASHER.contact("phone", number), "contact", None)


def email(address: str, consent: bool | None = None) -> Mark | None:
    """An e-mail address as it stands in a file."""
    return _read(HASHER.contact("email", address), "buyer", consent)


def member(number: str, consent: bool | None = None) -> Mark | None:
    """A membership number of the till."""
    return _read(HASHER.contact("member", number, "till"), "buyer", consent)


def account(name: str, scope: str) -> Mark | None:
    """An account of one platform, or an openid of one app."""
    return _read(HASHER.contact("account", name, scope), "buyer", None)


def name(written: str, role: str = "buyer") -> Mark | None:
    """A person's name, whole or masked, as it stands in a file."""
    return _read(HASHER.contact("name", written), role, None)


def birthday(day: str) -> Mark | None:
    """A day of birth, with or without its year."""
    return _read(HASHER.contact("birthday", day), "buyer", None)


def area(written: str, role: str = "buyer") -> Mark | None:
    """A postcode, district or address."""
    return _read(HASHER.contact("area", written), role, None)


def card(last_digits: str, brand: str = "") -> Mark | None:
    """The last digits of a payment card."""
    return _read(HASHER.contact("card", last_digits, brand), "buyer", None)


@dataclass(frozen=True)
class Likely:
    """One person with a probability: two names of people, or a name and numbers of orders nobody else placed."""

    one: str
    other: str | tuple[str, ...]
    probability: float


def likely(one: str, other: str | tuple[str, ...], probability: float) -> Likely:
    """A likely link between a person and another, or a nameless profile of one or several orders."""
    return Likely(one, other, probability)


Who = str | Mark | None | tuple[str | Mark | None, ...]


def _marks(who: Who) -> list[Mark]:
    each = who if isinstance(who, tuple) else (who,)
    return [named(mark) if isinstance(mark, str) else mark for mark in each if mark is not None]


@dataclass(frozen=True)
class Row:
    """One data row of one file: what it is about, and the staged records it gives."""

    file: int
    source: str
    layout: str
    about: tuple[str, ...]
    scope: str = ""
    one_per_key: bool = True
    namespace: str = ""
    precision: int = 0
    records: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)


def moment(text: str) -> datetime:
    """A day, at noon, or a day and time."""
    naive = datetime.fromisoformat(text)
    return naive if len(text) > len("2026-01-01") else naive.replace(hour=12)


def order(
    who: Who,
    channel: str,
    when: str,
    gross: object = 10,
    *,
    id: str = "",
    layout: str = "shop",
    file: int = 1,
    source: str = "",
    shop_scoped: bool = False,
    **facts: object,
) -> Row:
    """One order. `facts` are columns of staged_orders; `discount` is short for the merchant's."""
    source = source or channel
    facts.setdefault("merchant_discount", facts.pop("discount", 0))
    number = id or "-".join([channel, when, *(mark.key[:8] for mark in _marks(who))])
    key = f"{channel}/{source}/{number}" if shop_scoped else f"{channel}/{number}"
    base = {"channel": channel, "order_key": key}
    values = {
        **base,
        "authority": AUTHORITY[layout],
        "adds_up": False,
        "order_id": number,
        "row_role": "order",
        "ordered_at": moment(when),
        "status": "completed",
        "gross": gross,
        "currency": "CNY",
        "branch": "",
        **facts,
    }
    if values["row_role"] == "refund":
        values["refunded_at"] = moment(when)
        values["ordered_at"] = facts.get("ordered_at")
    records = {
        "orders": [values],
        "identities": [_identity(mark, **base) for mark in _marks(who)],
    }
    about = (channel, number, str(values["row_role"]), when if values["row_role"] == "refund" else "")
    return Row(file, source, layout, about, source if shop_scoped else "", records=records)


def item(channel: str, of: str, name: str, *, layout: str = "shop", **facts: object) -> Row:
    """One line item of an order, of one piece. `facts` are columns of staged_order_items."""
    record = {"authority": AUTHORITY[layout], "channel": channel, "order_key": f"{channel}/{of}"}
    records = {"order_items": [{**record, "item": name, "quantity": 1, **facts}]}
    return Row(1, channel, f"{layout}_items", (channel, of), one_per_key=False, records=records)


def refund(channel: str, when: str, amount: object, *, id: str, **facts: Any) -> Row:
    """One refund row about an order."""
    return order(None, channel, when, None, id=id, row_role="refund", refunded=amount, discount=None, **facts)


def _identity(mark: Mark, **about: object) -> dict[str, object]:
    return {
        **about,
        "identity_kind": mark.kind,
        "scope": mark.scope,
        "identity_key": mark.key,
        "masked": mark.masked,
        "role": mark.role,
        "is_certain": mark.certain,
        "grams": mark.grams,
        "surname_key": mark.surname_key,
        "consent": mark.consent,
        "purpose": mark.purpose,
    }


def listed(*marks: Mark | None, channel: str = "mini_program", file: int = 1) -> Row:
    """One row of a customer list: contacts that stand together, no order."""
    given = _marks(marks)
    records = {"identities": [_identity(mark, channel=channel) for mark in given]}
    return Row(file, channel, "list", tuple(mark.key for mark in given), records=records)


def payer(mark: Mark | None, payment: str, other: str | None = None, *, file: int = 1) -> Row:
    """The account that a payment bill names beside a payment number."""
    (given,) = _marks(mark)
    about = {"channel": "mini_program", "payment_ref": payment, "payment_ref_other": other}
    return Row(file, "payments", "payments", (payment, "payer"), records={"identities": [_identity(given, **about)]})


def fee(
    channel: str,
    when: str,
    amount: object,
    of: str | None = None,
    *,
    kind: str = "commission",
    other: str | None = None,
    layout: str = "ledger",
    file: int = 1,
    source: str = "",
    shop_scoped: bool = False,
    **facts: object,
) -> Row:
    """One fee, of an order or payment number or of none."""
    source = source or channel
    values = {
        "part": 0,
        "row_scope": source if shop_scoped else "",
        "channel": channel,
        "entry_kind": "fee",
        "fee_type": kind,
        "amount": amount,
        "currency": "CNY",
        "booked_at": moment(when),
        "order_ref": of,
        "order_ref_other": other,
        "branch": "",
        **facts,
    }
    about = (str(of), when, kind, str(amount), channel)
    return Row(file, source, layout, about, str(values["row_scope"]), False, records={"entries": [values]})
