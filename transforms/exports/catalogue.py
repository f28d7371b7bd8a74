"""What the product can read, as a table: `make layouts`."""

from __future__ import annotations

import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from transforms.exports.layout import CONTACT_KINDS, Layout, load_layouts

EVIDENCE = {"V": "seen in a real file", "C": "in working importers", "D": "documented", "I": "inferred"}
WIDTH_IN_A_FILE = 200


def gives(layout: Layout) -> str:
    """What the rows of a layout are good for: orders, items, refunds, fees, payouts, and whom they name."""
    records = {emit.into for emit in layout.emit}
    kinds = (emit.values["entry_kind"] for emit in layout.emit if emit.into == "entries")
    roles = (emit.values.get("row_role", "") for emit in layout.emit if emit.into == "orders")
    spoken = " ".join((*kinds, *roles, *layout.derived.values()))
    found = [
        *(["orders"] if "orders" in records else []),
        *(["items"] if "order_items" in records else []),
        *(["refunds"] if "'refund'" in spoken or _states(layout, "refunded") else []),
        *(["fees"] if "entries" in records and "'fee'" in spoken else []),
        *(["payouts"] if "'due'" in spoken or "'payout'" in spoken else []),
        *sorted({column.kind for column in layout.columns.values() if column.kind in CONTACT_KINDS}),
    ]
    return ", ".join(found) or "nothing that other files do not say"


def _states(layout: Layout, name: str) -> bool:
    return any(name in emit.values for emit in layout.emit if emit.into in ("orders", "order_items"))


def totals(layout: Layout) -> str:
    """Totals a file of the layout states and we reproduce: of the whole file, and of each row."""
    of_rows = [f"each row's {name}" for name in layout.row_totals]
    return ", ".join([*layout.control_totals, *of_rows]) or "none stated"


def catalogue() -> Table:
    """One row per layout."""
    table = Table("Layout", "Export", "Evidence", "Columns used / known", "Gives", "Completes", "Control totals")
    for layout in load_layouts():
        table.add_row(
            layout.name,
            layout.title["en"],
            f"{layout.evidence}: {EVIDENCE[layout.evidence]}",
            f"{len(layout.columns)} / {len(layout.known_words)}",
            "refused with the file to download instead" if layout.refused else gives(layout),
            ", ".join(layout.completes) or "-",
            totals(layout),
        )
    return table


_INTRODUCTION = """# Exports that Regulars reads

Written by `make docs` from `transforms/exports/layouts/`; add one as CONTRIBUTING shows. A file is known by its header
words, never by its name. *Seen* means a real file of the layout was seen; the others are known from importers and
documents, and a column more or less is reported, not guessed at.
"""


def document() -> str:
    """The layouts as Markdown, by the system they come from."""
    parts = [_INTRODUCTION]
    known = [layout for layout in load_layouts() if not layout.refused]
    for family in dict.fromkeys(sorted(layout.family for layout in known)):
        parts.append(f"## {family.replace('_', ' ')}\n")
        parts.append("| Export | 中文 | What it brings | Completes | Evidence |\n|---|---|---|---|---|")
        for layout in known:
            if layout.family == family:
                title, seen = layout.title, EVIDENCE[layout.evidence]
                completes = ", ".join(f"`{name}`" for name in layout.completes)
                parts.append(
                    f"| {title['en']} (`{layout.name}`) | {title['zh-Hans']} | {gives(layout)} | {completes} | {seen} |"
                )
        parts.append("")
    parts.append("## Refused, with the file to download instead\n")
    parts += [f"- {layout.title['en']}: {layout.refused['en']}" for layout in load_layouts() if layout.refused]
    return "\n".join(parts) + "\n"


def main(arguments: list[str]) -> None:
    """Print the table, wide where nobody's terminal is the limit; or write the document to the path given."""
    if arguments:
        Path(arguments[0]).write_text(document(), encoding="utf-8")
        return
    Console(width=None if sys.stdout.isatty() else WIDTH_IN_A_FILE).print(catalogue())


if __name__ == "__main__":
    main(sys.argv[1:])
