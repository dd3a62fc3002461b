"""False alarms: teams of 5 to 16 people, AI makes no difference, easier tasks go to it, thirteen weekly looks.

`ratio` is the share of quarters in which any digest ever printed that one way took less time, with expected times; the goal
is at most 0.05. `sizes` is the same share where people gave sizes only, `fixing` there that of quarters in which fixing was
said to be needed more or less often; harder tasks need more of it, whoever does them. How many quarters is in QUARTERS; 200 by
default.
"""

import os

import numpy as np

from bench.line import Line, note
from bench.quarters import team, words

GOAL = 0.05
FIRST = 1_000  # other seeds than those on which the rule of two p was chosen


def measure() -> Line:
    quarters = int(os.environ.get("QUARTERS", "200"))
    (expected, _), (sizes, fixing) = (alarms(quarters, expected=asked) for asked in (True, False))
    note(
        f"false words about times: {expected} of {quarters} quarters with expected times, {sizes} with sizes; fixing: {fixing}"
    )
    share = expected / quarters
    extra = {"sizes": sizes / quarters, "fixing": fixing / quarters}
    return Line("false_alarms", share, GOAL, "share of quarters", share, quarters, extra)


def alarms(quarters: int, *, expected: bool) -> tuple[int, int]:
    """Quarters in which a false word about times was printed, and those with one about fixing."""
    times = fixing = 0
    for seed in range(FIRST, FIRST + quarters):
        chance = np.random.default_rng([seed, expected])
        said = list(words(team(chance, 1.0, int(chance.integers(5, 17)), expected=expected), weekly=True))
        times += any(verdict.startswith(("faster", "slower")) for _, _, verdict in said)
        fixing += any(verdict == "settled" for _, _, verdict in said)
    return times, fixing
