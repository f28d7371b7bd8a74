"""Who is who: from evidence to customers, with the certain evidence of METRICS.md §2 only."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import numpy as np
import pyarrow as pa

from transforms.core.parameters import shop_day
from transforms.customers import evidence, likely
from transforms.customers.claims import Claim, Token, Use, claims
from transforms.customers.model import blocking_columns, model_columns
from transforms.customers.partition import partition
from transforms.customers.probable import probable_links
from transforms.customers.profiles import profile_statements
from transforms.engines.duckdb import Engine
from transforms.settings import Shop
from transforms.tables.core import CUSTOMER_LINKS, IDENTITIES

CUSTOMER_IDS = """create or replace table work.customer_ids as
select p.component,
    'c' || left(arg_min(case when s.node = s.identity_key then s.node else md5(s.node) end, {rank}), 16) as customer_id
from work.partition as p
join work.seen as s on s.number = p.number
where not p.is_ignored
group by p.component
""".format(
    rank="coalesce(strftime(s.first_seen_at, '%Y%m%d%H%M%S%f'), '9') || case when s.role = 'contact' then '5'"
    " when s.identity_kind = 'phone' then '1' when s.identity_kind = 'email' then '2'"
    " when s.identity_kind = 'member' then '3' else '4' end || s.node"
)
"""A person is called after the earliest evidence of them, so later files leave the name alone.

Of evidence on the same order that counts first which cannot come later or go again: a payment bill brings its account
weeks after the order, and a second parcel may take the number of the first away.
"""

PEOPLE = """create or replace table work.people as
select s.node, s.identity_key, i.customer_id
from work.seen as s
join work.partition as p on p.number = s.number and not p.is_ignored
join work.customer_ids as i on i.component = p.component
"""
"""One row per identity as one person uses it, and that person."""

_IDENTITIES = """
with people as (
    select identity_key, min(customer_id) as customer_id, count(distinct customer_id) as people
    from work.people group by identity_key
),
seen as (
    select e.identity_key, any_value(e.identity_kind) as identity_kind, any_value(e.scope) as scope,
        min(e.masked) as masked, min(e.ordered_at) as first_seen_at, count(distinct e.about_order) as orders_seen
    from work.evidence as e group by e.identity_key
),
crowded as (
    select s.identity_key, max(p.neighbours) as neighbours, bool_or(p.is_ignored) as is_ignored
    from work.seen as s join work.partition as p on p.number = s.number
    group by s.identity_key
),
contested as (
    select identity_key, max(reason) as reason from work.claims group by identity_key
),
beside as (
    select identity_key, max(tokens) as tokens from (
        select identity_key, kind, scope, count(distinct key) as tokens
        from work.contested_uses group by identity_key, kind, scope
    ) group by identity_key
)
select s.identity_key, s.identity_kind, s.scope, s.masked, s.first_seen_at, s.orders_seen,
    greatest(coalesce(c.neighbours, 0), case when x.reason is not null then b.tokens else 0 end) as neighbours,
    coalesce(c.is_ignored, true) as is_ignored,
    case when coalesce(c.is_ignored, true) then 'crowd' else x.reason end as shared_reason,
    case when p.people = 1 and x.identity_key is null then p.customer_id end as customer_id
from seen as s
left join crowded as c on c.identity_key = s.identity_key
left join contested as x on x.identity_key = s.identity_key
left join beside as b on b.identity_key = s.identity_key
left join people as p on p.identity_key = s.identity_key
"""
"""An identity that stands only beside a crowd, or only where nobody is told, is in no partition: a crowd's as well."""

_LINKS = """
select p.customer_id, p.identity_key, any_value(i.identity_kind) as evidence, 1.0 as probability,
    {since_day} as since_day
from work.people as p
join work.seen as i on i.node = p.node
group by p.customer_id, p.identity_key
"""

PEOPLE_BY_ORDER = """create or replace table work.people_by_order as
select e.about_order as order_key,
    substr(min({rank} || e.identity_key), 2) as placed_by,
    arg_min(p.customer_id, {rank} || e.node) as customer_id,
    bool_or(e.by_bridge) as by_bridge
from work.claimed_evidence as e
join work.people as p on p.node = e.node
where e.about_order is not null
group by e.about_order
""".format(rank="case e.identity_kind when 'phone' then '1' when 'email' then '2' when 'member' then '3' else '4' end")
"""Per order its strongest identity key and its person. `by_bridge`: another system's file names the buyer."""


