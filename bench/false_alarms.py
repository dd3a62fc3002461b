"""False alarms: teams of 5 to 16 people, AI makes no difference, easier tasks go to it, thirteen weekly looks.

`ratio` is the share of quarters in which any digest ever printed that one way took less time, with expected times; the goal
is at most 0.05. `sizes` is the same share where people gave sizes only. How many quarters is in QUARTERS; 200 by default.
"""

import os

import numpy as np

from bench.line import Line, note
from bench.quarters import team, words

GOAL = 0.05


def measure() -> Line:
    quarters = int(os.environ.get("QUARTERS", "200"))
    expected, sizes = (alarms(quarters, expected=asked) for asked in (True, False))
    note(f"false alarms: {expected} of {quarters} quarters with expected times, {sizes} with sizes alone")
    share = expected / quarters
    return Line("false_alarms", share, GOAL, "share of quarters", share, quarters, {"sizes": sizes / quarters})


def alarms(quarters: int, *, expected: bool) -> int:
    found = 0
    for seed in range(quarters):
        chance = np.random.default_rng([seed, expected])
        told = team(chance, 1.0, int(chance.integers(5, 17)), expected=expected)
        found += any(verdict.startswith(("faster", "slower")) for _, _, verdict in words(told, weekly=True))
    return found
