"""A task started before it is done: by command, form, home page and shortcut; its time locked, its own questions at the end."""

import pytest

from tests.conftest import SUPPORT, Cast, Running
from tests.conversing import answers_of, checkins_of, letters, no_answer, skips_the_rest, the_answer

KIND, EXPECTED = "What kind of task is it?", "If you did it without AI, how long would it take?"
TIME = "Your own working time, from start to handover, without waiting or breaks?"
RESEARCH = SUPPORT.replace("Support", "Research").replace('"Bug triage", "Customer reply"', '"Reading", "Bug triage"')


@pytest.fixture(autouse=True)
def in_the_morning(bot: Running) -> None:
    bot.clock.is_at("2026-07-07 09:00")


def states(bot: Running, cast: Cast) -> list[str]:
    """Of what Ada has started."""
    return [row.state for row in checkins_of(bot, cast.ada) if row.slot]


def faults(cast: Cast) -> dict[str, str]:
    assert cast.ada.form is not None
    return cast.ada.form.errors


def answers_the_rest(cast: Cast, time: str = "38 min (timer)") -> None:
    cast.ada.clicks("Without AI")
    cast.ada.clicks(time)
    cast.ada.clicks("No")
    skips_the_rest(cast.ada)


# Starting


def test_a_command_with_all_words_begins_at_once(bot: Running, cast: Cast) -> None:
    told = cast.ada.runs("/candor start triage 40 min")
    assert "Started: Bug triage." in told
    assert cast.ada.form is None
    assert "Working on: Bug triage · expected 40 min without AI.\n[Done] [Cancel]" in cast.ada.sees()
    (row,) = [row for row in checkins_of(bot, cast.ada) if row.slot]
    assert (row.state, row.task_type, row.expected_minutes, row.overlapping) == ("working", "Bug triage", 40, False)


