"""A story of the office told by chance alone: the same seed and length, the same story. What tries many of them plays these."""

from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.leaks.office import TYPES, WINDOWS, Office

STEPS = 14


Act = Callable[[Office, Random, int], None]
ACTS: tuple[tuple[int, Act], ...] = (
    (3, lambda office, chance, seed: office.one_says(chance.randrange(10), chance.randrange(4), seed)),
    (2, lambda office, chance, seed: office.many_say(chance.choice([4, 6, 12]), chance.choice(TYPES), 1, seed)),
    (
        4,
        lambda office, chance, seed: office.some_import(chance.randrange(1, 9), chance.randrange(4), chance.randrange(4), seed),
    ),
    (1, lambda office, _, seed: office.one_deletes(seed)),
    (1, lambda office, _, seed: office.one_changes(seed, seed + 1)),
    (1, lambda office, chance, _: office.some_leave(chance.choice([1, 3]))),
    (1, lambda office, chance, _: office.some_join(chance.choice([1, 3]))),
    (1, lambda office, chance, _: office.weeks_go_by(chance.choice([1, 2]))),
    (1, lambda office, *_: office.nobody_answers(10)),
    (1, lambda office, chance, _: office.the_team_asks_for(chance.choice([5, 6, 7]))),
    (1, lambda office, *_: office.a_type_goes_or_comes_back()),
    (2, lambda office, *_: office.the_digest_goes_out()),
    (5, lambda office, chance, _: office.somebody_asks(chance.choice(WINDOWS), chance.choice([None, None, *TYPES]))),
)


def play(empty: Path, seed: int, steps: int = STEPS) -> Office:
    """The office at the end of a story, closed; whatever leaks on the way is an AssertionError."""
    chance = Random(seed)  # noqa: S311 - chance that can be told again
    office = Office(empty, chance.randrange(8, 13), seed)
    try:
        for _ in range(steps):
            (_, act) = chance.choices(ACTS, [weight for weight, _ in ACTS])[0]
            act(office, chance, chance.randrange(10**6))
    finally:
        office.close()
    return office
