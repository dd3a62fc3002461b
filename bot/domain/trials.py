"""Trials: a coin decides between with AI and without, so chance alone is left to explain a difference, and can be reckoned.

Analysed as assigned, once, at the planned end; sooner only by a rule declared before the first flip. `docs/evidence.md`,
section 10. Loads numpy and scipy; the coin itself is `coin.py`.
"""

import math
from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest

from bot.domain.estimate import Codes, Flags, Floats, Rung, Tasks, like_with_like, numbered
from bot.domain.verdict import Verdict

SHUFFLES = 10_000
EXACT = 20_000  # arrangements up to which all of them are tried
SEED = 20_260_101
MOST_DECLINED, DECLINES_APART = 0.20, 0.10
UNFAIR = 0.001
REJECT = 20.0
LAMBDAS = (0.1, -0.1, 0.2, -0.2, 0.4, -0.4)
EARLY = 2.10
_CHUNK = 4_000_000  # cells of a shuffle held at a time


def assignment_p(with_ai: int, flips: int) -> float | None:
    """How likely a coin is as uneven as this, or more (exact binomial test); None without a flip."""
    return float(binomtest(with_ai, flips, 0.5).pvalue) if flips else None


def fair(with_ai: int, flips: int) -> bool:
    """Does the coin look like one? `flips` are the unforced ones."""
    p = assignment_p(with_ai, flips)
    return p is None or p >= UNFAIR


def usable(declined_with: int, assigned_with: int, declined_without: int, assigned_without: int) -> bool:
    """Proof only while few declined what the coin said: at most a fifth, and about as many either way."""
    one, other = declined_with / max(assigned_with, 1), declined_without / max(assigned_without, 1)
    overall = (declined_with + declined_without) / max(assigned_with + assigned_without, 1)
    return overall <= MOST_DECLINED and abs(one - other) <= DECLINES_APART


def permutation_p(y: Floats, treated: Flags, stratum: Codes, shuffles: int = SHUFFLES, seed: int = SEED) -> float | None:
    """Two-sided p of the stratified difference if AI made none, by shuffling who got it inside each stratum.

    All arrangements where they are at most 20,000, else `shuffles` of them with the observed one counted in. Given the
    strata, Σwd is Σy over the tasks with AI plus a constant, so that sum is all that is compared. None without strata of both.
    """
    n1, n = np.bincount(stratum, treated), np.bincount(stratum)
    used = ((n1 > 0) & (n1 < n))[stratum]
    if not used.any():
        return None
    _, stratum = numbered(stratum[used])
    treated, y = treated[used], y[used]
    rest = y - (np.bincount(stratum, y) / np.bincount(stratum))[stratum]
    observed = abs(float(rest[treated].sum())) - 1e-9
    counts = np.bincount(stratum, treated).astype(int)
    ways = math.prod(map(math.comb, np.bincount(stratum).tolist(), counts.tolist()))
    if ways <= EXACT:
        return float((np.abs(_all_sums(rest, stratum, counts)) >= observed).mean())
    extreme = sum(int((np.abs(sums) >= observed).sum()) for sums in _some_sums(rest, treated, stratum, shuffles, seed))
    return (extreme + 1) / (shuffles + 1)


def shuffled(rung: Rung, tasks: Tasks) -> float | None:
    """The permutation p inside the strata of a rung."""
    return permutation_p(*like_with_like(rung, tasks))


def _all_sums(rest: Floats, stratum: Codes, counts: NDArray[np.int_]) -> Floats:
    sums = np.zeros(1)
    for code, count in enumerate(counts.tolist()):
        own = [sum(chosen) for chosen in combinations(rest[stratum == code].tolist(), count)]
        sums = np.add.outer(sums, np.array(own)).ravel()
    return sums


def _some_sums(rest: Floats, treated: Flags, stratum: Codes, shuffles: int, seed: int) -> Iterable[Floats]:
    chance = np.random.default_rng(seed)
    order = np.lexsort((~treated, stratum))
    rest, stratum, treated = rest[order], stratum[order].astype(np.float64), treated[order]
    step = max(1, _CHUNK // len(rest))
    for start in range(0, shuffles, step):
        keys = stratum + chance.random((min(step, shuffles - start), len(rest)))
        yield rest[np.argsort(keys, axis=1)][:, treated].sum(axis=1)


def agreed(verdict: Verdict, p: float | None, level: float = 0.95) -> bool:
    """Do range and shuffles say the same? If not, the result is borderline."""
    return p is None or verdict.quicker_one_way == (p < 1 - level)


def bound(so_far: int, planned: int) -> float:
    """What |z| has to reach at an interim look that was declared beforehand: 2.10/√(n/N)."""
    return EARLY / math.sqrt(min(so_far / planned, 1))


def e_process(z: Sequence[float], s: Sequence[float]) -> list[float]:
    """Evidence so far after each flip of a trial without a planned end; 20 or more rejects "no difference", whenever looked.

    `z` is +1 with AI and −1 without, as the fair coin had it; `s` the task's score in [−1, 1], fixed before its flip. The mean
    over six λ of Π exp(λzs)/cosh(λs): under a fair coin and no difference its expectation stays 1.
    """
    lambdas, score = np.array(LAMBDAS)[:, None], np.asarray(s, dtype=np.float64)
    steps = lambdas * np.asarray(z, dtype=np.float64) * score - np.log(np.cosh(lambdas * score))
    return [float(value) for value in np.exp(np.cumsum(steps, axis=1)).mean(axis=0)]


def true_share(answered: float, yes: float) -> tuple[float, float]:
    """Between which shares the truth lies when those who did not answer may all have said no, or all yes. An oracle's alone:
    nothing prints it."""
    return answered * yes, answered * yes + 1 - answered
