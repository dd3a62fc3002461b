"""Somebody's own week: where, when, with whose holidays and how often; and what is asked of them then."""

import pytest

from tests.conftest import SUPPORT, Cast, Running
from tests.conversing import checkins_of

PROMPT = "Quick check-in"
ON_ITS_OWN = SUPPORT.partition("rhythm")[0]


def asked_on(bot: Running, person: object) -> list[str]:
    return [row.local_date.isoformat() for row in checkins_of(bot, person) if row.asked_at]  # type: ignore[arg-type]


@pytest.mark.usefixtures("bot")
def test_hours_shows_what_is_set_and_when_the_next_check_in_comes(cast: Cast) -> None:
    assert cast.ada.runs("/candor hours") == (
        "You work Monday to Friday, 09:00 to 17:00 in Europe/Berlin (as Slack says). No country is set whose "
        "public holidays are days off. You are asked at most twice a week. The next check-in comes on Tuesday 7 July at 15:00."
    )


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("zone Asia/Tokyo", "in Asia/Tokyo (your choice)"),
        ("zone slack", "in Europe/Berlin (as Slack says)"),
        ("days mon-thu", "You work Monday to Thursday,"),
        ("days tue, thu and fri", "You work Tuesday, Thursday and Friday,"),
        ("days Sunday to Thursday", "You work Monday, Tuesday, Wednesday, Thursday and Sunday,"),
        ("time 8:30-16", "08:30 to 16:00"),
        ("time 10.00 to 18.30", "10:00 to 18:30"),
        ("country de-by", "Public holidays of DE-BY are days off."),
        ("country uk", "Public holidays of GB are days off."),
        ("often once", "You are asked once a week."),
        ("OFTEN twice", "You are asked at most twice a week."),
    ],
)
def test_each_setting_is_answered_with_what_is_set_now(cast: Cast, words: str, shown: str) -> None:
    answer = cast.ada.runs(f"/candor hours {words}")
    assert shown in answer
    assert "The next check-in comes on" in answer
    assert cast.ada.runs("/candor hours") == answer


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("zone Berlin", '"Berlin" is not a time zone; did you mean "Europe/Berlin"?'),
        ("days someday", '"someday" is not a day: write one of monday to sunday, or mon to sun.'),
        ("days", "Name at least one day, like hours days mon-thu; /candor pause stops check-ins for a while."),
        ("time nine to five", '"nine to five" is not a time of day to another: write it like 9:00-17:00.'),
        ("time 22:00-6:00", "A working day is at least an hour long, and ends on the day it begins: write it like 9:00-17:00."),
        ("time 9:00-25:00", '"25:00" is not a time of day: write it like "16:00".'),
        ("country Germany", '"Germany" is not a country: write its two letters, like "DE", or a region, like "DE-BY".'),
        ("country BB-1", '"BB-1" is not a region of BB: write "BB".'),
        ("often daily", "Write hours often once or hours often twice; /candor pause stops check-ins for a while."),
        ("languge de", "Write hours zone Europe/Berlin, hours days mon-thu,"),
    ],
)
def test_what_cannot_be_set_is_refused_with_a_sentence(cast: Cast, words: str, sentence: str) -> None:
    before = cast.ada.runs("/candor hours")
    assert cast.ada.runs(f"/candor hours {words}").startswith(sentence)
    assert cast.ada.runs("/candor hours") == before


@pytest.mark.usefixtures("bot")
def test_a_stranger_gets_one_sentence(cast: Cast) -> None:
    assert "You are not in a team here." in cast.zoe.runs("/candor hours zone Asia/Tokyo")


def test_who_only_owns_a_team_is_told_that_nobody_asks_them(bot: Running, cast: Cast) -> None:
    bot.apply(SUPPORT.replace(', "U0MO"]', "]"))
    assert "No team asks you." in cast.mo.runs("/candor hours")


def test_a_public_holiday_of_somebodys_country_is_no_working_day(bot: Running, cast: Cast) -> None:
    bot.apply(SUPPORT.replace('"tue", "thu"', '"wed"') + 'country = "DE"\n')
    cast.ben.runs("/candor hours country DE-BY")
    cast.cleo.runs("/candor hours country US")
    bot.until("2027-01-05 12:00")
    bot.until("2027-01-06 15:00")  # Epiphany: a holiday in Bavaria, and nowhere else
    assert [PROMPT in person.sees() for person in (cast.ada, cast.ben, cast.cleo)] == [True, False, True]


def test_a_team_in_another_country_has_other_days_off(bot: Running, cast: Cast) -> None:
    bot.apply(SUPPORT.replace('"tue", "thu"', '"fri"') + 'country = "DE"\n')
    bot.until("2026-12-24 12:00")
    bot.until("2026-12-25 15:00")
    assert PROMPT not in cast.ada.sees()
    assert "2026-12-25" not in [row.local_date.isoformat() for row in checkins_of(bot, cast.ada)]


def test_a_holiday_that_becomes_known_calls_off_what_was_planned(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-13 12:00")
    assert "2026-07-14" in [row.local_date.isoformat() for row in checkins_of(bot, cast.ada)]
    cast.ada.runs("/candor hours country FR")
    bot.until("2026-07-14 15:00")
    assert PROMPT not in cast.ada.sees()
    assert PROMPT in cast.ben.sees()


def test_a_week_that_changes_after_somebody_was_asked_does_not_bring_a_third_check_in(bot: Running, cast: Cast) -> None:
    bot.apply(ON_ITS_OWN)
    bot.turn()
    weeks = ("mon-fri", "tue-fri", "wed-sat", "thu-sun", "fri-sun", "sat-sun")
    for day, week in zip(range(13, 20), (*weeks, weeks[-1]), strict=True):
        cast.ada.runs(f"/candor hours days {week}")
        bot.until(f"2026-07-{day:02} 12:00")
        bot.until(f"2026-07-{day:02} 16:00")
    assert len([day for day in asked_on(bot, cast.ada) if day >= "2026-07-13"]) <= 2


def test_once_a_week_in_two_teams_is_once_a_week(bot: Running, cast: Cast) -> None:
    bot.apply(SUPPORT.replace("Support", "Research").replace('"tue", "thu"', '"mon", "wed"').replace('"U0BEN", ', ""))
    cast.ada.runs("/candor hours often once")
    for day in range(13, 18):
        bot.until(f"2026-07-{day:02} 15:00")
    assert len([day for day in asked_on(bot, cast.ada) if day >= "2026-07-13"]) == 1


def test_hours_in_the_evening_are_asked_in_the_evening(bot: Running, cast: Cast) -> None:
    assert "Tuesday 7 July at 21:00" in cast.ada.runs("/candor hours time 16:00-22:00")  # the team's 15:00 is before her day
    bot.until("2026-07-07 15:00")
    assert PROMPT not in cast.ada.sees()
    bot.until("2026-07-07 21:00")
    assert PROMPT in cast.ada.sees()
