"""What a trial would take: how many flips and how many weeks, before anybody registers one. Nothing is promised by it.

`power.py` says how many tasks each way, as if each were somebody else's. More have to be flipped than that, and without them
trials planned for 80 % found their effect in 43 to 60 of a hundred simulated ones. The range leaves out one person at a time
and is wider the fewer they are, so quantiles are Student's for that many people. And a third is added for flips that are
declined (4 % of them take away 8 % of the effect), for tasks that come to nothing, and because range and shuffling must agree:
with a fifth it was still 73 to 77 of a hundred. `make bench ONLY=trial_false_verdicts` has what comes of it.
"""

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from statistics import NormalDist

from bot.domain.power import POWER, SPREAD, WORTH_FINDING, per_arm
from bot.domain.verdict import ENOUGH_PEOPLE

LONG_WEEKS = 13
MOST_WEEKS = 52  # a trial takes a year at most
LEVEL = 0.95
MORE = 1.35  # times as many flips, as above


class Advice(StrEnum):
    """What makes a trial shorter, in the order of what helps most; or its length bearable."""

    BIGGER = "bigger_effect"  # worth finding: half the effect takes four times the tasks
    PEOPLE = "more_people"
    KINDS = "more_kinds_or_teams"  # a kind of task that comes more often, or a trial of several teams
    LONGER = "longer"


@dataclass(frozen=True)
class Plan:
    """`flips` are all of them, both ways; `weeks` is None where nobody does such tasks. `own`: the spread is that of the team's
    own tasks. With more than 13 weeks there is advice; `bigger` is then the ratio that could be found in that time, if any."""

    flips: int
    weeks: int | None
    ratio: float = WORTH_FINDING
    spread: float = SPREAD
    own: bool = False
    people: int = ENOUGH_PEOPLE
    tasks_per_week: float = 0.0
    advice: tuple[Advice, ...] = ()
    bigger: float | None = None

    @property
    def long(self) -> bool:
        return self.weeks is None or self.weeks > LONG_WEEKS


def plan(ratio: float, spread: float | None, people: int, tasks_per_week: float) -> Plan:
    """What it takes to tell a true `ratio` below or above 1 four times in five, at 95 % and with one look, at the end.

    `spread` is that of the team's own log times, None while it is not known. Everybody of these people starts so many such
    tasks a week. The range of fewer than five people is reckoned as that of five, as a trial begins with no fewer.
    """
    known, pace = spread or SPREAD, people * tasks_per_week
    flips = needed(ratio, known, people)
    weeks = math.ceil(flips / pace) if pace > 0 else None
    made = Plan(flips, weeks, ratio, known, spread is not None, people, tasks_per_week)
    if not made.long:
        return made
    in_time = _in_time(made)
    fits = {Advice.BIGGER: in_time is not None, Advice.LONGER: weeks is not None and weeks <= MOST_WEEKS}
    advice = tuple(one for one in Advice if fits.get(one, True))
    return replace(made, advice=advice, bigger=in_time)


def needed(ratio: float, spread: float, people: int) -> int:
    """Flips in all, both ways, rounded up to tens."""
    tails = ((1 + LEVEL) / 2, POWER)
    free = max(people, ENOUGH_PEOPLE) - 1
    wider = sum(student(tail, free) for tail in tails) / sum(NormalDist().inv_cdf(tail) for tail in tails)
    return math.ceil(2 * per_arm(ratio, spread, LEVEL) * wider**2 * MORE / 10) * 10


def student(tail: float, free: int) -> float:
    """The quantile of Student's distribution, by its expansion around the normal one (Abramowitz and Stegun, 26.7.5); within
    0.3 % from four degrees of freedom on. It spares whoever only plans the loading of scipy."""
    z = NormalDist().inv_cdf(tail)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
    )
    return z + sum(term / float(free) ** at for at, term in enumerate(terms, 1))


def _in_time(made: Plan) -> float | None:
    """The effect nearest to none that 13 weeks are enough for, on the same side of 1, in steps of 5 %."""
    most = LONG_WEEKS * made.people * made.tasks_per_week
    steps = range(15, 5, -1) if made.ratio < 1 else range(21, 41)
    bigger = (step / 20 for step in steps if abs(math.log(step / 20)) > abs(math.log(made.ratio)))
    return next((ratio for ratio in bigger if needed(ratio, made.spread, made.people) <= most), None)
