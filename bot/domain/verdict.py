"""The verdict on a ratio of times: one function, used everywhere, that would rather say nothing than say too much.

The order of the questions is that of `docs/evidence.md`, section 3. Why there is no verdict is part of the answer.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.domain.estimate import Estimate

LEVEL = 0.99  # of the ranges in an observed digest: it is read every week, and 95 % would cry wolf
ENOUGH_PEOPLE = 5
ENOUGH_TASKS = 10
ALIKE = 0.90  # a range inside this and its inverse is about the same
UNFINISHED = 0.10  # of the tasks of either way, and between the two: more than this forbids a verdict


class Verdict(StrEnum):
    NOT_ENOUGH = "not_enough"
    ABOUT_SAME = "about_same"
    FASTER = "faster"
    FASTER_CLEAR = "faster_clear"
    SLOWER = "slower"
    SLOWER_CLEAR = "slower_clear"

    @property
    def quicker_one_way(self) -> bool:
        return self not in (Verdict.NOT_ENOUGH, Verdict.ABOUT_SAME)


class Because(StrEnum):
    """Why there is not enough evidence."""

    FEW_PEOPLE = "few_people"
    FEW_TASKS = "few_tasks"
    NO_SPREAD = "no_spread"
    NOT_ADJUSTED = "not_adjusted"  # for task size
    UNFINISHED = "unfinished"
    WIDE = "wide"
    BY_CHANCE = "by_chance"  # one of several kinds of task, and one of so many would look so by chance
    FEW_ANSWERS = "few_answers"
    UNFAIR = "unfair_coin"  # with AI far more or less often than a fair coin would have it
    BORDERLINE = "borderline"  # the range says one thing, shuffling another


@dataclass(frozen=True)
class Judgement:
    verdict: Verdict
    because: Because | None = None


@dataclass(frozen=True)
class Started:
    """Tasks begun, each way, and how many of them were not finished."""

    with_ai: int = 0
    without_ai: int = 0
    unfinished_with_ai: int = 0
    unfinished_without_ai: int = 0

    @property
    def shares(self) -> tuple[float, float]:
        """Unfinished, with AI and without."""
        return self.unfinished_with_ai / max(self.with_ai, 1), self.unfinished_without_ai / max(self.without_ai, 1)

    @property
    def forbids(self) -> bool:
        """Too many tasks have no time for the times of the others to speak for them."""
        one, other = self.shares
        return max(one, other) > UNFINISHED or abs(one - other) > UNFINISHED


def of_range(low: float, high: float) -> Verdict:
    """What a range says by itself."""
    if low >= ALIKE and high <= 1 / ALIKE:
        return Verdict.ABOUT_SAME
    if high < 1:
        return Verdict.FASTER_CLEAR if high < ALIKE else Verdict.FASTER
    if low > 1:
        return Verdict.SLOWER_CLEAR if low > 1 / ALIKE else Verdict.SLOWER
    return Verdict.NOT_ENOUGH


def judge(estimate: "Estimate | None", *, adjusted: bool, started: Started, chance: float | None = None) -> Judgement:
    """The verdict and, if there is none, why. `adjusted` for task size, or decided by a coin; `chance` is the adjusted p."""
    if why := _too_thin(estimate):
        return Judgement(Verdict.NOT_ENOUGH, why)
    if started.forbids:
        return Judgement(Verdict.NOT_ENOUGH, Because.UNFINISHED)
    if not adjusted:
        return Judgement(Verdict.NOT_ENOUGH, Because.NOT_ADJUSTED)
    low, high = (estimate.low, estimate.high) if estimate else (None, None)
    said = of_range(low or 0, high or 0)
    if said is Verdict.NOT_ENOUGH:
        return Judgement(said, Because.WIDE)
    if said.quicker_one_way and chance is not None and estimate and chance >= 1 - estimate.level:
        return Judgement(Verdict.NOT_ENOUGH, Because.BY_CHANCE)
    return Judgement(said)


def _too_thin(estimate: "Estimate | None") -> Because | None:
    if estimate is None or estimate.people < ENOUGH_PEOPLE:
        return Because.FEW_PEOPLE
    if min(estimate.tasks_with_ai, estimate.tasks_without_ai) < ENOUGH_TASKS:
        return Because.FEW_TASKS
    return None if estimate.se and estimate.low and estimate.high else Because.NO_SPREAD
