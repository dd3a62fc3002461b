"""The estimator's second implementation in plain loops, the ladder, and the verdict's table."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from bot.domain.estimate import Estimate, Rung, Tasks, at, climb, stratified
from bot.domain.power import more_tasks, per_arm
from bot.domain.verdict import Because, Judgement, Started, Verdict, judge, of_range

Row = tuple[int, int, float, float, int, bool]  # person, kind, y, x, size, with AI


def tasks(rows: Sequence[Row]) -> Tasks:
    person, kind, y, x, size, treated = zip(*rows, strict=True)
    whole = [np.array(column, dtype=np.int64) for column in (person, kind, size)]
    return Tasks(whole[0], whole[1], np.array(y), np.array(x), whole[2], np.array(treated, dtype=np.bool_))


def by_hand(rows: Sequence[Row], rung: Rung, level: float) -> tuple[float, float | None, float | None, int, int] | None:
    """Ratio, range, people and tasks not used, from the words of the specification."""
    has = [row for row in rows if not (rung is Rung.SIZE and not row[4]) and not (rung is Rung.EXPECTED and math.isnan(row[3]))]
    strata: dict[tuple[int, ...], list[Row]] = {}
    for row in has:
        strata.setdefault((row[0], row[1], row[4] if rung is Rung.SIZE else 0), []).append(row)
    both = {key: own for key, own in strata.items() if len({row[5] for row in own}) == 2}
    if not both:
        return None

    def theta(without: int | None) -> float:
        design, times = [], []
        for own in both.values():
            if own[0][0] == without:
                continue
            middle = [sum(row[column] for row in own) / len(own) for column in (5, 3, 2)]
            for row in own:
                design.append([row[5] - middle[0], *([row[3] - middle[1]] if rung is Rung.EXPECTED else [])])
                times.append(row[2] - middle[2])
        return float(np.linalg.lstsq(np.array(design), np.array(times), rcond=None)[0][0])

    people = sorted({key[0] for key in both})
    point, unused = theta(None), len(rows) - sum(map(len, both.values()))
    if len(people) < 2:
        return math.exp(point), None, None, 1, unused
    left = [theta(person) for person in people]
    mean, count = sum(left) / len(left), len(left)
    se = math.sqrt((count - 1) / count * sum((value - mean) ** 2 for value in left))
    reach = float(stats.t.ppf((1 + level) / 2, count - 1)) * se
    return math.exp(point), math.exp(point - reach), math.exp(point + reach), count, unused


random_rows = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.integers(0, 1),
        st.floats(0, 6),
        st.one_of(st.just(math.nan), st.integers(2, 12).map(lambda half: half / 2)),
        st.integers(0, 3),
        st.booleans(),
    ),
    min_size=1,
    max_size=60,
)


@settings(deadline=None, max_examples=200)
@given(random_rows, st.sampled_from([Rung.SIZE, Rung.UNADJUSTED]), st.sampled_from([0.95, 0.99]))
def test_plain_loops_agree_on_the_rungs_without_an_expected_time(rows: list[Row], rung: Rung, level: float) -> None:
    found, expected = at(rung, tasks(rows), level), by_hand(rows, rung, level)
    assert (found is None) == (expected is None)
    if found and expected:
        assert (found.people, found.tasks_unused) == expected[3:]
        assert found.ratio == pytest.approx(expected[0], rel=1e-6)
        if expected[1] is not None and found.se:
            assert (found.low, found.high) == pytest.approx(expected[1:3], rel=1e-6)


def world(seed: int, people: int = 8, each: int = 12, effect: float = 0.8) -> list[Row]:
    """People who use AI more on the tasks they expect to be short."""
    chance = np.random.default_rng(seed)
    rows: list[Row] = []
    for person in range(people):
        for _ in range(each):
            x = float(chance.normal(3.5, 0.8))
            treated = bool(chance.random() < 1 / (1 + math.exp(x - 3.5)))
            y = x + float(chance.normal(0, 0.2)) + math.log(effect) * treated
            rows.append((person, person % 2, y, x, min(5, max(1, round(x - 0.5))), treated))
    return rows


@pytest.mark.parametrize("seed", range(12))
def test_plain_loops_agree_on_the_rung_with_an_expected_time(seed: int) -> None:
    rows = world(seed)
    found, expected = at(Rung.EXPECTED, tasks(rows)), by_hand(rows, Rung.EXPECTED, 0.99)
    assert found is not None
    assert expected is not None
    assert (found.ratio, found.low, found.high) == pytest.approx(expected[:3], rel=1e-6)
    assert found.ratio == pytest.approx(0.8, rel=0.2)


def test_expected_time_sees_through_what_size_sees_less_and_neither_sees_nothing_of() -> None:
    rows = tasks([row for seed in range(30) for row in world(seed, effect=1.0)])
    ratios = [found.ratio for rung in (Rung.EXPECTED, Rung.SIZE, Rung.UNADJUSTED) if (found := at(rung, rows))]
    assert ratios[0] == pytest.approx(1.0, abs=0.03)
    assert abs(math.log(ratios[0])) < abs(math.log(ratios[1])) < abs(math.log(ratios[2]))


def without(rows: list[Row], column: int) -> list[Row]:
    return [(*row[:column], 0 if column == 4 else math.nan, *row[column + 1 :]) for row in rows]  # type: ignore[misc]


def test_the_ladder_is_climbed_as_high_as_the_answers_reach() -> None:
    rows = world(1)
    assert climb(tasks(rows))[0] is Rung.EXPECTED
    assert climb(tasks(without(rows, 3)))[0] is Rung.SIZE
    assert climb(tasks(without(without(rows, 3), 4)))[0] is Rung.UNADJUSTED
    assert climb(tasks([row for row in rows if row[5]]))[0] is Rung.ARMS
    few = [row if row[0] < 4 else without([row], 3)[0] for row in rows]
    assert climb(tasks(few))[0] is Rung.SIZE


def test_an_expected_time_that_tells_the_arms_apart_adjusts_nothing_and_is_not_used() -> None:
    rows: list[Row] = [
        (n, 0, 3.0 + n / 10 + side, 3.0 + side, 0, bool(side)) for n in range(8) for side in (0, 1) for _ in "ab"
    ]
    assert at(Rung.EXPECTED, tasks(rows)) is None
    assert climb(tasks(rows))[0] is Rung.UNADJUSTED


def test_equal_expected_times_change_nothing() -> None:
    rows: list[Row] = [(n, 0, 3.0 + n * side / 10, 3.0, 0, bool(side)) for n in range(8) for side in (0, 1) for _ in "ab"]
    one, other = at(Rung.EXPECTED, tasks(rows)), at(Rung.UNADJUSTED, tasks(rows))
    assert one is not None
    assert other is not None
    assert (one.ratio, one.se) == pytest.approx((other.ratio, other.se))


# The verdict


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (0.50, 0.85, "faster_clear"),
        (0.70, 0.98, "faster"),
        (0.93, 1.08, "about_same"),
        (0.95, 0.99, "about_same"),
        (0.60, 1.30, "not_enough"),
        (1.02, 1.40, "slower"),
        (1.20, 1.60, "slower_clear"),
        (0.90, 1.1111, "about_same"),
    ],
)
def test_the_verdict_on_a_range(low: float, high: float, verdict: str) -> None:
    assert of_range(low, high) == verdict
    assert judge(sure(low=low, high=high), adjusted=True, started=Started()).verdict == verdict


def sure(**more: object) -> Estimate:
    known = {"ratio": 0.7, "low": 0.6, "high": 0.8, "se": 0.1, "p": 0.001, "level": 0.99, "people": 5, "strata": 9}
    counts = {"tasks_with_ai": 10, "tasks_without_ai": 10, "tasks_unused": 0, "spread": None, "weights": np.ones(5)}
    return Estimate(**{**known, **counts, **more})  # type: ignore[arg-type]


NO = Verdict.NOT_ENOUGH


@pytest.mark.parametrize(
    ("estimate", "more", "expected"),
    [
        (sure(), {}, Judgement(Verdict.FASTER_CLEAR)),
        (None, {}, Judgement(NO, Because.FEW_PEOPLE)),
        (sure(people=4), {}, Judgement(NO, Because.FEW_PEOPLE)),
        (sure(tasks_with_ai=9), {}, Judgement(NO, Because.FEW_TASKS)),
        (sure(se=0.0), {}, Judgement(NO, Because.NO_SPREAD)),
        (sure(), {"started": Started(100, 100, 11, 10)}, Judgement(NO, Because.UNFINISHED)),
        (sure(), {"started": Started(100, 100, 10, 0)}, Judgement(Verdict.FASTER_CLEAR)),
        (sure(), {"adjusted": False}, Judgement(NO, Because.NOT_ADJUSTED)),
        (sure(high=1.2), {}, Judgement(NO, Because.WIDE)),
        (sure(), {"chance": 0.05}, Judgement(NO, Because.BY_CHANCE)),
        (sure(low=0.95, high=1.05), {"chance": 0.9}, Judgement(Verdict.ABOUT_SAME)),
    ],
)
def test_why_there_is_no_verdict(estimate: Estimate | None, more: dict[str, object], expected: Judgement) -> None:
    given = {"adjusted": True, "started": Started(), **more}
    assert judge(estimate, **given) == expected  # type: ignore[arg-type]


# Power (O6)


@pytest.mark.parametrize(
    ("ratio", "spread", "tasks"), [(0.8, 0.65, 134), (0.8, 0.75, 178), (0.8, 1.2, 454), (0.7, 0.65, 53), (0.5, 0.65, 14)]
)
def test_o6_tasks_each_way(ratio: float, spread: float, tasks: int) -> None:
    assert per_arm(ratio, spread) == tasks


def test_more_tasks_count_what_pairs_there_are_and_use_the_teams_own_spread_once_known() -> None:
    need = more_tasks(replace(sure(), level=0.95), expected=True)
    assert need == 2 * 178 - 4 * 5
    assert more_tasks(replace(sure(), level=0.95, spread=0.2), expected=True) == max(0, 2 * per_arm(0.8, 0.2) - 20)
    assert more_tasks(replace(sure(), weights=np.full(5, 1000.0)), expected=True) == 0


def test_one_stratum_of_one_person_has_a_ratio_and_no_range() -> None:
    found = stratified(np.log([10.0, 20.0]), np.array([True, False]), np.array([0, 0]), np.array([0, 0]))
    assert found is not None
    assert found.ratio == pytest.approx(0.5)
    assert (found.low, found.se) == (None, None)
