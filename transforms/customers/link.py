"""Who is who: from evidence to customers, with the certain evidence of METRICS.md §2 only."""

from __future__ import annotations

import pyarrow as pa

from transforms.core.parameters import shop_day
from transforms.customers import evidence
from transforms.customers.partition import partition
from transforms.engines.duckdb import Engine
from transforms.settings import Shop
from transforms.tables.core import CUSTOMER_LINKS, IDENTITIES

CUSTOMER_IDS = """create or replace table work.customer_ids as
select p.component,
    'c' || left(arg_min(s.identity_key, {rank}), 16) as customer_id
from work.partition as p
join work.seen as s on s.number = p.number
where not p.is_ignored
group by p.component
""".format(
    rank="coalesce(strftime(s.first_seen_at, '%Y%m%d%H%M%S%f'), '9') || case when s.role = 'contact' then '5'"
    " when s.identity_kind = 'phone' then '1' when s.identity_kind = 'email' then '2'"
    " when s.identity_kind = 'member' then '3' else '4' end || s.identity_key"
)
"""A person is called after the earliest evidence of them, so later files leave the name alone.

Of evidence on the same order that counts first which cannot come later or go again: a payment bill brings its account
weeks after the order, and a second parcel may take the number of the first away.
"""

_IDENTITIES = """
select s.identity_key, s.identity_kind, s.scope, s.masked, s.first_seen_at, s.orders_seen,
    p.neighbours, p.is_ignored, c.consent,
    case when not p.is_ignored then i.customer_id end as customer_id
from work.seen as s
join work.partition as p on p.number = s.number
left join work.customer_ids as i on i.component = p.component
left join work.consent as c on c.identity_key = s.identity_key
"""

_LINKS = """
select customer_id, identity_key, identity_kind as evidence, 1.0 as probability,
    {since_day} as since_day
from core.identities
where customer_id is not null
"""

PEOPLE_BY_ORDER = """create or replace table work.people_by_order as
select e.about_order as order_key,
    substr(min({rank} || e.identity_key), 2) as placed_by,
    any_value(i.customer_id) as customer_id,
    bool_or(e.by_bridge) as by_bridge
from work.evidence as e
join core.identities as i on i.identity_key = e.identity_key
where e.about_order is not null and i.customer_id is not null
group by e.about_order
""".format(rank="case e.identity_kind when 'phone' then '1' when 'email' then '2' when 'member' then '3' else '4' end")
"""Per order its strongest identity key and its person. `by_bridge`: another system's file names the buyer."""


NOTHING_PROBABLE = (
    "create table if not exists work.profile_orders (profile_id varchar, order_key varchar)",
    "create table if not exists work.likely_links (link_id bigint, customer_id varchar, other_kind varchar, "
    "other_id varchar, probability double, evidence varchar)",
    "create table if not exists work.link_calibration (band_low double, band_high double, links bigint, "
    "right_links bigint, mean_probability double)",
    "create table if not exists work.link_blocking (rule varchar, pairs_wanted bigint, pairs_kept bigint, "
    "values_left_out bigint)",
    "create table if not exists work.link_model as select 'none' as state, '' as lacking, 0 as true_pairs, "
    "0 as true_pairs_needed, 0 as held_out_people, 0 as held_out_needed, 0 as nameless_records, 0 as named_people, "
    "0 as pairs_compared, 0 as probable_links",
)
"""What probable links leave behind, empty: where nothing is probable, the tables that read of it find nothing."""


def link(engine: Engine, shop: Shop) -> dict[str, int]:
    """Resolve people: fills core.identities, core.customer_links and work.people_by_order; returns counts."""
    for statement in (evidence.CONTACTS, evidence.EVIDENCE, evidence.SEEN, evidence.PAIRS, evidence.CONSENT):
        engine.run(statement)
    identities = engine.value("select count(*) from work.seen")
    pairs = engine.arrays("select one, other from work.identity_pairs")
    found = partition(identities, pairs["one"], pairs["other"], shop.thresholds.shared_by)
    engine.put(
        "work.partition",
        {
            "number": pa.array(range(identities), pa.int64()),
            "component": pa.array(found.component),
            "neighbours": pa.array(found.neighbours),
            "is_ignored": pa.array(found.is_ignored),
        },
    )
    engine.run(CUSTOMER_IDS)
    engine.run(IDENTITIES.fill_sql(_IDENTITIES, "core.identities"))
    engine.run(CUSTOMER_LINKS.fill_sql(_LINKS.format(since_day=shop_day(shop, "first_seen_at")), "core.customer_links"))
    engine.run(PEOPLE_BY_ORDER)
    for statement in NOTHING_PROBABLE:
        engine.run(statement)
    return {
        "identities": identities,
        "ignored": int(found.is_ignored.sum()),
        "people": engine.value("select count(distinct customer_id) from core.customer_links"),
    }
