"""What an answer calls somebody whom the owner points at: a name that survives every rebuild."""

from __future__ import annotations

import re

from transforms.engines.snapshot import SnapshotReader
from transforms.settings.answers import ORDER, order_name

CUSTOMER = re.compile(r"c[0-9a-f]{16}")

_OWN_KEY = """
with theirs as (
    select placed_by, min(strftime(ordered_at, '%Y%m%d%H%M%S%f') || order_key) as first_at
    from orders where customer_id = ? and placed_by is not null group by placed_by
)
select t.placed_by
from theirs as t
where not exists (select 1 from orders as o where o.placed_by = t.placed_by and o.customer_id <> ?)
order by t.first_at limit 1
"""
_FIRST_ORDER = "select order_key from orders where customer_id = ? order by ordered_at, order_key limit 1"


class NobodyCalledSo(Exception):
    """No customer and no order of the snapshot is called so."""


def customer_of(reader: SnapshotReader, called: str) -> str | None:
    """The customer an id or order is about; None where the order names nobody.

    Raises:
        NobodyCalledSo: there is neither.
    """
    if CUSTOMER.fullmatch(called):
        if not reader.rows("select 1 from orders where customer_id = ? limit 1", [called]):
            raise NobodyCalledSo(called)
        return called
    rows = reader.rows("select customer_id from orders where order_key = ?", [called.removeprefix(ORDER)])
    if not rows:
        raise NobodyCalledSo(called)
    customer: str | None = rows[0]["customer_id"]
    return customer


def name_of(reader: SnapshotReader, called: str) -> str:
    """The name of a customer (an id) or of whoever placed an order (its key, `order:` before it or not).

    A customer is called by the contact that is theirs alone and came first, an order by the contact it names.

    Raises:
        NobodyCalledSo: there is neither.
    """
    customer = customer_of(reader, called)
    if CUSTOMER.fullmatch(called):
        rows = reader.rows(_OWN_KEY, [customer, customer])
        if rows:
            return str(rows[0]["placed_by"])
        return order_name(reader.rows(_FIRST_ORDER, [customer])[0]["order_key"])
    order_key = called.removeprefix(ORDER)
    placed_by = reader.rows("select placed_by from orders where order_key = ?", [order_key])[0]["placed_by"]
    return str(placed_by) if placed_by else order_name(order_key)
