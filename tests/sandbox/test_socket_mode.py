"""Socket Mode with Bolt's own handler: hello, acks, retries, reconnecting, going away."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from slack_bolt import App, BoltRequest

from sandbox import NobodyListens, Person, Slack

Way = Callable[[App], AbstractContextManager[Any]]


def test_an_event_is_acked_and_its_retry_is_marked(slack: Slack, ada: Person, bolt: App, socket: Way) -> None:
    retries: list[Any] = []

    @bolt.event("message")
    def heard(request: BoltRequest) -> None:
        retries.append(request.headers.get("x-slack-retry-num"))

    with socket(bolt):
        ada.types("hello")
        again = slack.redeliver(slack.deliveries[0])
    assert again.payload["event_id"] == slack.deliveries[0].payload["event_id"]
    assert retries == [None, ["1"]]


def test_an_app_that_never_acks_is_given_up_on(slack: Slack, ada: Person, bolt: App, socket: Way) -> None:
    bolt.message("hello")(lambda: None)
    with socket(bolt):
        ada.types("hello")
        slack.ack_timeout = 0.05
        ada.types("nobody handles this")
    assert (slack.deliveries[-1].ok, slack.deliveries[-1].status) == (False, 0)
    assert slack.refusals[-1].error == "dispatch_failed"


def test_an_app_told_to_reconnect_comes_back(slack: Slack, ada: Person, bolt: App, socket: Way) -> None:
    heard: list[str] = []
    bolt.event("message")(lambda event: heard.append(event["text"]))
    with socket(bolt):
        slack.ask_to_reconnect("warning")
        slack.wait_connected()
        ada.types("still there?")
    assert heard == ["still there?"]
    assert [call.method for call in slack.calls].count("apps.connections.open") == 2


def test_without_an_app_nobody_listens(slack: Slack, ada: Person) -> None:
    with pytest.raises(NobodyListens):
        ada.types("hello?")
    with pytest.raises(TimeoutError):
        slack.wait_connected(timeout=0.01)


def test_a_socket_wins_over_http(slack: Slack, ada: Person, app: App, socket: Way) -> None:
    app.event("message")(lambda: None)
    with socket(app):
        slack.events_url = "http://127.0.0.1:9/nowhere"
        ada.types("hello")
    assert slack.deliveries[-1].ok
