"""The stack of open forms: pushed, changed and cleared by the app, closed by the person, three deep at most."""

from typing import Any

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient

from sandbox import Person, Slack

Json = dict[str, Any]
BUTTON = {"type": "button", "text": {"type": "plain_text", "text": "Deeper"}, "action_id": "deeper"}


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def page(title: str, **more: Any) -> Json:
    """A form with a name to fill in, and a button."""
    name = {
        "type": "input",
        "block_id": "name",
        "label": plain("Name"),
        "element": {"type": "plain_text_input", "action_id": "n"},
    }
    blocks = [{**name, "optional": True}, {"type": "actions", "block_id": "row", "elements": [BUTTON]}]
    return {
        "type": "modal", "callback_id": "page", "title": plain(title), "submit": plain("Next"), "blocks": blocks, **more
    }  # fmt: skip


@pytest.fixture
def answers(app: App) -> list[Json]:
    """What submissions are acked with, in turn; after that with nothing."""
    waiting: list[Json] = []

    @app.view("page")
    def submitted(ack: Ack) -> None:
        ack(**waiting.pop(0) if waiting else {})

    @app.action("deeper")
    def pushes(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        client.views_push(trigger_id=body["trigger_id"], view=page("Deeper"))

    return waiting


@pytest.fixture
def first(slack: Slack, client: WebClient, ada: Person) -> str:
    return str(client.views_open(trigger_id=slack.space.new_trigger(ada.id), view=page("First"))["view"]["id"])


def front(person: Person) -> tuple[str, Any]:
    """The title of the form in front, and what stands in it."""
    assert person.form
    return person.form.title, person.form.state["name"]["n"]["value"]


@pytest.mark.usefixtures("first")
def test_closing_the_top_shows_the_one_below_with_what_was_filled_in(ada: Person, answers: list[Json]) -> None:
    ada.fills({"Name": "below"})
    ada.clicks("Deeper", on="form")
    ada.fills({"Name": "above"})
    assert front(ada) == ("Deeper", "above")
    ada.closes()
    assert front(ada) == ("First", "below")
    assert answers == []


def test_submitting_the_top_goes_back_to_the_one_below_unless_the_app_says_otherwise(
    slack: Slack, ada: Person, answers: list[Json], first: str
) -> None:
    ada.fills({"Name": "below"})
    ada.clicks("Deeper", on="form")
    answers += [
        {"response_action": "errors", "errors": {"name": "Say more."}},
        {"response_action": "update", "view": page("Other")},
    ]
    ada.fills({"Name": "kept"})
    assert not ada.submits()
    assert front(ada) == ("Deeper", "kept")
    assert ada.submits()
    assert front(ada) == ("Other", "kept")
    assert ada.form
    assert (ada.form.previous_id, ada.form.root_id) == (first, first)
    assert ada.submits()
    assert front(ada) == ("First", "below")
    assert slack.refusals == []


@pytest.mark.usefixtures("first")
def test_an_ack_can_clear_the_whole_stack(ada: Person, answers: list[Json]) -> None:
    ada.clicks("Deeper", on="form")
    answers += [{"response_action": "clear"}]
    assert ada.submits()
    assert ada.form is None


@pytest.mark.usefixtures("first")
def test_there_are_three_forms_at_most_whoever_pushes(slack: Slack, ada: Person, answers: list[Json]) -> None:
    answers += [{"response_action": "push", "view": page("Second")}, {"response_action": "push", "view": page("Third")}]
    assert ada.submits()
    assert ada.submits()
    assert front(ada)[0] == "Third"
    answers += [{"response_action": "push", "view": page("Fourth")}]
    assert not ada.submits()
    assert [(one.method, one.error) for one in slack.refusals] == [("ack", "push_limit_reached")]
    for title in ("Third", "Second", "First"):
        assert front(ada)[0] == title
        ada.closes()
    assert ada.form is None


def test_a_form_below_can_be_changed_while_another_covers_it(
    client: WebClient, ada: Person, answers: list[Json], first: str
) -> None:
    ada.fills({"Name": "below"})
    ada.clicks("Deeper", on="form")
    client.views_update(view_id=first, view=page("Changed"))
    assert front(ada)[0] == "Deeper"
    ada.closes()
    assert front(ada) == ("Changed", "below")
    assert answers == []
