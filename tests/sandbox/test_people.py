"""What people see and do: reading, clicking, stale copies, mentions, commands, foreigners, coming and going."""

from typing import Any

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient

from sandbox import CannotDo, Channel, Person, Slack

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(text: str) -> Json:
    return {"text": plain(text), "value": text.lower()}


def row(*elements: Json) -> list[Json]:
    return [{"type": "actions", "block_id": "row", "elements": list(elements)}]


BUTTON = {"type": "button", "text": plain("Yes"), "action_id": "yes", "value": "v1"}
PICK = {"type": "static_select", "action_id": "pick", "options": [option("Docs"), option("Triage")]}
RADIO = {"type": "radio_buttons", "action_id": "radio", "options": [option("Near"), option("Far")]}
TICKS = {"type": "checkboxes", "action_id": "ticks", "options": [option("Fast"), option("Fun"), option("Free")]}
MORE = {"type": "overflow", "action_id": "more", "options": [option("Pause"), option("Fewer")]}


@pytest.fixture
def clicks(app: App) -> list[Json]:
    """Every click the app gets."""
    got: list[Json] = []

    @app.action({"block_id": "row"})
    def clicked(ack: Ack, body: Json) -> None:
        got.append(body)
        ack()

    return got


def test_every_control_can_be_clicked_by_its_label(client: WebClient, ada: Person, clicks: list[Json]) -> None:
    client.chat_postMessage(channel=ada.id, text="t", blocks=row(BUTTON, PICK, RADIO, TICKS, MORE))
    for label in ("Yes", "Triage", "Far", "Fun", "Pause"):
        ada.clicks(label)
    ada.ticks(["Fast", "Free"])
    actions = [body["actions"][0] for body in clicks]
    assert [one["type"] for one in actions] == [
        "button",
        "static_select",
        "radio_buttons",
        "checkboxes",
        "overflow",
        "checkboxes",
    ]
    assert actions[0]["value"] == "v1"
    assert [one["selected_option"]["value"] for one in (actions[1], actions[2], actions[4])] == ["triage", "far", "pause"]
    assert [one["value"] for one in actions[5]["selected_options"]] == ["fast", "free"]
    assert clicks[-1]["state"]["values"]["row"]["pick"]["selected_option"]["value"] == "triage"
    assert ada.sees() == "Parrot: [Yes] [▾ Docs · ✓ Triage] [▾ Near · ✓ Far] [▾ ✓ Fast · Fun · ✓ Free] [⋯ Pause · Fewer]"


def test_a_label_nobody_shows_cannot_be_clicked(client: WebClient, ada: Person) -> None:
    client.chat_postMessage(channel=ada.id, text="t", blocks=row(BUTTON))
    with pytest.raises(CannotDo, match=r"Ada Lovelace sees no No\. There is: \[Yes\]"):
        ada.clicks("No")


def test_a_click_has_slacks_shape(slack: Slack, client: WebClient, ada: Person, clicks: list[Json]) -> None:
    sent = client.chat_postMessage(
        channel=ada.id, text="t", blocks=row(BUTTON), metadata={"event_type": "e", "event_payload": {}}
    )
    ada.clicks("Yes")
    body = clicks[0]
    assert body["container"] == {
        "type": "message", "message_ts": sent["ts"], "channel_id": sent["channel"], "is_ephemeral": False
    }  # fmt: skip
    assert body["user"] == {"id": "U0ADA", "username": "ada", "name": "ada", "team_id": slack.team_id}
    assert body["channel"]["id"] == sent["channel"]
    assert body["message"]["ts"] == sent["ts"]
    assert body["response_url"].startswith(slack.url)


def test_a_stale_copy_can_still_be_clicked(client: WebClient, ada: Person, clicks: list[Json]) -> None:
    sent = client.chat_postMessage(channel=ada.id, text="t", blocks=row(BUTTON))
    old = ada.last()
    client.chat_update(channel=sent["channel"], ts=sent["ts"], text="done")
    assert (old.shown, ada.last().shown) == ("[Yes]", "done")
    ada.clicks("Yes", on=old)
    client.chat_delete(channel=sent["channel"], ts=sent["ts"])
    ada.clicks("Yes", on=old)
    assert [body["message"]["ts"] for body in clicks] == [sent["ts"]] * 2
    assert ada.sees() == ""


