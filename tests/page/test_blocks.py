"""Every element a person can touch and every block they can read, with an app that writes down what reaches it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import expect
from slack_bolt import Ack, App
from slack_sdk import WebClient

from sandbox import CannotDo, Person, Slack
from tests.page.conftest import Screen
from tests.sandbox.conftest import MANIFEST, over_http

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


OPTIONS = [{"text": plain(name), "value": name.lower()} for name in ("Red", "Green", "Blue")]
GROUPS = [{"label": plain("Warm"), "options": OPTIONS[:1]}, {"label": plain("Cold"), "options": OPTIONS[1:]}]
ELEMENTS: dict[str, Json] = {
    "static_select": {"options": OPTIONS},
    "multi_static_select": {"option_groups": GROUPS, "max_selected_items": 2},
    "radio_buttons": {"options": OPTIONS},
    "checkboxes": {"options": [{**OPTIONS[0], "description": plain("like a rose")}, *OPTIONS[1:]]},
    "users_select": {},
    "multi_users_select": {},
    "channels_select": {},
    "conversations_select": {},
    "datepicker": {"initial_date": "2026-03-01"},
    "timepicker": {},
    "datetimepicker": {},
    "plain_text_input": {"multiline": True},
    "number_input": {"is_decimal_allowed": True, "min_value": "1"},
    "email_text_input": {},
    "url_text_input": {},
}
FORM_ONLY = {"number_input", "email_text_input", "url_text_input"}


def element(kind: str) -> Json:
    return {"type": kind, "action_id": kind, **ELEMENTS[kind]}


@pytest.fixture
def slack() -> Iterator[Slack]:
    now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    with Slack(MANIFEST, lambda: now) as running:
        yield running
        assert running.refusals == []


@pytest.fixture
def client(slack: Slack) -> WebClient:
    return WebClient(slack.bot_token, base_url=slack.api_url)


@pytest.fixture
def heard(slack: Slack, client: WebClient) -> Iterator[list[Json]]:
    """Everything that was pressed, picked and submitted."""
    app, got = App(client=client, signing_secret=slack.signing_secret, process_before_response=True), list[Json]()

    @app.view("form")
    def submitted(ack: Ack, view: Json) -> None:
        got.append({block: next(iter(actions.values())) for block, actions in view["state"]["values"].items()})
        ack()

    @app.action(re.compile(".*"))
    def acted(ack: Ack, action: Json) -> None:
        got.append(action)
        ack()

    with over_http(slack, app):
        yield got


@pytest.fixture
def ada(slack: Slack) -> Person:
    slack.person("ben", "Ben Nevis")
    ada = slack.person("ada", "Ada Lovelace", "Europe/Berlin")
    slack.channel("support", [ada])
    return ada


def test_every_field_of_a_form_arrives_as_it_was_filled_in(
    slack: Slack, ada: Person, client: WebClient, screen: Screen, heard: list[Json]
) -> None:
    asks = [{"type": "input", "block_id": kind, "label": plain(f"the {kind}"), "element": element(kind)} for kind in ELEMENTS]
    form = {"type": "modal", "callback_id": "form", "title": plain("All"), "submit": plain("Send"), "blocks": asks}
    screen.shows(ada)
    client.views_open(trigger_id=slack.space.new_trigger(ada.id), view=form)
    for kind in ("static_select", "radio_buttons"):
        screen.chooses(f"the {kind}", "Green")
    ticked = {"multi_static_select": ("Red", "Blue"), "checkboxes": ("Green",), "multi_users_select": ("Ben Nevis",)}
    for kind, names in ticked.items():
        for name in names:
            screen.form.get_by_role("group", name=f"the {kind}").get_by_label(name).check()
    screen.chooses("the users_select", "Ben Nevis")
    screen.chooses("the channels_select", "support")
    screen.chooses("the conversations_select", "support")
    for kind, words in {
        "timepicker": "15:30", "datetimepicker": "2026-07-07T15:00", "plain_text_input": "two\nlines", "number_input": "2.5",
        "email_text_input": "ada@example.org", "url_text_input": "https://example.org",
    }.items():  # fmt: skip
        screen.form.get_by_label(f"the {kind}", exact=True).fill(words)
    screen.clicks("Send", screen.form)
    expect(screen.form).to_have_count(0)
    (got,) = heard
    assert got["static_select"]["selected_option"] == OPTIONS[1]
    assert got["radio_buttons"]["selected_option"] == OPTIONS[1]
    assert [one["value"] for one in got["multi_static_select"]["selected_options"]] == ["red", "blue"]
    assert [one["value"] for one in got["checkboxes"]["selected_options"]] == ["green"]
    assert (got["users_select"]["selected_user"], got["multi_users_select"]["selected_users"]) == ("U0BEN", ["U0BEN"])
    assert got["channels_select"]["selected_channel"] == "C0SUPPORT"
    assert got["conversations_select"]["selected_conversation"] == "C0SUPPORT"
    assert (got["datepicker"]["selected_date"], got["timepicker"]["selected_time"]) == ("2026-03-01", "15:30")
    assert got["datetimepicker"]["selected_date_time"] == datetime(2026, 7, 7, 13, 0, tzinfo=UTC).timestamp()
    assert [got[kind]["value"] for kind in ("plain_text_input", "number_input")] == ["two\nlines", "2.5"]


def test_what_is_picked_in_a_message_is_told_at_once(ada: Person, client: WebClient, screen: Screen, heard: list[Json]) -> None:
    sure = {"title": plain("Sure?"), "text": plain("Really?"), "confirm": plain("Yes"), "deny": plain("No"), "style": "danger"}
    rows: list[Json] = [
        {"type": "actions", "elements": [element(kind) for kind in ELEMENTS if kind not in {*FORM_ONLY, "plain_text_input"}]},
        {"type": "actions", "elements": [
            {"type": "button", "action_id": "danger", "text": plain("Away"), "style": "danger", "confirm": sure},
            {"type": "overflow", "action_id": "overflow", "options": OPTIONS},
        ]},
    ]  # fmt: skip
    client.chat_postMessage(channel=ada.id, text="x", blocks=rows)
    said = screen.shows(ada).conversation
    said.get_by_role("radio", name="Blue").check()
    said.get_by_role("checkbox", name="Red").check()
    said.get_by_label("Choose").first.select_option("Green")
    screen.clicks("More actions")
    screen.clicks("Red")
    screen.clicks("Away")
    screen.clicks("No", screen.form)
    screen.clicks("Away")
    screen.clicks("Yes", screen.form)
    expect(screen.form).to_have_count(0)
    expect(screen.page.locator("[aria-busy=true]")).to_have_count(0)
    assert [(one["action_id"], one.get("selected_option", {}).get("value")) for one in heard] == [
        ("radio_buttons", "blue"), ("checkboxes", None), ("static_select", "green"), ("overflow", "red"), ("danger", None),
    ]  # fmt: skip
    assert [one["value"] for one in heard[1]["selected_options"]] == ["red"]


def test_blocks_that_are_read(ada: Person, client: WebClient, screen: Screen) -> None:
    styled = [{"type": "text", "text": "strong", "style": {"bold": True}}, {"type": "user", "user_id": ada.id}]
    months = ("May", "June", "July")
    values = {"one": (1, -2, 3.5), "two": (2, 2, 2)}
    data = {name: [{"label": month, "value": n} for month, n in zip(months, one, strict=True)] for name, one in values.items()}
    series = [{"name": name, "data": one} for name, one in data.items()]
    axis = {"categories": ["May", "June", "July"], "x_label": "Month", "y_label": "How many"}
    rows: list[Json] = [
        {"type": "header", "text": plain("A heading")},
        {"type": "section", "fields": [plain("left *plain*"), {"type": "mrkdwn", "text": "right *bold*"}]},
        {"type": "divider"},
        {"type": "rich_text", "elements": [
            {"type": "rich_text_section", "elements": styled},
            {"type": "rich_text_list", "style": "ordered", "elements": [{"type": "rich_text_section", "elements": styled[:1]}]},
        ]},
        {"type": "table", "rows": [[{"type": "raw_text", "text": "Head"}], [{"type": "raw_text", "text": "Cell"}]]},
        {"type": "data_visualization", "title": "A line", "chart": {"type": "line", "series": series, "axis_config": axis}},
        {"type": "image", "image_url": "https://elsewhere.example/cat.png", "alt_text": "a cat"},
        {"type": "video"},
    ]  # fmt: skip
    client.chat_postMessage(channel=ada.id, text="x", blocks=rows)
    said = screen.shows(ada).conversation
    expect(said.get_by_role("heading", name="A heading")).to_be_visible()
    expect(said.locator(".fields")).to_have_text("left *plain*right bold")
    expect(said.locator("hr")).to_be_visible()
    expect(said.locator("strong")).to_have_text(["bold", "strong", "strong"])
    expect(said.get_by_role("table").first.get_by_role("columnheader")).to_have_text("Head")
    expect(said.get_by_role("img", name="line chart: A line").locator("circle")).to_have_count(6)
    said.get_by_text("Show as a table").click()
    expect(said.get_by_role("row", name="June")).to_contain_text("−22")
    expect(said).to_contain_text("(A picture from elsewhere, which this page does not fetch: a cat)")
    expect(said).to_contain_text("(A block of the type video is not drawn here.)")


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("static_select", "purple", "'purple' is not among what is offered"),
        ("multi_static_select", ["red", "green", "blue"], "no more than 2 can be picked"),
        ("users_select", "U0NOBODY", "Ada Lovelace cannot pick U0NOBODY"),
        ("channels_select", "C0SECRET", "Ada Lovelace cannot pick C0SECRET"),
        ("datepicker", "2026-02-30", "'2026-02-30' is no date or time"),
        ("timepicker", "25:00", "'25:00' is no date or time"),
        ("datetimepicker", "soon", "'soon' is no date or time"),
        ("plain_text_input", 17, "17 cannot be entered"),
        ("number_input", {"value": "17"}, "cannot be entered"),
        ("radio_buttons", {"text": "made up"}, "is not among what is offered"),
    ],
)
def test_nobody_can_enter_what_the_screen_does_not_offer(
    slack: Slack, ada: Person, client: WebClient, kind: str, value: Any, words: str
) -> None:
    slack.channel("secret", private=True)
    ask = {"type": "input", "block_id": "ask", "label": plain("Ask"), "element": element(kind)}
    form = {"type": "modal", "callback_id": "form", "title": plain("All"), "submit": plain("Send"), "blocks": [ask]}
    client.views_open(trigger_id=slack.space.new_trigger(ada.id), view=form)
    with pytest.raises(CannotDo, match=words):
        ada.touches("ask", kind, value, "form")
    with pytest.raises(CannotDo, match="no longer there"):
        ada.enters({"other": {kind: value}})
