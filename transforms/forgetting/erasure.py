"""One forgetting from beginning to end. Cut off anywhere it can be done again and comes to the same.

Before anything changes, the hashes the person goes by are written down (`people/forgetting.json`) and put on the list
of those suppressed; they are struck out when the proof holds.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from transforms.exports.contacts import ContactHasher
from transforms.exports.landing import landed_files, landed_sources
from transforms.forgetting.files import Change, Desk, carry_out
from transforms.forgetting.leftovers import clean_leftovers
from transforms.forgetting.person import (
    Journal,
    NoContact,
    Person,
    begin,
    begun,
    could_name,
    journal_file,
    keys_of,
    meanings,
    person_of,
)
from transforms.forgetting.person_cells import Value, signs_of
from transforms.forgetting.search import Proof, Wanted, search
from transforms.forgetting.snapshots import ids_by_night, ids_of, kept_snapshots, rewrite_snapshot
from transforms.forgetting.sought import Sought
from transforms.forgetting.spellings import Signs, sign_of
from transforms.forgetting.suppression import put_on_the_list, suppressed
from transforms.settings import Home, Shop
from transforms.settings.answers import forget_names

Progress = Callable[[str, float], None]


class OtherBegun(Exception):
    """The forgetting of somebody else was cut off and comes first."""


@dataclass
class Erasure:
    """One person being forgotten."""

    home: Home
    shop: Shop
    journal: Journal
    desk: Desk
    values: set[Value]
    """Raw values of theirs; they never leave memory."""
    signs: Signs
    changes: list[Change] = field(default_factory=list)
    snapshots: int = 0
    done: dict[str, Any] = field(default_factory=dict)
    is_resumed: bool = False
    elsewhere: list[str] = field(default_factory=list)
    """Files that name somebody of whom no export file and no customer is known, such as logs."""
    closed: dict[str, str] = field(default_factory=dict)
    """Files that this search could not look into -> why."""
    is_spelled: bool = True
    """Whether the contact is a phone or e-mail. Another text may be a word, and stands in logs by chance."""

    @classmethod
    def of(cls, home: Home, shop: Shop, contact: str, work: Path, *, new_id: str) -> Erasure:
        """The erasure of the person to whom a contact belongs, or the one that was begun and cut off.

        Raises:
            NoContact: it can be nobody's.
            SeveralPeople: the contact is not of one customer alone.
            NotLinked: no build tells who is who.
            OtherBegun: that of somebody else is not through.
        """
        hasher = ContactHasher(home.contact_key(), shop.business.phone_region)
        values = meanings(home, contact, hasher)
        own = keys_of(values, hasher)
        before = begun(home)
        if before is None and not could_name(home, values, own):
            raise NoContact
        if before is not None and own.isdisjoint(before.keys):
            raise OtherBegun
        journal = before or Journal.of(_called_anywhere(home, person_of(home, own)), new_id)
        desk = Desk(home, shop, Sought(hasher, journal.keys), work)
        given = sign_of(values[0][0], contact, shop.business.phone_region)
        return cls(
            home,
            shop,
            journal,
            desk,
            set(values),
            Signs([given] if given else []),
            is_resumed=before is not None,
            is_spelled=values[0][0] in ("phone", "email"),
        )

    @property
    def knows_them(self) -> bool:
        """Whether anything here names the person."""
        return bool(self.changes or self.journal.customer_ids or self.is_resumed or self.elsewhere)

    @property
    def is_on_the_list(self) -> bool:
        """Whether the contact was forgotten before."""
        before = suppressed(self.home)
        return before is not None and all(before.holds(*value) for value in self.values)

    def keep_out(self, day: date) -> None:
        """Put a contact on the list that nothing here names, so that no file that comes later brings it."""
        put_on_the_list(self.home, sorted(self.values), day)

    def settings_naming_them(self) -> list[str]:
        """Files of the owner's own hand that name the contact, and that nobody else may change."""
        there = [path for path in self._own_hand() if path.is_file() and self.signs.in_bytes(path.read_bytes())]
        return [path.relative_to(self.home.path).as_posix() for path in there]

    def _own_hand(self) -> list[Path]:
        return [self.home.shop_toml, self.home.corrections_toml, *sorted(self.home.layouts.glob("*.toml"))]

    def look(self, progress: Progress, *, delete_unopened: bool = False) -> None:
        """Find out what names the person; the files that will take the place of others are made meanwhile.

        With `delete_unopened` export files go that cannot be looked into, whomever they name.
        """
        theirs = {value for value in self.values if self.desk.sought.holds(*value)}
        if not keys_of(theirs, self.desk.sought.hasher).issuperset(self.journal.keys):
            theirs |= self.desk.values(progress)  # what they go by otherwise is told by its hash alone
        self.values = theirs
        region = self.shop.business.phone_region
        self.signs = Signs({*self.signs.signs, *signs_of(self.values, region)})
        self.changes = self.desk.plan(self.signs, progress)
        self.snapshots = len(kept_snapshots(self.home))
        if delete_unopened:
            self.changes += self.desk.unopened(self.changes, self._wanted())
        if not self.knows_them:
            proof = self._search(lambda share: progress("Searching every byte", share))
            self.closed = {self._told(path): self.signs.blanked_text(why) for path, why in proof.not_opened.items()}
            self.elsewhere = [self._told(path) for path in proof.found if self.is_spelled]

    def _told(self, path: Path) -> str:
        return self.signs.blanked_text(path.relative_to(self.home.path).as_posix())

    def _search(self, progress: Callable[[float], None]) -> Proof:
        """Search every byte of the home but the journal's."""
        passwords = [source.password for source in self.shop.sources.values()]
        but = [journal_file(self.home)]
        return search(self.home.path, self.home.work, self._wanted(), passwords, but=but, progress=progress)

    def carry_out(self, day: date, progress: Progress) -> None:
        """Change everything. The journal and the list come first, so that nothing new gets in meanwhile."""
        begin(self.home, self.journal)
        listed = put_on_the_list(self.home, sorted(self.values), day)
        for number, change in enumerate(self.changes):
            progress("Files", number / len(self.changes))
            carry_out(self.home, change, self.signs)
        gone = {*ids_of(self.journal.keys), *self.journal.customer_ids}
        rows = {}
        for number, path in enumerate(found := kept_snapshots(self.home)):
            progress("Snapshots", number / len(found))
            rows[path.stem] = rewrite_snapshot(self.home, path, gone, self.signs)
        progress("Everything else", 0.0)
        answers = forget_names(self.home, frozenset(gone))
        wanted = self._wanted()
        others = clean_leftovers(self.home, wanted, self.desk.work, but=[journal_file(self.home), *self._own_hand()])
        self.done = {
            "orders_that_stay_as_orders_of_nobody": self.journal.orders,
            "contacts_left_since_others_use_them": self.journal.shared,
            "rows_blanked": sum(change.rows for change in self.changes),
            "files": [
                {
                    "source": change.content.source,
                    "name": change.name,
                    "rows": change.rows,
                    "how": change.how,
                    "copies": {
                        "landing": len(change.content.landed),
                        "exports": len(change.content.waiting),
                        "removed": len(change.content.removed),
                    },
                }
                for change in self.changes
            ],
            "snapshots": rows,
            "answers_blanked": answers,
            "other_files": others,
            "contacts_suppressed": listed,
        }

    def _wanted(self) -> Wanted:
        """What must not be left; not the id, where orders by a contact that others use too still go by it."""
        ids = () if self.journal.shared else self.journal.customer_ids
        return Wanted(self.signs, frozenset(self.journal.keys), frozenset(ids))

    def prove(self, at: datetime, progress: Callable[[float], None]) -> tuple[dict[str, Any], list[str]]:
        """Search every byte of the home; returns the receipt, which is also kept, and files that still name them."""
        home, proof = self.home, self._search(progress)
        names = [path.relative_to(self.home.path).as_posix() for path in proof.found]
        landed = [file for source in landed_sources(home) for file in landed_files(home, source)]
        called = {file.path(home): file.file_name for file in landed}
        receipt = {
            "id": self.journal.id,
            "at": at.isoformat(timespec="seconds"),
            "key_id": self.desk.sought.hasher.key_id,
            **self.done,
            "proof": {
                "files_searched": proof.files,
                "bytes_searched": proof.bytes,
                "still_naming_them": [self.signs.blanked_text(name) for name in names],
                "could_not_be_opened": [
                    {
                        "file": self._told(path),
                        "called": self.signs.blanked_text(called.get(path, path.name)),
                        "why": self.signs.blanked_text(why),
                    }
                    for path, why in proof.not_opened.items()
                ],
                "searched_as_text": bool(self.signs),
            },
        }
        folder = self.home.people / "receipts"
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        fresh = folder / f".{self.journal.id}.{os.getpid()}"
        fresh.write_text(json.dumps(receipt, ensure_ascii=False, indent=2), encoding="utf-8")
        fresh.replace(folder / f"{self.journal.id}.json")
        if not names:
            journal_file(self.home).unlink(missing_ok=True)
        return receipt, names


def _called_anywhere(home: Home, person: Person) -> Person:
    """The person with every id that a published night has for them."""
    return replace(person, customer_ids=person.customer_ids | ids_by_night(home, person.keys))
