"""SQL that turns the body of a recognised file into staged records. Names in, SQL out; nothing is executed here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from transforms.exports.layout import CONTACT_KINDS, Column, Emit, Layout
from transforms.sql import quote
from transforms.tables import STAGED, Table

EXTRA_CELLS = 8
"""Cells beyond the header that a row may have and still be seen to have too many."""

_BLANKS = " \t`\u00a0\u3000\r"
_ID_BLANKS = _BLANKS + "'=\""
_MONEY_MARKS = ("−－＋，¥￥$€£元 ", "--+,")
_NULL = "\u0001"
"""No cell holds it, so an empty cell stays apart from a cell that is not there."""

_STAGED = {table.name.removeprefix("staged_"): table for table in STAGED}


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
    kept = [f"{name} as raw_{name}" for name, column in layout.columns.items() if column.kind in _CAST_KINDS]
    words = [f"{_word(name, mapping)} as {name}_word" for name, mapping in layout.values.items()]
    derived = "".join(f", ({expression}) as {name}" for name, expression in layout.derived.items())
    faults = [fault for name, column in layout.columns.items() if (fault := _fault(layout, name, column))]
    late = [_unplaced(reading), *(_needed(layout, *rule) for rule in layout.needed_when.items())]
    dropped = ", ".join(f"raw_{name}" for name, column in layout.columns.items() if column.kind in _CAST_KINDS)
    return f"""create or replace table typed as
with raw as (
    select {_lines([*_row_shape(reading), *raw])}
    from {_body(reading, body, delimiter)}
),
cells as (
    select row_number, wrong_cells, {_lines([*typed, *kept])}
    from raw
),
worded as (
    select *, {_lines([*words, f"{_channel(reading)} as channel_here"])}
    from cells
),
named as (
    select *{derived}
    from worded
)
select * {f"exclude ({dropped})" if dropped else ""},
    concat_ws('; ', {_lines([*faults, *late, "null"])}) as faults
