"""What finished tasks say about time: compared within persons, never made surer than they are. And all findings of a period.

A person is compared with themselves, inside one kind of task, because people pick easier tasks for AI and differ from one
another. Until task size is taken into account this is rung (c), "not adjusted for task size", which never has a verdict
of which way is quicker. The functions follow `docs/evidence.md`, sections 1 to 3. Everything here is exact and ungated: what
of it a person may read is decided by `privacy.py` alone.

The one module of the rules that loads numpy and scipy: import it where a report is computed, not at the top of a file.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from bot.domain.answer import Answer, Assigned
from bot.domain.outcomes import Outcome, Tally, fixing_minutes, tallies, who

LEVEL = 0.99  # of the ranges in an observed digest: it is read every week, and 95 % would cry wolf
LONGEST = 960.0
SHORTEST = 1.0
ENOUGH_PEOPLE = 5
ENOUGH_TASKS = 10

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Codes = NDArray[np.int64]


class LeftOut(StrEnum):
    """Why an answer is not in the times."""

    UNFINISHED = "unfinished"
    NO_TIME = "no_time"
    TOO_LONG = "too_long"
    OTHER_TYPE = "other_type"  # not one of the team's kinds of task: in no figure at all
    RANDOMISED = "randomised"  # decided by a coin: never mixed with what people chose


class Rung(StrEnum):
    """How like was compared with like."""

    UNADJUSTED = "unadjusted"  # (c) each person with themselves, inside one kind of task
    ARMS_ONLY = "arms_only"  # (d) nobody did it both ways: typical times, no ratio


class Verdict(StrEnum):
    NOT_ENOUGH = "not_enough"
    UNADJUSTED = "unadjusted"


@dataclass(frozen=True)
class Estimate:
    """A ratio of times, with AI ÷ without. `se` is on the log scale; None (and no range) when one person is all there is."""

    ratio: float
    low: float | None
    high: float | None
    se: float | None
    level: float
    people: int
    strata: int
    tasks_with_ai: int
    tasks_without_ai: int
    tasks_unused: int
    weights: Floats  # per person code, for the dominance gate


@dataclass(frozen=True)
class Arm:
    """One way of doing a kind of task: how many timed tasks each person gave, and their geometric mean in minutes."""

    tasks: Mapping[str, int]
    typical: float | None


@dataclass(frozen=True)
class Cell:
    """All that the times of one task type say. `weights` is each person's weight in the ratio."""

    task_type: str
    rung: Rung
    verdict: Verdict
    estimate: Estimate | None
    with_ai: Arm
    without_ai: Arm
    weights: Mapping[str, float]

    @property
    def arms_ratio(self) -> float | None:
        """Typical time with AI ÷ without: different people, different tasks. Rung (d)."""
        one, other = self.with_ai.typical, self.without_ai.typical
        return one / other if one and other else None


@dataclass(frozen=True)
class Findings:
    """Everything found in one period. Keyed by task type where not said otherwise; people are opaque keys."""

    people: Mapping[str, frozenset[str]]
    cells: Mapping[str, Cell]
    outcomes: Mapping[str, Mapping[Outcome, Tally]]
    all_outcomes: Mapping[Outcome, Tally]
    skip_reasons: Mapping[str, Mapping[str, frozenset[str]]]  # task type → reason → people
    differences: Mapping[str, frozenset[str]]  # code of question 7a → people
    left_out: Mapping[LeftOut, Mapping[str, int]]  # reason → person → answers
    fixing_open: Mapping[str, int]  # person → times that are work only, as the fixing is not known yet


def out_of_times(answer: Answer) -> LeftOut | None:
    """Why this answer is not in the times, or None. Nothing is left out for looking unusual."""
    minutes = answer.minutes
    if not answer.finished:
        return LeftOut.UNFINISHED
    if minutes is None or math.isnan(minutes) or minutes <= 0:
        return LeftOut.NO_TIME
    if max(minutes, fixing_minutes(answer) or 0) > LONGEST:
        return LeftOut.TOO_LONG
    return None


def time_used(answer: Answer) -> float:
    """Minutes of work and fixing together; work only while the fixing is not known. For answers that are in the times."""
    return max(answer.minutes or 0, SHORTEST) + (fixing_minutes(answer) or 0)


