"""Everything that can go wrong between an app and Slack, as the app meets it; and the ledger of what people saw."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from http.client import RemoteDisconnected
from typing import Any
from urllib.error import URLError

import pytest
from simple_websocket import Client, ConnectionClosed  # type: ignore[import-untyped]  # published without types
from slack_bolt import App, BoltRequest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from sandbox import Counts, Fault, Faults, Gate, Person, Slack, Storm

Way = Callable[[App], AbstractContextManager[Any]]


@pytest.mark.parametrize(("fault", "arrived"), [(Fault.reset(), 0), (Fault.accept_then_reset(), 1)])
def test_a_reset_is_a_reset_and_no_goodbye(slack: Slack, client: WebClient, ada: Person, fault: Fault, arrived: int) -> None:
    slack.faults.add("chat.postMessage", fault)
    with pytest.raises((ConnectionResetError, URLError)) as lost:
        client.chat_postMessage(channel=ada.id, text="t")
    assert not isinstance(lost.value, RemoteDisconnected)
    assert len(ada.messages()) == arrived


@pytest.mark.parametrize("fault", [Fault.html(502), Fault.status(500), Fault.not_json()])
@pytest.mark.parametrize("accepted", [True, False])
def test_an_answer_can_be_broken_whether_or_not_the_call_was_accepted(
    slack: Slack, client: WebClient, ada: Person, fault: Fault, accepted: bool
) -> None:
    slack.faults.add("chat.postMessage", fault.after() if accepted else fault)
    with pytest.raises(SlackApiError, match="non-JSON"):
        client.chat_postMessage(channel=ada.id, text="t")
    assert len(ada.messages()) == accepted


@pytest.mark.parametrize(("make", "meanwhile"), [(Fault.slow, 0), (Fault.accept_then_slow, 1)])
def test_a_slow_call_waits_for_the_test_to_let_it_go(
    slack: Slack, client: WebClient, ada: Person, make: Callable[[Gate], Fault], meanwhile: int
) -> None:
    gate = Gate()
    slack.faults.add("chat.postMessage", make(gate))
    with ThreadPoolExecutor(1) as pool:
        posting = pool.submit(client.chat_postMessage, channel=ada.id, text="t")
        gate.arrived()
        assert (len(ada.messages()), posting.done()) == (meanwhile, False)
        gate.open()
        assert posting.result()["ok"]
    with pytest.raises(TimeoutError, match="1 of 2"):
        gate.arrived(2, timeout=0.01)


def test_a_script_spares_the_calls_it_is_told_to(slack: Slack, client: WebClient, ada: Person) -> None:
    slack.faults.add("chat.postMessage", Fault.error("fatal_error"), spared=1)
    client.chat_postMessage(channel=ada.id, text="first")
    with pytest.raises(SlackApiError, match="fatal_error"):
        client.chat_postMessage(channel=ada.id, text="second")
    client.chat_postMessage(channel=ada.id, text="third")
    assert [one.shown for one in ada.messages()] == ["first", "third"]


def test_an_outage_lasts_until_it_is_over(slack: Slack, client: WebClient) -> None:
    with slack.faults.outage("auth.test", Fault.status(503)):
        for _ in range(2):
            with pytest.raises(SlackApiError):
                client.auth_test()
        assert client.team_info()["ok"]
    assert client.auth_test()["ok"]
    with slack.faults.outage("*", Fault.drop()), pytest.raises(RemoteDisconnected):
        client.team_info()


def test_a_response_url_fails_as_the_script_says(slack: Slack, client: WebClient, ada: Person) -> None:
    client.chat_postMessage(channel=ada.id, text="t")
    url = slack.space.new_response_url(ada.id, "D0ADA", ada.last())
    slack.faults.add("response_url", Fault.status(500).after())
    hook = WebhookClient(url, retry_handlers=[])
    assert hook.send(text="anew", replace_original=True).status_code == 500
    assert ada.last().shown == "anew"


def test_whoever_calls_before_its_retry_after_is_over_is_noticed(
    slack: Slack, client: WebClient, ada: Person, passes: Callable[..., None]
) -> None:
    slack.faults.add("chat.postMessage", Fault.rate_limited(30))
    with pytest.raises(SlackApiError):
        client.chat_postMessage(channel=ada.id, text="t")
    assert client.team_info()["ok"]
    assert slack.too_early == []
    passes(seconds=29)
    client.chat_postMessage(channel=ada.id, text="t")
    passes(seconds=1)
    client.chat_postMessage(channel=ada.id, text="t")
    assert [call.method for call in slack.too_early] == ["chat.postMessage"]


def drawn(seed: int) -> list[str]:
    faults = Faults()
    faults.storm = Storm(seed, [(Fault.drop(), 0.25), (Fault.status(503), 0.25)], frozenset({"chat.postMessage"}))
    return [fault.name if (fault := faults.take("chat.postMessage")) else "" for _ in range(400)]


def test_a_storm_is_the_same_for_the_same_seed_and_as_rough_as_it_was_told() -> None:
    assert drawn(1) == drawn(1) != drawn(2)
    assert 70 < drawn(1).count("dropped") < 130
    assert 150 < drawn(1).count("") < 250
    faults = Faults()
    faults.storm = Storm(1, [(Fault.drop(), 1.0)], frozenset({"chat.postMessage"}))
    assert faults.take("chat.update") is None
    with pytest.raises(ValueError, match="more than one"):
        Storm(1, [(Fault.drop(), 0.6), (Fault.reset(), 0.6)])


def test_the_ledger_says_what_each_person_saw(slack: Slack, client: WebClient, ada: Person, ben: Person) -> None:
    def post(person: Person, key: str) -> dict[str, Any]:
        metadata = {"event_type": "x", "event_payload": {"k": key}}
        sent = client.chat_postMessage(channel=person.id, text=key, metadata=metadata)
        return {"channel": sent["channel"], "ts": sent["ts"]}

    changed, taken_back = post(ada, "one"), post(ada, "two")
    post(ben, "two")
    client.chat_update(**changed, text="anew")
    client.chat_delete(**taken_back)
    ledger = slack.ledger()
    assert [(one.key, one.text, one.deleted) for one in ledger.by(ada.id)] == [("one", "anew", False), ("two", "two", True)]
    assert ledger.counts(["one", "two", "three"]) == Counts(expected=3, lost=1, doubled=1)
    assert str(ledger.counts(["one"])) == "1 expected, 0 lost, 0 doubled"


def test_the_ledger_shows_a_channels_message_to_all_and_a_private_one_to_one(
    slack: Slack, client: WebClient, ada: Person, ben: Person
) -> None:
    support = slack.channel("support", members=[ada, ben])
    client.chat_postMessage(channel=support.id, text="all")
    client.chat_postEphemeral(channel=support.id, user=ben.id, text="you")
    assert [(one.person, one.text) for one in slack.ledger().seen()] == [(ada.id, "all"), (ben.id, "all"), (ben.id, "you")]


def test_events_can_be_held_and_brought_in_any_order_with_their_retries_marked(slack: Slack, ada: Person, app: App) -> None:
    heard: list[Any] = []

    @app.event("message")
    def hear(event: dict[str, Any], request: BoltRequest) -> None:
        heard.append((event["text"], (request.headers.get("x-slack-retry-num") or ["0"])[0]))

    with slack.holding() as held:
        ada.types("a")
        ada.types("b")
    assert heard == []
    held.release(order=[1, 0], times=2)
    assert heard == [("b", "0"), ("a", "0"), ("b", "1"), ("a", "1")]
    heard.clear()
    assert all(one.ok for one in held.release(times=3, at_once=True))
    assert sorted(heard) == [(text, str(retry)) for text in "ab" for retry in range(3)]
    heard.clear()
    held.shuffled(7, times=2)
    assert sorted(heard) == [(text, str(retry)) for text in "ab" for retry in range(2)]


def test_what_was_not_acknowledged_is_brought_again_three_times_at_most(slack: Slack, ada: Person, app: App) -> None:
    heard: list[str] = []

    @app.event("message")
    def hear(event: dict[str, Any]) -> None:
        heard.append(event["text"])
        if event["text"] == "bad":
            raise RuntimeError

    ada.types("good")
    ada.types("bad")
    for _ in range(5):
        slack.retries()
    assert heard == ["good"] + ["bad"] * 4


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "link_disabled"])
def test_an_app_told_to_go_comes_back_whatever_the_reason(
    slack: Slack, ada: Person, bolt: App, socket: Way, reason: str
) -> None:
    heard: list[str] = []
    bolt.event("message")(lambda event: heard.append(event["text"]))
    with socket(bolt):
        slack.ask_to_reconnect(reason)
        slack.wait_connected()
        ada.types("still there?")
    assert heard == ["still there?"]
    assert slack.disconnects == [reason]
    with pytest.raises(ValueError, match="no such reason"):
        slack.ask_to_reconnect("boredom")


class Websocket(Client):  # type: ignore[misc]
    """The library's client leaves unread what comes in the same packet as the handshake, until the next one."""

    def handshake(self) -> None:
        super().handshake()
        self._handle_events()
        self.connected = True  # if that packet closes it as well, whoever reads next finds out


