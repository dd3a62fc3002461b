"""Evidence: the oracles of the specification, the rules of what counts, and a second implementation in plain loops."""

import csv
import math
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from bot.domain import cells
from bot.domain.answer import Answer, Approach, Assigned, Fixing
from bot.domain.cells import Cell
from bot.domain.columns import Columns
from bot.domain.estimate import Estimate, Rung, stratified
from bot.domain.evidence import find
from bot.domain.times import LeftOut
from bot.domain.verdict import Because, Started, Verdict, judge

DAY = date(2026, 7, 1)
ECHOES = Path(__file__).parents[2] / ".." / "shared" / "data" / "echoes_task1.csv"


def task(person: str, with_ai: bool, minutes: float | None, task_type: str = "Bug triage", **more: Any) -> Answer:
    return Answer(person, task_type, Approach.WITH if with_ai else Approach.WITHOUT, DAY, minutes=minutes, **more)


def tasks(person: str, with_ai: Iterable[float], without: Iterable[float], task_type: str = "Bug triage") -> list[Answer]:
    sides = ((True, with_ai), (False, without))
    return [task(person, side, minutes, task_type) for side, times in sides for minutes in times]


def cell(task_type: str, answers: list[Answer], level: float = 0.99) -> Cell:
    return cells.cell(task_type, Columns.of(answers), level)


def time_used(answer: Answer) -> float:
    return float(Columns.of([answer]).used[0])


def together(answers: list[Answer], level: float = 0.95) -> Estimate:
    """All task types as one estimate: the strata are person and task type."""
    people, person = np.unique([answer.person for answer in answers], return_inverse=True)
    kinds, stratum = np.unique([f"{answer.person}/{answer.task_type}" for answer in answers], return_inverse=True)
    assert len(kinds) >= len(people)
    y = np.log([time_used(answer) for answer in answers])
    treated = np.array([answer.approach.tried_ai for answer in answers])
    found = stratified(y, treated, person, stratum, level)
    assert found is not None
    return found


def estimate_of(found: Cell) -> Estimate:
    assert found.estimate is not None
    return found.estimate


def test_o1_typical_times_are_geometric_means_and_their_ratio_needs_nobody_to_have_done_both() -> None:
    times = {True: [20, 25, 30, 40, 50], False: [30, 35, 45, 60, 80]}
    found = cell("Bug triage", [task(f"{side}{n}", side, m) for side, row in times.items() for n, m in enumerate(row)])
    assert found.rung is Rung.ARMS
    assert found.estimate is None
    assert found.verdict is Verdict.NOT_ENOUGH
    assert found.with_ai.typical == pytest.approx(31.29134645, abs=1e-6)
    assert found.without_ai.typical == pytest.approx(46.89522350, abs=1e-6)
    assert found.arms_ratio == pytest.approx(0.6672608447, abs=1e-9)


def test_o2_comparing_within_person_and_task_type_sees_through_easier_tasks() -> None:
    answers = [
        answer
        for person in "ABCDEF"
        for answer in [
            *tasks(person, [12.5] * 4, [10], "triage"),
            *tasks(person, [125], [100] * 4, "report"),
        ]
    ]
    found = together(answers)
    assert found.ratio == pytest.approx(1.25, abs=1e-9)
    assert found.se == 0
    assert (found.strata, found.people) == (12, 6)
    assert judge(found, adjusted=True, started=Started()).verdict is Verdict.NOT_ENOUGH
    raw = cell("all", [Answer(**vars(answer) | {"task_type": "all"}) for answer in answers]).arms_ratio
    assert raw == pytest.approx(0.3139858, abs=1e-6)


def test_o3_one_task_type_with_its_leave_one_person_out_range() -> None:
    table = {
        "A": ([10, 20], [20, 40]),
        "B": ([30], [30, 60, 120]),
        "C": ([8, 8, 16], [16]),
        "D": ([50], [40]),
        "E": ([25, 35], []),
    }
    answers = [answer for person, (one, other) in table.items() for answer in tasks(person, one, other)]
    found = estimate_of(cell("Bug triage", answers, level=0.95))
    assert math.log(found.ratio) == pytest.approx(-0.4826697935, abs=1e-9)
    assert found.ratio == pytest.approx(0.6171335713, abs=1e-9)
    assert found.se == pytest.approx(0.1638231185, abs=1e-9)
    assert found.low == pytest.approx(0.3664005769, abs=1e-9)
    assert found.high == pytest.approx(1.0394466297, abs=1e-9)
    assert found.people == 4
    assert (found.tasks_with_ai, found.tasks_without_ai, found.tasks_unused) == (7, 7, 2)


