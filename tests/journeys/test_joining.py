"""Coming and going: who joins is first asked on the next working day, who leaves is not asked any more, kindly."""

from bot import ask, deliver
from tests.conftest import SUPPORT, Cast, Running
from tests.conversing import answers_in_one_go, checkins_of, the_answer

PROMPT = "Quick check-in"
WITHOUT_ADA = SUPPORT.replace('"U0ADA", ', "")
WITH_ZOE = SUPPORT.replace('"U0ADA"', '"U0ADA", "U0ZOE"')


def test_who_joins_a_team_is_not_asked_on_the_same_day(bot: Running, cast: Cast) -> None:
    bot.clock.forward(minutes=1)
    bot.apply(WITH_ZOE)
    bot.turn()
    bot.until("2026-07-07 15:00")
    assert [PROMPT in person.sees() for person in (cast.ada, cast.zoe)] == [True, False]
    bot.until("2026-07-09 15:00")
    assert PROMPT in cast.zoe.sees()


def test_who_comes_back_to_a_team_is_as_new(bot: Running, cast: Cast) -> None:
    bot.apply(WITHOUT_ADA)
    bot.clock.forward(hours=1)
    bot.apply(SUPPORT)
    bot.turn()
    bot.until("2026-07-07 15:00")
    assert PROMPT not in cast.ada.sees()
    bot.until("2026-07-09 15:00")
    assert PROMPT in cast.ada.sees()


def test_who_leaves_is_not_asked_any_more(bot: Running, cast: Cast) -> None:
    bot.apply(WITHOUT_ADA)
    assert checkins_of(bot, cast.ada) == []
    bot.until("2026-07-07 15:00")
    assert PROMPT not in cast.ada.sees()


def test_a_prompt_that_waits_in_the_outbox_is_taken_back_from_who_leaves(bot: Running, cast: Cast) -> None:
    bot.clock.is_at("2026-07-07 15:00")
    ask.turn(bot.bot.services)
    bot.apply(WITHOUT_ADA)
    deliver.drain(bot.bot.services)
    assert [PROMPT in person.sees() for person in (cast.ada, cast.ben)] == [False, True]
    assert {row.state for row in checkins_of(bot, cast.ada)} == {"called_off"}


def test_what_is_open_closes_with_a_sentence_for_who_leaves(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-07 15:00")
    cast.ada.clicks("Answer here")
    bot.apply(WITHOUT_ADA)
    bot.turn()
    assert checkins_of(bot, cast.ada)[0].state == "lapsed"
    assert "You are no longer in the team Support, so this check-in has closed." in cast.ada.sees()
    assert "[" not in cast.ada.sees()


def test_what_somebody_said_stays_when_they_leave(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-07 15:00")
    answers_in_one_go(cast.ada, "triage, with AI, 40 min, no fixing, about usual")
    bot.apply(WITHOUT_ADA)
    bot.turn()
    assert the_answer(bot, cast.ada).minutes == 40
    assert "Saved: Bug triage" in cast.ada.sees()


def test_an_owner_who_is_no_longer_asked_is_treated_like_who_leaves(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-07 15:00")
    bot.apply(SUPPORT.replace(', "U0MO"]', "]"))
    bot.turn()
    assert {row.state for row in checkins_of(bot, cast.mo)} == {"lapsed"}
