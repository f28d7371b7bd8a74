"""Published: who gives back, who bought the same cheaper elsewhere, who collects and buys more. METRICS.md §6."""

from __future__ import annotations

from transforms.core.parameters import Parameters
from transforms.sql import quote

COLLECTED = (
    r"自提|自取|到店取|门店取|門市取|店内取|店內取|pick[ -]?up|click (and|&) collect|collect in store|store collection"
)
"""How files say that the buyer came for the goods."""
ELSEWHERE = r"超商|便利|7-?eleven|全家|萊爾富|莱尔富|驿站|驛站|柜|櫃|locker|parcel|access point"
"""Places of pick-up that are not the shop."""
WEIGHT_LEAST, WEIGHT_MOST = 1, 1000
"""Bounds of the weight of the shop's own share, in orders: nobody is judged by one order, nor never by their own."""

SOLD_ITEMS = """create or replace table work.sold_items as
with sold as (
    select o.customer_id, o.order_key, i.line_number, o.channel, o.ordered_at, o.order_day, o.currency, i.sku,
        lower(regexp_replace(nfc_normalize(i.item), '规格[：:]|規格[：:]|[[:space:]　]', '', 'g')) as item,
        i.quantity, i.refunded_quantity, i.refunded, o.net_sales, o.gross, o.merchant_discount,
        i.unit_price - i.discount / i.quantity as line_price,
        sum(i.discount) over (partition by o.order_key) as discount_on_lines
    from core.order_items as i
    join core.orders as o on o.order_key = i.order_key
    where o.is_purchase and o.customer_id is not null and i.quantity > 0 and i.unit_price is not null
),
priced as (
    select * exclude (line_price, discount_on_lines, gross, merchant_discount),
        cast(round(line_price * (1 - case
            when gross > discount_on_lines and merchant_discount > discount_on_lines
            then (merchant_discount - discount_on_lines) / (gross - discount_on_lines)
            else 0
        end), 2) as decimal(18,5)) as piece_price
    from sold
)
select *,
    case
        when net_sales = 0 then quantity
        when refunded_quantity > 0 then least(refunded_quantity, quantity)
        when refunded > 0 and refunded + 0.01 >= piece_price * quantity then quantity
        else 0
    end as pieces_returned
from priced
"""
"""One row per line item of a known person: what a piece cost after all the merchant's discounts, pieces given back.

A discount of the whole order is spread over its lines by value. A refund of less than the line is an allowance,
not a return, unless the file counts the pieces.
"""


def rebuys_sql(parameters: Parameters) -> str:
    """Table work.rebuys: one row per returned line item that was bought cheaper in another channel soon after.

    The same article number, or the same name where one of the two has no number; a different variant has a different
    number or name and is an exchange. The first such purchase counts, and it replaces no more pieces than it has: those
    given back of the earliest lines, and a line it has none left for counts none. Equal times go by order key and line.
    """
    days = parameters.shop.thresholds.rebuy_within_days
    return f"""create or replace table work.rebuys as
with pairs as (
    select b.order_key, b.line_number, b.customer_id, b.currency, b.piece_price - a.piece_price as cheaper_by,
        b.pieces_returned, b.ordered_at, a.quantity,
        a.ordered_at as again_at, a.order_key as again_key, a.line_number as again_line
    from work.sold_items as b
    join work.sold_items as a on a.customer_id = b.customer_id and a.currency = b.currency
        and a.channel <> b.channel and a.ordered_at >= b.ordered_at and a.order_day <= b.order_day + {days}
        and a.piece_price < b.piece_price and a.pieces_returned = 0
        and (a.sku = b.sku or (a.item = b.item and (a.sku is null or b.sku is null)))
    where b.pieces_returned > 0
),
replaced as (
    select * from pairs
    qualify row_number() over (
        partition by order_key, line_number order by again_at, again_key, again_line
    ) = 1
),
left_over as (
    select *, quantity - cast(coalesce(sum(pieces_returned) over (
        partition by again_key, again_line order by ordered_at, order_key, line_number
        rows between unbounded preceding and 1 preceding
    ), 0) as decimal(18,5)) as pieces_left
    from replaced
)
select order_key, line_number, customer_id, currency, cheaper_by * least(pieces_returned, pieces_left) as saved
from left_over
where pieces_left > 0"""


PICKUP_ADDONS = f"""create or replace table work.pickup_addons as
with collected as (
    select customer_id, order_day, min(ordered_at) as ordered_at
    from core.orders
    where is_purchase and customer_id is not null and channel_kind <> 'store'
        and regexp_matches(lower(fulfilment), {quote(COLLECTED)})
        and not regexp_matches(lower(fulfilment), {quote(ELSEWHERE)})
    group by customer_id, order_day
)
select o.order_key, o.customer_id, o.currency, o.net_sales
from core.orders as o
join collected as c on c.customer_id = o.customer_id and c.order_day = o.order_day and c.ordered_at <= o.ordered_at
where o.is_purchase and o.channel_kind = 'store'
"""
"""One row per purchase in the store of somebody who came to collect an order the same day."""


