"""What `regulars map` works on: one unknown file, and what has been said of it so far."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dags.command_line.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path

    from transforms.exports.mapping.check import Check
    from transforms.exports.mapping.mapping import Mapping, Open
    from transforms.exports.mapping.sample import Sample
    from transforms.exports.mapping.suggest import Suggested
    from transforms.settings import Home, Shop


@dataclass
class Desk:
    """One unknown file, what its values say, and what has been said so far."""

    home: Home
    shop: Shop
    path: Path
    sample: Sample
    suggested: Suggested
    mapping: Mapping
    taken: frozenset[str]

    def still_open(self) -> list[Open]:
        """What must still be said."""
        from transforms.exports.mapping.mapping import still_open

        return still_open(self.sample, self.suggested, self.mapping, self.taken)

    def text(self) -> str:
        """The layout file as it would be saved."""
        from transforms.exports.mapping.layout_text import layout_toml

        return layout_toml(self.sample, self.mapping)

    def check(self) -> Check:
        """The file read with what has been said."""
        from transforms.exports.mapping.check import check

        name, password = self.mapping.name, self.sample.password
        return check(self.home, self.shop, self.path, name=name, text=self.text(), password=password)


def say_column(desk: Desk, role: str, word: str) -> None:
    """Take a column for a role by its header word; whoever names the column of an amount has confirmed it."""
    from transforms.exports.layout import header_word
    from transforms.exports.mapping.mapping import with_column
    from transforms.exports.mapping.roles import ROLES
    from transforms.exports.mapping.suggest import about_values

    found = next((each for each in desk.sample.header if each and header_word(each) == header_word(word)), None)
    if word and found is None:
        raise UserError(f"There is no column {word}; the columns are: {', '.join(filter(None, desk.sample.header))}.")
    mapping = with_column(desk.mapping, role, found)
    if found and ROLES[role].is_money:
        mapping = replace(mapping, confirmed=mapping.confirmed | {role})
    told = about_values(desk.sample, desk.suggested.looks, mapping.columns)
    known = {
        "statuses": {**told["statuses"], **{word: each for word, each in mapping.statuses.items() if each}},
        "signs": {**told["signs"], **{role: each for role, each in mapping.signs.items() if each}},
        "rows_are": told["rows_are"],
        "summed": told["summed"],
        "includes": told["includes"],
    }
    desk.mapping = replace(mapping, **known)
