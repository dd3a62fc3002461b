"""The admin's page and form, with very many teams and people: taken by Slack's own models and by the sandbox."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.schedule import Rhythm
from bot.domain.teamstate import TeamState
from bot.manage import Administration, Condition, Ruled, RuledTeam
from bot.services import Keeping
from bot.slack.views import admin
from sandbox.blocks import message_problems, view_problems

LONG = "Ünïcödé & <!channel> *bold* " + "x" * 30
USERS = tuple(f"U0123456{n:03}" for n in range(100))
RULED = Ruled(True, USERS, 7, 60, 12, Keeping())
TEAM = RuledTeam(LONG, TeamState.PAUSED, USERS, "50+", date(2026, 7, 6), Rhythm(), 7)
CONDITION = Condition(datetime(2026, 7, 6, tzinfo=UTC), 1234, 5, 6, USERS, 7, 8, "0012", stopped=True, stuck=True)
FULL = Administration(RULED, (TEAM,) * 400, CONDITION)
NONE = Administration(replace(RULED, named=()), (), replace(CONDITION, last_digest=None, unreachable=()))


@pytest.mark.parametrize("it", [FULL, NONE], ids=["full", "empty"])
def test_the_page_is_valid_in_a_window_and_as_a_message(it: Administration) -> None:
    view, message = admin.page(it), admin.message(it)
    View(**view).validate_json()
    assert view_problems(view) == message_problems(message["blocks"]) == []
    for block in Block.parse_all(message["blocks"]):
        block.validate_json()
    assert len(message["blocks"]) <= 50
    assert "<!channel>" not in str(view)


def test_more_teams_than_fit_are_said_to_be_there() -> None:
    assert "There are more teams than fit here." in str(admin.page(FULL))
    assert "and 95 more" in str(admin.page(FULL))


def test_the_form_is_valid_and_says_what_the_operator_has_set() -> None:
    for ruled in (RULED, replace(RULED, owners_named=False, named=(), words_days=None, rows_months=None)):
        view: dict[str, Any] = admin.form(ruled)
        View(**view).validate_json()
        assert view_problems(view) == []
        assert "Empty: as whoever runs Candor has set it, which is 90." in str(view)
        assert "private_metadata" not in view
