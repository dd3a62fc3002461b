"""How many tasks it takes to tell a difference: `docs/evidence.md`, section 5. Nothing is promised by it."""

import math
from statistics import NormalDist
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.domain.estimate import Estimate

WORTH_FINDING = 0.80  # a cut of a fifth
POWER = 0.80
SPREAD, SPREAD_UNADJUSTED = 0.75, 1.2  # of a task's log time, with an expected time and without, until the team's own is known


def per_arm(ratio: float, spread: float, level: float = 0.95, power: float = POWER) -> int:
    """Tasks each way to tell a true ratio from 1: 2(z+z)²σ²/(ln R)²; 15.70 σ²/(ln R)² at 95 % and a power of 80 %."""
    z = NormalDist().inv_cdf((1 + level) / 2) + NormalDist().inv_cdf(power)
    return math.ceil(2 * z**2 * spread**2 / math.log(ratio) ** 2)


def more_tasks(estimate: "Estimate", *, expected: bool, own: float | None = None, ratio: float = WORTH_FINDING) -> int:
    """About how many more tasks, done both ways by the same people, until a fifth less time could be told; 0 when enough.

    n each way weigh n/2 in Σw, so each task still to come adds a quarter. The spread is that of these tasks once it is known,
    else the team's `own` over all its kinds of task, else a common one.
    """
    spread = estimate.spread or own or (SPREAD if expected else SPREAD_UNADJUSTED)
    need = per_arm(ratio, spread, estimate.level)
    return max(0, math.ceil(2 * need - 4 * float(estimate.weights.sum())))
