"""The data dictionary, written from the declarations: `make docs`. A test keeps the file in the repository true."""

from __future__ import annotations

import sys
from pathlib import Path

from transforms.tables import CORE, PUBLISHED, STAGED, Table

_INTRODUCTION = """# Data dictionary

Written by `make docs` from `transforms/tables/`; change it there. Published tables are what the dashboard, scripts and
analysts may rely on; core and staged ones belong to the build.
"""


def dictionary() -> str:
    """The whole dictionary as Markdown."""
    parts = [_INTRODUCTION]
    for title, tables in (("Published", PUBLISHED), ("Core", CORE), ("Staged", STAGED)):
        parts.append(f"## {title}\n")
        parts += [_section(each) for each in tables]
    return "\n".join(parts)


def _section(table: Table) -> str:
    lines = [f"### `{table.name}`", "", f"{table.doc} Grain: {', '.join(f'`{name}`' for name in table.grain)}.", ""]
    lines += ["| Column | Type | Unit | Meaning |", "|---|---|---|---|"]
    for column in table.columns:
        words = f" One of: {', '.join(column.allowed)}." if column.allowed else ""
        null = " May be null." if column.nullable else ""
        private = " Points at one person." if column.privacy == "pseudonym" else ""
        meaning = f"{column.doc}{words}{null}{private}".replace("|", "\\|")
        lines.append(f"| `{column.name}` | {column.type} | {column.unit} | {meaning} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(dictionary(), encoding="utf-8")
