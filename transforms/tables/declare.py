"""What a declared column and a declared table are. Everything else about tables is derived from these."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

MONEY = "DECIMAL(18,5)"
"""Exact amounts. Five decimals, because WeChat Pay bills fees to a thousandth of a fen."""
SHARE = "DOUBLE"
"""A ratio of exact numbers, for display only."""

Layer = Literal["staged", "core", "published"]
Privacy = Literal["open", "business", "pseudonym"]
"""open: may be shown to anyone; business: the owner's own figures; pseudonym: points at one person."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of one or more tables: type, unit, meaning, privacy class and what may stand in it."""

    name: str
    type: str
    doc: str
    unit: str = ""
    nullable: bool = False
    privacy: Privacy = "business"
    allowed: tuple[str, ...] = ()
    at_least: int | None = None
    at_most: int | None = None

    @property
    def label_key(self) -> str:
        """Key of the column's name on screen, in every language catalogue."""
        return f"column.{self.name}"

    def or_null(self) -> Column:
        """The same column where it may be unknown."""
        return Column(
            self.name, self.type, self.doc, self.unit, True, self.privacy, self.allowed, self.at_least, self.at_most
        )


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its layer, what one row is, its grain, and its columns in order."""

    name: str
    layer: Layer
    doc: str
    grain: tuple[str, ...]
    columns: tuple[Column, ...]
    ordered_by: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        if len(set(names)) != len(names):
            raise ValueError(f"{self.name}: a column is declared twice")
        unknown = [name for name in (*self.grain, *self.ordered_by) if name not in names]
        if unknown:
            raise ValueError(f"{self.name}: {unknown} in grain or order, but not a column")

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of the columns, in the order they are stored."""
        return tuple(column.name for column in self.columns)

    def create_sql(self, name: str | None = None) -> str:
        """DDL of the empty table."""
        lines = ",\n".join(
            f"    {column.name} {column.type}{'' if column.nullable else ' not null'}" for column in self.columns
        )
        return f"create or replace table {name or self.name} (\n{lines}\n)"

    def select_sql(self, query: str, *, ordered: bool = True) -> str:
        """Query whose columns carry the declared names -> the same rows, each cast to its type, in the table's order.

        The order (`ordered_by`, else the grain) makes equal content equal byte for byte; a query that keeps an order
        of its own can do without.
        """
        columns = ",\n    ".join(f"cast({column.name} as {column.type}) as {column.name}" for column in self.columns)
        order = ", ".join(f"{name} nulls first" for name in self.ordered_by or self.grain)
        ordering = f"\norder by {order}" if order and ordered else ""
        return f"select\n    {columns}\nfrom (\n{query}\n){ordering}"

    def fill_sql(self, query: str, name: str | None = None) -> str:
        """Statement that makes the table from a query whose columns carry the declared names."""
        return f"create or replace table {name or self.name} as\n{self.select_sql(query)}"
