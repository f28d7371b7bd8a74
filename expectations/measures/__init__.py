"""Every published measure with its formula, its sources and an example: what `docs/measures.md` is written from."""

from __future__ import annotations

from expectations.measures.declare import Measure
from expectations.measures.knowing import KNOWING
from expectations.measures.money import MONEY
from expectations.measures.people import PEOPLE
from expectations.measures.rhythm import RHYTHM

MEASURES: tuple[Measure, ...] = (*MONEY, *PEOPLE, *RHYTHM, *KNOWING)

__all__ = ["MEASURES", "Measure"]
