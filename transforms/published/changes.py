"""Published: whose orders went to somebody else since the night before, why, and which figures of past months moved."""

from __future__ import annotations

from transforms.core.parameters import Parameters
from transforms.sql import quote

KEPT_MONTHS = 24
REVISED_MONTHS = 13

SAME_KEY = """
    coalesce((select max(key_id) from work.before_linking_rules) = (select max(key_id) from work.rules), true)"""
"""Whether ids of both nights are made with one key. With a new key everybody has another id, which is no change of
people; ids of the old key name nobody any more."""

ANSWERS_CHANGED = """create or replace table work.answers_changed as
with pairs as (
    select coalesce(n.one, b.one) as one, coalesce(n.other, b.other) as other,
        coalesce(n.answer, '') as now, coalesce(b.answer, '') as before
    from work.answers as n
    full join work.before_answers as b on b.one = n.one and b.other = n.other
),
sides as (
    select identity_key as name, customer_id, cast(null as varchar) as before_id from core.customer_links
    union all
    select 'order:' || o.order_key as name, o.customer_id, b.customer_id as before_id
    from core.orders as o
    left join work.before_orders as b on b.order_key = o.order_key
)
select w.now = 'same' as is_same, w.now = 'different' or w.before = 'same' as is_different,
    x.customer_id as one_id, y.customer_id as other_id, x.before_id as one_before, y.before_id as other_before
from pairs as w
join sides as x on x.name = w.one
join sides as y on y.name = w.other
where w.now <> w.before
"""
"""What the owner has said or taken back since, and whom it is about now."""


def moved_sql(parameters: Parameters) -> str:
    """Statement for work.moved: per pair of persons, before and now, the purchases that both nights know.

    A person goes on in whom most of their orders went to, first of all in one of the same name; whoever else has
    orders of theirs came out of them (`split`). Likewise back: somebody who holds orders of several goes on being one
    of them, and the others were `merged` into them. Nobody goes on in nobody.
    Who has not bought anything is no customer (METRICS.md §2) and changes nothing.
    """
    net = f"sum(case when n.currency = {quote(parameters.shop.business.currency)} then n.net_sales else 0 end)"
    return f"""create or replace table work.moved as
with pairs as (
    select b.customer_id as before_id, n.customer_id as now_id, count(*) as orders, {net} as net_sales
    from work.before_orders as b
    join core.orders as n on n.order_key = b.order_key
    where n.is_purchase and (b.customer_id is not null or n.customer_id is not null) and {SAME_KEY}
    group by b.customer_id, n.customer_id
),
touched as (
    select * from pairs as p
    where exists (select 1 from pairs as d where d.before_id = p.before_id and d.now_id is distinct from p.before_id)
        or exists (select 1 from pairs as d where d.now_id = p.now_id and d.before_id is distinct from p.now_id)
),
ranked as (
    select *,
        row_number() over (
            partition by before_id order by now_id is null, now_id is distinct from before_id, orders desc, now_id
        ) as now_rank,
        row_number() over (
            partition by now_id order by before_id is null, before_id is distinct from now_id, orders desc, before_id
        ) as before_rank
    from touched
)
select before_id, now_id, orders, net_sales,
    case
        when before_id is null then 'merged'
        when now_id is null or now_rank > 1 then 'split'
        when before_rank > 1 then 'merged'
        else 'renamed'
    end as change
from ranked
where before_id is distinct from now_id"""


_MOVED_KINDS = """
    select o.before_id, o.now_id,
        string_agg(distinct i.identity_kind, '+' order by i.identity_kind) filter (where i.is_certain) as evidence,
        bool_or(g.identity_key is not null and w.identity_key is null) as is_newly_shared
    from (
        select distinct b.order_key, b.customer_id as before_id, n.customer_id as now_id
        from work.moved as m
        join work.before_orders as b on b.customer_id is not distinct from m.before_id
        join core.orders as n on n.order_key = b.order_key and n.customer_id is not distinct from m.now_id
    ) as o
    join work.identities as i on i.order_key = o.order_key
    left join published.ignored_identities as g on g.identity_key = i.identity_key
    left join work.before_ignored_identities as w on w.identity_key = i.identity_key
    group by o.before_id, o.now_id"""
"""Per pair of persons what stands on the orders that moved, and whether some of it turned out to be of many."""


