"""The breaks of what is promised of whom to call."""

from __future__ import annotations

from tests.expectations.breakage import FOLLOW_UPS, Break

_BEFORE = "everybody to call is a customer who had bought before the list"
_OVER = "who came back is told when the time of the list is over"
_MONDAY = "a list is of a Monday no later than the day after the as-of day"

CALLS = [
    Break("published.tags", "whoever has a tag is a customer", ("update published.tags set customer_id = 'Z'",)),
    *(
        Break(FOLLOW_UPS, check, (f"update {FOLLOW_UPS} set {change}",))
        for check, change in (
            (_BEFORE, "customer_id = 'Z' where customer_id = 'A'"),
            (_BEFORE, "last_order_day = list_day where customer_id = 'A'"),
            (_BEFORE, "last_order_day = '2026-01-04' where customer_id = 'A'"),
            (_MONDAY, "list_day = '2026-03-23' where customer_id = 'A'"),
            (_MONDAY, "list_day = '2026-02-24' where customer_id = 'B'"),
            (_MONDAY, "result_day = '2026-03-15' where customer_id = 'A'"),
            (_OVER, "came_back = true where customer_id = 'A'"),
            (_OVER, "came_back = false where customer_id = 'B'"),
            (_OVER, "came_back_day = '2026-03-15' where customer_id = 'B'"),
            (_OVER, "came_back_day = '2026-02-22' where customer_id = 'B'"),
            ("a new item is named exactly where it is the reason", "item = 'cake' where customer_id = 'A'"),
            ("a new item is named exactly where it is the reason", "reason = 'new_item' where customer_id = 'A'"),
        )
    ),
    Break(
        FOLLOW_UPS,
        "nobody is listed again before they are free",
        (f"update {FOLLOW_UPS} set customer_id = 'B', last_order_day = '2026-03-08' where customer_id = 'A'",),
    ),
]
