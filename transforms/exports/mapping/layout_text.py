"""The layout file of a mapping."""

from __future__ import annotations

import json

from transforms.exports.mapping import lines
from transforms.exports.mapping.mapping import BLANKS, Mapping
from transforms.exports.mapping.roles import CONTACT_ROLES, INCLUDABLE, ROLES, SIGNED_ROLES
from transforms.exports.mapping.sample import Sample
from transforms.exports.mapping.values import is_local_day

SIGNATURE_WORDS = 8
_ABOUT = (
    "# Made by describing one export in Regulars.",
    "# To share it, copy this file into the folder layouts/ of another home.",
)


def layout_toml(sample: Sample, mapping: Mapping) -> str:
    """The layout file of a mapping; whoever opens it finds what was said, line by line."""
    given = mapping.columns
    words = [word for word in dict.fromkeys(sample.header) if word]
    used = list(given.values())
    signature = [*used, *(word for word in words if word not in used)][:SIGNATURE_WORDS]
    ignored = [word for word in words if word not in used]
    text = [
        *_ABOUT,
        f"name = {_text(mapping.name)}",
        f"family = {_text(mapping.family)}",
        f"title = {{ en = {_text(mapping.title)} }}",
        'evidence = "V"',
        f"usual_channel = {_list(mapping.usual_channel)}",
        f"signature = {_list(signature)}",
        f"time_zone = {_text(mapping.time_zone)}",
        f"blank = {_list(BLANKS)}",
        f"row_key = {_list(_row_key(mapping))}",
        f"one_row_per_key = {str(not mapping.has_lines).lower()}",
        *(['whole_by = "order_id"'] if mapping.has_lines else []),
    ]
    if "channel" in given:
        text.append('channel_value = "channel"')
    if sample.other_sheets:
        text.append(f"sheets_ignored = {_list(sample.other_sheets)}")
    text.append(f"ignored = {_list(ignored)}")
    if sample.total_row:
        text += ["", "[footer]", f"total_row_starts_with = {_text(sample.total_row)}"]
    text += ["", "[columns]", *(_column(sample, mapping, role) for role in given)]
    if "status" in given:
        text += ["", "[values.status]"]
        text += [f"{_text(word)} = {_text(status)}" for word, status in mapping.statuses.items() if status]
    derived = _derived(mapping)
    if derived:
        text += ["", "[derived]", *(f"{name} = {_text(sql)}" for name, sql in derived.items())]
    if sample.total_row and mapping.shared_roles:
        text += ["", "[control_totals]"]
        text += [f"{_text(given[role])} = {_text(f'sum({ROLES[role].column})')}" for role in mapping.shared_roles]
    for into, where, values in _emits(mapping):
        text += ["", "[[emit]]", f"into = {_text(into)}"]
        if where:
            text.append(f"where = {_text(where)}")
        text += ["[emit.values]", *(f"{name} = {_text(sql)}" for name, sql in values.items())]
    return "\n".join(text) + "\n"


def _row_key(mapping: Mapping) -> list[str]:
    return ["order_id", *_refund_condition(mapping)]


def _refund_condition(mapping: Mapping) -> list[str]:
    """What tells a refund of an order from the order, where a file has such rows."""
    if not mapping.gives_orders or mapping.negative_is != "refund":
        return []
    return [lines.IS_RETURN if mapping.multiplies else f"coalesce({mapping.amount} < 0, false)"]


def _column(sample: Sample, mapping: Mapping, role: str) -> str:
    each = ROLES[role]
    parts = [f"header = {_text(mapping.columns[role])}"]
    if each.kind != "text":
        parts.append(f'kind = "{each.kind}"')
    is_needed = (
        role in ("order_id", "ordered_at")
        or role == mapping.amount
        or (role == "quantity" and mapping.gives_items)
        or (role in ("quantity", "unit_price") and mapping.multiplies)
    )
    # without the column the money would be another: such a file is refused, and its name asked for
    if is_needed:
        parts.append("required = true")
    elif each.is_money or role == "status":
        parts.append("required = true, may_be_blank = true")
    if each.kind == "time" and any(map(is_local_day, sample.cells(mapping.columns[role]))):
        parts.append('date_order = "by_data"')
    if each.kind in ("member", "account"):
        parts.append(f"scope = {_text(mapping.family)}")
    return f"{each.column} = {{ {', '.join(parts)} }}"


def _derived(mapping: Mapping) -> dict[str, str]:
    found = dict(zip(("is_refund",), _refund_condition(mapping), strict=False))
    if mapping.has_lines:
        found["is_first_line"] = f"row_number() over (partition by {_same_order(mapping)} order by row_number) = 1"
    if mapping.multiplies:
        found |= lines.derived(mapping, _same_order(mapping))
    if mapping.gives_orders:
        found["worth"] = _sum(_worth(mapping, per_order=True))
    return found


def _same_order(mapping: Mapping) -> str:
    return ", ".join(("order_id", *_refund_condition(mapping)))


def _worth(mapping: Mapping, *, per_order: bool) -> list[str]:
    """Terms of what an order was worth at list prices, delivery by the merchant in it, tax and tip not."""
    given = mapping.columns

    def term(role: str) -> str:
        return _money(mapping, role, per_order=per_order)

    by_lines = "lines_worth" if per_order else "line_worth"
    terms = [by_lines if mapping.multiplies else term(mapping.amount or "")]
    if mapping.amount == "paid":
        terms += [term(role) for role in ("merchant_discount", "platform_discount") if role in given]
    if "delivery_charged" in given and "delivery_charged" not in mapping.includes:
        terms.append(term("delivery_charged"))
    return terms + [f"-{term(role)}" for role in ("tax", "tip") if role in given and role in mapping.includes]


