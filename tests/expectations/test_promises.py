"""Every promise passes on good data and fails, alone, on the smallest data that breaks it."""

from __future__ import annotations

from typing import get_args

import duckdb
import pytest

from expectations import promises
from expectations.check import Check
from expectations.port import run_checks
from tests.expectations.breakage import FINDINGS, Break
from tests.expectations.breaks import PROMISES
from tests.expectations.world import RUN_ID, SOURCES
from transforms.tables import Layer
from transforms.tables.words import QUIET_FINDINGS


@pytest.mark.parametrize("layer", get_args(Layer))
def test_every_promise_holds_in_a_sound_business(night: duckdb.DuckDBPyConnection, layer: Layer) -> None:
    results = run_checks(night, promises(layer, RUN_ID, SOURCES))

    assert len(results) == {"staged": 5, "core": 9, "published": 151}[layer]
    assert [result for result in results if not result.success] == []


def rows_of(night: duckdb.DuckDBPyConnection, check: Check) -> list[tuple[object, ...]]:
    """What a promise's own statement finds. Great Expectations takes seconds for all that are kept by every break."""
    (rule,) = check.rules
    statement = rule.arguments["unexpected_rows_query"].format(batch="").replace("\\:", ":")
    return night.execute(statement).fetchall()


@pytest.mark.parametrize("broken", PROMISES, ids=lambda broken: f"{broken.table}: {broken.check}")
def test_a_broken_promise_fails_alone_and_says_how_often(night: duckdb.DuckDBPyConnection, broken: Break) -> None:
    for statement in broken.sql:
        night.execute(statement)

    promised = promises(broken.table.split(".")[0], RUN_ID, SOURCES)
    found = [(check.table, check.name) for check in promised if rows_of(night, check)]
    assert found == [(broken.table, broken.check)]

    (check,) = (check for check in promised if (check.table, check.name) == found[0])
    (result,) = run_checks(night, [check])
    assert (result.success, result.observed) == (False, broken.observed)


def test_no_promise_is_left_untried() -> None:
    promised = {(check.table, check.name) for layer in get_args(Layer) for check in promises(layer, RUN_ID, SOURCES)}

    assert promised == {(broken.table, broken.check) for broken in PROMISES}


def test_without_a_run_a_snapshot_still_needs_one_description(night: duckdb.DuckDBPyConnection) -> None:
    about = [check for check in promises("published") if check.table == "published.about"]
    assert run_checks(night, about)[0].success

    night.execute("insert into published.about select * from published.about")
    assert not run_checks(night, about)[0].success


def test_names_are_unique_in_their_table() -> None:
    for layer in get_args(Layer):
        names = [(check.table, check.name) for check in promises(layer, RUN_ID, SOURCES)]
        assert len(set(names)) == len(names)


@pytest.mark.parametrize("finding", QUIET_FINDINGS)
def test_a_file_that_lacks_what_it_may_or_had_to_lose_is_no_reason_to_warn(
    night: duckdb.DuckDBPyConnection, finding: str
) -> None:
    night.execute(f"insert into {FINDINGS} values ('till', 'a.csv', 's1', 'pos', '{finding}', 'x', 0)")
    about_findings = [check for check in promises("published", RUN_ID, SOURCES) if check.table == FINDINGS]

    assert len(about_findings) == 2
    assert all(result.success for result in run_checks(night, about_findings))
