"""Made-up trials: people who differ, times expected with error, the coin as it falls, and what AI really does is known.

A few decline, and a few tasks come to nothing, whatever the coin said and however long the task is.
"""

import math
from dataclasses import dataclass
from datetime import date

import numpy as np

from bot.domain import coin
from bot.domain.answer import Approach
from bot.domain.registration import Looks, TrialTerms
from bot.domain.told import Told

PACE, TASKS_DIFFER, SPREAD = 0.35, 0.8, 0.75  # of logs: people's pace, how long tasks are, one task against what was expected
BIAS, EFFECT_DIFFERS = 0.2, 0.0  # of logs: how people expect, and how much the effect differs between them
DECLINED, NOTHING_CAME = 0.04, 0.03


@dataclass(frozen=True)
class World:
    effect: float = 1.0
    people: int = 8
    flips: int = 360
    spread: float = SPREAD
    differs: float = EFFECT_DIFFERS


def terms(looks: Looks, flips: int | None, ratio: float = 0.8) -> TrialTerms:
    return TrialTerms("made up", "Bug triage", date(2026, 1, 1), date(2026, 6, 30), flips=flips, ratio=ratio, looks=looks)


def told(chance: np.random.Generator, world: World) -> list[Told]:
    """All flips of one trial, in the order in which the coin fell; people start tasks at different rates."""
    busy = chance.dirichlet(np.full(world.people, 8.0))
    who = chance.choice(world.people, size=world.flips, p=busy)
    bias, pace = chance.normal(0, BIAS, world.people), chance.normal(0, PACE, world.people)
    effect = math.log(world.effect) + chance.normal(0, world.differs, world.people)
    before = [[0, 0] for _ in range(world.people)]
    long, noise = chance.normal(0, TASKS_DIFFER, world.flips), chance.normal(0, world.spread, world.flips)
    luck = chance.random((world.flips, 3))
    out = []
    for at, person in enumerate(who.tolist()):
        fell = coin.flip(bool(luck[at, 0] < 0.5), before[person][1], before[person][0])
        before[person][fell.with_ai] += 1
        expected = math.exp(3.7 + pace[person] + long[at])
        declined = bool(luck[at, 1] < DECLINED)
        did = fell.with_ai != declined
        minutes = expected * math.exp(bias[person] + noise[at] + effect[person] * did)
        finished = bool(luck[at, 2] >= NOTHING_CAME)
        out.append(
            Told(
                *(f"p{person}", fell.with_ai, fell.forced, expected, 3, declined),
                approach=Approach.WITH if did else Approach.WITHOUT,
                minutes=min(max(minutes, 1.0), 900.0) if finished else None,
                finished=finished,
            )
        )
    return out
