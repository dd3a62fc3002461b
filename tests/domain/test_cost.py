"""What a finished task costs: beside a plain loop, on its oracle, and what it must never do whatever the data."""

import math
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import stdtrit

from bot.domain.cost import Cost, per_finished

Task = tuple[float, bool, int]

some_tasks = st.lists(st.tuples(st.floats(1, 960), st.booleans(), st.integers(0, 9)), min_size=1, max_size=60)
rates = st.floats(0.5, 500)
costs_of_tools = st.floats(0, 5000)


def cost(tasks: list[Task], rate: float = 60, tools: float = 0.0, level: float = 0.99) -> Cost | None:
    minutes, finished, person = zip(*tasks, strict=True)
    return per_finished(np.array(minutes, float), np.array(finished, bool), np.array(person, int), rate, tools, level)


def simply(tasks: list[Task], rate: float, tools: float) -> float | None:
    """The same sum, as somebody would do it by hand."""
    money, done = tools, 0
    for minutes, finished, _ in tasks:
        money += minutes / 60 * rate
        done += finished
    return money / done if done else None


def simple_range(tasks: list[Task], rate: float, tools: float, level: float) -> tuple[float, float] | None:
    """Once without each person, who takes their tasks' part of the tools along."""
    people = sorted({person for _, _, person in tasks})
    left = []
    for person in people:
        rest = [task for task in tasks if task[2] != person]
        without = simply(rest, rate, tools * len(rest) / len(tasks))
        if len(people) < 5 or not without:
            return None
        left.append(math.log(without))
    mean = sum(left) / len(left)
    se = math.sqrt((len(left) - 1) / len(left) * sum((one - mean) ** 2 for one in left))
    point = simply(tasks, rate, tools)
    if se <= 1e-9 or point is None:
        return None
    reach = float(stdtrit(len(left) - 1, (1 + level) / 2)) * se
    return point * math.exp(-reach), point * math.exp(reach)


@given(some_tasks, rates, costs_of_tools, st.sampled_from([0.95, 0.99]))
def test_it_is_what_a_plain_loop_finds(tasks: list[Task], rate: float, tools: float, level: float) -> None:
    found, point = cost(tasks, rate, tools, level), simply(tasks, rate, tools)
    if found is None or point is None:
        assert (found, point) == (None, None)
        return
    assert found.point == pytest.approx(point)
    ends = simple_range(tasks, rate, tools, level)
    if ends is None or found.low is None:
        # A standard error on the very edge of rounding may count as nothing for one of the two.
        narrow = ends is None or math.log(ends[1] / ends[0]) < 1e-6
        assert (found.low is None or math.log(found.high / found.low) < 1e-6) if found.high else narrow
        return
    assert (found.low, found.high) == pytest.approx(ends, rel=1e-6)


@given(some_tasks, rates, costs_of_tools)
def test_a_range_holds_its_point_and_widens_with_its_level(tasks: list[Task], rate: float, tools: float) -> None:
    narrow, wide = cost(tasks, rate, tools, 0.95), cost(tasks, rate, tools, 0.99)
    if not (narrow and wide and narrow.low and narrow.high and wide.low and wide.high):
        return
    assert 0 < wide.low < narrow.low < narrow.point < narrow.high < wide.high


@given(some_tasks, rates, costs_of_tools, st.randoms(use_true_random=False))
def test_neither_the_order_of_tasks_nor_the_names_of_people_matter(
    tasks: list[Task], rate: float, tools: float, chance: Random
) -> None:
    renamed = [(minutes, finished, 1000 - 7 * person) for minutes, finished, person in tasks]
    chance.shuffle(renamed)
    one, other = cost(tasks, rate, tools), cost(renamed, rate, tools)
    if one is None or other is None:
        assert one is other is None
        return
    assert one.point == pytest.approx(other.point)
    if one.low and other.low and one.high and other.high:
        assert (one.low, one.high) == pytest.approx((other.low, other.high), rel=1e-6)


@given(some_tasks, rates, st.floats(2, 100))
def test_another_currency_changes_the_figure_and_nothing_else(tasks: list[Task], rate: float, times: float) -> None:
    one, other = cost(tasks, rate, 40.0), cost(tasks, rate * times, 40.0 * times)
    if one is None or other is None:
        assert one is other is None
        return
    assert other.point == pytest.approx(one.point * times)
    if one.low and one.high and other.low and other.high:
        assert (other.low, other.high) == pytest.approx((one.low * times, one.high * times), rel=1e-6)


@given(some_tasks, st.floats(1, 960), st.integers(0, 9))
def test_a_task_begun_and_never_finished_makes_the_finished_ones_dearer(tasks: list[Task], minutes: float, person: int) -> None:
    before, after = cost(tasks), cost([*tasks, (minutes, False, person)])
    assert (before is None) == (after is None)
    if before and after:
        assert after.point > before.point


def test_the_one_task_that_took_a_week_is_not_hidden() -> None:
    """Oracle O14: the times alone say 0.61, the money says 53.8 against 30."""
    with_ai = [(10.0, True, 0), (10.0, True, 1), (10.0, True, 2), (10.0, True, 3), (225.0, True, 4)]
    without = [(30.0, True, person) for person in range(5)]
    one, other = cost(with_ai, tools=4), cost(without)
    assert one is not None
    assert other is not None
    assert (one.point, other.point) == pytest.approx((53.8, 30.0), abs=1e-9)
    assert one.low is not None
    assert one.high is not None
    assert one.low < 30 < one.high  # one task out of five settles nothing
    assert (other.low, other.high) == (None, None)  # five people exactly alike: a range of no width claims too much


def spread(people: int) -> list[Task]:
    return [(20.0 + 3 * n, n % 2 == 0, n // 2) for n in range(2 * people)]


@pytest.mark.parametrize(
    ("tasks", "has"),
    [
        (spread(5), True),
        (spread(4), False),
        ([*[(30.0 + n, False, n) for n in range(5)], (30.0, True, 9)], False),  # one person finished all there is
        ([(0.0, True, n) for n in range(6)], False),  # nothing was spent
        ([(0.0, True, n) for n in range(5)] + [(60.0, True, 9)], False),  # one person spent all there is
        ([(30.0, True, n) for n in range(6)], False),  # no spread
    ],
)
def test_there_is_a_range_only_where_one_can_be_told(tasks: list[Task], has: bool) -> None:
    found = cost(tasks)
    assert found is not None
    assert (found.low is not None, found.high is not None) == (has, has)


def test_of_nothing_finished_there_is_no_cost() -> None:
    assert cost([(30.0, False, 0), (40.0, False, 1)]) is None
    nothing = np.array([])
    assert per_finished(nothing, nothing.astype(bool), nothing.astype(int), 60) is None
