"""Small pieces of SQL text that several transforms need."""

from __future__ import annotations


def quote(value: str) -> str:
    """A SQL string literal."""
    return "'" + value.replace("'", "''") + "'"
