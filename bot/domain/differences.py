"""Differences of two groups beside the ratio of times: shares, shares within strata, and unmatched times.

Newcombe's interval for a difference of shares, Mantel and Haenszel's differences within strata, a leave-one-person-out range
where there are people enough, and Welch's comparison on logs for rung (d). `docs/evidence.md`, section 4. Loads scipy and
statsmodels.
"""

import math
import warnings
from dataclasses import dataclass

import numpy as np
from scipy.stats import ttest_ind
from statsmodels.stats.proportion import confint_proportions_2indep

from bot.domain.estimate import Codes, Flags, Floats, stratified

FEWEST = 5


@dataclass(frozen=True)
class Difference:
    """With AI minus without. `low` and `high` are None when nothing honest can be said about them; `people` did it both
    ways, 0 where nobody was compared with themselves."""

    point: float
    low: float | None
    high: float | None
    people: int = 0
    p: float | None = None
    largest: float = 0.0  # of the weights, one person's
    adjusted: bool = False  # for task size

    @property
    def ends(self) -> tuple[float, float, float]:
        """The point and both ends."""
        return self.point, self.low or 0.0, self.high or 0.0

    @property
    def settled(self) -> bool:
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


@dataclass(frozen=True)
class Welch:
    ratio: float
    low: float | None
    high: float | None
    se: float | None
    p: float | None
    free: float | None


def of_shares(hits: int, out_of: int, other_hits: int, other_out_of: int, level: float = 0.95) -> Difference | None:
    """A share minus another, with Newcombe's interval; None when either is out of nothing."""
    if not (out_of and other_out_of):
        return None
    ends = confint_proportions_2indep(hits, out_of, other_hits, other_out_of, method="newcomb", compare="diff", alpha=1 - level)
    return Difference(hits / out_of - other_hits / other_out_of, float(ends[0]), float(ends[1]))


def within(hit: Flags, treated: Flags, person: Codes, stratum: Codes, level: float = 0.95) -> Difference | None:
    """Mantel and Haenszel's difference within strata, with a range that leaves out one person at a time.

    One entry a task, as in `estimate.stratified`, whose weights and jackknife are the same: a share is a mean of 0 and 1.
    None when no stratum has both ways; no range of fewer than five people, or when leaving anybody out changes nothing.
    """
    found = stratified(hit.astype(np.float64), treated, person, stratum, level)
    if found is None:
        return None
    point = math.log(found.ratio)
    if found.people < FEWEST or not found.se or found.low is None or found.high is None:
        return Difference(point, None, None, found.people)
    low, high = max(math.log(found.low), -1.0), min(math.log(found.high), 1.0)
    return Difference(point, low, high, found.people, found.p, float(found.weights.max() / found.weights.sum()))


def welch(one: Floats, other: Floats, level: float = 0.95) -> Welch | None:
    """Geometric mean of `one` ÷ that of `other`, given as natural logs, with Welch's range; None when either is empty."""
    if not (len(one) and len(other)):
        return None
    apart = float(one.mean() - other.mean())
    nothing = Welch(math.exp(apart), None, None, None, None, None)
    if min(len(one), len(other)) < 2 or max(float(one.std()), float(other.std())) < 1e-9:
        return nothing
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of nearly equal times scipy warns that digits are lost: the range says as much
        found = ttest_ind(one, other, equal_var=False)
        ends = found.confidence_interval(level)
    se = math.sqrt(float(one.var(ddof=1)) / len(one) + float(other.var(ddof=1)) / len(other))
    low, high = (math.exp(min(max(float(end), -700), 700)) for end in ends)
    return Welch(math.exp(apart), low, high, se, float(found.pvalue), float(found.df))
