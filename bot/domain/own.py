"""One person's own record: their times with AI against their times without, kind by kind, and what came of their choices.

The estimate is that of `estimate.py` on one person's tasks, and its range leaves out one task at a time instead of one person.
It is for that person alone, so nothing is gated; nothing says on how many tasks they used AI. Loads numpy and scipy.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import stdtrit

from bot.domain.cells import started, timed
from bot.domain.columns import Columns
from bot.domain.estimate import NOISE, Estimate, Rung, Tasks, at
from bot.domain.outcomes import Outcome, tallies
from bot.domain.verdict import ENOUGH_TASKS, LEVEL, Verdict, of_range

CHOICES = (Outcome.RIGHT_SKIP, Outcome.REGRETTED_SKIP, Outcome.REGRETTED_USE)


@dataclass(frozen=True)
class OwnTimes:
    """One kind of task. `ratio` is with AI ÷ without, `low` and `high` its range; none of them where there is too little."""

    task_type: str
    adjusted: bool = False  # for task size
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    verdict: Verdict = Verdict.NOT_ENOUGH


@dataclass(frozen=True)
class Own:
    """`choices` says on how many tasks somebody skipped rightly, regrets having skipped, and regrets having used AI."""

    times: tuple[OwnTimes, ...]
    choices: dict[Outcome, int]


def record(answers: Columns, task_types: Sequence[str]) -> Own:
    """From the answers of one person; what a coin decided is left out, and kinds they have never done."""
    told = answers.only(answers.observed)
    found = tallies(told)
    by_type = [(name, told.only(told.of_kinds([name]))) for name in task_types]
    return Own(
        tuple(own_times(name, part) for name, part in by_type if len(part)),
        {choice: sum(found[choice].hits.values()) for choice in CHOICES},
    )


def own_times(name: str, answers: Columns, level: float = LEVEL) -> OwnTimes:
    """On the best rung with ten tasks each way that can be compared; nothing is said of fewer."""
    tasks, forbidden = timed(answers), started(answers).forbids
    for rung in (Rung.EXPECTED, Rung.SIZE, Rung.UNADJUSTED):
        found = leaving_out_tasks(rung, tasks, level)
        if found is None or min(found.tasks_with_ai, found.tasks_without_ai) < ENOUGH_TASKS:
            continue
        if found.low and found.high:
            verdict = Verdict.NOT_ENOUGH if forbidden or not rung.adjusts else of_range(found.low, found.high)
            return OwnTimes(name, rung.adjusts, found.ratio, found.low, found.high, verdict)
        break  # times too alike for an honest range
    return OwnTimes(name)


def leaving_out_tasks(rung: Rung, tasks: Tasks, level: float = LEVEL) -> Estimate | None:
    """The estimate on a rung with the range that leaves out one task at a time; without a range where one task decides."""
    found = at(rung, tasks, level)
    if found is None:
        return None
    theta = math.log(found.ratio)
    without = [at(rung, tasks.only(np.arange(len(tasks.y)) != out), level) for out in range(len(tasks.y))]
    count = found.tasks_with_ai + found.tasks_without_ai
    free = count - found.strata - (2 if rung is Rung.EXPECTED else 1)
    if free < 1 or None in without:
        return replace(found, se=None, low=None, high=None)
    moved = np.array([math.log(one.ratio) - theta for one in without if one])
    moved = moved[np.abs(moved) > NOISE]  # a task that is compared with none moves nothing
    se = math.sqrt((count - 1) / count * float((moved**2).sum()))
    reach = float(stdtrit(free, (1 + level) / 2)) * se
    return replace(found, se=se, low=math.exp(theta - reach), high=math.exp(theta + reach)) if se > NOISE else found
