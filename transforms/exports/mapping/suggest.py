"""What the columns of an unknown table probably are: by their header words, and by what stands in them.

A suggestion is a place to begin. Nothing about money is taken from here without somebody's word.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations, groupby
from operator import itemgetter
from typing import Literal

from transforms.exports.layout import header_word
from transforms.exports.mapping.roles import (
    INCLUDABLE,
    LINE_ROLES,
    ROLES,
    SIGNED_ROLES,
    Role,
    status_words,
    words_for,
    words_of,
)
from transforms.exports.mapping.sample import Sample
from transforms.exports.mapping.values import Looks, amount, looks_of
from transforms.exports.recognise.decode import UnreadableFile

Evidence = Literal["word", "part", "values"]
RowsAre = Literal["orders", "items"]
MOST_STATUSES = 40
LEAST = 0.5
LEAST_FOR_MONEY = 0.6
"""How well a column must fit to be suggested, from 0 to 1."""
SHORTEST_ID, LONGEST_ID = 3, 40
FITS = 0.95
"""Share of the rows for which a sum must come out for us to suggest it."""


@dataclass(frozen=True)
class Suggestion:
    """One column for one role, and what speaks for it."""

    word: str
    score: float
    evidence: Evidence


@dataclass(frozen=True)
class Suggested:
    """Everything that can be read off a sample."""

    columns: MappingOf[str, Suggestion] = field(default_factory=dict)
    """Role -> column."""
    looks: MappingOf[str, Looks] = field(default_factory=dict)
    """Header word -> what its cells look like."""
    statuses: MappingOf[str, str] = field(default_factory=dict)
    """Word of the status column -> our status; empty where we do not know."""
    rows_are: RowsAre = "orders"
    summed: frozenset[str] = frozenset()
    """Where an order has several rows: money roles of which each row seems to state its own part."""
    signs: MappingOf[str, str] = field(default_factory=dict)
    """Role -> `plus` or `minus`; empty where the column has both."""
    includes: frozenset[str] = frozenset()
    """Of delivery, tax and tip, what the amount of an order seems to hold, because only so the figures add up."""
    sums_agree: bool | None = None
    """Whether list price less discounts plus extras is what was paid; None where it cannot be tried."""


def suggest(sample: Sample, phone_region: str) -> Suggested:
    """Suggested roles, and answers to the questions that the values themselves answer."""
    looks = {
        word: looks_of(sample.cells(word), phone_region, sample.decimal_comma)
        for word in dict.fromkeys(sample.header)
        if word
    }
    columns = _with_repeated_order(sample, looks, _assigned(looks))
    if not {"quantity", "unit_price"} <= columns.keys() or columns.keys() & {"gross", "paid"}:
        columns.pop("discount_share", None)  # a share of what, nobody could say
    chosen = {role: each.word for role, each in columns.items()}
    return Suggested(columns, looks, **about_values(sample, looks, chosen))


def refuse_people(sample: Sample, suggested: Suggested) -> None:
    """Turn a list of people away before anybody is asked what its columns mean to an order.

    Raises:
        UnreadableFile: columns name people, and none can hold an amount or a number of pieces.
    """
    people = [word for word in sample.header if header_word(word) in words_for("person_lists")]
    figures = any(ROLES[role].kind in ("money", "count") for role in suggested.columns)
    if people and not figures and not any(look.decimals for look in suggested.looks.values()):
        raise UnreadableFile(
            f"This is a list of people ({', '.join(people)}) and not of orders: no column holds an amount or a number "
            "of pieces; export the orders instead."
        )


def about_values(sample: Sample, looks: MappingOf[str, Looks], columns: MappingOf[str, str]) -> dict:
    """What the values say once it is clear which column is what; for `Suggested`."""
    includes, agree = _sums(sample, columns)
    rows_are, summed = _rows_are(sample, columns)
    return {
        "statuses": _statuses(sample, columns.get("status")),
        "rows_are": rows_are,
        "summed": summed,
        "signs": {role: _sign(looks[columns[role]]) for role in SIGNED_ROLES if role in columns},
        "includes": includes,
        "sums_agree": agree,
    }


def _assigned(looks: MappingOf[str, Looks]) -> dict[str, Suggestion]:
    """The best column for each role, each column once; the clearest cases first."""
    scored = [
        (score, -position, -order, role.name, word, evidence)
        for position, (word, look) in enumerate(looks.items())
        for order, role in enumerate(ROLES.values())
        for score, evidence in [_score(role, word, look)]
        if score >= (LEAST_FOR_MONEY if role.is_money else LEAST)
    ]
    found: dict[str, Suggestion] = {}
    taken: set[str] = set()
    for score, _, _, role_name, word, evidence in sorted(scored, reverse=True):
        if role_name not in found and word not in taken:
            found[role_name] = Suggestion(word, score, evidence)
            taken.add(word)
    return {role: found[role] for role in ROLES if role in found}


def _with_repeated_order(
    sample: Sample, looks: MappingOf[str, Looks], columns: dict[str, Suggestion]
) -> dict[str, Suggestion]:
    """With an order number told by its lines alone: they follow one another, and all of them are of one time."""
    if "order_id" in columns or "ordered_at" not in columns:
        return columns
    times = sample.cells(columns["ordered_at"].word)
    taken = {each.word for each in columns.values()}
    moments = len(set(times))
    found = [
        (look.distinct, -position, word)
        for position, (word, look) in enumerate(looks.items())
        if word not in taken
        and _can_hold(ROLES["order_id"], look)
        and look.filled == len(times)
        and moments <= look.distinct < look.filled
        and SHORTEST_ID <= look.longest <= LONGEST_ID
        and look.phones < 0.5
        and _names_one_time(sample.cells(word), times)
    ]
    if not found:
        return columns
    both = {**columns, "order_id": Suggestion(max(found)[2], LEAST, "values")}
    return {role: both[role] for role in ROLES if role in both}


def _names_one_time(cells: list[str], times: list[str]) -> bool:
    """Whether equal cells stand together and never beside two times; one cell all the way down names nothing."""
    runs = [(cell, {time for _, time in rows}) for cell, rows in groupby(zip(cells, times, strict=True), itemgetter(0))]
    together = len({cell for cell, _ in runs}) == len(runs) > 1
    with_digit = sum(any(map(str.isdigit, cell)) for cell, _ in runs)
    return together and with_digit >= FITS * len(runs) and all(len(moments) == 1 for _, moments in runs)


def _score(role: Role, word: str, look: Looks) -> tuple[float, Evidence]:
    """How well a column fits a role, from 0 to 1."""
    if not look.filled or not _can_hold(role, look):
        return 0, "values"
    plain = header_word(word)
    by_values = _by_values(role, look)
    if plain in words_of(role.name):
        return min(0.9 + by_values / 10, 1), "word"
    inside = [known for known in words_of(role.name) if len(known) > 1 and known in plain]
    if inside:
        return 0.35 + 0.4 * max(map(len, inside)) / len(plain) + by_values / 10, "part"
    if role.is_money:
        return 0, "values"
    return by_values, "values"


def _can_hold(role: Role, look: Looks) -> bool:
    is_plain_text = not look.is_amount and not look.is_time and look.phones < 0.5 and look.emails < 0.5
    by_kind = {
        "money": look.is_amount,
        "count": look.is_amount,
        "time": look.is_time,
        "phone": look.phones >= 0.5 or (look.digits >= 0.5 and not look.decimals),
        "email": look.emails >= 0.5,
        "text": is_plain_text,
    }
    if role.name == "discount_share":
        return look.is_amount and look.is_share
    if role.name == "currency":
        return look.currencies >= 0.9
    if role.name == "status":
        return look.distinct <= MOST_STATUSES and not look.is_amount
    return by_kind.get(role.kind, not look.is_time and look.decimals < 0.5 and look.emails < 0.5)


def _by_values(role: Role, look: Looks) -> float:
    if role.name == "phone":
        return 0.8 if look.phones >= 0.9 else 0
    if role.name == "email":
        return 0.8 if look.emails >= 0.9 else 0
    if role.name == "ordered_at":
        return 0.6 if look.is_time else 0
    if role.name == "order_id":
        return 0.55 if look.is_unique and SHORTEST_ID <= look.longest <= LONGEST_ID and look.phones < 0.5 else 0
    return 0


def _statuses(sample: Sample, word: str | None) -> dict[str, str]:
    if word is None:
        return {}
    seen = dict.fromkeys(cell for cell in sample.cells(word) if cell)
    return {cell: _status(cell) for cell in list(seen)[:MOST_STATUSES]}


def _status(cell: str) -> str:
    """Our status for a word of a file: the whole word, else the part before a comma."""
    known = status_words()
    whole = header_word(cell.replace("_", " ").replace("-", " "))
    return known.get(whole) or known.get(re.split("[,;(]", whole)[0], "")


def _rows_are(sample: Sample, columns: MappingOf[str, str]) -> tuple[RowsAre, frozenset[str]]:
    """Whether orders take several rows, and of which amounts the rows of one order then say different things."""
    if "order_id" not in columns:
        return "orders", frozenset()
    rows_of: dict[str, list[int]] = defaultdict(list)
    for at, order in enumerate(sample.cells(columns["order_id"])):
        if order:
            rows_of[order].append(at)
    several = [rows for rows in rows_of.values() if len(rows) > 1]
    money = {
        role: sample.cells(word) for role, word in columns.items() if ROLES[role].is_money and role not in LINE_ROLES
    }
    differ = {role for role, cells in money.items() if any(len({cells[at] for at in rows}) > 1 for rows in several)}
    return ("items" if several else "orders"), frozenset(differ)


def _sign(look: Looks) -> str:
    if look.negative and look.positive:
        return ""
    return "minus" if look.negative else "plus"


def _sums(sample: Sample, columns: MappingOf[str, str]) -> tuple[frozenset[str], bool | None]:
    """What the list price holds besides the goods, so that price less discounts is what was paid."""
    if "gross" not in columns or "paid" not in columns:
        return frozenset(), None

    def figures(role: str) -> list[Decimal]:
        cells = sample.cells(columns[role]) if role in columns else [""] * len(sample.rows)
        return [abs(amount(cell, sample.decimal_comma) or Decimal(0)) for cell in cells]

    gross, paid = figures("gross"), figures("paid")
    off = [one + other for one, other in zip(figures("merchant_discount"), figures("platform_discount"), strict=True)]
    extras = {role: figures(role) for role in INCLUDABLE if role in columns}
    used = [at for at in range(len(gross)) if gross[at] or paid[at]]
    for size in range(len(extras) + 1):
        for outside in combinations(extras, size):
            fits = sum(gross[at] - off[at] + sum(extras[role][at] for role in outside) == paid[at] for at in used)
            if used and fits >= FITS * len(used):
                return frozenset(extras) - set(outside), True
    return frozenset(), False


def is_recipient(word: str) -> bool:
    """Whether a phone under this header word is the one on the parcel."""
    return any(each in header_word(word) for each in words_for("recipient"))
