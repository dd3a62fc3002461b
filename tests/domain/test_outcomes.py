"""What answers say besides time: who can tell, and what they tell."""

from datetime import date
from typing import Any

import pytest

from bot.domain.answer import Answer, Approach, Fixing, NextTime, Quality
from bot.domain.columns import Columns
from bot.domain.evidence import find
from bot.domain.outcomes import Outcome, tallies

DAY = date(2026, 7, 1)
WITHOUT: dict[str, Any] = {"minutes": 30.0, "fixing": Fixing.NO, "quality": Quality.AT, "next_time": NextTime.WITHOUT}


def task(person: str, with_ai: bool, minutes: float | None, task_type: str = "Bug triage", **more: Any) -> Answer:
    return Answer(person, task_type, Approach.WITH if with_ai else Approach.WITHOUT, DAY, minutes=minutes, **more)


@pytest.mark.parametrize(
    ("outcome", "approach", "more", "expected"),
    [
        (Outcome.RIGHT_SKIP, "without_ai", {}, 1),
        (Outcome.RIGHT_SKIP, "without_ai", {"fixing": Fixing.UP_TO_15, "quality": Quality.ABOVE}, 1),
        (Outcome.RIGHT_SKIP, "without_ai", {"fixing": None, "fix_minutes": 15.0}, 1),
        (Outcome.RIGHT_SKIP, "without_ai", {"fixing": Fixing.UP_TO_60}, 0),
        (Outcome.RIGHT_SKIP, "without_ai", {"quality": Quality.BELOW}, 0),
        (Outcome.RIGHT_SKIP, "without_ai", {"next_time": NextTime.EITHER}, 0),
        (Outcome.RIGHT_SKIP, "without_ai", {"fixing": Fixing.TOO_EARLY}, None),
        (Outcome.RIGHT_SKIP, "without_ai", {"quality": Quality.UNKNOWN}, None),
        (Outcome.RIGHT_SKIP, "without_ai", {"next_time": None}, None),
        (Outcome.RIGHT_SKIP, "with_ai", {}, None),
        (Outcome.REGRETTED_SKIP, "without_ai", {"next_time": NextTime.WITH}, 1),
        (Outcome.REGRETTED_SKIP, "without_ai", {}, 0),
        (Outcome.REGRETTED_SKIP, "with_ai", {"next_time": NextTime.WITH}, None),
        (Outcome.REGRETTED_USE, "with_ai", {}, 1),
        (Outcome.REGRETTED_USE, "dropped_ai", {}, 1),
        (Outcome.REGRETTED_USE, "with_ai", {"next_time": NextTime.WITH}, 0),
        (Outcome.REGRETTED_USE, "without_ai", {}, None),
        (Outcome.EXPECTED, "with_ai", {"why_ai": frozenset({"expected"})}, 1),
        (Outcome.EXPECTED, "with_ai", {"why_ai": frozenset({"helps"})}, 0),
        (Outcome.EXPECTED, "with_ai", {}, None),
        (Outcome.FIXED_WITH, "with_ai", {"fixing": Fixing.UP_TO_15}, 1),
        (Outcome.FIXED_WITH, "with_ai", {"fixing": None}, None),
        (Outcome.FIXED_WITHOUT, "without_ai", {}, 0),
        (Outcome.BELOW_WITH, "dropped_ai", {"quality": Quality.BELOW}, 1),
        (Outcome.BELOW_WITHOUT, "without_ai", {"quality": None}, None),
        (Outcome.NO_DIFFERENCE, "with_ai", {"differences": frozenset({"no_difference"})}, 1),
        (Outcome.NO_DIFFERENCE, "with_ai", {"differences": frozenset({"less_time"})}, 0),
        (Outcome.WORSE, "with_ai", {"differences": frozenset({"less_time", "more_mistakes"})}, 1),
        (Outcome.DROPPED, "dropped_ai", {}, 1),
        (Outcome.DROPPED, "with_ai", {}, 0),
        (Outcome.UNFINISHED_WITH, "with_ai", {"finished": False}, 1),
        (Outcome.UNFINISHED_WITHOUT, "without_ai", {}, 0),
    ],
)
def test_who_can_tell_and_what_they_tell(outcome: Outcome, approach: str, more: dict[str, Any], expected: int | None) -> None:
    answer = Answer("A", "Bug triage", Approach(approach), DAY, **WITHOUT | more)
    tally = tallies(Columns.of([answer]))[outcome]
    assert (tally.share, dict(tally.out_of)) == ((expected, {"A": 1}) if expected is not None else (None, {}))


def test_used_because_expected_counts_answers_and_people() -> None:
    answers = [task(person, True, 30, why_ai=frozenset({"expected"})) for person in "AAB"]
    tally = find(answers, ["Bug triage"]).all_outcomes[Outcome.EXPECTED]
    assert (sum(tally.hits.values()), len(tally.hits)) == (3, 2)


def test_reasons_and_differences_are_counted_by_people_not_by_answers() -> None:
    answers = [
        task("A", False, 30, skip_reasons=frozenset({"learn", "people"})),
        task("A", False, 30, skip_reasons=frozenset({"learn"})),
        task("B", False, 30, skip_reasons=frozenset({"learn"})),
        task("B", True, 30, differences=frozenset({"less_time"})),
    ]
    found = find(answers, ["Bug triage"])
    assert found.skip_reasons["Bug triage"] == {"learn": {"A", "B"}, "people": {"A"}}
    assert found.felt == {"less_time": {"B"}}
