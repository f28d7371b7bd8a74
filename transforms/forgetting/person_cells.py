"""Which rows of a recognised table name somebody, and which of their cells are about the person."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from transforms.exports.contacts import FORGOTTEN
from transforms.exports.layout import Column, Layout
from transforms.exports.recognise.examine import RecognisedTable
from transforms.forgetting.sought import Sought
from transforms.forgetting.spellings import Sign, Signs, sign_of

PLAIN_KINDS = frozenset({"id", "text", "money", "count", "time", "day"})
"""Kinds of columns that name nobody; every other kind is of a person."""

_BLANKS = " \t`\u00a0\u3000\r'=\""
_PERSON = re.compile(
    r"姓名|名字|收[货貨件]|提货人|买家|買家|購買人|顾客|顧客|客户|客戶|会员|會員|用户|用戶|电话|電話|手机|手機|联系|聯絡|聯繫|地址|昵称|暱稱"
    r"|留言|备注|備註|微信|邮箱|郵箱|邮编|郵遞|生日|身份证|旺旺|address|phone|mobile|e-?mail|recipient|receiver|buyer|customer"
    r"|guest|member|name|street|\bcity|zip|post ?code|postal|province|company|note|message|card|latitude|longitude"
    r"|ship to",
    re.IGNORECASE,
)
_NOT_PERSON = re.compile(
    r"金额|金額|支付|实付|实收|积分|费|費|货款|邮费|时间|時間|日期|状态|狀態|原因|次数|卖家|賣家|商家|商品|店铺|店鋪|门店|达人|骑手|分销"
    r"|fee|cost|amount|discount|refund|status|program|insurance|subsid|payment|staff|tax|sku|product|item|device|store|shop\b"
    r"|warehouse|provider|merchant|marketplace|option|terms|adjustment|reason|number of|# of|currency|date|time",
    re.IGNORECASE,
)
"""Words of money, goods and the shop's own people: such a column is not about the buyer, whatever else it says."""
_SURELY_PERSON = re.compile(
    r"姓名|昵称|暱稱|收[货貨件]人|(?:收货|收貨|收件|详细)地址|生日|\b(?:first|last|full) name|^zip|post ?code"
    r"|(?:ship|bill|buyer|customer|recipient|delivery).*(?:name|address|city|zip|street|phone)",
    re.IGNORECASE,
)
"""Words that tell a person's column also where the layout uses it for something."""
_BUYER = re.compile(r"买家|買家|購買|购买|会员|會員|客户|客戶|buyer|billing|customer|member", re.IGNORECASE)
"""A contact under such a word is the buyer's own; under another it may be only the number on the parcel."""

Value = tuple[str, str, str]
"""Kind, raw value and scope of one contact."""
Cells = dict[int, str]
"""Position in the row -> what stands there instead."""


@dataclass(frozen=True)
class _Place:
    """One column of the layout in one table."""

    name: str
    column: Column
    position: int
    roles: frozenset[str]


