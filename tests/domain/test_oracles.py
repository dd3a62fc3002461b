"""The oracles of the specification (`docs/evidence.md`) that no other file has, each at its tolerance."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import StratifiedTable

from bot.domain import several
from bot.domain.censored import typical
from bot.domain.coin import flip
from bot.domain.cost import per_finished
from bot.domain.differences import Difference, of_shares, welch, within
from bot.domain.goals import Goal, goal
from bot.domain.trend import xmr
from bot.domain.trials import (
    agreed,
    bound,
    e_process,
    fair,
    permutation_p,
    true_share,
    usable,
)
from bot.domain.verdict import Verdict


def near(value: object) -> object:
    return pytest.approx(value, abs=1e-6)


def test_o1_welch_on_logs() -> None:
    found = welch(np.log([20.0, 25, 30, 40, 50]), np.log([30.0, 35, 45, 60, 80]))
    assert found is not None
    assert (found.ratio, found.low, found.high) == near((0.6672608447, 0.3821560791, 1.1650659488))
    assert (found.p, found.free) == near((0.1325329880, 7.9410654))


def test_o3_exact_permutation() -> None:
    table = [([10, 20], [20, 40]), ([30], [30, 60, 120]), ([8, 8, 16], [16]), ([50], [40]), ([25, 35], [])]
    rows = [(s, side, m) for s, arms in enumerate(table) for side, times in enumerate(arms) for m in times]
    stratum, side, minutes = (np.array(column) for column in zip(*rows, strict=True))
    assert permutation_p(np.log(minutes), side == 0, stratum) == near(0.125)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((3, 20, 8, 25), (-0.17, -0.388878, 0.087225)),
        ((0, 10, 4, 12), (-0.333333, -0.609378, 0.005979)),
        ((12, 60, 9, 60), (0.05, -0.087952, 0.186549)),
    ],
)
def test_o4_newcombe(counts: tuple[int, int, int, int], expected: tuple[float, ...]) -> None:
    found = of_shares(*counts)
    assert found is not None
    assert (found.point, found.low, found.high) == near(expected)
    assert not found.settled


def test_o7_shrinkage_with_its_variance_never_below_nothing() -> None:
    found = several.shrink([0.70, 0.95, 1.10, 0.60], [0.10, 0.12, 0.15, 0.40])
    assert (found.between, found.ratio) == near((0.0369989107, 0.8581589776))
    assert (found.low, found.high) == pytest.approx((0.66988, 1.09935), abs=1e-5)
    assert found.shrunken == near((0.73100748, 0.92332125, 1.00142356, 0.80237714))
    same = several.shrink([0.9, 0.92, 0.88], [0.2] * 3)
    assert (same.between, same.ratio) == (0, near(0.8998518))
    alike = several.shrink([0.90, 0.9001, 0.8999], [0.1, 0.5, 2.0])
    assert alike.between == 0
    assert alike.shrunken == pytest.approx((alike.ratio,) * 3)


def test_o8_benjamini_and_hochberg() -> None:
    p = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216]
    assert several.adjusted(p) == near([0.01, 0.04, 0.084, 0.084, 0.084, 0.1, 0.74 / 7, 0.216, 0.216, 0.216])
    assert several.adjusted([]) == []


def test_o9_xmr_limits() -> None:
    found = xmr([42, 38, 45, 40, 41, 39, 44, 43, 37, 41])
    assert found is not None
    assert (found.centre, found.low, found.high) == near((40.92663675, 31.75770653, 52.74277581))
    assert not found.changed


@pytest.mark.parametrize(
    ("weeks", "changed"),
    [([40, 41] * 5, False), ([40, 41] * 5 + [80], True), ([50, 51] * 4 + [40, 41] * 4, True), ([40] * 9, False)],
)
def test_a_trend_is_a_point_outside_or_eight_in_a_row(weeks: list[float], changed: bool) -> None:
    found = xmr(weeks)
    assert found is not None
    assert found.changed is changed


def test_weeks_of_too_few_people_are_no_trend() -> None:
    assert xmr([40.0] * 7) is None
    assert xmr([40.0, 41.0] * 5, [5] * 7 + [4] * 3) is None


def test_o10_unfinished_tasks_took_at_least_so_long() -> None:
    assert typical([10, 20, 30, 45, 60, 90], [True] * 4 + [False] * 2) == pytest.approx(41.648, abs=0.01)
    assert typical([10, 20, 30, 45], [True] * 4) == pytest.approx(22.795, abs=0.01)
    assert typical([10, 20, 30], [True, False, False]) is None
    assert typical([10, 10, 30], [True, True, False]) is None


def test_o12_the_e_process() -> None:
    found = e_process([1, -1, -1, 1, -1, -1, 1, -1], [-1, 1, 1, -1, 1, 1, -1, 1])
    expected = [1, 1.06441731, 1.19325194, 1.39398938, 1.68160061, 2.07956501, 2.62191604, 3.35645543]
    assert found == near(expected)


def test_o14_money_is_added_up_not_multiplied() -> None:
    with_ai = per_finished(np.array([10.0, 10, 10, 10, 225]), np.full(5, True), np.arange(5), rate=60, tools=4)
    without = per_finished(np.full(5, 30.0), np.full(5, True), np.arange(5), rate=60)
    assert with_ai is not None
    assert without is not None
    assert (with_ai.point, without.point) == near((53.8, 30.0))
    found = welch(np.log([10.0, 10, 10, 10, 200]), np.log([30.0] * 5))
    assert found is not None
    assert found.ratio == near(0.6068547343)


def test_cost_has_a_range_over_people_and_counts_what_was_never_finished() -> None:
    minutes = np.arange(20.0, 56.0, 3.0)
    found = per_finished(minutes, np.array([True, False] * 6), np.arange(12) // 2, rate=60)
    assert found is not None
    assert found.point == pytest.approx(sum(minutes) / 6)
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.point < found.high
    assert per_finished(np.array([10.0]), np.array([False]), np.array([0]), rate=60) is None


def test_o15_those_who_did_not_answer_may_all_have_said_either() -> None:
    assert true_share(0.6, 0.7) == near((0.42, 0.82))


Table = list[list[int]]  # [[hits, others] with AI, [hits, others] without]


def told(tables: list[Table]) -> tuple[np.ndarray, ...]:
    """One entry a task: hit, treated and stratum."""
    rows = [
        (how == 0, side == 0, stratum)
        for stratum, table in enumerate(tables)
        for side, counts in enumerate(table)
        for how, count in enumerate(counts)
        for _ in range(count)
    ]
    return tuple(np.array(column) for column in zip(*rows, strict=True)) if rows else (np.zeros(0),) * 3


def shares(tables: list[Table]) -> Difference | None:
    """Each table a person's."""
    hit, treated, stratum = told(tables)
    if not len(hit):
        return None
    return within(hit.astype(bool), treated.astype(bool), stratum.astype(np.int64), stratum.astype(np.int64))