RETURN_PRIOR = f"""create or replace table work.return_prior as
with people as (
    select customer_id, count(*) as orders, count(*) filter (where refunded > 0) as returned_orders
    from core.orders
    where is_purchase and customer_id is not null
    group by customer_id
),
alike as (
    select orders, count(*) as people, sum(returned_orders) as returned,
        sum(returned_orders * returned_orders) as squares
    from people
    group by orders
),
sums as (
    select cast(sum(people) as double) as n, cast(sum(orders * people) as double) as m,
        cast(sum(orders * orders * people) as double) as m2, cast(sum(returned) as double) as x,
        list_sum(list(cast(squares as double) / orders order by orders)) as x2
    from alike
),
spread as (
    select x / m as share,
        case
            when x > 0 and x < m and m - m2 / m > n - 1
            then ((x2 - x * x / m) / (x / m * (1 - x / m)) - (n - 1)) / (m - m2 / m - (n - 1))
        end as rho
    from sums
    where n > 0
)
select share,
    case
        when rho is null or rho <= 0 then {WEIGHT_MOST}
        else least(greatest(1 / rho - 1, {WEIGHT_LEAST}), {WEIGHT_MOST})
    end as orders
from spread
"""
"""One row: share of known people's purchases with a refund, and its weight in orders beside a person's own.

Beta-binomial by moments (Kleinman 1973, weights = orders): rho is how much more people differ than chance makes them;
the weight is 1/rho − 1. Where they differ by no more than chance, everybody is nearly the shop's share.
"""


def return_patterns_sql(parameters: Parameters) -> str:
    """Query for `return_patterns`; money and money's rank in the shop's currency, what is certain of people."""
    currency = quote(parameters.shop.business.currency)
    return f"""
with bought as (
    select customer_id, count(*) as orders, count(*) filter (where refunded > 0) as returned_orders,
        coalesce(sum(refunded) filter (where currency = {currency}), 0) as refunded,
        coalesce(sum(contribution) filter (where currency = {currency}), 0) as contribution
    from core.orders
    where is_purchase and customer_id is not null
    group by customer_id
),
rebuys as (
    select customer_id, count(*) as rebuys, coalesce(sum(saved) filter (where currency = {currency}), 0) as saved
    from work.rebuys
    group by customer_id
),
addons as (
    select customer_id, count(*) as addons,
        coalesce(sum(net_sales) filter (where currency = {currency}), 0) as net_sales
    from work.pickup_addons
    group by customer_id
)
select b.customer_id, b.orders, b.returned_orders,
    cast(b.returned_orders as double) / b.orders as return_share,
    (b.returned_orders + p.orders * p.share) / (b.orders + p.orders) as return_share_shrunk,
    b.refunded, b.contribution,
    row_number() over (order by b.contribution, b.customer_id) as contribution_rank,
    coalesce(r.rebuys, 0) as buy_return_rebuy,
    coalesce(r.saved, 0) as rebuy_saved,
    coalesce(a.addons, 0) as pickup_addon,
    coalesce(a.net_sales, 0) as pickup_addon_net_sales
from bought as b
cross join work.return_prior as p
left join rebuys as r on r.customer_id = b.customer_id
left join addons as a on a.customer_id = b.customer_id
where b.returned_orders > 0 or r.customer_id is not null or a.customer_id is not null"""


def return_rates_sql(parameters: Parameters) -> str:
    """Query for `return_rates`: by month of the order, in the shop's currency."""
    currency = quote(parameters.shop.business.currency)
    days = parameters.shop.thresholds.rebuy_within_days
    return f"""
with counted as (
    select coalesce(strftime(order_day, '%Y-%m'), 'all') as month, coalesce(channel, 'all') as channel,
        count(*) as orders, count(*) filter (where refunded > 0) as returned_orders,
        sum(gross - merchant_discount) as sold, sum(refunded) as refunded
    from core.orders
    where is_purchase and currency = {currency}
    group by grouping sets (
        (strftime(order_day, '%Y-%m'), channel), (strftime(order_day, '%Y-%m')), (channel), ()
    )
)
select c.month, c.channel, c.orders, c.returned_orders,
    cast(c.returned_orders as double) / nullif(c.orders, 0) as return_share,
    c.sold, c.refunded,
    cast(c.refunded as double) / nullif(cast(c.sold as double), 0) as refunded_share,
    p.share as people_share,
    p.orders as people_weight,
    coalesce(last_day(try_cast(c.month || '-01' as date)) + {days} <= {parameters.as_of}, false) as is_complete
from counted as c
left join work.return_prior as p on c.month = 'all' and c.channel = 'all'
where c.orders > 0"""
