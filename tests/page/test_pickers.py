"""A form about people and places on the page: what its menus offer, how forms lie over each other, how it looks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, expect
from slack_bolt import Ack, App
from slack_sdk import WebClient

from sandbox import Person, Slack
from tests.page.conftest import PHONE, Screen
from tests.sandbox.conftest import MANIFEST, over_http

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


DAYS = [{"text": plain(name), "value": name.lower()} for name in ("Monday", "Tuesday", "Wednesday")]


def asks(label: str, kind: str, dispatch: bool = False, **element: Any) -> Json:
    more: Json = {"dispatch_action": True} if dispatch else {}
    named = {"type": kind, "action_id": "act", **element}
    return {"type": "input", "block_id": label, "label": plain(label), "optional": True, "element": named, **more}


QUESTIONS = [
    asks("Name", "plain_text_input", initial_value="Support"),
    asks("People", "multi_users_select", initial_users=["U0BEN"], max_selected_items=3),
    asks("Owner", "users_select"),
    asks("Channel", "channels_select"),
    asks("Conversation", "conversations_select", filter={"include": ["private"]}),
    asks("Days", "checkboxes", options=DAYS, initial_options=DAYS[:1]),
    asks("Kinds", "multi_static_select", options=DAYS),
    asks("Place", "radio_buttons", dispatch=True, options=DAYS, initial_option=DAYS[0]),
    asks("Time", "timepicker", initial_time="15:00"),
    asks("Rate", "number_input", is_decimal_allowed=True, min_value="1"),
]
FURTHER = {"type": "button", "action_id": "further", "text": plain("Further")}
ROW = {"type": "actions", "block_id": "row", "elements": [FURTHER]}


def form(title: str, blocks: list[Json]) -> Json:
    return {
        "type": "modal", "callback_id": "form", "title": plain(title), "submit": plain("Send"), "blocks": blocks
    }  # fmt: skip


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
def ada(slack: Slack) -> Person:
    """One of eight, in a workspace with a public channel she is not in, a private one she is in, and one of others."""
    ada, ben, *_ = (slack.person(name, f"{name.title()} Test") for name in ("ada", "ben", "cleo", "dan", "eli", "fay", "gus"))
    slack.person("gone", "Gone Away", deactivated=True)
    slack.channel("support", [ben])
    slack.channel("den", [ada], private=True)
    slack.channel("secret", [ben], private=True)
    return ada


@pytest.fixture
def heard(slack: Slack, client: WebClient) -> Iterator[list[Json]]:
    """What is pressed, picked and submitted. The button opens one form more, picking a place changes the form."""
    app, got = App(client=client, signing_secret=slack.signing_secret, process_before_response=True), list[Json]()

    @app.view("form")
    def submitted(ack: Ack, view: Json) -> None:
        got.append({block: next(iter(actions.values())) for block, actions in view["state"]["values"].items()})
        ack()

    @app.action("further")
    def pushes(ack: Ack, body: Json) -> None:
        ack()
        client.views_push(trigger_id=body["trigger_id"], view=form("Second", [asks("Note", "plain_text_input"), ROW]))

    @app.action("act")
    def acted(ack: Ack, action: Json, body: Json) -> None:
        got.append(action)
        ack()
        if body["view"]["type"] == "modal":
            client.views_update(view_id=body["view"]["id"], view=form("Changed", [*QUESTIONS[:9], ROW]))

    app.event("app_home_opened")(lambda: None)
    with over_http(slack, app):
        yield got


@pytest.fixture
def opened(slack: Slack, client: WebClient, screen: Screen, ada: Person, heard: list[Json]) -> Locator:
    """The form in front of Ada."""
    assert heard == []
    screen.shows(ada)
    client.views_open(trigger_id=slack.space.new_trigger(ada.id), view=form("First", [*QUESTIONS, ROW]))
    expect(screen.form).to_be_visible()
    return screen.form


def words(menu: Locator) -> list[str]:
    return [text for text in menu.locator("option").all_text_contents() if text != "Choose"]


def group(within: Locator, name: str) -> Locator:
    return within.get_by_role("group", name=name)


def test_menus_offer_who_is_here_and_where_one_may_go(opened: Locator) -> None:
    here = [f"{name} Test" for name in ("Ada", "Ben", "Cleo", "Dan", "Eli", "Fay", "Gus")]
    assert words(opened.get_by_role("combobox", name="Owner")) == here
    assert group(opened, "People").locator("label").all_text_contents() == here
    assert words(opened.get_by_role("combobox", name="Channel")) == ["support"]
    assert words(opened.get_by_role("combobox", name="Conversation")) == ["den"]
    expect(group(opened, "People").get_by_role("checkbox", checked=True)).to_have_count(1)


def test_when_as_many_are_picked_as_may_be_the_others_cannot_be(opened: Locator) -> None:
    people = group(opened, "People")
    for name in ("Ada Test", "Cleo Test"):
        people.get_by_label(name).check()
    expect(people.get_by_label("Dan Test")).to_be_disabled()
    people.get_by_label("Ben Test").uncheck()
    expect(people.get_by_label("Dan Test")).to_be_enabled()


def test_what_is_filled_in_survives_an_update_and_a_form_on_top(
    screen: Screen, opened: Locator, ada: Person, heard: list[Json]
) -> None:
    opened.get_by_label("Name").fill("Billing")
    group(opened, "People").get_by_label("Cleo Test").check()
    opened.get_by_role("combobox", name="Owner").select_option("Dan Test")
    group(opened, "Days").get_by_label("Tuesday").check()
    opened.get_by_role("radiogroup", name="Place").get_by_label("Wednesday").check()
    expect(opened.get_by_role("heading", name="Changed")).to_be_visible()
    screen.clicks("Further", opened)
    expect(opened.get_by_role("heading", name="Second")).to_be_visible()
    opened.get_by_label("Note").fill("on top")
    screen.clicks("Close", opened)
    expect(opened.get_by_role("heading", name="Changed")).to_be_visible()
    expect(opened.get_by_label("Name")).to_have_value("Billing")
    screen.clicks("Send", opened)
    expect(opened).to_have_count(0)
    got = heard[-1]
    assert (got["Name"]["value"], got["Owner"]["selected_user"]) == ("Billing", "U0DAN")
    assert got["People"]["selected_users"] == ["U0BEN", "U0CLEO"]
    assert [one["value"] for one in got["Days"]["selected_options"]] == ["monday", "tuesday"]
    assert (got["Place"]["selected_option"]["value"], got["Time"]["selected_time"]) == ("wednesday", "15:00")
    # one more of a menu of several, a menu, a tick, a radio button, a button, closing, submitting
    assert ada.gestures == 2 + 2 + 1 + 1 + 1 + 1 + 1


def test_a_long_window_is_read_from_its_beginning(slack: Slack, client: WebClient, screen: Screen, ada: Person) -> None:
    long: Json = {"type": "section", "text": {"type": "mrkdwn", "text": "A line of a report.\n" * 90}}
    screen.shows(ada)
    client.views_open(trigger_id=slack.space.new_trigger(ada.id), view=form("Report", [long, ROW]))
    expect(screen.form.get_by_role("button", name="Further")).to_be_focused()
    assert screen.form.locator(".body").evaluate("body => [body.scrollTop, body.scrollHeight > body.clientHeight]") == [0, True]


def test_a_number_that_is_none_is_said_so_under_its_question(screen: Screen, opened: Locator, heard: list[Json]) -> None:
    rate = opened.get_by_label("Rate")
    rate.fill("0,5")
    screen.clicks("Send", opened)
    expect(opened).to_contain_text("Must be a number.")
    expect(rate).to_be_focused()
    rate.fill("2.5")
    screen.clicks("Send", opened)
    expect(opened).to_have_count(0)
    assert heard[-1]["Rate"]["value"] == "2.5"


def test_what_is_picked_on_home_is_told_at_once(client: WebClient, ada: Person, screen: Screen, heard: list[Json]) -> None:
    owner = {"type": "users_select", "action_id": "act", "placeholder": plain("Nobody yet")}
    people = {"type": "multi_users_select", "action_id": "act", "placeholder": plain("People")}
    blocks = [
        {"type": "section", "block_id": "owner", "text": plain("Owner"), "accessory": owner},
        {"type": "actions", "block_id": "people", "elements": [people]},
        asks("Name", "plain_text_input"),
    ]
    client.views_publish(user_id=ada.id, view={"type": "home", "blocks": blocks})
    screen.shows(ada, "home")
    home = screen.page.get_by_role("region", name="Home")
    home.get_by_label("Name").fill("Billing")
    home.get_by_role("combobox", name="Nobody yet").select_option("Ben Test")
    screen.clicks("People", home)
    for name in ("Ada Test", "Eli Test"):
        home.get_by_label(name).check()
    screen.clicks("Done", home)
    expect(screen.page.locator("[aria-busy=true]")).to_have_count(0)
    assert [one.get("selected_user") or one.get("selected_users") for one in heard] == ["U0BEN", ["U0ADA", "U0ELI"]]
    assert ada.home
    assert ada.home.state["Name"]["act"]["value"] == "Billing"


@pytest.mark.parametrize(
    "looks", [{}, {"color_scheme": "dark"}, {"viewport": PHONE, "has_touch": True}], ids=["light", "dark", "phone"]
)
def test_it_fits_and_axe_finds_nothing_grave(screen: Screen, opened: Locator) -> None:
    people = group(opened, "People")
    for name in ("Ada Test", "Cleo Test"):
        people.get_by_label(name).check()
    assert screen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert opened.evaluate(
        "form => [...form.querySelectorAll('.body, .ticks')].every((one) => one.scrollWidth <= one.clientWidth)"
    )
    found = [one for one in Axe().run(screen.page).response["violations"] if one["impact"] in ("serious", "critical")]
    assert [(one["id"], node["html"][:200]) for one in found for node in one["nodes"]] == []
