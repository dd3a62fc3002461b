"""A started task and the day around it: clocks that stop by themselves, the check-in that is not needed, and what stays."""

from datetime import date

import pytest

from bot.domain.columns import Columns, packed_as
from sandbox import Fault
from storage import answers
from tests.conftest import SUPPORT, Cast, Running
from tests.conversing import (
    answers_of,
    checkins_of,
    has_history,
    letters,
    no_answer,
    quarter_of_triage,
    skips_the_rest,
    the_answer,
)

PROMPT = "Quick check-in"
STOPPED = "Stopped at 17:00, the end of your day. Was it finished?\n[Done] [Not finished] [Cancel]"


def started(bot: Running, cast: Cast, at: str, words: str = "triage 40 min") -> None:
    bot.clock.is_at(at)
    assert "Started" in cast.ada.runs(f"/candor start {words}")


def states(bot: Running, cast: Cast) -> list[str]:
    """Of what Ada has started."""
    return [row.state for row in checkins_of(bot, cast.ada) if row.slot]


def tells(cast: Cast, time: str) -> None:
    cast.ada.clicks("Without AI")
    cast.ada.replies(time)
    skips_the_rest(cast.ada)


# Clocks that stop by themselves


def test_a_forgotten_clock_stops_at_the_end_of_the_day_and_asks(bot: Running, cast: Cast) -> None:
    started(bot, cast, "2026-07-06 10:50")
    bot.until("2026-07-06 16:59")
    assert "Working on: Bug triage" in cast.ada.sees()
    bot.until("2026-07-06 17:00")
    assert f"Bug triage. {STOPPED}" in cast.ada.sees()
    assert "expected" not in cast.ada.sees()
    bot.until("2026-07-07 09:30")
    cast.ada.clicks("Done")
    cast.ada.clicks("With AI")
    assert "It ran 6 h 10 until the end of your day. How much of that was your own work?" in cast.ada.last().shown
    assert "timer" not in cast.ada.last().shown
    cast.ada.replies("45 min")
    skips_the_rest(cast.ada)
    answer = the_answer(bot, cast.ada)
    assert (answer.finished_on.isoformat(), answer.minutes) == ("2026-07-06", 45)
    assert (answer.timer_minutes, answer.expected_minutes) == (None, 40)  # nobody knows when it was handed over


def test_a_short_one_that_was_forgotten_offers_nothing_either(bot: Running, cast: Cast) -> None:
    started(bot, cast, "2026-07-06 16:20")
    bot.until("2026-07-06 17:00")
    cast.ada.clicks("Done")
    cast.ada.clicks("With AI")
    assert "It ran 40 min until the end of your day." in cast.ada.last().shown
    assert "timer" not in cast.ada.last().shown


def test_not_finished_is_told_as_such(bot: Running, cast: Cast) -> None:
    started(bot, cast, "2026-07-06 10:00")
    bot.until("2026-07-06 17:00")
    cast.ada.clicks("Not finished")
    assert "How did you do it?" in cast.ada.last().shown
    cast.ada.clicks("With AI")
    assert "It ran" not in cast.ada.last().shown
    skips_the_rest(cast.ada)
    answer = the_answer(bot, cast.ada)
    assert (answer.finished, answer.minutes, answer.expected_minutes) == (False, None, 40)


@pytest.mark.parametrize(("typed", "finished"), [("yes", True), ("done, 40 min", True), ("not finished", False)])
def test_the_question_whether_it_was_finished_can_be_answered_by_typing(
    bot: Running, cast: Cast, typed: str, finished: bool
) -> None:
    started(bot, cast, "2026-07-06 10:00")
    bot.until("2026-07-06 17:00")
    cast.ada.types(typed)
    assert states(bot, cast) == ["answering"]
    cast.ada.clicks("Without AI")
    if typed == "yes":
        cast.ada.clicks("45 min")
    skips_the_rest(cast.ada)
    assert the_answer(bot, cast.ada).finished == finished


def test_what_nobody_comes_back_to_closes_with_the_next_working_day_and_is_never_counted(bot: Running, cast: Cast) -> None:
    started(bot, cast, "2026-07-10 10:00")  # a Friday
    bot.until("2026-07-10 17:00")
    bot.until("2026-07-13 16:59")
    assert STOPPED in cast.ada.sees()
    bot.until("2026-07-13 17:00")
    assert "This task has closed untold. That is fine" in cast.ada.sees()
    assert states(bot, cast) == ["cancelled"]
    assert no_answer(bot, cast.ada)
    (row,) = [row for row in checkins_of(bot, cast.ada) if row.slot]
    assert (row.task_type, row.expected_minutes, row.talk) == (None, None, {})


def test_questions_that_are_left_unanswered_close_likewise(bot: Running, cast: Cast) -> None:
    started(bot, cast, "2026-07-06 10:00")
    bot.clock.forward(minutes=30)
    cast.ada.clicks("Done")
    cast.ada.clicks("With AI")
    bot.until("2026-07-07 17:00")
    assert "This check-in has closed without an answer." in cast.ada.sees()
    assert no_answer(bot, cast.ada)


