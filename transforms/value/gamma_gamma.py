"""Gamma-Gamma (Fader and Hardie 2013): what somebody's purchase brings on average, between their own and everybody's.

People's purchases vary around a mean of their own (gamma: p), and these means vary (gamma: q, v). The fewer purchases
somebody has made, the nearer the expected mean is to everybody's.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import digamma, gammaln

from transforms.value.bg_nbd import EXACTLY, FAR

Floats = NDArray[np.float64]


class GammaGamma(NamedTuple):
    """The three parameters, and the log-likelihood of the data they were fitted to."""

    p: float
    q: float
    v: float
    log_likelihood: float


def fit(x: Floats, mean: Floats) -> GammaGamma | None:
    """The most likely parameters of people with x purchases of a positive mean; None where they have no mean of all."""
    unit = float(mean.mean())
    spent = x * (mean / unit)
    counts, place = np.unique(x, return_inverse=True)
    people = np.bincount(place).astype(np.float64)
    logs = np.bincount(place, weights=np.log(spent))
    everybody = float(len(x))

    def loss(parameters: Floats) -> tuple[float, Floats]:
        p, q, v = np.exp(parameters)
        total = v + spent
        log_total = np.bincount(place, weights=np.log(total))
        of_x = gammaln(p * counts + q) - gammaln(p * counts) - gammaln(q) + q * np.log(v)
        value = people * of_x + p * counts * logs - (p * counts + q) * log_total
        slopes = (
            counts * (people * (digamma(p * counts + q) - digamma(p * counts)) + logs - log_total),
            people * (digamma(p * counts + q) - digamma(q) + np.log(v)) - log_total,
            people * q / v - (p * counts + q) * np.bincount(place, weights=1 / total),
        )
        slope = np.array([each.sum() for each in slopes])
        return -float(value.sum()) / everybody, -slope * np.exp(parameters) / everybody

    start = np.log([2.0, 2.0, 1.0])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(-FAR, FAR)] * 3, options=EXACTLY)
    p, q, v = (float(value) for value in np.exp(found.x))
    if q <= 1:
        return None
    return GammaGamma(p, q, v * unit, float(-found.fun * everybody - np.log(mean).sum()))
