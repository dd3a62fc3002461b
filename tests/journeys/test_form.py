"""Answering by the form: every branch, faults shown where they are, and the same answer as in the thread."""

import pytest

from tests.conftest import Cast, Running
from tests.conversing import answers_of, checkins_of, fills_first_page, no_answer, skips_the_rest, the_answer


@pytest.fixture(autouse=True)
def asked(bot: Running) -> None:
    bot.until("2026-07-07 15:00")


def labels(cast: Cast) -> list[str]:
    assert cast.ada.form is not None
    return cast.ada.form.labels


def test_with_ai_the_second_page_asks_what_ai_changed(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.clicks("Open form")
    fills_first_page(ada)
    assert ada.submits()
    assert "What was different because of AI? Pick any." in labels(cast)
    assert "Why without AI? Pick any." not in labels(cast)
    ada.fills({"What was different because of AI? Pick any.": ["Less time"]})
    ada.fills({"Next time, the same kind of task?": "With AI", "Anything to add? Only you see this.": "All good"})
    assert ada.submits()
    assert ada.form is None
    assert "Saved: Bug triage · about usual · with AI · 45 min · no fixing." in ada.sees()
    answer = the_answer(bot, ada)
    assert (answer.differences, answer.why_ai, answer.next_time) == (["less_time"], [], "with_ai")
    assert (answer.quality, answer.note) == ("at", "All good")


def test_without_ai_the_second_page_asks_why(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.clicks("Open form")
    fills_first_page(ada, how="Without AI")
    assert ada.submits()
    assert "Why without AI? Pick any." in labels(cast)
    assert "Why AI for this one?" not in labels(cast)
    ada.fills({"Why without AI? Pick any.": ["Needs my own judgement or voice", "A mistake would be costly"]})
    assert ada.submits()
    assert sorted(the_answer(bot, ada).skip_reasons) == ["high_stakes", "judgement"]


def test_tried_and_dropped_is_asked_as_with_ai(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.clicks("Open form")
    fills_first_page(ada, how="Tried AI, then finished without")
    assert ada.submits()
    assert "What was different because of AI? Pick any." in labels(cast)
    ada.fills({"What was different because of AI? Pick any.": ["More time", "Worse quality"]})
    assert ada.submits()
    assert the_answer(bot, ada).approach == "dropped_ai"


def test_more_fixing_asks_how_long_on_the_second_page(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.clicks("Open form")
    fills_first_page(ada, fixing="More")
    assert ada.submits()
    ada.fills({"How long did the fixing take?": "1:30"})
    assert ada.submits()
    assert the_answer(bot, ada).fix_minutes == 90


def test_a_team_with_tools_is_asked_which_one(bot: Running, cast: Cast) -> None:
    from tests.conftest import SUPPORT

    bot.apply(SUPPORT + 'tools = ["Drafter", "Copilot"]\n')
    ada = cast.ada
    ada.clicks("Open form")
    fills_first_page(ada)
    assert ada.submits()
    ada.fills({"Which one?": "Drafter"})
    assert ada.submits()
    assert the_answer(bot, ada).tool == "Drafter"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("90", "Is that 1 h 30 or 90 h? Please add the unit."),
        ("soon", "I could not read that as a time"),
        ("-5 min", "more than zero"),
        ("0 min", "more than zero"),
        ("5,000 hours", "more than a task can take"),
    ],
)
def test_a_fault_is_shown_at_its_field_and_nothing_else_is_lost(bot: Running, cast: Cast, typed: str, sentence: str) -> None:
    ada = cast.ada
    ada.clicks("Open form")
    fills_first_page(ada, time="Other")
    ada.fills({"Another time": typed})
    assert not ada.submits()
    assert ada.form is not None
    assert sentence in ada.form.errors["Another time"]
    assert no_answer(bot, ada)
    ada.fills({"Another time": "50 min"})
    assert ada.submits()
    assert ada.submits()
    assert the_answer(bot, ada).minutes == 50


def test_other_without_a_time_is_asked_for(cast: Cast) -> None:
    cast.ada.clicks("Open form")
    fills_first_page(cast.ada, time="Other")
    assert not cast.ada.submits()
    assert cast.ada.form is not None
    assert "Type how long it was" in cast.ada.form.errors["Another time"]


def test_no_time_at_all_is_asked_for(cast: Cast) -> None:
    cast.ada.clicks("Open form")
    fills_first_page(cast.ada, time=None)
    assert not cast.ada.submits()
    assert cast.ada.form is not None
    assert cast.ada.form.errors == {"Another time": "This one is needed."}


def test_more_than_a_working_day_is_confirmed_by_sending_it_again(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.clicks("Open form")
    fills_first_page(ada, time=None)
    ada.fills({"Another time": "9 h"})
    assert not ada.submits()
    assert ada.form is not None
    assert "9 h of your own working time?" in ada.form.errors["Another time"]
    assert ada.submits()
    assert ada.submits()
    assert the_answer(bot, ada).minutes == 540


def test_contradictions_are_shown_on_the_second_page(cast: Cast) -> None:
    ada = cast.ada
    ada.clicks("Open form")
    fills_first_page(ada)
    assert ada.submits()
    question = "What was different because of AI? Pick any."
    ada.fills({question: ["No difference", "Less time"]})
    assert not ada.submits()
    assert ada.form is not None
    assert "goes with nothing else" in ada.form.errors[question]


def test_a_form_submitted_twice_is_stored_once(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.clicks("Open form")
    fills_first_page(ada)
    assert ada.submits()
    page = ada.form
    assert page is not None
    assert ada.submits()
    assert ada.submits(again=page)
    with bot.rows() as session:
        assert len(answers_of(session, ada)) == 1


def test_half_a_form_is_kept_and_the_thread_goes_on_from_there(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.clicks("Open form")
    fills_first_page(ada, how="Without AI")
    assert ada.submits()
    ada.closes()
    assert no_answer(bot, ada)
    ada.clicks("Answer here")
    assert "Why without AI?" in ada.last().shown
    skips_the_rest(ada)
    assert the_answer(bot, ada).approach == "without_ai"


def test_the_form_opens_with_what_was_said_in_the_thread(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.replies("escalation, 3 h, bigger")
    ada.clicks("Open form")
    ada.fills({"How did you do it?": "Without AI"})
    assert ada.submits()
    assert ada.submits()
    answer = the_answer(bot, ada)
    assert (answer.task_type, answer.minutes, answer.size) == ("Escalation", 180, 4)


def test_thread_and_form_give_the_same_row(bot: Running, cast: Cast) -> None:
    ada, cleo = cast.ada, cast.cleo
    ada.clicks("Open form")
    fills_first_page(ada, how="Without AI")
    assert ada.submits()
    ada.fills({"Why without AI? Pick any.": ["Quicker by hand"], "Next time, the same kind of task?": "Without AI"})
    assert ada.submits()
    cleo.clicks("Answer here")
    for label in ("Bug triage", "About usual", "Without AI", "45 min", "No", "At"):
        cleo.clicks(label)
    cleo.ticks(["Quicker by hand"])
    cleo.clicks("Without AI")
    skips_the_rest(cleo)
    own = {"id", "person_id", "checkin_id", "answered_at", "shown", "taps"}
    assert the_answer(bot, ada).model_dump(exclude=own) == the_answer(bot, cleo).model_dump(exclude=own)


def test_change_updates_the_message_in_place(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.clicks("Open form")
    fills_first_page(ada)
    ada.submits()
    ada.submits()
    messages = len(ada.messages())
    ada.clicks("Change")
    ada.fills({"Your own working time, from start to handover, without waiting or breaks?": "1 h"})
    assert ada.submits()
    assert the_answer(bot, ada).minutes == 45
    assert ada.submits()
    assert the_answer(bot, ada).minutes == 60
    assert "Saved: Bug triage · about usual · with AI · 1 h · no fixing." in ada.sees()
    assert len(ada.messages()) == messages
    assert [row.state for row in checkins_of(bot, ada) if row.ts] == ["saved"]
