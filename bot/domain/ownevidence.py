"""What answers say to a team's own questions: the difference with AI and without, each person with themselves.

The estimate is that of the times on the plain scale: least squares with one level for each stratum, one person's tasks of one
kind and one size, and a range that leaves out one person at a time. A choice with a good option is a share of 0 and 1 like
fixing; one without is counted, option by option. (`docs/evidence.md`, section 4.) Exact and ungated. Loads numpy and scipy.
"""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from bot.domain import differences
from bot.domain.columns import Columns
from bot.domain.estimate import Floats, stratified
from bot.domain.outcomes import Tally
from bot.domain.ownquestions import OwnKind, OwnQuestion
from bot.domain.several import adjusted
from bot.domain.verdict import ENOUGH_PEOPLE, ENOUGH_TASKS, LEVEL, Started

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Apart:
    """With AI minus without, in the question's own unit; of a share between −1 and 1.

    `weights` is each person's weight, empty where nobody was compared with themselves. `sized`: on tasks of one size. `enough`:
    people and tasks, for a word.
    """

    point: float
    low: float | None
    high: float | None
    p: float | None
    weights: Mapping[str, float]
    sized: bool
    enough: bool

    @property
    def leaves_out_nothing(self) -> bool:
        """Does the range leave out "no difference"?"""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


@dataclass(frozen=True)
class OwnFound:
    """One question about one kind of task, or about all. `with_ai` and `without_ai`: how many answers each person gave.

    `options` are a choice's, in their order, with AI and without; `forbidden`: too many tasks are unfinished for a word.
    """

    question: OwnQuestion
    with_ai: Mapping[str, int]
    without_ai: Mapping[str, int]
    apart: Apart | None
    options: tuple[tuple[Tally, Tally], ...]
    forbidden: bool

    @property
    def people(self) -> frozenset[str]:
        return frozenset(self.with_ai) | frozenset(self.without_ai)


def find(question: OwnQuestion, answers: Columns, begun: Started, level: float = LEVEL) -> OwnFound:
    """What these answers, none of them decided by a coin, say to one question."""
    told = answers.only(answers.finished & np.isfinite(answers.told(question.key)))
    return OwnFound(
        question=question,
        with_ai=told.by_person(told.with_ai),
        without_ai=told.by_person(~told.with_ai),
        apart=_apart(question, told, level),
        options=_options(question, told),
        forbidden=begun.forbids,
    )


def settled(found: Mapping[Key, OwnFound], others: Sequence[float], level: float = LEVEL) -> frozenset[Key]:
    """Those for which a word may be said: the range leaves out "no difference", and p stands up among so many looks.

    `others` are the p of everything else a digest may have a word for (Benjamini and Hochberg, `several.py`).
    """
    tried = {
        key: (one.apart.p, one.apart)
        for key, one in found.items()
        if one.apart and one.apart.p is not None and one.apart.sized and one.apart.enough and not one.forbidden
    }
    chance = adjusted([*(p for p, _ in tried.values()), *others])
    return frozenset(
        key for (key, (_, apart)), p in zip(tried.items(), chance, strict=False) if apart.leaves_out_nothing and p < 1 - level
    )


def _values(question: OwnQuestion, told: Columns) -> Floats | None:
    values = told.told(question.key)
    if question.kind is not OwnKind.CHOICE:
        return values
    return np.equal(values, question.good_place).astype(np.float64) if question.good_place else None


def _apart(question: OwnQuestion, told: Columns, level: float) -> Apart | None:
    """On tasks of one size if five people did it both ways there, or else on tasks of one kind."""
    values = _values(question, told)
    if values is None or not len(values):
        return None
    sized = told.size > 0
    found = _within(values[sized], told.only(sized), level, sized=True)
    if found is None or len(found.weights) < ENOUGH_PEOPLE:
        found = _within(values, told, level, sized=False)
    if question.kind is not OwnKind.CHOICE:
        return found
    if found is None or len(found.weights) < ENOUGH_PEOPLE:
        return _of_everybody(values, told, level)
    return found


def _within(values: Floats, told: Columns, level: float, *, sized: bool) -> Apart | None:
    """Least squares inside strata. Values are made small for it, so that no power of e is out of reach."""
    scale = float(np.abs(values).max(initial=0)) or 1.0
    kind = told.person * (len(told.kinds) + 1) + told.kind
    found = stratified(values / scale, told.with_ai, told.person, kind * 8 + told.size if sized else kind, level)
    if found is None:
        return None
    point, ends = math.log(found.ratio) * scale, (None, None)
    weights = {told.names[code]: weight for code, weight in enumerate(found.weights.tolist()) if weight > 0}
    enough = found.people >= ENOUGH_PEOPLE and min(found.tasks_with_ai, found.tasks_without_ai) >= ENOUGH_TASKS
    if found.people < ENOUGH_PEOPLE or not found.se or found.low is None or found.high is None:
        return Apart(point, *ends, None, weights, sized, enough=False)
    low, high = math.log(found.low) * scale, math.log(found.high) * scale
    return Apart(point, low, high, found.p, weights, sized, enough)


def _of_everybody(values: Floats, told: Columns, level: float) -> Apart | None:
    """Shares of different people, with Newcombe's interval: never a word."""
    one, other = (values[arm] for arm in (told.with_ai, ~told.with_ai))
    found = differences.of_shares(int(one.sum()), len(one), int(other.sum()), len(other), level)
    return Apart(found.point, found.low, found.high, None, {}, sized=False, enough=False) if found else None


def _options(question: OwnQuestion, told: Columns) -> tuple[tuple[Tally, Tally], ...]:
    values = told.told(question.key)
    out_of = [told.by_person(arm) for arm in (told.with_ai, ~told.with_ai)]

    def tally(place: int, arm: int) -> Tally:
        side = told.with_ai if arm == 0 else ~told.with_ai
        return Tally(told.by_person(side & np.equal(values, place)), out_of[arm])

    return tuple((tally(place, 0), tally(place, 1)) for place in range(1, len(question.options) + 1))
