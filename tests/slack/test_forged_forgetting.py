"""The button that deletes everything, in the wrong hands: it acts on whoever presses it, and only if it was shown to them."""

from typing import Any

import pytest
from sqlmodel import select

from bot.slack import ids
from sandbox import Person
from storage.tables import Person as PersonRow
from tests.conftest import Cast, Running

NOT_THEIRS = (
    "This button is not good any more, or belongs to somebody else. Type /candor forget-me to see what is stored about you."
)


@pytest.fixture
def press(bot: Running, cast: Cast) -> dict[str, Any]:
    """Ada's press of her button, as it would arrive; it has not."""
    bot.until("2026-07-07 15:00")
    cast.ada.clicks("What happens with my answers")
    seen = bot.slack.deliveries[-1].payload
    cast.ada.runs("/candor forget-me")
    row = cast.ada.last().blocks[-1]
    action = {**seen["actions"][0], "type": "button", "action_id": ids.FORGET, "block_id": row["block_id"]}
    return {**seen, "actions": [action]}


def people(bot: Running) -> set[str]:
    with bot.rows() as session:
        return set(session.exec(select(PersonRow.user)))


def by(press: dict[str, Any], user: str, team: str = "T0CANDOR") -> dict[str, Any]:
    return {**press, "user": {**press["user"], "id": user, "team_id": team}}


@pytest.mark.parametrize(
    ("user", "team", "sentence"),
    [
        ("U0BEN", "T0CANDOR", NOT_THEIRS),
        ("U0MO", "T0CANDOR", "You are the only owner of Support."),
        ("U0ZOE", "T0CANDOR", "You are not in a team here."),
        ("U0ROOT", "T0CANDOR", "You are not in a team here."),
        ("U0ADA", "T0OTHER", "You are not in a team here."),
    ],
)
def test_in_other_hands_it_deletes_nothing(bot: Running, press: dict[str, Any], user: str, team: str, sentence: str) -> None:
    before = people(bot)
    assert bot.slack.forge("interactive", by(press, user, team)) == 200
    assert bot.slack.responses[-1].body["text"].startswith(sentence)
    assert people(bot) == before


def test_a_forged_key_deletes_nothing(bot: Running, press: dict[str, Any], cast: Cast) -> None:
    before = people(bot)
    theirs = key_of(bot, cast.ben)
    for key in (theirs, "", "nothing-of-ours", "%"):
        action = {**press["actions"][0], "block_id": ids.block_id("forget", key)}
        bot.slack.forge("interactive", {**press, "actions": [action]})
        assert bot.slack.responses[-1].body["text"] == NOT_THEIRS
    assert people(bot) == before


def test_in_her_own_hands_it_deletes_her(bot: Running, press: dict[str, Any], cast: Cast) -> None:
    before = people(bot)
    bot.slack.forge("interactive", press)
    assert before - people(bot) == {cast.ada.id}


def test_unsigned_it_deletes_nothing(bot: Running, press: dict[str, Any]) -> None:
    before = people(bot)
    assert bot.slack.forge("interactive", press, signature=None) == 401
    assert people(bot) == before


def key_of(bot: Running, person: Person) -> str:
    with bot.rows() as session:
        return str(session.exec(select(PersonRow.id).where(PersonRow.user == person.id)).one())
