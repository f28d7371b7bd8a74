"""The steps of a night, as plain functions. `nightly.py` runs them under Airflow, `regulars nightly` without.

Each step can be repeated: landing and staging are keyed by content, and the build is a database made anew.
"""

from __future__ import annotations

import json
import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
from filelock import FileLock

from dags.arriving import land_all, note_left
from dags.remote.growing import growing_files
from dags.remote.memory import last_reports
from expectations import CheckResult, check_layer
from transforms import build
from transforms.engines.duckdb import Engine, open_engine
from transforms.exports.contacts import ContactHasher
from transforms.exports.landing import is_landed, landed_files, waiting_files
from transforms.exports.staging.stage_file import reading_digest, stage_file
from transforms.forgetting.retention import purge as purge_old
from transforms.published.before import remember, rules_known
from transforms.published.pulls import Pull
from transforms.settings import Home, Shop, ShopError
from transforms.settings.location import parse_location
from transforms.settings.rules import Rules, RulesOf, keep_rules, rules_for
from transforms.tables import Layer

Progress = Callable[[str, float], None]

PARALLEL_FROM_BYTES = 16 * 1024 * 1024
"""Below this much unread input a second process costs more than it saves."""
PARTS_OF_A_REASON = ("failed_check", "reason_code", "error")
"""Why a night published nothing, for the dashboard to word; `reason` is the same in English, for the command line."""


class Withheld(Exception):
    """A stop-check failed, or there is nothing to publish: yesterday's stays. The text says why, in one sentence.

    `why` says the same in parts, which the dashboard words in the reader's language.
    """

    def __init__(self, text: str, **why: Any) -> None:
        super().__init__(text)
        self.why = why


class NotReached(Exception):
    """A location did not answer, and may do so when the step is tried again. The text holds nothing secret."""


@dataclass(frozen=True)
class Night:
    """One night of one business. The name picks the build file, so two kinds of night never share one."""

    home: Home
    name: str = "cli"
    as_of: date | None = None
    rules_of: RulesOf = "now"
    """By whose rules people are told apart: today's, or those of the day the night is for."""

    @property
    def rules(self) -> Rules:
        """The rules themselves."""
        return rules_for(self.home, self.home.shop(), self.rules_of, self.as_of)

    @property
    def shop(self) -> Shop:
        """The settings of the business with these rules in them."""
        return self.rules.of(self.home.shop())

    @property
    def build(self) -> Path:
        """The database being built."""
        return self.home.build / f"{self.name}.duckdb"


@dataclass(frozen=True)
class Outcome:
    """What came of a night."""

    state: Literal["published", "withheld"]
    run_id: str | None
    as_of_day: date | None
    reason: str | None
    summary: dict[str, Any] = field(default_factory=dict)
    why: dict[str, Any] = field(default_factory=dict)
    """The reason in parts."""


def source_names(home: Home) -> list[str]:
    """Keys of the sources in shop.toml."""
    return list(home.shop().sources)


def sources_when_free(home: Home) -> list[str]:
    """The same, as soon as nothing else changes the home's files: somebody being forgotten, a night by hand."""
    home.make_folders()
    with FileLock(home.warehouse / "night.lock"):
        return source_names(home)


def pull(home: Home, source: str, *, is_last_try: bool = True) -> list[str]:
    """Fetch and land what is new of one source; returns the ids of all its landed files, old and new.

    A location that gives nothing does not stop the night: what was landed before is used, and the failure is told.

    Raises:
        NotReached: its server does not answer, and the step will be tried again.
    """
    home.make_folders()
    text = home.shop().sources[source].location
    if text:
        from dags.remote.pull import pull as pull_from  # noqa: PLC0415 - only homes with locations need it

        report = pull_from(home, source, parse_location(text))
        if report.code == "unreachable" and not is_last_try:
            raise NotReached(report.sentence)
    waiting = waiting_files(home, source)
    unfinished = growing_files(waiting)
    deleted = land_all(home, source, [path for path in waiting if path not in unfinished])
    note_left(home, source, text or "", unfinished, deleted)
    return [file.file_id for file in landed_files(home, source)]


def read(home: Home, file_id: str) -> dict[str, Any]:
    """Stage one landed file, unless it was staged before; returns its report. A bad file is a report too."""
    if not is_landed(home, file_id):  # the owner took it back while the night runs
        return {"file_id": file_id, "reason": "removed"}
    return asdict(stage_file(home, home.shop(), file_id))


