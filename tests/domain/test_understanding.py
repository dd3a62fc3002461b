"""Typed words and what they mean."""

from typing import Any

import pytest

from bot.domain.conversation import Talk
from bot.domain.questions import Setting
from bot.domain.refusal import Refusal
from bot.domain.understanding import first_words, reply

SETTING = Setting("T/U0ADA", ("Bug triage", "Customer reply", "Weekly report", "Escalation"))

FIRST: list[tuple[str, dict[str, Any]]] = [
    ("triage, with AI, 40 min, no fixing", {"task_type": "Bug triage", "approach": "with_ai", "minutes": 40, "fixing": "no"}),
    ("Bug triage with AI 40 min", {"task_type": "Bug triage", "approach": "with_ai", "minutes": 40}),
    ("customer reply by hand, an hour and a half", {"task_type": "Customer reply", "approach": "without_ai", "minutes": 90}),
    ("Escalation. Without AI. Took 2h 15. 10 min fixing.",
     {"task_type": "Escalation", "approach": "without_ai", "minutes": 135, "fixing": "up_to_15"}),
    ("weekly report; tried ai; half a day", {"task_type": "Weekly report", "approach": "dropped_ai", "minutes": 240}),
    ("about 40 minutes of triage", {"task_type": "Bug triage", "minutes": 40}),
    ("reply, much smaller, 5 min", {"task_type": "Customer reply", "size": 1, "minutes": 5}),
    ("escalaton, bigger", {"task_type": "Escalation", "size": 4}),
    ("the report was bigger, not finished", {"task_type": "Weekly report", "size": 4, "minutes": "unfinished"}),
    ("triage\nwith ai\n1:30\nabove standard",
     {"task_type": "Bug triage", "approach": "with_ai", "minutes": 90, "quality": "above"}),
    ("triage, 3 h fixing", {"task_type": "Bug triage", "fixing": "more", "fix_minutes": 180}),
    ("with ai", {"approach": "with_ai"}),
    ("no ai, 20 min", {"approach": "without_ai", "minutes": 20}),
    ("hello there", {}),
    ("thanks", {}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "draft"), FIRST)
def test_a_first_message_is_understood_as_far_as_possible(text: str, draft: dict[str, Any]) -> None:
    talk, understood = first_words(Talk(), text, SETTING)
    assert dict(talk.draft) == draft
    assert understood == bool(draft)


def test_a_number_without_a_unit_in_a_first_message_becomes_a_doubt() -> None:
    talk, understood = first_words(Talk(), "triage, with ai, 90", SETTING)
    assert understood
    assert talk.doubt is not None
    assert "minutes" not in talk.draft


SO_FAR = {"task_type": "Bug triage", "size": 3, "approach": "without_ai", "minutes": 40.0, "fixing": "no", "quality": "at"}

REPLIES: list[tuple[str, str, Any]] = [
    ("task_type", "bug triage", "Bug triage"),
    ("task_type", "the triage one", "Bug triage"),
    ("task_type", "something else", "Something else"),
    ("size", "usual", 3),
    ("size", "much bigger", 5),
    ("size", "About usual.", 3),
    ("approach", "with", "with_ai"),
    ("approach", "WITHOUT AI", "without_ai"),
    ("approach", "tried", "dropped_ai"),
    ("approach", "no", "without_ai"),
    ("minutes", "1:30", 90.0),
    ("minutes", "45 min", 45.0),
    ("minutes", "not finished", "unfinished"),
    ("fixing", "nope", "no"),
    ("fixing", "20 min", "up_to_60"),
    ("fixing", "too early to say", "too_early"),
    ("quality", "fine", "at"),
    ("quality", "better", "above"),
    ("quality", "can't say", "unknown"),
    ("skip_reasons", "quicker by hand, a mistake would be costly", ["faster_hand", "high_stakes"]),
    ("skip_reasons", "confidential", ["confidential"]),
    ("next_time", "without", "without_ai"),
    ("next_time", "don't mind", "no_preference"),
    ("note", "All good: see <b> & c", "All good: see <b> & c"),
]


@pytest.mark.parametrize(("key", "text", "value"), REPLIES)
def test_a_reply_answers_the_question_just_asked(key: str, text: str, value: Any) -> None:
    assert reply(_asking(key), text, SETTING).draft[key] == value


def _asking(key: str) -> Talk:
    """A talk in which `key` is what is asked next."""
    order = ["task_type", "size", "approach", "minutes", "fixing", "quality", "skip_reasons", "next_time", "note"]
    return Talk({one: SO_FAR.get(one) for one in order[: order.index(key)]})


@pytest.mark.parametrize(
    ("before", "text", "more"),
    [
        ({}, "triage, with AI, 40 min", {"task_type": "Bug triage", "approach": "with_ai", "minutes": 40}),
        ({"task_type": "Escalation", "size": 3, "approach": "with_ai"}, "2 h, no fixing", {"minutes": 120, "fixing": "no"}),
        ({"task_type": "Escalation", "size": 3}, "without ai, bigger", {"approach": "without_ai"}),
    ],
)
def test_a_reply_that_says_more_than_was_asked_is_taken_whole(before: dict[str, Any], text: str, more: dict[str, Any]) -> None:
    assert dict(reply(Talk(before), text, SETTING).draft) == {**before, **more}


def test_a_reply_that_fits_another_question_is_taken_for_that_one() -> None:
    talk = reply(Talk(), "40 min", SETTING)
    assert dict(talk.draft) == {"minutes": 40.0}


@pytest.mark.parametrize(
    ("key", "text"), [("task_type", "xyzzy"), ("size", "purple"), ("minutes", "soon"), ("next_time", "x" * 5000)]
)
def test_what_fits_nothing_is_refused_with_the_question_again(key: str, text: str) -> None:
    with pytest.raises(Refusal, match="I could not read that as an answer to"):
        reply(_asking(key), text, SETTING)


def test_a_pasted_page_is_read_no_further_than_a_sentence_would_go() -> None:
    talk, understood = first_words(Talk(), "lorem " * 10_000 + "triage, 40 min", SETTING)
    assert (talk, understood) == (Talk(), False)