from named"""


_CAST_KINDS = ("money", "count", "time", "day")


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


def _body(reading: Reading, body: Path, delimiter: str) -> str:
    types = ", ".join(f"'c{position}': 'VARCHAR'" for position in range(len(reading.header) + EXTRA_CELLS))
    return f"""read_csv(
        {quote(str(body))}, auto_detect = false, header = false, columns = {{{types}}}, delim = {quote(delimiter)},
        quote = '"', escape = '"', nullstr = {quote(_NULL)}, null_padding = true, strict_mode = false,
        parallel = false, max_line_size = 16777216
    )"""


def _trimmed(reading: Reading, name: str, column: Column) -> str:
    """One cell as it stands; numbers and times are only trimmed where they cannot be read as they are."""
    if name not in reading.positions:
        return "cast(null as varchar)"
    cell = f"c{reading.positions[name]}"
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


def _lines(parts: list[str]) -> str:
    return ",\n    ".join(parts)


def _typed(reading: Reading, name: str, column: Column) -> str:
    """A cell read by its kind: as it stands where that works, which is nearly always, else cleaned first."""
    if column.kind not in _CAST_KINDS:
        return name
    nothing = ", ".join(quote(blank) for blank in ("", *reading.layout.blank))
    cleaned = _clean(reading.layout, name, _ID_BLANKS)
    if column.kind in ("money", "count"):
        value = f"coalesce(try_cast({name} as decimal(18,5)), {_amount(cleaned)})"
    elif column.kind == "time":
        value = f"coalesce({_utc(name, reading.zone)}, {_utc(cleaned, reading.zone)})"
    else:
        # noon of the day, so that no zone and no late day end moves it to another day
        noon = f"cast(coalesce({_day(name)}, {_day(cleaned)}) as timestamp) + interval 12 hour"
        value = f"timezone('UTC', timezone({quote(reading.zone)}, {noon}))"
    return f"case when {name} not in ({nothing}) then {value} end as {name}"


def _amount(cell: str) -> str:
    """An amount with a currency sign, full-width marks or thousands commas; a decimal comma is not guessed at."""
    marks, kept = _MONEY_MARKS
    plain = f"translate({cell}, {quote(marks)}, {quote(kept)})"
    return (
        f"case when regexp_matches({plain}, '^[+-]?[0-9]{{1,3}}(,[0-9]{{3}})+([.][0-9]*)?$') "
        f"then try_cast(replace({plain}, ',', '') as decimal(18,5)) else try_cast({plain} as decimal(18,5)) end"
    )


def _day(cell: str) -> str:
    return (
        f"coalesce(try_cast(left({cell}, 10) as date), cast(try_strptime({cell}, ['%Y%m%d', '%Y年%m月%d日']) as date))"
    )


def _utc(cell: str, zone: str) -> str:
    """A time in UTC: with an offset of its own, or in the zone given."""
    naive = (
        f"coalesce(try_cast({cell} as timestamp), "
        f"try_strptime({cell}, ['%Y年%m月%d日 %H:%M:%S', '%Y%m%d%H%M%S', '%Y-%m-%d %H:%M:%S.%f', '%Y%m%d']))"
    )
    has_offset = f"length({cell}) > 19 and regexp_matches({cell}, ':[0-9.]+ ?([+-][0-9]{{2}}:?[0-9]{{2}}|Z)$')"
    return (
        f"case when {has_offset} "
        f"then timezone('UTC', try_strptime(regexp_replace({cell}, 'Z$', '+0000'), "
        f"['%Y-%m-%d %H:%M:%S %z', '%Y-%m-%dT%H:%M:%S%z', '%Y-%m-%d %H:%M:%S%z'])) "
        f"else timezone('UTC', timezone({quote(zone)}, {naive})) end"
    )


_DAMAGED = "regexp_matches({name}, '^[0-9](\\.[0-9]+)?[eE][+]?[0-9]+$')"
_UNREADABLE = {"money": "not_an_amount", "count": "not_a_number", "time": "not_a_time", "day": "not_a_time"}


def _fault(layout: Layout, name: str, column: Column) -> str | None:
    header = column.header[0].replace("'", "")
    cases = []
    if column.kind in _UNREADABLE:
        code = _UNREADABLE[column.kind]
        unread = f"case when {name} is null then {_clean(layout, f'raw_{name}', _ID_BLANKS)} end is not null"
        cases.append(f"when {unread} then '{code}:{header}'")
    if column.required and not column.may_be_blank:
        cases.append(f"when {name} is null then 'blank_required:{header}'")
    if column.kind == "id" and (column.required or name in layout.row_key):
        cases.append(f"when {_DAMAGED.format(name=name)} then 'damaged_id:{header}'")
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
    fields = ("identity_kind", "scope", "masked", "is_certain")
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


def rows_sql(reading: Reading) -> str:
    """Records of `staged_rows`: what each good row is about."""
    one = str(reading.layout.one_row_per_key).lower()
    return _STAGED["rows"].select_sql(
        f"select *, {common_sql(reading)}, {one} as one_row_per_key from good", ordered=False
    )


def _key(reading: Reading) -> str:
    parts = ", ".join(f"coalesce(cast(({part}) as varchar), '')" for part in reading.layout.row_key)
    scope = reading.source if reading.layout.order_id_scope == "shop" else ""
    return f"md5_number_lower(concat_ws(chr(31), {parts})) as row_key, {quote(scope)} as row_scope"


def common_sql(reading: Reading) -> str:
    """Select list of what every staged record says of its origin."""
    named = {"file_id": reading.file_id, "source": reading.source, "layout": reading.layout.name}
    return ", ".join(f"{quote(value)} as {name}" for name, value in named.items())


def order_key_sql(reading: Reading, order_id: str, channel: str = "channel_here") -> str:
    """Expression of the order's name in the whole business."""
    shop = f"{reading.source}/" if reading.layout.order_id_scope == "shop" else ""
    return f"{channel} || {quote('/' + shop)} || {order_id}"