def test_a_process_that_slept_over_the_end_of_the_day_stops_the_clock_where_the_day_ended(bot: Running, cast: Cast) -> None:
    started(bot, cast, "2026-07-06 10:00")
    bot.restart()
    bot.until("2026-07-07 08:00")
    assert STOPPED in cast.ada.sees()
    assert states(bot, cast) == ["stopped"]


def test_done_before_anybody_noticed_that_the_day_is_over_counts_until_its_end(bot: Running, cast: Cast) -> None:
    started(bot, cast, "2026-07-06 16:00")
    bot.clock.is_at("2026-07-06 17:30")
    cast.ada.clicks("Done")
    cast.ada.clicks("With AI")
    assert "It ran 1 h until the end of your day." in cast.ada.last().shown


def test_a_task_begun_after_work_runs_until_midnight(bot: Running, cast: Cast) -> None:
    started(bot, cast, "2026-07-06 22:30")
    bot.until("2026-07-06 23:59")
    assert states(bot, cast) == ["working"]
    bot.until("2026-07-07 00:00")
    assert "Stopped at 00:00, the end of your day." in cast.ada.sees()
    bot.until("2026-07-07 17:00")
    assert states(bot, cast) == ["cancelled"]


def test_somebody_who_moves_stops_with_the_day_of_where_they_are(bot: Running, cast: Cast) -> None:
    started(bot, cast, "2026-07-06 10:00")
    cast.ada.runs("/candor hours zone America/New_York")
    bot.until("2026-07-06 17:00")
    assert states(bot, cast) == ["working"]
    bot.until("2026-07-06 23:00")  # 17:00 in New York
    assert STOPPED in cast.ada.sees()


def test_somebody_whose_day_ends_sooner_now_stops_sooner(bot: Running, cast: Cast) -> None:
    started(bot, cast, "2026-07-06 10:00")
    cast.ada.runs("/candor hours zone Asia/Tokyo")  # where it is 17:00 already
    bot.turn()
    assert states(bot, cast) == ["working"]  # begun at 17:00 sharp there, so until midnight
    bot.until("2026-07-06 17:00")
    assert "Stopped at 00:00, the end of your day." in cast.ada.sees()


def test_a_day_with_other_hours_ends_with_them(bot: Running, cast: Cast) -> None:
    started(bot, cast, "2026-07-06 10:00")
    cast.ada.runs("/candor hours time 8:00-14:30")
    bot.until("2026-07-06 14:30")
    assert "Stopped at 14:30, the end of your day." in cast.ada.sees()


# The check-in of that day


def test_a_started_and_finished_task_is_that_days_answer(bot: Running, cast: Cast) -> None:
    started(bot, cast, "2026-07-07 09:00")
    bot.clock.forward(minutes=30)
    cast.ada.clicks("Done")
    tells(cast, "30 min")
    assert "The next check-in comes on Thursday 9 July" in cast.ada.runs("/candor hours")
    bot.until("2026-07-07 15:00")
    assert PROMPT not in cast.ada.sees()
    assert PROMPT in cast.cleo.sees()
    bot.until("2026-07-09 15:00")
    assert PROMPT in cast.ada.sees()


def test_a_check_in_that_waits_to_be_sent_is_taken_back(bot: Running, cast: Cast) -> None:
    started(bot, cast, "2026-07-07 14:30")
    bot.slack.faults.add("chat.postMessage", Fault.rate_limited(300))
    bot.until("2026-07-07 15:00")
    cast.ada.clicks("Done")
    bot.until("2026-07-07 15:10")
    assert "How did you do it?" in cast.ada.sees()
    assert [PROMPT in person.sees() for person in (cast.ada, cast.cleo)] == [False, True]


def test_a_task_that_still_runs_is_not(bot: Running, cast: Cast) -> None:
    started(bot, cast, "2026-07-07 09:00")
    bot.until("2026-07-07 15:00")
    assert PROMPT in cast.ada.sees()