def check_staged(night: Night, file_ids: list[str]) -> dict[str, Any]:
    """Take the staged records into a fresh build and check them.

    Raises:
        Withheld: a stop-check failed, or no file holds an order.
    """
    shop = night.home.shop()
    hasher = ContactHasher(night.home.contact_key(), shop.business.phone_region)
    readings = {source: reading_digest(night.home, shop, source, hasher) for source in shop.sources}
    still_there = [file_id for file_id in file_ids if is_landed(night.home, file_id)]
    summaries = build.summaries_of(night.home, shop, still_there, readings.__getitem__)
    for leftover in (night.build, night.build.with_name(night.build.name + ".wal")):
        leftover.unlink(missing_ok=True)
    with _engine(night) as engine:
        try:
            rules = night.rules
            run = build.load(
                engine,
                night.home,
                rules.of(shop),
                summaries,
                night.as_of,
                pulled=_pulls(night.home),
                rules=rules,
            )
        except build.NothingToPublish as error:
            raise Withheld(str(error), reason_code=error.code) from error
        _check(engine, "staged", run, list(shop.sources))
    return run.as_dict()


def _pulls(home: Home) -> list[Pull]:
    """How the last pull of each source went, for the owner to see."""
    return [
        Pull(
            report.source,
            report.kind,
            datetime.fromisoformat(report.pulled_at).astimezone(UTC).replace(tzinfo=None),
            report.state,
            report.code,
            report.fetched,
            len(report.left),
            datetime.fromisoformat(report.reached_at).astimezone(UTC).replace(tzinfo=None)
            if report.reached_at
            else None,
        )
        for report in last_reports(home)
    ]


def build_core(night: Night) -> dict[str, Any]:
    """Join the files into orders, line items, refunds and fee lines."""
    with _engine(night) as engine:
        return build.build_core(engine, night.home, night.shop)


def link(night: Night) -> dict[str, Any]:
    """Work out who is who, and check the core.

    Raises:
        Withheld: a stop-check failed.
    """
    with _engine(night) as engine:
        counts = build.link_people(engine, night.shop)
        _check(engine, "core", build.run_of(engine))
    return counts


def build_published(night: Night) -> dict[str, Any]:
    """Make every published table in the build.

    Raises:
        Withheld: there is no purchase to show.
    """
    with _engine(night) as engine:
        remember(engine, night.home)
        try:
            return build.build_published(engine, night.shop, datetime.now(UTC))
        except build.NothingToPublish as error:
            raise Withheld(str(error), reason_code=error.code) from error


def check_published(night: Night) -> dict[str, Any]:
    """Check the published tables.

    Raises:
        Withheld: a stop-check failed.
    """
    with _engine(night) as engine:
        results = _check(engine, "published", build.run_of(engine), source_names(night.home))
        engine.run("create or replace table published.data_checks as select * from work.data_checks order by all")
    return {"checks": len(results), "failed": sum(not result.success for result in results)}


def publish(night: Night) -> dict[str, Any]:
    """Write the snapshot and switch it in; returns the run's id and as-of day."""
    with _engine(night) as engine:
        run = build.run_of(engine)
        snapshot = build.write_snapshot(engine, night.home, run)
        rules = rules_known(engine)
    build.switch_to(night.home, snapshot)
    if run.known_until == date.max:
        keep_rules(night.home, rules, run.run_id, run.as_of_day)
    build.drop_old_snapshots(night.home, night.home.shop().retention.snapshots)
    return run.as_dict()


def purge(night: Night) -> dict[str, Any]:
    """Delete what shop.toml says is past its time; returns how many files of each layer went."""
    return purge_old(night.home, night.home.shop().retention, datetime.now(UTC))


def tell(night: Night, outcome: dict[str, Any]) -> None:
    """Write down what came of the night: state, reason and what it is made of, run_id, as_of_day, started_at."""
    line = {
        "run_id": outcome.get("run_id"),
        "as_of_day": outcome.get("as_of_day"),
        "started_at": outcome.get("started_at"),
        "finished_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "state": outcome["state"],
        "reason": outcome.get("reason"),
        "source": night.name,
        **{part: outcome[part] for part in PARTS_OF_A_REASON if outcome.get(part)},
    }
    if not_whole := [report for report in last_reports(night.home) if report.sentences()]:
        line["pulls"] = [
            {"source": report.source, "state": report.state, "reason_code": report.code, "said": report.sentences()}
            for report in not_whole
        ]
    night.home.runs.parent.mkdir(parents=True, exist_ok=True)
    with night.home.runs.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(line, ensure_ascii=False) + "\n")


