"""Forms: triggers, what a person enters, what the app may answer, the stack, the home page."""

from collections.abc import Callable
from typing import Any

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox import CannotDo, Person, Slack

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(text: str) -> Json:
    return {"text": plain(text), "value": text.lower()}


def asks(label: str, element: Json, **more: Any) -> Json:
    name = label.lower()
    return {"type": "input", "block_id": name, "label": plain(label), "element": {"action_id": name, **element}, **more}


KIND = asks("Kind", {"type": "static_select", "options": [option("Triage"), option("Docs")]}, dispatch_action=True)
WHY = asks("Why", {"type": "checkboxes", "options": [option("Fast"), option("Fun")]}, optional=True)
NOTE = asks("Note", {"type": "plain_text_input", "max_length": 10})


def form(*blocks: Json, **more: Any) -> Json:
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("Form"),
        "submit": plain("Send"),
        "blocks": list(blocks),
        **more,
    }


@pytest.fixture
def shown(slack: Slack, client: WebClient, ada: Person) -> Callable[..., Json]:
    """Opens a form for Ada; returns what the app knows of it."""

    def show(view: Json) -> Json:
        return dict(client.views_open(trigger_id=slack.space.new_trigger(ada.id), view=view)["view"])

    return show


def answered(app: App, **answer: Any) -> list[Json]:
    """Submissions are acked with this; returns the list they are collected in."""
    got: list[Json] = []

    @app.view("form")
    def submitted(ack: Ack, view: Json) -> None:
        got.append(view)
        ack(**answer)

    return got


def clicked(app: App, action_id: str) -> list[Json]:
    """Clicks on this are acked; returns the list their bodies are collected in."""
    got: list[Json] = []

    @app.action(action_id)
    def click(ack: Ack, body: Json) -> None:
        got.append(body)
        ack()

    return got


def code(call: Callable[[], object]) -> str:
    with pytest.raises(SlackApiError) as caught:
        call()
    return str(caught.value.response["error"])


def test_what_is_entered_arrives_as_state(app: App, ada: Person, shown: Callable[..., Json]) -> None:
    got, clicks = answered(app), clicked(app, "kind")
    shown(form(KIND, WHY, NOTE, private_metadata="ref"))
    ada.fills({"Kind": "Docs", "Why": ["Fast", "Fun"], "Note": "a < b"})
    assert clicks[0]["actions"][0]["selected_option"]["value"] == "docs"
    assert ada.submits()
    assert ada.form is None
    values = got[0]["state"]["values"]
    assert values["kind"]["kind"]["selected_option"]["value"] == "docs"
    assert [one["value"] for one in values["why"]["why"]["selected_options"]] == ["fast", "fun"]
    assert values["note"]["note"] == {"type": "plain_text_input", "value": "a < b"}
    assert got[0]["private_metadata"] == "ref"


@pytest.mark.usefixtures("app")
def test_a_form_reads_as_it_stands(ada: Person, shown: Callable[..., Json]) -> None:
    shown(form(WHY, NOTE))
    ada.fills({"Why": ["Fun"], "Note": "hm"})
    assert ada.form
    assert ada.form.shown == "Form\nWhy: [▾ Fast · ✓ Fun]\nNote: [hm]\n[Send]"
    assert (ada.form.title, ada.form.labels) == ("Form", ["Why", "Note"])


def test_slack_itself_asks_for_what_is_missing(app: App, slack: Slack, ada: Person, shown: Callable[..., Json]) -> None:
    answered(app)
    shown(form(WHY, NOTE))
    assert not ada.submits()
    assert ada.form
    assert ada.form.errors == {"Note": "Please complete this required field."}
    ada.fills({"Note": "far too long a note"})
    assert not ada.submits()
    assert slack.deliveries == []


def test_errors_of_the_app_stand_under_their_question(app: App, ada: Person, shown: Callable[..., Json]) -> None:
    answered(app, response_action="errors", errors={"note": "Say more."})
    shown(form(NOTE))
    ada.fills({"Note": "x"})
    assert not ada.submits()
    assert ada.form
    assert ada.form.errors == {"Note": "Say more."}
    assert "! Note: Say more." in ada.form.shown


def test_errors_under_no_question_are_a_refusal(app: App, slack: Slack, ada: Person, shown: Callable[..., Json]) -> None:
    answered(app, response_action="errors", errors={"nowhere": "Say more."})
    shown(form(NOTE))
    ada.fills({"Note": "x"})
    assert not ada.submits()
    assert slack.refusals[-1].method == "ack"
    assert "nowhere" in slack.refusals[-1].detail


@pytest.mark.parametrize(("action", "deep"), [("update", 1), ("push", 2)])
def test_an_ack_can_change_or_cover_the_form(app: App, ada: Person, shown: Callable[..., Json], action: str, deep: int) -> None:
    answered(app, response_action=action, view=form(WHY, title=plain("Next")))
    first = shown(form(NOTE))
    ada.fills({"Note": "x"})
    assert ada.submits()
    assert ada.form
    assert ada.form.title == "Next"
    assert ada.form.root_id == first["id"]
    assert (ada.form.previous_id is not None) == (deep == 2)


