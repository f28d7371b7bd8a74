"""People on the list, kept out of staged records should a file still name them."""

from __future__ import annotations

from transforms.engines.duckdb import Engine
from transforms.exports.layout import Layout
from transforms.exports.staging.typed_rows import contact_values_sql
from transforms.forgetting.person_cells import PLAIN_KINDS, roles_of
from transforms.forgetting.sought import Sought
from transforms.sql import quote
from transforms.tables.words import NAMING_KINDS


def leave_out(engine: Engine, layout: Layout, forgotten: Sought) -> None:
    """Make the contacts blank in those rows of table `typed` that name somebody on the list.

    As where a file is put anew, a contact that is only the number on the parcel leaves the buyer's own alone.
    """
    roles = roles_of(layout)
    people = [name for name, column in layout.columns.items() if column.kind not in PLAIN_KINDS and not column.pattern]
    on_the_parcel = [name for name in people if "buyer" not in roles.get(name, ())]
    for name, column in layout.columns.items():
        if column.kind not in NAMING_KINDS:
            continue
        named = []
        for row in engine.rows(contact_values_sql(name, column)):
            scope = f"{column.scope}:{row['part']}" if row["part"] else column.scope
            if forgotten.holds(column.kind, row["value"], scope):
                named.append(row["value"])
        if named:
            blank = people if "buyer" in roles.get(name, ()) else on_the_parcel
            nulls = ", ".join(f"{each} = null" for each in dict.fromkeys((*blank, name)))
            engine.run(f"update typed set {nulls} where {name} in ({', '.join(map(quote, named))})")
