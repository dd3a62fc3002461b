"""The demo's story: what it holds to be true can be found in what people tell, and cannot be found by comparing naively."""

from datetime import date, timedelta

import numpy as np
import pytest

from bot.demo.story import TRUTHS, Life, Mood, Scene, Task
from bot.domain import estimate, questions, wording

DAY = date(2026, 7, 6)


@pytest.fixture(scope="module")
def many() -> list[tuple[str, Task]]:
    """Sixty tasks each of four hundred people."""
    lives = {f"{n}": Life(n, "somebody") for n in range(400)}
    return [(name, life.task()) for name, life in lives.items() for _ in range(60)]


def ratio(tasks: list[tuple[str, Task]], *, by_size: bool) -> float:
    """Time told with AI against without, within each person; within each size of task too, or not."""
    told = [(name, task.said, minutes) for name, task in tasks if (minutes := task.minutes_said) is not None]
    _, person = np.unique([name for name, _, _ in told], return_inverse=True)
    _, stratum = np.unique([f"{name}/{said['size'] if by_size else ''}" for name, said, _ in told], return_inverse=True)
    tried = np.array([said["approach"] != "without_ai" for _, said, _ in told])
    found = estimate.stratified(np.log([minutes for *_, minutes in told]), tried, person, stratum)
    assert found is not None
    return found.ratio


@pytest.mark.parametrize("kind", TRUTHS)
def test_within_person_and_size_the_truth_is_found(many: list[tuple[str, Task]], kind: str) -> None:
    tasks = [(name, task) for name, task in many if task.said["task_type"] == kind]
    assert ratio(tasks, by_size=True) == pytest.approx(TRUTHS[kind], rel=0.03)


@pytest.mark.parametrize("kind", TRUTHS)
def test_without_regard_to_size_ai_is_flattered(many: list[tuple[str, Task]], kind: str) -> None:
    tasks = [(name, task) for name, task in many if task.said["task_type"] == kind]
    assert ratio(tasks, by_size=False) < 0.8 * TRUTHS[kind]


def test_the_kind_of_task_that_ai_slows_down_looks_quicker_with_it(many: list[tuple[str, Task]]) -> None:
    slowed = max(TRUTHS, key=lambda kind: TRUTHS[kind])
    assert TRUTHS[slowed] > 1.2
    assert ratio([(name, task) for name, task in many if task.said["task_type"] == slowed], by_size=False) < 1


def test_ai_helps_with_one_kind_hurts_another_and_makes_no_difference_to_a_third() -> None:
    assert min(TRUTHS.values()) < 0.8
    assert max(TRUTHS.values()) > 1.2
    assert 1.0 in TRUTHS.values()


def scenes(seed: int, name: str = "ada") -> list[Scene]:
    life = Life(seed, name)
    return [life.scene(DAY + timedelta(days=n)) for n in range(40)]


def test_the_same_seed_tells_the_same_story() -> None:
    assert scenes(1) == scenes(1)


def test_another_seed_or_person_tells_another() -> None:
    assert scenes(1) != scenes(2)
    assert scenes(1) != scenes(1, "chidi")


def test_people_tell_only_what_is_on_offer(many: list[tuple[str, Task]]) -> None:
    for key in ("size", "approach", "fixing", "quality", "differences", "skip_reasons", "why_ai", "next_time", "guess"):
        offered = {option.code for option in wording.BY_KEY[key].options}
        told = [task.said[key] for _, task in many if task.said[key] is not None]
        assert {str(code) for one in told for code in (one if isinstance(one, list) else [one])} <= offered


def test_reasons_and_feelings_go_with_how_the_task_was_done(many: list[tuple[str, Task]]) -> None:
    for _, task in many:
        without = task.said["approach"] == "without_ai"
        assert not (task.said["differences"] or task.said["why_ai"] if without else task.said["skip_reasons"])


def test_times_are_whole_minutes_of_at_most_a_working_day(many: list[tuple[str, Task]]) -> None:
    told = [task.said["minutes"] for _, task in many if task.said["minutes"] != questions.UNFINISHED]
    assert all(0 < minutes <= 480 and minutes == int(minutes) for minutes in told)


def test_some_answer_late_some_after_the_reminder_and_some_not_at_all() -> None:
    told = [scene for seed in range(20) for scene in scenes(seed)]
    assert any(scene.reminded for scene in told)
    assert any(scene.after > timedelta(hours=12) for scene in told)
    assert {scene.mood for scene in told} == set(Mood)
