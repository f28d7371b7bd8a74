"""Whom a contact belongs to: the certain customer of the last build, with every key they go by."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from transforms.engines.duckdb import Engine, open_engine
from transforms.exports.contacts import ContactHasher
from transforms.forgetting.person_cells import Value
from transforms.forgetting.spellings import SHORTEST_TEXT
from transforms.settings import Home
from transforms.sql import quote


class SeveralPeople(Exception):
    """A contact that more than one customer uses."""


@dataclass(frozen=True)
class Person:
    """Somebody to be forgotten, by hashes only."""

    keys: frozenset[str]
    customer_ids: frozenset[str]
    orders: int
    shared: int = 0
    """Contacts that others use too, such as a family's number: they stay, or the others would go with them."""


class NoContact(Exception):
    """A text that can name nobody."""


class NotLinked(Exception):
    """No finished build tells what else a person is called."""


def meanings(home: Home, contact: str, hasher: ContactHasher) -> list[Value]:
    """What a contact may be: a phone, an e-mail, else an account or member number of any system the files know.

    A number with a letter is none here, though files are read so: nobody is forgotten by a slip of the finger.
    """
    if not any(map(str.isalpha, contact)) and hasher.contact("phone", contact) is not None:
        return [("phone", contact, ""), ("account", contact, "alipay")]
    if hasher.contact("email", contact) is not None:
        return [("email", contact, "")]
    scopes = {("account", "alipay"), *_scopes(home)}
    return [(kind, contact, scope) for kind, scope in sorted(scopes)]


def _scopes(home: Home) -> set[tuple[str, str]]:
    names = _in_staged(home, "distinct identity_kind, scope", "identity_kind in ('account', 'member')")
    return {(row["identity_kind"], row["scope"]) for row in names}


def _in_staged(home: Home, columns: str, where: str) -> list[dict[str, Any]]:
    """What the files that were read say of people."""
    staged = sorted(home.staged.glob("*/*/*/identities.parquet"))
    if not staged:
        return []
    with open_engine() as engine:
        files = ", ".join(quote(str(path)) for path in staged)
        return engine.rows(f"select {columns} from read_parquet([{files}], union_by_name = true) where {where}")


def keys_of(values: Iterable[Value], hasher: ContactHasher) -> set[str]:
    """The hashes of contacts; masked ones name nobody and are left out."""
    made = (hasher.contact(kind, value, scope) for kind, value, scope in values)  # type: ignore[arg-type]
    return {contact.identity_key for contact in made if contact is not None and contact.is_certain}


def could_name(home: Home, values: list[Value], keys: set[str]) -> bool:
    """Whether a text can name somebody: a phone, an e-mail, an account or number of a file that was read.

    Another text is searched for all the same, unless it is as short as words and numbers that stand anywhere by chance.
    """
    kind, text, _ = values[0]
    if not keys or kind in ("phone", "email"):
        return bool(keys)
    is_odd = len(text) >= SHORTEST_TEXT and any(map(str.isalpha, text))
    return is_odd or bool(_in_staged(home, "1", f"identity_key in ({', '.join(map(quote, sorted(keys)))}) limit 1"))


def person_of(home: Home, keys: set[str]) -> Person:
    """The customer to whom these contacts belong; the contacts alone where the last build knows of nobody.

    Raises:
        SeveralPeople: they are of more than one.
        NotLinked: files were read, but no build got as far as people.
    """
    build = _last_build(home)
    if build is None and any(home.staged.glob("*/*")):
        raise NotLinked
    if build is None:
        return Person(frozenset(keys), frozenset(), 0)
    with open_engine(build, read_only=True) as engine:
        return _known(engine, keys)


def _known(engine: Engine, keys: set[str]) -> Person:
    said = ", ".join(map(quote, sorted(keys)))
    sql = f"select distinct customer_id from {_CERTAIN} where identity_key in ({said})"
    customers = sorted(row["customer_id"] for row in engine.rows(sql))
    if len(customers) > 1:
        raise SeveralPeople
    if not customers:
        return Person(frozenset(keys), frozenset(), 0)
    customer = quote(customers[0])
    theirs = engine.rows(
        f"select identity_key, count(distinct customer_id) as people from {_CERTAIN} where identity_key in "
        f"(select identity_key from {_CERTAIN} where customer_id = {customer}) group by identity_key"
    )
    orders = engine.value(f"select count(*) from core.orders where customer_id = {customer}")
    # what the contact would be in systems that know nobody of that name is somebody else, should one come
    own = frozenset(row["identity_key"] for row in theirs if row["people"] == 1)
    return Person(own, frozenset(customers), orders, len(theirs) - len(own))


_CERTAIN = "(select * from core.customer_links where probability = 1 and length(identity_key) = 32)"


def _last_build(home: Home) -> Path | None:
    """The newest build that got as far as people."""
    for path in sorted(home.build.glob("*.duckdb"), key=lambda path: path.stat().st_mtime_ns, reverse=True):
        with open_engine(path, read_only=True) as engine:
            if {"customer_links", "orders"} <= engine.tables("core"):
                return path
    return None


@dataclass(frozen=True)
class Journal:
    """A forgetting under way: who, by the hashes they went by, so that one cut off can be gone on with."""

    id: str
    keys: tuple[str, ...]
    customer_ids: tuple[str, ...]
    orders: int
    shared: int = 0

    @classmethod
    def of(cls, person: Person, new_id: str) -> Journal:
        """The forgetting of a person, not begun yet."""
        return cls(new_id, tuple(sorted(person.keys)), tuple(sorted(person.customer_ids)), person.orders, person.shared)


def journal_file(home: Home) -> Path:
    """Where it is kept until the proof holds."""
    return home.people / "forgetting.json"


def begun(home: Home) -> Journal | None:
    """The forgetting that was cut off."""
    path = journal_file(home)
    if not path.exists():
        return None
    raw = json.loads(path.read_text(encoding="utf-8"))
    return Journal(raw["id"], tuple(raw["keys"]), tuple(raw["customer_ids"]), raw["orders"], raw["shared"])


def cut_off_on(home: Home) -> date | None:
    """The day (UTC) on which a forgetting was begun that is not through; None: there is none."""
    try:
        begun_at = journal_file(home).stat().st_mtime
    except FileNotFoundError:
        return None
    return datetime.fromtimestamp(begun_at, UTC).date()


def begin(home: Home, journal: Journal) -> None:
    """Write down whom a forgetting is about, before anything is changed."""
    path = journal_file(home)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:
        json.dump(asdict(journal), stream)
    fresh.replace(path)
