"""Everything that can be entered or picked: as state of a view, as an action at once, and what nobody is offered."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient

from sandbox import CannotDo, Channel, Person, Slack

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def options(*names: str) -> list[Json]:
    return [{"text": plain(name), "value": name.lower()} for name in names]


DAYS = options("Mon", "Tue", "Wed")
ELEMENTS: dict[str, Json] = {
    "plain_text_input": {"initial_value": "Support"},
    "number_input": {"is_decimal_allowed": False, "initial_value": "3", "min_value": "1", "max_value": "9"},
    "static_select": {"options": DAYS, "initial_option": DAYS[0]},
    "radio_buttons": {"options": DAYS, "initial_option": DAYS[0]},
    "checkboxes": {"options": DAYS, "initial_options": DAYS[:1]},
    "multi_static_select": {"options": DAYS, "initial_options": DAYS[:1]},
    "users_select": {"initial_user": "U0ADA"},
    "multi_users_select": {"initial_users": ["U0ADA"]},
    "conversations_select": {"initial_conversation": "C0SUPPORT"},
    "multi_conversations_select": {"initial_conversations": ["C0SUPPORT"]},
    "channels_select": {"initial_channel": "C0SUPPORT"},
    "multi_channels_select": {"initial_channels": ["C0SUPPORT"]},
    "datepicker": {"initial_date": "2026-03-01"},
    "timepicker": {"initial_time": "15:00"},
    "datetimepicker": {"initial_date_time": 1772355600},
}
TYPED = {"plain_text_input", "number_input"}


def asks(kind: str, **more: Any) -> Json:
    element = {"type": kind, "action_id": "act", **ELEMENTS[kind]}
    return {"type": "input", "block_id": kind, "label": plain(f"The {kind}"), "element": element, **more}


def form(*blocks: Json) -> Json:
    return {
        "type": "modal", "callback_id": "form", "title": plain("Form"), "submit": plain("Send"), "blocks": list(blocks)
    }  # fmt: skip


@pytest.fixture
def shown(slack: Slack, client: WebClient, ada: Person) -> Callable[..., str]:
    """Opens a form with these blocks for Ada; returns the id of its view."""
    return lambda *blocks: str(client.views_open(trigger_id=slack.space.new_trigger(ada.id), view=form(*blocks))["view"]["id"])


@pytest.fixture
def heard(app: App) -> list[Json]:
    """The body of every action and submission."""
    got: list[Json] = []

    def listens(ack: Ack, body: Json) -> None:
        got.append(body)
        ack()

    app.action("act")(listens)
    app.view("form")(listens)
    return got


@pytest.fixture
def entries(ben: Person, slack: Slack) -> Json:
    """Something else for each element than it starts with: what a person enters, and what Slack then sends."""
    billing = slack.channel("billing", [ben])
    noon = datetime(2026, 7, 7, 12, 0, tzinfo=UTC)
    return {
        "plain_text_input": ("Billing", {"value": "Billing"}),
        "number_input": (5, {"value": "5"}),
        "static_select": ("Tue", {"selected_option": DAYS[1]}),
        "radio_buttons": ("Tue", {"selected_option": DAYS[1]}),
        "checkboxes": (["Tue", "Wed"], {"selected_options": DAYS[1:]}),
        "multi_static_select": (["Tue", "Wed"], {"selected_options": DAYS[1:]}),
        "users_select": (ben, {"selected_user": "U0BEN"}),
        "multi_users_select": ([ben], {"selected_users": ["U0BEN"]}),
        "conversations_select": (billing, {"selected_conversation": "C0BILLING"}),
        "multi_conversations_select": ([billing], {"selected_conversations": ["C0BILLING"]}),
        "channels_select": (billing, {"selected_channel": "C0BILLING"}),
        "multi_channels_select": ([billing], {"selected_channels": ["C0BILLING"]}),
        "datepicker": (date(2026, 7, 7), {"selected_date": "2026-07-07"}),
        "timepicker": (time(9, 30), {"selected_time": "09:30"}),
        "datetimepicker": (noon, {"selected_date_time": int(noon.timestamp())}),
    }


@pytest.mark.usefixtures("support")
@pytest.mark.parametrize("kind", ELEMENTS)
def test_what_is_filled_in_is_the_state_of_the_view(
    ada: Person, shown: Callable[..., str], heard: list[Json], entries: Json, kind: str
) -> None:
    entry, sent = entries[kind]
    shown(asks(kind))
    ada.fills({f"The {kind}": entry})
    assert ada.submits()
    (body,) = heard
    assert body["view"]["state"]["values"] == {kind: {"act": {"type": kind, **sent}}}


@pytest.mark.usefixtures("support")
@pytest.mark.parametrize("kind", ELEMENTS)
def test_what_a_form_starts_with_is_its_state(ada: Person, shown: Callable[..., str], heard: list[Json], kind: str) -> None:
    shown(asks(kind))
    assert ada.submits()
    (initial,) = (value for name, value in ELEMENTS[kind].items() if name.startswith("initial_"))
    held = heard[0]["view"]["state"]["values"][kind]["act"]
    assert [value for name, value in held.items() if name != "type"] == [initial]


@pytest.mark.usefixtures("support")
@pytest.mark.parametrize("kind", ELEMENTS)
def test_an_input_that_dispatches_is_told_at_once(
    ada: Person, shown: Callable[..., str], heard: list[Json], entries: Json, kind: str
) -> None:
    entry, sent = entries[kind]
    shown(asks(kind, dispatch_action=True))
    ada.fills({f"The {kind}": entry})
    (body,) = heard
    (action,) = body["actions"]
    initial = {name: value for name, value in ELEMENTS[kind].items() if name.startswith("initial_") and kind not in TYPED}
    about = {"type": kind, "action_id": "act", "block_id": kind, "action_ts": action["action_ts"]}
    assert action == {**about, **initial, **sent}
    assert body["view"]["state"]["values"][kind]["act"] == {"type": kind, **sent}


@pytest.mark.usefixtures("support")
@pytest.mark.parametrize("kind", [kind for kind in ELEMENTS if kind not in {*TYPED, "datetimepicker"}])
@pytest.mark.parametrize("surface", ["home", "message"])
def test_what_is_picked_beside_a_section_is_told_at_once(
    client: WebClient, ada: Person, heard: list[Json], entries: Json, kind: str, surface: str
) -> None:
    entry, sent = entries[kind]
    element = {"type": kind, "action_id": "act", **ELEMENTS[kind]}
    blocks = [{"type": "section", "block_id": "ask", "text": plain("Which one?"), "accessory": element}]
    if surface == "home":
        client.views_publish(user_id=ada.id, view={"type": "home", "blocks": blocks})
    else:
        client.chat_postMessage(channel=ada.id, text="t", blocks=blocks)
    ada.picks("Which one?", entry, on="home" if surface == "home" else None)
    (body,) = heard
    state = body["view"]["state"] if surface == "home" else body["state"]
    assert sent.items() <= body["actions"][0].items()
    assert state["values"] == {"ask": {"act": {"type": kind, **sent}}}


def test_a_menu_in_a_row_is_picked_by_its_placeholder_and_an_input_on_home_by_its_label(
    slack: Slack, client: WebClient, ada: Person, ben: Person, heard: list[Json]
) -> None:
    pick = {"type": "users_select", "action_id": "act", "placeholder": plain("Owner")}
    more = {"type": "users_select", "action_id": "more", "placeholder": plain("Helper")}
    name = {
        "type": "input",
        "block_id": "name",
        "label": plain("Name"),
        "element": {"type": "plain_text_input", "action_id": "n"},
    }
    client.views_publish(user_id=ada.id, view={"type": "home", "blocks": [name, {"type": "actions", "elements": [more, pick]}]})
    ada.picks("Name", "Support", on="home")
    assert (heard, slack.deliveries) == ([], [])
    ada.picks("Owner", ben, on="home")
    (body,) = heard
    assert body["actions"][0]["selected_user"] == ben.id
    assert body["view"]["state"]["values"]["name"]["n"]["value"] == "Support"
    with pytest.raises(CannotDo, match="sees no 'Boss' to pick for; there is 'Name', 'Helper', 'Owner'"):
        ada.picks("Boss", ben, on="home")


@pytest.mark.usefixtures("support")
@pytest.mark.parametrize("kind", ELEMENTS)
def test_an_update_keeps_what_was_filled_in_where_the_ids_stay(
    client: WebClient, ada: Person, shown: Callable[..., str], entries: Json, kind: str
) -> None:
    entry, sent = entries[kind]
    view = shown(asks(kind), asks("radio_buttons", block_id="gone") if kind != "radio_buttons" else asks("checkboxes"))
    ada.fills({f"The {kind}": entry})
    client.views_update(view_id=view, view=form(asks("plain_text_input", block_id="new"), asks(kind)))
    assert ada.form
    assert ada.form.state[kind]["act"] == {"type": kind, **sent}
    assert ada.form.state["new"]["act"]["value"] == "Support"
    assert len(ada.form.state) == 2
    client.views_update(view_id=view, view=form(asks(kind, block_id="renamed")))
    assert ada.form.state["renamed"]["act"] != {"type": kind, **sent}


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("two", "Must be a number."),
        ("nan", "Must be a number."),
        ("2.5", "Must be a whole number."),
        (0, "Must be a number in range."),
        (10, "Must be a number in range."),
    ],
)
def test_slack_itself_refuses_a_number_that_is_none(
    slack: Slack, ada: Person, shown: Callable[..., str], entry: Any, words: str
) -> None:
    shown(asks("number_input"))
    ada.fills({"The number_input": entry})
    assert not ada.submits()
    assert ada.form
    assert ada.form.errors == {"The number_input": words}
    assert slack.deliveries == []


def test_two_inputs_of_one_label_are_both_looked_at(ada: Person, shown: Callable[..., str]) -> None:
    empty = {"type": "plain_text_input", "action_id": "act"}
    shown(*({**asks("plain_text_input", block_id=name), "element": empty} for name in ("one", "two")))
    assert not ada.submits()
    assert ada.form
    assert ada.form.refused.keys() == {"one", "two"}


@pytest.fixture
def places(slack: Slack, ada: Person, ben: Person) -> dict[str, Any]:
    """Whatever somebody could think of picking."""
    far = slack.person("far", team="T0OTHER")
    return {
        "gone": slack.person("gone", deactivated=True),
        "her own": slack.channel("den", [ada], private=True),
        "of others": slack.channel("secret", [ben], private=True),
        "open": slack.channel("open", []),
        "shared": slack.channel("shared", [ada, far]),
        "archive": slack.channel("old", [ada], archived=True),
        "messages": slack.space.dm(ada.id),
    }


INCLUDE = {"filter": {"include": ["public", "private"]}}
OURS = {"filter": {"include": ["public"], "exclude_external_shared_channels": True}}
OFFERED: list[tuple[str, Json, set[str]]] = [
    ("users_select", {}, set()),
    ("channels_select", {}, {"open", "shared"}),
    ("conversations_select", {}, {"open", "shared", "her own", "messages"}),
    ("conversations_select", INCLUDE, {"open", "shared", "her own"}),
    ("conversations_select", OURS, {"open"}),
    ("conversations_select", {"filter": {"exclude_bot_users": True}}, {"open", "shared", "her own"}),
]


@pytest.mark.parametrize(("kind", "more", "offered"), OFFERED)
def test_a_menu_offers_what_slack_would(
    ada: Person, shown: Callable[..., str], places: dict[str, Any], kind: str, more: Json, offered: set[str]
) -> None:
    block = asks("plain_text_input")
    shown({**block, "label": plain("Which?"), "element": {"type": kind, "action_id": "act", **more}})
    found = set()
    for name, place in places.items():
        try:
            ada.fills({"Which?": place})
        except CannotDo as why:
            assert str(why) == f"Ada Lovelace cannot pick {place.id}"  # noqa: PT017 - both ways out are right, for other places
        else:
            found.add(name)
    assert found == offered


def test_no_more_can_be_picked_than_the_menu_takes(ada: Person, ben: Person, shown: Callable[..., str]) -> None:
    few = {"type": "multi_users_select", "action_id": "act", "max_selected_items": 1}
    shown({**asks("multi_users_select"), "label": plain("Who?"), "element": few})
    with pytest.raises(CannotDo, match="no more than 1 can be picked"):
        ada.fills({"Who?": [ada, ben]})
    ada.fills({"Who?": []})
    ada.fills({"Who?": ben})
    assert ada.form
    assert ada.form.shown == "Form\nWho?: [Ben Franklin]\n[Send]"


def test_nothing_can_be_cleared_that_must_be_there(ada: Person, support: Channel, shown: Callable[..., str]) -> None:
    shown(asks("channels_select"))
    ada.fills({"The channels_select": None})
    assert not ada.submits()
    ada.fills({"The channels_select": support})
    assert ada.form
    assert ada.form.state["channels_select"]["act"]["selected_channel"] == support.id
