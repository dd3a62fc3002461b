"""Everything else one can do with a check-in: settle it without an answer, delete, pause; and what happens when it is late."""

import pytest

from storage import tables
from tests.conftest import Cast, Running
from tests.conversing import checkins_of, fills_first_page, letters, no_answer, skips_the_rest, the_answer


@pytest.fixture(autouse=True)
def asked(bot: Running) -> None:
    bot.until("2026-07-07 15:00")


def answers(cast: Cast) -> None:
    cast.ada.replies("triage, with AI, 40 min, no fixing, about usual")
    skips_the_rest(cast.ada)


@pytest.mark.parametrize(
    ("label", "typed", "state", "thanks"),
    [
        ("Nothing finished today", "nothing finished", "nothing", "Nothing finished today: noted"),
        ("Not today", "not today", "not_today", "Not today: noted"),
    ],
)
def test_nothing_to_tell_is_an_answer_too(bot: Running, cast: Cast, label: str, typed: str, state: str, thanks: str) -> None:
    cast.ada.clicks(label)
    cast.cleo.replies(typed)
    for person in (cast.ada, cast.cleo):
        assert thanks in person.sees()
        assert "Open form" not in person.sees()
        assert checkins_of(bot, person)[0].state == state
        assert no_answer(bot, person)


def test_not_today_can_be_taken_back_while_the_window_is_open(bot: Running, cast: Cast) -> None:
    cast.ada.clicks("Not today")
    cast.ada.clicks("Answer after all")
    for words in ("triage", "usual", "with", "15 min"):
        cast.ada.replies(words)
    skips_the_rest(cast.ada)
    assert the_answer(bot, cast.ada).minutes == 15


def test_delete_removes_every_word_at_once(bot: Running, cast: Cast) -> None:
    cast.ada.replies("triage")
    for words in ("usual", "by hand", "40 min", "no"):
        cast.ada.replies(words)
    skips_the_rest(cast.ada)
    cast.ada.clicks("Delete")
    assert "Deleted. Nothing of that answer is kept." in cast.ada.sees()
    assert no_answer(bot, cast.ada)
    ours = "".join(message.shown for message in cast.ada.messages() if message.user != cast.ada.id)
    for word in ("Bug triage", "Without AI", "40 min"):
        assert word not in ours
        assert word not in _everything_stored_but_the_team(bot)


def _everything_stored_but_the_team(bot: Running) -> str:
    with bot.rows() as session:
        kept = [table for table in tables.metadata.sorted_tables if table.name != "team"]
        return "".join(str(row) for table in kept for row in session.execute(table.select()))


def test_what_others_see_is_said_to_its_asker_alone(cast: Cast) -> None:
    answers(cast)
    cast.ada.clicks("What others see")
    assert "groups of five people or more" in cast.ada.last().text
    assert cast.ada.last().ephemeral_to == cast.ada.id


def test_what_happens_with_my_answers_can_be_asked_before_answering(cast: Cast) -> None:
    cast.ada.clicks("What happens with my answers")
    assert "confidential, not anonymous" in cast.ada.last().text


def test_fewer_means_once_a_week(bot: Running, cast: Cast) -> None:
    cast.ada.clicks("Fewer of these")
    assert "once a week" in cast.ada.last().text
    cast.ada.clicks("Not today")
    bot.until("2026-07-08 09:00")
    bot.until("2026-07-09 15:00")
    bot.until("2026-07-14 15:00")
    assert [row.local_date.isoformat() for row in checkins_of(bot, cast.ada) if row.ts] == ["2026-07-07", "2026-07-14"]


def test_pause_stops_check_ins_and_they_come_back_by_themselves(bot: Running, cast: Cast) -> None:
    cast.ada.clicks("Pause for a week")
    assert "No check-ins until Tuesday 14 July 2026" in cast.ada.last().text
    bot.until("2026-07-09 15:00")
    bot.until("2026-07-14 14:00")
    bot.until("2026-07-14 15:00")
    states = {row.local_date.isoformat(): row.state for row in checkins_of(bot, cast.ada)}
    assert (states["2026-07-09"], states["2026-07-14"]) == ("called_off", "asked")


def test_a_check_in_that_is_two_hours_late_is_let_go(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-09 17:01")
    (late,) = [row for row in checkins_of(bot, cast.ada) if row.local_date.isoformat() == "2026-07-09"]
    assert late.state == "late"
    assert len(letters(bot, kind="prompt", checkin_id=late.id)) == 0


def test_a_check_in_one_hour_late_is_still_sent(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-09 16:00")
    assert [row.state for row in checkins_of(bot, cast.ada)][1] == "asked"


def test_the_answer_may_come_the_next_day_until_the_window_closes(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-08 16:59")
    answers(cast)
    assert the_answer(bot, cast.ada).finished_on.isoformat() == "2026-07-07"


def test_after_the_window_half_an_answer_is_gone_and_a_click_is_told_so(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.clicks("Answer here")
    ada.clicks("Bug triage")
    old = ada.messages()[0]
    question = ada.last()
    bot.until("2026-07-08 17:00")
    assert "has closed without an answer. That is fine" in ada.sees()
    ada.clicks("Answer here", on=old)
    assert ada.last().text == "This check-in has closed. The next one comes as usual."
    assert "[About usual]" not in ada.sees()
    ada.clicks("About usual", on=question)
    assert ada.last().text == "This check-in has closed. The next one comes as usual."
    assert checkins_of(bot, ada)[0].talk == {}


def test_one_reminder_the_same_day_to_those_with_something_open(bot: Running, cast: Cast) -> None:
    cast.cleo.clicks("Not today")
    bot.until("2026-07-07 16:44")
    assert letters(bot, kind="reminder") == []
    bot.until("2026-07-07 16:45")
    bot.until("2026-07-07 16:50")
    assert cast.ben.sees().count("This is the only reminder") == 1
    assert cast.cleo.sees().count("This is the only reminder") == 0
    cast.ben.clicks("Not today")
    assert "Not today: noted" in cast.ben.sees()
    assert "This is the only reminder" not in cast.ben.sees()
    bot.until("2026-07-08 17:00")
    assert "This is the only reminder" not in cast.ada.sees()


def test_when_the_digest_is_out_an_answer_can_be_deleted_but_not_changed(bot: Running, cast: Cast) -> None:
    answers(cast)
    old = cast.ada.messages()[0]
    bot.until("2026-07-13 09:00")
    cast.ada.clicks("Change", on=old)
    assert "can no longer be changed. You can still delete it." in cast.ada.last().text
    cast.ada.clicks("Delete", on=old)
    assert no_answer(bot, cast.ada)


def test_a_click_on_a_deleted_answer_is_told_so(cast: Cast) -> None:
    answers(cast)
    old = cast.ada.messages()[0]
    cast.ada.clicks("Delete")
    cast.ada.clicks("Delete", on=old)
    assert cast.ada.last().text == "This answer was deleted, so there is nothing left to change."


def test_answering_twice_is_pointed_to_change(cast: Cast) -> None:
    old = cast.ada.messages()[0]
    answers(cast)
    cast.ada.clicks("Answer here", on=old)
    assert cast.ada.last().text == "You have already answered this one. Use Change to correct it."
    cast.ada.clicks("Open form", on=old)
    fills_first_page(cast.ada)  # from an old copy the form opens as a change
    assert cast.ada.submits()


def test_typing_when_nothing_is_open_is_answered(bot: Running, cast: Cast) -> None:
    cast.ada.clicks("Not today")
    cast.ada.types("hello?")
    assert "No check-in is open right now" in cast.ada.last().text
    assert len(letters(bot, kind="note")) == 1
