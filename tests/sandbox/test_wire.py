"""What travels: signatures, retries, response_urls, files, history in pages, faults, idempotency."""

import urllib.request
from collections.abc import Callable
from http.client import RemoteDisconnected
from typing import Any

import pytest
from slack_bolt import Ack, App, BoltRequest, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from sandbox import Channel, Fault, Person, Slack

Json = dict[str, Any]


@pytest.mark.parametrize(
    ("signature", "offset", "status"),
    [("good", 0, 200), ("good", -280, 200), ("good", -310, 401), ("good", 310, 401), ("bad", 0, 401), (None, 0, 401)],
)
def test_only_a_fresh_good_signature_is_accepted(
    slack: Slack, ada: Person, app: App, signature: str | None, offset: int, status: int
) -> None:
    app.event("message")(lambda: None)
    ada.types("hello")
    payload = slack.deliveries[0].payload
    assert slack.forge("events_api", payload, signature, offset) == status


def test_a_failed_event_can_be_delivered_again_with_slacks_headers(slack: Slack, ada: Person, app: App) -> None:
    seen: list[Any] = []

    @app.event("message")
    def heard(request: BoltRequest) -> None:
        seen.append((request.headers.get("x-slack-retry-num"), request.headers.get("x-slack-retry-reason")))
        if len(seen) == 1:
            raise RuntimeError("the first time it fails")

    ada.types("hello")
    assert (slack.deliveries[0].ok, slack.deliveries[0].status) == (False, 500)
    assert slack.redeliver(slack.deliveries[0]).ok
    assert seen == [(None, None), (["1"], ["http_timeout"])]


def test_an_app_that_is_gone_is_a_failed_delivery(slack: Slack, ada: Person) -> None:
    slack.events_url = "http://127.0.0.1:9/slack/events"
    ada.types("hello")
    assert (slack.deliveries[0].ok, slack.deliveries[0].status) == (False, 0)


@pytest.fixture
def answers(app: App, client: WebClient, ada: Person, support: Channel) -> Callable[..., WebhookClient]:
    """Ada clicks a button; gives the webhook of the click's response_url."""
    urls: list[str] = []

    @app.action("go")
    def clicked(ack: Ack, body: Json, respond: Respond) -> None:
        assert respond.response_url
        urls.append(body["response_url"])
        ack()

    def click(**where: Any) -> WebhookClient:
        button = {"type": "button", "text": {"type": "plain_text", "text": "Go"}, "action_id": "go"}
        row = [{"type": "actions", "elements": [button]}]
        client.chat_postMessage(channel=support.id, text="t", blocks=row, **where)
        ada.clicks("Go")
        return WebhookClient(urls[-1], retry_handlers=[])

    return click


def test_a_response_url_answers_five_times_in_half_an_hour(
    slack: Slack, ada: Person, support: Channel, answers: Callable[..., WebhookClient], passes: Callable[..., None]
) -> None:
    hook = answers()
    used = [hook.send(text=f"answer {n}") for n in range(6)]
    assert [one.status_code for one in used] == [200] * 5 + [404]
    assert used[5].body == "used_url"
    assert "Parrot (only you): answer 4" in ada.sees(support)
    late = answers()
    passes(minutes=31)
    assert (late.send(text="late").status_code, slack.refusals[-1].error) == (404, "expired_url")
    assert [one.status for one in slack.responses] == [200] * 5 + [404] * 2


def test_a_response_url_replaces_and_deletes_its_message(
    ada: Person, ben: Person, support: Channel, answers: Callable[..., WebhookClient]
) -> None:
    hook = answers()
    hook.send(text="done", replace_original=True)
    assert ben.sees(support) == "Parrot: done"
    hook.send(delete_original=True)
    assert ben.sees(support) == ""
    assert hook.send(text="again", replace_original=True).body == "message_not_found"
    assert hook.send(text="for all", response_type="in_channel").status_code == 200
    assert ben.sees(support) == "Parrot: for all"
    assert hook.send(text="").body == "no_text"
    assert ada.last(support).shown == "for all"


def test_a_response_to_a_threads_message_stays_in_the_thread(
    client: WebClient, ada: Person, support: Channel, answers: Callable[..., WebhookClient]
) -> None:
    root = client.chat_postMessage(channel=support.id, text="root")["ts"]
    answers(thread_ts=root).send(text="inside")
    assert ada.sees(support) == "Parrot: root\n    Parrot: [Go]\n    Parrot (only you): inside"


def test_a_file_is_there_after_its_third_step(slack: Slack, client: WebClient, ada: Person, support: Channel) -> None:
    root = client.chat_postMessage(channel=support.id, text="root")["ts"]
    more = {"channel": support.id, "thread_ts": root, "initial_comment": "The chart"}
    sent = client.files_upload_v2(filename="chart.png", content=b"\x89PNG", title="Chart", **more)
    assert ada.sees(support) == "Parrot: root\n    Parrot: The chart\n    [file: chart.png]"
    told = client.files_info(file=sent["file"]["id"])["file"]
    assert (told["title"], told["size"]) == ("Chart", 4)
    with urllib.request.urlopen(told["url_private"]) as answer:
        assert answer.read() == b"\x89PNG"
    begun = client.files_getUploadURLExternal(filename="x.csv", length=3)
    with pytest.raises(SlackApiError, match="file_not_found"):
        client.files_completeUploadExternal(files=[{"id": begun["file_id"], "title": "x"}])
    assert slack.refusals[-1].method == "files.completeUploadExternal"


