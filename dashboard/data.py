"""Queries on the published tables: the only place in the dashboard that asks: selects, filters, additive sums."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from transforms.customers.naming import people_named
from transforms.engines.snapshot import SnapshotReader
from transforms.tables.words import FEE_TYPES

Row = dict[str, Any]

MONEY_SUMS = (
    "orders",
    "gross",
    "merchant_discount",
    "platform_discount",
    "refunded",
    "net_sales",
    "fees",
    *FEE_TYPES,
    "own_costs",
    "contribution",
    "orders_with_unknown_fees",
)
"""Columns of channel_costs that may be added up."""


@dataclass(frozen=True)
class About:
    """What the snapshot is."""

    as_of_day: date
    run_id: str
    published_at: datetime
    currency: str
    time_zone: str
    business: str


@dataclass(frozen=True)
class Channel:
    """One channel of the shop, with its name in each language."""

    name: str
    kind: str
    is_own: bool
    position: int
    labels: tuple[tuple[str, str], ...]

    def label(self, language: str) -> str:
        """Name of the channel; its key where the owner gave none."""
        return dict(self.labels).get(language) or self.name


def about(reader: SnapshotReader) -> About:
    """What the snapshot is."""
    row = reader.rows("select as_of_day, run_id, published_at, currency, time_zone, business from about")[0]
    return About(**row)


def channels(reader: SnapshotReader) -> tuple[Channel, ...]:
    """Channels of the shop, own ones first."""
    rows = reader.rows("select channel, kind, is_own, position, labels from channels order by position, channel")
    found = [
        Channel(
            row["channel"],
            row["kind"],
            row["is_own"],
            row["position"],
            tuple(sorted(json.loads(row["labels"] or "{}").items())),
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda channel: (not channel.is_own, channel.position)))


def branches(reader: SnapshotReader) -> list[str]:
    """Branches that sold anything; a file that names none counts for nothing here."""
    rows = reader.rows("select distinct branch from channel_costs where branch <> '' order by branch")
    return [row["branch"] for row in rows]


def other_currencies(reader: SnapshotReader) -> list[str]:
    """Currencies sold in that are not the currency of the business."""
    rows = reader.rows(
        "select distinct currency from channel_costs where currency <> (select currency from about) order by currency"
    )
    return [row["currency"] for row in rows]


def channel_months(reader: SnapshotReader, branch: str | None = None) -> list[Row]:
    """Sales and costs per month and channel, in the currency of the business."""
    sums = ", ".join(f"sum({name}) as {name}" for name in MONEY_SUMS)
    where = "and branch = ?" if branch else ""
    return reader.rows(
        f"select month, channel, {sums}, bool_and(is_complete) as is_complete from channel_costs "
        f"where currency = (select currency from about) {where} group by month, channel order by month, channel",
        [branch] if branch else [],
    )


def statements(reader: SnapshotReader) -> list[Row]:
    """Statements of the platforms against their payouts, those that do not agree first and each with a row of its own.

    The others have one row per channel, source and month.
    """
    if not reader.has("payout_reconciliation"):
        return []
    amounts = ("before_fees", "fees_charged", "fees_returned", "adjustments", "expected", "stated", "difference")
    return reader.rows(
        "select * from (select channel, strftime(payout_day, '%Y-%m') as month, payout_state, "
        "case when payout_state in ('differs', 'no_lines') then statement else '' end as statement, source, "
        f"count(*) as statements, {', '.join(f'sum({name}) as {name}' for name in amounts)} "
        "from payout_reconciliation where currency = (select currency from about) group by 1, 2, 3, 4, 5) as s "
        "order by payout_state <> 'differs', statement = '', month desc, channel, source, payout_state, statement"
    )


def coverage(reader: SnapshotReader) -> list[Row]:
    """How many purchases can be tied to a person, per month, channel and branch."""
    return reader.rows("select * from identity_coverage order by month, channel, branch")


def coverage_gaps(reader: SnapshotReader, branch: str | None = None) -> list[Row]:
    """Why buyers cannot be named, per channel and reason, most orders first; an earlier version says nothing of it."""
    if not reader.has("coverage_gaps"):
        return []
    purchases, where = ("purchases", "where branch = ?") if branch else ("channel_purchases", "")
    return reader.rows(
        f"select channel, reason, cast(sum(orders) as bigint) as orders, sum(net_sales) as net_sales, "
        f"sum(orders) / max({purchases}) as share_of_orders from coverage_gaps {where} "
        "group by channel, reason order by orders desc, channel, reason",
        [branch] if branch else [],
    )


def consents(reader: SnapshotReader) -> list[Row]:
    """How many customers have agreed or refused per purpose, and how many of them a contact reaches."""
    if not reader.has("consents"):
        return []
    return reader.rows(
        "select purpose, count(*) filter (where consent) as agreed, count(*) filter (where not consent) as refused, "
        "count(*) filter (where consent and contact_kinds <> '') as reached from consents "
        "group by purpose order by agreed desc, purpose"
    )


def reach(reader: SnapshotReader) -> Row:
    """How many customers there are, and how many of them we may reach."""
    return reader.rows("select count(*) as customers, count(*) filter (where reachable) as reached from customers")[0]


def link_model(reader: SnapshotReader) -> Row | None:
    """Whether probable links could be learnt, and from how much; None: an earlier version says nothing of it."""
    rows = reader.rows("select * from link_model") if reader.has("link_model") else []
    return rows[0] if rows else None


def link_blocking(reader: SnapshotReader) -> list[Row]:
    """Which rules brought records together to be compared, those that brought most first."""
    if not reader.has("link_blocking"):
        return []
    return reader.rows("select * from link_blocking order by pairs_kept desc, rule")


def link_calibration(reader: SnapshotReader) -> list[Row]:
    """How often links of a stated probability are right, by band."""
    if not reader.has("link_calibration"):
        return []
    return reader.rows("select * from link_calibration order by band_low")


def bounded(rows: list[Row], *names: str) -> list[Row]:
    """Rows whose counts have their bounds; in a snapshot of an earlier version, which has none, all is certain."""
    for row in rows:
        for name in names:
            for bound in ("likely", "most"):
                if row.get(f"{name}_{bound}") is None:
                    row[f"{name}_{bound}"] = row[name]
    return rows


def flow_periods(reader: SnapshotReader, grain: str) -> list[tuple[str, bool]]:
    """Periods of a grain that have flows, oldest first, and whether they are over."""
    rows = reader.rows(
        "select period, bool_and(is_complete) as is_complete from migration_flows where grain = ? "
        "group by period order by period",
        [grain],
    )
    return [(row["period"], row["is_complete"]) for row in rows]


def flows(reader: SnapshotReader, grain: str, period: str) -> list[Row]:
    """People per pair of states, into one period."""
    rows = reader.rows(
        "select from_state, to_state, customers, customers_likely, customers_most, is_complete from migration_flows "
        "where grain = ? and period = ? order by from_state, to_state",
        [grain, period],
    )
    return bounded(rows, "customers")


def flows_over_time(reader: SnapshotReader, grain: str) -> list[Row]:
    """People per period and pair of states."""
    rows = reader.rows(
        "select period, from_state, to_state, customers, customers_likely, customers_most, is_complete "
        "from migration_flows where grain = ? order by period, from_state, to_state",
        [grain],
    )
    return bounded(rows, "customers")


def cohorts(reader: SnapshotReader, first_channel: str) -> list[Row]:
    """The cohort table of one first channel, or of all."""
    rows = reader.rows("select * from cohorts where first_channel = ? order by cohort_month, k", [first_channel])
    return bounded(rows, "size", "bought_in", "on_or_after", "returned_by", "repeated_in_first_month")


def rates_now(reader: SnapshotReader) -> list[Row]:
    """The three repeat rates at the as-of day, per window, scope and channel."""
    rows = reader.rows("select * from repeat_rates where period = 'all' order by measure, window_days, scope, channel")
    return bounded(rows, "customers", "repeaters", "rate")


def time_to_next(reader: SnapshotReader) -> list[Row]:
    """Curves of coming back: a row per purchase day they count from, channel of the first purchase and step."""
    if not reader.has("time_to_next"):
        return []
    return reader.rows("select * from time_to_next order by order_rank, channel, day")


def crossings(reader: SnapshotReader) -> list[Row]:
    """First purchases on the other side: a row per kind, month and pair of channels, and over all of each."""
    if not reader.has("homecoming"):
        return []
    return reader.rows("select * from homecoming order by kind, month, from_channel, to_channel")


def rates_over_time(reader: SnapshotReader, measure: str, channel: str, scope: str) -> list[Row]:
    """One repeat rate by month, per window."""
    rows = reader.rows(
        "select * from repeat_rates "
        "where measure = ? and channel = ? and scope = ? and period <> 'all' order by period, window_days",
        [measure, channel, scope],
    )
    return bounded(rows, "customers", "repeaters", "rate")


def files(reader: SnapshotReader) -> list[Row]:
    """What became of every file, newest first."""
    return reader.rows("select * from ingested_files order by received_at desc, source, file_name, layout")


def checks(reader: SnapshotReader) -> list[Row]:
    """Checks of the night, broken ones first."""
    return reader.rows(
        "select table_name, check_name, severity, success, observed from data_checks "
        "order by success, severity, table_name, check_name"
    )


def findings(reader: SnapshotReader) -> list[Row]:
    """Things about files worth knowing, one row per thing and source; those that concern most rows first."""
    return reader.rows(
        "select source, finding, what, count(distinct file_name) as files, cast(sum(rows) as bigint) as rows, "
        "max(file_name) as file_name from file_findings group by source, finding, what "
        "order by rows desc, files desc, source, what"
    )


def pulls(reader: SnapshotReader) -> list[Row]:
    """How files were fetched from elsewhere, failures first; a snapshot of an earlier version says nothing of it."""
    if not reader.has("pulls"):
        return []
    return reader.rows("select * from pulls order by pull_state = 'fetched', files_left desc, source")


def quarantine(reader: SnapshotReader, at_most: int = 500) -> list[Row]:
    """Rows and files that could not be read."""
    return reader.rows(
        "select source, file_name, line, reason_code, columns_concerned from quarantine "
        "order by source, file_name, line nulls first limit ?",
        [at_most],
    )


def quarantine_by_reason(reader: SnapshotReader) -> list[Row]:
    """How many rows could not be read, per source and reason."""
    return reader.rows(
        "select source, reason_code, count(*) as rows from quarantine group by source, reason_code order by rows desc"
    )


def corrections(reader: SnapshotReader) -> list[Row]:
    """Known faults put right, those that are over first."""
    return reader.rows(
        "select correction, source, reason as reason_given, rows_corrected, rows_outdated from corrections "
        "order by rows_outdated desc, correction"
    )


def ignored_identities(reader: SnapshotReader) -> list[Row]:
    """Contacts and numbers that do not name one person."""
    return reader.rows(
        "select identity_kind, masked, neighbours, orders_seen, shared_reason from ignored_identities "
        "order by neighbours desc, masked, identity_kind"
    )


def link_review(reader: SnapshotReader) -> list[Row]:
    """Pairs of people the owner is asked about, those whose answer is worth most first."""
    return reader.rows("select * from link_review order by place") if reader.has("link_review") else []


def customers_named(reader: SnapshotReader, names: tuple[str, ...]) -> dict[str, str]:
    """The customer that each name of an answer is about today, where it is about one."""
    return people_named(reader, names)


def people_changes(reader: SnapshotReader, at_most: int = 300) -> list[Row]:
    """Who was merged or split, the latest night and the most money first."""
    if not reader.has("customer_changes"):
        return []
    return reader.rows(
        "select * from customer_changes order by changed_on desc, run_id desc, net_sales_moved desc, change_key "
        "limit ?",
        [at_most],
    )


def nights_of_changes(reader: SnapshotReader, at_most: int = 6) -> list[Row]:
    """How many were merged and split in each of the latest nights that changed anything of people."""
    if not reader.has("customer_changes"):
        return []
    return reader.rows(
        "select run_id, max(changed_on) as changed_on, max(merged) as merged, max(split) as split, "
        "max(confirmed) as confirmed from ("
        "select run_id, max(changed_on) as changed_on, count(*) filter (where change = 'merged' "
        "and other_customer_id is not null) as merged, count(*) filter (where change = 'split') as split, "
        "count(*) filter (where change = 'merged' and other_customer_id is null) as confirmed "
        "from customer_changes group by run_id "
        "union all select run_id, max(changed_on), 0, 0, 0 from revisions group by run_id"
        ") as n group by run_id order by changed_on desc, run_id desc limit ?",
        [at_most],
    )


def revisions(reader: SnapshotReader) -> list[Row]:
    """Figures of closed months that a night changed, the latest month first."""
    if not reader.has("revisions"):
        return []
    return reader.rows("select * from revisions order by changed_on desc, run_id desc, period desc, measure")


def linking_rules(reader: SnapshotReader) -> Row | None:
    """By which rules the snapshot tells people apart; a snapshot of an earlier version does not say."""
    rows = reader.rows("select * from linking_rules") if reader.has("linking_rules") else []
    return rows[0] if rows else None


def fees_unknown(sums: Row) -> bool:
    """Whether no file shows a fee for any of the orders: their fees are unknown then, not zero."""
    return bool(sums["orders"]) and sums["orders_with_unknown_fees"] == sums["orders"] and not sums["fees"]


def add_up(rows: Sequence[Row], names: Sequence[str] = MONEY_SUMS) -> Row:
    """Sums of additive columns over rows."""
    return {name: sum((row[name] or 0 for row in rows), 0) for name in names}
