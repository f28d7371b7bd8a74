"""SQL that makes the owner's corrections on the rows of a file, and tells where they no longer apply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from transforms.exports.layout import CONTACT_KINDS, Layout
from transforms.settings import Correction, ShopError
from transforms.settings.corrections import Guard, Value
from transforms.sql import quote

NUMBERS = ("money", "count")


def corrections_for(corrections: Sequence[Correction], source: str, layout: Layout) -> tuple[Correction, ...]:
    """Those of the corrections that are about rows of one layout in one source.

    Raises:
        ShopError: one names a column that the layout does not have or that must not be written into settings.
    """
    found = tuple(each for each in corrections if (each.source, each.layout) == (source, layout.name))
    for each in found:
        for name in (*each.where, *each.set, *each.only_while):
            if name not in layout.columns:
                columns = ", ".join(layout.columns)
                raise ShopError(f"corrections.toml: {each.name}: {layout.name} has no column {name}; it has {columns}")
            if layout.columns[name].kind in CONTACT_KINDS or layout.columns[name].kind in ("time", "day"):
                kind = layout.columns[name].kind
                raise ShopError(f"corrections.toml: {each.name}: {name} is a {kind}, which no correction may name")
    return found


def corrected_sql(layout: Layout, corrections: Sequence[Correction]) -> str:
    """Select list over typed cells with every correction made: `correction_<n>` is true where made, false where over.

    A row is corrected once: of two corrections that are about it, the first one counts.
    """
    if not corrections:
        return "*"
    flags, values = [], dict[str, list[str]]()
    for number, each in enumerate(corrections):
        about = " and ".join(f"{name} = {_literal(layout, name, value)}" for name, value in each.where.items())
        holds = " and ".join(_holds(layout, name, guard) for name, guard in each.only_while.items())
        flags.append(f"case when {about} then coalesce({holds}, false) end as correction_{number}")
        for name, value in each.set.items():
            made = f"when coalesce({about}, false) and coalesce({holds}, false) then {_literal(layout, name, value)}"
            values.setdefault(name, []).append(made)
    replaced = ", ".join(f"case {' '.join(whens)} else {name} end as {name}" for name, whens in values.items())
    return f"* replace ({replaced}), {', '.join(flags)}"


def counts_sql(corrections: Sequence[Correction]) -> str:
    """One row: for each correction, on how many rows it was made, and for how many it is over."""
    counts = (
        f"count(*) filter (where correction_{number}) as made_{number}, "
        f"count(*) filter (where not correction_{number}) as over_{number}"
        for number in range(len(corrections))
    )
    return f"select {', '.join(counts)} from typed"


def tally(corrections: Sequence[Correction], found: Mapping[str, int]) -> list[tuple[str, int, int]]:
    """Name, rows corrected and rows of which the guard no longer holds, from the row that `counts_sql` asks for."""
    return [(each.name, found[f"made_{number}"], found[f"over_{number}"]) for number, each in enumerate(corrections)]


def _literal(layout: Layout, name: str, value: Value) -> str:
    if layout.columns[name].kind in NUMBERS:
        return f"cast({quote(str(value))} as decimal(18,5))"
    return quote(str(value))


def _holds(layout: Layout, name: str, guard: Guard) -> str:
    def number(value: Decimal) -> str:
        return f"cast({quote(str(value))} as decimal(18,5))"

    cell = name if layout.columns[name].kind in NUMBERS else f"try_cast({name} as decimal(18,5))"
    parts = []
    if guard.above is not None:
        parts.append(f"{cell} > {number(guard.above)}")
    if guard.below is not None:
        parts.append(f"{cell} < {number(guard.below)}")
    if guard.equals is not None:
        parts.append(f"{name} = {_literal(layout, name, guard.equals)}")
    if guard.blank:
        parts.append(f"{name} is null")
    return " and ".join(parts)
