"""SQL that types the rows of a recognised file and tells the good from the bad. Nothing is executed here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from transforms.exports.layout import CONTACT_KINDS, Column, Layout
from transforms.exports.recognise.header import SURNAME, TIME_OF_DAY
from transforms.exports.staging.cells import (
    AMBIGUOUS_DAY,
    EXTRA_CELLS,
    Manners,
    amount_sql,
    body_sql,
    day_sql,
    evidence_sql,
    utc_sql,
)
from transforms.exports.staging.correcting import corrected_sql
from transforms.settings import Correction
from transforms.sql import quote

_BLANKS = " \t`\u00a0\u3000\r"
_ID_BLANKS = _BLANKS + "'=\""


@dataclass(frozen=True)
class Reading:
    """What the SQL of one file needs to know besides the layout."""

    layout: Layout
    file_id: str
    source: str
    channel: str
    channel_values: Mapping[str, str]
    time_zone: str
    currency: str
    positions: Mapping[str, int]
    """Our column name -> position in the body; optional columns the file lacks are left out."""
    header: tuple[str, ...]
    rows_end_blank: bool = False
    """Rows end in a delimiter that the header does not have."""
    manners: Manners = field(default_factory=Manners)
    corrections: tuple[Correction, ...] = ()

    @property
    def zone(self) -> str:
        """Zone of times that state none."""
        return self.time_zone if self.layout.time_zone == "shop" else self.layout.time_zone


def typed_sql(reading: Reading, body: Path, delimiter: str) -> str:
    """Table `typed`: one row per line of the body, cells read by their kind, derived names, and each row's faults.

    `row_number` counts from 0 in the order of the file; `wrong_cells` tells a row whose cells do not fit the header.
    A cell that cannot be read is null and named in `faults` as `code:header`, joined by `; `.
    """
    layout = reading.layout
    raw = [f"{_trimmed(reading, name, column)} as {name}" for name, column in layout.columns.items()]
    typed = [_typed(reading, name, column) for name, column in layout.columns.items()]
    typed.append(f"concat_ws('; ', {', '.join([*_damage(reading), 'null'])}) as damaged_ids")
    kept = [f"{name} as raw_{name}" for name, column in layout.columns.items() if column.kind in _CAST_KINDS]
    words = [f"{_word(name, mapping)} as {name}_word" for name, mapping in layout.values.items()]
    derived = "".join(f", ({expression}) as {name}" for name, expression in layout.derived.items())
    faults = [fault for name, column in layout.columns.items() if (fault := _fault(reading, name, column))]
    late = [_unplaced(reading), *(_needed(layout, *rule) for rule in layout.needed_when.items())]
    dropped = ", ".join(f"raw_{name}" for name, column in layout.columns.items() if column.kind in _CAST_KINDS)
    return f"""create or replace table typed as
with raw as (
    select {_lines([*_row_shape(reading), *raw])}
    from {body_sql(body, delimiter, len(reading.header))}
),
cells as (
    select row_number, wrong_cells, {_lines([*typed, *kept])}
    from raw
),
corrected as (
    select {corrected_sql(layout, reading.corrections)}
    from cells
),
worded as (
    select *, {_lines([*words, f"{_channel(reading)} as channel_here"])}
    from corrected
),
named as (
    select *{derived}
    from worded
)
select * {f"exclude ({dropped})" if dropped else ""},
    concat_ws('; ', {_lines([*faults, *late, "null"])}) as faults
