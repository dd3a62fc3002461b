"""How many clicks something costs a person: what they press, tick, open and choose, and nothing that they type."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient

from sandbox import CannotDo, Person, Slack

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


DAYS = [{"text": plain(name), "value": name} for name in ("Mon", "Tue", "Wed")]
SURE = {"title": plain("Sure?"), "text": plain("Really?"), "confirm": plain("Yes"), "deny": plain("No")}
ELEMENTS: dict[str, Json] = {
    "Name": {"type": "plain_text_input"},
    "Rate": {"type": "number_input", "is_decimal_allowed": True},
    "Owner": {"type": "users_select"},
    "People": {"type": "multi_users_select", "initial_users": ["U0ADA"]},
    "Days": {"type": "checkboxes", "options": DAYS, "initial_options": DAYS[:1]},
    "Day": {"type": "radio_buttons", "options": DAYS},
    "First": {"type": "static_select", "options": DAYS},
    "From": {"type": "datepicker"},
}


@pytest.fixture
def shown(slack: Slack, client: WebClient, ada: Person, app: App) -> None:
    """Ada has a form with every kind of control before her."""
    app.view("form")(lambda ack: ack())
    asks = [
        {"type": "input", "optional": True, "label": plain(name), "element": {"action_id": "a", **one}}
        for name, one in ELEMENTS.items()
    ]
    form = {"type": "modal", "callback_id": "form", "title": plain("Form"), "submit": plain("Send"), "blocks": asks}
    client.views_open(trigger_id=slack.space.new_trigger(ada.id), view=form)


def cost(person: Person, act: Callable[[], object]) -> int:
    before = person.gestures
    act()
    return person.gestures - before


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize(
    ("label", "entry", "clicks"),
    [
        ("Name", "Support", 0),
        ("Rate", 45.5, 0),
        ("Owner", "U0BEN", 2),
        ("People", ["U0ADA", "U0BEN", "U0ZOE"], 3),
        ("People", ["U0BEN"], 3),
        ("People", ["U0ADA"], 0),
        ("Days", ["Mon", "Tue", "Wed"], 2),
        ("Days", ["Tue"], 2),
        ("Day", "Tue", 1),
        ("First", "Tue", 2),
        ("From", date(2026, 7, 7), 2),
    ],
)
def test_a_field_costs(slack: Slack, ada: Person, ben: Person, label: str, entry: Any, clicks: int) -> None:
    slack.person("zoe")
    assert cost(ada, lambda: ada.fills({label: entry})) == clicks
    assert cost(ada, lambda: ada.fills({label: entry})) == 0, "what is there already need not be picked"
    assert ben.gestures == 0


@pytest.mark.usefixtures("shown")
def test_submitting_and_closing_cost_one_each(slack: Slack, client: WebClient, ada: Person) -> None:
    body = ada.form.body if ada.form else {}
    assert cost(ada, ada.submits) == 1
    client.views_open(trigger_id=slack.space.new_trigger(ada.id), view=body)
    assert cost(ada, ada.closes) == 1


@pytest.mark.parametrize(
    ("label", "clicks"), [("Go", 1), ("Away", 2), ("More", 2), ("Tue", 2)], ids=["button", "sure", "overflow", "menu"]
)
def test_a_click_costs(client: WebClient, ada: Person, app: App, label: str, clicks: int) -> None:
    @app.action({"block_id": "row"})
    def acted(ack: Ack) -> None:
        ack()

    more = [{"text": plain("More"), "value": "more"}]
    row = [
        {"type": "button", "action_id": "go", "text": plain("Go")},
        {"type": "button", "action_id": "away", "text": plain("Away"), "confirm": SURE},
        {"type": "overflow", "action_id": "over", "options": more},
        {"type": "static_select", "action_id": "day", "options": DAYS},
    ]
    client.chat_postMessage(channel=ada.id, text="t", blocks=[{"type": "actions", "block_id": "row", "elements": row}])
    assert cost(ada, lambda: ada.clicks(label)) == clicks
    with pytest.raises(CannotDo):
        ada.clicks("Nowhere")
    assert ada.gestures == clicks


def test_opening_home_costs_one_and_typing_nothing(ada: Person, app: App) -> None:
    app.event("app_home_opened")(lambda: None)
    app.event("message")(lambda: None)
    app.command("/parrot")(lambda ack: ack())
    assert cost(ada, ada.opens_home) == 1
    assert cost(ada, lambda: ada.types("hello")) == 0
    assert cost(ada, lambda: ada.runs("/parrot hello")) == 0