def emits_of(layout: Layout, into: str) -> list[Emit]:
    """The layout's rules that fill one staged table."""
    return [emit for emit in layout.emit if emit.into == into]


def records_sql(reading: Reading, into: str) -> str | None:
    """Records of one staged table from the good rows; None where the layout gives none."""
    builders = {
        "orders": _order_record,
        "order_items": _item_record,
        "entries": _entry_record,
        "identities": _identity_record,
    }
    emits = emits_of(reading.layout, into)
    if not emits:
        return None
    parts = [builders[into](reading, emit, part) for part, emit in enumerate(emits)]
    records = "\nunion all by name\n".join(parts)
    if into == "identities" and len(parts) > 1:
        # a row may name one contact twice, as phone and as billing phone; what it says of consent is kept
        records = f"""select * from (\n{records}\n)
qualify row_number() over (partition by row_number, identity_key, role order by consent nulls last) = 1"""
    return _STAGED[into].select_sql(records, ordered=False)


def _select(reading: Reading, table: Table, where: str, values: Mapping[str, str]) -> str:
    given = {"row_number": "row_number", "channel": "channel_here", "row_scope": "row_scope", "row_key": "row_key"}
    given |= values
    columns = [f"({given[name]}) as {name}" for name in table.column_names if name in given]
    return f"select {common_sql(reading)}, {', '.join(columns)} from good where {where}"


def _order_record(reading: Reading, emit: Emit, _part: int) -> str:
    given = dict(emit.values)
    given.setdefault("row_role", "'order'")
    currency = given.get("currency")
    given |= {
        "authority": str(reading.layout.authority),
        "order_key": order_key_sql(reading, f"({given['order_id']})"),
        "currency": f"coalesce({currency}, {quote(reading.currency)})" if currency else quote(reading.currency),
        "branch": f"coalesce({given.get('branch', 'null')}, '')",
    }
    table = _STAGED["orders"]
    missing = {name: "null" for name in table.column_names if name not in given}
    for taken in ("file_id", "source", "layout", "row_number", "channel"):
        missing.pop(taken, None)
    return _select(reading, table, f"({emit.where}) and ({given['order_id']}) is not null", missing | given)


def _item_record(reading: Reading, emit: Emit, _part: int) -> str:
    given = dict(emit.values)
    order_id = given.pop("order_id")
    given |= {"authority": str(reading.layout.authority), "order_key": order_key_sql(reading, f"({order_id})")}
    for name in ("sku", "item", "unit_price", "discount", "refunded_quantity", "refunded"):
        given.setdefault(name, "null")
    return _select(reading, _STAGED["order_items"], f"({emit.where}) and ({order_id}) is not null", given)


def _entry_record(reading: Reading, emit: Emit, part: int) -> str:
    given = dict(emit.values)
    currency = given.get("currency")
    given |= {
        "part": str(part),
        "currency": f"coalesce({currency}, {quote(reading.currency)})" if currency else quote(reading.currency),
        "branch": f"coalesce({given.get('branch', 'null')}, '')",
    }
    for name in ("fee_type", "order_ref", "order_ref_other", "statement", "wording"):
        given.setdefault(name, "null")
    given["wording"] = f"regexp_replace({given['wording']}, '[0-9]+|[^ ]*@[^ ]*', '', 'g')"
    return _select(reading, _STAGED["entries"], emit.where, given)


def _identity_record(reading: Reading, emit: Emit, _part: int) -> str:
    given = dict(emit.values)
    name = given.pop("identity")
    order_id = given.pop("order_id", None)
    given |= {
        "order_key": order_key_sql(reading, f"({order_id})") if order_id else "null",
        "identity_kind": f"{name}_identity_kind",
        "scope": f"{name}_scope",
        "identity_key": name,
        "masked": f"{name}_masked",
        "is_certain": f"{name}_is_certain",
        "role": given.get("role", "'buyer'"),
    }
    for other in ("consent", "payment_ref", "payment_ref_other"):
        given.setdefault(other, "null")
    return _select(reading, _STAGED["identities"], f"({emit.where}) and {name} is not null", given)
