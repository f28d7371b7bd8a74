"""Segments of customers by recency, frequency and money: the rules, here and nowhere else."""

from __future__ import annotations

from typing import NamedTuple

Range = tuple[int, int]
R_SCORES, F_SCORES, M_SCORES = 5, 4, 5
"""The highest score of each; 1 is the lowest."""


class Segment(NamedTuple):
    """One segment: the scores its people have, both ends included."""

    name: str
    r: Range = (1, R_SCORES)
    f: Range = (1, F_SCORES)
    m: Range = (1, M_SCORES)


SEGMENTS = (
    Segment("champions", r=(4, 5), f=(4, 4), m=(4, 5)),
    Segment("loyal", r=(3, 5), f=(3, 4)),
    Segment("big_spenders", r=(3, 5), m=(5, 5)),
    Segment("newcomers", r=(4, 5), f=(1, 1)),
    Segment("occasional", r=(3, 5)),
    Segment("must_not_lose", f=(3, 4), m=(4, 5)),
    Segment("slipping", f=(2, 4)),
    Segment("once_long_ago"),
)
"""The first that fits is a person's segment; the last one fits everybody."""

NAMES = tuple(segment.name for segment in SEGMENTS)
