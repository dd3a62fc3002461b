"""Buttons in the wrong hands: somebody else's, somebody who left the team, old copies, forged requests."""

import pytest

from sandbox import Message
from tests.conftest import SUPPORT, Cast, Running
from tests.conversing import answers_in_one_go, checkins_of, no_answer


@pytest.fixture(autouse=True)
def asked(bot: Running) -> None:
    bot.until("2026-07-07 15:00")


def prompt_of(cast: Cast) -> Message:
    return cast.ada.messages()[0]


@pytest.mark.parametrize(
    ("user", "team", "sentence"),
    [
        ("U0BEN", "T0CANDOR", "This check-in belongs to somebody else."),
        ("U0ZOE", "T0CANDOR", "This check-in belongs to somebody else."),
        ("U0FAR", "T0OTHER", "I no longer have this check-in. The next one comes as usual."),
    ],
)
def test_nobody_else_can_press_her_buttons(bot: Running, cast: Cast, user: str, team: str, sentence: str) -> None:
    cast.ada.clicks("What happens with my answers")
    seen = bot.slack.deliveries[-1].payload
    action = {**seen["actions"][0], "action_id": "not_today", "type": "button"}
    forged = {**seen, "user": {**seen["user"], "id": user, "team_id": team}, "actions": [action]}
    assert bot.slack.forge("interactive", forged) == 200
    assert bot.slack.responses[-1].body["text"] == sentence
    assert checkins_of(bot, cast.ada)[0].state == "asked"


@pytest.mark.parametrize("action", ["task_done", "task_not_finished", "task_cancel"])
@pytest.mark.parametrize("user", ["U0BEN", "U0ZOE"])
def test_nobody_else_can_end_or_cancel_a_task_she_has_started(bot: Running, cast: Cast, action: str, user: str) -> None:
    cast.ada.clicks("Not today")
    seen = bot.slack.deliveries[-1].payload
    cast.ada.runs("/candor start triage 40 min")
    (row,) = [row for row in checkins_of(bot, cast.ada) if row.slot]
    pressed = {**seen["actions"][0], "action_id": action, "block_id": f"task/{row.id}"}
    forged = {**seen, "user": {**seen["user"], "id": user}, "actions": [pressed]}
    assert bot.slack.forge("interactive", forged) == 200
    assert bot.slack.responses[-1].body["text"] == "This check-in belongs to somebody else."
    assert [row.state for row in checkins_of(bot, cast.ada) if row.slot] == ["working"]


def test_somebody_who_left_the_team_is_told_so(bot: Running, cast: Cast) -> None:
    old = prompt_of(cast)
    bot.apply(SUPPORT.replace('"U0ADA", ', ""))
    cast.ada.clicks("Answer here", on=old)
    assert "You are no longer in the team Support" in cast.ada.last().text
    assert no_answer(bot, cast.ada)


def test_somebody_who_left_the_team_can_still_delete_what_they_said(bot: Running, cast: Cast) -> None:
    answers_in_one_go(cast.ada, "triage, with AI, 40 min, no fixing, about usual")
    bot.apply(SUPPORT.replace('"U0ADA", ', ""))
    cast.ada.clicks("Delete")
    assert no_answer(bot, cast.ada)


def test_a_check_in_we_no_longer_have_is_said_to_be_gone(bot: Running, cast: Cast) -> None:
    cast.ada.clicks("What happens with my answers")
    seen = bot.slack.deliveries[-1].payload
    action = {**seen["actions"][0], "action_id": "not_today", "type": "button", "block_id": "prompt/nothing-of-ours"}
    bot.slack.forge("interactive", {**seen, "actions": [action]})
    assert "I no longer have this check-in." in bot.slack.responses[-1].body["text"]
    assert checkins_of(bot, cast.ada)[0].state == "asked"


def test_a_form_is_checked_again_when_it_is_sent(bot: Running, cast: Cast) -> None:
    from tests.conversing import fills_first_page

    cast.ada.clicks("Open form")
    fills_first_page(cast.ada)
    bot.apply(SUPPORT.replace('"U0ADA", ', ""))
    cast.ada.submits()
    assert cast.ada.form is not None
    assert "You are no longer in the team Support" in cast.ada.form.shown
    assert no_answer(bot, cast.ada)


def test_an_unsigned_badly_signed_or_old_request_changes_nothing(bot: Running, cast: Cast) -> None:
    cast.ada.clicks("What happens with my answers")
    seen = bot.slack.deliveries[-1].payload
    action = {**seen["actions"][0], "action_id": "not_today", "type": "button"}
    forged = {**seen, "actions": [action]}
    assert bot.slack.forge("interactive", forged, signature="bad") == 401
    assert bot.slack.forge("interactive", forged, signature=None) == 401
    assert bot.slack.forge("interactive", forged, timestamp_offset=-301) == 401
    assert checkins_of(bot, cast.ada)[0].state == "asked"


@pytest.mark.usefixtures("bot")
def test_zoe_writing_to_the_bot_gets_one_sentence(cast: Cast) -> None:
    cast.zoe.types("hello")
    assert "You are not in a team here." in cast.zoe.last().text
