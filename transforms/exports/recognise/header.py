"""Which layout a row of header words belongs to, and what to say when it is none that we know."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from transforms.exports.layout import Layout, header_word, word_of_layout
from transforms.exports.recognise.decode import UnreadableFile, one_line
from transforms.exports.recognise.drift import confirmation, likely_renamed

MOST_WORDS = 0.6
"""With this share of a layout's words a header is that layout's, even when a signature word is missing."""
FEW_COLUMNS = 8
NEARLY_ALL = 0.9
"""With this share of the header's words known, and so many of them, a header is that layout's too."""
SHOWN_WORDS = 12

WRAPPING = " \t\r\n\ufeff`'\"\u00a0\u3000"
"""What exports put around a cell's own text to keep Excel from touching it."""

TIME_OF_DAY = ":time"
"""Ends the name under which the position of a column's `time_header` is found."""
SURNAME = ":surname"
"""The same for its `surname_header`."""

_MAYBE_CONTACT = re.compile(r"@|[0-9]{4}")


@dataclass(frozen=True)
class Row:
    """One row that may be the header, and where it stands in its file."""

    number: int
    """Lines (or sheet rows) before it."""
    after: int
    """Lines up to and with it; a header cell may have line breaks inside."""
    cells: tuple[str, ...]
    delimiter: str
    above: tuple[str, ...] = ()
    """Of a header of several rows: the words above each cell, joined."""

    @classmethod
    def of(cls, number: int, after: int, cells: Iterable[str], delimiter: str) -> Row:
        """One row with its cells stripped of what exports wrap around them."""
        return cls(number, after, tuple(cell.strip(WRAPPING) for cell in cells), delimiter)


class KnownLayout:
    """One layout with its header words in comparable form, worked out once per file."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.words = layout.known_words
        self.signature = frozenset(map(word_of_layout, layout.signature))
        named = [frozenset(map(word_of_layout, column.header)) for column in layout.columns.values()]
        others = self.words.difference(*named)
        self.columns = (*named, *(frozenset({word}) for word in others))
        """The words each column goes by: a header needs one of them, not all."""

    def share_in(self, words: frozenset[str]) -> float:
        """How much of the layout these header words cover, from 0 to 1."""
        return sum(not column.isdisjoint(words) for column in self.columns) / len(self.columns)


@dataclass(frozen=True)
class Match:
    """One row read as the header of one layout."""

    row: Row
    layout: Layout
    is_full: bool
    """Every signature word is there."""
    known: int
    """How many of the row's words the layout knows."""
    share: float
    tells_encoding: bool
    """A signature word goes beyond ASCII, so that only the right encoding can have found it."""

    def is_of_figures(self, position: int, where: Mapping[str, int]) -> bool:
        """True for a column of numbers, times or ids."""
        return any(
            where.get(name) == position and column.kind in ("id", "money", "count", "time", "day")
            for name, column in self.layout.columns.items()
        )


class NoKnownLayout(UnreadableFile):
    """No header that we know; `nearness` says how near the nearest layout came, from 0 to 1."""

    def __init__(self, sentence: str, nearness: float) -> None:
        super().__init__(sentence)
        self.nearness = nearness

    @property
    def is_other_export(self) -> bool:
        """Whether the file is known as one that people take for a shop's export."""
        return self.nearness == 1

    def __reduce__(self) -> tuple[type[NoKnownLayout], tuple[str, float]]:
        return NoKnownLayout, (str(self), self.nearness)  # one that crosses processes keeps its nearness


class MissingColumns(UnreadableFile):
    """A layout that we know without columns that it needs; some of them may only have a new word."""

    def __init__(self, layout: str, missing: tuple[str, ...], renamed: tuple[tuple[str, str], ...]) -> None:
        super().__init__(layout, missing, renamed)
        self.layout, self.missing = layout, missing
        self.renamed = renamed
        """Word of the layout, word of the file that is probably the same column."""

    def __str__(self) -> str:
        if len(self.renamed) < len(self.missing):
            lacking = ", ".join(self.missing)
            return one_line(
                f"This looks like {self.layout}, but these columns are missing: {lacking}. "
                "Export it again with all columns."
            )
        pairs = ", ".join(f"{old} is now {new}" for old, new in self.renamed)
        return one_line(
            f"This looks like {self.layout} with renamed columns: {pairs}. If that is so, write "
            f"{confirmation(self.renamed)} in the source's section of shop.toml, and it is read."
        )


def matches(rows: Iterable[Row], layouts: Sequence[KnownLayout]) -> list[Match]:
    """The ways to read one of the rows as a header, the best first; possibly only poor ones."""
    found = []
    given = [(row, _words(row)) for row in rows]
    for height in sorted({one.layout.header_rows for one in layouts}):
        of_height = [one for one in layouts if one.layout.header_rows == height]
        telling = frozenset[str]().union(*(one.words for one in of_height))
        told = [(row, words) for row, words in given if not words.isdisjoint(telling)]
        if height > 1:
            told = [(row, _words(row)) for row in _stacked([row for row, _ in given], height, {row for row, _ in told})]
        for row, words in told:
            for one in of_height:
                known = len(words & one.words)
                if known:
                    is_full = one.signature <= words
                    tells = any(not word.isascii() for word in one.signature)
                    found.append(Match(row, one.layout, is_full, known, one.share_in(words), tells))
    return sorted(found, key=_rank)


def _words(row: Row) -> frozenset[str]:
    return frozenset(header_word(cell) for cell in row.cells) - {""}


