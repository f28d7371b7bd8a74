"""What a column of an order export can be to us: roles, how their cells are read, and the words they go by."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from transforms.exports.layout import ColumnKind, header_word
from transforms.tables.words import FEE_TYPES


@dataclass(frozen=True)
class Role:
    """One thing a column can hold."""

    name: str
    kind: ColumnKind

    @property
    def is_money(self) -> bool:
        """Money roles are suggested and never taken without somebody's word."""
        return self.kind == "money"

    @property
    def column(self) -> str:
        """Name of the column in the layout."""
        return self.name.replace(".", "_")

    @property
    def fee_type(self) -> str:
        """Of a fee, its type; else empty."""
        return self.name.removeprefix("fee.") if self.name.startswith("fee.") else ""


FEE_ROLES = tuple(
    f"fee.{kind}"
    for kind in FEE_TYPES
    if kind in ("commission", "platform_service", "delivery_service", "payment_processing", "promotion", "adjustment")
)
_KINDS: dict[str, ColumnKind] = {
    "order_id": "id",
    "ordered_at": "time",
    "status": "text",
    "gross": "money",
    "paid": "money",
    "merchant_discount": "money",
    "platform_discount": "money",
    "delivery_charged": "money",
    "tip": "money",
    "tax": "money",
    "refunded": "money",
    "refunded_at": "time",
    **dict.fromkeys(FEE_ROLES, "money"),
    "item": "text",
    "sku": "id",
    "quantity": "count",
    "unit_price": "money",
    "discount_share": "money",
    "phone": "phone",
    "email": "email",
    "member": "member",
    "account": "account",
    "branch": "text",
    "channel": "text",
    "coupon": "text",
    "fulfilment": "text",
    "currency": "text",
    "payment_ref": "id",
}
ROLES = {name: Role(name, kind) for name, kind in _KINDS.items()}
"""In the order in which they are asked for."""
CONTACT_ROLES = ("phone", "email", "member", "account")
SIGNED_ROLES = ("merchant_discount", "platform_discount", "refunded", *FEE_ROLES)
"""Amounts that some files write as minus what others write as plus."""
INCLUDABLE = ("delivery_charged", "tax", "tip")
"""Amounts that the amount of the order may hold or not."""
LINE_ROLES = ("unit_price", "discount_share")
"""Figures of one line, which mean nothing added up."""
SPECIAL_ROLES = ("delivery_charged", *FEE_ROLES)
"""What a line that is no article can be."""


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files("transforms.exports.mapping") / "words.toml").read_text(encoding="utf-8"))


@cache
def words_of(role: str) -> frozenset[str]:
    """Header words of a role in comparable form."""
    return frozenset(map(header_word, _data()["roles"][role]))


@cache
def words_for(what: str) -> frozenset[str]:
    """Words of one kind (`recipient`, `personal`, `total_rows`) in comparable form."""
    return frozenset(map(header_word, _data()[what]["words"]))


@cache
def status_words() -> dict[str, str]:
    """Words for the state of an order in comparable form -> our status."""
    return {header_word(word): status for status, words in _data()["statuses"].items() for word in words}
