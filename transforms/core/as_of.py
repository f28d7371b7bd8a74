"""The as-of day: the last complete day in the data, found from the data alone."""

from __future__ import annotations

from transforms.settings import Shop

from transforms.core.parameters import shop_day  # isort: skip


def as_of_day_sql(shop: Shop) -> str:
    """One row, `as_of_day`: the day of the latest order, or the day before when an export was made during it.

    A file says when it was made in a line of its own or in its name; a midnight is a date without a time and says
    nothing. Null when there is no order.
    """
    ends = shop.business.day_ends_at
    minutes = ends.hour * 60 + ends.minute
    return f"""
with latest as (
    select max({shop_day(shop, "ordered_at")}) as day from staged.staged_orders where ordered_at is not null
),
made as (
    select max(cast(exported_at - interval {minutes} minute as date)) as day
    from work.files
    where cast(exported_at as time) <> time '00:00:00'
)
select cast(case when made.day = latest.day then latest.day - interval 1 day else latest.day end as date) as as_of_day
from latest, made"""