def test_nobody_is_reminded_of_a_check_in_on_a_day_they_have_told_about(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-07 15:00")
    started(bot, cast, "2026-07-07 15:10")
    bot.clock.forward(minutes=30)
    cast.ada.clicks("Done")
    tells(cast, "30 min")
    bot.until("2026-07-07 16:45")
    assert "This is the only reminder" in cast.ben.sees()
    assert "This is the only reminder" not in cast.ada.sees()


def test_who_leaves_the_team_finds_what_ran_closed(bot: Running, cast: Cast) -> None:
    started(bot, cast, "2026-07-07 09:00")
    bot.apply(SUPPORT.replace('"U0ADA", ', ""))
    bot.turn()
    assert "You are no longer in the team Support, so this check-in has closed." in cast.ada.sees()
    assert states(bot, cast) == ["cancelled"]


# What stays


def test_delete_removes_the_answer_and_what_was_locked(bot: Running, cast: Cast) -> None:
    started(bot, cast, "2026-07-07 09:00")
    bot.clock.forward(minutes=30)
    cast.ada.clicks("Done")
    tells(cast, "30 min")
    cast.ada.clicks("Delete")
    assert no_answer(bot, cast.ada)
    ours = "".join(message.shown for message in cast.ada.messages() if message.user != cast.ada.id and not message.ephemeral_to)
    assert "Bug triage" not in ours
    (row,) = [row for row in checkins_of(bot, cast.ada) if row.slot]
    assert (row.state, row.task_type, row.expected_minutes, row.started_at) == ("deleted", None, None, None)


def test_a_change_keeps_what_was_locked_and_what_the_clock_said(bot: Running, cast: Cast) -> None:
    started(bot, cast, "2026-07-07 09:00")
    bot.clock.forward(minutes=30)
    cast.ada.clicks("Done")
    tells(cast, "30 min")
    cast.ada.clicks("Change")
    cast.ada.fills({"How did you do it?": "With AI"})
    assert cast.ada.submits()
    assert cast.ada.submits()
    answer = the_answer(bot, cast.ada)
    assert (answer.approach, answer.expected_minutes, answer.timer_minutes) == ("with_ai", 40, 30)
    assert "Saved: Bug triage · expected 40 min · with AI · 30 min." in cast.ada.sees()


def test_when_the_digest_is_out_it_can_be_deleted_but_not_changed(bot: Running, cast: Cast) -> None:
    started(bot, cast, "2026-07-07 09:00")
    bot.clock.forward(minutes=30)
    cast.ada.clicks("Done")
    tells(cast, "30 min")
    old = next(message for message in cast.ada.messages() if "Saved:" in message.shown)
    bot.until("2026-07-13 09:00")
    assert states(bot, cast) == ["fixed"]
    cast.ada.clicks("Change", on=old)
    assert "can no longer be changed. You can still delete it." in cast.ada.last().text
    cast.ada.clicks("Delete", on=old)
    assert no_answer(bot, cast.ada)


def test_the_expected_time_reaches_the_comparison_that_adjusts_for_it(bot: Running, cast: Cast) -> None:
    started(bot, cast, "2026-07-07 09:00")
    bot.clock.forward(minutes=30)
    cast.ada.clicks("Done")
    tells(cast, "30 min")
    with bot.rows() as session:
        team, coded = answers_of(session, cast.ada)[0].team_id, packed_as(["Bug triage"], ["Drafter"])
        chunks = answers.told(session, [team], date(2026, 7, 1), date(2026, 8, 1), coded, ())
        columns = Columns.read(chunks, coded, 0)
    assert columns.foreseen.tolist() == [True]
    assert columns.expected.tolist() == [40]


def test_a_task_that_was_only_started_is_no_check_in_that_nobody_answered(bot: Running, cast: Cast) -> None:
    has_history(bot, quarter_of_triage([cast.ada, cast.cleo, cast.dan, cast.eli, cast.mo]))
    started(bot, cast, "2026-07-06 10:00")
    cast.ada.clicks("Cancel")
    started(bot, cast, "2026-07-06 10:01")
    bot.until("2026-07-06 17:00")
    assert states(bot, cast) == ["cancelled", "stopped"]
    assert "no check-ins sent" in cast.mo.runs("/candor report")


def test_ones_own_record_stands_on_the_home_page_from_five_tasks_on_and_nobody_else_sees_it(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    for day in range(6, 11):
        started(bot, cast, f"2026-07-{day:02} 09:00")
        bot.clock.forward(minutes=50)
        ada.opens_home()
        assert ada.home is not None
        assert "Your own record" not in ada.home.shown
        ada.clicks("Done")
        tells(cast, "60 min")
    ada.opens_home()
    assert ada.home is not None
    assert "Over 5 tasks you started here, the time you said was about 1.2 times what the timer showed." in ada.home.shown
    cast.mo.opens_home()
    assert cast.mo.home is not None
    assert "Your own record" not in cast.mo.home.shown


def test_a_message_that_has_not_arrived_yet_can_not_be_done_by_command(bot: Running, cast: Cast) -> None:
    bot.clock.is_at("2026-07-06 10:00")
    bot.slack.faults.add("chat.postMessage", Fault.rate_limited(60))
    cast.ada.runs("/candor start triage 40 min")
    assert "has not reached you yet" in cast.ada.runs("/candor done")
    bot.until("2026-07-06 10:02")
    assert letters(bot, kind="working", state="sent")
    bot.clock.forward(minutes=28)
    cast.ada.runs("/candor done")
    cast.ada.clicks("Without AI")
    cast.ada.clicks("30 min (timer)")
    skips_the_rest(cast.ada)
    assert the_answer(bot, cast.ada).minutes == 30
