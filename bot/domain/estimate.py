"""The ratio of times, compared within strata, with a range that leaves out one person at a time; and the ladder of strata.

A person is compared with themselves, inside one kind of task and one size, because people pick easier tasks for AI and
differ from one another. Which rung of the ladder is taken depends on how many people and tasks it can compare, never on what
comes out. The functions follow `docs/evidence.md`, section 2. Loads numpy: import it where a report is computed.
"""

import math
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from bot.domain.verdict import ENOUGH_PEOPLE, ENOUGH_TASKS, LEVEL

OWN_SPREAD, OWN_FREE = 30, 10  # tasks, and of them free to differ, from which on the team's own spread is known well enough
_CLOSE = 100_000
NOISE = 1e-9  # what rounding alone leaves of a standard error of nothing

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Codes = NDArray[np.int64]


class Rung(StrEnum):
    """How like was compared with like, from the best down."""

    EXPECTED = "expected"  # (a) each person with themselves, inside one kind of task, at the time they expected it to take
    SIZE = "sized"  # (b) each person with themselves, inside one kind of task and one of five sizes
    UNADJUSTED = "unadjusted"  # (c) each person with themselves, inside one kind of task: bigger with smaller ones
    ARMS = "arms_only"  # (d) nobody did it both ways: different people

    @property
    def letter(self) -> str:
        """As the ladder in `docs/evidence.md` has it."""
        return dict(zip(Rung, "abcd", strict=True))[self]

    @property
    def adjusts(self) -> bool:
        return self in (Rung.EXPECTED, Rung.SIZE)


@dataclass(frozen=True)
class Estimate:
    """A ratio of times, with AI ÷ without. `se` is on the log scale; None (and no range) when one person is all there is.

    `p` is two-sided, for no difference: the larger of the one by leaving people out and the one of plain least squares, as
    a few people may agree by luck. `spread` is the standard deviation of a single task's log time among those of its
    stratum done its way, None of few tasks. `weights` is Σw by person code: for the dominance gate, and for how many tasks
    are still needed.
    """

    ratio: float
    low: float | None
    high: float | None
    se: float | None
    p: float | None
    level: float
    people: int
    strata: int
    tasks_with_ai: int
    tasks_without_ai: int
    tasks_unused: int
    spread: float | None
    weights: Floats


@dataclass(frozen=True)
class Tasks:
    """Timed tasks, one entry each: codes of person and kind of task, natural logs of minutes used and expected (NaN when
    not said), size from 1 to 5 (0 when not said), and whether AI was tried."""

    person: Codes
    kind: Codes
    y: Floats
    x: Floats
    size: Codes
    treated: Flags

    def only(self, which: Flags) -> "Tasks":
        return self if which.all() else Tasks(*(column[which] for column in vars(self).values()))


def stratified(
    y: Floats, treated: Flags, person: Codes, stratum: Codes, level: float = LEVEL, x: Floats | None = None
) -> Estimate | None:
    """The ratio of times within strata, with its leave-one-person-out range; None when no stratum has both ways.

    All arrays have one entry per task: `y` natural log of minutes, `treated` done with AI, `person` and `stratum` integer
    codes from 0, a stratum belonging to one person, `x` natural log of the minutes expected. The coefficient of A in least
    squares of y on A (and x), all less their stratum's mean; strata of one way are not used, not even for the slope of x, so
    that everybody who moves the figure is counted in it. Jackknife over the people used. (`docs/evidence.md` section 2.)
    """
    n1, n = np.bincount(stratum, treated), np.bincount(stratum)
    used = ((n1 > 0) & (n1 < n))[stratum]
    if not used.any():
        return None
    every = stratum
    strata, stratum = numbered(stratum[used])
    columns = [column[used].astype(np.float64) for column in (treated, y, *([] if x is None else [x]))]
    a, dy, dx = (*_less_mean(columns, stratum), np.zeros(len(stratum)))[:3]
    sums = np.array([np.bincount(person[used], one * two) for one, two in ((a, a), (a, dy), (dx, dx), (a, dx), (dx, dy))])
    theta, slope = (float(value) for value in _solve(sums.sum(axis=1)))
    if math.isnan(theta):
        return None
    people, tasks, with_ai = int((sums[0] > 0).sum()), len(stratum), int(treated[used].sum())
    se = _jackknife(sums)
    low, high, p = _range(theta, se, people - 1, level)
    return Estimate(
        ratio=math.exp(theta),
        low=low,
        high=high,
        se=se,
        p=p and max(p, _plain_p(theta, dy - theta * a - slope * dx, sums.sum(axis=1), len(strata))),
        level=level,
        people=people,
        strata=len(strata),
        tasks_with_ai=with_ai,
        tasks_without_ai=tasks - with_ai,
        tasks_unused=len(y) - tasks,
        spread=spread_inside(y if x is None else y - slope * x, every * 2 + treated),
        weights=sums[0],
    )


def _range(theta: float, se: float | None, free: int, level: float) -> tuple[float | None, float | None, float | None]:
    """The ends of the range as ratios, and the two-sided p for no difference."""
    if se is None:
        return None, None, None
    reach = float(stdtrit(free, (1 + level) / 2)) * se
    p = 2 * float(stdtr(free, -abs(theta) / se)) if se else None
    return math.exp(max(theta - reach, -700)), math.exp(min(theta + reach, 700)), p