def test_only_the_addressee_sees_an_ephemeral(client: WebClient, ada: Person, ben: Person, support: Channel) -> None:
    client.chat_postEphemeral(channel=support.id, user=ada.id, text="psst")
    assert ada.sees(support) == "Parrot (only you): psst"
    assert ben.sees(support) == ""


def test_a_thread_stands_under_its_root_and_replies_go_into_it(client: WebClient, ada: Person, app: App) -> None:
    heard: list[Json] = []
    app.event("message")(lambda event: heard.append(event))
    root = client.chat_postMessage(channel=ada.id, text="How long?")
    client.chat_postMessage(channel=ada.id, text="Another matter")
    client.chat_postMessage(channel=ada.id, text="Take your time", thread_ts=root["ts"])
    ada.replies("40 min\nor so")
    assert heard[0]["thread_ts"] == root["ts"]
    assert heard[0]["channel_type"] == "im"
    assert ada.sees() == (
        "Parrot: How long?\n    Parrot: Take your time\n    Ada Lovelace: 40 min\n    or so\nParrot: Another matter"
    )


def test_words_of_a_user_arrive_escaped_and_unescaped_ones_turn_into_what_they_say(
    client: WebClient, ada: Person, ben: Person, app: App
) -> None:
    heard: list[str] = []
    app.event("message")(lambda event: heard.append(event["text"]))
    ada.types(f"<@{ben.id}> & co")
    assert heard == ["&lt;@U0BEN&gt; &amp; co"]
    safe, raw = heard[0], "<@U0BEN> <!here> <https://x.test|click> <!date^0^{date}|today> <#C0NONE>"
    client.chat_postMessage(channel=ada.id, text=safe)
    assert ada.last().shown == "<@U0BEN> & co"
    client.chat_postMessage(channel=ada.id, text=raw)
    assert ada.last().shown == "@Ben Franklin @here click today #C0NONE"


def test_metadata_is_never_shown_and_returned_only_on_request(client: WebClient, ada: Person) -> None:
    metadata = {"event_type": "checkin", "event_payload": {"k": "secret-key"}}
    sent = client.chat_postMessage(channel=ada.id, text="Hi", metadata=metadata)
    assert ada.last().metadata == metadata
    assert "secret-key" not in ada.sees()
    plain_read = client.conversations_history(channel=sent["channel"])
    full_read = client.conversations_history(channel=sent["channel"], include_all_metadata=True)
    assert "metadata" not in plain_read["messages"][0]
    assert full_read["messages"][0]["metadata"] == metadata


def test_a_command_answers_in_its_ack_for_the_asker_only(ada: Person, ben: Person, support: Channel, app: App) -> None:
    got: list[Json] = []

    @app.command("/parrot")
    def repeat(ack: Ack, command: Json) -> None:
        got.append(command)
        ack(f"You said {command['text']}")

    assert ada.runs("/parrot hello @ben in #support", support) == "You said hello @Ben Franklin in #support"
    assert got[0]["text"] == "hello <@U0BEN|ben> in <#C0SUPPORT|support>"
    assert (got[0]["channel_id"], got[0]["user_id"], got[0]["command"]) == (support.id, ada.id, "/parrot")
    assert ben.sees(support) == ""
    with pytest.raises(CannotDo, match="not a valid command"):
        ada.runs("/cockatoo")


@pytest.mark.usefixtures("app")
def test_a_command_nobody_answers_says_so(ada: Person) -> None:
    assert "dispatch_failed" in ada.runs("/parrot hello")


def test_an_ack_over_the_limits_is_a_refusal(slack: Slack, ada: Person, app: App) -> None:
    app.command("/parrot")(lambda ack: ack(blocks=[{"type": "header", "text": plain("h" * 151)}]))
    assert ada.runs("/parrot") == ""
    assert (slack.refusals[-1].method, slack.refusals[-1].error) == ("ack", "invalid_blocks")