def stratified(y: Floats, treated: Flags, person: Codes, stratum: Codes, level: float = LEVEL) -> Estimate | None:
    """The ratio of times within strata, with its leave-one-person-out range; None when no stratum has both ways.

    All arrays have one entry per task: `y` natural log of minutes, `treated` done with AI, `person` and `stratum` integer
    codes from 0 without gaps, a stratum belonging to one person. With d the difference of mean logs in a stratum and
    w = n₁n₀/(n₁+n₀), θ = Σwd/Σw: the coefficient of least squares with stratum fixed effects. Jackknife over the G people
    used: SE² = (G−1)/G · Σ(θ₍₋g₎ − mean)²; range exp(θ ± t(G−1)·SE). (`docs/evidence.md` section 2.)
    """
    n1, n = np.bincount(stratum, treated), np.bincount(stratum).astype(np.float64)
    both = (n1 > 0) & (n1 < n)
    if not both.any():
        return None
    n1, n0 = n1[both], (n - n1)[both]
    sum1, sum0 = (np.bincount(stratum, y * arm)[both] for arm in (treated, ~treated))
    owner = np.zeros(len(n), dtype=np.int64)
    owner[stratum] = person
    w = n1 * n0 / (n1 + n0)
    weights: Floats = np.bincount(owner[both], w, int(person.max()) + 1).astype(np.float64)
    moments: Floats = np.bincount(owner[both], w * (sum1 / n1 - sum0 / n0), len(weights)).astype(np.float64)
    theta, se = float(moments.sum() / weights.sum()), _jackknife(moments, weights)
    people = int((weights > 0).sum())
    reach = None if se is None else float(stdtrit(people - 1, (1 + level) / 2)) * se
    used_with, used_without = int(n1.sum()), int(n0.sum())
    return Estimate(
        ratio=math.exp(theta),
        low=None if reach is None else math.exp(max(theta - reach, -700)),
        high=None if reach is None else math.exp(min(theta + reach, 700)),
        se=se,
        level=level,
        people=people,
        strata=int(both.sum()),
        tasks_with_ai=used_with,
        tasks_without_ai=used_without,
        tasks_unused=len(y) - used_with - used_without,
        weights=weights,
    )


def _jackknife(moments: Floats, weights: Floats) -> float | None:
    """Standard error of Σmoments/Σweights, leaving out one person at a time; rounding noise counts as 0."""
    used = weights > 0
    count = int(used.sum())
    if count < 2:
        return None
    without = (moments.sum() - moments[used]) / (weights.sum() - weights[used])
    se = math.sqrt((count - 1) / count * float(((without - without.mean()) ** 2).sum()))
    return se if se > 1e-9 else 0.0


def cell(task_type: str, answers: Iterable[Answer], level: float = LEVEL) -> Cell:
    """What the times of one task type say; answers that are not in the times are passed over here (see `find`)."""
    timed = [answer for answer in answers if out_of_times(answer) is None]
    names, person = np.unique([answer.person for answer in timed], return_inverse=True)
    y = np.log(np.array([time_used(answer) for answer in timed], dtype=np.float64))
    treated = np.array([answer.approach.tried_ai for answer in timed], dtype=np.bool_)
    estimate = stratified(y, treated, person, person, level) if timed else None
    weights = {} if estimate is None else dict(zip(map(str, names), estimate.weights.tolist(), strict=True))
    return Cell(
        task_type=task_type,
        rung=Rung.ARMS_ONLY if estimate is None else Rung.UNADJUSTED,
        verdict=verdict(estimate),
        estimate=estimate,
        with_ai=_arm(y[treated], [answer.person for answer in timed if answer.approach.tried_ai]),
        without_ai=_arm(y[~treated], [answer.person for answer in timed if not answer.approach.tried_ai]),
        weights={name: weight for name, weight in weights.items() if weight > 0},
    )


def _arm(y: Floats, people: Sequence[str]) -> Arm:
    return Arm(Counter(people), math.exp(float(y.mean())) if len(y) else None)


def verdict(estimate: Estimate | None) -> Verdict:
    """`not_enough`, or `unadjusted`: without task size no comparison may say which way took less time."""
    if estimate is None or not estimate.se or estimate.people < ENOUGH_PEOPLE:
        return Verdict.NOT_ENOUGH
    if min(estimate.tasks_with_ai, estimate.tasks_without_ai) < ENOUGH_TASKS:
        return Verdict.NOT_ENOUGH
    return Verdict.UNADJUSTED


def find(answers: Iterable[Answer], task_types: Sequence[str], level: float = LEVEL) -> Findings:
    """All findings of what people chose themselves; coin-decided answers and unknown task types are set aside, counted."""
    by_type: dict[str, list[Answer]] = {name: [] for name in task_types}
    left_out: dict[LeftOut, Counter[str]] = defaultdict(Counter)
    fixing_open: Counter[str] = Counter()
    for answer in answers:
        aside = LeftOut.OTHER_TYPE if answer.task_type not in by_type else None
        aside = LeftOut.RANDOMISED if answer.assigned is Assigned.RANDOMISED else aside
        if aside is None:
            by_type[answer.task_type].append(answer)
        if reason := aside or out_of_times(answer):
            left_out[reason][answer.person] += 1
        elif fixing_minutes(answer) is None:
            fixing_open[answer.person] += 1
    kept = [answer for group in by_type.values() for answer in group]
    return Findings(
        people={name: frozenset(answer.person for answer in group) for name, group in by_type.items()},
        cells={name: cell(name, group, level) for name, group in by_type.items()},
        outcomes={name: tallies(group) for name, group in by_type.items()},
        all_outcomes=tallies(kept),
        skip_reasons={name: who(group, lambda a: a.skip_reasons) for name, group in by_type.items()},
        differences=who(kept, lambda a: a.differences),
        left_out=left_out,
        fixing_open=fixing_open,
    )