def _sum(terms: list[str]) -> str:
    return " + ".join(terms).replace("+ -", "- ").replace("- -", "+ ")


def _money(mapping: Mapping, role: str, *, per_order: bool = True) -> str:
    """An amount the way we count it, for its order or for its row: what a discount, refund or fee takes is positive."""
    column = ROLES[role].column
    summed = per_order and mapping.has_lines and role in mapping.summed
    value = f"sum({column}) over (partition by {_same_order(mapping)})" if summed else column
    sign = "-" if mapping.signs.get(role) == "minus" and role in SIGNED_ROLES else ""
    return value if role in ("gross", "paid") else f"{sign}coalesce({value}, 0)"


def _emits(mapping: Mapping) -> list[tuple[str, str, dict[str, str]]]:
    """What a row gives: into which records, under which condition, with which values."""
    given = mapping.columns
    has_refunds = bool(_refund_condition(mapping))
    no_refund = "not is_refund" if has_refunds else ""
    place = {name: name for name in ("branch", "currency") if name in given}
    found: list[tuple[str, str, dict[str, str]]] = []
    if mapping.gives_orders:
        goods = "not is_fee_line" if mapping.multiplies else ""
        found.append(("orders", _all_of(no_refund, goods), {**_order(mapping), **place}))
    if has_refunds:
        rows = (
            "is_refund and line_worth <> 0"
            if mapping.multiplies
            else _each_or_first(mapping, mapping.amount or "", "is_refund")
        )
        found.append(("orders", rows, {**_refund(mapping), **place}))
    if mapping.gives_items:
        names = {name: name for name in ("sku", "item", "quantity", "unit_price") if name in given}
        goods = "not is_fee_line and not is_delivery_line" if mapping.multiplies else ""
        where = _all_of("item is not null and quantity is not null", no_refund, goods)
        found.append(("order_items", where, {"order_id": "order_id", **names}))
    for role in mapping.fees:
        values = {
            "entry_kind": "'fee'",
            "fee_type": f"'{ROLES[role].fee_type}'",
            "amount": _money(mapping, role, per_order=False),
            "booked_at": "ordered_at",
            "order_ref": "order_id",
            "wording": _quoted(given[role]),
        }
        where = _each_or_first(mapping, role, f"coalesce({ROLES[role].column}, 0) <> 0")
        found.append(("entries", where, {**values, **place}))
    if mapping.multiplies:
        found += [(into, where, {**values, **place}) for into, where, values in lines.fee_entries(mapping)]
    for role in CONTACT_ROLES:
        if role in given:
            values = {"identity": role, "order_id": "order_id"}
            if role == "phone" and mapping.phone_is == "contact":
                values["role"] = "'contact'"
            found.append(("identities", no_refund, values))
    return found


def _all_of(*conditions: str) -> str:
    return " and ".join(filter(None, conditions))


def _each_or_first(mapping: Mapping, role: str, where: str) -> str:
    """The condition for every row that states its own part, or for the first one where each row repeats the whole."""
    repeats = mapping.has_lines and role not in mapping.summed
    return f"{where} and is_first_line" if repeats else where


def _order(mapping: Mapping) -> dict[str, str]:
    given = mapping.columns
    values = {
        "order_id": "order_id",
        "ordered_at": "ordered_at",
        "status": "coalesce(status_word, 'unknown')" if "status" in given else "'completed'",
        "gross": "worth",
    }
    for role in ("merchant_discount", "platform_discount"):
        values[role] = _money(mapping, role) if role in given else "0"
    values |= {role: _money(mapping, role) for role in (*INCLUDABLE, "refunded") if role in given}
    if mapping.multiplies:
        for name, sql in lines.order_values(mapping, _same_order(mapping)).items():
            values[name] = f"{values[name]} + {sql}" if values.get(name, "0") != "0" else sql
    if "paid" in given:
        extras = [
            role for role in ("tax", "tip") if role in given and (mapping.amount == "gross" or role in mapping.includes)
        ]
        values["paid"] = _sum([_money(mapping, "paid"), *(f"-{_money(mapping, role)}" for role in extras)])
    return values | {name: name for name in ("refunded_at", "coupon", "fulfilment", "payment_ref") if name in given}


def _refund(mapping: Mapping) -> dict[str, str]:
    """A row that gives back: what the merchant's own discount had taken off was never the buyer's."""
    worth = _sum(_worth(mapping, per_order=False))
    discount = " - abs(coalesce(merchant_discount, 0))" if "merchant_discount" in mapping.columns else ""
    if mapping.multiplies and "discount_share" in mapping.columns:
        discount += " - abs(line_discount)"
    return {
        "order_id": "order_id",
        "row_role": "'refund'",
        "ordered_at": "cast(null as timestamp)",
        "refunded_at": "refunded_at" if "refunded_at" in mapping.columns else "ordered_at",
        "status": "'refunded'",
        "refunded": f"abs({worth}){discount}",
    }


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"


def _text(value: str) -> str:
    """A TOML string; JSON's are the same but for one sign."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(values: tuple[str, ...] | list[str]) -> str:
    return f"[{', '.join(map(_text, values))}]"
