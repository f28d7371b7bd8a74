"""`regulars status`: what was read, what was checked, what is published, what waits."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dags.command_line.home import HomeOption, command, home_and_shop
from dags.command_line.nightly import withheld_text
from dags.command_line.people_told import forgetting_told, people_told
from dags.command_line.remove import SHOWN_OF_SHA256
from dags.command_line.screen import say, wide_console
from dags.command_line.snapshots import current, snapshots

FEW_FILES = 12
"""So many are always listed one by one."""
FEW_WAITING = 40

if TYPE_CHECKING:
    from pathlib import Path

    from rich.table import Table

    from transforms.settings import Home, Shop


def status(
    as_json: Annotated[bool, typer.Option("--json", help="Everything, for scripts.")] = False,
    files: Annotated[bool, typer.Option("--files", help="Every file, not only those with something to say.")] = False,
    home: HomeOption = None,
) -> None:
    """Say how the last night went, where every row of every file went, which checks failed, and what waits.

    \b
    Example:  regulars status
              regulars status --files
              regulars status --json
    """
    where, shop = home_and_shop(home)
    found = state_of(where, shop)
    if as_json:
        say(json.dumps(found, ensure_ascii=False, indent=2, default=str))
    else:
        _show(where, found, in_full=files)


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
        "pulls": _pulls(home, shop),
        "people": [*forgetting_told(home), *people_told(home)],
        "waiting": _waiting(home, shop, {(row["source"], row["file_sha256"]) for row in files}),
        "layouts": _own_layouts(home),
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


def _own_layouts(home: Home) -> dict[str, list[str]]:
    """Layouts of the home's own: those in use, and what is wrong with the others."""
    if not home.layouts.is_dir():
        return {"in_use": [], "left_out": []}
    from transforms.exports.home_layouts import read_home_layouts

    found = read_home_layouts(home)
    return {
        "in_use": [layout.name for layout in found.layouts],
        "left_out": [mistake.sentence for mistake in found.mistakes],
    }


def _pulls(home: Home, shop: Shop) -> list[dict[str, Any]]:
    """How the last pull of every source with a location went, and what was left in a folder as unfinished."""
    from dags.remote.memory import last_reports

    reports = {report.source: report for report in last_reports(home)}
    pulls = []
    for name, source in shop.sources.items():
        report = reports.get(name)
        if source.location or report:
            pulls.append(
                {
                    "source": name,
                    "location": source.location or f"exports/{name}/",
                    "pulled_at": report.pulled_at if report else None,
                    "state": report.state if report else "not pulled yet",
                    "reason_code": report.code if report else None,
                    "fetched": report.fetched if report else 0,
                    "left": [dict(zip(("file", "why"), each, strict=True)) for each in report.left] if report else [],
                    "reached_at": report.reached_at if report else None,
                    "said": report.sentences() if report else [],
                }
            )
    return pulls


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


def _waiting(home: Home, shop: Shop, published: set[tuple[str, str]]) -> list[dict[str, str]]:
    """Files that the published numbers do not hold yet, or hold although they were taken back, and why."""
    from transforms.exports.landing import digest, landed_files, removed_files, waiting_files

    waiting = []

    def note(source: str, name: str, sha256: str, reason: str) -> None:
        waiting.append({"source": source, "file": name, "sha256": sha256, "reason": reason})

    for source in sorted({*shop.sources, *(folder.name for folder in home.exports.iterdir() if folder.is_dir())}):
        files = waiting_files(home, source)
        if source not in shop.sources:
            for path in files:
                note(source, path.name, "", f"no [sources.{source}] in shop.toml")
            continue
        cards = landed_files(home, source)
        landed = {card.sha256 for card in cards}
        by_arrival = {(card.file_name, card.received_at): card.sha256 for card in cards}
        for path in files:
            # what has the name and time of a landed file is that file; only others are read to the end
            sha256 = by_arrival.get((path.name, _arrival(path))) or digest(path)
            if sha256 not in landed:
                note(source, path.name, sha256, "waits for the next night")
        for card in cards:
            if (source, card.sha256) not in published:
                note(source, card.file_name, card.sha256, "read, not published yet")
        for removed in removed_files(home, source):
            if (source, removed.file.sha256) in published:
                note(source, removed.file.file_name, removed.file.sha256, "removed; the next night leaves it out")
    for path in sorted(home.exports.iterdir()):
        if path.is_file() and not path.name.startswith("."):
            note("", path.name, "", f"not in a source's folder; put it there with: {command(home, 'add FILE')}")
    return waiting


def _files_before(home: Home) -> set[tuple[str, str]] | None:
    """What the snapshot before the published one holds; None when there is none."""
    now, known = current(home), snapshots(home)
    if now not in known or known.index(now) == 0:
        return None
    from transforms.engines.snapshot import SnapshotReader

    reader = SnapshotReader(known[known.index(now) - 1])
    try:
        return {(row["source"], row["file_sha256"]) for row in reader.rows("select * from ingested_files")}
    finally:
        reader.close()


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


