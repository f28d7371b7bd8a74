"""Where customers go and how often they come back."""

from __future__ import annotations

from dashboard.data.business import Row
from transforms.engines.snapshot import SnapshotReader


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


def lifecycle_thresholds(reader: SnapshotReader) -> list[Row]:
    """From which days on somebody is late, after a first purchase and after a later one."""
    if not reader.has("lifecycle_thresholds"):
        return []
    return reader.rows("select * from lifecycle_thresholds order by purchase")


def lifecycle_flows(reader: SnapshotReader) -> list[Row]:
    """People per month and pair of states in the shop's rhythm."""
    if not reader.has("lifecycle_flows"):
        return []
    return reader.rows("select * from lifecycle_flows order by month, from_state, to_state")


def rfm_segments(reader: SnapshotReader) -> list[Row]:
    """People and net sales of each segment, in the order of the rules; nothing where data are too thin."""
    if not reader.has("rfm_segments"):
        return []
    return reader.rows("select * from rfm_segments order by position")


def rfm_cut_points(reader: SnapshotReader) -> list[Row]:
    """The values at which scores begin and end, per measure, or why there are none."""
    if not reader.has("rfm_cut_points"):
        return []
    return reader.rows("select * from rfm_cut_points order by measure")


def value_model(reader: SnapshotReader) -> Row | None:
    """The models of what is ahead and how they did in the last third; None in an earlier version's snapshot."""
    rows = reader.rows("select * from value_model") if reader.has("value_model") else []
    return rows[0] if rows else None


def value_bands(reader: SnapshotReader) -> list[Row]:
    """People by how often they are expected to buy; nothing where the model is not believed."""
    if not reader.has("value_bands"):
        return []
    return reader.rows("select * from value_bands order by purchases_from")


def value_so_far(reader: SnapshotReader) -> Row:
    """How many customers there are, and what they have brought."""
    return reader.rows("select count(*) as customers, sum(contribution) as contribution from value_ahead")[0]
