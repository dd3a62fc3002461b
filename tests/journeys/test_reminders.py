"""One reminder on the same day to who has something open; whoever lets three go is asked less, and asked kindly."""

from collections.abc import Callable

import pytest
from sqlmodel import select

from bot import ask
from sandbox import Person as Somebody
from storage.tables import Person
from tests.conftest import SUPPORT, Cast, Running
from tests.conversing import checkins_of, letters

PROMPT, REMINDER, QUESTION = "Quick check-in", "only reminder", "You have let the last three go."
MORNING = SUPPORT.replace("15:00", "10:00")
DAYS = ("07", "09", "14", "16", "21", "23", "28", "30")


def ignored(bot: Running, who: str) -> int:
    with bot.rows() as session:
        return int(session.exec(select(Person.ignored).where(Person.user == who)).one())


def lets_go(bot: Running, days: tuple[str, ...]) -> None:
    """Each of these days passes with a prompt and a reminder."""
    for day in days:
        for hour in ("15:00", "16:45"):
            bot.until(f"2026-07-{day} {hour}")


def reminded(bot: Running, person: object) -> int:
    return len([letter for letter in letters(bot, kind="reminder", state="sent") if letter.user == person.id])  # type: ignore[attr-defined]


def test_the_reminder_comes_three_working_hours_later(bot: Running, cast: Cast) -> None:
    bot.apply(MORNING)
    bot.turn()
    bot.until("2026-07-07 10:00")
    bot.until("2026-07-09 10:00")
    bot.until("2026-07-09 12:59")
    assert REMINDER not in cast.ada.sees()
    bot.until("2026-07-09 13:00")
    bot.until("2026-07-09 14:00")
    assert cast.ada.sees().count(REMINDER) == 1


def test_what_was_asked_late_is_reminded_of_later(bot: Running, cast: Cast) -> None:
    bot.apply(MORNING)
    bot.turn()
    bot.clock.is_at("2026-07-09 10:00")
    ask.turn(bot.bot.services)  # owed, and Slack takes it an hour later only
    bot.until("2026-07-09 11:00")
    bot.until("2026-07-09 13:30")
    assert REMINDER not in cast.ada.sees()
    bot.until("2026-07-09 14:00")
    assert REMINDER in cast.ada.sees()


@pytest.mark.parametrize("does", [lambda ada: ada.clicks("Not today"), lambda _: None])
def test_a_reminder_goes_away_when_its_check_in_is_over(bot: Running, cast: Cast, does: Callable[[Somebody], object]) -> None:
    bot.until("2026-07-07 15:00")
    bot.until("2026-07-07 16:45")
    assert REMINDER in cast.ada.sees()
    does(cast.ada)
    bot.until("2026-07-08 17:00")
    assert REMINDER not in cast.ada.sees()
    assert PROMPT not in cast.ada.sees()
    assert len(cast.ada.messages()) == 1


@pytest.mark.parametrize("label", ["Not today", "Nothing finished today"])
def test_who_said_no_is_not_reminded_even_if_the_reminder_was_owed(bot: Running, cast: Cast, label: str) -> None:
    bot.until("2026-07-07 15:00")
    bot.clock.is_at("2026-07-07 16:45")
    ask.turn(bot.bot.services)
    cast.ada.clicks(label)
    bot.turn()
    assert reminded(bot, cast.ada) == 0
    assert reminded(bot, cast.ben) == 1


def test_who_pauses_or_is_no_longer_at_work_is_not_reminded(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-07 15:00")
    cast.ada.runs("/candor pause")
    cast.ben.runs("/candor hours days mon")
    bot.until("2026-07-07 16:45")
    assert [reminded(bot, person) for person in (cast.ada, cast.ben, cast.cleo)] == [0, 0, 1]


def test_three_let_go_in_a_row_make_it_once_a_week_with_one_kind_question(bot: Running, cast: Cast) -> None:
    lets_go(bot, DAYS[:3])
    cast.cleo.clicks("Not today")
    bot.until("2026-07-16 15:00")
    assert (ignored(bot, cast.ada.id), ignored(bot, cast.cleo.id)) == (3, 0)
    assert [PROMPT in person.sees() for person in (cast.ada, cast.cleo)] == [False, True]
    lets_go(bot, ("21",))
    assert cast.ada.sees().count(QUESTION) == 1
    assert QUESTION not in cast.cleo.sees()
    lets_go(bot, DAYS[5:])
    assert QUESTION not in cast.ada.sees()  # asked once, and never again
    asked = [f"{row.local_date:%d}" for row in checkins_of(bot, cast.ada) if row.asked_at]
    assert asked == ["07", "09", "14", "21", "28"]
    assert "once a week" in cast.ada.runs("/candor hours")


def test_any_answer_begins_anew(bot: Running, cast: Cast) -> None:
    lets_go(bot, DAYS[:3])
    bot.until("2026-07-15 18:00")
    assert ignored(bot, cast.ada.id) == 3
    bot.until("2026-07-21 15:00")
    cast.ada.clicks("Not today")
    assert ignored(bot, cast.ada.id) == 0
    bot.until("2026-07-23 12:00")
    bot.until("2026-07-23 15:00")
    assert PROMPT in cast.ada.sees()
    assert QUESTION not in cast.ada.sees()


@pytest.mark.parametrize(
    ("label", "answer", "asked"),
    [
        ("Once a week", "From now on you are asked once a week.", ["28"]),
        ("Stop asking", "No more check-ins. /candor resume brings them back", []),
        ("As before", "As before, then: at most twice a week.", ["23", "28", "30"]),
    ],
)
def test_the_kind_question_has_three_answers(bot: Running, cast: Cast, label: str, answer: str, asked: list[str]) -> None:
    lets_go(bot, DAYS[:3])
    bot.until("2026-07-15 18:00")
    bot.until("2026-07-21 15:00")
    cast.ada.clicks(label)
    assert answer in cast.ada.last().text
    assert QUESTION not in cast.ada.sees()
    assert PROMPT in cast.ada.sees()  # the check-in itself is still there
    for day in ("22", "23", "27", "28", "30"):
        bot.until(f"2026-07-{day} 12:00")
        bot.until(f"2026-07-{day} 15:00")
    days = [f"{row.local_date:%d}" for row in checkins_of(bot, cast.ada) if row.asked_at]
    assert days == ["07", "09", "14", "21", *asked]
    cast.ada.runs("/candor resume")
    bot.until("2026-08-04 15:00")
    assert "08-04" in [f"{row.local_date:%m-%d}" for row in checkins_of(bot, cast.ada) if row.asked_at]


def test_what_was_let_go_or_called_off_is_counted_for_a_week(bot: Running, cast: Cast) -> None:
    cast.ada.runs("/candor pause")
    bot.until("2026-07-07 17:00")  # nothing ran for two hours
    assert ask.lateness(bot.bot.services) == ask.Lateness(let_go=6, called_off=0)
    bot.until("2026-07-09 15:00")
    assert ask.lateness(bot.bot.services) == ask.Lateness(let_go=6, called_off=1)
    bot.clock.forward(days=8)
    assert ask.lateness(bot.bot.services).let_go == 0
