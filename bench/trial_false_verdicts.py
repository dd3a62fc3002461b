"""False verdicts of trials: AI makes no difference, a coin decides, and the trial is ended by each of the three rules.

`ratio` is the largest of the three shares of trials that ended with "less time" or "more time"; the goal is at most 0.05. The
keys named after the rules are these shares, `power_…` how often a true effect as large as the registered one is found by as
many flips as were planned for it, beside `registered`; `denied` is the largest share in which it came out the wrong way round.
`TRIALS` says how many are made without an effect, 2,000 by default; a tenth as many are made with one.
"""

import os
from collections.abc import Callable, Sequence

import numpy as np

from bench.coins import World, terms, told
from bench.line import Line, note
from bot.domain import privacy, trials
from bot.domain.power import POWER, WORTH_FINDING
from bot.domain.registration import Looks, TrialTerms
from bot.domain.told import Told
from bot.domain.trialpower import plan
from bot.domain.trialresult import QUARTERS, e_values, level_of, look, result
from bot.domain.verdict import Because, Verdict

GOAL = 0.05
FIRST_SHUFFLES, CLEAR = 199, 4  # few are enough where p is so many times as large as what matters, or as small
NOTED = 200
SMALLEST, LARGEST = 5, 17  # people
Rule = Callable[[Sequence[Told]], str]


def measure() -> Line:
    count = int(os.environ.get("TRIALS", "2000"))
    none, true = many(range(count), 1.0), many(range(max(count // 10, 1)), WORTH_FINDING)
    false = {name: share(said, "faster", "slower") for name, said in none.items()}
    power = {f"power_{name}": share(said, "faster") for name, said in true.items()}
    denied = max(share(said, "slower") for said in true.values())
    note(f"false verdicts: {false}; power beside the registered {POWER}: {power}; denied: {denied}")
    worst = max(false.values())
    extra = {**false, **power, "registered": POWER, "denied": denied}
    return Line("trial_false_verdicts", worst, GOAL, "share of trials", worst, count, extra)


def share(said: Sequence[str], *ways: str) -> float:
    return sum(one.startswith(ways) for one in said) / len(said)


def many(seeds: Sequence[int], effect: float) -> dict[str, list[str]]:
    """How each of these trials ended, by rule."""
    said: dict[str, list[str]] = {name: [] for name in RULES}
    for seed in seeds:
        flips = trial(seed, effect)
        for name, rule in RULES.items():
            said[name].append(rule(flips))
        if (seed + 1) % NOTED == 0:
            note(f"effect {effect}: {seed + 1} of {seeds[-1] + 1} trials")
    return said


def trial(seed: int, effect: float) -> list[Told]:
    chance = np.random.default_rng([seed, round(effect * 100)])
    people = int(chance.integers(SMALLEST, LARGEST))
    return told(chance, World(effect, people, plan(WORTH_FINDING, None, people, 2).flips))


def at_the_end(flips: Sequence[Told]) -> str:
    return verdict(flips, Looks.END)


def at_each_quarter(flips: Sequence[Told]) -> str:
    """Three looks on the way, each at as many flips as make it due."""
    registered = terms(Looks.QUARTERS, len(flips))
    for taken in range(QUARTERS - 1):
        so_far = flips[: -(-len(flips) * (taken + 1) // QUARTERS)]
        if look(so_far, registered, taken).stops:
            return direction(so_far, registered)
    return verdict(flips, Looks.QUARTERS)


def after_each_task(flips: Sequence[Told]) -> str:
    """Looked at after every flip, up to as many as a trial with an end would have had."""
    registered, values = terms(Looks.ALWAYS, None), e_values(flips)
    reached = next((at for at, value in enumerate(values) if value >= trials.REJECT), len(flips))
    for at in range(reached, len(flips)):
        if look(flips[: at + 1], registered, at).stops:
            return direction(flips[: at + 1], registered)
    return verdict(flips, Looks.ALWAYS)


def direction(flips: Sequence[Told], registered: TrialTerms) -> str:
    """Of a trial that a look has stopped, which it does only for a verdict."""
    found = result(flips, registered, privacy.FEWEST, shuffles=1).assigned
    return Verdict.FASTER if found and found.ratio < 1 else Verdict.SLOWER


def verdict(flips: Sequence[Told], looks: Looks) -> str:
    """What would be printed. Shuffles that could not change it are left out."""
    registered = terms(looks, len(flips))
    limit = 1 - level_of(registered)
    quick = result(flips, registered, privacy.FEWEST, shuffles=FIRST_SHUFFLES)
    open_ = quick.p is not None and limit / CLEAR < quick.p < limit * CLEAR
    settled = quick.verdict != Verdict.NOT_ENOUGH or quick.because == Because.BORDERLINE
    return result(flips, registered, privacy.FEWEST).verdict if open_ and settled else quick.verdict


RULES: dict[str, Rule] = {"fixed": at_the_end, "interim": at_each_quarter, "e_process": after_each_task}
