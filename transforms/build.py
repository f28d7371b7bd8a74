"""The build: staged records of all files to core to published, in one database file. The order of things is here."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from transforms.core import consents, fees, orders, payouts
from transforms.core.as_of import as_of_day_sql
from transforms.core.files import corrections_columns, files_columns, findings_columns
from transforms.core.parameters import Parameters
from transforms.core.staged import SUPERSEDED, in_force_sql, staged_sql
from transforms.customers.answers import answers_columns
from transforms.customers.link import link
from transforms.customers.worlds import find_worlds
from transforms.engines.duckdb import Engine
from transforms.exports.contacts import ContactHasher
from transforms.exports.landing import landed_file
from transforms.exports.staging.stage_file import RECORD_KINDS, FileSummary, read_summary, staged_folder
from transforms.published import (
    before,
    calibration,
    changes,
    costs,
    coverage,
    customer_groups,
    fee_audit,
    fee_dates,
    follow_ups,
    homecoming,
    lifecycle,
    migration,
    morning,
    night,
    people,
    pulls,
    reconciliation,
    repeat,
    returns,
    review,
    rfm,
    strength,
    tags,
    time_to_next,
    value_ahead,
    whatif,
)
from transforms.settings import Home, Shop
from transforms.settings.answers import answers_digest, given_answers
from transforms.settings.rules import Rules, rules_for
from transforms.sql import quote
from transforms.tables import PUBLISHED, STAGED, table
from transforms.value.ahead import look_ahead

PUBLISHED_AS_THEY_ARE = ("orders", "order_items", "fee_lines")
"""Core tables that are published unchanged."""


@dataclass(frozen=True)
class Run:
    """What one run is about. The id is a digest of all it reads, so the same input is the same run."""

    run_id: str
    as_of_day: date
    known_until: date = date.max

    def as_dict(self) -> dict[str, str]:
        """For a report or a message between processes."""
        return {"run_id": self.run_id, "as_of_day": self.as_of_day.isoformat()}


class NothingToPublish(Exception):
    """No file holds an order yet. The code says the same as the text, for a reader of another language."""

    def __init__(self, code: Literal["no_order", "no_purchase"], text: str) -> None:
        super().__init__(code, text)
        self.code = code

    def __str__(self) -> str:
        return str(self.args[1])


def load(
    engine: Engine,
    home: Home,
    shop: Shop,
    summaries: Sequence[FileSummary],
    as_of: date | None,
    *,
    pulled: Sequence[pulls.Pull] = (),
    rules: Rules | None = None,
) -> Run:
    """Take the staged records of these files into the build and fix the run: its as-of day and its id.

    `rules` are those the settings were given (`Rules.of`), by default today's.

    Raises:
        NothingToPublish: there is no order in any of them, up to the as-of day.
    """
    for schema in ("staged", "core", "published", "work"):
        engine.run(f"drop schema if exists {schema} cascade")
        engine.run(f"create schema {schema}")
    engine.put("work.files", files_columns(summaries, ZoneInfo(shop.business.time_zone)))
    engine.put("work.findings", findings_columns(summaries))
    engine.put("work.corrections", corrections_columns(home.corrections(), summaries))
    engine.put("work.pulls", pulls.pulls_columns(pulled))
    rules = rules or rules_for(home, shop)
    answers = given_answers(home, rules.answer_lines)
    hasher = ContactHasher(home.contact_key(), shop.business.phone_region)
    engine.put("work.answers", answers_columns(answers))
    engine.put("work.rules", before.rules_columns(rules, hasher.key_id))
    for each in STAGED:
        kind = each.name.removeprefix("staged_")
        folders = [staged_folder(home, landed_file(home, summary.file_id), summary.reading) for summary in summaries]
        engine.run(staged_sql(each, sorted(path for folder in folders for path in folder.glob(f"*/{kind}.parquet"))))
    engine.run(SUPERSEDED)
    for kind in RECORD_KINDS:
        engine.run(in_force_sql(kind))
    last_day = engine.value(as_of_day_sql(shop))
    day = as_of or last_day
    if day is None:
        raise NothingToPublish(
            "no_order", "No order in any file yet. Put order exports into exports/<source>/ and run again."
        )
    inputs = sorted(f"{summary.source}:{summary.sha256}:{summary.reading}" for summary in summaries)
    said = shop.model_dump_json(exclude={"retention"})
    parts = [day.isoformat(), version("regulars"), said, answers_digest(answers), *inputs]
    run_id = f"{day.isoformat()}-{hashlib.sha256(chr(10).join(parts).encode()).hexdigest()[:12]}"
    return fix_run(engine, run_id, day, last_day)


def fix_run(engine: Engine, run_id: str, day: date, last_day: date | None) -> Run:
    """Write down what the build is about; an earlier day than the last one in the data is rebuilt as it was known."""
    run = Run(run_id, day, day if last_day and day < last_day else date.max)
    engine.run(
        f"create or replace table work.run as select {quote(run_id)} as run_id, date '{day}' as as_of_day, "
        f"date '{run.known_until}' as known_until"
    )
    return run


def run_of(engine: Engine) -> Run:
    """The run a build is about."""
    row = engine.rows("select run_id, as_of_day, known_until from work.run")[0]
    return Run(row["run_id"], row["as_of_day"], row["known_until"])


def _test_orders(engine: Engine, shop: Shop, hasher: ContactHasher) -> None:
    """Table work.test_orders: orders of the accounts, phones and items that shop.toml names as tests.

    An account may be of any platform or app the files know, or a membership number.
    """
    named = shop.test_orders
    keys = [hasher.contact("phone", phone) for phone in named.phones]
    seen = "select distinct identity_kind, scope from work.identities where identity_kind in ('account', 'member')"
    scopes = {
        ("account", "alipay"),
        *((row["identity_kind"], row["scope"]) for row in (engine.rows(seen) if named.accounts else ())),
    }
    accounts = [hasher.contact(kind, account, scope) for account in named.accounts for kind, scope in sorted(scopes)]
    marks = ", ".join(quote(contact.identity_key) for contact in (*keys, *accounts) if contact) or "''"
    items = ", ".join(quote(item) for item in named.items) or "''"
    engine.run(
        f"""create or replace table work.test_orders as
