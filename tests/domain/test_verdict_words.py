"""The words of a verdict: which figures settle something, what may then be said, and what stands in its way."""

from typing import Any

import pytest

from bot.domain.answer import Answer
from bot.domain.digest import Digest, as_text
from tests.domain.team import TYPES, digest, task

LEAD = "People chose when to use AI: a lead, not proof."


def section(found: Digest, key: str) -> str:
    lines = next((part.lines for part in found.sections if part.key == key), ())
    return "\n".join(f"{line.lead}: {line.text}" if line.lead else line.text for line in lines)


def sized(ratio: float, task_type: str = TYPES[0], people: int = 8, **more: Any) -> list[Answer]:
    """Each person did tasks of three sizes both ways; times differ a little from person to person."""
    return [
        task(n, way, (40 + 10 * size) * factor * (1 + n / 50 + again / 20), task_type, size=size, **more)
        for n in range(people)
        for size in (2, 3, 4)
        for again in range(2)
        for way, factor in (("with_ai", ratio * (1 + n % 3 / 40)), ("without_ai", 1.0))
    ]


def test_less_time_is_said_with_its_range_its_class_and_that_it_is_a_lead() -> None:
    found = digest(sized(0.7))
    assert section(found, "time") == (
        "Bug triage: done with AI it took about 30 % less time than the same people's similar tasks without; anything from "
        f"35 % less to 25 % less fits at 99 % (observed, size-adjusted). {LEAD}"
    )
    assert section(found, "summary") == "Done with AI, Bug triage took less time (observed, size-adjusted: a lead, not proof)."
    assert "Bug triage" not in section(found, "not_enough")
    assert [bar.settled for bar in found.chart] == [True]


def test_more_time_and_about_the_same_have_their_words_too() -> None:
    assert "it took about 45 % more time than" in section(digest(sized(1.4)), "time")
    assert "Bug triage: about the same time with AI and without. Anything from" in section(digest(sized(0.98)), "time")


def test_few_answers_and_unfinished_work_stand_in_the_way() -> None:
    few = digest(sized(0.7), asked=100, answered=30)
    assert "too few check-ins were answered for a verdict" in section(few, "not_enough")
    unfinished = digest([*sized(0.7), *(task(n, minutes=None, finished=False) for n in range(8) for _ in "ab")])
    assert "too many tasks were not finished" in section(unfinished, "not_enough")
    for found in (few, unfinished):
        assert section(found, "time").startswith(
            "Bug triage: not enough evidence yet. Comparing each person with themselves, on"
        )
        assert LEAD not in as_text(found)
        assert [bar.settled for bar in found.chart] == [False]


def test_a_wide_range_says_about_how_many_more_tasks() -> None:
    noisy = [
        task(n, way, 40 * (1 + (n * 7 + 3 * again + len(way)) % 5), size=3)
        for n in range(6)
        for again in range(3)
        for way in ("with_ai", "without_ai")
    ]
    found = digest(noisy)
    assert found.figures["cells"][0]["because"] == "wide"
    assert found.figures["cells"][0]["more_tasks"] % 10 == 0
    assert f"About {found.figures['cells'][0]['more_tasks']} more tasks" in section(found, "time")
    assert "the range is still too wide to tell." in section(found, "not_enough")


def test_smaller_tasks_with_ai_are_said_beside_the_comparison() -> None:
    small = [task(n, "with_ai", 25 + n, size=1) for n in range(8) for _ in range(6)]
    found = digest([*sized(0.7), *small])
    assert section(found, "time").endswith("AI was used on smaller tasks.")
    assert "AI was used on smaller tasks for Bug triage." in section(found, "trust")


def test_expected_times_have_a_balance() -> None:
    answers = [
        task(n, way, expected * factor * (1 + n / 50), expected_minutes=expected)
        for n in range(8)
        for way, factor, times in (("with_ai", 0.7, (20.0, 30.0, 40.0)), ("without_ai", 1.0, (40.0, 50.0, 60.0)))
        for expected in times
    ]
    cell = digest(answers).figures["cells"][0]
    assert (cell["rung"], cell["balance"]) == ("expected", 0.6)
    assert "AI was used on tasks expected to take 40 % less time than the others." in section(digest(answers), "time")


def test_all_work_stands_beside_its_types_only_where_it_gives_nobody_away() -> None:
    both = [*sized(0.7), *sized(0.75, TYPES[1])]
    assert "All task types together" in section(digest(both), "time")
    assert digest(both, only=TYPES[0]).figures["all_work"] is None
    three = [*sized(0.7, TYPES[2], people=3), *(task(n, "with_ai", 40, TYPES[2], size=3) for n in range(3, 9))]
    figures = digest([*both, *three]).figures
    assert [cell["ratio"] is None for cell in figures["cells"]] == [False, False, True]
    assert figures["all_work"] is None


@pytest.mark.parametrize("ratio", [0.5, 0.98, 1.6])
def test_no_verdict_ever_claims_a_cause_or_a_saving(ratio: float) -> None:
    text = as_text(digest(sized(ratio) + sized(ratio, TYPES[1]))).casefold()
    assert not any(word in text for word in ("because of ai", "ai made tasks", "saves", "saved", "faster", "slower", "!"))