@pytest.mark.skipif(not ECHOES.exists(), reason=f"the real data set is not here: {ECHOES}")
def test_real_data_gives_the_published_unadjusted_ratio_and_no_verdict() -> None:
    with ECHOES.open(newline="") as file:
        rows = list(csv.DictReader(file))
    answers = [
        task(row["person"], row["ai"] == "1", float(row["clean_min"]) if row["clean_min"] else None, "feature") for row in rows
    ]
    found = find(answers, ["feature"])
    feature = found.cells["feature"]
    assert feature.arms_ratio == pytest.approx(0.6719, abs=5e-5)
    assert (feature.rung, feature.estimate, feature.verdict) == (Rung.ARMS, None, Verdict.NOT_ENOUGH)
    assert sum(found.left_out[LeftOut.NO_TIME].values()) == sum(not row["clean_min"] for row in rows)
    logs = [np.log([float(row["clean_min"]) for row in rows if row["clean_min"] and row["ai"] == side]) for side in ("1", "0")]
    assert stats.ttest_ind(*logs, equal_var=False).confidence_interval(0.95).low == pytest.approx(math.log(0.5136), abs=1e-4)


# A second implementation, in plain loops, from the words of the specification


def by_hand(answers: list[Answer], level: float) -> tuple[float, float | None, float | None, int, int] | None:
    strata: dict[str, tuple[list[float], list[float]]] = {}
    for answer in answers:
        strata.setdefault(answer.person, ([], []))[0 if answer.approach.tried_ai else 1].append(math.log(time_used(answer)))
    both = {person: arms for person, arms in strata.items() if arms[0] and arms[1]}
    if not both:
        return None

    def theta(people: Iterable[str]) -> float:
        over, under = 0.0, 0.0
        for person in people:
            one, other = both[person]
            weight = len(one) * len(other) / (len(one) + len(other))
            over += weight * (sum(one) / len(one) - sum(other) / len(other))
            under += weight
        return over / under

    point, unused = theta(both), len(answers) - sum(len(one) + len(other) for one, other in both.values())
    if len(both) < 2:
        return math.exp(point), None, None, len(both), unused
    left = [theta([other for other in both if other != person]) for person in both]
    mean, count = sum(left) / len(left), len(left)
    se = math.sqrt((count - 1) / count * sum((value - mean) ** 2 for value in left))
    reach = float(stats.t.ppf((1 + level) / 2, count - 1)) * se
    return math.exp(point), math.exp(point - reach), math.exp(point + reach), count, unused


random_tasks = st.lists(st.builds(task, st.sampled_from("ABCDEFG"), st.booleans(), st.floats(1, 900)), min_size=1, max_size=40)


@settings(deadline=None, max_examples=200)
@given(random_tasks, st.sampled_from([0.95, 0.99]))
def test_plain_loops_agree_with_the_vectorised_estimator(answers: list[Answer], level: float) -> None:
    found, expected = cell("Bug triage", answers, level).estimate, by_hand(answers, level)
    if expected is None or found is None:
        assert expected is None
        assert found is None
        return
    ratio, low, high, people, unused = expected
    assert found.ratio == pytest.approx(ratio, rel=1e-9)
    assert (found.people, found.tasks_unused) == (people, unused)
    if low is None or high is None:
        assert (found.se, found.low, found.high) == (None, None, None)
    else:
        assert found.low == pytest.approx(low, rel=1e-6)
        assert found.high == pytest.approx(high, rel=1e-6)


