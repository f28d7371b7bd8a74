"""From a model's probabilities to ones that come true: what it said of certain people, and how often it was right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

Numbers = NDArray[np.float64]
LINKS_PER_STEP = 30
"""Links of which one step of the calibration counts the right ones: fewer say too little, more hide the steep end."""
BANDS = 10
LEAST_PROBABILITY = 0.02
"""A link less probable than this is noise: it would widen every bound and tell nobody anything."""
MOST_PROBABILITY = 0.99
"""Weak evidence never makes certainty (METRICS.md §2)."""
MOST_UNMEASURED = 0.95
"""The most that is said where no disguised person came near, as of two people with one whole number and one name."""
ROUNDS = 30
"""Rounds of expectation maximisation for one share."""


@dataclass(frozen=True)
class Calibration:
    """A rising curve from said to true probability, through its steps' means."""

    said: Numbers
    true: Numbers

    def of(self, said: Numbers) -> Numbers:
        """What the said probabilities are worth.

        Above the last step the model is followed by as much as it was off there, but never above MOST_UNMEASURED.
        """
        measured = np.interp(said, self.said, self.true)
        off = _logit(self.true[-1:]) - _logit(self.said[-1:])
        beyond = np.minimum(1 / (1 + np.exp(-(_logit(said) + off))), MOST_UNMEASURED)
        return np.where(said > self.said[-1], np.maximum(measured, beyond), measured)


def _logit(probability: Numbers) -> Numbers:
    kept = np.clip(probability, 1e-9, 1 - 1e-9)
    return np.log(kept / (1 - kept))


@dataclass(frozen=True, slots=True)
class Band:
    """One band of stated probability on held-out certain links: how many links, and how many of them are right."""

    band_low: float
    band_high: float
    links: int
    right_links: int
    mean_probability: float


def fit(said: Numbers, right: NDArray[np.bool_]) -> Calibration | None:
    """The isotonic curve through links whose truth is known; None where there are too few for two steps."""
    values, place = np.unique(np.round(said, 9), return_inverse=True)
    links = np.bincount(place, minlength=len(values)).astype(float)
    right_links = np.bincount(place, weights=right, minlength=len(values))
    # links of the same said probability are never parted; the last step takes what is too little for one more
    starts = [0]
    collected = 0.0
    left = float(len(said))
    for number, count in enumerate(links):
        if collected >= LINKS_PER_STEP and left >= LINKS_PER_STEP:
            starts.append(number)
            collected = 0.0
        collected += count
        left -= count
    if len(starts) < 2:
        return None
    of_step = np.add.reduceat(links, starts)
    mean_said = np.add.reduceat(values * links, starts) / of_step
    # half a right link and half a wrong one more: thirty right of thirty is not always
    share = (np.add.reduceat(right_links, starts) + 0.5) / (of_step + 1)
    true = isotonic_regression(share, weights=of_step).x
    # below the first step the curve falls to nothing: most pairs there are compared for no better reason than a rule
    return Calibration(np.array([0.0, *mean_said]), np.array([0.0, *true]))


def bands(probability: Numbers, right: NDArray[np.bool_]) -> list[Band]:
    """Every tenth from 0 to 1, with the links that were given a probability within it."""
    place = np.minimum((probability * BANDS).astype(int), BANDS - 1)
    found = []
    for number in range(BANDS):
        inside = place == number
        links = int(inside.sum())
        mean = float(probability[inside].mean()) if links else 0.0
        found.append(Band(number / BANDS, (number + 1) / BANDS, links, int(right[inside].sum()), round(mean, 6)))
    return found


@dataclass(frozen=True)
class Scored:
    """Every compared pair in columns, ordered by `one` and `other`."""

    one: NDArray[np.int32]
    other: NDArray[np.int32]
    weight: Numbers
    """Binary logarithm of the odds, as if everybody had one counterpart somewhere."""
    role: NDArray[np.object_]
    """What `one` is: anonymous, person, or a person disguised (masked, bare)."""
    fold: NDArray[np.int8]
    """Which part of the certain people a disguised person is of; -1 for all others."""
    is_right: NDArray[np.bool_]
    answer: NDArray[np.int32]
    """What the owner has said: 1 one person, -1 two people, 0 nothing."""
    person: NDArray[np.int32]
    """The whole person that `one` was made of; itself where it is nobody's disguise."""

    def where(self, chosen: NDArray[np.bool_]) -> Scored:
        """Only the chosen pairs."""
        return Scored(*(getattr(self, column.name)[chosen] for column in fields(self)))


@dataclass(frozen=True)
class Links:
    """Probable links in columns: the record asked about, the person it may be, and how probably."""

    one: NDArray[np.int32]
    other: NDArray[np.int32]
    probability: Numbers

    def __len__(self) -> int:
        return len(self.one)


_SORTS = (("anonymous", "masked", True), ("person", "bare", False))
"""Who is linked, who stands for them with known truth, and whether only one candidate can be right."""


