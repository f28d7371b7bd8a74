"""A new key for contacts: what the owner said and what was published is carried over, the old hashes go.

Cut off anywhere it can be done again: what has its new name already keeps it. Until it is through no night runs.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from transforms.customers.naming import CUSTOMER, parted_id
from transforms.engines.snapshot import SnapshotReader
from transforms.exports.contacts import ContactHasher
from transforms.forgetting.files import Desk, of_each
from transforms.forgetting.snapshots import ids_of, kept_snapshots, rename_in_snapshot
from transforms.forgetting.sought import Sought
from transforms.settings import Home, Shop
from transforms.settings.answers import rename_all
from transforms.settings.home import secret_key
from transforms.settings.lines import append_line

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Rekeyed:
    """What came of a change of key."""

    identities: int
    answers: int
    snapshots: int
    key_id: str


def rekey(home: Home, shop: Shop, day: date, progress: Progress) -> Rekeyed:
    """Put a new key in place of the old one, up to the night that reads everything with it.

    The old key is needed to know what each hash is called from now on; it is gone when this returns.
    """
    region = shop.business.phone_region
    old = ContactHasher(home.contact_key(), region)
    new = ContactHasher(secret_key(home.next_key_file), region)
    names = _new_names(home, shop, old, new, progress)
    answers = rename_all(home, names)
    for number, path in enumerate(found := kept_snapshots(home)):
        progress("Snapshots", number / len(found))
        rename_in_snapshot(home, path, names | _parted_names(path, names), new.key_id)
    for folder in (home.staged, home.build):
        shutil.rmtree(folder, ignore_errors=True)
    home.make_folders()
    line = {"day": day.isoformat(), "key_id_before": old.key_id, "key_id": new.key_id}
    append_line(home.people / "keys.jsonl", line)  # from this day on every id is another one
    home.next_key_file.replace(home.key_file)
    return Rekeyed(sum(not CUSTOMER.fullmatch(name) for name in names), answers, len(found), new.key_id)


def _new_names(home: Home, shop: Shop, old: ContactHasher, new: ContactHasher, progress: Progress) -> dict[str, str]:
    """Every old hash, and every id made of one -> its new name, from the raw contacts of all files."""
    names: dict[str, str] = {}
    home.work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home.work, prefix=f"{os.getpid()}-") as folder:
        desk = Desk(home, shop, Sought(old, ()), Path(folder))
        for contacts in of_each(home, desk.contacts_of, lambda share: progress("Files", share)):
            for kind, value, scope in contacts:
                before = old.contact(kind, value, scope)  # type: ignore[arg-type]
                after = new.contact(kind, value, scope)  # type: ignore[arg-type]
                if before is None or after is None:
                    continue
                for was, now in ((before.identity_key, after.identity_key), (before.surname_key, after.surname_key)):
                    if was and now:
                        names |= zip(_in_order(was), _in_order(now), strict=True)
    return names


def _parted_names(path: Path, names: Mapping[str, str]) -> dict[str, str]:
    """Ids in a snapshot of people told apart on a contact they share -> their new ones.

    Such an id is made of the contact and of what stands beside it, so it is found by trying what could. In a snapshot
    that has its new names already they are found by the new keys, and stay.
    """
    reader = SnapshotReader(path)
    try:
        if not reader.has("ignored_identities", "shared_reason"):
            return {}
        customers = {row["customer_id"] for row in reader.rows("select customer_id from customers")}
        shared = reader.rows(
            "select identity_key from ignored_identities "
            "where shared_reason in ('recycled', 'several_names') order by identity_key"
        )
    finally:
        reader.close()
    known = {**names, **{name: name for name in names.values()}}
    unknown = customers - known.keys()
    beside = [name for name in known if not CUSTOMER.fullmatch(name)] if unknown else []
    found: dict[str, str] = {}
    for key in (row["identity_key"] for row in shared if row["identity_key"] in known):
        for claimant in beside:
            was = parted_id(key, claimant)
            if was in unknown:
                found[was] = parted_id(known[key], known[claimant])
    return found


def _in_order(key: str) -> list[str]:
    return sorted(ids_of([key]), key=len)