# What enters the times


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (task("A", True, 40), None),
        (task("A", True, 0.4), None),
        (task("A", True, 960), None),
        (task("A", True, None), LeftOut.NO_TIME),
        (task("A", True, 0), LeftOut.NO_TIME),
        (task("A", True, -5), LeftOut.NO_TIME),
        (task("A", True, math.nan), LeftOut.NO_TIME),
        (task("A", True, 960.5), LeftOut.TOO_LONG),
        (task("A", True, math.inf), LeftOut.TOO_LONG),
        (task("A", True, 51_264_988), LeftOut.TOO_LONG),
        (task("A", True, 30, fixing=Fixing.MORE, fix_minutes=5000), LeftOut.TOO_LONG),
        (task("A", True, 40, finished=False), LeftOut.UNFINISHED),
        (task("A", True, None, finished=False), LeftOut.UNFINISHED),
        (task("A", True, 40, "Something else"), LeftOut.OTHER_TYPE),
        (task("A", True, 40, assigned=Assigned.RANDOMISED), LeftOut.RANDOMISED),
    ],
)
def test_what_is_left_out_of_the_times_is_counted_by_its_reason(answer: Answer, reason: LeftOut | None) -> None:
    found = find([answer], ["Bug triage"])
    assert dict(found.left_out) == ({reason: {"A": 1}} if reason else {})
    assert found.cells["Bug triage"].with_ai.tasks == ({} if reason else {"A": 1})


@pytest.mark.parametrize(
    ("more", "minutes"),
    [
        ({}, 40),
        ({"fixing": Fixing.NO, "fix_minutes": 0.0}, 40),
        ({"fixing": Fixing.UP_TO_15}, 47.5),
        ({"fixing": Fixing.UP_TO_15, "fix_minutes": 10.0}, 50),
        ({"fixing": Fixing.UP_TO_60}, 77.5),
        ({"fixing": Fixing.MORE, "fix_minutes": 90.0}, 130),
        ({"fixing": Fixing.MORE}, 100),
        ({"fix_minutes": 20.0}, 60),
        ({"fix_minutes": math.nan}, 40),
        ({"fixing": Fixing.TOO_EARLY, "fix_minutes": 20.0}, 40),
    ],
)
def test_the_time_of_a_task_is_work_and_fixing(more: dict[str, Any], minutes: float) -> None:
    assert time_used(task("A", True, 40, **more)) == minutes


def test_a_time_below_a_minute_counts_as_one() -> None:
    assert time_used(task("A", True, 0.2)) == 1


def test_times_whose_fixing_is_not_known_are_flagged_as_work_only() -> None:
    answers = [task("A", True, 40, fixing=Fixing.TOO_EARLY), task("B", True, 40), task("C", True, 40, fixing=Fixing.NO)]
    assert find(answers, ["Bug triage"]).fixing_open == {"A": 1, "B": 1}


def test_ai_that_was_dropped_counts_as_with_ai() -> None:
    dropped = Answer("A", "Bug triage", Approach.DROPPED, DAY, minutes=50)
    found = cell("Bug triage", [dropped, task("A", False, 40)])
    assert estimate_of(found).ratio == pytest.approx(1.25)


def test_no_answers_give_no_figures_and_no_warnings() -> None:
    found = cell("Bug triage", [])
    assert (found.estimate, found.with_ai.typical, found.without_ai.typical, found.arms_ratio) == (None, None, None, None)


@pytest.mark.parametrize(
    ("people", "each", "spread", "expected"),
    [
        (1, 20, 1.3, Because.FEW_PEOPLE),
        (4, 20, 1.3, Because.FEW_PEOPLE),
        (5, 1, 1.3, Because.FEW_TASKS),
        (5, 2, 1.3, Because.NOT_ADJUSTED),
        (5, 2, 1.0, Because.NO_SPREAD),
    ],
)
def test_a_comparison_without_task_size_never_has_a_verdict(people: int, each: int, spread: float, expected: Because) -> None:
    answers = [answer for n in range(people) for answer in tasks(f"p{n}", [20 * spread**n] * each, [40.0] * each)]
    found = cell("Bug triage", answers)
    assert (found.verdict, found.because) == (Verdict.NOT_ENOUGH, expected)


def test_what_a_coin_decided_is_never_mixed_with_what_people_chose() -> None:
    chosen = tasks("A", [20], [40])
    by_coin = task("A", True, 400, assigned=Assigned.RANDOMISED)
    assert estimate_of(find([*chosen, by_coin], ["Bug triage"]).cells["Bug triage"]).ratio == pytest.approx(0.5)
