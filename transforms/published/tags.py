"""Published: tags of people, from rules the owner writes in shop.toml. METRICS.md §5."""

from __future__ import annotations

from transforms.core.parameters import Parameters
from transforms.settings.tags import WEEKDAYS, Tag
from transforms.sql import quote

_NO_TAG = "select customer_id, '' as tag from core.orders where false"


def tags_sql(parameters: Parameters) -> str:
    """Query for `tags`: one row per customer and tag whose every condition holds on the as-of day."""
    tags = parameters.shop.tags
    if not tags:
        return _NO_TAG
    zone = quote(parameters.shop.business.time_zone)
    union = "\nunion all\n".join(
        f"select p.customer_id, {quote(name)} as tag from people as p where {_condition(tag)}"
        for name, tag in tags.items()
    )
    return f"""
with bought as (
    select customer_id, order_key, channel, currency, net_sales, order_day,
        isodow(order_day) - 1 as weekday,
        extract('hour' from timezone({zone}, timezone('UTC', ordered_at))) as hour
    from core.orders
    where is_purchase and customer_id is not null
),
people as (
    select b.customer_id, count(distinct b.order_day) as purchase_days, count(*) as orders,
        {parameters.as_of} - max(b.order_day) as silent_days, coalesce(any_value(r.strength), 'random') as strength,
        coalesce(
            sum(b.net_sales) filter (where b.currency = {quote(parameters.shop.business.currency)}), 0
        ) as net_sales
    from bought as b
    join work.persons as i on i.customer_id = b.customer_id and i.scenario <= 0
    left join work.rungs as r on r.person = i.person and r.scenario <= 0
        and r.month = cast(date_trunc('month', {parameters.as_of}) as date)
    group by b.customer_id
)
{union}"""


def _condition(tag: Tag) -> str:
    """Condition that a person `p` has a tag."""
    found = []
    bounds = (
        ("p.purchase_days >=", tag.purchase_days_from),
        ("p.purchase_days <=", tag.purchase_days_up_to),
        ("p.silent_days >=", tag.silent_days_from),
        ("p.silent_days <=", tag.silent_days_up_to),
        ("p.net_sales >=", tag.net_sales_from),
    )
    found += [f"{left} {right}" for left, right in bounds if right is not None]
    if tag.strength:
        found.append(f"p.strength in ({', '.join(map(quote, tag.strength))})")
    if tag.channels:
        named = ", ".join(map(quote, tag.channels))
        found.append(f"p.customer_id in (select customer_id from bought where channel in ({named}))")
    if tag.item_contains:
        found.append(
            "p.customer_id in (select b.customer_id from bought as b join core.order_items as i "
            f"on i.order_key = b.order_key where contains(lower(i.item), {quote(tag.item_contains.lower())}))"
        )
    times = []
    if tag.weekdays:
        times.append(f"b.weekday in ({', '.join(str(WEEKDAYS.index(day)) for day in tag.weekdays)})")
    if tag.hours:
        times.append(f"b.hour >= {tag.hours[0]} and b.hour < {tag.hours[1]}")
    if times:
        found.append(
            f"p.customer_id in (select b.customer_id from bought as b group by b.customer_id "
            f"having count(*) filter (where {' and '.join(times)}) >= {tag.share_from} * count(*))"
        )
    return " and ".join(found)
