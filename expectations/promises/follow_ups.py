"""Promises about whom to call: nobody too often, nobody unknown, and results only when their time is over."""

from __future__ import annotations

from expectations.check import Check, no_rows

_TAGS = "published.tags"
_TABLE = "published.follow_ups"


def promises() -> list[Check]:
    """What holds for `follow_ups` and `tags`."""
    return [
        no_rows(
            _TABLE,
            "everybody to call is a customer who had bought before the list",
            "stop",
            f"""
            select f.list_day, f.customer_id
            from {_TABLE} as f
            left join published.customers as c on c.customer_id = f.customer_id
            where c.customer_id is null or f.last_order_day >= f.list_day or f.last_order_day < c.first_order_day
            """,
        ),
        no_rows(
            _TABLE,
            "nobody is listed again before they are free",
            "stop",
            f"""
            select f.list_day, f.customer_id
            from {_TABLE} as f
            inner join {_TABLE} as g on g.customer_id = f.customer_id
            where g.list_day > f.list_day and g.list_day < f.free_again_day
            """,
        ),
        no_rows(
            _TABLE,
            "a list is of a Monday no later than the day after the as-of day",
            "stop",
            f"""
            select f.list_day, f.customer_id
            from {_TABLE} as f, published.about as a
            where f.list_day > a.as_of_day + interval 1 day or date_trunc('week', f.list_day) <> f.list_day
                or f.is_complete <> (f.result_day <= a.as_of_day)
            """,
        ),
        no_rows(
            _TABLE,
            "who came back is told when the time of the list is over",
            "stop",
            f"""
            select f.list_day, f.customer_id
            from {_TABLE} as f
            where f.is_complete <> (f.came_back is not null)
                or (f.is_complete and f.came_back <> (f.came_back_day is not null))
                or f.came_back_day < f.list_day or f.came_back_day > f.result_day
            """,
        ),
        no_rows(
            _TABLE,
            "a new item is named exactly where it is the reason",
            "stop",
            f"""
            select f.list_day, f.customer_id
            from {_TABLE} as f
            where (f.reason = 'new_item') <> (f.item is not null)
            """,
        ),
        no_rows(
            _TAGS,
            "whoever has a tag is a customer",
            "stop",
            f"""
            select t.customer_id
            from {_TAGS} as t
            left join published.customers as c on c.customer_id = t.customer_id
            where c.customer_id is null
            """,
        ),
    ]
