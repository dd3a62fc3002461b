"""Cycle time: from starting a task to handing it over, with whatever lay in between. An outcome of its own, printed nowhere.

The ratio, its range and its verdict are those of working times (`docs/evidence.md`, sections 2 and 3): each person with
themselves inside one kind of task. What is not handed over has no time, and too much of that forbids a verdict. Loads numpy.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from bot.domain.cells import Cell, assess
from bot.domain.columns import packed_as
from bot.domain.estimate import Tasks
from bot.domain.times import SHORTEST
from bot.domain.verdict import LEVEL, Started


@dataclass(frozen=True)
class Begun:
    """One task that was started: `minutes` until it was handed over, None while it is not, and the time locked beforehand."""

    person: str
    task_type: str
    with_ai: bool
    minutes: float | None
    expected: float | None = None


def started(begun: Iterable[Begun]) -> Started:
    """How many were begun each way, and how many of them have not been handed over."""
    ways = [(one.with_ai, one.minutes is None) for one in begun]
    with_ai, without = ([open_ for way, open_ in ways if way is wanted] for wanted in (True, False))
    return Started(len(with_ai), len(without), sum(with_ai), sum(without))


def cycle_time(begun: Iterable[Begun], level: float = LEVEL) -> Cell:
    """Cycle times with AI ÷ without, as one comparison with its verdict."""
    every = list(begun)
    over = [one for one in every if one.minutes is not None]
    names = list(dict.fromkeys(one.person for one in over))
    kinds = packed_as([one.task_type for one in over], ())["task_type"]
    tasks = Tasks(
        person=np.array([names.index(one.person) for one in over], dtype=np.int64),
        kind=np.array([kinds.index(one.task_type) + 1 for one in over], dtype=np.int64),
        y=np.log(np.array([max(one.minutes or 0.0, SHORTEST) for one in over], dtype=np.float64)),
        x=np.array([math.log(max(one.expected, 1.0)) if one.expected else math.nan for one in over], dtype=np.float64),
        size=np.zeros(len(over), dtype=np.int64),
        treated=np.array([one.with_ai for one in over], dtype=np.bool_),
    )
    return assess("", tasks, names, started(every), level)