def claim_contacts(engine: Engine, shop: Shop) -> None:
    """Table work.claims: whose a phone or e-mail is on each order, where several people use it."""
    uses: dict[str, dict[str, tuple[date | None, set[Token]]]] = defaultdict(dict)
    for row in engine.rows("select * from work.contested_uses"):
        _, tokens = uses[row["identity_key"]].setdefault(row["together"], (row["used_on"], set()))
        if row["key"] is not None:
            tokens.add((row["kind"], row["scope"], row["key"]))
    named = "select name_key, min(grams) as grams from work.names group by name_key"
    grams = {row["name_key"]: row["grams"] or () for row in (engine.rows(named) if uses else ())}
    found: list[tuple[str, Claim]] = []
    for identity_key, of_one in sorted(uses.items()):
        stands = [Use(together, day, frozenset(tokens)) for together, (day, tokens) in of_one.items()]
        limits = shop.thresholds
        found += [(identity_key, each) for each in claims(stands, grams, limits.recycled_after_days, limits.shared_by)]
    engine.put(
        "work.claims",
        {
            "identity_key": pa.array([key for key, _ in found], pa.string()),
            "together": pa.array([each.together for _, each in found], pa.string()),
            "claimant": pa.array([each.claimant for _, each in found], pa.string()),
            "reason": pa.array([each.reason for _, each in found], pa.string()),
        },
    )


def answered_identities(engine: Engine, identities: int, shared_by: int) -> None:
    """Table work.answered_identities: the owner's word in force, of people as evidence alone knows them."""
    component = np.arange(identities, dtype=np.int64)
    if engine.value("select count(*) from work.answers"):
        pairs = engine.arrays(evidence.EVIDENT)
        component = partition(identities, pairs["one"], pairs["other"], pairs["support"], shared_by=shared_by).component
    engine.put(
        "work.by_evidence", {"number": pa.array(range(identities), pa.int64()), "component": pa.array(component)}
    )
    engine.run(evidence.ANSWERED)


def link(engine: Engine, shop: Shop) -> dict[str, int]:
    """Resolve people: fills core.identities, core.customer_links and work.people_by_order; returns counts."""
    for statement in (evidence.CONTACTS, evidence.EVIDENCE, evidence.NAMES, evidence.CONTESTED):
        engine.run(statement)
    claim_contacts(engine, shop)
    for statement in (evidence.CLAIMED, evidence.SEEN, evidence.PAIRS):
        engine.run(statement)
    identities = engine.value("select count(*) from work.seen")
    answered_identities(engine, identities, shop.thresholds.shared_by)
    pairs = engine.arrays(evidence.TIES)
    refused = engine.rows("select one, other from work.answered_identities where answer = 'different'")
    found = partition(
        identities,
        pairs["one"],
        pairs["other"],
        pairs["support"],
        shared_by=shop.thresholds.shared_by,
        refused=[(row["one"], row["other"]) for row in refused],
    )
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
    engine.run(PEOPLE)
    engine.run(IDENTITIES.fill_sql(_IDENTITIES, "core.identities"))
    engine.run(PEOPLE_BY_ORDER)
    likely_links(engine, shop)
    evidence_of_people = _LINKS.format(since_day=shop_day(shop, "min(i.first_seen_at)"))
    query = f"{evidence_of_people} union all {likely.LINKS_AS_EVIDENCE}"
    engine.run(CUSTOMER_LINKS.fill_sql(query, "core.customer_links"))
    return {
        "identities": identities,
        "ignored": int(found.is_ignored.sum()),
        "people": engine.value("select count(distinct customer_id) from work.people"),
        "likely_links": engine.value("select count(*) from work.likely_links"),
    }


def likely_links(engine: Engine, shop: Shop) -> None:
    """Tables work.profiles, work.profile_orders, work.likely_links; orders the owner has named go to their people."""
    for statement in profile_statements(shop):
        engine.run(statement)
    engine.run(likely.ANSWERED_PROFILES)
    probable = probable_links(engine)
    engine.put("work.link_model", model_columns(probable))
    engine.put("work.link_blocking", blocking_columns(probable))
    for statement in (
        likely.CONFIRMED,
        likely.CONFIRMED_ORDERS,
        likely.CONFIRMED_ALONE,
        likely.LIKELY_LINKS,
        likely.CONFIRMED_GONE,
    ):
        engine.run(statement)
