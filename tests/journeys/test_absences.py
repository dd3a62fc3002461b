"""Out of office: said by the person or by an owner for them; nothing is asked or reminded on these days."""

import pytest
from sqlmodel import select

from bot import ask, deliver
from storage.tables import Absence
from tests.conftest import SUPPORT, Cast, Running
from tests.conversing import checkins_of, letters

PROMPT = "Quick check-in"


def absences(bot: Running) -> list[Absence]:
    with bot.rows() as session:
        return list(session.exec(select(Absence)))


def test_nobody_is_asked_while_they_are_out(bot: Running, cast: Cast) -> None:
    answer = cast.ada.runs("/candor out 7 July..9 July")
    assert answer.startswith("You are out from Tuesday 7 July 2026 to Thursday 9 July 2026: nothing is asked on these days.")
    for day in (7, 9):
        bot.until(f"2026-07-{day:02} 15:00")
    assert PROMPT not in cast.ada.sees()
    assert PROMPT in cast.ben.sees()
    bot.until("2026-07-14 15:00")
    assert PROMPT in cast.ada.sees()


@pytest.mark.usefixtures("bot")
def test_a_day_is_a_day_where_the_person_is(cast: Cast) -> None:
    cast.ada.runs("/candor hours zone Pacific/Auckland")
    assert "on Wednesday 8 July 2026" in cast.ada.runs("/candor out tomorrow")  # it is Tuesday evening there


def test_what_was_said_is_listed_and_can_be_struck_out(bot: Running, cast: Cast) -> None:
    assert "You are not out" in cast.ada.runs("/candor out")
    cast.ada.runs("/candor out until Friday")
    cast.ada.runs("/candor out 2026-12-24..2027-01-02")
    listed = cast.ada.runs("/candor out")
    assert "from Tuesday 7 July 2026 to Friday 10 July 2026" in listed
    assert "from Thursday 24 December 2026 to Saturday 2 January 2027" in listed
    assert "owner" not in listed
    assert cast.ada.runs("/candor out cancel") == "Struck out. Check-ins come as usual."
    assert cast.ada.runs("/candor out cancel") == "Nothing was noted that could be struck out."
    bot.until("2026-07-07 15:00")
    assert PROMPT in cast.ada.sees()


def test_the_same_days_said_twice_are_noted_once(bot: Running, cast: Cast) -> None:
    for words in ("out 7 July..9 July", "out 8 July", "out 7 July..9 July"):
        cast.ada.runs(f"/candor {words}")
    assert len(absences(bot)) == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("2026-12-28..2026-12-24", "That range ends before it begins."),
        ("2020-01-01", "These days are over already."),
        ("2026-08-01..2027-12-31", "A range is at most a year long"),
        ("12/24", 'I could not read "12/24" as a day.'),
        ("31 June", 'There is no "31 june".'),
        ("@nobody 24 Dec", "I cannot tell who that is"),
    ],
)
def test_what_cannot_be_days_is_refused_with_a_sentence(bot: Running, cast: Cast, words: str, sentence: str) -> None:
    assert sentence in cast.ada.runs(f"/candor out {words}")
    assert absences(bot) == []


def test_an_owner_says_it_for_a_member_who_is_told_once(bot: Running, cast: Cast) -> None:
    answer = cast.mo.runs("/candor out @ada 2026-07-07..2026-07-09")
    assert "they are out from Tuesday 7 July 2026 to Thursday 9 July 2026" in answer
    assert "That was noted already." in cast.mo.runs("/candor out @ada 2026-07-07..2026-07-09")
    bot.until("2026-07-07 15:00")
    told = [message.text for message in cast.ada.messages() if "you are out" in message.text]
    assert len(told) == 1
    assert "<@U0MO> has noted that you are out from Tuesday 7 July 2026" in told[0]
    assert PROMPT not in cast.ada.sees()
    (row,) = absences(bot)
    assert row.said_by != row.person_id
    assert "(an owner of your team said so)" in cast.ada.runs("/candor out")


def test_an_owner_strikes_out_only_what_an_owner_said(bot: Running, cast: Cast) -> None:
    cast.ada.runs("/candor out 14 July")
    cast.mo.runs("/candor out U0ADA 16 July")
    assert "Struck out" in cast.mo.runs("/candor out @ada cancel")
    assert [row.since.day for row in absences(bot)] == [14]


def test_an_owner_does_not_learn_when_somebody_is_out(cast: Cast, bot: Running) -> None:
    cast.ada.runs("/candor out 14 July")
    assert "theirs to list" in cast.mo.runs("/candor out @ada")
    assert len(absences(bot)) == 1


@pytest.mark.parametrize("whom", ["@mo", "@zoe", "@gus"])
def test_nobody_else_may_say_it_for_somebody(bot: Running, cast: Cast, whom: str) -> None:
    answer = cast.ada.runs(f"/candor out {whom} 2026-07-07")
    assert answer == "You can say this for yourself, and for people who are asked by a team you own."
    assert absences(bot) == []
    assert "You are not in a team here." in cast.zoe.runs("/candor out @ada tomorrow")


def test_an_owner_cannot_say_it_for_people_of_other_teams(bot: Running, cast: Cast) -> None:
    bot.apply(SUPPORT.replace("Support", "Sales").replace('["U0MO"]', '["U0BEN"]').replace('"U0ADA", ', ""))
    assert "You can say this for yourself" in cast.ben.runs("/candor out @ada tomorrow")
    assert "Noted: they are out" in cast.ben.runs("/candor out @eli tomorrow")


def test_a_prompt_that_waits_in_the_outbox_is_taken_back(bot: Running, cast: Cast) -> None:
    bot.clock.is_at("2026-07-07 15:00")
    ask.turn(bot.bot.services)
    cast.ada.runs("/candor out today")
    deliver.drain(bot.bot.services)
    assert PROMPT not in cast.ada.sees()
    assert PROMPT in cast.ben.sees()
    assert checkins_of(bot, cast.ada)[0].state == "called_off"


def test_nobody_is_reminded_on_a_day_they_are_out(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-07 15:00")
    cast.ada.runs("/candor out today")
    bot.until("2026-07-07 16:45")
    assert [letter.user for letter in letters(bot, kind="reminder") if letter.user == cast.ada.id] == []
    assert "only reminder" in cast.ben.sees()


def test_an_owner_pauses_somebody_who_is_told_and_can_end_it(bot: Running, cast: Cast) -> None:
    assert "No check-ins for them until Friday 10 July 2026" in cast.mo.runs("/candor pause @ada 3 days")
    bot.until("2026-07-07 15:00")
    assert PROMPT not in cast.ada.sees()
    assert "@Mo Zart has paused your check-ins until Friday 10 July 2026." in cast.ada.sees()
    cast.ada.runs("/candor resume")
    bot.until("2026-07-09 15:00")
    assert PROMPT in cast.ada.sees()


def test_an_owner_brings_nobody_back_sooner_than_they_wished(bot: Running, cast: Cast) -> None:
    cast.ada.runs("/candor pause 30 days")
    cast.mo.runs("/candor pause @ada 3 days")
    bot.until("2026-07-14 15:00")
    assert PROMPT not in cast.ada.sees()


def test_an_operator_asks_nobody_who_is_out(bot: Running, cast: Cast) -> None:
    from bot import manage

    cast.ada.runs("/candor out today")
    asked = manage.ask_team(bot.bot.services, "Support", None, now=True)
    assert asked.refused == {cast.ada.id: "They have paused, or are away today."}
    assert "in our direct messages" in cast.ada.runs("/candor checkin")  # her own wish is another thing
