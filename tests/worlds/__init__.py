"""Tiny worlds: a test states orders, fees and contacts in a line each, and the real build runs over them.

The staged tables are filled as files would fill them; everything after that is `transforms.build`. Times are UTC and
so is the shop, unless a test says otherwise. A person who is only a name stands for an account nobody else has.
"""

from tests.worlds.building import PatientEngine, World, a_shop, answered, core_of, night, put
from tests.worlds.rows import (
    HASHER,
    Likely,
    Row,
    account,
    area,
    birthday,
    card,
    email,
    fee,
    item,
    likely,
    listed,
    member,
    name,
    named,
    order,
    parcel_phone,
    payer,
    phone,
    refund,
)

__all__ = [
    "HASHER",
    "Likely",
    "PatientEngine",
    "Row",
    "World",
    "a_shop",
    "account",
    "answered",
    "area",
    "birthday",
    "card",
    "core_of",
    "email",
    "fee",
    "item",
    "likely",
    "listed",
    "member",
    "name",
    "named",
    "night",
    "order",
    "parcel_phone",
    "payer",
    "phone",
    "put",
    "refund",
]