from named"""


_CAST_KINDS = ("money", "count", "time", "day")


def manners_sql(reading: Reading, body: Path, delimiter: str, *, amounts: bool) -> str | None:
    """Query for what the file tells of its manners, for `cells.manners_of`; None where there is nothing to ask."""
    columns = {name: column for name, column in reading.layout.columns.items() if name in reading.positions}
    asked = {name: column for name, column in columns.items() if column.kind in ("money", "count")} if amounts else {}
    days, zones = days_in_doubt(reading), zone_columns(reading)
    if not (asked or days or zones):
        return None
    cells = {name: _trimmed(reading, name, columns[name]) for name in {**asked, **days, **zones}}
    amount_cells = {name: cells[name] for name in asked}
    return evidence_sql(
        body_sql(body, delimiter, len(reading.header)),
        amount_cells,
        {name: cells[name] for name in days},
        {name: cells[name] for name in zones},
    )


def days_in_doubt(reading: Reading) -> dict[str, Column]:
    """Columns of dates whose order only the file as a whole tells."""
    columns = reading.layout.columns.items()
    return {name: column for name, column in columns if column.date_order == "by_data" and name in reading.positions}


def zone_columns(reading: Reading) -> dict[str, Column]:
    """Columns in which rows state the zone of their times."""
    named = {column.zone_column for column in reading.layout.columns.values()}
    return {name: column for name, column in reading.layout.columns.items() if name in named & reading.positions.keys()}


def _row_shape(reading: Reading) -> list[str]:
    width = len(reading.header)
    last_named = max(position for position, word in enumerate(reading.header) if word)
    extra = " or ".join(f"c{width + more} <> ''" for more in range(EXTRA_CELLS))
    if not reading.rows_end_blank:  # one cell more, blank or not, comes of a delimiter inside a cell without quotes
        extra = f"c{width} is not null"
    return [
        "row_number() over () - 1 as row_number",
        f"(c{last_named} is null or coalesce({extra}, false)) as wrong_cells",
    ]


def _trimmed(reading: Reading, name: str, column: Column) -> str:
    """One cell as it stands; numbers and times are only trimmed where they cannot be read as they are."""
    if name not in reading.positions:
        return "cast(null as varchar)"
    cell = f"c{reading.positions[name]}"
    if column.pattern:
        cell = f"nullif(regexp_extract({cell}, {quote(column.pattern)}, 1), '')"
    time_of_day = reading.positions.get(f"{name}{TIME_OF_DAY}")
    if time_of_day is not None:
        cell = f"trim({cell}, {quote(_ID_BLANKS)}) || ' ' || coalesce(trim(c{time_of_day}, {quote(_ID_BLANKS)}), '')"
        cell = f"nullif(trim({cell}), '')"
    surname = reading.positions.get(f"{name}{SURNAME}")
    if surname is not None:
        given = f"coalesce(trim({cell}, {quote(_ID_BLANKS)}), '')"
        cell = f"nullif(concat_ws(', ', nullif(trim(c{surname}, {quote(_ID_BLANKS)}), ''), {given}), '')"
    if column.kind in _CAST_KINDS:
        return cell
    return _clean(reading.layout, cell, _ID_BLANKS if column.kind in ("id", *CONTACT_KINDS) else _BLANKS)


def _clean(layout: Layout, cell: str, blanks: str) -> str:
    """Expression of a cell without blanks around it, null where it says "nothing here"."""
    ends = f"^[{blanks}]|[{blanks}]$"
    cleaned = f"case when regexp_matches({cell}, {quote(ends)}) then trim({cell}, {quote(blanks)}) else {cell} end"
    for blank in ("", *layout.blank):
        cleaned = f"nullif({cleaned}, {quote(blank)})"
    return cleaned


def _zone(reading: Reading, column: Column) -> str:
    """Expression of the zone of a row's times; null where the row states one that nobody knows."""
    if column.zone_column is None or column.zone_column not in reading.positions:
        return quote(reading.zone)
    known = " ".join(f"when {quote(word)} then {quote(zone)}" for word, zone in reading.manners.zones.items())
    return f"case coalesce({column.zone_column}, '') when '' then {quote(reading.zone)} {known} end"


def _lines(parts: list[str]) -> str:
    return ",\n    ".join(parts)


def _typed(reading: Reading, name: str, column: Column) -> str:
    """A cell read by its kind: as it stands where that works, which is nearly always, else cleaned first."""
    if column.kind not in _CAST_KINDS:
        return f"case when not {_damaged(name)} then {name} end as {name}" if _may_be_lost(reading, name) else name
    nothing = ", ".join(quote(blank) for blank in ("", *reading.layout.blank))
    cleaned = _clean(reading.layout, name, _ID_BLANKS)
    manners = reading.manners
    if column.kind in ("money", "count"):
        plain = "null" if manners.decimal_comma else f"try_cast({name} as decimal(18,5))"
        value = f"coalesce({plain}, {amount_sql(cleaned, manners.decimal_comma)})"
    elif column.kind == "time":
        zone = _zone(reading, column)
        order = manners.date_orders.get(name, column.date_order)
        value = f"coalesce({utc_sql(name, zone, order)}, {utc_sql(cleaned, zone, order)})"
    else:
        # noon of the day, so that no zone and no late day end moves it to another day
        order = manners.date_orders.get(name, column.date_order)
        noon = f"cast(coalesce({day_sql(name, order)}, {day_sql(cleaned, order)}) as timestamp) + interval 12 hour"
        value = f"timezone('UTC', timezone({quote(reading.zone)}, {noon}))"
    return f"case when {name} not in ({nothing}) then {value} end as {name}"


def _damaged(name: str) -> str:
    """Condition of a number that a spreadsheet has shortened: whatever it was, it is not that any more."""
    return f"(length({name}) < 30 and regexp_matches({name}, '^[0-9]([.][0-9]+)?[eE][+]?[0-9]+$'))"


def _may_be_lost(reading: Reading, name: str) -> bool:
    """Whether a row can do without this id or contact; without one that it needs, the row is set aside."""
    column = reading.layout.columns[name]
    if name in reading.layout.row_key:
        return False
    if column.kind in CONTACT_KINDS:
        return not column.required or column.may_be_blank
    return column.kind == "id" and not column.required


