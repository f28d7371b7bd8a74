"""Every table and column, declared once."""

from transforms.tables.core import CORE
from transforms.tables.declare import Column, Layer, Table
from transforms.tables.published_calls import CALLS
from transforms.tables.published_coverage import COVERAGE
from transforms.tables.published_links import LINKS
from transforms.tables.published_money import MONEY_TABLES
from transforms.tables.published_morning import MORNING
from transforms.tables.published_night import NIGHT
from transforms.tables.published_people import PEOPLE
from transforms.tables.published_returns import RETURNS
from transforms.tables.published_rhythm import RHYTHM
from transforms.tables.published_value import VALUE
from transforms.tables.staged import STAGED

PUBLISHED: tuple[Table, ...] = (
    *NIGHT,
    *MORNING,
    *MONEY_TABLES,
    *PEOPLE,
    *RHYTHM,
    *VALUE,
    *CALLS,
    *COVERAGE,
    *RETURNS,
    *LINKS,
)

__all__ = ["CORE", "PUBLISHED", "STAGED", "Column", "Layer", "Table", "table"]


def table(layer: Layer, name: str) -> Table:
    """The declaration of one table.

    Raises:
        KeyError: no such table in that layer.
    """
    for candidate in {"staged": STAGED, "core": CORE, "published": PUBLISHED}[layer]:
        if candidate.name == name:
            return candidate
    raise KeyError(f"{layer}.{name}")
