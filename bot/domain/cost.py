"""What a finished task costs: all the time that went into all tasks begun, and the tools, over the tasks that got finished.

Arithmetic means, because money adds up; a geometric mean would hide the one task that took a week. `docs/evidence.md`,
section 4. The arm with AI pays for the tools, and it alone. Loads numpy.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

FEWEST = 5
NOISE = 1e-9  # what rounding alone leaves of a standard error of nothing


@dataclass(frozen=True)
class Cost:
    """Per finished task, in the currency of the rate. The range leaves out one person at a time, on the log scale."""

    point: float
    low: float | None
    high: float | None


def per_finished(
    minutes: NDArray[np.float64],
    finished: NDArray[np.bool_],
    person: NDArray[np.int64],
    rate: float,
    tools: float = 0.0,
    level: float = 0.99,
) -> Cost | None:
    """(Σ minutes of all tasks begun, fixing included, × rate per hour + tools) ÷ tasks finished; None if none is.

    The arrays have an entry for each task begun that has a time. `person` holds codes, in any order and with gaps. There is
    no range of fewer than five people, or when one of them finished everything. Whoever is left out takes their share of
    the tools, by tasks begun, with them.
    """
    if not finished.any():
        return None
    money = minutes * (rate / 60) + tools / len(minutes)
    _, code = np.unique(person, return_inverse=True)
    spent, done = np.bincount(code, money), np.bincount(code, finished)
    point, people = float(spent.sum() / done.sum()), len(spent)
    rest_spent, rest_done = spent.sum() - spent, done.sum() - done
    if people < FEWEST or rest_done.min() < 0.5 or rest_spent.min() <= 0:
        return Cost(point, None, None)
    left = np.log(rest_spent / rest_done)
    se = math.sqrt((people - 1) / people * float(((left - left.mean()) ** 2).sum()))
    if se <= NOISE:
        return Cost(point, None, None)
    reach = float(stdtrit(people - 1, (1 + level) / 2)) * se
    return Cost(point, point * math.exp(-reach), point * math.exp(reach))
