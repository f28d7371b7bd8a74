"""Orders whose amount stands in no column: what their lines add up to, pieces times the price of one.

Each line is worth `line_worth`; a line that takes pieces or money back is a return. Some lines are no goods: delivery
charged to the buyer belongs to the order without being an article, and a fee that the platform kept is neither.
"""

from __future__ import annotations

from transforms.exports.mapping.mapping import Mapping
from transforms.exports.mapping.roles import FEE_ROLES, ROLES

IS_RETURN = "coalesce(quantity < 0 or unit_price < 0, false)"
"""Condition of a line that takes something back, also where it was worth nothing."""
_WORTH = "cast(quantity as decimal(38,5)) * unit_price"
"""Wide enough for the prices of any currency; as narrow as its factors it would overflow."""


def derived(mapping: Mapping, same_order: str) -> dict[str, str]:
    """Further names for what a line is worth and what the lines of its order add up to."""
    fees = [word for word, role in mapping.special.items() if role in FEE_ROLES]
    delivery = [word for word, role in mapping.special.items() if role not in FEE_ROLES]
    found = {"is_fee_line": _is_one_of(mapping, fees), "is_delivery_line": _is_one_of(mapping, delivery)}
    found["line_total"] = _WORTH
    found["line_worth"] = "case when is_fee_line then 0 else line_total end"
    if "discount_share" in mapping.columns:
        found["line_discount"] = "line_worth * coalesce(discount_share, 0)"
    over = f"over (partition by {same_order})"
    found["lines_worth"] = f"sum(line_worth) {over}"
    if delivery:
        found["lines_delivery"] = f"sum(line_worth) filter (where is_delivery_line) {over}"
    return found


def order_values(mapping: Mapping, same_order: str) -> dict[str, str]:
    """What the lines of an order say of it besides its amount."""
    found = {}
    if "discount_share" in mapping.columns:
        found["merchant_discount"] = f"sum(line_discount) over (partition by {same_order})"
    if "delivery_charged" in mapping.special.values():
        found["delivery_charged"] = "coalesce(lines_delivery, 0)"
    return found


def fee_entries(mapping: Mapping) -> list[tuple[str, str, dict[str, str]]]:
    """Fees that stand among the lines: what such a line takes away is the fee, what it adds is the fee reversed."""
    return [
        (
            "entries",
            _is_one_of(mapping, [word for word, named in mapping.special.items() if named == role]),
            {
                "entry_kind": "'fee'",
                "fee_type": f"'{ROLES[role].fee_type}'",
                "amount": "-line_total",
                "booked_at": "ordered_at",
                # a number with nothing but fees under it is no order
                "order_ref": "case when bool_or(not is_fee_line) over (partition by order_id) then order_id end",
                "wording": mapping.article,
            },
        )
        for role in FEE_ROLES
        if mapping.article and role in mapping.special.values()
    ]


def _is_one_of(mapping: Mapping, words: list[str]) -> str:
    if not words or mapping.article is None:
        return "false"
    quoted = ", ".join("'" + word.replace("'", "''") + "'" for word in words)
    return f"coalesce({mapping.article} in ({quoted}), false)"
