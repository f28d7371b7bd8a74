"""What somebody may still bring: the formulas of the papers for one person at a time, series summed term by term."""

from __future__ import annotations

from collections.abc import Iterable
from math import exp, lgamma, log
from typing import NamedTuple


class Buying(NamedTuple):
    """BG/NBD parameters."""

    r: float
    alpha: float
    a: float
    b: float


def _log_beta(one: float, other: float) -> float:
    return lgamma(one) + lgamma(other) - lgamma(one + other)


def buying_likelihood(m: Buying, people: Iterable[tuple[float, float, float]]) -> float:
    """Log-likelihood of people's x, t_x and T: Fader, Hardie and Lee 2005, equation 6."""
    total = 0.0
    for x, t_x, T in people:
        stayed = exp(_log_beta(m.a, m.b + x) - _log_beta(m.a, m.b) - (m.r + x) * log(m.alpha + T))
        left = 0.0
        if x:
            left = exp(_log_beta(m.a + 1, m.b + x - 1) - _log_beta(m.a, m.b) - (m.r + x) * log(m.alpha + t_x))
        total += lgamma(m.r + x) - lgamma(m.r) + m.r * log(m.alpha) + log(stayed + left)
    return total


def alive(m: Buying, x: float, t_x: float, T: float) -> float:
    """The chance that somebody is still a customer."""
    if not x:
        return 1.0
    return 1 / (1 + m.a / (m.b + x - 1) * ((m.alpha + T) / (m.alpha + t_x)) ** (m.r + x))


def expected(m: Buying, x: float, t_x: float, T: float, time: float) -> float:
    """Purchases expected within a time: equation 10."""
    z = time / (m.alpha + T + time)
    one, other, below = m.r + x, m.b + x, m.a + m.b + x - 1
    term = series = 1.0
    n = 0
    while term > series * 1e-16:
        term *= (one + n) * (other + n) / (below + n) / (n + 1) * z
        series += term
        n += 1
    seen = ((m.alpha + T) / (m.alpha + T + time)) ** one
    return below / (m.a - 1) * (1 - seen * series) * alive(m, x, t_x, T)


def bringing_likelihood(p: float, q: float, v: float, people: Iterable[tuple[float, float]]) -> float:
    """Log-likelihood of people's number of purchases and their mean: Fader and Hardie 2013, equation 1a."""
    return sum(
        lgamma(p * x + q) - lgamma(p * x) - lgamma(q) + q * log(v) + (p * x - 1) * log(mean) + p * x * log(x)
        - (p * x + q) * log(v + mean * x)
        for x, mean in people
    )  # fmt: skip
