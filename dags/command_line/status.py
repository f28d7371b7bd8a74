"""`regulars status`: what was read, what was checked, what is published, what waits."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dags.command_line.home import HomeOption, home_and_shop
from dags.command_line.screen import say, wide_console
from dags.command_line.snapshots import current, snapshots

if TYPE_CHECKING:
    from pathlib import Path

    from rich.table import Table

    from transforms.settings import Home, Shop


def status(
    as_json: Annotated[bool, typer.Option("--json", help="Everything, for scripts.")] = False,
    home: HomeOption = None,
) -> None:
    """Say how the last night went, where every row of every file went, which checks failed, and what waits.

    \b
    Example:  regulars status
              regulars status --json
    """
    where, shop = home_and_shop(home)
    found = state_of(where, shop)
    if as_json:
        say(json.dumps(found, ensure_ascii=False, indent=2, default=str))
    else:
        _show(found)


def state_of(home: Home, shop: Shop) -> dict[str, Any]:
    """Everything about a home that `status` shows."""
    published, files, checks = _published(home)
    return {
        "home": str(home.path),
        "published": published,
        "snapshots": [snapshot.stem for snapshot in reversed(snapshots(home))],
        "last_run": _last_run(home),
        "files": files,
        "checks": checks,
        "waiting": _waiting(home, shop, {row["file_sha256"] for row in files}),
    }


def _published(home: Home) -> tuple[dict[str, Any] | None, list[dict[str, Any]], dict[str, Any]]:
    """What is published, the files in it, and the checks it went through."""
    checks: dict[str, Any] = {"passed": 0, "failed": 0, "failed_checks": []}
    snapshot = current(home)
    if snapshot is None:
        return None, [], checks
    from transforms.engines.snapshot import SnapshotReader

    reader = SnapshotReader(home.current)
    try:
        about = reader.rows("select run_id, as_of_day, published_at from about")[0]
        files = reader.rows("select * from ingested_files order by source, received_at, file_name, layout")
        rows = reader.rows("select * from data_checks order by severity, table_name, check_name")
    finally:
        reader.close()
    failed = [row for row in rows if not row["success"]]
    checks = {"passed": len(rows) - len(failed), "failed": len(failed), "failed_checks": failed}
    return {**about, "snapshot": snapshot.stem}, files, checks


def _last_run(home: Home) -> dict[str, Any] | None:
    """The latest line in the history of runs; a line still being written is left out."""
    if not home.runs.exists():
        return None
    for line in reversed(home.runs.read_text(encoding="utf-8").splitlines()):
        try:
            entry = json.loads(line)
        except json.JSONDecodeError:
            continue
        if isinstance(entry, dict):
            return entry
    return None


def _waiting(home: Home, shop: Shop, published: set[str]) -> list[dict[str, str]]:
    """Files whose rows are in no published number yet, and why."""
    from transforms.exports.landing import digest, landed_files, waiting_files

    waiting = []
    for source in sorted({*shop.sources, *(folder.name for folder in home.exports.iterdir() if folder.is_dir())}):
        files = waiting_files(home, source)
        if source not in shop.sources:
            reason = f"no [sources.{source}] in shop.toml"
            waiting += [{"source": source, "file": path.name, "reason": reason} for path in files]
            continue
        cards = landed_files(home, source)
        landed = {card.sha256 for card in cards}
        by_arrival = {(card.file_name, card.received_at): card.sha256 for card in cards}
        for path in files:
            # what has the name and time of a landed file is that file; only others are read to the end
            sha256 = by_arrival.get((path.name, _arrival(path))) or digest(path)
            if sha256 not in landed:
                waiting.append({"source": source, "file": path.name, "reason": "waits for the next night"})
            elif sha256 not in published:
                waiting.append({"source": source, "file": path.name, "reason": "read, not published yet"})
    loose = [path.name for path in sorted(home.exports.iterdir()) if path.is_file() and not path.name.startswith(".")]
    reason = "not in a source's folder; put it there with: regulars add"
    return waiting + [{"source": "", "file": name, "reason": reason} for name in loose]


def _arrival(path: Path) -> str:
    """When a file was put in place, as its landing card says it."""
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="microseconds")


def _table(title: str, rows: list[dict[str, Any]], columns: dict[str, str]) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left")
    for key, heading in columns.items():
        numeric = bool(rows) and all(isinstance(row.get(key), int) for row in rows)
        table.add_column(heading, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if row.get(key) is None else str(row[key])) for key in columns))
    return table


def _show(found: dict[str, Any]) -> None:
    console = wide_console()
    say(f"Home       {found['home']}")
    published, run, checks = found["published"], found["last_run"], found["checks"]
    if published:
        say(f"Published  as of {published['as_of_day']}, run {published['run_id']}, at {published['published_at']} UTC")
        earlier = [name for name in found["snapshots"] if name != published["snapshot"]]
        say(f"           snapshot {published['snapshot']}; for rollback: {', '.join(earlier) or 'none'}")
    else:
        say("Published  nothing yet")
    if run:
        reason = f": {run['reason']}" if run.get("reason") else ""
        say(f"Last run   {run.get('state', 'unknown')}{reason} ({run.get('finished_at', 'not finished')})")
    else:
        say("Last run   none yet; run: regulars nightly")
    say(f"Checks     {checks['passed']} passed, {checks['failed']} failed")
    if checks["failed_checks"]:
        headings = {"severity": "Severity", "table_name": "Table", "check_name": "Check", "observed": "Seen"}
        console.print(_table("Failed checks", checks["failed_checks"], headings))
    if found["files"]:
        headings = {
            "source": "Source",
            "file_name": "File",
            "layout": "Layout",
            "rows_read": "Read",
            "rows_loaded": "Loaded",
            "rows_superseded": "Superseded",
            "rows_quarantined": "Quarantined",
            "control_total_state": "Own totals",
            "file_reason": "Why not",
        }
        console.print(_table("Files: read = loaded + superseded + quarantined", found["files"], headings))
    if found["waiting"]:
        headings = {"source": "Source", "file": "File", "reason": "Why"}
        console.print(_table("Waiting", found["waiting"], headings))
