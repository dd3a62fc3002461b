"""The home page of somebody who answers: a first visit, the answers of the week, and what others see of them."""

import pytest

from storage import releases, teams
from tests.conftest import SUPPORT, Cast, Running
from tests.conversing import (
    answers_in_one_go,
    digests,
    fills_first_page,
    has_history_with_a_range,
    no_answer,
    the_answer,
)

SAID = "triage, with AI, 40 min, no fixing, about usual"
LINE = "Bug triage · about usual · with AI · 40 min · no fixing"


def home(cast: Cast) -> str:
    assert cast.ada.home is not None
    return cast.ada.home.shown


@pytest.fixture
def answered(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-07 15:00")
    answers_in_one_go(cast.ada, SAID)
    cast.ada.opens_home()


def test_a_first_visit_is_three_lines_and_asks_nothing(bot: Running, cast: Cast) -> None:
    cast.ada.opens_home()
    first = home(cast).splitlines()[:3]
    assert [line.split(" ")[0] for line in first] == ["*Candor", "A", "Nobody"]
    assert "The first check-in comes in Messages." in first[2]
    assert "Your answers since the last digest" not in home(cast)
    assert cast.ada.form is None
    bot.until("2026-07-07 15:00")
    answers_in_one_go(cast.ada, SAID)
    cast.ada.opens_home()
    assert "The first check-in comes in Messages." not in home(cast)


@pytest.mark.usefixtures("answered")
def test_an_answer_is_changed_from_the_page_and_the_page_and_the_message_say_so(bot: Running, cast: Cast) -> None:
    ada = cast.ada
    assert f"{LINE}\n[Change] [Delete]" in home(cast)
    ada.clicks("Change", on="home")
    fills_first_page(ada, size="Bigger")
    assert ada.submits()
    assert ada.submits()
    assert ada.form is None
    assert the_answer(bot, ada).size == 4
    assert LINE.replace("about usual", "bigger") in home(cast)
    assert f"Saved: {LINE.replace('about usual', 'bigger')}." in ada.sees()


@pytest.mark.usefixtures("answered")
def test_a_change_that_is_not_sent_says_so_on_the_page(cast: Cast) -> None:
    cast.ada.clicks("Change", on="home")
    fills_first_page(cast.ada, time="1 h")
    assert cast.ada.submits()
    cast.ada.closes()
    cast.ada.opens_home()
    assert "(a change that is not sent yet)" in home(cast)


@pytest.mark.usefixtures("answered")
def test_an_answer_is_deleted_from_the_page_and_gone_from_both_places(bot: Running, cast: Cast) -> None:
    cast.ada.clicks("Delete", on="home")
    again = bot.slack.deliveries[-1]
    assert no_answer(bot, cast.ada)
    assert "Your answers since the last digest" not in home(cast)
    assert "Deleted. Nothing of that answer is kept." in cast.ada.sees()
    bot.slack.redeliver(again)
    assert no_answer(bot, cast.ada)


@pytest.mark.usefixtures("answered")
def test_once_the_digest_is_out_the_page_lists_it_no_more(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-13 09:00")
    cast.ada.opens_home()
    assert LINE not in home(cast)
    assert the_answer(bot, cast.ada).minutes == 40


@pytest.mark.usefixtures("bot")
def test_what_others_see_before_the_first_digest_says_that_there_is_none(cast: Cast) -> None:
    cast.ada.opens_home()
    cast.ada.clicks("What others see", on="home")
    assert cast.ada.form is not None
    assert "*Support* has had no digest yet. The first goes out on a Monday" in cast.ada.form.shown
    assert "Others never see an answer of yours" in cast.ada.form.shown


def test_what_others_see_is_the_last_digest_word_for_word(bot: Running, cast: Cast) -> None:
    has_history_with_a_range(bot, cast)
    bot.until("2026-07-07 15:00")
    answers_in_one_go(cast.ada, SAID)
    bot.until("2026-07-13 09:00")
    assert digests(cast.ada)
    with bot.rows() as session:
        (team,) = teams.every(session)
        last = releases.latest(session, team.id)
    assert last is not None
    for person, sentence in (
        (cast.ada, "Your answers of this quarter are among them"),
        (cast.ben, "No answer of yours is in it."),
    ):
        person.opens_home()
        person.clicks("What others see", on="home")
        assert person.form is not None
        assert sentence in person.form.shown
        assert last.text.strip() in person.form.shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def test_who_has_left_sees_no_digest(bot: Running, cast: Cast) -> None:
    cast.ada.opens_home()
    bot.apply(SUPPORT.replace('"U0ADA", ', ""))
    cast.ada.clicks("What others see", on="home")  # an old page
    assert cast.ada.form is not None
    assert "You are not in a team here." in cast.ada.form.shown
