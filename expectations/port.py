"""The port to Great Expectations: run these checks on the tables of this connection, get typed results."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING, Any

import duckdb

from expectations.check import NO_SUCH_ROWS, NOT_EVALUATED, Check, CheckResult, Rule

if TYPE_CHECKING:
    from great_expectations.core import ExpectationValidationResult
    from great_expectations.datasource.fluent import SQLDatasource
    from great_expectations.datasource.fluent.interfaces import Batch

_COUNTS_ONLY = {"result_format": "SUMMARY", "exclude_unexpected_values": True, "partial_unexpected_count": 0}
_SQL_TYPE = re.compile(r"[A-Z][A-Z ]*(\(\d+(,\d+)?\))?")


def run_checks(connection: duckdb.DuckDBPyConnection, checks: Sequence[Check]) -> list[CheckResult]:
    """One result per check, in the order given. All work is SQL inside DuckDB; a few numbers come back.

    A check that cannot be evaluated fails with an `observed` that says so, never with somebody else's blame.
    """
    if not checks:
        return []
    results: dict[tuple[str, str], CheckResult] = {}
    with _quiet():
        source = _data_source(connection)
        for table, group in groupby(sorted(checks, key=lambda check: check.table), lambda check: check.table):
            results |= {(table, result.check_name): result for result in _run_on_table(source, table, list(group))}
    return [results[check.table, check.name] for check in checks]


@contextmanager
def _quiet() -> Iterator[None]:
    # a log line or warning of a failing check can quote the cell that broke it
    logger = logging.getLogger("great_expectations")
    before = logger.handlers, logger.propagate
    logger.handlers, logger.propagate = [logging.NullHandler()], False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.handlers, logger.propagate = before


def _data_source(connection: duckdb.DuckDBPyConnection) -> SQLDatasource:
    import great_expectations as gx  # noqa: PLC0415 - takes two seconds
    from great_expectations.data_context.types.base import ProgressBarsConfig  # noqa: PLC0415

    from expectations.dialect import lend  # noqa: PLC0415

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    url, creator = lend(connection)
    engine_arguments: dict[str, Any] = {"kwargs": {"creator": creator}}
    return context.data_sources.add_sql("build", connection_string=url, **engine_arguments)


def _run_on_table(source: SQLDatasource, table: str, checks: Sequence[Check]) -> list[CheckResult]:
    schema, name = table.split(".")
    try:
        asset = source.add_table_asset(table, table_name=name, schema_name=schema)
        batch = asset.add_batch_definition_whole_table(table).get_batch()
        found = _validate(batch, checks)
    except Exception as error:
        # whatever Great Expectations raises is about the checking, and must not read as a fault of the data
        observed = f"{NOT_EVALUATED}: {_error_type(str(error), type(error).__name__)}"
        return [CheckResult(table, check.name, check.severity, False, observed) for check in checks]
    return [
        _folded(check, [found[number, place] for place in range(len(check.rules))])
        for number, check in enumerate(checks)
    ]


Place = tuple[int, int]
"""Number of the check and of its rule."""


def _validate(batch: Batch, checks: Sequence[Check]) -> dict[Place, tuple[Rule, ExpectationValidationResult]]:
    places = {(n, r): rule for n, check in enumerate(checks) for r, rule in enumerate(check.rules)}
    ours = {place: rule for place, rule in places.items() if rule.expectation == NO_SUCH_ROWS}
    found = _validated(batch, ours, _COUNTS_ONLY)
    # yes or no bundles a table into a few statements; only what failed is asked again, for its counts
    theirs = {place: rule for place, rule in places.items() if place not in ours}
    answers = _validated(batch, theirs, {"result_format": "BOOLEAN_ONLY"})
    failed = {place: places[place] for place, answer in answers.items() if not answer.success and not _errors(answer)}
    found |= answers | _validated(batch, failed, _COUNTS_ONLY)
    return {place: (rule, found[place]) for place, rule in places.items()}


def _validated(batch: Batch, rules: dict[Place, Rule], shape: dict[str, Any]) -> dict[Place, Any]:
    import great_expectations as gx  # noqa: PLC0415

    if not rules:
        return {}
    expectations = [_expectation(rule, meta={"place": list(place)}) for place, rule in rules.items()]
    outcome = batch.validate(gx.ExpectationSuite(name="rules", expectations=expectations), result_format=shape)
    return {_place(result): result for result in outcome.results}


def _place(result: ExpectationValidationResult) -> Place:
    assert result.expectation_config is not None
    check, rule = (result.expectation_config.meta or {})["place"]
    return check, rule


def _expectation(rule: Rule, meta: dict[str, Any]) -> Any:
    from great_expectations import expectations  # noqa: PLC0415

    from expectations.counting import NoSuchRows  # noqa: PLC0415

    kind = NoSuchRows if rule.expectation == NO_SUCH_ROWS else getattr(expectations, rule.expectation)
    return kind(**rule.arguments, meta=meta)


def _folded(check: Check, outcomes: Sequence[tuple[Rule, ExpectationValidationResult]]) -> CheckResult:
    failed = [(rule, result) for rule, result in outcomes if not result.success]
    errors = sorted({error for _, result in failed for error in _errors(result)})
    seen = [_seen(rule, result) for rule, result in failed if not _errors(result)]
    observed = "; ".join(([f"{NOT_EVALUATED}: {', '.join(errors)}"] if errors else []) + seen) or None
    return CheckResult(check.table, check.name, check.severity, not failed, observed)


def _seen(rule: Rule, result: ExpectationValidationResult) -> str:
    """What one failed rule saw: counts, figures, declared names and SQL types."""
    seen: Any = result.result.get("observed_value")
    column = rule.arguments.get("column")
    if rule.expectation == NO_SUCH_ROWS:
        return _rows(seen["found"]) if seen["figure"] is None else f"{seen['figure']:.1%}"
    if rule.expectation == "ExpectTableColumnsToMatchOrderedList":
        declared, there = list(rule.arguments["column_list"]), list(seen or [])
        missing = [name for name in declared if name not in there]
        strangers = len([name for name in there if name not in declared])
        parts = [f"missing: {', '.join(missing)}"] if missing else []
        parts += [f"{strangers} not declared"] if strangers else []
        return "; ".join(parts) or "in another order"
    if rule.expectation == "ExpectColumnTypeToBe":
        type_name = _SQL_TYPE.match(str(seen))
        return f"{column}: {type_name[0] if type_name else 'another type'}"
    return f"{column}: {_rows(result.result['unexpected_count'])}"


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _errors(result: ExpectationValidationResult) -> list[str]:
    """Types of the exceptions inside one expectation; their texts can quote cells and stay here."""
    info = result.exception_info or {}
    infos = [info] if "raised_exception" in info else list(info.values())
    return [
        _error_type(f"{one.get('exception_message')}\n{one.get('exception_traceback')}", "error in the check")
        for one in infos
        if one.get("raised_exception")
    ]


def _error_type(text: str, otherwise: str) -> str:
    """Name of the first DuckDB exception the text mentions."""
    names = re.findall(r"\b(\w+(?:Exception|Error))\b", text)
    return next((name for name in names if hasattr(duckdb, name) and name != "Error"), otherwise)
