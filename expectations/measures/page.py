"""The page of measures, written from what is declared: `make docs`. A test keeps the file in the repository true."""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path

from expectations.measures import MEASURES, Measure
from expectations.measures.declare import Story
from expectations.measures.stories import STORIES
from expectations.promises import promises
from expectations.suites import UNIQUE
from transforms.tables import table

_INTRODUCTION = """# Measures

Written by `make docs` from `expectations/measures/` and the promises in `expectations/promises/`; change it there. What
the words mean is in [metrics.md](metrics.md), every column in [data-dictionary.md](data-dictionary.md).

The checks named here run each night before anything is published, beside those that every table has: its columns and
types are as declared, required ones are filled, words are from the declared lists. Every row of an example is computed
by the tests, from the orders of one of four tiny businesses.
"""


def page() -> str:
    """The whole page as Markdown."""
    parts = [_INTRODUCTION, "## The tiny businesses\n", *(_story(each) for each in STORIES)]
    for section, measures in groupby(MEASURES, key=lambda measure: measure.section):
        parts.append(f"## {section}\n\nThe words: [{section}](metrics.md#{anchor(section)}).\n")
        parts += [_measure(each) for each in measures]
    return "\n".join(parts)


def anchor(heading: str) -> str:
    """The name by which a heading is linked to."""
    return heading.casefold().replace(" ", "-")


def _story(story: Story) -> str:
    lines = [f"### {story.name}", "", f"{story.about} As-of day: {story.as_of}.", ""]
    if story.orders:
        rows = []
        for bought in story.orders:
            facts = [f"item {bought.item}" if bought.item else "", "collected in the shop" if bought.collected else ""]
            money = [str(bought.gross), str(bought.discount or ""), str(bought.refunded or "")]
            told = ", ".join(fact for fact in facts if fact)
            rows.append([bought.number, bought.who, bought.channel, bought.day, *money, told])
        lines += _table(["Order", "Who", "Channel", "Day", "Gross", "Discount", "Refunded", "Besides"], rows)
    if story.bills:
        rows = [[each.number, each.channel, each.day, each.commission, each.due] for each in story.bills]
        lines += _table(["Billed order", "By", "Day", "Commission", "Adds to the payout"], rows)
        lines += [f"They are statement S1, for which the platform says it paid {story.paid_out}.", ""]
    if story.agreed:
        lines += [f"{' and '.join(story.agreed)} gave a phone and agreed to be written to.", ""]
    if story.settings:
        lines += ["```toml", story.settings.strip(), "```", ""]
    return "\n".join(lines)


def _measure(measure: Measure) -> str:
    declared = table("published", measure.table)
    grain = ", ".join(f"`{name}`" for name in declared.grain)
    sources = ", ".join(f"`{name}`" for name in measure.sources)
    checks = [f"{' + '.join(declared.grain)} {UNIQUE}", *checks_of(measure.table)]
    rows = [
        ["Formula", measure.formula],
        ["Grain", grain],
        ["Source", sources],
        ["Checks", "<br>".join(checks)],
    ]
    lines = [f"### `{measure.table}`", "", declared.doc, "", *_table(["", ""], rows)]
    example = measure.example
    narrowed = "" if example.where == "true" else f", where `{example.where}`"
    lines += [f"Example, {example.story.name}{narrowed}. {example.why}", ""]
    header, *cells = example.lines
    if cells:
        lines += _table(header, cells)
    return "\n".join(lines)


def checks_of(name: str) -> list[str]:
    """The promises about one published table, by name."""
    return [check.name for check in promises("published", "run") if check.table == f"published.{name}"]


def _table(header: list[str], rows: list[list[str]]) -> list[str]:
    lines = [f"| {' | '.join(header)} |", f"|{'---|' * len(header)}"]
    return [*lines, *(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows), ""]


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
