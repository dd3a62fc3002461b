"""A ratio of times that single tasks sway little: the median over all pairs of like tasks (Hodges and Lehmann).

Inside each stratum every task with AI is paired with every task without; the differences of their log times are pooled, and
their median is given as a ratio. A sensitivity line beside the estimate and never a verdict: `docs/evidence.md`, section 2.
The pairs can be billions, so they are counted, not built: the median is closed in on by halving, and only the pairs near it
are looked at one by one. Loads numpy.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.domain.estimate import Codes, Flags, Floats

MOST = 200_000  # pairs looked at one by one
NEAR = 1e-7  # of log time: wider than what counting rounds away; also how near the answer is when too many pairs are this alike


def hodges_lehmann(y: Floats, treated: Flags, stratum: Codes) -> float | None:
    """The ratio with AI ÷ without: exp of the median of all differences of log time inside strata; None without any pair.

    One entry a task: `y` natural log of minutes, `treated` done with AI, `stratum` an integer code from 0.
    """
    n1, n = np.bincount(stratum, treated), np.bincount(stratum)
    both = (n1 > 0) & (n1 < n)
    used = both[stratum]
    if not used.any():
        return None
    y, treated, stratum = y[used], treated[used], (np.cumsum(both) - 1)[stratum[used]]
    pairs = _Pairs.of(_Arm.of(y[treated], stratum[treated]), _Arm.of(y[~treated], stratum[~treated]))
    return math.exp(pairs.median())


@dataclass(frozen=True)
class _Arm:
    """The different log times of one way of working, by stratum and then by time, and how many tasks took each."""

    y: Floats
    stratum: Codes
    tasks: Codes

    @classmethod
    def of(cls, y: Floats, stratum: Codes) -> "_Arm":
        order = np.lexsort((y, stratum))
        y, stratum = y[order], stratum[order]
        first = np.flatnonzero(np.diff(y, prepend=np.nan) != 0 | (np.diff(stratum, prepend=-1) != 0))
        return cls(y[first], stratum[first], np.diff(first, append=len(y)))


@dataclass(frozen=True)
class _Pairs:
    """All differences of an entry of `one` and an entry of `other` in the same stratum.

    `key` orders the other entries by stratum and time in one number, so that those of every stratum are found in one search.
    """

    one: _Arm
    other: _Arm
    count: int
    span: float  # no difference is larger
    key: Floats
    upto: NDArray[np.int64]  # tasks before each of the other entries
    end: NDArray[np.int64]  # tasks up to the end of the stratum, for each of the one's entries

    @classmethod
    def of(cls, one: _Arm, other: _Arm) -> "_Pairs":
        least = min(float(one.y.min()), float(other.y.min()))
        span = max(float(one.y.max()), float(other.y.max())) - least
        upto = np.concatenate([[0], np.cumsum(other.tasks)])
        end = np.cumsum(np.bincount(other.stratum, other.tasks).astype(np.int64))[one.stratum]
        counts = np.bincount(one.stratum, one.tasks) * np.bincount(other.stratum, other.tasks)
        return cls(one, other, int(counts.sum()), span, other.y + other.stratum * (3 * span + 1), upto, end)

    def median(self) -> float:
        lower, upper = (self.count + 1) // 2, self.count // 2 + 1
        near, upto = self._near(lower)
        first = near[np.searchsorted(upto, lower)]
        if upto[-1] < upper:
            near, upto = self._near(upper)
        return float(first + near[np.searchsorted(upto, upper)]) / 2

    def _near(self, rank: int) -> tuple[Floats, Codes]:
        """The differences near the one of this rank (from 1 for the smallest) in order, and how many are at most as large."""
        low, high = -self.span - NEAR, self.span + NEAR  # between them lies the one we look for
        below, above = self._places(low), self._places(high)
        while high - low > NEAR and int((below - above).sum()) > MOST:
            middle = (low + high) / 2
            places = self._places(middle)
            if self._at_most(places) < rank:
                low, below = middle, places
            else:
                high, above = middle, places
        below, above = self._places(low - NEAR), self._places(high + NEAR)
        if int((below - above).sum()) > 4 * MOST:
            return np.array([(low + high) / 2]), np.array([self._at_most(above)])
        near, tasks = self._between(above, below)
        order = np.argsort(near)
        return near[order], self._at_most(below) + np.cumsum(tasks[order])

    def _places(self, difference: float) -> Codes:
        """For each of the one's entries, from which of the other's on the difference is at most this."""
        return np.searchsorted(self.key, self.one.y - difference + self.one.stratum * (3 * self.span + 1))

    def _at_most(self, places: Codes) -> int:
        return int((self.one.tasks * (self.end - self.upto[places])).sum())

    def _between(self, first: Codes, last: Codes) -> tuple[Floats, Codes]:
        """The differences to the entries from `first` to before `last`, and how many pairs of tasks each stands for."""
        many = last - first
        own = np.repeat(np.arange(len(many)), many)
        theirs = np.arange(len(own)) + np.repeat(first - np.cumsum(many) + many, many)
        return self.one.y[own] - self.other.y[theirs], self.one.tasks[own] * self.other.tasks[theirs]
