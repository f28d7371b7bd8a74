"""Said and true probabilities: steps, bands and shares worked out by hand."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from transforms.customers.probable.calibration import Scored, bands, calibrated, fit


def test_the_curve_says_what_came_true_and_never_falls():
    # of sixty links said to be 0.9 half are right; of sixty said to be 0.2 none is
    said = np.array([0.2] * 60 + [0.9] * 60)
    right = np.array([False] * 60 + [True, False] * 30)
    curve = fit(said, right)
    assert curve is not None
    assert curve.of(np.array([0.9]))[0] == pytest.approx(0.5, abs=0.02)
    assert curve.of(np.array([0.2]))[0] < 0.02
    steps = curve.of(np.linspace(0, 1, 101))
    assert (np.diff(steps) >= 0).all()


def test_too_few_links_fit_no_curve():
    assert fit(np.full(59, 0.9), np.full(59, True)) is None


def test_bands_count_the_links_given_each_probability_and_those_right():
    found = bands(np.array([0.05, 0.91, 0.95, 0.99]), np.array([False, True, True, False]))
    assert len(found) == 10
    assert (found[0].links, found[0].right_links) == (1, 0)
    assert (found[9].band_low, found[9].links, found[9].right_links, found[9].mean_probability) == (0.9, 3, 2, 0.95)
    assert sum(band.links for band in found) == 4


def known_pairs(weight: float, rivals: int) -> Scored:
    """Disguised people, every second with a right candidate, each with rivals as good and a stranger unlike them.

    Number 999 is a nameless record with candidates like theirs.
    """
    one, right, role, fold, weights = [], [], [], [], []
    for number in (*range(200), 999):
        nameless = number == 999
        for candidate in range(rivals + 2):
            one.append(number)
            right.append(candidate == 1 and number % 2 == 0 and not nameless)
            role.append("anonymous" if nameless else "masked")
            fold.append(-1 if nameless else number // 50)
            weights.append(weight if candidate else -4.0)
    pairs = len(one)
    return Scored(
        np.array(one, dtype=np.int32),
        np.arange(pairs, dtype=np.int32) + 1000,
        np.array(weights),
        np.array(role, dtype=object),
        np.array(fold, dtype=np.int8),
        np.array(right),
        np.zeros(pairs, dtype=np.int32),
        np.array(one, dtype=np.int32) + 10_000,
    )


def test_candidates_for_one_nameless_record_share_the_probability():
    # two equal candidates, and of the disguised people only every second has a right one: a quarter each
    links, measured = calibrated(known_pairs(weight=10.0, rivals=1), {"masked": 0.5}, {})
    assert list(links.one) == [999, 999]
    assert links.probability == pytest.approx([0.25, 0.25], abs=0.03)
    assert sum(band.links for band in measured) == 400
    assert sum(band.right_links for band in measured) == 100


def test_a_pair_the_owner_refused_is_no_link_and_leaves_its_share_to_the_others():
    pairs = known_pairs(weight=10.0, rivals=1)
    pairs.answer[-1] = -1
    links, _ = calibrated(pairs, {"masked": 0.5}, {})
    assert list(links.other) == [pairs.other[-2]]


def test_what_the_owner_has_answered_teaches_how_far_to_trust_the_model():
    pairs = known_pairs(weight=10.0, rivals=0)
    nameless = pairs.where(pairs.role == "anonymous")
    before, _ = calibrated(pairs, {"masked": 0.5}, {})
    # the owner has looked at sixty such pairs and refused every one
    refused = [replace(nameless, one=nameless.one + number, answer=nameless.answer - 1) for number in range(1, 61)]
    columns = {
        column.name: np.concatenate([getattr(part, column.name) for part in (pairs, *refused)])
        for column in fields(Scored)
    }
    after, _ = calibrated(Scored(**columns), {"masked": 0.5}, {})
    assert before.probability[0] == pytest.approx(0.5, abs=0.05)
    assert list(after.one) == list(before.one) == [999]
    assert after.probability[0] == pytest.approx(100 / 260, abs=0.05)


def test_where_nobody_was_measured_the_model_is_followed_and_never_as_far_as_certainty():
    said = np.array([0.01] * 60 + [0.4] * 60)
    curve = fit(said, np.array([False] * 60 + [True, False] * 30))
    assert curve is not None
    assert curve.of(np.array([0.4]))[0] == pytest.approx(0.5, abs=0.01)
    # the model was off by half a logit at 0.4: 0.8 becomes 0.857, and what it is sure of stays at 0.95
    assert curve.of(np.array([0.8, 0.999999])) == pytest.approx([0.857, 0.95], abs=0.005)


def test_a_candidate_who_may_be_the_person_twice_is_neither_right_nor_wrong():
    pairs = known_pairs(weight=10.0, rivals=1)
    rivals = pairs.where((pairs.role == "masked") & ~pairs.is_right & (pairs.weight > 0))
    people = replace(rivals, one=rivals.person, role=np.full(len(rivals.one), "person", dtype=object))
    together = Scored(
        *(np.concatenate([getattr(pairs, column.name), getattr(people, column.name)]) for column in fields(Scored))
    )
    _, before = calibrated(pairs, {"masked": 0.5}, {})
    _, after = calibrated(together, {"masked": 0.5}, {"person": 400})
    assert (sum(band.links for band in before), sum(band.right_links for band in before)) == (400, 100)
    assert (sum(band.links for band in after), sum(band.right_links for band in after)) == (100, 100)
