"""The stories of the page of measures, built as a night would build them."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from expectations.measures.declare import Bought, Example, Story
from tests.worlds import World, a_shop, core_of, fee, item, order, phone
from tests.worlds.rows import Row, Who
from transforms import build

PHONE = "1390000000{}"
"""Of the first, second, … of those who can be reached."""


@cache
def told(story: Story) -> World:
    """The published tables of one story."""
    orders = story.crowd.orders() if story.crowd else story.orders
    rows = [row for bought in orders for row in _order(bought, story)]
    for billed in story.bills:
        base = {"statement": "S1"}
        row = fee(billed.channel, billed.day, billed.commission, billed.number, **base)
        (charged,) = row.records["entries"]
        due = {**charged, "part": 1, "entry_kind": "due", "fee_type": None, "amount": billed.due}
        rows.append(replace(row, records={"entries": [charged, due]}))
    if story.paid_out:
        paid = {"kind": None, "entry_kind": "payout", "statement": "S1", "layout": "paid"}
        rows.append(fee("meituan", "2026-03-04", story.paid_out, **paid))
    shop = a_shop(**tomllib.loads(story.settings))
    world = core_of(*rows, as_of=story.as_of, shop=shop)
    if story.graded:
        each = story.graded
        cells = ", ".join(map(str, (each.low, each.high, each.links, each.right, each.mean)))
        world.engine.run(f"insert into work.link_calibration values ({cells})")
    build.build_published(world.engine, shop, datetime(2026, 1, 1, tzinfo=UTC))
    return world


def _order(bought: Bought, story: Story) -> list[Row]:
    who: Who = None if bought.who == "nobody" else bought.who.casefold()
    if bought.who in story.agreed:
        who = phone(PHONE.format(story.agreed.index(bought.who)), consent=True)
    facts: dict[str, object] = {"discount": bought.discount, "refunded": bought.refunded}
    if bought.refunded:
        facts["status"] = "refunded"
    if bought.collected:
        facts["fulfilment"] = "pickup"
    rows = [order(who, bought.channel, bought.day, bought.gross, id=bought.number, **facts)]
    if bought.item:
        rows.append(item(bought.channel, bought.number, bought.item, unit_price=bought.gross))
    return rows


@cache
def _names(story: Story) -> dict[str, str]:
    """The name a story gives to each person of its world."""
    orders = story.crowd.orders() if story.crowd else story.orders
    who = {bought.number: bought.who for bought in orders}
    found = told(story).rows("core.orders", "customer_id, order_id", "customer_id is not null")
    return {customer: who[number] for customer, number in found}


def shown(table: str, example: Example) -> list[list[str]]:
    """The rows the build gives where the page shows an example, as the page shows them."""
    names = _names(example.story)
    found = told(example.story).rows(table, ", ".join(example.columns), example.where)
    rows = [[_text(names.get(cell, cell)) for cell in row] for row in found]
    return sorted(rows) if "customer_id" in example.columns else rows


def _text(cell: Any) -> str:
    if cell is None or isinstance(cell, bool):
        return {None: "null", True: "true", False: "false"}[cell]
    return f"{round(cell, 4):g}" if isinstance(cell, float) and cell < 1000 else str(cell)
