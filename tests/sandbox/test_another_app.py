"""The sandbox knows nothing of the app it serves: a ten-line Bolt app of somebody else works on it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from slack_bolt import Ack, App, Say

from sandbox import Person, Slack

Way = Callable[[App], AbstractContextManager[Any]]


def parrot(app: App) -> App:
    @app.message("hello")
    def greet(say: Say, message: dict[str, Any]) -> None:
        button = {"type": "button", "text": {"type": "plain_text", "text": "Wave"}, "action_id": "wave"}
        say(text="Hello", blocks=[{"type": "actions", "elements": [button]}], thread_ts=message["ts"])

    @app.action("wave")
    def wave(ack: Ack, say: Say, body: dict[str, Any]) -> None:
        ack()
        say(f"<@{body['user']['id']}> waves")

    @app.command("/parrot")
    def repeat(ack: Ack, command: dict[str, Any]) -> None:
        ack(command["text"])

    return app


def test_it_greets_is_waved_at_and_repeats(slack: Slack, ada: Person, bolt: App, way: Way) -> None:
    with way(parrot(bolt)):
        ada.types("hello")
        ada.clicks("Wave")
        assert ada.sees() == "Ada Lovelace: hello\n    Parrot: [Wave]\nParrot: @Ada Lovelace waves"
        assert ada.runs("/parrot pretty bird") == "pretty bird"
    assert slack.refusals == []
    assert all(delivery.ok for delivery in slack.deliveries)