class Table:
    """A recognised table, with what its layout says of people."""

    def __init__(self, table: RecognisedTable) -> None:
        self.table = table
        self.layout: Layout = table.layout
        roles = roles_of(self.layout)
        self.people = [
            _Place(name, column, table.positions[name], roles.get(name, frozenset()))
            for name, column in self.layout.columns.items()
            if name in table.positions and column.kind not in PLAIN_KINDS
        ]
        mapped = {
            position: column
            for name, position in table.positions.items()
            if (column := self.layout.columns.get(name)) is not None and column.kind in PLAIN_KINDS
        }
        used = {*mapped, *table.positions.values()}
        self.shared = {place.position for place in self.people} & mapped.keys()
        """Cells from which something else is read too: only the contact goes."""
        self.mapped = mapped
        self.words = {
            position
            for position, word in enumerate(table.header)
            if (position not in used and _PERSON.search(word) and not _NOT_PERSON.search(word))
            or (position in mapped and mapped[position].kind == "text" and _SURELY_PERSON.search(word))
        }
        """Names, addresses and messages, by their header words."""

    def lines(self) -> Iterator[list[str]]:
        """The cells of each row of the body."""
        with self.table.body.open(encoding="utf-8", newline="") as body:
            if not self.table.quotes_pair:
                for line in body:
                    yield line.rstrip("\n").split(self.table.delimiter)
                return
            yield from csv.reader(body, delimiter=self.table.delimiter)

    def contacts(self, cells: list[str]) -> Iterator[Value]:
        """Everything in a row that names or describes somebody."""
        for place in self.people:
            value = self._value(place.column, cells, place.position)
            if value:
                yield place.column.kind, value, self._scope(place.column, cells)

    def named_by(self, cells: list[str], sought: Sought) -> list[tuple[_Place, Value]]:
        """The contacts of somebody sought in a row, with the place of each."""
        found: list[tuple[_Place, Value]] = []
        for place in self.people:
            value = self._value(place.column, cells, place.position)
            scope = self._scope(place.column, cells)
            if value and sought.holds(place.column.kind, value, scope):
                found.append((place, (place.column.kind, value, scope)))
        return found

    def _value(self, column: Column, cells: list[str], position: int) -> str:
        cell = cells[position] if position < len(cells) else ""
        if column.pattern:
            match = re.search(column.pattern, cell)
            cell = (match[1] or "") if match else ""
        value = cell.strip(_BLANKS)
        return "" if value in self.layout.blank else value

    def _scope(self, column: Column, cells: list[str]) -> str:
        other = column.scope_column
        if not other or other not in self.table.positions:
            return column.scope
        part = self._value(self.layout.columns[other], cells, self.table.positions[other])
        return f"{column.scope}:{part}" if part else column.scope

    def blanked(self, cells: list[str], named: list[tuple[_Place, Value]], signs: Signs, *, is_spelled: bool) -> Cells:
        """The new cells of a row that names somebody; nothing where it does not.

        A contact that is only the number on the parcel takes name and address with it, and leaves the buyer's own
        contacts: they may be somebody else's, who sent a gift.
        """
        spelled = set()
        if is_spelled and signs.in_text.search("\x1f".join(cells)):
            spelled = {position for position, cell in enumerate(cells) if signs.in_text.search(cell)}
        if not named and not spelled:
            return {}
        words = [self.table.header[position] for position in spelled if position < len(self.table.header)]
        is_buyer = any("buyer" in place.roles for place, _ in named) or any(map(_BUYER.search, words))
        given_away = {place.position for place, _ in named}
        new: Cells = {}
        for place in self.people:
            if is_buyer or "buyer" not in place.roles or place.position in given_away:
                self._blank(new, cells, place, signs)
        for position in self.words:
            if position < len(cells) and cells[position].strip():
                new[position] = ""
        for position in spelled - new.keys():
            column = self.mapped.get(position)
            new[position] = signs.blanked_text(cells[position]) if column or len(cells[position]) > 40 else ""
        if not any(cell.strip() for position, cell in enumerate(cells) if position not in new) and new:
            new[min(new)] = FORGOTTEN
        return new

    def _blank(self, new: Cells, cells: list[str], place: _Place, signs: Signs) -> None:
        position, column = place.position, place.column
        if position >= len(cells) or not cells[position].strip():
            return
        if position in self.shared:
            value = self._value(column, cells, position)
            before = new.get(position, cells[position])
            new[position] = signs.blanked_text(before.replace(value, "x" * len(value)) if value else before)
            return
        needed = (column.required and not column.may_be_blank) or place.name in self.layout.needed_when
        new[position] = FORGOTTEN if needed else ""


def roles_of(layout: Layout) -> dict[str, frozenset[str]]:
    """Column -> the roles in which its contact is staged: the buyer's own, or the one on the parcel."""
    found: dict[str, set[str]] = {}
    for emit in layout.emit:
        if emit.into == "identities":
            found.setdefault(emit.values["identity"], set()).add(emit.values.get("role", "'buyer'").strip("'"))
    return {name: frozenset(roles) for name, roles in found.items()}


def contacts_in(table: RecognisedTable) -> set[Value]:
    """Every contact and trait in a table."""
    seen = Table(table)
    return {value for cells in seen.lines() for value in seen.contacts(cells)}


def values_in(table: RecognisedTable, sought: Sought) -> set[Value]:
    """The raw values of somebody sought that stand in a table."""
    seen = Table(table)
    found = {value for cells in seen.lines() for _, value in seen.named_by(cells, sought)}
    return found | {(kind, value, "") for kind, value in sought.in_text(table.body.read_text(encoding="utf-8"))}


def signs_of(values: Iterable[Value], region: str) -> set[Sign]:
    """What to look for in every cell and byte of these values; an account only when its name is odd enough."""
    found = {(kind, sign_of(kind, value, region)) for kind, value, _ in values}
    return {sign for kind, sign in found if sign and (sign.kind != "text" or _tells(sign.plain))}


def _tells(word: str) -> bool:
    return len(word) >= 10 and any(map(str.isdigit, word)) and not word.isdigit()


def cells_to_blank(table: RecognisedTable, sought: Sought, signs: Signs) -> dict[int, Cells]:
    """Rows of the body that name somebody sought -> their new cells."""
    seen = Table(table)
    found = {}
    is_spelled = bool(signs) and signs.in_bytes(table.body.read_bytes())
    for number, cells in enumerate(seen.lines()):
        new = seen.blanked(cells, seen.named_by(cells, sought), signs, is_spelled=is_spelled)
        changed = {position: cell for position, cell in new.items() if cell != cells[position]}
        if changed:
            found[number] = changed
    return found
