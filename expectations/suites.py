"""Checks that follow from the declaration of a table: columns, types, nulls, grain, words, limits."""

from __future__ import annotations

from expectations.check import Check, Rule, no_rows
from transforms.tables import CORE, PUBLISHED, STAGED, Layer, Table

COLUMNS = "columns are as declared"
TYPES = "types are as declared"
FILLED = "required columns are filled"
WORDS = "words are from the declared lists"
LIMITS = "figures are within their limits"
UNIQUE = "is unique"
KINDS = (COLUMNS, TYPES, FILLED, UNIQUE, WORDS, LIMITS)

NOT_CHECKED = ("data_checks",)
"""Filled with the results, after the checks have run."""


def suite(layer: Layer) -> list[Check]:
    """The derived checks of every table of a layer."""
    tables = {"staged": STAGED, "core": CORE, "published": PUBLISHED}[layer]
    return [check for table in tables if table.name not in NOT_CHECKED for check in table_checks(table)]


def table_checks(table: Table) -> list[Check]:
    """The derived checks of one table. Everything stops the night but limits, which warn."""
    name = f"{table.layer}.{table.name}"
    checks = [
        Check(name, COLUMNS, "stop", (_rule("TableColumnsToMatchOrderedList", column_list=list(table.column_names)),)),
        Check(name, TYPES, "stop", tuple(_rule("ColumnTypeToBe", column=c.name, type_=c.type) for c in table.columns)),
        Check(
            name,
            FILLED,
            "stop",
            tuple(_rule("ColumnValuesToNotBeNull", column=c.name) for c in table.columns if not c.nullable),
        ),
        _grain(table, name),
        Check(
            name,
            WORDS,
            "stop",
            tuple(
                _rule("ColumnValuesToBeInSet", column=c.name, value_set=list(c.allowed))
                for c in table.columns
                if c.allowed
            ),
        ),
        Check(
            name,
            LIMITS,
            "warn",
            tuple(
                _rule("ColumnValuesToBeBetween", column=c.name, min_value=c.at_least, max_value=c.at_most)
                for c in table.columns
                if c.at_least is not None or c.at_most is not None
            ),
        ),
    ]
    return [check for check in checks if check.rules]


def _rule(expectation: str, **arguments: object) -> Rule:
    return Rule(f"Expect{expectation}", arguments)


def _grain(table: Table, name: str) -> Check:
    # grouping takes two nulls for the same, which the uniqueness of Great Expectations does not
    keys = ", ".join(table.grain)
    sql = f"select {keys} from {name} group by {keys} having count(*) > 1"
    return no_rows(name, f"{' + '.join(table.grain)} {UNIQUE}", "stop", sql)