select order_key from work.identities where order_key is not null and identity_key in ({marks})
union
select o.order_key
from work.identities as i
join work.orders as o on o.payment_ref in (i.payment_ref, i.payment_ref_other)
where i.order_key is null and i.identity_key in ({marks})
union
select order_key from work.order_items where item in ({items}) or sku in ({items})"""
    )


def build_core(engine: Engine, home: Home, shop: Shop) -> dict[str, int]:
    """Orders, line items, refunds and fee lines from staged records in force; returns counts."""
    run = run_of(engine)
    parameters = Parameters(shop, run.as_of_day, run.known_until)
    _test_orders(engine, shop, ContactHasher(home.contact_key(), shop.business.phone_region))
    statements = [
        orders.statements_sql(parameters),
        orders.CONTESTED,
        orders.PRIMARY,
        orders.PARTS_ADDED,
        orders.OTHER_WORDS,
        orders.REFUND_ROWS,
        fees.ORDER_REFS,
        fees.REFS_ANYWHERE,
        fees.REFS_NEARBY,
        *fees.matched_entries_sql(parameters),
        orders.orders_sql(parameters),
        fees.fee_lines_sql(shop),
        payouts.payouts_sql(),
        fees.FEES_BY_ORDER,
        orders.order_items_sql(),
        orders.refunds_sql(parameters),
    ]
    for statement in statements:
        engine.run(statement)
    return {
        "orders": engine.value("select count(*) from work.orders_before_fees"),
        "fee_lines": engine.value("select count(*) from core.fee_lines"),
    }


def link_people(engine: Engine, shop: Shop) -> dict[str, int]:
    """People from certain evidence, and with them the finished core.orders; returns counts."""
    counts = link(engine, shop)
    engine.run(orders.finished_orders_sql())
    run = run_of(engine)
    engine.run(consents.statements_sql(Parameters(shop, run.as_of_day, run.known_until)))
    engine.run(consents.served_sql())
    engine.run(consents.CONTACTS)
    engine.run(consents.consents_sql())
    return counts


def build_published(engine: Engine, shop: Shop, published_at: datetime) -> dict[str, int]:
    """Every published table; returns how many rows each has. `published_at` comes from the caller's clock."""
    run = run_of(engine)
    parameters = Parameters(shop, run.as_of_day)
    is_rebuilt = run.known_until < date.max
    before.nothing_before(engine)
    if not engine.value("select count(*) from core.orders where is_purchase"):
        raise NothingToPublish("no_purchase", "The files hold no purchase yet, only unpaid, cancelled or test orders.")
    find_worlds(engine)
    for statement in (
        coverage.known_buyers_sql(parameters),
        coverage.REACHABLE,
        people.PERSONS,
        people.PURCHASES,
        people.DAYS,
        people.FIRSTS,
        people.CHANNEL_STARTS,
        homecoming.crossings_sql(parameters),
        strength.REACH_SPELLS,
        strength.months_sql(parameters),
        strength.YEAR_DAYS,
        strength.super_days_sql(parameters),
        strength.rungs_sql(parameters),
        repeat.NEXT_DAYS,
        time_to_next.curves_sql(parameters),
        lifecycle.CURVES,
        lifecycle.THRESHOLDS,
        lifecycle.waits_sql(parameters),
        rfm.values_sql(parameters),
        rfm.cut_points_sql(parameters),
        rfm.SCORED,
        migration.IDENTIFIED_BEFORE,
        returns.SOLD_ITEMS,
        returns.rebuys_sql(parameters),
        returns.PICKUP_ADDONS,
        returns.RETURN_PRIOR,
        *(migration.states_sql(parameters, grain) for grain in migration.GRAINS),
        *fee_audit.statements(parameters),
        *customer_groups.statements(parameters),
        *review.statements(parameters),
        *changes.statements(parameters),
    ):
        engine.run(statement)
    look_ahead(engine, parameters)
    queries: dict[str, str] = {
        "about": night.about_sql(shop, run.run_id, run.as_of_day, published_at),
        "data_checks": night.DATA_CHECKS,
        "ingested_files": night.INGESTED_FILES,
        "quarantine": night.QUARANTINE,
        "file_findings": night.FILE_FINDINGS,
        "corrections": night.CORRECTIONS,
        "pulls": pulls.PULLS,
        "ignored_identities": people.IGNORED_IDENTITIES,
        "channel_costs": costs.channel_costs_sql(parameters),
        "channels": costs.channels_sql(shop),
        "fee_dates": fee_dates.fee_dates_sql(parameters),
        "fee_audit": fee_audit.FEE_AUDIT,
        "fee_audit_months": fee_audit.fee_audit_months_sql(parameters),
        "fees_by_customer_group": customer_groups.fees_by_customer_group_sql(parameters),
        "payout_reconciliation": reconciliation.PAYOUT_RECONCILIATION,
        "customers": people.customers_sql(parameters),
        "identity_coverage": coverage.identity_coverage_sql(parameters),
        "coverage_gaps": coverage.coverage_gaps_sql(parameters),
        "consents": coverage.CONSENTS,
        "link_model": calibration.LINK_MODEL,
        "link_blocking": calibration.LINK_BLOCKING,
        "link_calibration": calibration.link_calibration_sql(),
        "migration_flows": migration.migration_flows_sql(parameters),
        "migration_steps": migration.migration_steps_sql(parameters),
        "homecoming": homecoming.homecoming_sql(parameters),
        "repeat_rates": repeat.repeat_rates_sql(parameters),
        "cohorts": repeat.cohorts_sql(parameters),
        "time_to_next": time_to_next.TIME_TO_NEXT,
        "lifecycle_thresholds": lifecycle.LIFECYCLE_THRESHOLDS,
        "lifecycle_flows": lifecycle.lifecycle_flows_sql(parameters),
        "rfm": rfm.RFM,
        "rfm_cut_points": rfm.RFM_CUT_POINTS,
        "rfm_segments": rfm.RFM_SEGMENTS,
        "follow_ups": follow_ups.follow_ups_sql(parameters),
        "next_rung": strength.next_rung_sql(parameters),
        "tags": tags.tags_sql(parameters),
        "strength_ladder": strength.strength_ladder_sql(parameters),
        "return_rates": returns.return_rates_sql(parameters),
        "return_patterns": returns.return_patterns_sql(parameters),
        "value_model": value_ahead.VALUE_MODEL,
        "value_ahead": value_ahead.VALUE_AHEAD,
        "value_bands": value_ahead.value_bands_sql(),
        "link_review": review.LINK_REVIEW,
        "whatif_inputs": whatif.whatif_inputs_sql(parameters),
        "customer_changes": changes.customer_changes_sql(parameters, run.run_id, is_rebuilt=is_rebuilt),
        "revisions": changes.revisions_sql(parameters, run.run_id, is_rebuilt=is_rebuilt),
        "linking_rules": changes.LINKING_RULES,
        "morning_findings": morning.morning_findings_sql(parameters),
    }
    assert {*queries, *PUBLISHED_AS_THEY_ARE} == {each.name for each in PUBLISHED}
    for name in PUBLISHED_AS_THEY_ARE:
        engine.run(f"create or replace view published.{name} as select * from core.{name}")
    for name, query in queries.items():
        engine.run(table("published", name).fill_sql(query, f"published.{name}"))
    return {each.name: engine.value(f"select count(*) from published.{each.name}") for each in PUBLISHED}