def connected(slack: Slack) -> Websocket:
    """A bare WebSocket, so that no client of anybody's connects anew behind the test's back."""
    opened = WebClient(slack.app_token, base_url=slack.api_url, retry_handlers=[]).apps_connections_open(
        app_token=slack.app_token
    )
    return Websocket(opened["url"])


def frame(socket: Websocket, timeout: float = 10) -> dict[str, Any] | None:
    heard = socket.receive(timeout)
    return json.loads(heard) if heard else None


def test_one_socket_too_many_is_told_so_and_closed(slack: Slack) -> None:
    slack.most_sockets = 1
    first = connected(slack)
    assert (frame(first) or {})["num_connections"] == 1
    second = connected(slack)
    assert (frame(second) or {})["reason"] == "too_many_websockets"
    with pytest.raises(ConnectionClosed):
        second.receive(10)
    assert (slack.sockets, slack.disconnects) == (1, ["too_many_websockets"])
    first.close()


def test_a_half_open_socket_takes_everything_in_and_gives_nothing_back(slack: Slack, ada: Person) -> None:
    half = connected(slack)
    assert (frame(half) or {})["type"] == "hello"
    slack.goes_half_open()
    slack.ack_timeout = 0.05
    ada.types("anybody?")
    assert (slack.deliveries[-1].ok, slack.deliveries[-1].status) == (False, 0)
    assert frame(half, timeout=0.05) is None
    assert slack.sockets == 1  # a ghost, and what is for the app still goes there
    with pytest.raises(TimeoutError):
        slack.wait_connected(timeout=0.01)
    fresh = connected(slack)
    assert (frame(fresh) or {})["num_connections"] == 2
    slack.wait_connected()
    half.close()
    fresh.close()
