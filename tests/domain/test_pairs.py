"""Hodges and Lehmann's ratio: a table of examples, a double in plain loops, and billions of pairs in little memory."""

import math
import tracemalloc
from collections.abc import Sequence
from statistics import median

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.estimate import Codes, Flags, Floats
from bot.domain.pairs import hodges_lehmann

Row = tuple[float, bool, int]  # y, with AI, stratum


def columns(rows: Sequence[Row]) -> tuple[Floats, Flags, Codes]:
    y, treated, stratum = zip(*rows, strict=True) if rows else ((), (), ())
    return np.array(y, dtype=np.float64), np.array(treated, dtype=np.bool_), np.array(stratum, dtype=np.int64)


def by_hand(rows: Sequence[Row]) -> float | None:
    apart = [one[0] - other[0] for one in rows for other in rows if one[1] and not other[1] and one[2] == other[2]]
    return math.exp(median(apart)) if apart else None


def minutes(stratum: int, with_ai: Sequence[float], without: Sequence[float]) -> list[Row]:
    return [(math.log(time), way, stratum) for way, times in ((True, with_ai), (False, without)) for time in times]


EXAMPLES = [
    ("nothing", [], None),
    ("one way only", minutes(0, [10, 20], []), None),
    ("nobody both ways", [*minutes(0, [10], []), *minutes(1, [], [20])], None),
    ("a single pair", minutes(0, [10], [40]), 0.25),
    ("an even number of pairs: between the middle two", minutes(0, [10], [20, 80]), 0.25),
    ("all alike", minutes(0, [30] * 5, [30] * 4), 1.0),
    ("one long day sways the mean, not this", minutes(0, [10, 10, 10, 10, 900], [20] * 5), 0.5),
    ("strata of one way say nothing", [*minutes(0, [10], [40]), *minutes(1, [1, 1, 1], [])], 0.25),
    ("tasks of different strata are no pair", [*minutes(0, [10], [20]), *minutes(1, [500], [1000])], 0.5),
    ("pairs of all strata together", [*minutes(0, [10], [20, 20]), *minutes(5, [10], [40])], 0.5),
]


@pytest.mark.parametrize(("rows", "ratio"), [example[1:] for example in EXAMPLES], ids=[example[0] for example in EXAMPLES])
def test_examples(rows: list[Row], ratio: float | None) -> None:
    found = hodges_lehmann(*columns(rows))
    assert found == (ratio if ratio is None else pytest.approx(ratio, abs=1e-12))


_Y = st.one_of(st.integers(1, 30).map(math.log), st.floats(0, 12), st.floats(0, 1e-9))


@given(st.lists(st.tuples(_Y, st.booleans(), st.integers(0, 4)), max_size=40))
def test_it_is_the_median_of_all_pairs_in_plain_loops(rows: list[Row]) -> None:
    found, expected = hodges_lehmann(*columns(rows)), by_hand(rows)
    assert found == (expected if expected is None else pytest.approx(expected, rel=1e-12))


@given(st.integers(0, 2**32 - 1), st.booleans())
@settings(max_examples=10, deadline=None)
def test_it_is_the_same_where_pairs_are_counted_and_not_built(seed: int, whole_minutes: bool) -> None:
    chance = np.random.default_rng(seed)
    y = chance.normal(3, 1, 3_000)
    y = np.log(np.maximum(np.round(np.exp(y)), 1)) if whole_minutes else y
    treated, stratum = chance.random(3_000) < 0.5, chance.integers(0, 2, 3_000)
    apart = [np.subtract.outer(y[treated & (stratum == code)], y[~treated & (stratum == code)]).ravel() for code in (0, 1)]
    expected = math.exp(float(np.median(np.concatenate(apart))))
    assert hodges_lehmann(y, treated, stratum) == pytest.approx(expected, rel=1e-12)


def test_two_middles_far_apart_are_both_found() -> None:
    with_ai, without = np.concatenate([np.linspace(1, 2, 1000), np.linspace(8, 9, 1000)]), np.linspace(0, 0.1, 1000)
    y, treated = np.concatenate([with_ai, without]), np.arange(3000) < 2000
    expected = math.exp(float(np.median(np.subtract.outer(with_ai, without))))
    assert hodges_lehmann(y, treated, np.zeros(3000, dtype=np.int64)) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("spread", [1.0, 1e-9, 0.0], ids=["different", "nearly alike", "alike"])
def test_ten_billion_pairs_are_never_held(spread: float) -> None:
    chance = np.random.default_rng(1)
    y = 3 + spread * chance.normal(size=200_000)
    treated = np.arange(200_000) % 2 == 0
    y[treated] -= 0.25
    tracemalloc.start()
    try:
        found = hodges_lehmann(y, treated, np.zeros(200_000, dtype=np.int64))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert found == pytest.approx(math.exp(-0.25), rel=0.02 * spread + 1e-7)
    assert peak < 100_000_000
