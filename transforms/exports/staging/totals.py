"""What a file says its rows add up to, and whether they do."""

from __future__ import annotations

from decimal import Decimal

from transforms.engines.duckdb import Engine
from transforms.exports.recognise.examine import RecognisedTable

Finding = tuple[str, str, int]
"""Kind, what, rows."""


def settle_sign(engine: Engine, table: RecognisedTable) -> None:
    """Turn a column's sign on the rows in doubt when only that makes the file's own total right."""
    rule = table.layout.sign_by_total
    stated = table.totals.get(rule.total) if rule else None
    if rule is None or stated is None:
        return
    turned = f"case when {rule.where} then -{rule.column} else {rule.column} end"
    as_is, other = (engine.value(f"select coalesce(sum({each}), 0) from good") for each in (rule.column, turned))
    if as_is != stated and other == stated:
        engine.run(f"update good set {rule.column} = -{rule.column} where {rule.where}")


def control_totals(engine: Engine, table: RecognisedTable) -> tuple[str, list[Finding]]:
    """Whether the totals that a file and its rows state are those of its rows: `agrees`, `differs` or `none`.

    Stated above or below the data (`control_totals`), in a data row (`stated_totals`), or by each row of itself
    (`row_totals`).
    """
    layout, findings, compared = table.layout, list[Finding](), 0
    stated = dict(table.totals)
    for name, sql in layout.stated_totals.items():
        found = engine.value(f"select {sql} from good")
        if found is not None:
            stated[name] = Decimal(found)
    for name, sql in layout.control_totals.items():
        if name not in stated:
            continue
        compared += 1
        counted = Decimal(engine.value(f"select coalesce({sql}, 0) from good") or 0)
        if stated[name] != counted:
            findings.append(("total_differs", f"{name}: {stated[name].normalize():f} ≠ {counted.normalize():f}", 0))
    for name, total in layout.row_totals.items():
        of_rows = f"from good where ({total.where}) and ({total.stated}) is not null"
        compared += bool(engine.value(f"select count(*) {of_rows}"))
        wrong = engine.value(f"select count(*) {of_rows} and ({total.stated}) is distinct from ({total.counted})")
        if wrong:
            findings.append(("row_total_differs", name, wrong))
    return ("differs" if findings else "agrees" if compared else "none"), findings
