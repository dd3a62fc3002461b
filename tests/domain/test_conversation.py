"""The conversation as a table, and the questions as data."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import questions, volume, wording
from bot.domain.conversation import KEPT, OPEN, RUNNING, TABLE, Act, State, Talk, asking, back, missing, move, said, skipped
from bot.domain.questions import Kind, Setting
from bot.domain.refusal import Refusal
from bot.domain.summary import summary
from bot.domain.understanding import first_words

SETTING = Setting("T/U0ADA", ("Bug triage", "Customer reply", "Weekly report", "Escalation"), ("Drafter",), asks_guess=True)


def test_every_move_the_table_does_not_list_is_refused_with_a_sentence() -> None:
    for state in State:
        for act in set(Act) - set(TABLE[state]):
            with pytest.raises(Refusal) as refused:
                move(state, act)
            assert refused.value.sentence.endswith(".")


def test_every_state_can_be_reached_and_every_open_one_can_be_left() -> None:
    reached = {State.PLANNED} | {after for moves in TABLE.values() for after in moves.values()}
    assert reached == set(State)
    assert all(TABLE[state] for state in OPEN | RUNNING | KEPT)


def test_an_answer_that_was_kept_can_always_be_deleted() -> None:
    assert all(move(state, Act.DELETE) is State.DELETED for state in KEPT)


def test_once_the_digest_is_out_nothing_can_be_changed() -> None:
    assert {state for state in State if move_or_none(state, Act.FIX)} == {State.SAVED, State.CHANGING}
    assert set(TABLE[State.FIXED]) == {Act.DELETE}


def move_or_none(state: State, act: Act) -> State | None:
    return TABLE[state].get(act)


@given(st.data())
def test_whatever_is_answered_in_whatever_order_the_questions_come_to_an_end(data: st.DataObject) -> None:
    talk, steps = Talk(), 0
    while (asked := asking(talk, SETTING)) is not None:
        steps += 1
        assert steps <= 2 * len(wording.QUESTIONS)
        talk = _some_answer(data, talk, asked)
    assert missing(talk, SETTING) == ()


def _some_answer(data: st.DataObject, talk: Talk, asked: questions.Asked) -> Talk:
    codes = [option.code for option in asked.options if option.code != "other"]
    if not asked.required and data.draw(st.booleans()):
        return skipped(talk, SETTING)
    if asked.kind is Kind.MANY:
        return said(talk, asked.key, [data.draw(st.sampled_from(codes))], SETTING)
    if asked.kind is Kind.TEXT or not codes:
        return said(talk, asked.key, "30" if asked.kind is Kind.TIME else "words", SETTING)
    return said(talk, asked.key, data.draw(st.sampled_from(codes)), SETTING)


@given(st.lists(st.sampled_from(["task_type", "size", "approach"]), unique=True, min_size=1))
def test_back_undoes_exactly_the_last_answer(keys: list[str]) -> None:
    values = {"task_type": "Bug triage", "size": "3", "approach": "with_ai"}
    talks = [Talk()]
    for key in keys:
        talks.append(said(talks[-1], key, values[key], SETTING))
    for after, before in zip(reversed(talks), list(reversed(talks))[1:], strict=False):
        assert back(after) == before


def test_a_talk_survives_being_written_down() -> None:
    talk = said(Talk(), "task_type", "Bug triage", SETTING)
    doubting = said(talk, "minutes", "600", SETTING)
    for one in (talk, doubting):
        assert Talk.from_json(one.to_json()) == one


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("task_type", "Sorcery"),
        ("size", "6"),
        ("approach", "maybe"),
        ("differences", ["gold"]),
        ("tool", "Abacus"),
        ("minutes", "soon"),
        ("note", "x" * 501),
        ("skip_reasons", ["judgement"]),
    ],
)
def test_what_was_not_offered_is_refused(key: str, value: Any) -> None:
    talk = said(Talk(), "approach", "with_ai", SETTING)
    with pytest.raises(Refusal):
        said(talk, key, value, SETTING)


def test_a_pair_swaps_by_person_and_stays_put() -> None:
    people = [f"T/U{n}" for n in range(200)]
    flipped = [questions.flipped(person, "with_ai") for person in people]
    assert 60 < sum(flipped) < 140
    assert flipped == [questions.flipped(person, "with_ai") for person in people]


def test_the_guess_is_asked_about_one_time_in_four() -> None:
    asked = sum(questions.asks_guess("T/U0ADA", f"2026-07-{day:02}/{slot}") for day in range(1, 32) for slot in range(20))
    assert 0.2 < asked / 620 < 0.3


def test_both_approaches_lead_to_as_many_questions_of_their_own() -> None:
    def own(approach: str) -> int:
        return sum(q.applies({"approach": approach}, SETTING) for q in wording.QUESTIONS if q.kind is not Kind.TEXT)

    assert own("without_ai") <= own("with_ai") <= own("without_ai") + 2  # why AI, and which tool


def test_no_question_asks_how_much_ai_was_used() -> None:
    for question in wording.QUESTIONS:
        options = [option.words for option in question.options]
        for text in (question.text, question.hint):
            volume.refuse(text, options, SETTING.tools)
        assert not any(volume.said(text) for text in (question.text, question.hint, *options))


def test_every_skip_reason_stands_in_one_group() -> None:
    grouped = [code for codes in wording.SKIP_GROUPS.values() for code in codes]
    assert sorted(grouped) == sorted(option.code for option in wording.SKIP_REASONS)


def test_the_summary_reads_as_its_author_would_say_it() -> None:
    draft = {"task_type": "Bug triage", "size": 3, "approach": "with_ai", "minutes": 40.0, "fixing": "no"}
    assert summary(draft) == "Bug triage · about usual · with AI · 40 min · no fixing"
    late = {"task_type": "Escalation", "minutes": "unfinished", "fixing": "too_early"}
    assert summary(late) == "Escalation · not finished · fixing not known yet"


def test_the_locked_expected_time_takes_the_place_of_size() -> None:
    locked = Setting("T/U0ADA", SETTING.task_types, expected_minutes=60)
    assert "size" not in {question.key for question in wording.applying({}, locked)}


def test_the_locked_kind_of_task_is_neither_asked_nor_taken_again() -> None:
    locked = Setting("T/U0ADA", SETTING.task_types, task_type="Bug triage", expected_minutes=60)
    assert "task_type" not in {question.key for question in wording.applying({}, locked)}
    with pytest.raises(Refusal):
        said(Talk(), "task_type", "Escalation", locked)
    understood, _ = first_words(Talk(), "escalation, much bigger, with AI, 30 min", locked)
    assert dict(understood.draft) == {"approach": "with_ai", "minutes": 30.0}


def test_a_task_that_runs_can_only_be_done_cancelled_or_stopped_with_the_day() -> None:
    assert set(TABLE[State.WORKING]) == {Act.DONE, Act.CANCEL, Act.STOP, Act.CLOSE}
    assert set(TABLE[State.STOPPED]) == {Act.DONE, Act.CANCEL, Act.CLOSE}
    assert TABLE[State.CANCELLED] == {}
