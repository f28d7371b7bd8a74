"""How far buyers are known, how they were told apart, and what the owner may answer."""

from __future__ import annotations

from dashboard.data.business import Row
from transforms.customers.naming import people_named
from transforms.engines.snapshot import SnapshotReader


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
