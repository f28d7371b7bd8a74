"""Made businesses that are hard to link, each beside what equal digits alone and equal records alone would give."""

from __future__ import annotations

import pytest

from tests.bench.linking import World, make_profiles
from tests.linkage import of_pairs, show
from transforms.customers.probable import probable_links
from transforms.engines.duckdb import Engine, open_engine

NAMELESS = "work.profiles as a join work.profiles as p on a.is_anonymous and not p.is_anonymous and p.family = ''"
DIGITS = "ends_with(p.phone_last, a.phone_last) and (a.phone_first is null or p.phone_first = a.phone_first)"
METHODS = {
    "digits only": f"select a.profile_id as one, p.profile_id as other from {NAMELESS} and {DIGITS}",
    "equal records": f"select a.profile_id as one, p.profile_id as other from {NAMELESS} and {DIGITS}"
    " and a.phone_first = p.phone_first and p.surname_key = a.surname_key and p.area_key = a.area_key"
    " and p.card_key is not distinct from a.card_key",
    "probable links": "select one_profile as one, other_profile as other from work.probable_links"
    " where probability >= 0.5 and one_profile in (select profile_id from work.profiles where is_anonymous)",
    "links from 0.9": "select one_profile as one, other_profile as other from work.probable_links"
    " where probability >= 0.9 and one_profile in (select profile_id from work.profiles where is_anonymous)",
}

HARD = {
    "seven digits are shown": (World(10_000, seed=7, seven_digits=1.0), 0.995),
    "four digits are shown to every second": (World(10_000, seed=7, seven_digits=0.5), 0.97),
    "four digits are shown and collide": (World(10_000, seed=7, seven_digits=0.0), 0.95),
    "brothers and sisters": (World(10_000, seed=7, seven_digits=0.5, siblings=0.8), 0.97),
    "nine of ten nameless are strangers": (World(20_000, seed=7, seven_digits=0.5, nameless_known=0.1), 0.9),
}


def scores(engine: Engine) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F1 of links between nameless records and people, by method."""
    people = engine.rows("select distinct truth_id from work.profiles where truth_id is not null")
    known = {row["truth_id"] for row in people}
    truth = {person: person for person in known}
    nameless = engine.rows("select profile_id, truth_id from made.truth")
    truth |= {row["profile_id"]: row["truth_id"] for row in nameless}
    expected = sum(row["truth_id"] in known for row in nameless)
    found = {}
    for name, query in METHODS.items():
        score = of_pairs(truth, ((row["one"], row["other"]) for row in engine.rows(query)))
        recall = score.right / expected
        found[name] = (score.precision, recall, 2 * score.precision * recall / max(score.precision + recall, 1e-9))
    return found


@pytest.mark.parametrize("name", HARD)
def test_probable_links_are_better_than_digits_and_than_equal_records(name):
    world, floor = HARD[name]
    with open_engine() as engine:
        make_profiles(engine, world)
        assert probable_links(engine).state == "trained"
        found = scores(engine)
    lines = [f"{name}: precision recall F1"]
    lines += [f"{method:<16}{'   '.join(f'{value:.3f}' for value in values)}" for method, values in found.items()]
    show("\n".join(lines))
    best = found["probable links"]
    assert best[2] > floor
    assert best[2] > max(found["digits only"][2], found["equal records"][2])
    assert found["links from 0.9"][0] > 0.95
