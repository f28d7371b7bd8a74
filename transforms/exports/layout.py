"""One export layout: what a file's header looks like and what its columns mean, as data.

A layout is one TOML file in `transforms/exports/layouts/`. It names the header words that give the
file away, maps columns to our words, and says in SQL expressions over those words which records a row
holds. Nothing here opens an export; `recognise/` does, and `staging/` turns rows into records.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from transforms.exports.traits.trait import TRAIT_KINDS

ColumnKind = Literal[
    "id", "text", "money", "count", "time", "day",
    "phone", "email", "account", "member", "name", "birthday", "area", "card",
]  # fmt: skip
"""How a cell is read. The second line are contacts and traits: hashed before anything else sees them."""

CONTACT_KINDS: frozenset[str] = TRAIT_KINDS | {"phone", "email", "account", "member"}

ChannelKind = Literal["store", "own_online", "marketplace", "delivery"]
"""METRICS.md §0."""

RecordKind = Literal["orders", "order_items", "entries", "identities"]
"""The staged tables a layout may fill (declared in `transforms/tables/staged.py`)."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_Strict):
    """One column that we use: the header words it goes by, and how its cells are read."""

    header: tuple[str, ...]
    kind: ColumnKind = "text"
    required: bool = False
    """The column must exist and no data row may leave it blank."""
    may_be_blank: bool = False
    """With `required`: the column must exist, its cells may be blank."""
    scope: str = ""
    """For `account` and `member`: within what the value names a person; in `alipay` a phone or e-mail is one."""
    scope_column: str | None = None
    """A further part of the scope that the row itself states (WeChat: the app id); of a card, its brand."""
    pattern: str | None = None
    """Regular expression whose first group is the value; a cell without it is blank. Two columns may read one cell."""
    time_header: tuple[str, ...] = ()
    """For `time`: a second column that holds the time of day."""
    surname_header: tuple[str, ...] = ()
    """For `name`: a second column that holds the surname; where it is not there, the first is the whole name."""
    date_order: Literal["mdy", "dmy", "by_data"] | None = None
    """For dates such as 03/04/2026. `by_data`: a day above 12 tells, else `date_order` of the source in shop.toml."""
    zone_column: str | None = None
    """For `time`: our name of the column in which the row states its zone."""

    @property
    def words(self) -> tuple[str, ...]:
        """Every header word that the column is read from."""
        return (*self.header, *self.time_header, *self.surname_header)

    @model_validator(mode="before")
    @classmethod
    def _one_word_is_a_list_of_one(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"header": (value,)}
        if isinstance(value, dict):
            words = {
                key: value[key]
                for key in ("header", "time_header", "surname_header")
                if isinstance(value.get(key), str)
            }
            return {**value, **{key: (word,) for key, word in words.items()}}
        return value


class Footer(_Strict):
    """Lines after the data that are not data rows, and the totals they state."""

    starts_with: tuple[str, ...] = ()
    """A line whose first non-blank cell begins with one of these is not a data row."""
    matches: str | None = None
    """Regular expression: a line whose first non-blank cell it fits is not a data row either."""
    totals: dict[str, str] = Field(default_factory=dict)
    """Name of a total -> regular expression over the whole line, its first group the number."""
    table_opens_with: str | None = None
    """First cell of a small table after the data; its header words name totals in the next line."""
    total_row_starts_with: str | None = None
    """First cell of a row whose other cells are totals, named by the header word above them."""
    total_row_above_header: bool = False
    """The row right above the header holds totals, named by the header word below them."""


class RowTotal(_Strict):
    """A total that each row states of itself, such as what is paid out of it."""

    stated: str
    counted: str
    where: str = "true"


class SignBy(_Strict):
    """A column whose sign on some rows is not documented: the file's own total decides."""

    column: str
    where: str
    total: str


class Emit(_Strict):
    """One kind of record a row can hold. Each value is a SQL expression over the layout's columns."""

    into: RecordKind
    where: str = "true"
    each: str | None = None
    """SQL list over the columns when one cell names several things; `values` then see each of them as `one`."""
    values: dict[str, str]


