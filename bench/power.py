"""Power: how often a true cut of a fifth is found by the end of a quarter, by teams of twelve. And how often it is denied.

`ratio` is the share of quarters whose last digest says that all work together took less time, with expected times; `types`
that one kind of task or more did. `denied` is the share in which anything was ever said to take more time, and must be 0.
"""

import os

import numpy as np

from bench.line import Line, note
from bench.quarters import team, words

TRUE, PEOPLE = 0.8, 12


def measure() -> Line:
    quarters = int(os.environ.get("QUARTERS", "100"))
    all_work = types = denied = 0
    for seed in range(quarters):
        last = list(words(team(np.random.default_rng([seed, 80]), TRUE, PEOPLE, expected=True), weekly=False))
        less = {name for _, name, verdict in last if verdict.startswith("faster")}
        all_work += "all work" in less
        types += bool(less - {"all work"})
        denied += any(verdict.startswith("slower") for _, _, verdict in last)
    note(
        f"power: a true cut of a fifth found in {all_work} of {quarters} quarters over all work, in {types} for a kind of task"
    )
    share = all_work / quarters
    return Line(
        "power", share, 1.0, "share of quarters", share, quarters, {"types": types / quarters, "denied": denied / quarters}
    )
