"""How sure a share is: Wilson's interval, and whether two shares differ beyond chance."""

from __future__ import annotations

from math import sqrt

Z = 1.959964
"""95 %."""


def wilson(part: int, whole: int) -> tuple[float, float]:
    """95 % interval of a share of people; (0, 1) when there is nobody."""
    if whole <= 0:
        return 0.0, 1.0
    p = part / whole
    middle = p + Z * Z / (2 * whole)
    half = Z * sqrt(p * (1 - p) / whole + Z * Z / (4 * whole * whole))
    bottom = 1 + Z * Z / whole
    return max(0.0, (middle - half) / bottom), min(1.0, (middle + half) / bottom)


def difference(part: int, whole: int, part_before: int, whole_before: int) -> tuple[float, float]:
    """95 % interval of a share minus another share of other people (Newcombe's hybrid of two Wilson intervals)."""
    if whole <= 0 or whole_before <= 0:
        return -1.0, 1.0
    p, q = part / whole, part_before / whole_before
    low, high = wilson(part, whole)
    low_before, high_before = wilson(part_before, whole_before)
    return (
        p - q - sqrt((p - low) ** 2 + (high_before - q) ** 2),
        p - q + sqrt((high - p) ** 2 + (q - low_before) ** 2),
    )


def direction(part: int, whole: int, part_before: int, whole_before: int) -> int:
    """1 when a share has risen beyond chance, −1 when it has fallen, 0 when that cannot be said."""
    low, high = difference(part, whole, part_before, whole_before)
    return 1 if low > 0 else -1 if high < 0 else 0
