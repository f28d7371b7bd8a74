"""Queries on whom to call."""

from __future__ import annotations

from dashboard.data.business import Row
from transforms.engines.snapshot import SnapshotReader

_THIS_WEEK = """follow_ups as f
join customers as c on c.customer_id = f.customer_id
where f.list_day = (select date_trunc('week', as_of_day + interval 1 day) from about)
    and c.reachable and c.last_order_day < f.list_day and exists (
        select 1 from consents as a
        where a.customer_id = f.customer_id and a.consent and contains(
            a.contact_kinds, case when contains(f.contact_masked, '@') then 'email' else 'phone' end
        )
    )"""
"""The list of the week of the day after the as-of day, without those who have since bought or refused that contact.

An older list is over: what it says of a person may have been taken back. A masked address still has its @.
"""


def call_list(reader: SnapshotReader) -> list[Row]:
    """Whom to call this week, most purchase days first; those kept back are not in it."""
    if not reader.has("follow_ups"):
        return []
    return reader.rows(
        f"select f.* from {_THIS_WEEK} and f.list_group = 'called' "
        "order by f.reason, f.purchase_days desc, f.last_order_day desc, f.customer_id"
    )


def kept_back(reader: SnapshotReader) -> int:
    """How many of this week's list are left alone."""
    rows = reader.rows(f"select count(*) as people from {_THIS_WEEK} and f.list_group = 'kept_back'")
    people: int = rows[0]["people"]
    return people


def follow_up_results(reader: SnapshotReader) -> list[Row]:
    """How many came back per reason and group, of lists that were called and whose time is over."""
    if not reader.has("follow_ups"):
        return []
    return reader.rows(
        "select reason, list_group, count(*) as people, count(*) filter (where came_back) as came_back "
        "from follow_ups where is_called and is_complete group by reason, list_group order by reason, list_group"
    )
