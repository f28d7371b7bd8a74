"""Profiles from plain records: their certain people by what is certain, and their traits hashed as at the door."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from tests.linkage import Partition, equal_in, people_of
from tests.worlds import HASHER
from transforms.customers.probable import Probable, probable_links
from transforms.engines.duckdb import Engine, open_engine

GRAMS = pa.list_(pa.uint32())
COLUMNS = {
    **dict.fromkeys(("profile_id", "truth_id"), pa.string()),
    "is_anonymous": pa.bool_(),
    **dict.fromkeys(("family", "phone_first", "phone_last", "phone_key", "email_key"), pa.string()),
    "email_grams": GRAMS,
    "name_key": pa.string(),
    "name_grams": GRAMS,
    **dict.fromkeys(("surname_key", "birthday_key"), pa.string()),
    "birthday_grams": GRAMS,
    "area_key": pa.string(),
    "area_grams": GRAMS,
    "card_key": pa.string(),
    "items": GRAMS,
    "usual_hour": pa.int8(),
    **dict.fromkeys(("first_day", "last_day"), pa.date32()),
    "channel": pa.string(),
}


def traits(record: Mapping[str, str]) -> dict[str, Any]:
    """Columns of a profile from a record's cells `name`, `birthday`, `area` and `email`."""
    found: dict[str, Any] = {}
    for kind in ("name", "birthday", "area", "email"):
        contact = HASHER.contact(kind, record.get(kind, ""))
        if contact is not None:
            found |= {f"{kind}_key": contact.identity_key, f"{kind}_grams": contact.grams}
            if kind == "name":
                found["surname_key"] = contact.surname_key
    return found


def _commonest(profiles: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """One profile of several: of each kind the commonest statement, all of its columns from one profile."""
    found: dict[str, Any] = {}
    for kind in ("name", "birthday", "area", "email"):
        uses = Counter(profile[f"{kind}_key"] for profile in profiles if profile.get(f"{kind}_key"))
        if uses:
            best = max(sorted(uses), key=uses.__getitem__)
            first = next(profile for profile in profiles if profile.get(f"{kind}_key") == best)
            found |= {name: first.get(name) for name in (f"{kind}_key", f"{kind}_grams")}
            if kind == "name":
                found["surname_key"] = first.get("surname_key")
    return found


def put_profiles(engine: Engine, profiles: Sequence[Mapping[str, Any]]) -> None:
    """Make work.profiles of rows that leave unknown columns out."""
    engine.run("create schema if not exists work")
    columns = {name: pa.array([row.get(name) for row in profiles], type=kind) for name, kind in COLUMNS.items()}
    engine.put("work.profiles", columns)


def linked(
    records: Mapping[str, Mapping[str, str]], certain: Sequence[str], least: float = 0.5
) -> tuple[Partition, Partition, Probable]:
    """The certain people of records, those with the probable links of at least `least`, and how the linking went."""
    people = equal_in(records, certain)
    members: dict[str, list[str]] = defaultdict(list)
    for record, person in people.items():
        members[person].append(record)
    rows: list[dict[str, Any]] = []
    for person, named in members.items():
        views = [traits(records[record]) for record in named]
        rows.append(
            {"profile_id": person, "truth_id": person, "is_anonymous": False, "family": "", **_commonest(views)}
        )
        rows += [
            {"profile_id": f"{person}|{place}", "truth_id": person, "is_anonymous": False, "family": str(place), **view}
            for place, view in enumerate(views)
        ]
    with open_engine() as engine:
        put_profiles(engine, rows)
        found = probable_links(engine)
        links = engine.rows("select one_profile, other_profile, probability from work.probable_links")
    pairs = [(link["one_profile"], link["other_profile"]) for link in links if link["probability"] >= least]
    joined = people_of(members, pairs)
    return people, {record: joined[person] for record, person in people.items()}, found