def _files_shown(home: Home, files: list[dict[str, Any]], in_full: bool) -> list[dict[str, Any]]:
    """Files in the table, with a word on why: all of a few, else those with something to say."""
    before = _files_before(home)
    shown = []
    for row in files:
        words = [
            word
            for word, holds in (
                (row["file_reason"], row["file_reason"]),
                ("rows quarantined", row["rows_quarantined"] and not row["file_reason"]),
                ("own totals differ", row["control_total_state"] == "differs"),
                ("new", before is not None and (row["source"], row["file_sha256"]) not in before),
            )
            if holds
        ]
        if words or in_full or len(files) <= FEW_FILES:
            shown.append({**row, "sha256": row["file_sha256"][:SHOWN_OF_SHA256], "note": "; ".join(words)})
    return shown


def _show_files(home: Home, files: list[dict[str, Any]], in_full: bool) -> None:
    shown = _files_shown(home, files, in_full)
    if shown:
        headings = {
            "source": "Source",
            "file_name": "File",
            "sha256": "SHA-256",
            "layout": "Layout",
            "rows_read": "Read",
            "rows_loaded": "Loaded",
            "rows_superseded": "Superseded",
            "rows_quarantined": "Quarantined",
            "control_total_state": "Own totals",
            "note": "Note",
        }
        title = "Files: read = loaded + superseded + quarantined"
        if len(shown) < len(files):
            title = f"{title}; those with something to say"
        wide_console().print(_table(title, shown, headings))
    read, loaded, superseded, quarantined = (
        sum(row[f"rows_{what}"] for row in files) for what in ("read", "loaded", "superseded", "quarantined")
    )
    hint = "" if len(shown) == len(files) else f"; all of them: {command(home, 'status --files')}"
    say(
        f"{len(files)} file{'' if len(files) == 1 else 's'}: {read} rows read = {loaded} loaded + "
        f"{superseded} superseded + {quarantined} quarantined{hint}"
    )


def _show_run(home: Home, run: dict[str, Any] | None) -> None:
    if run is None:
        say(f"Last run   none yet; run: {command(home, 'nightly')}")
        return
    when = run.get("finished_at", "not finished")
    if run.get("state") == "withheld":
        say(f"Last run   {withheld_text(home, run.get('reason') or 'no reason was told', run)} ({when})")
        return
    reason = f": {run['reason']}" if run.get("reason") else ""
    say(f"Last run   {run.get('state', 'unknown')}{reason} ({when})")


def _show_pulls(pulls: list[dict[str, Any]]) -> None:
    if not pulls:
        return
    headings = {
        "source": "Source",
        "location": "Location",
        "pulled_at": "Last pull (UTC)",
        "state": "State",
        "fetched": "Fetched",
        "reached_at": "Last reached (UTC)",
    }
    wide_console().print(_table("Files from elsewhere", pulls, headings))
    for pull in pulls:
        for sentence in pull["said"]:
            say(sentence)


def _show(home: Home, found: dict[str, Any], *, in_full: bool) -> None:
    console = wide_console()
    say(f"Home       {found['home']}")
    published, checks = found["published"], found["checks"]
    _show_run(home, found["last_run"])
    if published:
        say(f"Published  as of {published['as_of_day']}, run {published['run_id']}, at {published['published_at']} UTC")
        earlier = [name for name in found["snapshots"] if name != published["snapshot"]]
        say(f"           snapshot {published['snapshot']}; for rollback: {', '.join(earlier) or 'none'}")
        if any("-rewritten" in name for name in found["snapshots"]):
            say("           -rewritten: the same night, written again without somebody forgotten or under a new key")
        say(f"           its checks: {checks['passed']} passed, {checks['failed']} failed")
    else:
        say("Published  nothing yet")
    for number, sentence in enumerate(found["people"]):
        say(f"{'' if number else 'People':<11}{sentence}")
    if checks["failed_checks"]:
        headings = {"severity": "Severity", "table_name": "Table", "check_name": "Check", "observed": "Seen"}
        console.print(_table("Failed checks of what is published", checks["failed_checks"], headings))
    if found["layouts"]["in_use"]:
        say(f"Layouts    of your own: {', '.join(found['layouts']['in_use'])}")
    for sentence in found["layouts"]["left_out"]:
        say(f"Layouts    {sentence}")
    if found["files"]:
        _show_files(home, found["files"], in_full)
    _show_pulls(found["pulls"])
    if found["waiting"]:
        headings = {"source": "Source", "file": "File", "sha256": "SHA-256", "reason": "Why"}
        shown = found["waiting"] if in_full else found["waiting"][:FEW_WAITING]
        rows = [{**row, "sha256": row["sha256"][:SHOWN_OF_SHA256]} for row in shown]
        console.print(_table("Waiting for the next night", rows, headings))
        if len(shown) < len(found["waiting"]):
            say(f"and {len(found['waiting']) - len(shown)} more: {command(home, 'status --files')}")
