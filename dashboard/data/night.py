"""What the night read, checked and set aside."""

from __future__ import annotations

from dashboard.data.business import Row
from transforms.engines.snapshot import SnapshotReader


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
