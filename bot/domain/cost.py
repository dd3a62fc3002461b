"""What a finished task costs: all the time that went into all tasks begun, and the tools, over the tasks that got finished.

Arithmetic means, because money adds up; a geometric mean would hide the one task that took a week. `docs/evidence.md`,
section 4. Loads numpy.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

FEWEST = 5


@dataclass(frozen=True)
class Cost:
    """Per finished task, in the currency of the rate. The range leaves out one person at a time, on the log scale."""

    point: float
    low: float | None
    high: float | None


def per_finished(
    minutes: Sequence[float],
    finished: Sequence[bool],
    rate: float,
    tools: float = 0.0,
    people: Sequence[str] | None = None,
    level: float = 0.95,
) -> Cost | None:
    """(Σ minutes of all tasks begun, fixing included, × rate per hour + tools) ÷ tasks finished; None if none is.

    A person left out takes their share of the tools, by tasks begun, with them.
    """
    spent, done = np.asarray(minutes, dtype=np.float64), np.asarray(finished, dtype=np.float64)
    if not done.sum():
        return None
    money = spent * rate / 60 + tools / len(spent)
    point = float(money.sum() / done.sum())
    names, person = np.unique(np.asarray(people if people is not None else ["one"] * len(spent)), return_inverse=True)
    count = len(names)
    theirs, finishes = np.bincount(person, money), np.bincount(person, done)
    if count < FEWEST or point <= 0 or (finishes.sum() - finishes).min() < 0.5 or (theirs.sum() - theirs).min() <= 0:
        return Cost(point, None, None)
    left = np.log((theirs.sum() - theirs) / (finishes.sum() - finishes))
    se = math.sqrt((count - 1) / count * float(((left - left.mean()) ** 2).sum()))
    reach = float(stdtrit(count - 1, (1 + level) / 2)) * se
    return Cost(point, point * math.exp(-reach), point * math.exp(reach)) if se > 1e-9 else Cost(point, None, None)
