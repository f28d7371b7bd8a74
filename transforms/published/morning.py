"""Published: what changed beyond the usual, and what platforms got wrong, largest amount first."""

from __future__ import annotations

from transforms.core.parameters import Parameters, is_own
from transforms.sql import quote

MONTHS_BEFORE = 12
"""So many earlier changes say what is usual."""
LEAST_BEFORE = 6
"""From fewer nobody can say what is usual."""
NOTABLE_SHARE = 0.005
"""A change of less than this share of the month's net sales is not worth a sentence."""
T_975 = {
    5: 2.570581835636,
    6: 2.446911851145,
    7: 2.364624251593,
    8: 2.306004135204,
    9: 2.262157162798,
    10: 2.228138851986,
    11: 2.200985160092,
}
"""97.5 % points of Student's t by degrees of freedom: earlier changes less one."""


WORTH = """
    select cast(sum(net_sales) as double) / count(distinct customer_id) as worth
    from core.orders
    where is_purchase and customer_id is not null and currency = {currency}
        and order_day > cast({as_of} - interval 12 month as date)
"""
"""Net sales of a known customer over the 12 months before the as-of day: what one more or less is worth."""


def _series(parameters: Parameters) -> str:
    """Query of finding, channel, month, value, and per_unit: the money of one unit of value in that month.

    Complete months in the shop's currency, without sales where a channel had none. A month with unknown fees has no
    take rate. More fees, refunds and lapsed people are money lost: their unit is negative.
    """
    currency = quote(parameters.shop.business.currency)
    worth = WORTH.format(currency=currency, as_of=parameters.as_of)
    return f"""
    select 'net_sales' as finding, b.channel, m.month, coalesce(cast(sum(c.net_sales) as double), 0) as value,
        1.0 as per_unit
    from (select channel, min(month) as month from complete where orders > 0 group by channel) as b
    join (select distinct month from complete) as m on m.month >= b.month
    left join complete as c on c.channel = b.channel and c.month = m.month
    group by b.channel, m.month
    union all
    select 'take_rate', channel, month, cast(sum(fees) as double) / cast(sum(gross) as double),
        -cast(sum(gross) as double)
    from complete
    group by channel, month
    having sum(gross) > 0 and sum(orders_with_unknown_fees) = 0
    union all
    select 'refunded_share', channel, month, refunded_share, -cast(sold as double)
    from published.return_rates
    where is_complete and channel <> 'all' and sold > 0
    union all
    select 'own_share', 'all', month,
        cast(sum(case when {is_own(parameters.shop)} then net_sales else 0 end) as double)
            / cast(sum(net_sales) as double),
        cast(sum(net_sales) as double)
    from complete
    group by month
    having sum(net_sales) > 0
    union all
    select 'homecoming', 'all', h.month, cast(h.customers as double), w.worth
    from published.homecoming as h
    cross join ({worth}) as w
    where h.is_complete and h.kind = 'homecoming' and h.month <> 'all' and h.from_channel = 'all'
        and h.to_channel = 'all'
    union all
    select 'lapsed', 'all', f.month,
        cast(sum(case when f.to_state = 'lapsed' and f.from_state <> 'lapsed' then f.customers else 0 end) as double),
        -any_value(w.worth)
    from published.lifecycle_flows as f
    cross join ({worth}) as w
    where f.is_complete
    group by f.month"""


def morning_findings_sql(parameters: Parameters) -> str:
    """Query for `morning_findings`.

    A series is told of when its last step, from one complete month to the next, lies outside the 95 % prediction
    interval of its earlier steps (Student's t, mean ± t·s·√(1 + 1/n)), and is worth telling. Refunds, which come
    late, are told of their own last complete month. A step over a month without a value is none. What a platform paid
    or billed wrong since the start of the last complete month is told whatever it comes to, and so are sales that
    became overdue on a bill since then.
    """
    currency = quote(parameters.shop.business.currency)
    t = " ".join(f"when {n + 1} then {value}" for n, value in T_975.items())
    usual = f"{MONTHS_BEFORE} preceding and 1 preceding"
    return f"""
with complete as (
    select * from published.channel_costs where is_complete and currency = {currency}
),
latest as (
    select max(month) as month, cast(max(month) || '-01' as date) as since from complete
),
size as (
    select cast(sum(net_sales) as double) as net_sales from complete where month = (select month from latest)
),
series as (
    {_series(parameters).strip()}
),
steps as (
    select finding, channel, month, value, per_unit, last_month, back,
        case when is_next then before end as before,
        case when is_next then value - before end as step
    from (
        select *, lag(value) over months as before,
            lag(cast(month || '-01' as date)) over months + interval 1 month = cast(month || '-01' as date) as is_next,
            row_number() over (partition by finding, channel order by month desc) as back,
            max(month) over (partition by finding) as last_month
        from series
        window months as (partition by finding, channel order by month)
    )
),
judged as (
    select *, avg(step) over earlier as usual_step, stddev_samp(step) over earlier as spread,
        count(step) over earlier as n
    from steps
    window earlier as (partition by finding, channel order by month rows between {usual})
),
told as (
    select *, before + usual_step - reach as usual_low, before + usual_step + reach as usual_high
    from (select *, case n {t} end * spread * sqrt(1 + 1.0 / n) as reach from judged where n >= {LEAST_BEFORE})
    where back = 1 and (month = (select month from latest) or (finding = 'refunded_share' and month = last_month))
),
found as (
    select finding, channel, month, value as level, before as level_before, usual_low, usual_high, 1 as cases,
        (value - before) * per_unit as amount
    from told
    where (value < usual_low or value > usual_high)
        and abs((value - before) * per_unit) >= {NOTABLE_SHARE} * (select net_sales from size)
    union all
    select case when difference < 0 then 'payout_short' else 'payout_over' end, channel, (select month from latest),
        cast(sum(stated) as double), cast(sum(expected) as double), null, null, count(*),
        cast(sum(difference) as double)
    from published.payout_reconciliation
    where payout_state = 'differs' and currency = {currency} and payout_day >= (select since from latest)
    group by difference < 0, channel
    union all
    select 'fee_audit', channel, (select month from latest), null, null, null, null, count(distinct order_key),
        -cast(sum(owed_back) as double)
    from published.fee_audit
    where finding <> 'never_paid_out' and currency = {currency}
        and coalesce(fee_day, order_day) >= (select since from latest)
    group by channel
    union all
    select 'never_paid_out', channel, (select month from latest), null, null, null, null, count(distinct order_key),
        -cast(sum(owed_back) as double)
    from published.fee_audit
    where finding = 'never_paid_out' and currency = {currency}
        and order_day + {parameters.shop.fee_audit.bill_within_days} >= (select since from latest)
    group by channel
)
select finding, channel, month,
    row_number() over (order by abs(round(amount, 2)) desc, finding, channel) as place,
    level, level_before, usual_low, usual_high, cases, round(amount, 2) as amount
from found"""
