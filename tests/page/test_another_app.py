"""The page knows nothing of the app it shows: a ten-line Bolt app of somebody else works on it, as it would in Slack."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import expect
from slack_bolt import Ack, App, Say
from slack_sdk import WebClient

from sandbox import Person, Slack
from tests.page.conftest import Screen
from tests.sandbox.conftest import MANIFEST, over_http


def plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def parrot(app: App) -> None:
    """The whole app: it greets, opens a form, says what was entered, and has a home."""

    @app.message("hello")
    def greet(say: Say) -> None:
        button = {"type": "button", "text": plain("Teach me"), "action_id": "teach"}
        say(text="Hello", blocks=[{"type": "section", "text": plain("Hello!"), "accessory": button}])

    @app.action("teach")
    def teach(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        element = {"type": "plain_text_input", "action_id": "words", "max_length": 20}
        asks = {"type": "input", "block_id": "words", "label": plain("What shall I say?"), "element": element}
        form = {"type": "modal", "callback_id": "taught", "title": plain("Teach"), "submit": plain("Teach"), "blocks": [asks]}
        client.views_open(trigger_id=body["trigger_id"], view=form)

    @app.view("taught")
    def taught(ack: Ack, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        words = view["state"]["values"]["words"]["words"]["value"]
        if "cracker" not in words:
            ack(response_action="errors", errors={"words": "I only speak of crackers."})
            return
        ack()
        client.chat_postMessage(channel=body["user"]["id"], text=f"Polly says: *{words}*")

    @app.command("/parrot")
    def repeat(ack: Ack, command: dict[str, Any]) -> None:
        ack(command["text"])

    @app.event("app_home_opened")
    def home(event: dict[str, Any], client: WebClient) -> None:
        blocks = [{"type": "header", "text": plain("The cage")}]
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})


@pytest.fixture
def slack() -> Iterator[Slack]:
    now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    with Slack(MANIFEST, lambda: now, name="Aviary") as running:
        yield running
        assert running.refusals == []


@pytest.fixture
def polly(slack: Slack) -> Iterator[Person]:
    app = App(
        client=WebClient(slack.bot_token, base_url=slack.api_url),
        signing_secret=slack.signing_secret,
        process_before_response=True,
    )
    parrot(app)
    with over_http(slack, app):
        yield slack.person("polly", "Polly Parrot")


def test_it_greets_learns_repeats_and_has_a_home(polly: Person, screen: Screen) -> None:
    screen.shows(polly)
    screen.writes("hello")
    screen.clicks("Teach me")
    field = screen.form.get_by_role("textbox", name="What shall I say?")
    field.fill("seeds")
    field.press("Enter")
    expect(screen.form).to_contain_text("I only speak of crackers.")
    field.fill("a cracker")
    field.press("Enter")
    expect(screen.form).to_have_count(0)
    expect(screen.conversation.get_by_role("article").last).to_contain_text("Polly says: a cracker")
    screen.writes("/parrot pretty bird")
    expect(screen.conversation.get_by_role("article").last).to_contain_text("Only you can see this")
    expect(screen.conversation.get_by_role("article").last).to_contain_text("pretty bird")
    screen.page.get_by_role("link", name="Home").click()
    expect(screen.page.get_by_role("heading", name="The cage")).to_be_visible()


def test_an_app_that_is_away_is_a_sentence(slack: Slack, screen: Screen) -> None:
    screen.shows(slack.person("polly", "Polly Parrot"))
    screen.writes("hello")
    expect(screen.trouble).to_have_text("The app is not connected, so nobody hears this.")
