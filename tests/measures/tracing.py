"""Which tables a published table is made from, read from the statements of a build."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

_MADE = re.compile(r"\s*(?:create (?:or replace )?(?:table|view)|insert into|update) (\w+\.\w+)")
_NAMED = re.compile(r"\b(?:work|core|published|staged)\.\w+")


class Made:
    """Tables and those that the statements which fill them name."""

    def __init__(self, statements: Iterable[str]) -> None:
        self._named: dict[str, set[str]] = defaultdict(set)
        for sql in statements:
            made = _MADE.match(sql)
            if made:
                self._named[made[1]] |= set(_NAMED.findall(sql)) - {made[1]}

    def sources(self, table: str) -> set[str]:
        """Tables of the layers that a table is made from, seen through all working tables between them."""
        found: set[str] = set()
        todo, seen = [table], {table}
        while todo:
            for name in self._named[todo.pop()] - seen:
                seen.add(name)
                if name.startswith("work."):
                    todo.append(name)
                else:
                    found.add(name)
        return found
