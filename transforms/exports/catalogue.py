"""What the product can read, as a table: `make layouts`."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from transforms.exports.layout import CONTACT_KINDS, Layout, load_layouts

EVIDENCE = {"V": "seen in a real file", "C": "in working importers", "D": "documented", "I": "inferred"}


def gives(layout: Layout) -> str:
    """What the rows of a layout are good for."""
    found = [kind for kind in ("orders", "order_items", "entries") if any(emit.into == kind for emit in layout.emit)]
    contacts = sorted({column.kind for column in layout.columns.values() if column.kind in CONTACT_KINDS})
    return ", ".join([*found, *contacts])


def main() -> None:
    """Print one row per layout."""
    table = Table("Layout", "Export", "Evidence", "Columns used / known", "Gives", "Control totals")
    for layout in load_layouts():
        table.add_row(
            layout.name,
            layout.title["en"],
            f"{layout.evidence}: {EVIDENCE[layout.evidence]}",
            f"{len(layout.columns)} / {len(layout.known_words)}",
            gives(layout),
            ", ".join(layout.control_totals) or "none stated",
        )
    Console().print(table)


if __name__ == "__main__":
    main()