def test_what_runs_after_a_delivery_is_part_of_the_answer(slack: Slack, client: WebClient, ada: Person, app: App) -> None:
    app.command("/parrot")(lambda ack: ack())

    def drain() -> None:
        client.chat_postMessage(channel=ada.id, text="from the outbox")

    slack.after_delivery.append(drain)
    assert ada.runs("/parrot") == "from the outbox"


def test_a_foreigner_brings_their_own_team(slack: Slack, app: App) -> None:
    got: list[Json] = []
    fay = slack.person("fay", team="T0OTHER")
    shared = slack.channel("shared", members=[fay])
    app.command("/parrot")(lambda ack, command: ack(command["team_id"]))
    app.event("message")(lambda body: got.append(body))
    assert fay.runs("/parrot", shared) == "T0OTHER"
    fay.types("hello", shared)
    assert got[0]["event"]["team"] == "T0OTHER"
    assert (got[0]["team_id"], got[0]["is_ext_shared_channel"]) == (slack.team_id, True)


def test_moving_joining_and_leaving_are_told(slack: Slack, client: WebClient, ben: Person, support: Channel, app: App) -> None:
    got: list[Json] = []
    for name in ("user_change", "member_joined_channel", "member_left_channel"):
        app.event(name)(lambda event: got.append(event))
    zoe = slack.person("zoe")
    slack.changes(zoe, tz="America/New_York")
    slack.joins(zoe, support)
    slack.leaves(ben, support)
    assert [one["type"] for one in got] == ["user_change", "member_joined_channel", "member_left_channel"]
    assert got[0]["user"]["tz_offset"] == -5 * 3600
    assert client.conversations_members(channel=support.id)["members"] == ["U0ADA", "U0BOT", "U0ZOE"]


def test_who_may_not_act_cannot(slack: Slack, ada: Person, support: Channel) -> None:
    gone, zoe = slack.person("gone", deactivated=True), slack.person("zoe")
    with pytest.raises(CannotDo, match="deactivated"):
        gone.types("boo")
    with pytest.raises(CannotDo, match="not in support"):
        zoe.types("hi", support)
    with pytest.raises(CannotDo, match="no message of the bot"):
        ada.last()


def test_what_users_info_tells(slack: Slack, client: WebClient, ada: Person) -> None:
    slack.person("gus", guest=True)
    root = slack.person("root", admin=True)
    told = client.users_info(user=ada.id, include_locale=True)["user"]
    assert (told["tz"], told["tz_offset"], told["locale"], told["real_name"]) == (
        "Europe/Berlin",
        3600,
        "en-US",
        "Ada Lovelace",
    )
    listed = {one["id"]: one for one in client.users_list(limit=200)["members"]}
    assert listed["U0GUS"]["is_restricted"]
    assert listed[root.id]["is_admin"]
    assert listed[slack.bot_user_id]["is_bot"]


def test_buttons_of_an_app_without_interactivity_do_nothing(moment: list[Any]) -> None:
    with Slack({"oauth_config": {"scopes": {"bot": ["chat:write"]}}}, lambda: moment[0]) as slack:
        ada = slack.person("ada")
        client = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        client.chat_postMessage(channel=ada.id, text="t", blocks=row(BUTTON))
        with pytest.raises(CannotDo, match="not configured"):
            ada.clicks("Yes")


def test_a_chart_and_a_table_can_be_read(client: WebClient, ada: Person) -> None:
    points = [{"label": "Docs", "value": 3}, {"label": "Triage", "value": 5}]
    plot = {"type": "bar", "series": [{"name": "min", "data": points}], "axis_config": {"categories": ["Docs", "Triage"]}}
    cells = [[{"type": "raw_text", "text": one} for one in line] for line in (["Kind", "Time"], ["Docs", "3 min"])]
    blocks: list[Json] = [{"type": "data_visualization", "title": "Time", "chart": plot}, {"type": "table", "rows": cells}]
    client.chat_postMessage(channel=ada.id, text="t", blocks=blocks)
    assert ada.last().shown == "[chart: Time]\nmin: Docs 3, Triage 5\nKind | Time\nDocs | 3 min"
