"""Differences of two groups beside the ratio of times: shares, shares within strata, and unmatched times.

Newcombe's interval for a difference of shares, Mantel and Haenszel's differences within strata, a leave-one-person-out range
where there are people enough, and Welch's comparison on logs for rung (d). `docs/evidence.md`, section 4. Loads scipy and
statsmodels.
"""

import math
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit
from scipy.stats import ttest_ind
from statsmodels.stats.contingency_tables import StratifiedTable
from statsmodels.stats.proportion import confint_proportions_2indep

Floats = NDArray[np.float64]
FEWEST = 5


@dataclass(frozen=True)
class Difference:
    """With AI minus without. `low` and `high` are None when nothing honest can be said about them."""

    point: float
    low: float | None
    high: float | None

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


def pooled_odds(tables: Sequence[Sequence[Sequence[int]]]) -> float:
    """Mantel and Haenszel's odds ratio over strata; each table is [[with, hit], [without, hit]] as rows of hit and not."""
    return float(StratifiedTable([np.asarray(table, dtype=np.float64) for table in tables]).oddsratio_pooled)


def pooled_difference(tables: Sequence[Sequence[Sequence[int]]]) -> float | None:
    """Mantel and Haenszel's difference of shares over strata, weighted by n₁n₀/(n₁+n₀); None when no stratum has both."""
    counts = np.asarray(tables, dtype=np.float64)
    n = counts.sum(axis=2)
    both = (n > 0).all(axis=1)
    if not both.any():
        return None
    share, n = counts[both, :, 0] / n[both], n[both]
    weight = n.prod(axis=1) / n.sum(axis=1)
    return float((weight * (share[:, 0] - share[:, 1])).sum() / weight.sum())


def by_person(tables: Mapping[str, Sequence[Sequence[Sequence[int]]]], level: float = 0.95) -> Difference | None:
    """The difference within strata with a range that leaves out one person at a time; `tables` are each person's strata.

    Of fewer than five people with both ways, or when leaving anybody out changes nothing, there is no range.
    """
    each = [[table for table in strata if all(map(sum, table))] for strata in tables.values()]
    each = [strata for strata in each if strata]
    point = pooled_difference([table for strata in each for table in strata]) if each else None
    if point is None:
        return None
    count = len(each)
    if count < FEWEST:
        return Difference(point, None, None)
    n = [np.asarray(strata, dtype=np.float64).sum(axis=2) for strata in each]
    weight = np.array([(arms.prod(axis=1) / arms.sum(axis=1)).sum() for arms in n])
    moment = weight * np.array([pooled_difference(strata) for strata in each])
    left = (moment.sum() - moment) / (weight.sum() - weight)
    se = math.sqrt((count - 1) / count * float(((left - left.mean()) ** 2).sum()))
    if se < 1e-9:
        return Difference(point, None, None)
    reach = float(stdtrit(count - 1, (1 + level) / 2)) * se
    return Difference(point, max(point - reach, -1), min(point + reach, 1))


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