def _damage(reading: Reading) -> list[str]:
    return [
        f"case when {_damaged(name)} then {quote(column.header[0])} end"
        for name, column in reading.layout.columns.items()
        if _may_be_lost(reading, name)
    ]


_UNREADABLE = {"money": "not_an_amount", "count": "not_a_number", "time": "not_a_time", "day": "not_a_time"}


def _fault(reading: Reading, name: str, column: Column) -> str | None:
    layout = reading.layout
    header = column.header[0].replace("'", "")
    cases = []
    if name in days_in_doubt(reading) and reading.manners.date_orders.get(name) is None:
        cases.append(f"when regexp_matches(raw_{name}, {quote(AMBIGUOUS_DAY)}) then 'date_order:{header}'")
    if column.kind == "time" and column.zone_column and column.zone_column in reading.positions:
        zone = layout.columns[column.zone_column].header[0].replace("'", "")
        stated = f"coalesce({column.zone_column}, '') <> ''"
        cases.append(f"when {stated} and ({_zone(reading, column)}) is null then 'unknown_zone:{zone}'")
    if column.kind in _UNREADABLE:
        code = _UNREADABLE[column.kind]
        unread = f"case when {name} is null then {_clean(layout, f'raw_{name}', _ID_BLANKS)} end is not null"
        cases.append(f"when {unread} then '{code}:{header}'")
    if column.required and not column.may_be_blank:
        cases.append(f"when {name} is null then 'blank_required:{header}'")
    if column.kind in ("id", *CONTACT_KINDS) and not _may_be_lost(reading, name):
        cases.append(f"when {_damaged(name)} then 'damaged_id:{header}'")
    return f"case {' '.join(cases)} end" if cases else None


def _word(name: str, mapping: Mapping[str, str]) -> str:
    cases = " ".join(f"when {quote(cell)} then {quote(word)}" for cell, word in mapping.items())
    return f"case when {name} is null then null else case {name} {cases} else 'unknown' end end"


def _channel(reading: Reading) -> str:
    if reading.layout.channel_value is None or not reading.channel_values:
        return quote(reading.channel)
    cases = " ".join(f"when {quote(word)} then {quote(to)}" for word, to in reading.channel_values.items())
    return f"case {reading.layout.channel_value} {cases} else {quote(reading.channel)} end"


def unmapped_channel_sql(reading: Reading) -> str | None:
    """Condition of rows whose word for the channel is in no list; None where rows name no channel."""
    column = reading.layout.channel_value
    if column is None:
        return None
    known = [*reading.layout.own_channel_values, *reading.channel_values]
    return f"{column} is not null and {column} not in ({', '.join(map(quote, known)) or quote('')})"


def _unplaced(reading: Reading) -> str:
    unmapped, needed = unmapped_channel_sql(reading), reading.layout.channel_value_needed
    if unmapped is None or needed is None:
        return "null"
    assert reading.layout.channel_value is not None
    header = reading.layout.columns[reading.layout.channel_value].header[0]
    return f"case when ({needed}) and ({unmapped}) then 'unmapped_channel:{header}' end"


def _needed(layout: Layout, name: str, condition: str) -> str:
    return f"case when ({condition}) and {name} is null then 'blank_required:{layout.columns[name].header[0]}' end"


def contact_values_sql(name: str, column: Column) -> str:
    """Distinct (value, part of the scope) of one contact column over the good rows."""
    part = column.scope_column or "''"
    return f"select distinct {name} as value, coalesce({part}, '') as part from typed where {name} is not null"


def good_sql(reading: Reading) -> str:
    """Rows without fault with the key of what they are about, contacts replaced by their keys, as `good`."""
    layout = reading.layout
    contacts = {name: column for name, column in layout.columns.items() if column.kind in CONTACT_KINDS}
    replaced = ", ".join(f"map_{name}.identity_key as {name}" for name in contacts)
    fields = ("identity_kind", "scope", "masked", "is_certain", "grams", "surname_key")
    added = "".join(f", map_{name}.{field} as {name}_{field}" for name in contacts for field in fields)
    joins = "".join(
        f"\nleft join map_{name} on map_{name}.value = typed.{name} "
        f"and map_{name}.part = coalesce({f'typed.{column.scope_column}' if column.scope_column else quote('')}, '')"
        for name, column in contacts.items()
    )
    star = f"typed.* replace ({replaced})" if replaced else "typed.*"
    return (
        f"create or replace {'table' if contacts else 'view'} good as\n"
        f"with hashed as (\nselect {star}{added}\nfrom typed{joins}\n"
        f"where faults = '' and not wrong_cells\n)\nselect *, {_key(reading)}\nfrom hashed"
    )


def _key(reading: Reading) -> str:
    parts = ", ".join(f"coalesce(cast(({part}) as varchar), '')" for part in reading.layout.row_key)
    scope = reading.source if reading.layout.order_id_scope == "shop" else ""
    return f"md5_number_lower(concat_ws(chr(31), {parts})) as row_key, {quote(scope)} as row_scope"
