"""What Slack refuses, the sandbox refuses, with Slack's code, and writes it down."""

from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox import Channel, Person, Slack

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def section(text: str = "words", **more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(text: str = "Go", **more: Any) -> Json:
    return {"type": "button", "text": plain(text), "action_id": "go", **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def options(count: int = 2, text: str = "o", value: str = "v") -> list[Json]:
    return [{"text": plain(f"{text}{n}"), "value": f"{value}{n}"} for n in range(count)]


def entry(block_id: str = "q", **element: Any) -> Json:
    field = {"type": "plain_text_input", "action_id": "a", **element}
    return {"type": "input", "block_id": block_id, "label": plain("Question"), "element": field}


def chart(count: int = 1, categories: int = 2, **more: Any) -> Json:
    names = [f"c{n}" for n in range(categories)]
    series = [{"name": f"s{n}", "data": [{"label": c, "value": 1} for c in names]} for n in range(count)]
    inner = {"type": "bar", "series": series, "axis_config": {"categories": names}}
    return {"type": "data_visualization", "title": "Time", "chart": inner, **more}


def refusal(slack: Slack, call: Callable[[], object]) -> str:
    """The code the call is refused with, which the sandbox has also noted."""
    with pytest.raises(SlackApiError) as caught:
        call()
    code = str(caught.value.response["error"])
    assert slack.refusals[-1].error == code
    assert slack.calls[-1].error == code
    return code


GAP = chart()
GAP["chart"] = {**GAP["chart"], "series": [{"name": "s", "data": [{"label": "c0", "value": 1}]}]}
TWINS = chart(2)
TWINS["chart"] = {**TWINS["chart"], "series": [{**one, "name": "same"} for one in TWINS["chart"]["series"]]}
TABLE = {"type": "table", "rows": [[{"type": "raw_text", "text": "cell"}]]}
SELECT = {"type": "static_select", "action_id": "pick", "options": options()}
CONFIRM = {"title": plain("t" * 101), "text": plain("t"), "confirm": plain("y"), "deny": plain("n")}

WRONG_IN_MESSAGES: dict[str, tuple[list[Json], str]] = {
    "an unknown block": ([{"type": "sparkle"}], "unsupported type: sparkle [json-pointer:/blocks/0/type]"),
    "too many blocks": ([section()] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
    "a long section": ([section("x" * 3001)], "no more than 3000 characters allowed [json-pointer:/blocks/0/text/text]"),
    "an empty text": ([section("")], "must be more than 0 characters"),
    "a section of nothing": ([{"type": "section"}], "missing required field: one of text, fields"),
    "too many fields": ([section(fields=[plain("f")] * 11)], "no more than 10 items"),
    "a long field": ([section(fields=[plain("f" * 2001)])], "no more than 2000 characters"),
    "a long header": ([{"type": "header", "text": plain("h" * 151)}], "no more than 150 characters"),
    "mrkdwn in a header": ([{"type": "header", "text": {"type": "mrkdwn", "text": "h"}}], "must be a plain_text object"),
    "too many buttons": ([actions(*[button(action_id=f"a{n}") for n in range(26)])], "no more than 25 items"),
    "a long button": ([actions(button("b" * 76))], "no more than 75 characters"),
    "a long value": ([actions(button(value="v" * 2001))], "no more than 2000 characters"),
    "a long action_id": ([actions(button(action_id="a" * 256))], "no more than 255 characters"),
    "a long block_id": ([section(block_id="b" * 256)], "no more than 255 characters"),
    "a style of its own": ([actions(button(style="loud"))], "must be one of primary, danger"),
    "an unknown field": ([section(colour="red")], "invalid additional property: colour"),
    "emoji in mrkdwn": ([{"type": "section", "text": {"type": "mrkdwn", "text": "x", "emoji": True}}], "property: emoji"),
    "a long confirm": ([actions(button(confirm=CONFIRM))], "no more than 100 characters"),
    "a long option": ([actions({**SELECT, "options": options(text="o" * 75)})], "no more than 75 characters"),
    "a long option value": ([actions({**SELECT, "options": options(value="v" * 150)})], "no more than 150 characters"),
    "too many options": ([actions({**SELECT, "options": options(101)})], "no more than 100 items"),
    "a long placeholder": ([actions({**SELECT, "placeholder": plain("p" * 151)})], "no more than 150 characters"),
    "an initial option not offered": ([actions({**SELECT, "initial_option": options(3)[2]})], "initial option must be"),
    "an overflow of six": ([actions({"type": "overflow", "options": options(6)})], "no more than 5 items"),
    "an overflow of none": ([actions({"type": "overflow", "options": []})], "must have at least 1 items"),
    "a text input among buttons": ([actions({"type": "plain_text_input"})], "unsupported type: plain_text_input"),
    "a modal's alert": ([{"type": "alert", "text": plain("a")}], "unsupported type: alert in a message"),
    "two tables": ([TABLE, TABLE], "only_one_table_allowed"),
    "three charts": ([chart(), chart(), chart()], "no more than 2 data_visualization blocks"),
    "a long chart title": ([chart(title="t" * 51)], "no more than 50 characters"),
    "seven series": ([chart(7)], "must have 1 to 6 series"),
    "twenty-one categories": ([chart(1, 21)], "must have 1 to 20 categories"),
    "series of one name": ([TWINS], "series names must be unique"),
    "a gap in a series": ([GAP], "must have one value for every category"),
    "a block_id twice": ([section(block_id="b"), section(block_id="b")], "block_id b already exists"),
    "an action_id twice in a block": ([actions(button(), button())], "action_id go already exists"),
    "an unknown file": ([{"type": "image", "alt_text": "a", "slack_file": {"id": "F9"}}], "invalid slack file"),
}


@pytest.mark.parametrize("case", WRONG_IN_MESSAGES)
def test_a_message_is_refused_for(case: str, slack: Slack, client: WebClient, ada: Person) -> None:
    blocks, detail = WRONG_IN_MESSAGES[case]
    assert refusal(slack, lambda: client.chat_postMessage(channel=ada.id, text="t", blocks=blocks)) == "invalid_blocks"
    assert detail in slack.refusals[-1].detail
    assert ada.sees() == ""


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain("Form"), "submit": plain("Send"), "blocks": list(blocks) or [section()], **more}


NO_SUBMIT = {key: value for key, value in modal(entry()).items() if key != "submit"}
WRONG_IN_VIEWS: dict[str, tuple[Json, str]] = {
    "a long title": (modal(title=plain("t" * 25)), "no more than 24 characters"),
    "a long submit": (modal(submit=plain("t" * 25)), "no more than 24 characters"),
    "a long close": (modal(close=plain("t" * 25)), "no more than 24 characters"),
    "no title": ({"type": "modal", "blocks": [section()]}, "missing required field: title"),
    "no blocks": ({"type": "modal", "title": plain("t"), "blocks": []}, "must have at least 1 items"),
    "long private_metadata": (modal(private_metadata="m" * 3001), "no more than 3000 characters"),
    "a long callback_id": (modal(callback_id="c" * 256), "no more than 255 characters"),
    "too many blocks": (modal(*[section()] * 101), "no more than 100 items"),
    "inputs without submit": (NO_SUBMIT, "missing required field: submit"),
    "a chart": (modal(chart()), "unsupported type: data_visualization in a modal"),
    "a table": (modal(TABLE), "unsupported type: table in a modal"),
    "a block_id twice": (modal(entry(), entry()), "block_id q already exists"),
    "a button as an input": (modal({**entry(), "element": button()}), "unsupported type: button"),
    "a home page": ({"type": "home", "blocks": [section()]}, "must be a modal"),
}


@pytest.mark.parametrize("case", WRONG_IN_VIEWS)
def test_a_form_is_refused_for(case: str, slack: Slack, client: WebClient, ada: Person) -> None:
    view, detail = WRONG_IN_VIEWS[case]
    trigger = slack.space.new_trigger(ada.id)
    assert refusal(slack, lambda: client.views_open(trigger_id=trigger, view=view)) == "invalid_arguments"
    assert detail in slack.refusals[-1].detail
    assert ada.form is None


WRONG_ON_HOME: dict[str, Json] = {
    "a file input": {**entry(), "element": {"type": "file_input", "action_id": "f"}},
    "an email input": {**entry(), "element": {"type": "email_text_input", "action_id": "f"}},
    "a table": TABLE,
    "markdown": {"type": "markdown", "text": "# x"},
}


@pytest.mark.parametrize("case", WRONG_ON_HOME)
def test_a_home_page_is_refused_for(case: str, slack: Slack, client: WebClient, ada: Person) -> None:
    home = {"type": "home", "blocks": [WRONG_ON_HOME[case]]}
    assert refusal(slack, lambda: client.views_publish(user_id=ada.id, view=home)) == "invalid_arguments"


def test_a_view_over_250_kb_is_too_large(slack: Slack, client: WebClient, ada: Person) -> None:
    big = {"type": "home", "blocks": [section("x" * 2999) for _ in range(99)]}
    assert refusal(slack, lambda: client.views_publish(user_id=ada.id, view=big)) == "view_too_large"


CALLS: dict[str, tuple[str, Json]] = {
    "a method of no Slack": ("unknown_method", {"api_method": "chat.shout"}),
    "posting to nobody": ("channel_not_found", {"api_method": "chat.postMessage", "channel": "C9", "text": "t"}),
    "posting where the bot is not": ("not_in_channel", {"api_method": "chat.postMessage", "channel": "C0QUIET", "text": "t"}),
    "posting into the archive": ("is_archived", {"api_method": "chat.postMessage", "channel": "C0OLD", "text": "t"}),
    "posting nothing": ("no_text", {"api_method": "chat.postMessage", "channel": "U0ADA", "text": " "}),
    "posting blocks of letters": (
        "invalid_blocks_format",
        {"api_method": "chat.postMessage", "channel": "U0ADA", "blocks": "["},
    ),
    "posting to a bot": ("cannot_dm_bot", {"api_method": "chat.postMessage", "channel": "U0ROBOT", "text": "t"}),
    "posting to a foreigner": ("channel_not_found", {"api_method": "chat.postMessage", "channel": "U0FAY", "text": "t"}),
    "posting to the departed": ("user_disabled", {"api_method": "chat.postMessage", "channel": "U0GONE", "text": "t"}),
    "metadata without a type": (
        "invalid_metadata_format",
        {"api_method": "chat.postMessage", "channel": "U0ADA", "text": "t", "metadata": {"event_payload": {}}},
    ),
    "opening nobody's": ("user_not_found", {"api_method": "conversations.open", "users": "U9"}),
    "opening with no one": ("users_list_not_supplied", {"api_method": "conversations.open"}),
    "opening a foreigner's": ("user_not_visible", {"api_method": "conversations.open", "users": "U0FAY"}),
    "opening the departed's": ("user_disabled", {"api_method": "conversations.open", "users": "U0GONE"}),
    "asking who nobody is": ("user_not_found", {"api_method": "users.info", "user": "U9"}),
    "whispering to the absent": (
        "user_not_in_channel",
        {"api_method": "chat.postEphemeral", "channel": "C0SUPPORT", "user": "U0GONE", "text": "t"},
    ),
    "editing what is not there": (
        "message_not_found",
        {"api_method": "chat.update", "channel": "C0SUPPORT", "ts": "1.0", "text": "t"},
    ),
    "reading where the bot is not": ("not_in_channel", {"api_method": "conversations.history", "channel": "C0QUIET"}),
    "reading no thread": ("thread_not_found", {"api_method": "conversations.replies", "channel": "C0SUPPORT", "ts": "1.0"}),
    "a page of thousands": (
        "invalid_limit",
        {"api_method": "conversations.history", "channel": "C0SUPPORT", "limit": 1000},
    ),
    "a view nobody has": ("not_found", {"api_method": "views.update", "view_id": "V9", "view": modal()}),
    "a trigger nobody pulled": ("invalid_trigger_id", {"api_method": "views.open", "trigger_id": "1.2", "view": modal()}),
    "a missing argument": ("invalid_arguments", {"api_method": "chat.postMessage", "text": "t"}),
    "completing an unknown file": ("file_not_found", {"api_method": "files.completeUploadExternal", "files": [{"id": "F9"}]}),
    "a group nobody is in": ("no_such_subteam", {"api_method": "usergroups.users.list", "usergroup": "S9"}),
}


@pytest.mark.parametrize("case", CALLS)
@pytest.mark.usefixtures("support")
def test_a_call_is_refused_for(case: str, slack: Slack, client: WebClient, ada: Person) -> None:
    code, call = CALLS[case]
    args = {name: value for name, value in call.items() if name != "api_method"}
    slack.person("robot", bot=True)
    slack.person("fay", team="T0OTHER")
    slack.person("gone", deactivated=True)
    slack.channel("quiet", members=[ada], bot=False)
    slack.channel("old", members=[ada], archived=True)
    assert refusal(slack, lambda: client.api_call(call["api_method"], json=args)) == code


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("method", ["chat_update", "chat_delete"])
def test_a_message_of_somebody_else_is_not_the_apps_to_change(
    slack: Slack, client: WebClient, ada: Person, support: Channel, method: str
) -> None:
    ada.types("mine", support)
    ts = ada.messages(support)[-1].ts
    more = {"text": "yours"} if method == "chat_update" else {}
    assert refusal(slack, lambda: getattr(client, method)(channel=support.id, ts=ts, **more)) in (
        "cant_update_message",
        "cant_delete_message",
    )


def test_an_edit_is_shorter_than_a_post(slack: Slack, client: WebClient, ada: Person) -> None:
    posted = client.chat_postMessage(channel=ada.id, text="x" * 40_001)
    assert posted["warning"] == "message_truncated"
    assert len(ada.last().text) == 40_000
    edit = {"channel": posted["channel"], "ts": posted["ts"], "text": "x" * 4_001}
    assert refusal(slack, lambda: client.chat_update(**edit)) == "msg_too_long"


@pytest.mark.parametrize(
    ("token", "code"), [("", "not_authed"), ("xoxb-other", "invalid_auth"), ("xapp", "not_allowed_token_type")]
)
def test_a_wrong_token_is_refused(slack: Slack, token: str, code: str) -> None:
    stranger = WebClient(slack.app_token if token == "xapp" else token, base_url=slack.api_url, retry_handlers=[])
    assert refusal(slack, stranger.auth_test) == code


@pytest.fixture
def narrow() -> dict[str, Any]:
    return {"oauth_config": {"scopes": {"bot": ["chat:write"], "bot_optional": ["users:read"]}}}


SCOPES = {
    "im:write": "conversations.open",
    "files:write": "files.getUploadURLExternal",
    "team:read": "team.info",
    "dnd:read": "dnd.info",
}


@pytest.mark.parametrize("scope", SCOPES)
def test_a_scope_the_manifest_does_not_ask_for_is_missing(narrow: Json, moment: list[Any], scope: str) -> None:
    with Slack(narrow, lambda: moment[0]) as slack:
        client = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        assert refusal(slack, lambda: client.api_call(SCOPES[scope])) == "missing_scope"
        with pytest.raises(SlackApiError) as caught:
            client.api_call(SCOPES[scope])
        assert (caught.value.response["needed"], caught.value.response["provided"]) == (scope, "chat:write,users:read")


@pytest.mark.parametrize("granted", [True, False])
def test_an_optional_scope_is_granted_unless_declined(narrow: Json, moment: list[Any], granted: bool) -> None:
    with Slack(narrow, lambda: moment[0], optional_scopes=granted) as slack:
        ada = slack.person("ada")
        client = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        if granted:
            assert client.users_info(user=ada.id)["user"]["name"] == "ada"
        else:
            assert refusal(slack, lambda: client.users_info(user=ada.id)) == "missing_scope"


def test_the_messages_tab_can_be_off(moment: list[Any]) -> None:
    off = {"oauth_config": {"scopes": {"bot": ["chat:write"]}}, "features": {"app_home": {"home_tab_enabled": True}}}
    with Slack(off, lambda: moment[0]) as slack:
        ada = slack.person("ada")
        client = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        assert refusal(slack, lambda: client.chat_postMessage(channel=ada.id, text="t")) == "messages_tab_disabled"


def test_an_event_without_its_scope_is_refused_with_the_manifest(moment: list[Any]) -> None:
    with pytest.raises(ValueError, match=r"message\.im without im:history"):
        Slack({"settings": {"event_subscriptions": {"bot_events": ["message.im"]}}}, lambda: moment[0])


def test_a_slack_without_charts_refuses_them_and_takes_the_rest(slack: Slack, client: WebClient, ada: Person) -> None:
    slack.forgets_blocks("data_visualization")
    code = refusal(slack, lambda: client.chat_postMessage(channel=ada.id, text="t", blocks=[section(), chart()]))
    assert code == "invalid_blocks"
    assert slack.refusals[-1].detail == "[ERROR] unsupported type: data_visualization [json-pointer:/blocks/1/type]"
    client.chat_postMessage(channel=ada.id, text="t", blocks=[section()])
    slack.forgets_blocks()
    client.chat_postMessage(channel=ada.id, text="t", blocks=[chart()])
