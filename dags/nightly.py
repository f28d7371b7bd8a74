"""The DAG `nightly`: when each step of the night runs, and what follows when one does not.

What a step does is in `dags/steps.py`; `regulars nightly` runs the same steps without Airflow.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from airflow.sdk import DAG, CronTriggerTimetable, Param, TriggerRule, chain, get_current_context, task
from airflow.sdk.exceptions import AirflowFailException

STEPS_BEFORE = ("sources", "pull", "batches", "read", "check_staged")
STEPS_AFTER_READING = {
    "build_core": "Join files into orders and fees.",
    "link": "Work out which orders belong to the same person.",
    "build_published": "Build one table per chart.",
    "check_published": "Check what would be published; may withhold.",
    "publish": "Switch the new snapshot in.",
    "purge": "Delete what shop.toml says is past its time.",
}
MOST_BATCHES = 8
"""A task costs seconds whatever it does; a shop with years of files must not pay that for each file each night."""
SHARE_OF_WORDS = 300
"""Longest text that goes into Airflow's own database."""


def _shop() -> dict[str, Any]:
    """`shop.toml` as it stands, unchecked: this module is parsed every minute. Empty when there is no home."""
    path = Path(os.environ.get("REGULARS_HOME", "home")).expanduser() / "shop.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        return {}


def schedule_of(shop: dict[str, Any]) -> CronTriggerTimetable | None:
    """When the night runs, on the shop's own clock; never without a shop."""
    if not shop:
        return None
    nightly = shop.get("schedule", {}).get("nightly", "30 3 * * *")
    return CronTriggerTimetable(nightly, timezone=shop.get("business", {}).get("time_zone", "Asia/Shanghai"))


def in_batches(file_ids: Iterable[str], most: int = MOST_BATCHES) -> list[list[str]]:
    """Files in at most so many equal parts, each file in one."""
    ids = sorted(set(file_ids))
    parts = min(len(ids), most)
    return [ids[number::parts] for number in range(parts)]


def as_of_day(context: Any) -> date | None:
    """The day the night is for: the one asked for, the eve of a day filled in later, else the last in the data."""
    asked = context["params"].get("as_of")
    if asked:
        return date.fromisoformat(asked)
    run = context["dag_run"]
    if str(run.run_type).endswith("backfill") and run.logical_date is not None:
        zone = ZoneInfo(_shop().get("business", {}).get("time_zone", "Asia/Shanghai"))
        return run.logical_date.astimezone(zone).date() - timedelta(days=1)
    return None


def _steps() -> Any:
    """The steps; imported by tasks only, since it takes seconds and this file is parsed every minute."""
    from dags import steps  # noqa: PLC0415

    return steps


def _night() -> Any:
    """What every step is told: whose night, which build file, which day."""
    context = get_current_context()
    rules_of = context["params"].get("rules") or "now"
    return _steps().Night(home=_home(), name="airflow", as_of=as_of_day(context), rules_of=rules_of)


def _home() -> Any:
    from transforms.settings import Home  # noqa: PLC0415

    return Home.find()


def small(summary: dict[str, Any]) -> dict[str, Any]:
    """What of a step's summary goes into Airflow's database: counts and short words."""
    return {
        key: value if isinstance(value, bool | int | float | None) else str(value)[:SHARE_OF_WORDS]
        for key, value in summary.items()
        if isinstance(value, bool | int | float | str | date | None)
    }


@contextmanager
def _told() -> Iterator[None]:
    """Leave the reason of a failure, in words and in parts, where `tell` finds it; a withheld night is not retried."""
    withheld_kind = _steps().Withheld
    instance = get_current_context()["ti"]
    try:
        yield
    except withheld_kind as withheld:
        instance.xcom_push(key="reason", value=["withheld", str(withheld), withheld.why])
        raise AirflowFailException(str(withheld)) from withheld
    except _steps().ShopError as error:  # the owner's own settings: the sentence says what to mend
        said = str(error)
        instance.xcom_push(key="reason", value=["failed", said, {"reason_code": "settings", "error": said}])
        raise AirflowFailException(said) from error
    except Exception as error:
        # the message may quote a cell; the kind of error and the place of the log are enough here
        kind = type(error).__name__
        reason = f"{instance.task_id} failed with {kind}; its log is on Airflow's page of the run"
        instance.xcom_push(key="reason", value=["failed", reason, {"reason_code": "error", "error": kind}])
        raise