def test_an_ack_can_clear_everything(app: App, ada: Person, shown: Callable[..., Json]) -> None:
    answered(app, response_action="clear")
    shown(form(NOTE))
    ada.fills({"Note": "x"})
    assert ada.submits()
    assert ada.form is None


def test_a_form_can_be_submitted_twice(app: App, ada: Person, shown: Callable[..., Json]) -> None:
    got = answered(app)
    shown(form(NOTE))
    ada.fills({"Note": "x"})
    sent = ada.form
    assert ada.submits()
    assert ada.submits(again=sent)
    assert [view["id"] for view in got] == [got[0]["id"]] * 2
    assert got[0]["hash"] == got[1]["hash"]


@pytest.mark.usefixtures("app")
def test_a_failing_listener_leaves_the_form_open(slack: Slack, ada: Person, shown: Callable[..., Json]) -> None:
    shown(form(NOTE))
    ada.fills({"Note": "x"})
    assert not ada.submits()
    assert ada.form
    assert "trouble" in ada.form.errors["Note"]
    assert slack.deliveries[-1].status == 404


def test_closing_is_told_if_asked_for(app: App, ada: Person, shown: Callable[..., Json]) -> None:
    closed: list[str] = []

    @app.view_closed("form")
    def heard(ack: Ack, view: Json) -> None:
        closed.append(view["id"])
        ack()

    shown(form(WHY))
    ada.closes()
    told = shown(form(WHY, notify_on_close=True))
    ada.closes()
    assert closed == [told["id"]]
    with pytest.raises(CannotDo, match="no form open"):
        ada.closes()


def test_a_trigger_works_once_and_for_three_seconds(
    slack: Slack, client: WebClient, ada: Person, passes: Callable[..., None]
) -> None:
    used, late = slack.space.new_trigger(ada.id), slack.space.new_trigger(ada.id)
    client.views_open(trigger_id=used, view=form(WHY))
    assert code(lambda: client.views_open(trigger_id=used, view=form(WHY))) == "exchanged_trigger_id"
    passes(seconds=4)
    assert code(lambda: client.views_open(trigger_id=late, view=form(WHY))) == "expired_trigger_id"


def test_forms_are_stacked_three_deep(slack: Slack, client: WebClient, ada: Person, shown: Callable[..., Json]) -> None:
    shown(form(WHY))
    for _ in range(2):
        client.views_push(trigger_id=slack.space.new_trigger(ada.id), view=form(WHY))
    trigger = slack.space.new_trigger(ada.id)
    assert code(lambda: client.views_push(trigger_id=trigger, view=form(WHY))) == "push_limit_reached"


def test_an_update_keeps_what_was_entered_and_refuses_a_stale_hash(
    client: WebClient, ada: Person, shown: Callable[..., Json]
) -> None:
    first = shown(form(NOTE, external_id="one"))
    ada.fills({"Note": "kept"})
    client.views_update(external_id="one", view=form(NOTE, WHY, external_id="one"), hash=first["hash"])
    assert ada.form
    assert ada.form.state["note"]["note"]["value"] == "kept"
    assert code(lambda: client.views_update(view_id=first["id"], view=form(NOTE), hash=first["hash"])) == "hash_conflict"
    ada.form.is_open = False
    assert code(lambda: client.views_update(view_id=first["id"], view=form(NOTE))) == "not_found"


def test_an_external_id_is_taken_once(slack: Slack, client: WebClient, ada: Person, ben: Person) -> None:
    client.views_open(trigger_id=slack.space.new_trigger(ada.id), view=form(WHY, external_id="one"))
    trigger = slack.space.new_trigger(ben.id)
    assert code(lambda: client.views_open(trigger_id=trigger, view=form(WHY, external_id="one"))) == "duplicate_external_id"


def test_the_home_page_is_published_clicked_and_guarded_by_its_hash(app: App, client: WebClient, ada: Person) -> None:
    button = {"type": "button", "text": plain("More"), "action_id": "more"}
    home = {"type": "home", "blocks": [{"type": "actions", "elements": [button]}]}
    clicks = clicked(app, "more")

    @app.event("app_home_opened")
    def opened(client: WebClient, event: Json) -> None:
        client.views_publish(user_id=event["user"], view=home)

    ada.opens_home()
    assert ada.home
    assert ada.home.shown == "[More]"
    stale = ada.home.hash
    ada.clicks("More", on="home")
    assert clicks[0]["view"]["type"] == "home"
    client.views_publish(user_id=ada.id, view=home, hash=stale)
    assert code(lambda: client.views_publish(user_id=ada.id, view=home, hash=stale)) == "hash_conflict"
