"""Answering in the check-in's thread: by buttons, by typing, mixed, and after a restart."""

import pytest

from sandbox import Person
from tests.conftest import Cast, Running
from tests.conversing import (
    answers_in_one_go,
    answers_of,
    checkins_of,
    fills_first_page,
    no_answer,
    skips_the_rest,
    the_answer,
)


@pytest.fixture(autouse=True)
def asked(bot: Running) -> None:
    bot.until("2026-07-07 15:00")


def test_ada_answers_by_buttons(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.clicks("Answer here")
    for label in ("Bug triage", "About usual", "With AI", "45 min", "No", "At"):
        ada.clicks(label)
    ada.ticks(["Less time", "Learned something"])
    ada.clicks("No preference")
    skips_the_rest(ada)
    assert "Saved: Bug triage · about usual · with AI · 45 min · no fixing." in ada.sees()
    answer = the_answer(bot, ada)
    assert (answer.task_type, answer.size, answer.approach, answer.minutes) == ("Bug triage", 3, "with_ai", 45)
    assert (answer.fixing, answer.fix_minutes, answer.quality) == ("no", 0, "at")
    assert sorted(answer.differences) == ["learned", "less_time"]
    assert (answer.why_ai, answer.next_time, answer.finished_on.isoformat()) == ([], "no_preference", "2026-07-07")


def test_one_time_in_four_cleo_is_asked_why_ai_instead_of_what_it_changed(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-09 15:00")
    cast.cleo.clicks("Answer here")
    for label in ("Bug triage", "About usual", "With AI", "45 min", "No", "At", "It helps with this", "With AI"):
        cast.cleo.clicks(label)
    skips_the_rest(cast.cleo)
    answer = the_answer(bot, cast.cleo)
    assert (answer.why_ai, answer.differences, answer.next_time) == (["helps"], [], "with_ai")


def test_the_answer_keeps_the_very_words_it_was_asked_in(bot: Running, cast: Cast) -> None:
    cast.ada.clicks("Answer here")
    for label in ("Bug triage", "Bigger", "Without AI", "1½ h"):
        cast.ada.clicks(label)
    skips_the_rest(cast.ada)
    answer = the_answer(bot, cast.ada)
    assert answer.questions == "2"
    assert answer.shown["size"]["text"] == "Compared with your usual Bug triage, how big was this one?"
    assert set(answer.shown["approach"]["options"]) == {"With AI", "Without AI", "Tried AI, then finished without"}
    assert answer.shown["task_type"]["options"][-1] == "Something else"


def test_without_ai_takes_as_many_questions_as_with_ai(cast: Cast) -> None:
    asked = {}
    for person, approach in ((cast.ada, "With AI"), (cast.cleo, "Without AI")):
        person.clicks("Answer here")
        for label in ("Bug triage", "About usual", approach, "45 min"):
            person.clicks(label)
        steps = 0
        while "[Skip]" in person.sees():
            steps += "Your guess" not in person.last().shown  # that is one time in four, either way
            person.clicks("Skip")
        asked[approach] = steps
    assert asked["Without AI"] == asked["With AI"]


def test_ada_types_one_sentence_and_is_asked_only_the_rest(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.replies("triage, with AI, 40 min, no fixing")
    assert "how big was this one?" in ada.last().shown
    assert "So far: Bug triage · with AI · 40 min · no fixing" in ada.last().shown
    ada.replies("about usual")
    skips_the_rest(ada)
    answer = the_answer(bot, ada)
    assert (answer.task_type, answer.approach, answer.minutes, answer.fixing) == ("Bug triage", "with_ai", 40, "no")


def test_ada_types_every_answer(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.replies("hello")
    assert "one question at a time" in ada.sees()
    for words in ("customer reply", "bigger", "without", "an hour and a half", "10 min", "above", "needs my own judgement"):
        ada.replies(words)
    ada.replies("without")
    skips_the_rest(ada)
    answer = the_answer(bot, ada)
    assert (answer.task_type, answer.size, answer.approach, answer.minutes) == ("Customer reply", 4, "without_ai", 90)
    assert (answer.fixing, answer.fix_minutes, answer.quality) == ("up_to_15", 7.5, "above")
    assert (answer.skip_reasons, answer.next_time) == (["judgement"], "without_ai")


def types_skip_to_the_end(person: Person) -> None:
    while "(optional)" in person.last().shown:
        person.replies("skip")


def nobody_pressed_anything(bot: Running) -> bool:
    return not [one for one in bot.slack.deliveries if one.kind == "interactive"]


def test_whoever_never_presses_anything_types_it_all(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.replies("hello")
    for words in ("customer reply", "bigger", "back", "smaller", "without", "90", "90 min", "stop", "10 min", "above"):
        ada.replies(words)
    types_skip_to_the_end(ada)
    assert "Saved: Customer reply · smaller · without AI · 1 h 30 · up to 15 min fixing." in ada.sees()
    answer = the_answer(bot, ada)
    assert (answer.task_type, answer.size, answer.approach, answer.quality) == ("Customer reply", 2, "without_ai", "above")
    assert nobody_pressed_anything(bot)


def test_a_task_is_started_and_told_about_without_pressing_anything(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-08 17:30")  # yesterday's check-in has closed
    bot.clock.is_at("2026-07-10 09:00")
    cast.ada.runs("/candor start triage 40 min")
    bot.clock.forward(minutes=38)
    cast.ada.types("done, with AI, 35 min, no fixing")
    types_skip_to_the_end(cast.ada)
    answer = the_answer(bot, cast.ada)
    assert (answer.minutes, answer.timer_minutes, answer.expected_minutes) == (35, 38, 40)
    assert nobody_pressed_anything(bot)


def test_a_message_outside_the_thread_is_taken_just_as_well(bot: Running, cast: Cast) -> None:
    cast.ada.types("escalation by hand, two hours, much bigger")
    skips_the_rest(cast.ada)
    answer = the_answer(bot, cast.ada)
    assert (answer.task_type, answer.approach, answer.minutes, answer.size) == ("Escalation", "without_ai", 120, 5)


def test_ada_mixes_buttons_and_typing(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.clicks("Answer here")
    ada.clicks("Weekly report")
    ada.replies("smaller")
    ada.clicks("Tried AI, then finished without")
    ada.replies("2h 15")
    skips_the_rest(ada)
    answer = the_answer(bot, ada)
    assert (answer.task_type, answer.size, answer.approach, answer.minutes) == ("Weekly report", 2, "dropped_ai", 135)


def test_half_an_answer_outlives_a_restart_and_is_not_counted_before_it_is_whole(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.clicks("Answer here")
    ada.clicks("Bug triage")
    bot.restart()
    assert no_answer(bot, ada)
    ada.clicks("Much smaller")
    ada.clicks("Without AI")
    bot.restart()
    ada.replies("20 min")
    skips_the_rest(ada)
    assert (the_answer(bot, ada).size, the_answer(bot, ada).minutes) == (1, 20)


def test_back_takes_the_last_answer_back(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.clicks("Answer here")
    ada.clicks("Bug triage")
    ada.clicks("Back")
    ada.clicks("Escalation")
    ada.replies("bigger")
    ada.replies("back")
    ada.replies("smaller")
    ada.clicks("Without AI")
    ada.clicks("1 h")
    skips_the_rest(ada)
    assert (the_answer(bot, ada).task_type, the_answer(bot, ada).size) == ("Escalation", 2)


def test_stop_keeps_what_was_said_and_a_reply_goes_on(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.clicks("Answer here")
    ada.clicks("Bug triage")
    ada.replies("stop")
    assert "Stopped. What you said so far is kept" in ada.sees()
    ada.replies("about usual")
    ada.replies("with ai")
    ada.replies("half an hour")
    skips_the_rest(ada)
    assert the_answer(bot, ada).minutes == 30


@pytest.mark.parametrize(
    ("typed", "asked_back", "pressed", "minutes"),
    [("90", "Is that 1 h 30 or 90 h?", "1 h 30", 90), ("2", "Is that 2 min or 2 h?", "2 h", 120)],
)
def test_a_number_without_a_unit_is_asked_back_and_never_guessed(
    bot: Running, cast: Cast, typed: str, asked_back: str, pressed: str, minutes: float
) -> None:
    ada = cast.ada
    ada.replies("triage, about usual, with AI")
    ada.replies(typed)
    assert asked_back in ada.last().shown
    assert no_answer(bot, ada)
    ada.clicks(pressed)
    skips_the_rest(ada)
    assert the_answer(bot, ada).minutes == minutes


def test_more_than_a_working_day_is_confirmed_once(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.replies("triage, about usual, with AI")
    ada.replies("9 hours")
    assert "9 h of your own working time" in ada.last().shown
    ada.clicks("No, let me correct it")
    ada.replies("10 h")
    ada.clicks("Yes, 10 h")
    skips_the_rest(ada)
    assert the_answer(bot, ada).minutes == 600


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("-5 min", "more than zero"),
        ("0 min", "more than zero"),
        ("5,000 hours", "more than a task can take"),
        ("purple", "I could not read that as an answer"),
    ],
)
def test_a_time_that_cannot_be_gets_one_sentence_and_changes_nothing(
    bot: Running, cast: Cast, typed: str, sentence: str
) -> None:
    ada = cast.ada
    ada.replies("triage, about usual, with AI")
    (before,) = [row for row in checkins_of(bot, ada) if row.state == "answering"]
    ada.replies(typed)
    assert sentence in ada.last().shown
    assert before.talk in [row.talk for row in checkins_of(bot, ada)]
    ada.replies("40 min")
    skips_the_rest(ada)
    assert the_answer(bot, ada).minutes == 40


def test_a_task_that_is_not_finished_is_kept_as_such(bot: Running, cast: Cast) -> None:
    cast.ada.clicks("Answer here")
    for label in ("Bug triage", "Much bigger", "With AI", "Not finished"):
        cast.ada.clicks(label)
    skips_the_rest(cast.ada)
    assert (the_answer(bot, cast.ada).finished, the_answer(bot, cast.ada).minutes) == (False, None)


def test_more_fixing_asks_how_long(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.replies("triage, about usual, with AI, 40 min")
    ada.clicks("More")
    assert "How long did the fixing take?" in ada.last().shown
    ada.replies("an hour and a half")
    skips_the_rest(ada)
    assert (the_answer(bot, ada).fixing, the_answer(bot, ada).fix_minutes) == ("more", 90)


def test_no_difference_excludes_the_rest(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.replies("triage, about usual, with AI, 40 min, no fixing")
    ada.clicks("At")
    ada.ticks(["No difference", "Less time"])
    assert "goes with nothing else" in ada.sees()
    ada.ticks(["Less time", "More time"])
    assert "cannot both be so" in ada.sees()
    ada.ticks(["No difference"])
    skips_the_rest(ada)
    assert the_answer(bot, ada).differences == ["no_difference"]


def test_a_note_is_kept_word_for_word_for_its_author_alone(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.replies("triage, about usual, without AI, 40 min, no fixing")
    while "Anything to add?" not in ada.last().shown:
        ada.clicks("Skip")
    ada.replies("Ben's <macro> & I did it")
    assert the_answer(bot, ada).note == "Ben's <macro> & I did it"
    assert "macro" not in "".join(message.shown for message in ada.messages() if message.user != ada.id)


def test_the_same_words_arriving_twice_are_taken_once(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.replies("triage, about usual, with AI, 40 min")
    first = ada.sees()
    bot.slack.redeliver(bot.slack.deliveries[-1])
    assert ada.sees() == first
    skips_the_rest(ada)
    with bot.rows() as session:
        assert len(answers_of(session, ada)) == 1


def test_a_click_arriving_twice_is_taken_once(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.clicks("Answer here")
    ada.clicks("Bug triage")
    ada.clicks("Back")
    ada.clicks("Escalation")
    triage = next(d for d in bot.slack.deliveries if "say:task_type:Bug triage" in str(d.payload.get("actions")))
    bot.slack.redeliver(triage)
    ada.replies("about usual")
    ada.replies("with ai")
    ada.replies("1 h")
    skips_the_rest(ada)
    assert the_answer(bot, ada).task_type == "Escalation"


def test_too_early_to_say_is_followed_up_once_with_the_next_check_in(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    answers_in_one_go(ada, "triage, with AI, 40 min, too early to say, about usual")
    bot.until("2026-07-09 15:00")
    ada.clicks("Answer here")
    for words in ("escalation", "usual", "without", "1 h"):
        ada.replies(words)
    while "did Bug triage of 7 July need fixing or redoing since?" not in ada.last().shown:
        ada.clicks("Skip")
    ada.clicks("Up to 1 h")
    skips_the_rest(ada)
    with bot.rows() as session:
        first, second = answers_of(session, ada)
    assert (first.fixing, first.fix_minutes, second.fixing) == ("up_to_60", 37.5, None)
    bot.until("2026-07-14 15:00")
    ada.clicks("Open form")
    fills_first_page(ada)
    assert ada.submits()
    assert ada.form is not None
    assert not [label for label in ada.form.labels if "Last time" in label]


def test_whoever_has_said_what_is_needed_can_leave_out_all_the_rest_at_once(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.clicks("Answer here")
    for label in ("Bug triage", "About usual", "Without AI", "45 min"):
        assert "[That is all]" not in ada.sees(), "while something is needed, there is no end"
        ada.clicks(label)
    ada.clicks("That is all")
    assert "Saved: Bug triage · about usual · without AI · 45 min." in ada.sees()
    answer = the_answer(bot, ada)
    assert (answer.quality, answer.skip_reasons, answer.next_time, answer.note) == (None, [], None, None)


def test_it_can_be_typed_and_what_is_needed_is_still_asked_for(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.replies("triage, with AI, about usual")
    ada.replies("that's all")
    assert "This one is needed; everything marked optional can be skipped." in ada.sees()
    assert no_answer(bot, ada)
    ada.replies("45 min")
    ada.replies("That's all.")
    assert the_answer(bot, ada).minutes == 45