@task
def sources() -> list[str]:
    """Names of the sources in shop.toml; waits while somebody is being forgotten or a night runs by hand."""
    with _told():
        return list(_steps().sources_when_free(_home()))


@task(
    retries=4,
    retry_delay=timedelta(minutes=1),
    retry_exponential_backoff=True,
    max_retry_delay=timedelta(minutes=30),
    map_index_template="{{ task.op_kwargs['source'] }}",
)
def pull(source: str) -> list[str]:
    """Fetch and land the new files of one source; the world may be at fault, so this is tried again.

    The last try gives up on a location that does not answer, and the night goes on with what is there.
    """
    instance = get_current_context()["ti"]
    with _told():
        is_last_try = instance.try_number > instance.max_tries
        return list(_steps().pull(_home(), source, is_last_try=is_last_try))


@task(trigger_rule=TriggerRule.NONE_FAILED)
def batches(landed: Any) -> list[list[str]]:
    """All landed files, in as many parts as there will be tasks."""
    return in_batches(file_id for files in landed or () for file_id in files)


@task
def read(batch: list[str]) -> list[dict[str, Any]]:
    """Recognise and stage a part of the files; a bad file is a result, not a failure."""
    with _told():
        return [small(_steps().read(_home(), file_id)) for file_id in batch]


@task(trigger_rule=TriggerRule.NONE_FAILED)  # no file at all is not a failure either
def check_staged(parts: Any) -> dict[str, Any]:
    """Load the staged records and check them; may withhold."""
    with _told():
        return small(_steps().check_staged(_night(), sorted(file_id for part in parts or () for file_id in part)))


def step_of_the_night(name: str, doc: str) -> Any:
    """The task of a step that needs nothing but the night."""

    @task(task_id=name, doc_md=doc)
    def run() -> dict[str, Any]:
        with _told():
            return small(getattr(_steps(), name)(_night()))

    return run()


@task(trigger_rule=TriggerRule.ALL_DONE)
def tell() -> None:
    """Write down what came of the night, whatever it was; fails when nothing was published, so the run says so."""
    outcome = _outcome()
    _steps().tell(_night(), outcome)
    if outcome["state"] != "published":
        raise AirflowFailException(outcome["reason"])


def _outcome() -> dict[str, Any]:
    """State, snapshot and reason of the run so far."""
    context = get_current_context()
    instance, run = context["ti"], context["dag_run"]
    published = instance.xcom_pull(task_ids="publish")
    started = run.start_date or datetime.now(UTC)
    times = {"started_at": started.isoformat(timespec="seconds")}
    if published:
        return {"state": "published", "reason": None, **times, **published}
    known = instance.xcom_pull(task_ids="check_staged") or {}
    told = [
        reason for reason in instance.xcom_pull(task_ids=[*STEPS_BEFORE, *STEPS_AFTER_READING], key="reason") if reason
    ]
    state, reason, why = told[0] if told else ("failed", _unexplained(instance, run.run_id), {"reason_code": "ended"})
    run_and_day = {key: known.get(key) for key in ("run_id", "as_of_day")}
    return {**why, "state": state, "reason": reason, **run_and_day, **times}


def _unexplained(instance: Any, run_id: str) -> str:
    """The reason when no step could leave one, because it was killed."""
    states = instance.get_task_states(dag_id=instance.dag_id, run_ids=[run_id]).get(run_id, {})
    failed = sorted(name for name, state in states.items() if state == "failed")
    return f"{failed[0] if failed else 'a step'} was ended from outside; its log is on Airflow's page of the run"


with DAG(
    dag_id="nightly",
    schedule=schedule_of(_shop()),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 0, "owner": "regulars"},
    params={
        "as_of": Param(None, type=["null", "string"], format="date", description="Last day that counts"),
        "rules": Param("now", enum=["now", "then"], description="With as_of: today's rules, or those of that day"),
    },
    tags=["regulars"],
    doc_md=(
        "Reads new export files, checks them, works out who came back and through which door, and publishes.\n\n"
        "A failed stop-check withholds: `tell` fails with the reason, and what was published before stays.\n"
        "`pull` is tried again, since the world may be at fault; no other step is, since the data would be."
    ),
) as dag:
    landed = pull.expand(source=sources())
    parts = batches(landed)
    checked = check_staged(parts)
    read.expand(batch=parts) >> checked
    chain(checked, *(step_of_the_night(name, doc) for name, doc in STEPS_AFTER_READING.items()), tell())