def _stacked(rows: Sequence[Row], height: int, telling: Set[Row]) -> Iterator[Row]:
    """Headers of several rows, one of them telling, as one: the lowest word of each column, and the words above it.

    A merged cell holds its word in its first column only, so a word reaches to the right until the next one.
    """
    by_place = {(row.delimiter, row.number): row for row in rows}
    for top in rows:
        parts = [top]
        while len(parts) < height and (below := by_place.get((top.delimiter, parts[-1].after))):
            parts.append(below)
        if len(parts) < height or telling.isdisjoint(parts):
            continue
        width = max(len(part.cells) for part in parts)
        grid = [(*part.cells, *[""] * (width - len(part.cells))) for part in parts]
        cells, above = [], []
        for column in range(width):
            level = max((i for i in range(height) if grid[i][column]), default=0)
            cells.append(grid[level][column])
            spans = (next((grid[i][at] for at in range(column, -1, -1) if grid[i][at]), "") for i in range(level))
            above.append("".join(spans))
        yield Row(top.number, parts[-1].after, tuple(cells), top.delimiter, tuple(above))


def past_prose(match: Match, following: Iterable[Row]) -> Match:
    """The match with the rows of explanation after its header counted to the header."""
    where = positions(match)
    telling = [where[name] for name, column in match.layout.columns.items() if name in where and column.required]
    after = match.row.after
    for row, _ in zip(following, range(match.layout.prose_rows), strict=False):
        cells = [row.cells[at] for at in telling if at < len(row.cells) and match.is_of_figures(at, where)]
        if not any(row.cells) or any(character.isdigit() for cell in cells for character in cell):
            break
        after = row.after
    return replace(match, row=replace(match.row, after=after))


def _rank(match: Match) -> tuple[object, ...]:
    words = sum(bool(cell) for cell in match.row.cells)
    if match.is_full and match.layout.refused and match.known * 2 < words:  # of a shop's export with a word of its kind
        return 1, 1, match.row.number, -match.known, match.layout.name
    if match.is_full and match.row.above:  # the row above may be a title: only the right rows have all the words
        return 0, 0, -match.known, match.row.number, match.layout.name
    if match.is_full:  # the highest row wins: a table may repeat its header further down
        return 0, 1, match.row.number, -match.known, match.layout.name
    return 1 if accepted(match) else 2, 0, -match.known, -match.share, match.layout.name, match.row.number


def accepted(match: Match) -> bool:
    """True when the match is good enough to read the file by it."""
    if match.is_full or match.share >= MOST_WORDS:
        return True
    # of a long list of columns the owner may have chosen few: then the layout knows nearly all that are there
    words = sum(bool(cell) for cell in match.row.cells)
    return match.known >= FEW_COLUMNS and match.known >= NEARLY_ALL * words


def positions(match: Match) -> dict[str, int]:
    """Our column name -> position in the header, for the columns that are there.

    Raises:
        NoKnownLayout: it is no export of a shop.
        UnreadableFile: a required column is not there.
    """
    if match.layout.refused:
        raise NoKnownLayout(f"{match.layout.title['en']}: {match.layout.refused['en']}", 1.0)
    where: dict[str, int] = {}
    seen: Counter[str] = Counter()
    for position, cell in enumerate(match.row.cells):
        word = header_word(cell)
        seen[word] += 1
        where.setdefault(word, position)
        where.setdefault(f"{word}#{seen[word]}", position)
        if match.row.above:
            where.setdefault(f"{header_word(match.row.above[position])}>{word}", position)
    found = {}
    for name, column in match.layout.columns.items():
        spellings = [word for word in map(header_word, column.header) if word in where]
        beside = [word for word in map(header_word, column.time_header) if word in where]
        if not spellings or (column.time_header and not beside):  # a day alone is not the time that is asked for
            continue
        found[name] = where[spellings[0]]
        if beside:
            found[f"{name}{TIME_OF_DAY}"] = where[beside[0]]
        surnames = [word for word in map(header_word, column.surname_header) if word in where]
        if surnames:
            found[f"{name}{SURNAME}"] = where[surnames[0]]
    missing = [column.header[0] for name, column in match.layout.required_headers.items() if name not in found]
    if missing:
        raise MissingColumns(match.layout.name, tuple(missing), tuple(likely_renamed(missing, unknown_words(match))))
    return found


def unknown_words(match: Match) -> tuple[str, ...]:
    """The header words that the layout does not know, as they stand, each once."""
    known = match.layout.known_words
    return tuple(dict.fromkeys(cell for cell in match.row.cells if cell and header_word(cell) not in known))


def no_known_layout(nearest: Match | None) -> NoKnownLayout:
    """The error for a file without a known header, naming header words only where we are sure they are such."""
    if nearest is None:
        return NoKnownLayout("No known layout: none of its first lines is a header we know.", 0.0)
    words = [cell for cell in nearest.row.cells if cell]
    lacking = [word for word in nearest.layout.signature if header_word(word) not in set(map(header_word, words))]
    need = f"nearest is {nearest.layout.name}, which would need the columns {', '.join(lacking)}."
    # A row of data can share a word with a header by chance, and its cells may be somebody's name.
    is_like_data = any(character.isdigit() or character == "@" for word in words for character in word)
    if nearest.known < 3 and nearest.known * 2 < len(words) and (nearest.known < 2 or is_like_data):
        return NoKnownLayout(f"No known layout: none of its first lines is a header we know; {need}", nearest.share)
    shown = ["…" if _MAYBE_CONTACT.search(word) else word[:40] for word in words[:SHOWN_WORDS]]
    more = f" and {len(words) - SHOWN_WORDS} more" if len(words) > SHOWN_WORDS else ""
    return NoKnownLayout(f"No known layout: the header words seen were {', '.join(shown)}{more}; {need}", nearest.share)