def test_a_command_without_words_asks_in_a_form_and_shows_its_faults_there(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    assert ada.runs("/candor start") == ""
    ada.fills({KIND: "Escalation", "Another time": "90"})
    assert not ada.submits()
    assert faults(cast) == {"Another time": "Is that 1 h 30 or 90 h? Please add the unit."}
    ada.fills({"Another time": "soon"})
    assert not ada.submits()
    assert "I could not read that as a time" in faults(cast)["Another time"]
    assert states(bot, cast) == []
    ada.fills({"Another time": "an hour and a half"})
    assert ada.submits()
    assert ada.form is None
    assert "Working on: Escalation · expected 1 h 30 without AI." in ada.sees()


@pytest.mark.parametrize(
    ("words", "filled"),
    [("escalation", {"Another time": "2 h"}), ("2 h", {KIND: "Escalation"}), ("escalation 120", {"Another time": "120 min"})],
)
def test_only_what_the_words_leave_open_has_to_be_filled_in(
    bot: Running, cast: Cast, words: str, filled: dict[str, str]
) -> None:
    cast.ada.runs(f"/candor start {words}")
    assert states(bot, cast) == []
    cast.ada.fills(filled)
    assert cast.ada.submits()
    assert "Working on: Escalation · expected 2 h without AI." in cast.ada.sees()


def test_a_number_without_a_unit_is_asked_back_and_never_guessed(cast: Cast) -> None:
    cast.ada.runs("/candor start triage 90")
    assert cast.ada.form is not None
    assert "Is that 1 h 30 or 90 h? Please add the unit." in cast.ada.form.shown


def test_a_list_of_times_will_do_as_well(cast: Cast) -> None:
    cast.ada.runs("/candor start")
    cast.ada.fills({KIND: "Bug triage", EXPECTED: "45 min"})
    assert cast.ada.submits()
    assert "expected 45 min without AI" in cast.ada.sees()


@pytest.mark.parametrize("filled", [{EXPECTED: None}, {EXPECTED: "Other"}, {"Another time": "0 min"}])
def test_without_an_expected_time_nothing_begins(bot: Running, cast: Cast, filled: dict[str, str | None]) -> None:
    cast.ada.runs("/candor start")
    cast.ada.fills({KIND: "Bug triage", **filled})
    assert not cast.ada.submits()
    assert list(faults(cast)) == ["Another time"]
    assert states(bot, cast) == []


def test_more_than_a_working_day_is_confirmed_once(cast: Cast) -> None:
    cast.ada.runs("/candor start report 9 h")
    assert not cast.ada.submits()
    assert "9 h of your own working time?" in faults(cast)["Another time"]
    assert cast.ada.submits()
    assert "Working on: Weekly report · expected 9 h without AI." in cast.ada.sees()


def test_a_form_sent_twice_begins_one_task(bot: Running, cast: Cast) -> None:
    cast.ada.runs("/candor start triage")
    cast.ada.fills({"Another time": "1 h"})
    page = cast.ada.form
    assert page is not None
    assert cast.ada.submits()
    assert cast.ada.submits(again=page)
    bot.slack.redeliver(bot.slack.deliveries[-1])
    assert states(bot, cast) == ["working"]


def test_a_command_that_arrives_twice_begins_one_task(bot: Running, cast: Cast) -> None:
    cast.ada.runs("/candor start triage 40 min")
    bot.slack.redeliver(bot.slack.deliveries[-1])
    assert states(bot, cast) == ["working"]


def test_the_menu_of_any_message_begins_one_without_reading_it(bot: Running, cast: Cast) -> None:
    room = bot.slack.channel("support", [cast.ada, cast.ben], bot=False)
    message = cast.ben.types("Triage this please, 90 h", room)
    cast.ada.takes("Start a task", on=message)
    assert cast.ada.form is not None
    assert "90" not in cast.ada.form.shown.replace("90 min", "")
    cast.ada.fills({KIND: "Bug triage", EXPECTED: "30 min"})
    assert cast.ada.submits()
    assert "Working on: Bug triage · expected 30 min without AI." in cast.ada.sees()


def test_the_home_page_begins_one_shows_what_runs_and_ends_it(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.opens_home()
    ada.clicks("Start a task", on="home")
    ada.fills({KIND: "Bug triage", EXPECTED: "30 min"})
    assert ada.submits()
    assert ada.home is not None
    assert "Working on: Bug triage · expected 30 min without AI." in ada.home.shown
    ada.clicks("Cancel", on="home")
    assert "Working on" not in ada.home.shown
    assert "Cancelled. This task is not counted" in ada.sees()
    ada.runs("/candor start triage 20 min")
    ada.opens_home()
    bot.clock.forward(minutes=10)
    ada.clicks("Done", on="home")
    assert "Working on" not in ada.home.shown
    answers_the_rest(cast, "10 min (timer)")
    assert the_answer(bot, ada).minutes == 10


def test_somebody_in_several_teams_starts_for_the_one_whose_kind_of_task_it_is(bot: Running, cast: Cast) -> None:
    bot.apply(RESEARCH)
    cast.ada.runs("/candor start reading 1 h")
    assert "Working on: Reading · expected 1 h without AI (Research)." in cast.ada.sees()
    cast.ada.runs("/candor start triage 1 h")
    assert "Working on: Bug triage · expected 1 h without AI (Research)." in cast.ada.sees()  # the first by name
    cast.ada.runs("/candor start customer reply 1 h")
    assert "Working on: Customer reply · expected 1 h without AI (Support)." in cast.ada.sees()


@pytest.mark.parametrize("name", ["zoe", "gus", "stranger_from_elsewhere"])
def test_strangers_and_guests_get_one_sentence(bot: Running, cast: Cast, name: str) -> None:
    who = getattr(cast, name)
    assert "You are not in a team here." in who.runs("/candor start triage 40 min")
    assert "You are not in a team here." in who.runs("/candor done")
    assert who.form is None
    assert letters(bot, kind="working") == []


def test_a_stranger_finds_nothing_to_start_on_the_home_page_or_in_a_menu(bot: Running, cast: Cast) -> None:
    cast.zoe.opens_home()
    assert cast.zoe.home is not None
    assert "Start a task" not in cast.zoe.home.shown
    room = bot.slack.channel("support", [cast.zoe], bot=False)
    cast.zoe.takes("Start a task", on=cast.zoe.types("hello", room))
    assert cast.zoe.form is None
    assert "You are not in a team here." in cast.zoe.last(room).text


def test_who_owns_a_team_but_is_not_asked_by_one_has_nothing_to_start(bot: Running, cast: Cast) -> None:
    cast.mo.opens_home()
    bot.apply(SUPPORT.replace(', "U0MO"]', "]"))
    assert "there is nothing to start" in cast.mo.runs("/candor start triage 40 min")
    cast.mo.clicks("Start a task", on="home")  # an old page
    assert cast.mo.form is not None
    assert "there is nothing to start" in cast.mo.form.shown


def test_three_at_once_and_no_more(bot: Running, cast: Cast) -> None:
    for kind in ("triage", "escalation", "customer reply"):
        cast.ada.runs(f"/candor start {kind} 1 h")
    assert "You are working on three tasks already." in cast.ada.runs("/candor start report 1 h")
    assert states(bot, cast) == ["working"] * 3


def test_a_form_that_is_sent_when_three_run_already_says_so(bot: Running, cast: Cast) -> None:
    cast.ada.runs("/candor start triage")
    page = cast.ada.form
    for kind in ("triage", "escalation", "customer reply"):
        cast.ada.runs(f"/candor start {kind} 1 h")
    assert cast.ada.form is page
    cast.ada.fills({"Another time": "1 h"})
    cast.ada.submits()
    assert page is not None
    assert "You are working on three tasks already." in page.shown
    assert states(bot, cast) == ["working"] * 3


def test_a_fourth_may_begin_when_one_of_the_three_is_done(bot: Running, cast: Cast) -> None:
    for kind in ("triage", "escalation", "customer reply"):
        cast.ada.runs(f"/candor start {kind} 1 h")
        bot.clock.forward(minutes=1)
    cast.ada.runs("/candor done escalation")
    assert "Started: Weekly report." in cast.ada.runs("/candor start report 1 h")


# Ending


def test_done_asks_in_the_thread_and_stores_what_was_expected_and_what_the_clock_said(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.runs("/candor start triage 40 min")
    bot.clock.forward(minutes=38)
    ada.clicks("Done")
    assert "How did you do it?" in ada.last().shown
    answers_the_rest(cast)
    assert "Saved: Bug triage · expected 40 min · without AI · 38 min · no fixing." in ada.sees()
    answer = the_answer(bot, ada)
    assert (answer.task_type, answer.expected_minutes, answer.size) == ("Bug triage", 40, None)
    assert (answer.minutes, answer.timer_minutes, answer.overlapping) == (38, 38, False)
    assert (answer.approach, answer.fixing, answer.finished) == ("without_ai", "no", True)
    assert answer.shown["expected"]["text"] == EXPECTED
    assert answer.shown["minutes"]["options"][0] == "38 min (timer)"
    assert "size" not in answer.shown


def test_while_the_time_is_asked_nothing_shows_what_was_expected(bot: Running, cast: Cast) -> None:
    cast.ada.runs("/candor start triage 40 min")
    bot.clock.forward(minutes=70)
    cast.ada.clicks("Done")
    cast.ada.clicks("With AI")
    assert TIME in cast.ada.last().shown
    ours = [message.shown for message in cast.ada.messages() if not message.ephemeral_to and message.user != cast.ada.id]
    assert not [shown for shown in ours if "expected" in shown]
    cast.ada.clicks("Open form")
    assert cast.ada.form is not None
    assert cast.ada.form.labels[:2] == ["How did you do it?", TIME]
    assert "expected" not in cast.ada.form.shown


def test_the_timer_is_offered_first_and_not_chosen_by_itself(bot: Running, cast: Cast) -> None:
    cast.ada.runs("/candor start triage 40 min")
    bot.clock.forward(minutes=45)
    cast.ada.clicks("Done")
    cast.ada.clicks("With AI")
    assert cast.ada.last().buttons[0] == "45 min (timer)"
    assert cast.ada.last().buttons.count("45 min") == 0
    assert no_answer(bot, cast.ada)
    cast.ada.replies("25 min")
    skips_the_rest(cast.ada)
    answer = the_answer(bot, cast.ada)
    assert (answer.minutes, answer.timer_minutes) == (25, 45)


def test_above_two_hours_it_asks_how_much_of_it_was_work_and_offers_nothing(bot: Running, cast: Cast) -> None:
    cast.ada.runs("/candor start report 3 h")
    bot.clock.forward(hours=6, minutes=10)
    cast.ada.clicks("Done")
    cast.ada.clicks("With AI")
    assert "It ran 6 h 10. How much of that was your own work?" in cast.ada.last().shown
    assert "timer" not in cast.ada.last().shown
    cast.ada.clicks("Open form")
    assert cast.ada.form is not None
    assert "It ran 6 h 10. How much of that was your own work?" in cast.ada.form.labels
    cast.ada.closes()
    cast.ada.clicks("3 h")
    skips_the_rest(cast.ada)
    assert (the_answer(bot, cast.ada).minutes, the_answer(bot, cast.ada).timer_minutes) == (180, 370)


def test_the_form_gives_the_same_row_as_the_thread(bot: Running, cast: Cast) -> None:
    ada, cleo = cast.ada, cast.cleo
    for person in (ada, cleo):
        person.runs("/candor start triage 40 min")
    bot.clock.forward(minutes=38)
    for person in (ada, cleo):
        person.clicks("Done")
    answers_the_rest(cast)
    cleo.clicks("Open form")
    cleo.fills({"How did you do it?": "Without AI", TIME: "38 min (timer)"})
    cleo.fills({"Did anything have to be fixed or redone afterwards?": "No"})
    assert cleo.submits()
    assert cleo.submits()
    own = {"id", "person_id", "checkin_id", "shown", "taps"}
    assert the_answer(bot, ada).model_dump(exclude=own) == the_answer(bot, cleo).model_dump(exclude=own)


def test_done_by_command_for_the_one_that_runs(bot: Running, cast: Cast) -> None:
    assert "No task is running." in cast.ada.runs("/candor done")
    cast.ada.runs("/candor start triage 40 min")
    bot.clock.forward(minutes=38)
    assert "The questions about Bug triage are in our direct messages." in cast.ada.runs("/candor done")
    answers_the_rest(cast)
    assert the_answer(bot, cast.ada).timer_minutes == 38


def test_done_by_command_names_the_one_that_is_meant_where_several_run(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    for kind in ("triage", "escalation"):
        ada.runs(f"/candor start {kind} 1 h")
        bot.clock.forward(minutes=1)
    assert "You are working on Bug triage, Escalation. Write /candor done Bug triage" in ada.runs("/candor done")
    assert "I cannot tell which task that is. Running: Bug triage, Escalation." in ada.runs("/candor done purple")
    ada.runs("/candor done escalation")
    assert states(bot, cast) == ["working", "answering"]
    ada.runs("/candor start triage 2 h")
    assert "Press Done on the one you have finished." in ada.runs("/candor done triage")


def test_a_reply_says_that_it_is_done_and_whatever_else_it_says(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.runs("/candor start triage 40 min")
    root = next(message for message in ada.messages() if "Working on" in message.shown)
    ada.replies("how long do I have?", to=root)
    assert "This task is still running." in ada.last().shown
    bot.clock.forward(minutes=38)
    ada.replies("done, with AI, 35 min, no fixing", to=root)
    skips_the_rest(ada)
    answer = the_answer(bot, ada)
    assert (answer.approach, answer.minutes, answer.timer_minutes, answer.fixing) == ("with_ai", 35, 38, "no")


def test_done_outside_the_thread_is_taken_for_the_one_that_runs(bot: Running, cast: Cast) -> None:
    cast.ada.runs("/candor start triage 40 min")
    bot.clock.forward(minutes=38)
    cast.ada.types("Done!")
    answers_the_rest(cast)
    assert the_answer(bot, cast.ada).minutes == 38


def test_typed_words_can_not_change_what_was_locked(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.runs("/candor start triage 40 min")
    bot.clock.forward(minutes=20)
    ada.clicks("Done")
    ada.replies("escalation, much bigger, without AI, 25 min")
    skips_the_rest(ada)
    answer = the_answer(bot, ada)
    assert (answer.task_type, answer.size, answer.expected_minutes, answer.minutes) == ("Bug triage", None, 40, 25)
    ada.clicks("Change")
    assert ada.form is not None
    assert not {KIND, EXPECTED, "What kind of task was it?"} & set(ada.form.labels)


def test_cancel_leaves_nothing_of_it(bot: Running, cast: Cast) -> None:
    cast.ada.runs("/candor start triage 40 min")
    old = next(message for message in cast.ada.messages() if "Working on" in message.shown)
    cast.ada.clicks("Cancel")
    assert "Cancelled. This task is not counted, and nothing of it is kept." in cast.ada.sees()
    (row,) = [row for row in checkins_of(bot, cast.ada) if row.slot]
    assert (row.state, row.task_type, row.expected_minutes, row.started_at) == ("cancelled", None, None, None)
    cast.ada.clicks("Done", on=old)
    assert "This task was cancelled. /candor start begins another." in cast.ada.last().text
    bot.until("2026-07-07 15:00")
    assert "Quick check-in" in cast.ada.sees()


def test_two_at_once_are_flagged_and_the_clock_is_not_offered(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.runs("/candor start triage 40 min")
    bot.clock.forward(minutes=10)
    ada.runs("/candor start escalation 1 h")
    bot.clock.forward(minutes=30)
    ada.runs("/candor done triage")
    ada.clicks("With AI")
    assert "It ran 40 min, beside another task. How much of that was your own work?" in ada.last().shown
    assert "timer" not in ada.last().shown
    ada.clicks("30 min")
    skips_the_rest(ada)
    ada.runs("/candor done")
    ada.clicks("Without AI")
    ada.clicks("10 min")
    skips_the_rest(ada)
    with bot.rows() as session:
        told = {answer.task_type: (answer.minutes, answer.timer_minutes) for answer in answers_of(session, ada)}
        assert all(answer.overlapping for answer in answers_of(session, ada))
    assert told == {"Bug triage": (30, 40), "Escalation": (10, 30)}


def test_one_after_the_other_is_not_at_once(bot: Running, cast: Cast) -> None:
    for minutes in (20, 30):
        cast.ada.runs("/candor start triage 40 min")
        bot.clock.forward(minutes=minutes)
        cast.ada.clicks("Done")
        answers_the_rest(cast, f"{minutes} min (timer)")
    with bot.rows() as session:
        assert [answer.overlapping for answer in answers_of(session, cast.ada)] == [False, False]


def test_pressed_twice_it_is_done_once(bot: Running, cast: Cast) -> None:
    cast.ada.runs("/candor start triage 40 min")
    old = next(message for message in cast.ada.messages() if "Working on" in message.shown)
    bot.clock.forward(minutes=38)
    cast.ada.clicks("Done", on=old)
    bot.slack.redeliver(bot.slack.deliveries[-1])
    assert cast.ada.sees().count("How did you do it?") == 1
    bot.clock.forward(minutes=5)
    cast.ada.clicks("Done", on=old)
    assert "This answer is not finished yet." in cast.ada.last().text
    answers_the_rest(cast)
    assert the_answer(bot, cast.ada).timer_minutes == 38


def test_a_restart_in_the_middle_loses_nothing(bot: Running, cast: Cast) -> None:
    cast.ada.runs("/candor start triage 40 min")
    bot.restart()
    bot.clock.forward(minutes=38)
    cast.ada.clicks("Done")
    bot.restart()
    cast.ada.clicks("Without AI")
    bot.restart()
    cast.ada.clicks("38 min (timer)")
    skips_the_rest(cast.ada)
    assert (the_answer(bot, cast.ada).minutes, the_answer(bot, cast.ada).expected_minutes) == (38, 40)
