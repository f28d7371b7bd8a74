"""Published: what is at stake if platform orders moved home, and the sums that go with it. METRICS.md §7."""

from __future__ import annotations

from dataclasses import dataclass
from math import lcm

from transforms.core.parameters import Parameters
from transforms.sql import quote

MONTHS = 3
"""So many complete months, the latest ones, say how many orders there are to address and what they leave."""
_PARTS = lcm(*range(1, MONTHS + 1))
"""Orders a month are summed in such parts of one, which are whole numbers for one month and for each more."""


@dataclass(frozen=True)
class Move:
    """Orders of a month that could move, and what one leaves here and there."""

    orders: float
    """q: orders addressed."""
    platform_contribution: float
    """c_p: what one leaves on the platform."""
    own_contribution: float
    """c_o: what one would leave in an own channel."""
    cost_per_order: float = 0
    """a: what addressing one costs (coupon, message), whether it moves or not."""
    fixed_cost: float = 0
    """F: what a month costs besides."""

    def per_moved(self, lost: float) -> float:
        """What one moved order brings, when this share of the moved is lost."""
        return (1 - lost) * self.own_contribution - self.platform_contribution

    def gain(self, moved: float, lost: float) -> float:
        """What a month gains when these shares of the orders move, and of the moved are lost."""
        return self.orders * moved * self.per_moved(lost) - self.orders * self.cost_per_order - self.fixed_cost

    def break_even_share(self, lost: float) -> float | None:
        """The share that has to move for nothing to be lost; it may be above 1. None: no share is enough."""
        per_moved = self.per_moved(lost)
        if per_moved <= 0 or not self.orders:
            return None
        return (self.orders * self.cost_per_order + self.fixed_cost) / (self.orders * per_moved)

    def most_lost_share(self) -> float | None:
        """The share of the moved at which moving stops paying whatever it costs; None: it never pays."""
        if self.own_contribution <= 0 or self.own_contribution <= self.platform_contribution:
            return None
        return 1 - self.platform_contribution / self.own_contribution


def whatif_inputs_sql(parameters: Parameters) -> str:
    """Query for `whatif_inputs`: per platform and for all of them, over the latest complete months.

    A platform's months are those that began on or after its first day: one that began before it opened, or before the
    data begin, is no whole month of it. Without a whole month it has no row and is not among all.
    What one order leaves is known only where its fees are. Own online channels are what platform orders would move to:
    the store has no courier. A moved order keeps its basket: it would leave its net sales, less the share of them that
    fees take in own online channels, less what one order costs there. An order counts as reachable when its customer
    may be contacted.
    """
    shop = parameters.shop
    choices = shop.what_if
    low, middle, high = choices.lost_shares
    known = "filter (where fees_known)"

    def mean(amount: str, where: str = known) -> str:
        return f"cast(sum({amount}) {where} as double) / nullif(count({amount}) {where}, 0)"

    return f"""
with complete as (
    select strftime(order_day, '%Y-%m') as month
    from core.orders
    where is_purchase and last_day(order_day) <= {parameters.as_of}
    group by strftime(order_day, '%Y-%m')
    qualify row_number() over (order by strftime(order_day, '%Y-%m') desc) <= {MONTHS}
),
opened as (
    select channel, min(order_day) as first_day from core.orders group by channel
),
spans as (
    select o.channel, min(c.month) as first_month, max(c.month) as last_month, count(*) as months
    from opened as o
    join complete as c on cast(c.month || '-01' as date) >= o.first_day
    group by o.channel
),
delivered as (
    select order_key, currency, sum(amount) as delivery_fees from core.fee_lines
    where fee_type = 'delivery_service' and order_key is not null
    group by order_key, currency
),
placed as (
    select o.channel, c.month, o.channel_kind, o.net_sales, o.fees, o.fees_known, o.contribution, o.own_costs,
        d.delivery_fees, k.known, r.customer_id is not null as is_reachable
    from core.orders as o
    join complete as c on c.month = strftime(o.order_day, '%Y-%m')
    join work.known_buyers as k on k.order_key = o.order_key
    left join delivered as d on d.order_key = o.order_key and d.currency = o.currency
    left join work.reachable as r on r.customer_id = o.customer_id
    where o.is_purchase and o.currency = {quote(shop.business.currency)}
),
own as (
    select count(*) as own_orders, count(*) {known} as own_orders_with_fees,
        {mean("net_sales")} as own_net_sales_mean,
        cast(sum(fees) {known} as double) / nullif(cast(sum(net_sales) {known} as double), 0) as own_fee_share,
        {mean("contribution")} as own_contribution_mean,
        median(cast(contribution as double)) {known} as own_contribution_median,
        {mean("own_costs", "")} as own_costs_mean
    from placed
    where channel_kind = 'own_online'
),
platforms as (
    select coalesce(channel, 'all') as channel, min(first_month) as first_month, max(last_month) as last_month,
        max(months) as months, count(*) as orders,
        cast(sum({_PARTS} // months) as double) / {_PARTS} as orders_per_month,
        count(*) filter (where known = 'certain') as orders_certain,
        count(*) filter (where known = 'likely') as orders_likely,
        count(*) filter (where is_reachable) as orders_reachable,
        count(*) {known} as orders_with_fees,
        {mean("net_sales")} as net_sales_mean,
        median(cast(net_sales as double)) {known} as net_sales_median,
        {mean("contribution")} as contribution_mean,
        median(cast(contribution as double)) {known} as contribution_median,
        {mean("delivery_fees", "")} as delivery_fee_mean
    from placed
    join spans using (channel)
    where channel_kind in ('marketplace', 'delivery') and month >= first_month
    group by grouping sets ((channel), ())
    having count(*) > 0
)
select p.*, o.*,
    p.net_sales_mean * (1 - o.own_fee_share) - o.own_costs_mean as moved_contribution_mean,
    p.net_sales_median * (1 - o.own_fee_share) - o.own_costs_mean as moved_contribution_median,
    {choices.cost_per_order_addressed} as cost_per_addressed,
    {choices.fixed_per_month} as fixed_per_month,
    {low} as lost_low, {middle} as lost_middle, {high} as lost_high
from platforms as p, own as o"""
