"""What an answer calls somebody whom the owner points at: a name that survives every rebuild."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from transforms.engines.snapshot import SnapshotReader
from transforms.settings.answers import ORDER, Answer, order_name

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


def parted_id(identity_key: str, claimant: str) -> str:
    """The id of somebody who shares a contact with others and is told apart by what stands beside it.

    As `customers.evidence` and `customers.link` make it of the node.
    """
    return f"c{hashlib.md5(f'{identity_key}/{claimant[:8]}'.encode(), usedforsecurity=False).hexdigest()[:16]}"


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


_PEOPLE = """
select placed_by as name, min(customer_id) as customer_id
from orders
where placed_by is not null and customer_id is not null
group by placed_by
having min(customer_id) = max(customer_id)
union
select distinct customer_id as name, customer_id from orders where customer_id is not null
"""


def people_named(reader: SnapshotReader, names: Collection[str]) -> dict[str, str]:
    """The customer that each of these identity keys names today; who placed an order without a name is not among them.

    A key is known by the orders it placed, or by the id that is made of it.
    """
    if all(name.startswith(ORDER) for name in names):
        return {}
    known = {row["name"]: row["customer_id"] for row in reader.rows(_PEOPLE)}
    found = {name: known.get(name) or known.get(f"c{name[:16]}") for name in names if not name.startswith(ORDER)}
    return {name: customer for name, customer in found.items() if customer}


Pair = tuple[str, str]


def same_people(pair: Pair, people: Mapping[str, str]) -> Pair:
    """What stands for the two people of a pair of names: their customers, or the names where both are one already."""
    one, other = sorted(people.get(name, name) for name in pair)
    return (one, other) if one != other else pair


def latest_by_people(answers: Iterable[Answer], people: Mapping[str, str]) -> dict[Pair, Answer]:
    """The answer that counts on each two people, whichever of their contacts it was given by."""
    return {same_people(each.pair, people): each for each in sorted(answers, key=lambda each: each.line)}


def names_in(answers: Sequence[Answer], *pairs: Pair) -> set[str]:
    """Every name in answers and pairs."""
    return {name for pair in (*(each.pair for each in answers), *pairs) for name in pair}