def test_o5_shares_within_strata() -> None:
    tables = [[[2, 8], [5, 5]], [[1, 19], [3, 12]]]
    assert StratifiedTable([np.array(table, dtype=float) for table in tables]).oddsratio_pooled == near(0.2322834646)
    found = shares(tables)
    assert found is not None
    assert found.point == near(-0.2052631579)


def test_shares_by_person_have_a_range_from_five_people_on() -> None:
    own = [[[n % 3, 6 - n % 3], [3, 3]] for n in range(6)]
    found, four, one_way = shares(own), shares(own[:4]), shares([[[1, 1], [0, 0]]])
    assert found is not None
    assert found.settled
    assert four is not None
    assert (four.low, four.high) == (None, None)
    assert one_way is None


tables = st.lists(st.lists(st.lists(st.integers(0, 9), min_size=2, max_size=2), min_size=2, max_size=2), min_size=1, max_size=6)


@settings(deadline=None, max_examples=100)
@given(tables)
def test_plain_loops_agree_with_the_difference_within_strata(given_tables: list[Table]) -> None:
    over = under = 0.0
    for (a, b), (c, d) in given_tables:
        if a + b and c + d:
            weight = (a + b) * (c + d) / (a + b + c + d)
            over, under = over + weight * (a / (a + b) - c / (c + d)), under + weight
    found = shares(given_tables)
    assert (found and found.point) == (pytest.approx(over / under, abs=1e-9) if under else None)


