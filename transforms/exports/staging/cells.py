"""SQL that reads one cell: amounts and times in all the ways that exports write them. Nothing is executed here.

What a file writes in a way that two readings fit (03/04/2026; 1.234) is settled from the file as a whole, never by
guess: `evidence_sql` asks the file, `manners_of` draws the conclusion.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from transforms.exports.staging.zones import zone_of
from transforms.sql import quote

EXTRA_CELLS = 8
"""Cells beyond the header that a row may have and still be seen to have too many."""

_NULL = "\u0001"
"""No cell holds it, so an empty cell stays apart from a cell that is not there."""

_WIDE = "０１２３４５６７８９．，（）％：／−－＋￥¥$€£₹元圆圓\u00a0\u202f\u3000 '’"
_NARROW = "0123456789.,()%:/--+"
_CURRENCY_BEFORE = r"^([(+−－-]?) ?(?:[A-Z]{1,3} ?[$]|[A-Z]{3} |Rs[.]? ?|RM ?|Rp ?|元|NTD)"
_CURRENCY_AFTER = r" ?(?:[A-Z]{3}|元|圆|圓)$"

_DAYS = ("%Y-%m-%d", "%b %d %Y", "%B %d %Y", "%d %b %Y", "%d %B %Y", "%b-%d-%y", "%d-%b-%y", "%b-%d-%Y", "%d-%b-%Y")
_TIMES = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p", " %p %I:%M", " %p %I:%M:%S", " %H:%M:%S.%f")
_FORMS = (
    *(day + time for day in _DAYS for time in _TIMES),
    *(f"%I:%M %p {day}" for day in _DAYS),
    "%Y%m%d",
    "%Y%m%d%H%M%S",
    "%Y%m%d %H:%M:%S",
    "%Y%m%d %H:%M",
)

MACROS = (
    # an amount without currency, width and grouping left as they are; brackets around it are a minus
    f"""create or replace macro amount_text(cell) as regexp_replace(translate(
        regexp_replace(regexp_replace(trim(cell), {quote(_CURRENCY_BEFORE)}, '\\1'), {quote(_CURRENCY_AFTER)}, ''),
        {quote(_WIDE)}, {quote(_NARROW)}), '^[(]([^()]+)[)]$', '-\\1')""",
    """create or replace macro amount_with_point(text) as
        case when regexp_matches(text, '^[+-]?[1-9][0-9]{0,2}(,[0-9]{2,3})*,[0-9]{3}([.][0-9]*)?$')
        then try_cast(replace(text, ',', '') as decimal(18,5))
        when regexp_matches(text, '^[+-]?[0-9]*[.]?[0-9]*([eE][+-]?[0-9]+)?$')
        then try_cast(text as decimal(18,5)) end""",
    """create or replace macro amount_with_comma(text) as
        case when regexp_matches(text, '^[+-]?([1-9][0-9]{0,2}([.][0-9]{3})*|[0-9]+)(,[0-9]+)?$')
        then try_cast(replace(replace(text, '.', ''), ',', '.') as decimal(18,5)) end""",
    # dates in Chinese words, of the Republic (year 1912 is 1) and with the afternoon in Chinese
    """create or replace macro western(text) as
        case when regexp_matches(text, '^(民國 ?)?1[0-9]{2}[-/.年 ]')
        then cast(cast(regexp_extract(text, '1[0-9]{2}', 0) as integer) + 1911 as varchar)
            || regexp_replace(text, '^(民國 ?)?1[0-9]{2}', '')
        when regexp_matches(text, '^1[0-9]{2}(0[1-9]|1[0-2])([0-2][0-9]|3[01])$')
        then cast(cast(left(text, 3) as integer) + 1911 as varchar) || right(text, 4)
        else text end""",
    """create or replace macro one_form(text) as trim(regexp_replace(regexp_replace(translate(
        replace(replace(western(text), '上午', ' AM '), '下午', ' PM '), '年月日，,：／/T', '--   :-- '),
        ' +', ' ', 'g'), '^([0-9]{4})[.]([0-9]{1,2})[.]([0-9]{1,2})', '\\1-\\2-\\3'))""",
    """create or replace macro plausible(moment) as
        case when moment >= timestamp '1990-01-01' and moment < timestamp '2100-01-01' then moment end""",
    f"""create or replace macro written_time(text) as
        case when regexp_matches(text, '^[3-6][0-9]{{4}}([.][0-9]+)?$')
        then timestamp '1899-12-30' + to_seconds(cast(round(cast(text as double) * 86400) as bigint))
        else plausible(try_strptime(one_form(text), [{", ".join(map(quote, _FORMS))}])) end""",
    """create or replace macro month_first(text) as
        regexp_replace(text, '^([0-9]{1,2})[/.-]([0-9]{1,2})[/.-](20)?([0-9]{2})([ ,T].*)?$', '20\\4-\\1-\\2\\5')""",
    """create or replace macro day_first(text) as
        regexp_replace(text, '^([0-9]{1,2})[/.-]([0-9]{1,2})[/.-](20)?([0-9]{2})([ ,T].*)?$', '20\\4-\\2-\\1\\5')""",
)
"""Statements to run before any other of this module."""

AMBIGUOUS_DAY = "^[0-9]{1,2}[/.-][0-9]{1,2}[/.-](20)?[0-9]{2}([ ,T].*)?$"


@dataclass(frozen=True)
class Manners:
    """How one file writes what could be read in two ways."""

    decimal_comma: bool = False
    date_orders: Mapping[str, str | None] = field(default_factory=dict)
    """Column -> `mdy` or `dmy`; None where neither the file nor the owner tells."""
    zones: Mapping[str, str] = field(default_factory=dict)
    """The file's word for a time zone -> its IANA name."""


