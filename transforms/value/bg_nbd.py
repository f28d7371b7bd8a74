"""BG/NBD (Fader, Hardie and Lee 2005): how often people buy while they are customers, and when they stop.

People buy at a rate of their own (gamma: r, alpha) and may leave after any purchase with a chance of their own
(beta: a, b). Of each person three numbers tell all: x repeat purchases, the last of them t_x after the first purchase,
and T, how long the first purchase is ago.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import betaincinv, betaln, digamma, gammaln, hyp2f1

Floats = NDArray[np.float64]

FAR = 8.0
"""Logarithms of parameters, with times in units of their mean, end here: where people hardly differ they would go on
without end, and what is expected of anybody no longer changes."""
QUANTILES = 512
EXACTLY = {"ftol": 1e-13, "gtol": 1e-8, "maxiter": 1000}


class Histories(NamedTuple):
    """People by what they have bought: each row so many people with the same x, t_x and T."""

    x: Floats
    t_x: Floats
    T: Floats
    people: Floats


class BgNbd(NamedTuple):
    """The four parameters, and the log-likelihood of the data they were fitted to."""

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float


def fit(histories: Histories) -> BgNbd:
    """The most likely parameters."""
    unit = float(np.average(histories.T, weights=histories.people)) or 1.0
    scaled = histories._replace(t_x=histories.t_x / unit, T=histories.T / unit)
    counts, place = np.unique(scaled.x, return_inverse=True)
    everybody = float(histories.people.sum())

    def loss(logs: Floats) -> tuple[float, Floats]:
        value, slope = _log_likelihood(np.exp(logs), scaled, counts, place)
        return -value / everybody, -slope * np.exp(logs) / everybody

    found = minimize(loss, np.zeros(4), jac=True, method="L-BFGS-B", bounds=[(-FAR, FAR)] * 4, options=EXACTLY)
    r, alpha, a, b = (float(value) for value in np.exp(found.x))
    repeats = float((histories.people * histories.x).sum())
    return BgNbd(r, alpha * unit, a, b, float(-found.fun * everybody - repeats * np.log(unit)))


def _log_likelihood(parameters: Floats, h: Histories, counts: Floats, place: NDArray[np.int64]) -> tuple[float, Floats]:
    """The log-likelihood and its slope: equation 6 of the paper in logarithms.

    `counts` are the different x, and `place` where each row's x is among them: what depends on x alone is found once.
    """
    r, alpha, a, b = parameters
    last = np.where(counts > 0, b + counts - 1, 1.0)
    bought = gammaln(r + counts) - gammaln(r) + r * np.log(alpha) + betaln(a, b + counts) - betaln(a, b)
    leaving = np.where(counts > 0, np.log(a) - np.log(last), -np.inf)
    log_T, log_t = np.log(alpha + h.T), np.log(alpha + h.t_x)
    stayed = -(r + h.x) * log_T
    left = leaving[place] - (r + h.x) * log_t
    either = np.logaddexp(stayed, left)
    w_left = np.exp(left - either)
    w_stayed = 1 - w_left
    rate = digamma(r + counts) - digamma(r) + np.log(alpha)
    stays = digamma(a + b) - digamma(a + b + counts)
    again = digamma(b + counts) - digamma(b)
    slopes = (
        rate[place] - w_stayed * log_T - w_left * log_t,
        r / alpha - (r + h.x) * (w_stayed / (alpha + h.T) + w_left / (alpha + h.t_x)),
        stays[place] + w_left / a,
        (stays + again)[place] - w_left / last[place],
    )
    value = float((h.people * (bought[place] + either)).sum())
    return value, np.array([float((h.people * slope).sum()) for slope in slopes])


def alive(model: BgNbd, h: Histories) -> Floats:
    """The chance that somebody is still a customer; who never came again has had no occasion to leave, and is."""
    return 1 / (1 + _odds_left(model, h))


def _odds_left(model: BgNbd, h: Histories) -> Floats:
    r, alpha, a, b, _ = model
    again = h.x > 0
    odds = np.log(a) - np.log(np.where(again, b + h.x - 1, 1.0)) + (r + h.x) * np.log((alpha + h.T) / (alpha + h.t_x))
    return np.where(again, np.exp(np.minimum(odds, 700.0)), 0.0)


def expected(model: BgNbd, h: Histories, time: float) -> Floats:
    """Purchases expected of each person within a time from now on: equation 10 of the paper."""
    r, alpha, a, b, _ = model
    seen, place = np.unique(np.column_stack([h.x, h.T]), axis=0, return_inverse=True)
    x, T = seen[:, 0], seen[:, 1]
    with np.errstate(all="ignore"):
        series = hyp2f1(r + x, b + x, a + b + x - 1, time / (alpha + T + time))
        if_there = (1 - ((alpha + T) / (alpha + T + time)) ** (r + x) * series) * (a + b + x - 1) / (a - 1)
    too_large = ~np.isfinite(if_there)
    for count in np.unique(x[too_large]):
        mine = too_large & (x == count)
        if_there[mine] = _by_quantiles(model, float(count), T[mine], time)
    return if_there[place.reshape(-1)] / (1 + _odds_left(model, h))


def _by_quantiles(model: BgNbd, x: float, T: Floats, time: float) -> Floats:
    """The same for people with x purchases who are still there, where people hardly differ in leaving.

    The series is too large to write down then. It comes from a mean over the chance p to leave after a purchase, of
    (1 - (1 + p time / (alpha + T))^-(r + x)) / p; here the mean is taken over quantiles of p.
    """
    r, alpha, a, b, _ = model
    p = np.maximum(betaincinv(a, b + x, (np.arange(QUANTILES) + 0.5) / QUANTILES), 1e-12)
    return np.array([float(np.mean(-np.expm1(-(r + x) * np.log1p(p * time / (alpha + each))) / p)) for each in T])
