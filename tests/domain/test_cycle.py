"""Cycle time, from start to handing over: by hand, by plain loops, and silent where too much is not handed over."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from bot.domain.cycle import Begun, cycle_time, started
from bot.domain.estimate import Rung
from bot.domain.verdict import Because, Started, Verdict

# O3 of the specification: one kind, (with AI / without), E did it one way only.
O3: dict[str, tuple[tuple[float, ...], tuple[float, ...]]] = {
    "A": ((10, 20), (20, 40)),
    "B": ((30,), (30, 60, 120)),
    "C": ((8, 8, 16), (16,)),
    "D": ((50,), (40,)),
    "E": ((25, 35), ()),
}


def tasks(of: dict[str, tuple[tuple[float, ...], tuple[float, ...]]], kind: str = "Bug triage") -> list[Begun]:
    return [Begun(who, kind, way == 0, float(m)) for who, both in of.items() for way in (0, 1) for m in both[way]]


def test_the_ratio_and_its_range_by_hand() -> None:
    found = cycle_time(tasks(O3), 0.95)
    assert found.estimate is not None
    assert found.rung is Rung.UNADJUSTED
    assert found.estimate.ratio == pytest.approx(0.6171335713, abs=1e-9)
    assert found.estimate.se == pytest.approx(0.1638231185, abs=1e-9)
    assert (found.estimate.low, found.estimate.high) == pytest.approx((0.3664005769, 1.0394466297), abs=1e-9)
    assert (found.estimate.people, found.estimate.tasks_unused) == (4, 2)


def test_kinds_of_task_are_never_compared_with_each_other() -> None:
    """Simpson: each person is quicker without AI in either kind, and all of them together look quicker with it."""
    rows = [
        Begun(who, kind, with_ai, minutes)
        for who in "ABCDEF"
        for kind, with_ai, minutes, each in (
            *(("Bug triage", True, 12.5, 4), ("Bug triage", False, 10.0, 1)),
            *(("Report", True, 125.0, 1), ("Report", False, 100.0, 4)),
        )
        for _ in range(each)
    ]
    found = cycle_time(rows)
    assert found.estimate is not None
    assert found.estimate.ratio == pytest.approx(1.25)
    assert found.verdict is Verdict.NOT_ENOUGH


def test_an_expected_time_that_was_locked_makes_it_like_with_like() -> None:
    """Ten people whose bigger tasks went to AI: half the time of what was expected, and twice as big."""
    rows = [
        Begun(f"p{who}", "Bug triage", with_ai, expected * factor * (1 + 0.01 * ((3 * who + n) % 7)), expected)
        for who in range(10)
        for n in range(4)
        for with_ai, expected, factor in ((True, 60.0 + 20 * n, 0.5), (False, 30.0 + 20 * n, 1.0))
    ]
    found = cycle_time(rows)
    assert found.rung is Rung.EXPECTED
    assert found.estimate is not None
    assert found.estimate.ratio == pytest.approx(0.5, rel=0.1)
    assert found.verdict is Verdict.FASTER_CLEAR


def test_what_is_not_handed_over_has_no_time_and_too_much_of_it_forbids_a_verdict() -> None:
    rows = [
        Begun(f"p{who}", "Bug triage", with_ai, minutes + who % 3 + n, 40.0 + n)
        for who in range(10)
        for n in range(4)
        for with_ai, minutes in ((True, 20.0), (False, 40.0))
    ]
    assert cycle_time(rows).verdict is Verdict.FASTER_CLEAR
    open_ones = [Begun(f"p{who}", "Bug triage", True, None, 40.0) for who in range(5)]
    found = cycle_time([*rows, *open_ones])
    assert started([*rows, *open_ones]) == Started(45, 40, 5, 0)
    assert (found.verdict, found.because) == (Verdict.NOT_ENOUGH, Because.UNFINISHED)
    assert cycle_time([*rows, *open_ones[:4]]).verdict is Verdict.FASTER_CLEAR


def test_of_nothing_nothing_is_said() -> None:
    for rows in ([], [Begun("p", "Bug triage", True, None)], [Begun("p", "Bug triage", True, 5.0)]):
        assert cycle_time(rows).estimate is None
        assert cycle_time(rows).verdict is Verdict.NOT_ENOUGH


random_tasks = st.lists(
    st.builds(
        Begun,
        st.sampled_from("ABCDEF"),
        st.sampled_from(["Bug triage", "Report"]),
        st.booleans(),
        st.one_of(st.none(), st.floats(1, 600)),
    ),
    max_size=60,
)


@settings(deadline=None, max_examples=150)
@given(random_tasks)
def test_a_plain_loop_agrees(rows: list[Begun]) -> None:
    found, expected = cycle_time(rows, 0.95).estimate, by_hand(rows)
    assert (found is None) == (expected is None)
    if found and expected:
        assert found.ratio == pytest.approx(expected[0], rel=1e-6)
        assert found.people == expected[3]
        if expected[1] is not None and found.se:
            assert (found.low, found.high) == pytest.approx(expected[1:3], rel=1e-6)


def by_hand(rows: list[Begun]) -> tuple[float, float | None, float | None, int] | None:
    strata: dict[tuple[str, str], tuple[list[float], list[float]]] = {}
    for one in rows:
        if one.minutes is not None:
            strata.setdefault((one.person, one.task_type), ([], []))[one.with_ai].append(math.log(one.minutes))
    both = {key: times for key, times in strata.items() if times[0] and times[1]}
    people = sorted({who for who, _ in both})

    def theta(without: str | None) -> float:
        above = below = 0.0
        for (who, _), (off, on) in both.items():
            if who != without:
                weight = len(on) * len(off) / (len(on) + len(off))
                above += weight * (sum(on) / len(on) - sum(off) / len(off))
                below += weight
        return above / below

    if not both:
        return None
    if len(people) < 2:
        return math.exp(theta(None)), None, None, 1
    left = [theta(who) for who in people]
    mean, count = sum(left) / len(left), len(left)
    se = math.sqrt((count - 1) / count * sum((one - mean) ** 2 for one in left))
    reach = float(stats.t.ppf(0.975, count - 1)) * se
    return math.exp(theta(None)), math.exp(theta(None) - reach), math.exp(theta(None) + reach), count
