"""Published tables about the night itself: what was read, what was found wrong, what is being looked at."""

from transforms.tables import columns as c
from transforms.tables import words
from transforms.tables.declare import Column, Table

ABOUT = Table(
    "about",
    "published",
    "One row: what this snapshot is.",
    ("run_id",),
    (
        Column("as_of_day", "DATE", "Last complete day in the data.", privacy="open"),
        c.RUN_ID,
        Column("published_at", "TIMESTAMP", "When the snapshot was made.", unit="UTC", privacy="open"),
        Column("versions", "VARCHAR", "JSON object: part to version.", privacy="open"),
        Column("currency", "VARCHAR", "Currency of the business.", privacy="open"),
        Column("time_zone", "VARCHAR", "Time zone of the business.", privacy="open"),
        Column("business", "VARCHAR", "Name of the business.", privacy="open"),
    ),
)

DATA_CHECKS = Table(
    "data_checks",
    "published",
    "One row per check of the run.",
    ("run_id", "table_name", "check_name"),
    (
        c.RUN_ID,
        Column("table_name", "VARCHAR", "Layer and table the check looked at.", privacy="open"),
        Column("check_name", "VARCHAR", "What is promised.", privacy="open"),
        Column(
            "severity", "VARCHAR", "stop: publishes nothing; warn: tells.", privacy="open", allowed=words.SEVERITIES
        ),
        Column("success", "BOOLEAN", "The promise holds.", privacy="open"),
        Column("observed", "VARCHAR", "What was seen; counts and figures, no cell contents.", nullable=True),
    ),
)

INGESTED_FILES = Table(
    "ingested_files",
    "published",
    "One row per table recognised in a file of a source; a file no layout knows is one row without layout.",
    ("source", "file_sha256", "layout"),
    (
        c.FILE_SHA256,
        c.SOURCE,
        c.FILE_NAME,
        Column("layout", "VARCHAR", "Name of the export layout; empty: not recognised.", privacy="open"),
        Column("received_at", "TIMESTAMP", "When the file was put in place.", unit="UTC"),
        Column(
            "exported_at",
            "TIMESTAMP",
            "When the export was made, as file or name state it.",
            unit="shop time",
            nullable=True,
        ),
        c.count("rows_read", "Data rows.", "rows"),
        c.count("rows_loaded", "Rows in force.", "rows"),
        c.count("rows_superseded", "Rows replaced by a later export of the same thing.", "rows"),
        c.count("rows_quarantined", "Rows that could not be read.", "rows"),
        Column(
            "control_total_state",
            "VARCHAR",
            "Whether the file's own totals equal its rows.",
            allowed=words.CONTROL_TOTAL_STATES,
        ),
        Column("file_state", "VARCHAR", "loaded, or quarantined as a whole.", allowed=("loaded", "quarantined")),
        Column("file_reason", "VARCHAR", "Why the file was quarantined.", nullable=True),
    ),
)

QUARANTINE = Table(
    "quarantine",
    "published",
    "One row per data row, or whole file (line null), that could not be read.",
    ("source", "file_name", "file_sha256", "layout", "line"),
    (
        c.SOURCE,
        c.FILE_NAME,
        c.FILE_SHA256,
        c.LAYOUT,
        Column("line", "BIGINT", "Line or sheet row in the file as it came; null: the whole file.", nullable=True),
        Column("reason_code", "VARCHAR", "Why, as a key for translation."),
        Column("reason", "VARCHAR", "Why, in English."),
        Column("columns_concerned", "VARCHAR", "Header words of the cells at fault.", nullable=True),
    ),
)

FILE_FINDINGS = Table(
    "file_findings",
    "published",
    "One row per thing about a file worth knowing: unknown columns, values, fee wordings, sheets, totals that differ.",
    ("source", "file_sha256", "layout", "finding", "what"),
    (
        c.SOURCE,
        c.FILE_NAME,
        c.FILE_SHA256,
        c.LAYOUT,
        Column("finding", "VARCHAR", "Kind of finding, as a key for translation."),
        Column("what", "VARCHAR", "Header word, value or total concerned; never a contact."),
        c.count("rows", "Rows concerned.", "rows"),
    ),
)

CORRECTIONS = Table(
    "corrections",
    "published",
    "One row per known fault of an export that `corrections.toml` puts right.",
    ("correction",),
    (
        Column("correction", "VARCHAR", "Name of the correction.", privacy="open"),
        c.SOURCE,
        c.LAYOUT,
        Column("reason", "VARCHAR", "Why, in the owner's words."),
        c.count("rows_corrected", "Rows put right.", "rows"),
        c.count("rows_outdated", "Rows it is about that no longer have the fault; they are left as they are.", "rows"),
    ),
)

PULLS = Table(
    "pulls",
    "published",
    "One row per source whose files are fetched from elsewhere, or in whose folder unfinished ones were left.",
    ("source",),
    (
        c.SOURCE,
        Column(
            "location_kind",
            "VARCHAR",
            "Kind of place the files come from; folder: exports/ itself.",
            privacy="open",
            allowed=words.LOCATION_KINDS,
        ),
        Column("pulled_at", "TIMESTAMP", "When the place was last asked.", unit="UTC"),
        Column(
            "pull_state",
            "VARCHAR",
            "fetched, or failed: the night used what it had.",
            privacy="open",
            allowed=words.PULL_STATES,
        ),
        Column("pull_reason", "VARCHAR", "Why it failed.", nullable=True, privacy="open", allowed=words.PULL_REASONS),
        c.count("files_fetched", "New files the pull brought.", "files"),
        c.count("files_left", "Files left where they are: unfinished, too large, not readable.", "files"),
        Column("reached_at", "TIMESTAMP", "When the place was last read to the end.", unit="UTC", nullable=True),
    ),
)

IGNORED_IDENTITIES = Table(
    "ignored_identities",
    "published",
    "One row per contact, number or account that does not name one person, and why.",
    ("identity_key",),
    (
        c.IDENTITY_KEY,
        c.IDENTITY_KIND,
        Column("masked", "VARCHAR", "The value as it may be shown.", privacy="pseudonym"),
        c.count("neighbours", "Otherwise different identities, or people, it stands beside.", "identities"),
        c.count("orders_seen", "Orders that name it.", "orders"),
        Column("shared_reason", "VARCHAR", "Why it does not name one person.", allowed=words.SHARED_REASONS),
    ),
)

NIGHT = (ABOUT, DATA_CHECKS, INGESTED_FILES, QUARANTINE, FILE_FINDINGS, CORRECTIONS, PULLS, IGNORED_IDENTITIES)
