"""SQL that turns the good rows of a file into staged records. Nothing is executed here."""

from __future__ import annotations

from collections.abc import Mapping

from transforms.exports.layout import Emit, Layout
from transforms.exports.staging.typed_rows import Reading
from transforms.sql import quote
from transforms.tables import STAGED, Table

_STAGED = {table.name.removeprefix("staged_"): table for table in STAGED}


def rows_sql(reading: Reading) -> str:
    """Records of `staged_rows`: what each good row is about."""
    layout = reading.layout
    said = (
        f"{quote(layout.row_namespace or layout.name)} as row_namespace, {layout.precision} as precision, "
        f"{str(layout.one_row_per_key).lower()} as one_row_per_key"
    )
    return _STAGED["rows"].select_sql(f"select *, {common_sql(reading)}, {said} from good", ordered=False)


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
        # a row may name one contact twice, as phone and as billing phone; what it says of consent is kept, and each
        # thing it says: without a purpose is only what says nothing more
        records = f"""select * from (\n{records}\n)
qualify row_number() over (partition by row_number, identity_key, role, purpose order by consent nulls last) = 1
    and (purpose <> '' or count(*) filter (where purpose <> '')
        over (partition by row_number, identity_key, role) = 0)"""
        # which of the rows survive is settled, but not in which order they come
        return _STAGED[into].select_sql(records)
    return _STAGED[into].select_sql(records, ordered=False)


def _select(reading: Reading, table: Table, emit: Emit, values: Mapping[str, str], where: str = "true") -> str:
    given = {"row_number": "row_number", "channel": "channel_here", "row_scope": "row_scope", "row_key": "row_key"}
    given |= values
    columns = [f"({given[name]}) as {name}" for name in table.column_names if name in given]
    rows = "good"
    if emit.each:  # both lists come apart side by side
        number = f"unnest(range(1, len({emit.each}) + 1))"
        rows = f"(select *, unnest({emit.each}) as one, {number} as one_part from good)"
    return f"select {common_sql(reading)}, {', '.join(columns)} from {rows} where ({emit.where}) and {where}"


def _order_record(reading: Reading, emit: Emit, _part: int) -> str:
    given = dict(emit.values)
    given.setdefault("row_role", "'order'")
    currency = given.get("currency")
    given |= {
        "authority": str(reading.layout.authority),
        "adds_up": str(reading.layout.orders_add_up).lower(),
        "order_key": order_key_sql(reading, f"({given['order_id']})"),
        "currency": f"coalesce({currency}, {quote(reading.currency)})" if currency else quote(reading.currency),
        "branch": f"coalesce({given.get('branch', 'null')}, '')",
    }
    table = _STAGED["orders"]
    missing = {name: "null" for name in table.column_names if name not in given}
    for taken in ("file_id", "source", "layout", "row_number", "channel"):
        missing.pop(taken, None)
    return _select(reading, table, emit, missing | given, f"({given['order_id']}) is not null")


def _part(emit: Emit, part: int) -> str:
    """Expression that tells the records of one row apart."""
    return f"{part} + 100 * one_part" if emit.each else str(part)


def _item_record(reading: Reading, emit: Emit, part: int) -> str:
    given = dict(emit.values)
    order_id = given.pop("order_id")
    given |= {"part": _part(emit, part)} | {
        "authority": str(reading.layout.authority),
        "order_key": order_key_sql(reading, f"({order_id})"),
    }
    for name in ("line_ref", "sku", "item", "unit_price", "discount", "refunded_quantity", "refunded"):
        given.setdefault(name, "null")
    return _select(reading, _STAGED["order_items"], emit, given, f"({order_id}) is not null")


def _entry_record(reading: Reading, emit: Emit, part: int) -> str:
    given = dict(emit.values)
    currency = given.get("currency")
    given |= {
        "part": _part(emit, part),
        "family": quote(reading.layout.family),
        "with_platform_share": given.get("with_platform_share", "false"),
        "fee_authority": given.get("fee_authority", str(reading.layout.fee_authority)),
        "currency": f"coalesce({currency}, {quote(reading.currency)})" if currency else quote(reading.currency),
        "branch": f"coalesce({given.get('branch', 'null')}, '')",
    }
    # a statement is about the account the files come from, whatever channels its lines are of
    about_the_account = f"({given['entry_kind']}) in ('due', 'payout')"
    given["channel"] = f"case when {about_the_account} then {quote(reading.channel)} else channel_here end"
    for name in ("fee_type", "order_ref", "order_ref_other", "statement", "wording"):
        given.setdefault(name, "null")
    given["wording"] = f"regexp_replace({given['wording']}, '[0-9]+|[^ ]*@[^ ]*', '', 'g')"
    return _select(reading, _STAGED["entries"], emit, given)


def _identity_record(reading: Reading, emit: Emit, _part: int) -> str:
    given = dict(emit.values)
    name = given.pop("identity")
    order_id = given.pop("order_id", None)
    purpose = given.get("purpose", "''")
    given |= {
        "order_key": order_key_sql(reading, f"({order_id})") if order_id else "null",
        "identity_kind": f"{name}_identity_kind",
        "scope": f"{name}_scope",
        "identity_key": name,
        "masked": f"{name}_masked",
        "is_certain": f"{name}_is_certain",
        "grams": f"{name}_grams",
        "surname_key": f"{name}_surname_key",
        "role": given.get("role", "'buyer'"),
        # a row that does not answer says nothing of any purpose
        "purpose": f"case when ({given.get('consent', 'null')}) is not null then {purpose} else '' end",
    }
    for other in ("consent", "payment_ref", "payment_ref_other"):
        given.setdefault(other, "null")
    return _select(reading, _STAGED["identities"], emit, given, f"{name} is not null")