def _plain_p(theta: float, rest: Floats, sums: Floats, strata: int) -> float:
    """The two-sided p of plain least squares, as if every task were its own: 1 where nothing is free to differ."""
    aa, _, xx, ax, _ = (float(value) for value in sums)
    adjusts = xx > NOISE * max(aa, 1)
    free = len(rest) - strata - (2 if adjusts else 1)
    left, spread = float((rest**2).sum()), aa - ax**2 / xx if adjusts else aa
    return (
        2 * float(stdtr(free, -abs(theta) * math.sqrt(spread * free / left))) if free > 0 and left > NOISE else float(free <= 0)
    )


def spread_inside(y: Floats, group: Codes) -> float | None:
    """The standard deviation inside groups, pooled, or None of few tasks; strata done one way only know it too."""
    groups, group = numbered(group)
    free = len(y) - len(groups)
    if len(y) < OWN_SPREAD or free < OWN_FREE:
        return None
    return math.sqrt(float((_less_mean([y], group)[0] ** 2).sum()) / free) or None


def numbered(key: Codes) -> tuple[Codes, Codes]:
    """Keys from 0 as codes without gaps: the sorted keys there are, and the place of each entry's key among them.

    What `np.unique` gives with its inverse, but without sorting where the keys lie close together.
    """
    if not len(key) or int(key.max()) > 8 * len(key) + _CLOSE:
        return np.unique(key, return_inverse=True)
    there = np.bincount(key) > 0
    return np.flatnonzero(there), (np.cumsum(there) - 1)[key]


def _less_mean(columns: list[Floats], stratum: Codes) -> list[Floats]:
    n = np.bincount(stratum)
    return [column - (np.bincount(stratum, column) / n)[stratum] for column in columns]


def _solve(sums: Floats) -> tuple[Floats, Floats]:
    """Coefficients of A and x from the sums of squares and products; NaN where they cannot be told apart."""
    aa, ay, xx, ax, xy = sums
    carries = xx > NOISE * np.maximum(aa, 1)  # x that never differs inside a stratum has nothing to adjust
    xx, ax, xy = np.where(carries, xx, 1), np.where(carries, ax, 0), np.where(carries, xy, 0)
    det = aa * xx - ax**2
    apart = det > NOISE * aa * xx
    safe = np.where(apart, det, 1)
    theta, slope = (ay * xx - ax * xy) / safe, (aa * xy - ax * ay) / safe
    return np.where(apart, theta, np.nan), np.where(apart & carries, slope, 0)


def _jackknife(sums: Floats) -> float | None:
    """Standard error of the coefficient of A, leaving out one person at a time; rounding noise counts as 0."""
    used = sums[0] > 0
    count = int(used.sum())
    if count < 2:
        return None
    theta, _ = _solve(sums.sum(axis=1, keepdims=True) - sums[:, used])
    if np.isnan(theta).any():
        return None
    se = math.sqrt((count - 1) / count * float(((theta - theta.mean()) ** 2).sum()))
    return se if se > NOISE else 0.0


def strata_of(rung: Rung, tasks: Tasks) -> tuple[Tasks, Codes]:
    """The tasks that have what a rung needs, and the stratum of each."""
    has = {Rung.EXPECTED: np.isfinite(tasks.x), Rung.SIZE: tasks.size > 0}.get(rung)
    part = tasks if has is None else tasks.only(has)
    key = part.person * (int(part.kind.max(initial=0)) + 1) + part.kind
    return part, numbered(key * 8 + part.size if rung is Rung.SIZE else key)[1]


def at(rung: Rung, tasks: Tasks, level: float = LEVEL) -> Estimate | None:
    """The estimate on one rung; tasks that lack what the rung needs are not used, and counted as such."""
    part, stratum = strata_of(rung, tasks)
    if not len(part.y):
        return None
    found = stratified(part.y, part.treated, part.person, stratum, level, part.x if rung is Rung.EXPECTED else None)
    return found and replace(found, tasks_unused=found.tasks_unused + len(tasks.y) - len(part.y))


def like_with_like(rung: Rung, tasks: Tasks) -> tuple[Floats, Flags, Codes]:
    """Log times, ways and strata of a rung's tasks, for what takes no covariate: on (a) times against the expected ones."""
    part, stratum = strata_of(rung, tasks)
    return part.y - part.x if rung is Rung.EXPECTED else part.y, part.treated, stratum


def climb(tasks: Tasks, level: float = LEVEL) -> tuple[Rung, Estimate | None]:
    """The best rung the data carry, and its estimate.

    (a) if it compares enough people and tasks, and at least half as many tasks as (b) does; else (b) if it compares enough
    people; else (a) if it does; else (c); (d) without an estimate when nobody did it both ways. A rung that adjusts is taken
    even where (c) has many more tasks: a lopsided comparison does not become straight by getting longer.
    """
    expected, size = at(Rung.EXPECTED, tasks, level), at(Rung.SIZE, tasks, level)
    if _enough_people(expected) and _pairs(expected) >= ENOUGH_TASKS and _total(expected) * 2 >= _total(size):
        return Rung.EXPECTED, expected
    if _enough_people(size):
        return Rung.SIZE, size
    if _enough_people(expected):
        return Rung.EXPECTED, expected
    plain = at(Rung.UNADJUSTED, tasks, level)
    return (Rung.UNADJUSTED, plain) if plain else (Rung.ARMS, None)


def _enough_people(found: Estimate | None) -> bool:
    return found is not None and found.se is not None and found.people >= ENOUGH_PEOPLE


def _pairs(found: Estimate | None) -> int:
    return min(found.tasks_with_ai, found.tasks_without_ai) if found else 0


def _total(found: Estimate | None) -> int:
    return found.tasks_with_ai + found.tasks_without_ai if found else 0
