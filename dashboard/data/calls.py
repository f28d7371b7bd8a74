"""Queries on whom to call."""

from __future__ import annotations

from dashboard.data.business import Row
from transforms.engines.snapshot import SnapshotReader

_LATEST = "list_day = (select max(list_day) from follow_ups)"


def call_list(reader: SnapshotReader) -> list[Row]:
    """Whom to call by the latest list, most purchase days first; those kept back are not in it."""
    if not reader.has("follow_ups"):
        return []
    return reader.rows(
        f"select * from follow_ups where {_LATEST} and list_group = 'called' "
        "order by reason, purchase_days desc, last_order_day desc, customer_id"
    )


def kept_back(reader: SnapshotReader) -> int:
    """How many of the latest list are left alone."""
    rows = reader.rows(f"select count(*) as people from follow_ups where {_LATEST} and list_group = 'kept_back'")
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