def calibrated(scored: Scored, shares: Mapping[str, float], records: Mapping[str, int]) -> tuple[Links, list[Band]]:
    """Links of nameless records and of people, and the bands measured on disguised people whose truth is known.

    `shares` is, by disguise, the share of those who have a counterpart at all; `records` the number of records by what
    they are. A sort whose disguised links are too few to fit gives no links. The curve is fitted on all of them; the
    bands are measured fold by fold, each with a curve of the others.
    """
    found: list[Links] = []
    measured_probability = [np.zeros(0)]
    measured_right = [np.zeros(0, dtype=np.bool_)]
    one_person = _people_twice(scored, shares, records)
    for sort, disguise, only_one in _SORTS:
        if disguise not in shares:
            continue
        share = shares[disguise]
        known, asked = scored.where(scored.role == disguise), scored.where(scored.role == sort)
        said = _said(known, share, only_one)
        # of somebody who may well be the person twice nobody knows whether the link is right
        decided = known.is_right | (one_person[known.person] != one_person[known.other])
        answered = asked.answer != 0
        answers = _said(asked, share, only_one)[answered], asked.answer[answered] == 1
        curve = _curve(known, said, decided, answers)
        if curve is None:
            continue
        for fold in np.unique(known.fold):
            of_others = _curve(known, said, decided & (known.fold != fold), answers)
            if of_others is not None:
                to_measure = decided & (known.fold == fold)
                links, right = _links(known.where(to_measure), of_others.of(said[to_measure]), only_one)
                measured_probability.append(links.probability)
                measured_right.append(right)
        their_share = _their_share(asked, share, records.get(sort, 0), only_one)
        asked = asked.where(asked.answer >= 0)
        links, _ = _links(asked, curve.of(_said(asked, their_share, only_one)), only_one)
        found.append(links)
    if not found:
        return Links(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0)), []
    merged = Links(
        np.concatenate([links.one for links in found]),
        np.concatenate([links.other for links in found]),
        np.concatenate([links.probability for links in found]),
    )
    return merged, bands(np.concatenate(measured_probability), np.concatenate(measured_right))


def _curve(
    known: Scored, said: Numbers, chosen: NDArray[np.bool_], answers: tuple[Numbers, NDArray[np.bool_]]
) -> Calibration | None:
    answered_said, answered_right = answers
    return fit(np.concatenate([said[chosen], answered_said]), np.concatenate([known.is_right[chosen], answered_right]))


def _said(pairs: Scored, share: float, only_one: bool) -> Numbers:
    odds = np.exp2(np.minimum(pairs.weight, 60.0)) * share / (1 - share)
    if not only_one:
        return odds / (1 + odds)
    # at most one candidate is right, or none: they share the probability
    return odds / (1 + _of_each(pairs, odds))


def _of_each(pairs: Scored, values: Numbers) -> Numbers:
    """For each pair, the sum over all candidates of its record."""
    if not len(pairs.one):
        return values
    totals: Numbers = np.bincount(pairs.one, weights=values).astype(float)
    return totals[pairs.one]


def _at_most_one(pairs: Scored, probability: Numbers, only_one: bool) -> Numbers:
    probability = np.minimum(probability, MOST_PROBABILITY)
    return probability / np.maximum(_of_each(pairs, probability), 1.0) if only_one else probability


def _their_share(pairs: Scored, share: float, records: int, only_one: bool) -> float:
    """Of the records asked about, the share that has a counterpart: another one than of the disguised.

    A person's views are one person's by choice; nameless records may be mostly strangers, and people are seldom there
    twice. The share that explains the weights is found by expectation maximisation, starting from the disguised's.
    """
    most = 1 - 1 / (records + 1) if only_one else share
    for _ in range(ROUNDS if records else 0):
        # a pair of people is a counterpart for both
        seen = _said(pairs, share, only_one).sum() * (1 if only_one else 2)
        share = min(most, max(float(seen) / records, 1 / (records + 1)))
    return round(share, 6)


def _links(pairs: Scored, probability: Numbers, only_one: bool) -> tuple[Links, NDArray[np.bool_]]:
    probability = _at_most_one(pairs, probability, only_one)
    probability = np.round(probability, 6)
    kept = probability >= LEAST_PROBABILITY
    return Links(pairs.one[kept], pairs.other[kept], probability[kept]), pairs.is_right[kept]


def _people_twice(scored: Scored, shares: Mapping[str, float], records: Mapping[str, int]) -> NDArray[np.int32]:
    """For each number, a label that people share who are one person more probably than not, as the model has it."""
    size = 1 + int(max((numbers.max(initial=0) for numbers in (scored.one, scored.other, scored.person)), default=0))
    asked = scored.where(scored.role == "person")
    share = shares.get("bare", 0.5)
    twice = _said(asked, _their_share(asked, share, records.get("person", 0), False), False) >= 0.5
    edges = (np.ones(int(twice.sum()), dtype=np.int8), (asked.one[twice], asked.other[twice]))
    _, labels = connected_components(coo_matrix(edges, shape=(size, size)), directed=False)
    return labels