class Layout(_Strict):
    """One way a platform lays out one of its exports. Field by field as in the TOML file."""

    name: str
    family: str
    """The system the file comes from: the scope of its member numbers and account ids."""
    title: dict[str, str]
    evidence: Literal["V", "C", "D", "I"]
    """V: seen in a real file; C: in working importers; D: documented; I: inferred."""
    signature: tuple[str, ...] = Field(min_length=1)
    """Header words that together give the layout away: three or more, since one word means different things."""
    time_zone: str = "shop"
    """Zone of times that state none: an IANA name, or `shop` for the business's own."""
    currency: str | None = None
    """Of amounts whose rows state none, where the platform knows only one; else they are in the business's own."""
    blank: tuple[str, ...] = ()
    """Cells that mean "nothing here", besides the empty one."""
    refused: dict[str, str] = Field(default_factory=dict)
    """For files that people take for a shop's export: language -> what the file is, and which one to download."""
    usual_channel: tuple[str, ChannelKind]
    """Name and kind of the channel to suggest to somebody who has no source for such files yet."""
    completes: tuple[str, ...] = ()
    """Layouts whose orders this one adds to."""
    header_rows: int = Field(default=1, ge=1, le=4)
    """Rows the header takes; a column's lowest word counts, and `above > below` or `#2` tells equal words apart."""
    prose_rows: int = Field(default=0, ge=0, le=3)
    """So many rows after the header may be explanations: they hold no number, time or id where one must be."""
    row_key: tuple[str, ...]
    """Columns (or SQL over them) that name what a row is about; a later export of it supersedes."""
    row_namespace: str = ""
    """Layouts with the same one say the same things under the same keys: of two, one supersedes the other."""
    precision: int = Field(default=0, ge=0, le=8)
    """Within a namespace: the higher one stays in force, whichever file is later."""
    whole_by: str | None = None
    """The order's column where an order has several lines: a line that cannot be read sets its whole order aside."""
    one_row_per_key: bool = False
    """True: a second row of the key in one file supersedes the first. False: the rows of a key belong together."""
    order_id_scope: Literal["channel", "shop"] = "channel"
    """`shop`: two shops may use the same order number, so it only holds within its source."""
    authority: int = 5
    """Whose word on an order's money counts when several files know the order: the lowest."""
    orders_add_up: bool = False
    """Rows of an order state parts of it, as where each shipment is settled by itself; else the later one counts."""
    fee_authority: int = 5
    """Whose fees of an order count when several files of the family bill them: the lowest."""
    channel_value: str | None = None
    """Column in which a row names its own channel, in the file's words."""
    own_channel_values: tuple[str, ...] = ()
    """Such words that mean the source's own channel."""
    channel_value_needed: str | None = None
    """Where this holds, a row whose word is not in the source's `channel_values` cannot be placed."""
    columns: dict[str, Column]
    needed_when: dict[str, str] = Field(default_factory=dict)
    """Column -> condition over columns and derived names under which its cell must not be blank."""
    ignored: tuple[str, ...] = ()
    """Header words known and not used; any other word is reported as unknown."""
    sheets_ignored: tuple[str, ...] = ()
    footer: Footer = Footer()
    exported_at: str | None = None
    """Regular expression over preamble and footer lines; its first group is the time of export."""
    values: dict[str, dict[str, str]] = Field(default_factory=dict)
    """Column -> its cell -> our word. A cell not listed is reported and becomes `unknown`."""
    derived: dict[str, str] = Field(default_factory=dict)
    """Further names for SQL expressions over the columns, usable in `emit`; each may use the ones before."""
    sign_by_total: SignBy | None = None
    control_totals: dict[str, str] = Field(default_factory=dict)
    """Name of a total the file states -> SQL aggregate over the columns that must equal it."""
    stated_totals: dict[str, str] = Field(default_factory=dict)
    """Totals that data rows state: name, as in `control_totals` -> SQL aggregate that finds it."""
    row_totals: dict[str, RowTotal] = Field(default_factory=dict)
    """Totals that every row states of itself, by the header word they stand under."""
    emit: tuple[Emit, ...]

    @model_validator(mode="before")
    @classmethod
    def _identities_of_one_rule(cls, value: Any) -> Any:
        """A rule for identities may name several columns: each is a rule of its own."""
        if not isinstance(value, dict) or not isinstance(value.get("emit"), list):
            return value
        rules: list[Any] = []
        for rule in value["emit"]:
            values = rule.get("values") if isinstance(rule, dict) else None
            if isinstance(values, dict) and isinstance(values.get("identity"), list):
                rules += [{**rule, "values": {**values, "identity": one}} for one in values["identity"]]
            else:
                rules.append(rule)
        return {**value, "emit": rules}

    @model_validator(mode="after")
    def _is_told_by_three_words(self) -> Layout:
        if len(self.signature) < 3 and not self.refused:
            raise ValueError("signature: name three header words or more that together occur in no other export")
        return self

    @property
    def required_headers(self) -> dict[str, Column]:
        """Our name -> column, for the columns a file of this layout cannot do without."""
        return {name: column for name, column in self.columns.items() if column.required}

    @property
    def known_words(self) -> frozenset[str]:
        """Every header word of this layout in comparable form, used or ignored."""
        used = (word for column in self.columns.values() for word in column.words)
        return frozenset(map(word_of_layout, (*used, *self.ignored, *self.signature)))

    def with_renamed(self, renamed: Mapping[str, str]) -> Layout:
        """The same layout for files in which columns have new words: word of the file -> word known here.

        The old words stay known, so that files from before are read as ever.
        """
        new = {header_word(old): word for word, old in renamed.items()}
        if not any(plain_word(old) in self.known_words for old in new):
            return self

        def both(words: tuple[str, ...]) -> tuple[str, ...]:
            return (*words, *(new[old] for old in map(header_word, words) if old in new))

        columns = {
            name: column.model_copy(
                update={
                    "header": both(column.header),
                    "time_header": both(column.time_header),
                    "surname_header": both(column.surname_header),
                }
            )
            for name, column in self.columns.items()
        }
        lasting = tuple(word for word in self.signature if header_word(word) not in new)
        totals = {new[old]: sql for name, sql in self.control_totals.items() if (old := header_word(name)) in new}
        changed = {
            "columns": columns,
            "ignored": both(self.ignored),
            "signature": lasting if len(lasting) > 1 else self.signature,
            "control_totals": {**self.control_totals, **totals},
        }
        return self.model_copy(update=changed)


def header_word(cell: str) -> str:
    """A header cell in comparable form: width folded, without spaces, quotes, BOM, backtick or `=`."""
    folded = unicodedata.normalize("NFKC", cell).replace("∕", "/")  # the slash that some Big5 tables have
    return "".join(folded.split()).strip("\ufeff`'\"=").casefold()


def plain_word(word: str) -> str:
    """A comparable header word without what tells it from its equals: the words above it, and which of them it is."""
    return re.sub(r"(?<=.)#[2-9]$", "", word.rpartition(">")[2] or word)


@cache
def word_of_layout(word: str) -> str:
    """A word of a layout as it is compared. It is kept, as every file meets every layout; a word of a file never is."""
    return plain_word(header_word(word))


@cache
def load_layouts() -> tuple[Layout, ...]:
    """Every layout the product ships, by name.

    Raises:
        ValueError: a layout file does not follow the model; the message names file and field.
    """
    folder = files("transforms.exports") / "layouts"
    layouts = []
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".toml"):
            try:
                layouts.append(Layout.model_validate(tomllib.loads(entry.read_text(encoding="utf-8"))))
            except ValueError as error:
                raise ValueError(f"{entry.name}: {error}") from error
    return tuple(layouts)
