"""What answering costs, when less is asked for it, and that both ways of working are asked equally many questions."""

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from bot.domain import burden, questions, wording
from bot.domain.conversation import Talk, asking, said, skipped
from bot.domain.questions import Setting
from bot.domain.understanding import first_words

NOON = datetime(2026, 7, 7, 12, 0, tzinfo=UTC)
OCCASIONS = [f"2026-07-{day:02}/0" for day in range(1, 31)]
SEEDS = list(product((True, False), repeat=3))


def setting(*, guess: bool = False, why: bool = False, thinned: bool = False, **more: Any) -> Setting:
    return Setting("T/U", ("Bug triage", "Escalation"), asks_guess=guess, asks_why=why, thinned=thinned, **more)


def asked(approach: str, where: Setting, fixing: str | None = None) -> list[str]:
    """What is asked, one question after the other, of somebody who says what is needed and skips the rest."""
    talk, keys = Talk(), []
    needed = {"task_type": "Bug triage", "size": "3", "approach": approach, "minutes": "45", "fixing": fixing}
    while one := asking(talk, where):
        keys.append(one.key)
        value = needed.get(one.key)
        talk = said(talk, one.key, value, where) if value else skipped(talk, where)
    return keys


@pytest.mark.parametrize(("guess", "why", "thinned"), SEEDS)
@pytest.mark.parametrize("fixing", [None, "no", "more"])
def test_as_many_questions_are_asked_without_ai_as_with_it(guess: bool, why: bool, thinned: bool, fixing: str | None) -> None:
    where = setting(guess=guess, why=why, thinned=thinned)
    counts = {len(asked(approach, where, fixing)) for approach in ("with_ai", "without_ai", "dropped_ai")}
    assert len(counts) == 1


@pytest.mark.parametrize("approach", ["with_ai", "without_ai", "dropped_ai"])
def test_thinned_is_what_is_needed_and_nothing_else(approach: str) -> None:
    assert asked(approach, setting(guess=True, why=True, thinned=True)) == ["task_type", "size", "approach", "minutes"]


def test_thinning_leaves_the_tool_and_what_was_too_early_to_tell() -> None:
    where = setting(thinned=True, tools=("Drafter",), earlier="Bug triage of 1 July")
    assert asked("with_ai", where) == ["task_type", "size", "approach", "tool", "minutes", "earlier"]


def test_no_required_question_is_ever_thinned() -> None:
    assert not {question.key for question in wording.QUESTIONS if question.required} & burden.THINNED


def test_what_is_not_asked_for_may_still_be_said() -> None:
    where = setting(thinned=True)
    talk, _ = first_words(Talk(), "triage, with AI, 40 min, no fixing, about usual", where)
    assert talk.draft["fixing"] == "no"
    assert asking(talk, where) is None
    assert "fixing" in {question.key for question in wording.applying(talk.draft, where)}


def test_why_ai_is_asked_one_time_in_four_and_by_nothing_but_person_and_occasion() -> None:
    asks = [questions.asks_why(f"T/{person}", occasion) for person in range(40) for occasion in OCCASIONS]
    assert 0.2 < sum(asks) / len(asks) < 0.3
    assert questions.asks_why("T/1", OCCASIONS[0]) == questions.asks_why("T/1", OCCASIONS[0])


@pytest.mark.parametrize(
    ("seconds", "may"),
    [
        ([46.0] * 5, True),
        ([45.0] * 5, False),
        ([90.0] * 4, False),
        ([300.0] * 2 + [20.0] * 3, False),
        ([20.0] * 2 + [50.0] * 3, True),
        ([90.0] * 9 + [20.0] * 5, False),
        ([], False),
    ],
)
def test_only_who_took_long_five_times_lately_is_asked_less_and_every_second_time(seconds: list[float], may: bool) -> None:
    thinned = [burden.thins(f"T/{person}", occasion, seconds) for person in range(40) for occasion in OCCASIONS]
    assert (0.45 < sum(thinned) / len(thinned) < 0.55) if may else not any(thinned)


@pytest.mark.parametrize(("passed", "counted"), [(0, 0), (7, 7), (60, 60), (61, 60), (86400, 60), (-5, 0)])
def test_a_pause_counts_as_a_minute_at_most_and_never_backwards(passed: float, counted: float) -> None:
    assert burden.gap(NOON, NOON + timedelta(seconds=passed)) == counted


def test_the_first_gesture_takes_no_time() -> None:
    assert burden.gap(None, NOON) == 0


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (10, "under half a minute"),
        (29.9, "under half a minute"),
        (30, "about 45 s"),
        (60, "about 45 s"),
        (61, "over a minute"),
    ],
)
def test_how_long_it_took_is_one_of_three_bands(seconds: float, words: str) -> None:
    assert burden.in_words({person: [seconds] for person in "ABCDE"}, 5) == words


@pytest.mark.parametrize(
    ("told", "k"),
    [({person: [40.0] for person in "ABCD"}, 5), ({person: [40.0] for person in "ABCDE"}, 6),
     ({**{person: [40.0] for person in "BCDE"}, "A": [40.0] * 5}, 5), ({}, 5)],
    ids=["four people", "fewer than the team asks for", "one has more than half", "nobody"],
)  # fmt: skip
def test_nothing_is_said_of_too_few_people_or_of_one_among_them(told: dict[str, list[float]], k: int) -> None:
    assert burden.in_words(told, k) is None
