"""Settings by clicking: the same as the commands, on the home page; checked again when sent, taken once, and shown anew."""

import pytest

from sandbox.views import View
from tests.conftest import SUPPORT, Cast, Running
from tests.conversing import checkins_of

PROMPT = "Quick check-in"


def home(cast: Cast) -> str:
    assert cast.ada.home is not None
    return cast.ada.home.shown


def form(cast: Cast) -> View:
    assert cast.ada.form is not None
    return cast.ada.form


@pytest.fixture(autouse=True)
def at_home(bot: Running, cast: Cast) -> None:
    bot.turn()
    cast.ada.opens_home()


def test_the_page_says_what_is_set_in_the_words_of_the_command(cast: Cast) -> None:
    assert cast.ada.runs("/candor hours") in home(cast)
    assert "[Change my week] [Pause] [Away] [Stop for good]" in home(cast)
    assert "[Resume]" not in home(cast)


def test_a_week_is_changed_in_one_form_and_shown_at_once(cast: Cast) -> None:
    ada = cast.ada
    ada.clicks("Change my week", on="home")
    ada.fills({"Working days": ["Monday", "Tuesday", "Wednesday"], "From": "08:30", "To": "16:00"})
    ada.fills({"Time zone": "Europe/Paris", "Country, for public holidays": "de-by", "How often": "Once a week"})
    assert ada.submits()
    assert ada.form is None
    assert "You work Monday to Wednesday, 08:30 to 16:00 in Europe/Paris (your choice)" in home(cast)
    assert "Public holidays of DE-BY are days off. You are asked once a week." in home(cast)
    assert ada.runs("/candor hours") in home(cast)


def test_a_week_sent_as_it_was_shown_changes_nothing(cast: Cast) -> None:
    before = cast.ada.runs("/candor hours")
    cast.ada.clicks("Change my week", on="home")
    assert cast.ada.submits()
    assert cast.ada.runs("/candor hours") == before
    assert "(as Slack says)" in before