def test_history_comes_newest_first_in_pages_and_replies_root_first(client: WebClient, ada: Person) -> None:
    sent = [client.chat_postMessage(channel=ada.id, text=f"m{n}") for n in range(3)]
    dm = sent[0]["channel"]
    client.chat_postMessage(channel=dm, text="reply", thread_ts=sent[0]["ts"])
    first = client.conversations_history(channel=dm, limit=2)
    assert ([m["text"] for m in first["messages"]], first["has_more"]) == (["m2", "m1"], True)
    rest = client.conversations_history(channel=dm, limit=2, cursor=first["response_metadata"]["next_cursor"])
    assert ([m["text"] for m in rest["messages"]], rest["has_more"]) == (["m0"], False)
    since = client.conversations_history(channel=dm, oldest=sent[1]["ts"])
    assert [m["text"] for m in since["messages"]] == ["m2"]
    thread = client.conversations_replies(channel=dm, ts=sent[0]["ts"])
    assert [m["text"] for m in thread["messages"]] == ["m0", "reply"]


def test_reading_who_and_where(slack: Slack, client: WebClient, ada: Person, support: Channel) -> None:
    opened = client.conversations_open(users=ada.id)
    assert client.conversations_open(users=[ada.id])["already_open"]
    assert client.conversations_info(channel=opened["channel"]["id"])["channel"]["user"] == ada.id
    assert [c["id"] for c in client.conversations_list(types="public_channel,im")["channels"]] == [support.id, "D0ADA"]
    assert [c["id"] for c in client.users_conversations(user=ada.id)["channels"]] == [support.id]
    assert client.team_info()["team"]["name"] == "Candor Test"
    assert client.auth_test()["user_id"] == slack.bot_user_id
    assert not client.dnd_info(user=ada.id)["dnd_enabled"]
    assert client.api_test()["ok"]
    sent = client.chat_postMessage(channel=support.id, text="t")
    assert sent["ts"].replace(".", "") in client.chat_getPermalink(channel=support.id, message_ts=sent["ts"])["permalink"]


def test_a_repeated_client_msg_id_posts_once(slack: Slack, client: WebClient, ada: Person) -> None:
    posts = [client.chat_postMessage(channel=ada.id, text="t", client_msg_id="one") for _ in range(2)]
    assert posts[0]["ts"] == posts[1]["ts"]
    assert posts[1]["is_duplicate"]
    slack.space.deduplicates = False
    client.chat_postMessage(channel=ada.id, text="t", client_msg_id="one")
    assert len(ada.messages()) == 2


def test_faults_come_in_order_and_then_stop(slack: Slack, client: WebClient, ada: Person) -> None:
    slack.faults.add("chat.postMessage", Fault.rate_limited(retry_after=7))
    slack.faults.add("chat.postMessage", Fault.error("internal_error"))
    slack.faults.add("chat.postMessage", Fault.html(502))
    slack.faults.add("chat.postMessage", Fault.status(503))

    def post() -> object:
        return client.chat_postMessage(channel=ada.id, text="t")

    with pytest.raises(SlackApiError) as limited:
        post()
    assert (limited.value.response.status_code, limited.value.response.headers["Retry-After"]) == (429, "7")
    with pytest.raises(SlackApiError, match="internal_error"):
        post()
    for _ in range(2):
        with pytest.raises(SlackApiError, match="non-JSON"):
            post()
    assert ada.messages() == []
    post()
    assert [call.error for call in slack.calls] == ["ratelimited", "internal_error", "http_502", "http_503", None]


@pytest.mark.parametrize(("fault", "arrived"), [(Fault.drop(), 0), (Fault.accept_then_drop(), 1)])
def test_a_dropped_connection_tells_nothing_of_what_happened(
    slack: Slack, client: WebClient, ada: Person, fault: Fault, arrived: int
) -> None:
    slack.faults.add("chat.postMessage", fault)
    with pytest.raises(RemoteDisconnected):
        client.chat_postMessage(channel=ada.id, text="t")
    assert len(ada.messages()) == arrived


def test_a_private_channel_of_others_is_not_there(slack: Slack, client: WebClient, ada: Person) -> None:
    slack.channel("secret", members=[ada], bot=False, private=True)
    with pytest.raises(SlackApiError, match="channel_not_found"):
        client.chat_postMessage(channel="C0SECRET", text="t")
    assert client.conversations_list(types="public_channel")["channels"] == []


def test_a_file_cannot_be_sent_to_a_user_id(client: WebClient, ada: Person) -> None:
    with pytest.raises(SlackApiError, match="channel_not_found"):
        client.files_upload_v2(filename="x.csv", content="a,b", channel=ada.id)
