"""What is deleted, or fixed by a digest, while something about it is still under way: told why not, and nothing comes back."""

import pytest

from tests.conftest import Cast, Running
from tests.conversing import answers_in_one_go, answers_of, checkins_of, fills_first_page, no_answer, skips_the_rest, the_answer
from tests.journeys.test_forgetting import ALONE, forgets, where_it_says

SAID = "triage, with AI, 40 min, no fixing, about usual"
TIME = "Your own working time, from start to handover, without waiting or breaks?"
FIXED = "This week's digest is out, so this answer can no longer be changed. You can still delete it."
DELETED = "This answer was deleted, so there is nothing left to change."


@pytest.fixture
def answered(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-07 15:00")
    answers_in_one_go(cast.ada, SAID)


def window(cast: Cast) -> str:
    assert cast.ada.form is not None
    return cast.ada.form.shown


# A change after the digest


@pytest.mark.usefixtures("answered")
def test_a_change_from_an_old_home_page_is_told_why_not(bot: Running, cast: Cast) -> None:
    cast.ada.opens_home()
    bot.until("2026-07-13 09:00")
    cast.ada.clicks("Change", on="home")
    assert FIXED in window(cast)
    assert the_answer(bot, cast.ada).minutes == 40


@pytest.mark.usefixtures("answered")
def test_a_form_that_was_open_when_the_digest_went_out_is_told_why_not(bot: Running, cast: Cast) -> None:
    cast.ada.clicks("Change")
    cast.ada.fills({TIME: "1 h"})
    bot.until("2026-07-13 09:00")
    cast.ada.submits()
    assert FIXED in window(cast)
    assert the_answer(bot, cast.ada).minutes == 40


@pytest.mark.usefixtures("answered")
def test_a_change_that_was_half_sent_when_the_digest_went_out_is_told_why_not(bot: Running, cast: Cast) -> None:
    cast.ada.clicks("Change")
    cast.ada.fills({TIME: "1 h"})
    assert cast.ada.submits()
    bot.until("2026-07-13 09:00")
    cast.ada.submits()
    assert FIXED in window(cast)
    assert the_answer(bot, cast.ada).minutes == 40


@pytest.mark.usefixtures("answered")
def test_a_reply_after_the_digest_is_told_why_not(bot: Running, cast: Cast) -> None:
    root = cast.ada.messages()[0]
    bot.until("2026-07-13 09:00")
    cast.ada.replies("it took 2 h", to=root)
    assert FIXED in cast.ada.sees()
    assert the_answer(bot, cast.ada).minutes == 40


@pytest.mark.usefixtures("answered")
def test_what_could_not_be_changed_can_be_deleted(bot: Running, cast: Cast) -> None:
    cast.ada.opens_home()
    bot.until("2026-07-13 09:00")
    cast.ada.clicks("Delete", on="home")  # an old page
    assert no_answer(bot, cast.ada)
    assert "Deleted. Nothing of that answer is kept." in cast.ada.sees()


# Deleted in the middle


@pytest.mark.usefixtures("answered")
def test_an_answer_that_is_deleted_while_its_form_is_open_does_not_come_back(bot: Running, cast: Cast) -> None:
    cast.ada.clicks("Change")
    fills_first_page(cast.ada, time="1 h")
    cast.ada.clicks("Delete", on=cast.ada.messages()[0])
    cast.ada.submits()
    assert DELETED in window(cast)
    assert no_answer(bot, cast.ada)
    assert where_it_says(bot, "Bug triage ·", "1 h") == []


@pytest.mark.usefixtures("answered")
def test_an_answer_that_is_deleted_while_it_is_changed_in_the_thread_does_not_come_back(bot: Running, cast: Cast) -> None:
    root = cast.ada.messages()[0]
    cast.ada.clicks("Change")
    cast.ada.fills({TIME: "1 h"})
    assert cast.ada.submits()
    cast.ada.closes()
    cast.ada.clicks("Delete", on=root)
    cast.ada.replies("2 h", to=root)
    assert DELETED in cast.ada.sees()
    assert no_answer(bot, cast.ada)


@pytest.mark.usefixtures("answered")
def test_deleting_one_answer_in_the_middle_of_another_leaves_the_other_alone(bot: Running, cast: Cast) -> None:
    first = cast.ada.messages()[0]
    bot.until("2026-07-09 15:00")
    cast.ada.clicks("Answer here")
    cast.ada.clicks("Escalation")
    cast.ada.clicks("Delete", on=first)
    assert no_answer(bot, cast.ada)
    cast.ada.clicks("Bigger")
    cast.ada.clicks("Without AI")
    cast.ada.clicks("1 h")
    skips_the_rest(cast.ada)
    assert the_answer(bot, cast.ada).task_type == "Escalation"


def test_deleting_an_answer_while_a_task_runs_leaves_the_task_alone(bot: Running, cast: Cast) -> None:
    bot.until("2026-07-07 15:00")
    answers_in_one_go(cast.ada, SAID)
    cast.ada.runs("/candor start escalation 40 min")
    cast.ada.clicks("Delete", on=cast.ada.messages()[0])
    bot.clock.forward(minutes=30)
    cast.ada.clicks("Done")
    cast.ada.clicks("Without AI")
    cast.ada.clicks("30 min (timer)")
    skips_the_rest(cast.ada)
    assert the_answer(bot, cast.ada).timer_minutes == 30


def test_forgotten_while_a_task_runs_nothing_of_it_is_kept_or_asked(bot: Running, cast: Cast) -> None:
    bot.clock.is_at("2026-07-07 09:00")
    cast.ada.runs("/candor start escalation 40 min")
    bot.slack.after_delivery.clear()  # what empties the messages has not left yet
    running = next(one for one in cast.ada.messages() if "[Done]" in one.shown)
    forgets(cast.ada)
    cast.ada.clicks("Done", on=running)
    assert cast.ada.last().text == ALONE
    bot.until("2026-07-07 17:00")
    bot.until("2026-07-08 17:00")
    assert "Was it finished?" not in cast.ada.sees()
    assert "Working on" not in cast.ada.sees()
    assert where_it_says(bot, cast.ada.id, "Escalation 40") == []


def test_forgotten_while_it_is_asked_whether_it_was_finished(bot: Running, cast: Cast) -> None:
    bot.clock.is_at("2026-07-07 09:00")
    cast.ada.runs("/candor start escalation 40 min")
    bot.until("2026-07-07 17:00")
    assert "Was it finished?" in cast.ada.sees()
    forgets(cast.ada)
    cast.ada.types("yes")
    bot.turn()
    assert ALONE in cast.ada.sees()
    assert checkins_of(bot, cast.ada) == []
    with bot.rows() as session:
        assert answers_of(session, cast.ada) == []
