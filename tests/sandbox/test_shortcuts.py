"""A shortcut in the menu of a message: as Slack brings it, and only where the manifest declares it."""

from typing import Any

import pytest
from slack_bolt import Ack, App

from sandbox import CannotDo, Channel, Person, Slack
from tests.sandbox.conftest import MANIFEST, Way

Json = dict[str, Any]
SHORTCUT = {"name": "Say it again", "type": "message", "callback_id": "again", "description": "says it again"}


@pytest.fixture
def manifest() -> Json:
    return {**MANIFEST, "features": {**MANIFEST["features"], "shortcuts": [SHORTCUT]}}


def test_a_shortcut_is_brought_with_its_message_and_a_right_to_answer(
    slack: Slack, bolt: App, way: Way, ada: Person, ben: Person
) -> None:
    room = slack.channel("room", members=[ada, ben], bot=False)
    got: list[Json] = []

    @bolt.message_shortcut("again")
    def again(ack: Ack, body: Json) -> None:
        got.append(body)
        ack()

    with way(bolt):
        message = ben.types("hello", room)
        ada.takes("Say it again", on=message)
    (body,) = got
    assert (body["type"], body["user"]["id"], body["message_ts"]) == ("message_action", ada.id, message.ts)
    assert (body["message"]["text"], body["message"]["user"]) == ("hello", ben.id)
    assert body["trigger_id"]
    assert body["response_url"].startswith(slack.url)


@pytest.mark.usefixtures("app")
def test_what_is_not_declared_is_not_in_the_menu_and_nobody_reaches_into_other_rooms(
    slack: Slack, ada: Person, ben: Person, support: Channel
) -> None:
    message = ben.types("hello", support)
    with pytest.raises(CannotDo, match="the menu of a message has no 'Shout'; there is Say it again"):
        ada.takes("Shout", on=message)
    with pytest.raises(CannotDo, match="is not in support"):
        slack.person("cleo").takes("Say it again", on=message)