def customer_changes_sql(parameters: Parameters, run_id: str, *, is_rebuilt: bool) -> str:
    """Query for `customer_changes`: this night's, and those of the two years before it.

    The owner's word explains a change before anything else does, then other rules, then a contact found to be of
    many, then a file that was taken back; what is left is new evidence. A past day that is rebuilt changes nothing.
    """
    return f"""
with files_gone as (
    select count(*) > 0 as some from work.before_ingested_files as b
    where not exists (select 1 from work.files as f where f.source = b.source and f.file_sha256 = b.file_sha256)
),
rules as (
    select (select max(rules) from work.before_linking_rules) is distinct from max(rules) as differ from work.rules
),
kinds as ({_MOVED_KINDS}
),
said as (
    select m.before_id, m.now_id,
        bool_or(a.is_same and a.one_id = m.now_id and a.other_id = m.now_id) as confirmed,
        bool_or(
            a.is_different and a.one_id is distinct from a.other_id
            and (
                a.one_id = m.now_id or a.other_id = m.now_id
                or (m.now_id is null and m.before_id in (a.one_before, a.other_before))
            )
        ) as refused
    from work.moved as m
    join work.answers_changed as a on m.now_id in (a.one_id, a.other_id)
        or m.before_id in (a.one_before, a.other_before)
    group by m.before_id, m.now_id
),
fresh as (
    select left(md5({quote(run_id)} || '|' || m.change || '|' || coalesce(m.now_id, '') || '|'
            || coalesce(m.before_id, '')), 16) as change_key,
        {quote(run_id)} as run_id, {parameters.as_of} as changed_on, m.change,
        m.now_id as customer_id, m.before_id as other_customer_id,
        m.orders as orders_moved, m.net_sales as net_sales_moved,
        case
            when m.change <> 'split' and coalesce(s.confirmed, false) then 'owner_confirmed'
            when m.change = 'split' and coalesce(s.refused, false) then 'owner_refused'
            when r.differ then 'rules_changed'
            when m.change = 'split' and coalesce(k.is_newly_shared, false) then 'shared_value'
            when f.some then 'file_removed'
            else 'new_evidence'
        end as reason,
        k.evidence
    from work.moved as m
    cross join files_gone as f
    cross join rules as r
    left join said as s on s.before_id is not distinct from m.before_id and s.now_id is not distinct from m.now_id
    left join kinds as k
        on k.before_id is not distinct from m.before_id and k.now_id is not distinct from m.now_id
    where not {str(is_rebuilt).lower()} and (m.before_id is not null or coalesce(s.confirmed, false))
)
select * replace (case when reason like 'owner%' then 'owner' else evidence end as evidence) from fresh
union all by name
select * replace (
    case when {SAME_KEY} then customer_id end as customer_id,
    case when {SAME_KEY} then other_customer_id end as other_customer_id
)
from work.before_customer_changes as b
where changed_on > {parameters.as_of} - interval {KEPT_MONTHS} month
    and not exists (select 1 from fresh as f where f.change_key = b.change_key)"""


def _months(orders: str) -> str:
    """Query: month, measure, value: METRICS.md §4 with the calendar month as the window."""
    return f"""
select month, measure, value
from (
    with days as (
        select distinct customer_id, order_day from {orders} where is_purchase and customer_id is not null
    ),
    firsts as (
        select customer_id, min(order_day) as first_day from days group by customer_id
    ),
    people as (
        select strftime(d.order_day, '%Y-%m') as month, d.customer_id, count(*) as days,
            strftime(min(f.first_day), '%Y-%m') < strftime(d.order_day, '%Y-%m') as was_here
        from days as d
        join firsts as f on f.customer_id = d.customer_id
        group by strftime(d.order_day, '%Y-%m'), d.customer_id
    ),
    rates as (
        select month, cast(count(*) as double) as customers,
            cast(count(*) filter (where days >= 2) as double) / count(*) as repeat_rate,
            cast(count(*) filter (where was_here) as double) / count(*) as returning_rate
        from people group by month
    )
    select month, 'customers' as measure, customers as value from rates
    union all
    select month, 'repeat_rate', repeat_rate from rates
    union all
    select month, 'returning_rate', returning_rate from rates
) as m"""


def revisions_sql(parameters: Parameters, run_id: str, *, is_rebuilt: bool) -> str:
    """Query for `revisions`: figures of the last closed months that differ from what the night before said of them."""
    month = "cast(coalesce(n.month, b.month) || '-01' as date)"
    fresh = f"{quote(run_id)} as run_id, {parameters.as_of} as changed_on"
    return f"""
with before as ({_months("work.before_orders")}),
now as ({_months("core.orders")}),
people as (
    select count(*) filter (where change = 'merged' and other_customer_id is not null) as customers_merged,
        count(*) filter (where change = 'split') as customers_split
    from published.customer_changes where run_id = {quote(run_id)}
),
fresh as (
    select {fresh}, coalesce(n.measure, b.measure) as measure, coalesce(n.month, b.month) as period,
        b.value as value_before, n.value as value_after, p.customers_merged, p.customers_split
    from now as n
    full join before as b on b.month = n.month and b.measure = n.measure
    cross join people as p
    where n.value is distinct from b.value and not {str(is_rebuilt).lower()}
        and last_day({month}) <= {parameters.as_of}
        and last_day({month}) <= (select max(as_of_day) from work.before_about)
        and {month} >= {parameters.as_of} - interval {REVISED_MONTHS} month
)
select * from fresh
union all by name
select * from work.before_revisions as b
where changed_on > {parameters.as_of} - interval {KEPT_MONTHS} month
    and not exists (
        select 1 from fresh as f where f.run_id = b.run_id and f.measure = b.measure and f.period = b.period
    )"""


LINKING_RULES = """
select n.run_id, r.rules_of, coalesce(r.rules_since, n.as_of_day) as rules_since,
    n.known_until < date '9999-12-31' as is_rebuilt, r.answer_lines, r.key_id, r.rules
from work.rules as r
cross join work.run as n
"""


def statements(parameters: Parameters) -> list[str]:
    """Statements that `customer_changes` stands on, in their order."""
    return [ANSWERS_CHANGED, moved_sql(parameters)]