# Trials


def test_many_shuffles_agree_with_all_of_them() -> None:
    chance = np.random.default_rng(3)
    stratum = np.repeat(np.arange(3), 4)
    treated, y = np.tile([True, True, False, False], 3), chance.normal(size=12)
    y[treated] -= 0.8
    exact = permutation_p(y, treated, stratum)
    wide = np.concatenate([stratum, np.repeat(np.arange(3, 40), 2)])
    more = np.concatenate([treated, np.tile([True, False], 37)])
    rest = np.concatenate([y, np.zeros(74)])
    assert permutation_p(rest, more, wide) == pytest.approx(exact, abs=0.02)
    assert permutation_p(rest, more, wide) == permutation_p(rest, more, wide)
    assert permutation_p(y, np.ones(12, dtype=np.bool_), stratum) is None


def test_the_coin_is_forced_to_the_smaller_arm_once_they_are_three_apart() -> None:
    assert (flip(True, 2, 0).with_ai, flip(True, 2, 0).forced) == (True, False)
    assert (flip(True, 3, 0).with_ai, flip(True, 3, 0).forced) == (False, True)
    assert (flip(False, 1, 4).with_ai, flip(False, 1, 4).forced) == (True, True)


def test_a_coin_that_does_not_look_like_one_raises_an_alarm() -> None:
    assert fair(0, 0)
    assert fair(60, 100)
    assert not fair(70, 100)


@pytest.mark.parametrize(
    ("declined", "proof"), [((2, 20, 2, 20), True), ((4, 20, 4, 20), True), ((5, 20, 4, 20), False), ((4, 20, 1, 20), False)]
)
def test_a_trial_that_people_declined_is_no_proof(declined: tuple[int, int, int, int], proof: bool) -> None:
    assert usable(*declined) is proof


def test_an_interim_look_takes_more_the_earlier_it_is() -> None:
    assert 2.96 < bound(50, 100) < 2.97
    assert bound(100, 100) == near(2.1)
    assert bound(1, 100) == near(21)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.5, 0.7, Goal.MET),
        (0.6, 0.9, Goal.IMPROVED_OPEN),
        (0.85, 0.95, Goal.IMPROVED_LESS),
        (1.05, 1.3, Goal.WORSE),
        (0.85, 1.2, Goal.MISSED),
        (0.6, 1.2, Goal.OPEN),
    ],
)
def test_goals(low: float, high: float, expected: Goal) -> None:
    assert goal(low, high, 0.8) is expected


def test_range_and_shuffles_that_disagree_are_borderline() -> None:
    assert agreed(Verdict.FASTER, 0.01)
    assert not agreed(Verdict.FASTER, 0.06)
    assert not agreed(Verdict.NOT_ENOUGH, 0.04)
    assert agreed(Verdict.NOT_ENOUGH, None)


def test_welch_claims_no_range_without_spread() -> None:
    assert welch(np.array([]), np.array([1.0])) is None
    for one, other in (([1.0], [2.0, 3.0]), ([1.0, 1.0], [2.0, 2.0])):
        found = welch(np.array(one), np.array(other))
        assert found is not None
        assert found.low is None
    nearly = welch(np.array([1.0, 1.0 + 1e-7]), np.array([2.0, 2.0]))
    assert nearly is not None
    assert math.isfinite(nearly.ratio)