def body_sql(body: Path, delimiter: str, width: int) -> str:
    """Expression of the body as a table of texts c0, c1, …: as wide as the header, and some cells more."""
    types = ", ".join(f"'c{position}': 'VARCHAR'" for position in range(width + EXTRA_CELLS))
    return f"""read_csv(
        {quote(str(body))}, auto_detect = false, header = false, columns = {{{types}}}, delim = {quote(delimiter)},
        quote = '"', escape = '"', nullstr = {quote(_NULL)}, null_padding = true, strict_mode = false,
        parallel = false, max_line_size = 16777216
    )"""


def amount_sql(cell: str, decimal_comma: bool) -> str:
    """An amount with a currency, full-width marks, grouping or accounting brackets."""
    return f"amount_with_{'comma' if decimal_comma else 'point'}(amount_text({cell}))"


def _ordered(cell: str, order: str | None) -> str:
    if order == "mdy":
        return f"month_first({cell})"
    return f"day_first({cell})" if order == "dmy" else cell


def _naive(cell: str, order: str | None) -> str:
    text = _ordered(cell, order)
    # a cast leaves out what stands behind the minutes, and that may be the afternoon
    quick = f"case when not regexp_matches({text}, '(?i)[ap][.]?m') then plausible(try_cast({text} as timestamp)) end"
    return f"coalesce({quick}, written_time({text}))"


def day_sql(cell: str, order: str | None) -> str:
    """A day, whatever time stands behind it."""
    text = _ordered(cell, order)
    quick = f"plausible(cast(try_cast(left({text}, 10) as date) as timestamp))"
    return f"cast(coalesce({quick}, {_naive(cell, order)}) as date)"


def utc_sql(cell: str, zone: str, order: str | None) -> str:
    """A time in UTC: with an offset of its own, or in the zone that the expression gives."""
    offset = r":[0-9.]+ ?([+-][0-9]{2}:?[0-9]{2}|Z|UTC|GMT)$"
    has_offset = f"length({cell}) > 15 and regexp_matches({cell}, {quote(offset)})"
    with_offset = f"regexp_replace({_ordered(cell, order)}, ' ?(Z|UTC|GMT)$', '+0000')"
    forms = "['%Y-%m-%d %H:%M:%S %z', '%Y-%m-%dT%H:%M:%S%z', '%Y-%m-%d %H:%M:%S%z', '%Y-%m-%dT%H:%M:%S.%f%z', \
'%Y-%m-%d %H:%M:%S.%f%z', '%Y-%m-%d %H:%M%z', '%Y.%m.%d %H:%M:%S%z']"
    return (
        f"case when {has_offset} then timezone('UTC', try_strptime({with_offset}, {forms})) "
        f"else timezone('UTC', timezone({zone}, {_naive(cell, order)})) end"
    )


def evidence_sql(source: str, amounts: Mapping[str, str], days: Mapping[str, str], zones: Mapping[str, str]) -> str:
    """One row about a body: whether amounts tell their decimal sign, what days tell their order, words for zones.

    Each argument after the source maps our column name to the expression of its cell.
    """
    parts = []
    for sign, mark in (("comma", ","), ("point", "[.]")):
        # nobody groups figures behind a lone nought: 0,075 is less than one
        tells = f"[0-9]{mark}[0-9]{{1,2}}[)]?$|^[(+-]?0{mark}[0-9]+[)]?$"
        any_of = " or ".join(f"regexp_matches(amount_text({cell}), {quote(tells)})" for cell in amounts.values())
        parts.append(f"coalesce(bool_or({any_of or 'false'}), false) as has_{sign}")
    for name, cell in days.items():
        for place, which in ((1, "first"), (2, "second")):
            number = f"regexp_extract(trim({cell}), '^([0-9]{{1,2}})[/.-]([0-9]{{1,2}})[/.-]', {place})"
            parts.append(f"coalesce(max(try_cast({number} as integer)), 0) as {which}_{name}")
    parts += [f"list(distinct trim({cell})) as zones_{name}" for name, cell in zones.items()]
    return f"select {', '.join(parts)} from {source}"


def manners_of(found: Mapping[str, Any], days: Iterable[str], zones: Iterable[str], said: str | None) -> Manners:
    """What the evidence says; `said` is the order of days that the owner gave, for files that do not tell."""
    orders: dict[str, str | None] = {}
    silent = []
    for name in days:
        first, second = found[f"first_{name}"] > 12, found[f"second_{name}"] > 12
        orders[name] = ("dmy" if first else "mdy") if first != second else None
        if not first and not second:
            silent.append(name)
    # a file writes all its dates one way: the column that tells speaks for those that do not
    told = {order for order in orders.values() if order}
    settled = told.pop() if len(told) == 1 else None if told else said
    orders |= dict.fromkeys(silent, settled)
    words = {word for name in zones for word in found[f"zones_{name}"] or () if word}
    known = {word: zone for word in sorted(words) if (zone := zone_of(word))}
    return Manners(bool(found["has_comma"] and not found["has_point"]), orders, known)
