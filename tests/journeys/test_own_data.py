"""What is stored about oneself, by clicking: the page that explains it, earlier answers, the file, and deleting all of it."""

from dataclasses import replace

import pytest
from sqlmodel import select

from bot import keep
from bot.services import Actor, Keeping
from bot.slack.views import privacy
from sandbox import Fault
from storage.tables import Person as PersonRow
from tests.conftest import SUPPORT, Cast, Running
from tests.conversing import answers_in_one_go, answers_of, letters, no_answer, the_answer
from tests.journeys.test_forgetting import where_it_says

SAID = "triage, with AI, 40 min, no fixing, about usual"
LINE = "Bug triage · about usual · with AI · 40 min · no fixing"


def home(cast: Cast) -> str:
    cast.ada.opens_home()
    assert cast.ada.home is not None
    return cast.ada.home.shown


def opens(cast: Cast, button: str) -> str:
    """From a home page that is opened anew; what then stands in the window."""
    home(cast)
    cast.ada.clicks(button, on="home")
    assert cast.ada.form is not None
    return cast.ada.form.shown


@pytest.fixture
def printed(bot: Running, cast: Cast) -> None:
    """Ada has answered, and the digest of that week is out."""
    bot.until("2026-07-07 15:00")
    answers_in_one_go(cast.ada, SAID)
    bot.until("2026-07-13 09:00")


# The page that explains it


def test_the_page_says_who_sees_what_and_what_can_be_done(bot: Running, cast: Cast) -> None:
    bot.turn()
    page = opens(cast, "What happens with my answers")
    for words in ("confidential, not anonymous", "at least 5 people", "can read the rows of the database", "never counted"):
        assert words in page
    for words in ("*My data*, or `/candor mydata`", "or `/candor forget-me`", "*My earlier answers*", "90 days", "24 months"):
        assert words in page


def test_the_page_says_how_long_things_are_kept_where_somebody_has_set_other_lengths(bot: Running, cast: Cast) -> None:
    services = replace(bot.bot.services, keeping=Keeping(words_days=1, rows_months=36))
    found = keep.explained(services, Actor(services.workspace, cast.ada.id))
    page = "".join(block.get("text", {}).get("text", "") for block in privacy.page(found)["blocks"])
    assert "in a conversation that is over: one day." in page
    assert "36 months, and to the end of that quarter" in page


def test_the_page_names_the_group_of_her_own_team(bot: Running, cast: Cast) -> None:
    bot.apply(SUPPORT + "k = 6\n")
    bot.turn()
    assert "at least 6 people" in opens(cast, "What happens with my answers")


def test_whoever_has_read_the_page_has_been_told(bot: Running, cast: Cast) -> None:
    bot.turn()
    opens(cast, "What happens with my answers")
    with bot.rows() as session:
        told = {row.user: row.informed_at for row in session.exec(select(PersonRow))}
    assert told[cast.ada.id] == bot.clock()
    assert told[cast.ben.id] is None


# Answers that are in a digest


@pytest.mark.usefixtures("bot")
def test_before_the_first_digest_there_is_none_of_them(cast: Cast) -> None:
    assert "No answer of yours is in a digest yet." in opens(cast, "My earlier answers")


@pytest.mark.usefixtures("printed")
def test_an_answer_in_a_digest_is_listed_with_why_it_cannot_be_changed(cast: Cast) -> None:
    listed = opens(cast, "My earlier answers")
    assert f"7 July 2026: {LINE}" in listed
    assert "so they can no longer be changed" in listed
    assert "[Delete]" in listed
    assert "[Change]" not in listed


@pytest.mark.usefixtures("printed")
def test_it_is_deleted_there_as_below_its_message(bot: Running, cast: Cast) -> None:
    opens(cast, "My earlier answers")
    cast.ada.clicks("Delete", on="form")
    again = bot.slack.deliveries[-1]
    assert no_answer(bot, cast.ada)
    assert cast.ada.form is not None
    assert "No answer of yours is in a digest yet." in cast.ada.form.shown
    assert "Deleted. Nothing of that answer is kept." in cast.ada.sees()
    assert "Bug triage" not in "".join(one.shown for one in cast.ada.messages() if one.user != cast.ada.id)
    bot.slack.redeliver(again)
    assert no_answer(bot, cast.ada)
    assert cast.ada.sees().count("Nothing of that answer is kept.") == 1


@pytest.mark.usefixtures("printed")
def test_it_is_still_listed_when_its_conversation_was_let_go(bot: Running, cast: Cast) -> None:
    bot.until("2026-10-20 09:00")
    assert f"7 July 2026: {LINE}" in opens(cast, "My earlier answers")


