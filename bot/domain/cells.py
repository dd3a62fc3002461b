"""One comparison of times with all that belongs to it: both ways' typical times, the estimate, its verdict, its balance.

The times are compared by `estimate.py` and judged by `verdict.py`; here several comparisons are seen beside one another too.
Everything is exact and ungated. Loads numpy, scipy and statsmodels.
"""

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np

from bot.domain import several
from bot.domain.columns import Columns, Flags, by_person
from bot.domain.estimate import Estimate, Rung, Tasks, climb, like_with_like
from bot.domain.pairs import hodges_lehmann
from bot.domain.power import more_tasks
from bot.domain.verdict import LEVEL, Because, Started, Verdict, judge

FEWEST_TO_SHRINK = 3
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Arm:
    """One way of doing a kind of task: how many timed tasks each person gave, and their geometric mean in minutes."""

    tasks: Mapping[str, int]
    typical: float | None


@dataclass(frozen=True)
class Balance:
    """Were tasks done with AI the bigger ones? `ratio` of the times expected; `steps` of size, when nothing was expected.

    `with_ai` and `without_ai` say whose tasks it rests on, for the privacy gates.
    """

    ratio: float | None
    steps: float | None
    with_ai: Mapping[str, int]
    without_ai: Mapping[str, int]


@dataclass(frozen=True)
class Cell:
    """All that the times of one task type say, or of all of them together. `weights` is each person's weight in the ratio.

    `shrunken` is the ratio drawn towards those of the other kinds, where there are enough of them. With a `tool`, only tasks
    done with it stand against those without AI.
    """

    task_type: str
    rung: Rung
    verdict: Verdict
    because: Because | None
    estimate: Estimate | None
    with_ai: Arm
    without_ai: Arm
    weights: Mapping[str, float]
    balance: Balance | None = None
    started: Started = field(default_factory=Started)
    more_tasks: int | None = None
    shrunken: float | None = None
    by_coin: bool = False
    tool: str | None = None
    steady: float | None = None  # the ratio less swayed by single tasks

    @property
    def arms_ratio(self) -> float | None:
        """Typical time with AI ÷ without: different people, different tasks. Rung (d)."""
        one, other = self.with_ai.typical, self.without_ai.typical
        return one / other if one and other else None

    @property
    def may_be_judged(self) -> bool:
        return self.rung.adjusts or self.by_coin


def timed(answers: Columns) -> Tasks:
    """The answers that are in the times, as `estimate.py` takes them."""
    told = answers.only(answers.timed)
    x = np.where(told.foreseen, np.maximum(told.expected, 1.0), math.nan)
    return Tasks(told.person, told.kind, np.log(told.used), np.log(x), told.size, told.with_ai)


def started(answers: Columns) -> Started:
    def count(*masks: Flags) -> int:
        return int(np.logical_and.reduce(masks).sum())

    with_ai, open_ = answers.with_ai, ~answers.finished
    return Started(count(with_ai), count(~with_ai), count(with_ai, open_), count(~with_ai, open_))


def cell(task_type: str, answers: Columns, level: float = LEVEL, *, own: float | None = None, by_coin: bool = False) -> Cell:
    """What the times of these answers say; those that are not in the times are passed over here."""
    return assess(task_type, timed(answers), answers.names, started(answers), level, own=own, by_coin=by_coin)


def assess(
    task_type: str,
    tasks: Tasks,
    names: Sequence[str],
    begun: Started,
    level: float = LEVEL,
    *,
    own: float | None = None,
    by_coin: bool = False,
) -> Cell:
    """The cell of some timed tasks. `names` are the people by code, `own` the spread of the team's tasks of every kind; what a
    coin decided needs no adjusting to be judged."""
    rung, estimate = climb(tasks, level)
    judged = judge(estimate, adjusted=rung.adjusts or by_coin, started=begun)
    weights = [] if estimate is None else estimate.weights.tolist()
    need = None
    if estimate is not None and judged.because in (Because.FEW_TASKS, Because.WIDE):
        need = more_tasks(estimate, expected=rung is Rung.EXPECTED, own=None if rung is Rung.EXPECTED else own) or None
    return Cell(
        task_type=task_type,
        rung=rung,
        verdict=judged.verdict,
        because=judged.because,
        estimate=estimate,
        with_ai=_arm(tasks.only(tasks.treated), names),
        without_ai=_arm(tasks.only(~tasks.treated), names),
        weights={names[code]: weight for code, weight in enumerate(weights) if weight > 0},
        balance=_balance(tasks, names),
        started=begun,
        more_tasks=need,
        by_coin=by_coin,
        steady=hodges_lehmann(*like_with_like(rung, tasks)) if estimate else None,
    )


def _arm(tasks: Tasks, names: Sequence[str]) -> Arm:
    return Arm(by_person(tasks.person, names), math.exp(float(tasks.y.mean())) if len(tasks.y) else None)


def _balance(tasks: Tasks, names: Sequence[str]) -> Balance | None:
    """Over all timed tasks whose expected time is known, or failing that whose size is."""
    for known, values, of_times in ((np.isfinite(tasks.x), tasks.x, True), (tasks.size > 0, tasks.size, False)):
        one, other = known & tasks.treated, known & ~tasks.treated
        if one.any() and other.any():
            apart = float(values[one].mean() - values[other].mean())
            people = [by_person(tasks.person[arm], names) for arm in (one, other)]
            return Balance(math.exp(apart) if of_times else None, None if of_times else apart, *people)
    return None


def side_by_side(cells: Mapping[Key, Cell], whole: Cell) -> tuple[dict[Key, Cell], Cell]:
    """The kinds of task and all work seen together: no words for what so many looks would give by chance; points shrunk."""
    *out, whole = beyond_chance([*cells.values(), whole])
    comparable = [at for at, one in enumerate(out) if _comparable(one)]
    if len(comparable) >= FEWEST_TO_SHRINK:
        found = [out[at].estimate for at in comparable]
        pooled = several.shrink([one.ratio for one in found if one], [one.se or 1.0 for one in found if one])
        for at, one, point in zip(comparable, found, pooled.shrunken, strict=True):
            inside = min(max(point, (one and one.low) or 0), (one and one.high) or math.inf)
            out[at] = replace(out[at], shrunken=inside)
    return dict(zip(cells, out, strict=True)), whole


def _comparable(one: Cell) -> bool:
    judged = one.tool is None and one.may_be_judged and one.because is not Because.FEW_PEOPLE
    return judged and bool(one.estimate and one.estimate.se)


def beyond_chance(cells: Iterable[Cell]) -> list[Cell]:
    """The same, without the words that so many looks would bring by chance alone."""
    out = list(cells)
    looked_at = {at: one.estimate.p for at, one in enumerate(out) if one.estimate and one.because in (None, Because.WIDE)}
    chance = dict(zip(looked_at, several.adjusted([p or 0.0 for p in looked_at.values()]), strict=True))
    for at, p in chance.items():
        judged = judge(out[at].estimate, adjusted=True, started=out[at].started, chance=p)
        out[at] = replace(out[at], verdict=judged.verdict, because=judged.because)
    return out
