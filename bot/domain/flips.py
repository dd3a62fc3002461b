"""Flips of a trial as the columns every figure is made of, so that what counts as a time is said in one place. Loads numpy."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from bot.domain.answer import Approach, Assigned
from bot.domain.columns import CODED, Choices, Codes, Columns, Floats
from bot.domain.told import Told

KIND = "trial"  # a trial is about one kind of task
_PLACES = {name: {value: at for at, value in enumerate(values, 1)} for name, values in CODED.items()}
_UNASKED = ("tool", "team", "day", "said", "next_time", "guess", "stored", "answered")


def of_flips(told: Sequence[Told]) -> Columns:
    """Flips as columns, each with AI or without as the coin had it. What a trial does not ask, nobody has answered."""
    names = {one.person: 0 for one in told}
    names = {name: at for at, name in enumerate(names)}
    nothing = np.zeros(len(told), dtype=np.int64)

    unasked: dict[str, Any] = dict.fromkeys(_UNASKED, nothing)

    def numbers(of: Callable[[Told], float | None]) -> Floats:
        return np.array([math.nan if (value := of(one)) is None else value for one in told], dtype=np.float64)

    def codes(column: str, of: Callable[[Told], Any]) -> Codes:
        return np.array([_PLACES[column].get(of(one), 0) for one in told], dtype=np.int64)

    return Columns(
        person=np.array([names[one.person] for one in told], dtype=np.int64),
        kind=nothing + 1,
        minutes=numbers(lambda one: one.minutes),
        fix_minutes=numbers(lambda one: one.fix_minutes),
        expected=numbers(lambda one: one.expected),
        approach=codes("approach", _assigned),
        fixing=codes("fixing", lambda one: one.fixing),
        quality=codes("quality", lambda one: one.quality),
        assigned=nothing + _PLACES["assigned"][Assigned.RANDOMISED],
        size=codes("size", lambda one: one.size),
        finished=np.array([one.done for one in told], dtype=np.bool_),
        names=list(names),
        kinds=[KIND],
        tools=[],
        teams=[""],
        choices=[Choices()],
        own={},
        **unasked,
    )


def as_done(flips: Columns, told: Sequence[Told]) -> Columns:
    """The same flips, each with AI or without as its task was done."""
    return replace(flips, approach=np.array([_PLACES["approach"][one.approach or _assigned(one)] for one in told]))


def _assigned(one: Told) -> Approach:
    return Approach.WITH if one.with_ai else Approach.WITHOUT