def run_night(
    home: Home,
    *,
    as_of: date | None = None,
    rules_of: RulesOf = "now",
    name: str = "cli",
    progress: Progress | None = None,
) -> Outcome:
    """All steps in order. A second night waits for the first. A withheld night is an outcome, not an error."""
    report = progress or (lambda _step, _share: None)
    home.make_folders()
    night = Night(home, name, as_of, rules_of)
    with FileLock(home.warehouse / "night.lock"):
        started_at = datetime.now(UTC).isoformat(timespec="seconds")
        told: dict[str, Any] = {"started_at": started_at, "run_id": None, "as_of_day": None}
        try:
            file_ids = _pull_all(home, report)
            _read_all(home, file_ids, report)
            summary: dict[str, Any] = {}
            steps: list[tuple[str, Callable[[], dict[str, Any]]]] = [
                ("check", lambda: check_staged(night, file_ids)),
                ("core", lambda: build_core(night)),
                ("link", lambda: link(night)),
                ("published", lambda: build_published(night)),
                ("check_published", lambda: check_published(night)),
                ("publish", lambda: publish(night)),
                ("purge", lambda: purge(night)),
            ]
            for step, action in steps:
                report(step, 0.0)
                summary[step] = action()
                if step == "check":
                    told |= summary[step]
                report(step, 1.0)
        except Withheld as reason:
            tell(night, {**told, **reason.why, "state": "withheld", "reason": str(reason)})
            day = date.fromisoformat(told["as_of_day"]) if told["as_of_day"] else None
            return Outcome("withheld", told["run_id"], day, str(reason), why=reason.why)
        except ShopError as error:  # the owner's own settings: the sentence says what to mend
            said = str(error)
            tell(night, {**told, "state": "failed", "reason": said, "reason_code": "settings", "error": said})
            raise
        except Exception as error:
            kind = type(error).__name__
            tell(night, {**told, "state": "failed", "reason": kind, "reason_code": "error", "error": kind})
            raise
        tell(night, {**told, "state": "published", "reason": None})
        return Outcome("published", told["run_id"], date.fromisoformat(told["as_of_day"]), None, summary)


def _pull_all(home: Home, report: Progress) -> list[str]:
    names = source_names(home)
    file_ids: list[str] = []
    for number, source in enumerate(names):
        report("pull", number / len(names))
        file_ids += pull(home, source)
    report("pull", 1.0)
    return file_ids


def _read_all(home: Home, file_ids: list[str], report: Progress) -> None:
    report("read", 0.0)
    shop = home.shop()
    hasher = ContactHasher(home.contact_key(), shop.business.phone_region)
    readings = {source: reading_digest(home, shop, source, hasher) for source in shop.sources}
    unread = []
    for source in shop.sources:
        for file in landed_files(home, source):
            folder = home.staged / source / f"{file.sha256}-{readings[source]}"
            if file.file_id in file_ids and not (folder / "summary.json").exists():
                unread.append((file.path(home).stat().st_size, file.file_id))
    unread.sort(reverse=True)  # the longest first, so that no process is left alone with it at the end
    workers = min(len(unread), os.cpu_count() or 1)
    if workers < 2 or sum(size for size, _ in unread) < PARALLEL_FROM_BYTES:
        for number, (_, file_id) in enumerate(unread):
            read(home, file_id)
            report("read", (number + 1) / len(unread))
    else:
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(workers, mp_context=context) as pool:
            waiting = [pool.submit(read, home, file_id) for _, file_id in unread]
            for number, done in enumerate(as_completed(waiting)):
                done.result()
                report("read", (number + 1) / len(unread))
    report("read", 1.0)


def _engine(night: Night) -> Any:
    night.home.make_folders()
    return open_engine(night.build, spill=night.home.build / f"{night.name}.spill")


def _check(engine: Engine, layer: Layer, run: build.Run, sources: Sequence[str] = ()) -> list[CheckResult]:
    """Run a layer's checks and keep the results; a failed stop-check withholds the night."""
    results = check_layer(engine.connection, layer, run.run_id, sources)
    engine.put(
        "work.new_checks",
        {
            "run_id": pa.array([run.run_id] * len(results), pa.string()),
            "table_name": pa.array([result.table_name for result in results], pa.string()),
            "check_name": pa.array([result.check_name for result in results], pa.string()),
            "severity": pa.array([result.severity for result in results], pa.string()),
            "success": pa.array([result.success for result in results], pa.bool_()),
            "observed": pa.array([result.observed for result in results], pa.string()),
        },
    )
    engine.run("create table if not exists work.data_checks as select * from work.new_checks limit 0")
    engine.run(
        "delete from work.data_checks as d where exists (select 1 from work.new_checks as n "
        "where n.table_name = d.table_name and n.check_name = d.check_name)"
    )
    engine.run("insert into work.data_checks select * from work.new_checks")
    failed = [result for result in results if result.severity == "stop" and not result.success]
    if failed:
        first = failed[0]
        more = f" (and {len(failed) - 1} more)" if len(failed) > 1 else ""
        parts = {
            "table_name": first.table_name,
            "check_name": first.check_name,
            "observed": first.observed,
            "more": len(failed) - 1,
        }
        text = f"{first.table_name}: {first.check_name} does not hold: {first.observed or 'no figure'}{more}"
        raise Withheld(text, failed_check=parts)
    return results