def write_snapshot(engine: Engine, home: Home, run: Run) -> Path:
    """Copy the published tables into a file of their own, openable by DuckDB 1.5, and return its path.

    A fresh file holds nothing but what is in force: no deleted row's bytes, no other layer.
    """
    final = home.published / f"{run.run_id}.duckdb"
    fresh = final.with_suffix(f".{os.getpid()}.new")
    fresh.unlink(missing_ok=True)
    engine.run(f"attach {quote(str(fresh))} as snapshot (storage_version 'v1.5.0')")
    for each in PUBLISHED:
        engine.run(f"create table snapshot.main.{each.name} as select * from published.{each.name}")
    engine.run("detach snapshot")
    fresh.replace(final)
    return final


def switch_to(home: Home, snapshot: Path) -> None:
    """Point `current.duckdb` at a snapshot with one rename; readers notice, nobody waits."""
    fresh = home.published / f".current.{os.getpid()}"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(snapshot.name)
    fresh.replace(home.current)


def drop_old_snapshots(home: Home, keep: int) -> list[str]:
    """Remove all but the newest snapshots, never the one in force; returns the names removed."""
    snapshots = sorted(
        (path for path in home.published.glob("*.duckdb") if not path.is_symlink()),
        key=lambda path: (path.stat().st_mtime_ns, path.name),
    )
    current = home.current.resolve() if home.current.exists() else None
    removed = [path for path in snapshots[:-keep] if path != current]
    for path in removed:
        path.unlink()
    return [path.stem for path in removed]


Progress = Callable[[str, float], None]
"""Called with the step and the share of it done, 0 to 1."""


def summaries_of(
    home: Home, shop: Shop, file_ids: Sequence[str], reading_of: Callable[[str], str]
) -> list[FileSummary]:
    """Reports of files that were read before, in an order of their own."""
    found = []
    for file_id in sorted(set(file_ids)):
        file = landed_file(home, file_id)
        if file.source in shop.sources:
            found.append(read_summary(staged_folder(home, file, reading_of(file.source))))
    return found