@pytest.mark.parametrize(
    ("entries", "field", "sentence"),
    [
        ({"Working days": []}, "Working days", "Name at least one day, like hours days mon-thu;"),
        ({"To": "09:30"}, "To", "A working day is at least an hour long, and ends on the day it begins"),
        ({"From": "22:00", "To": "06:00"}, "To", "A working day is at least an hour long"),
        ({"Time zone": "Berlin"}, "Time zone", '"Berlin" is not a time zone; did you mean "Europe/Berlin"?'),
        ({"Country, for public holidays": "BB-1"}, "Country, for public holidays", '"BB-1" is not a region of BB'),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_of_the_form_is_taken(
    cast: Cast, entries: dict[str, object], field: str, sentence: str
) -> None:
    before = cast.ada.runs("/candor hours")
    cast.ada.clicks("Change my week", on="home")
    cast.ada.fills({"How often": "Once a week", **entries})
    assert not cast.ada.submits()
    assert list(form(cast).errors) == [field]
    assert form(cast).errors[field].startswith(sentence)
    assert cast.ada.runs("/candor hours") == before


def test_every_fault_is_said_at_once_and_what_is_mended_is_taken(cast: Cast) -> None:
    cast.ada.clicks("Change my week", on="home")
    cast.ada.fills({"Time zone": "Berlin", "Country, for public holidays": "Germany"})
    assert not cast.ada.submits()
    assert set(form(cast).errors) == {"Time zone", "Country, for public holidays"}
    cast.ada.fills({"Time zone": "Asia/Tokyo", "Country, for public holidays": None})
    assert cast.ada.submits()
    assert "in Asia/Tokyo (your choice)" in home(cast)


def test_where_slack_says_another_zone_one_tick_takes_it(cast: Cast) -> None:
    ada = cast.ada
    ada.runs("/candor hours zone Asia/Tokyo")
    ada.opens_home()
    assert "You seem to be in Europe/Berlin" in home(cast)
    ada.clicks("Change my week", on="home")
    assert "You seem to be in Europe/Berlin." in form(cast).shown
    ada.fills({"Where Slack says you are": ["Go by Slack: Europe/Berlin"]})
    assert ada.submits()
    assert "in Europe/Berlin (as Slack says)" in home(cast)
    assert "You seem to be in" not in home(cast)


def test_a_pause_until_a_day_and_back(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.clicks("Pause", on="home")
    ada.fills({"Until": "2026-07-13"})
    assert ada.submits()
    assert "You have paused until Monday 13 July 2026." in home(cast)
    bot.until("2026-07-07 15:00")
    assert PROMPT not in ada.sees()
    ada.clicks("Resume", on="home")
    assert "The next check-in comes on Thursday 9 July at 15:00." in home(cast)
    assert "[Resume]" not in home(cast)


@pytest.mark.parametrize("day", ["2026-07-07", "2026-07-01", "2028-01-01"])
def test_a_pause_that_cannot_be_is_said_at_its_field(cast: Cast, day: str) -> None:
    cast.ada.clicks("Pause", on="home")
    cast.ada.fills({"Until": day})
    assert not cast.ada.submits()
    assert form(cast).errors == {"Until": "A pause ends on a day to come, within a year."}
    assert "[Resume]" not in home(cast)


def test_days_away_are_listed_and_struck_out_one_by_one(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.runs("/candor out 24 Dec..2 Jan")
    ada.clicks("Away", on="home")
    ada.fills({"First day": "2026-07-07", "Last day": "2026-07-08"})
    assert ada.submits()
    assert "You are out from Tuesday 7 July 2026 to Wednesday 8 July 2026." in home(cast)
    assert "You are out from Thursday 24 December 2026 to Saturday 2 January 2027." in home(cast)
    bot.until("2026-07-07 15:00")
    assert PROMPT not in ada.sees()
    ada.clicks("Strike out", on="home")
    assert home(cast).count("You are out") == 1


def test_days_that_end_before_they_begin_are_said_at_their_field(cast: Cast) -> None:
    cast.ada.clicks("Away", on="home")
    cast.ada.fills({"First day": "2026-07-09", "Last day": "2026-07-08"})
    assert not cast.ada.submits()
    assert form(cast).errors == {"Last day": "That range ends before it begins. Write its first day first."}
    assert "You are out" not in home(cast)


def test_stopping_for_good_says_how_to_come_back_and_coming_back_works(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.clicks("Stop for good", on="home")
    assert "You have stopped check-ins. Resume brings them back, whenever you like." in home(cast)
    assert "[Stop for good]" not in home(cast)
    for day in (7, 9, 14):
        bot.until(f"2026-07-{day:02} 15:00")
    assert not [row for row in checkins_of(bot, ada) if row.asked_at]
    ada.clicks("Resume", on="home")
    bot.until("2026-07-16 15:00")
    assert PROMPT in ada.sees()


def test_what_arrives_twice_does_not_undo_what_was_wished_since(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    ada.clicks("Stop for good", on="home")
    stopped = bot.slack.deliveries[-1]
    ada.clicks("Resume", on="home")
    bot.slack.redeliver(stopped)
    ada.clicks("Change my week", on="home")
    ada.fills({"How often": "Once a week"})
    assert ada.submits()
    sent = bot.slack.deliveries[-1]
    ada.runs("/candor hours often twice")
    bot.slack.redeliver(sent)
    assert "You are asked at most twice a week. The next check-in comes on" in ada.runs("/candor hours")


def test_a_form_is_checked_again_when_it_is_sent(bot: Running, cast: Cast) -> None:
    cast.ada.clicks("Pause", on="home")
    cast.ada.fills({"Until": "2026-07-13"})
    bot.apply(SUPPORT.replace('"U0ADA", ', ""))
    cast.ada.submits()
    assert "You are not in a team here." in form(cast).shown