@pytest.mark.usefixtures("printed")
def test_in_a_list_that_is_old_what_was_deleted_elsewhere_is_told_and_the_list_stays(bot: Running, cast: Cast) -> None:
    opens(cast, "My earlier answers")
    cast.ada.clicks("Delete", on=cast.ada.messages()[0])
    cast.ada.clicks("Delete", on="form")
    assert cast.ada.form is not None
    assert "This answer was deleted, so there is nothing left to change." in cast.ada.form.shown
    cast.ada.closes()
    assert LINE in cast.ada.form.shown
    assert no_answer(bot, cast.ada)


@pytest.mark.usefixtures("printed")
def test_a_window_that_was_closed_meanwhile_is_no_reason_to_say_it_was_not_deleted(bot: Running, cast: Cast) -> None:
    opens(cast, "My earlier answers")
    bot.slack.faults.add("views.update", Fault.error("not_found"))
    cast.ada.clicks("Delete", on="form")
    assert bot.slack.deliveries[-1].ok
    assert no_answer(bot, cast.ada)


@pytest.mark.usefixtures("printed")
def test_who_has_left_the_team_still_deletes_them(bot: Running, cast: Cast) -> None:
    bot.apply(SUPPORT.replace('"U0ADA", ', ""))
    bot.turn()
    assert "Your data" in home(cast)
    assert "[My earlier answers]" in home(cast)
    opens(cast, "My earlier answers")
    cast.ada.clicks("Delete", on="form")
    assert no_answer(bot, cast.ada)


# The file, and deleting everything


def test_her_file_comes_by_a_click(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-07 15:00")
    answers_in_one_go(cast.ada, SAID)
    assert "comes as a file, in our direct messages" in opens(cast, "My data")
    bot.slack.redeliver(bot.slack.deliveries[-1])
    assert len(letters(bot, kind="mydata")) == 1
    assert "everything stored about you" in cast.ada.sees()


def test_everything_is_deleted_by_clicks_after_it_was_shown(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-07 15:00")
    answers_in_one_go(cast.ada, SAID)
    assert "1 answer, 3 check-ins, what I wrote to you here, your settings and your place in Support." in opens(
        cast, "Delete everything…"
    )
    assert the_answer(bot, cast.ada).minutes == 40
    cast.ada.clicks("Delete everything", on="form")
    assert cast.ada.form is not None
    assert "Everything about you is deleted." in cast.ada.form.shown
    assert where_it_says(bot, cast.ada.id, LINE) == []
    assert cast.ada.home is not None
    assert LINE not in cast.ada.home.shown
    assert "Your data" not in cast.ada.home.shown


def test_after_the_command_her_home_page_holds_nothing_either(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-07 15:00")
    answers_in_one_go(cast.ada, SAID)
    assert LINE in home(cast)
    cast.ada.runs("/candor forget-me")
    cast.ada.clicks("Delete everything")
    assert cast.ada.home is not None
    assert LINE not in cast.ada.home.shown


def test_pressed_again_from_an_old_window_it_says_that_nothing_is_there(bot: Running, cast: Cast) -> None:
    bot.turn()
    opens(cast, "Delete everything…")
    cast.ada.clicks("Delete everything", on="form")
    again = bot.slack.deliveries[-1]
    bot.slack.redeliver(again)
    assert where_it_says(bot, cast.ada.id) == []
    assert cast.ada.form is not None
    assert "Everything about you was deleted here" in cast.ada.form.shown


def test_the_only_owner_is_told_to_hand_over_first(bot: Running, cast: Cast) -> None:
    bot.turn()
    cast.mo.opens_home()
    cast.mo.clicks("Delete everything…", on="home")
    assert cast.mo.form is not None
    assert "You are the only owner of Support." in cast.mo.form.shown
    assert where_it_says(bot, cast.mo.id)


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("who", ["zoe", "gus", "stranger_from_elsewhere"])
def test_a_stranger_is_offered_nothing_of_it(cast: Cast, who: str) -> None:
    stranger = getattr(cast, who)
    stranger.opens_home()
    assert stranger.home is not None
    assert "Your data" not in stranger.home.shown
    assert "[My earlier answers]" not in stranger.home.shown


def test_nothing_of_others_is_in_her_list(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-07 15:00")
    answers_in_one_go(cast.cleo, SAID)
    bot.until("2026-07-13 09:00")
    assert LINE not in opens(cast, "My earlier answers")
    with bot.rows() as session:
        assert len(answers_of(session, cast.cleo)) == 1
