"""Promises about the night itself: every row of every file is accounted for."""

from __future__ import annotations

from collections.abc import Sequence

from expectations.check import Check, literal, no_rows
from transforms.tables import words

_FILES = "published.ingested_files"
_FILE_KEYS = "f.source, f.file_sha256, f.layout"
_QUIET = ", ".join(literal(finding) for finding in words.QUIET_FINDINGS)


def promises(run_id: str | None = None, sources: Sequence[str] = ()) -> list[Check]:
    """What holds for the tables about the night; with a run and its sources, also what holds for them."""
    return [_about(run_id), *_accounting(), *_warnings(), *_pulls(), *([_sources(sources)] if sources else [])]


def _about(run_id: str | None) -> Check:
    this_run = " or seen.of_this_run <> 1" if run_id else ""
    return no_rows(
        "published.about",
        "the snapshot is described by one row, of this run",
        "stop",
        f"""
        select seen.lines
        from (
            select count(*) as lines, count(*) filter (where a.run_id = {literal(run_id or "")}) as of_this_run
            from published.about as a
        ) as seen
        where seen.lines <> 1{this_run}
        """,
    )


def _accounting() -> list[Check]:
    return [
        no_rows(
            _FILES,
            "rows read are loaded, superseded or quarantined",
            "stop",
            f"""
            select {_FILE_KEYS}
            from {_FILES} as f
            where f.rows_read <> f.rows_loaded + f.rows_superseded + f.rows_quarantined
            """,
        ),
        no_rows(
            _FILES,
            "every quarantined row of a file that was read is listed",
            "stop",
            f"""
            select {_FILE_KEYS}
            from {_FILES} as f
            left join (
                select q.source, q.file_sha256, q.layout, count(*) as listed
                from published.quarantine as q
                where q.line is not null
                group by q.source, q.file_sha256, q.layout
            ) as q on q.source = f.source and q.file_sha256 = f.file_sha256 and q.layout = f.layout
            where f.file_state = 'loaded' and f.rows_quarantined <> coalesce(q.listed, 0)
            """,
        ),
    ]


def _warnings() -> list[Check]:
    findings = "published.file_findings"
    return [
        no_rows(
            _FILES,
            "the totals a file states are those of its rows",
            "warn",
            f"select {_FILE_KEYS} from {_FILES} as f where f.control_total_state = 'differs'",
        ),
        no_rows(
            _FILES,
            "every file could be read",
            "warn",
            f"select {_FILE_KEYS} from {_FILES} as f where f.file_state = 'quarantined'",
        ),
        no_rows(
            findings,
            "files hold no unknown columns, values or wordings",
            "warn",
            f"select {_FILE_KEYS}, f.finding, f.what from {findings} as f where starts_with(f.finding, 'unknown')",
        ),
        no_rows(
            findings,
            "files raise no other findings",
            "warn",
            f"""
            select {_FILE_KEYS}, f.finding, f.what
            from {findings} as f
            where not starts_with(f.finding, 'unknown') and f.finding not in ({_QUIET})
            """,
        ),
        no_rows(
            "published.corrections",
            "every correction still meets the fault it is for",
            "warn",
            "select c.correction from published.corrections as c where c.rows_outdated > 0",
        ),
    ]


def _pulls() -> list[Check]:
    pulls = "published.pulls"
    return [
        no_rows(
            pulls,
            "every location could be read",
            "warn",
            f"select p.source from {pulls} as p where p.pull_state = 'failed'",
        ),
        no_rows(
            pulls,
            "no file was left where it is",
            "warn",
            f"select p.source from {pulls} as p where p.files_left > 0",
        ),
    ]


def _sources(sources: Sequence[str]) -> Check:
    expected = ", ".join(f"({literal(source)})" for source in sources)
    return no_rows(
        _FILES,
        "every source has a file",
        "warn",
        f"""
        select s.source
        from (values {expected}) as s(source)
        where s.source not in (select f.source from {_FILES} as f)
        """,
    )
