"""How much a file may ask of this machine, and the word for a file that asks for more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Limits:
    """How large a container may be before we refuse it, and what the process that opens it may use."""

    max_members: int = 2_000
    """Members of a zip file and of those inside it, taken together; also parts of one workbook."""
    max_nesting: int = 3
    """A zip file in a zip file in a zip file is the last that is opened."""
    max_member_bytes: int = 2 << 30
    max_inflated_bytes: int = 4 << 30
    """Of everything in the file, at every level; also of everything written from it."""
    max_ratio: float = 200.0
    """Inflated to packed size; honest sheets stay below 100."""
    ratio_floor_bytes: int = 64 << 20
    """Up to this inflated size the ratio does not matter."""
    max_cells: int = 200_000_000
    """Rows times columns of a sheet's farthest cell: the parser asks for memory for the whole rectangle."""
    max_rows: int = 1_048_576
    child_memory_bytes: int = 2 << 30
    child_seconds: int = 300


class Refused(Exception):
    """A file that is not read on: the kind of reason, and figures for its sentence. Never a cell, never a path."""

    def __init__(self, kind: str, **facts: Any) -> None:
        super().__init__(kind)
        self.kind = kind
        self.facts = facts
