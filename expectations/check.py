"""What a check and its result are, and how a promise in SQL becomes a check."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["stop", "warn"]
"""stop: the night publishes nothing; warn: it tells."""

NO_SUCH_ROWS = "NoSuchRows"
"""Our own expectation beside those of Great Expectations: a statement finds nothing."""

TOLERANCE = "1e-6"
"""Likely people are whole people times probabilities: sums of them differ by rounding only."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One expectation of Great Expectations by its class name, with its arguments."""

    expectation: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Check:
    """One promise about one table, kept when all its rules hold. The name is unique in its table and stable."""

    table: str
    name: str
    severity: Severity
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What became of one check. `observed` holds counts, figures and our own column names, never a cell."""

    table_name: str
    check_name: str
    severity: Severity
    success: bool
    observed: str | None

    @property
    def is_evaluated(self) -> bool:
        """False: the check itself failed, which says nothing about the data."""
        return not (self.observed or "").startswith(NOT_EVALUATED)


NOT_EVALUATED = "could not be evaluated"


def slug(name: str) -> str:
    """The name of a check as part of a key: `order_key is unique` -> `order_key_is_unique`, worded per language."""
    return re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")


def no_rows(table: str, name: str, severity: Severity, sql: str) -> Check:
    """A check that a query finds no row; what it observes is their number."""
    return _counted(table, name, severity, sql, "cast(null as double)")


def never(table: str, alias: str, key: str, name: str, condition: str) -> Check:
    """A stopping check that no row of a table, called `alias` in the condition and named by `key`, is so."""
    return no_rows(table, name, "stop", f"select {key} from {table} as {alias} where {condition}")


def agree(
    table: str,
    name: str,
    keys: Sequence[str],
    one: str,
    other: str,
    *,
    numbers: Sequence[str],
    nearly: Sequence[str] = (),
    is_strict: bool = False,
) -> Check:
    """A stopping check that two queries give the same `numbers` under every one of their `keys`.

    A key that only one of them has counts as nothing there; with `is_strict` it breaks the check. Numbers named in
    `nearly` are doubles and may differ by rounding.
    """
    differ = []
    for number in numbers:
        a, b = (f"{side}.{number}" if is_strict else f"coalesce({side}.{number}, 0)" for side in ("a", "b"))
        differ.append(
            f"coalesce(abs({a} - {b}) > {TOLERANCE}, true)" if number in nearly else f"{a} is distinct from {b}"
        )
    return no_rows(
        table,
        name,
        "stop",
        f"select {', '.join(keys)} from ({one}) as a full outer join ({other}) as b using ({', '.join(keys)})\n"
        f"where {' or '.join(differ)}",
    )


def no_excess(table: str, name: str, severity: Severity, sql: str) -> Check:
    """A check that a query finds no row; what it observes is the share in the one row's column `figure`."""
    return _counted(table, name, severity, sql, "cast(max(offending.figure) as double)")


def literal(value: str) -> str:
    """A SQL string literal."""
    return "'" + value.replace("'", "''") + "'"


def _counted(table: str, name: str, severity: Severity, sql: str, figure: str) -> Check:
    # counted inside DuckDB: neither many rows nor any cell of them reach Python
    query = f"select count(*) as found, {figure} as figure from (\n{sql.strip()}\n) as offending having count(*) > 0"
    return Check(table, name, severity, (Rule(NO_SUCH_ROWS, {"unexpected_rows_query": _as_template(query)}),))


def _as_template(sql: str) -> str:
    # Great Expectations formats braces and SQLAlchemy binds colons; it also wants the batch named,
    # while our statements name their tables in full
    return sql.replace("{", "{{").replace("}", "}}").replace(":", "\\:") + " /* {batch} */"
