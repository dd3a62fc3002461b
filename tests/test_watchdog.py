"""The watch over the socket: what it says, when it connects anew, and when it gives up. No test waits for time to pass."""

import json
from collections.abc import Iterator
from datetime import timedelta
from threading import Event, Thread
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult

from bot.domain.refusal import Refusal
from bot.slack.messenger import web_client
from bot.slack.socket import Gone, Socket
from sandbox import Fault, Slack
from tests.conftest import Cast, Clock, Running

MINUTE = timedelta(minutes=1)


@pytest.fixture
def app(slack: Slack) -> App:
    client = web_client(slack.bot_token, slack.api_url)
    return App(client=client, authorize=lambda: AuthorizeResult(enterprise_id=None, team_id=None))


@pytest.fixture
def socket(slack: Slack, app: App, clock: Clock) -> Iterator[Socket]:
    """A socket under watch, which nobody has connected yet."""
    made = Socket(app, slack.app_token, clock, threads=2)
    yield made
    with slack.letting_go():
        made.close()


def frame(**what: Any) -> str:
    return json.dumps(what)


def passes(clock: Clock, socket: Socket, minutes: float) -> None:
    clock.forward(minutes=minutes)
    socket.check()


def settled(socket: Socket, slack: Slack) -> None:
    """Connected, and its first pong has come and been noticed, so that nothing is on its way any more."""
    slack.wait_connected()
    for _ in range(1000):
        if socket.client.current_session.last_ping_pong_time is not None:
            break
        Event().wait(0.01)
    socket.check()


def test_more_sockets_than_expected_are_one_line(socket: Socket, capsys: pytest.CaptureFixture[str]) -> None:
    socket.hear(frame(type="hello", num_connections=1))
    assert "more sockets" not in capsys.readouterr().out
    socket.hear(frame(type="hello", num_connections=3))
    assert capsys.readouterr().out.count("more sockets than expected") == 1


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "link_disabled"])
def test_why_slack_ends_a_connection_is_logged(socket: Socket, capsys: pytest.CaptureFixture[str], reason: str) -> None:
    socket.hear(frame(type="disconnect", reason=reason))
    assert reason in capsys.readouterr().out


def test_what_is_not_json_is_only_a_sign_of_life(socket: Socket) -> None:
    socket.hear("not json")
    socket.hear('["disconnect"]')
    socket.check()


def test_any_frame_keeps_the_socket(slack: Slack, socket: Socket, clock: Clock) -> None:
    for _ in range(10):
        passes(clock, socket, 1.5)
        socket.hear(frame(type="events_api"))
    assert slack.sockets == 0  # it never connected anew


def test_a_socket_that_went_half_open_is_connected_anew(
    slack: Slack, socket: Socket, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    socket.connect()
    settled(socket, slack)
    slack.goes_half_open()
    passes(clock, socket, 1.9)
    assert "silent" not in capsys.readouterr().out
    passes(clock, socket, 0.1)
    assert "the socket is silent" in capsys.readouterr().out
    settled(socket, slack)


def test_silence_is_answered_once_and_then_by_giving_up(socket: Socket, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    knocked: list[bool] = []
    monkeypatch.setattr(socket.client, "connect_to_new_endpoint", lambda force: knocked.append(force))  # and nobody answers
    for _ in range(3):
        socket.hear(frame(type="hello"))
        passes(clock, socket, 2)
        passes(clock, socket, 1.9)
    assert len(knocked) == 3
    clock.forward(minutes=0.1)
    with pytest.raises(Gone, match="silent for too long"):
        socket.check()


def test_when_socket_mode_is_turned_off_it_waits_and_then_says_what_to_do(
    slack: Slack, socket: Socket, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    socket.connect()
    settled(socket, slack)
    with slack.faults.outage("apps.connections.open", Fault.error("socket_mode_disabled")):
        slack.ask_to_reconnect("link_disabled")
        socket.hear(frame(type="disconnect", reason="link_disabled"))
        passes(clock, socket, 1)
        passes(clock, socket, 3)
        clock.forward(minutes=1)
        with pytest.raises(Gone, match="Turn it on again"):
            socket.check()
    assert "link_disabled" in capsys.readouterr().out


def test_when_it_is_turned_on_again_in_time_all_is_well(slack: Slack, socket: Socket, clock: Clock) -> None:
    socket.connect()
    settled(socket, slack)
    slack.ask_to_reconnect("link_disabled")
    socket.hear(frame(type="disconnect", reason="link_disabled"))
    passes(clock, socket, 1)
    settled(socket, slack)
    passes(clock, socket, 1)


def test_too_many_sockets_are_not_answered_by_knocking_again_and_again(slack: Slack, socket: Socket, clock: Clock) -> None:
    slack.most_sockets = 0
    socket.connect()
    for _ in range(500):
        if slack.disconnects:
            break
        Event().wait(0.01)
    socket.hear(frame(type="disconnect", reason="too_many_websockets"))
    passes(clock, socket, 0.2)
    knocked = sum(call.method == "apps.connections.open" for call in slack.calls)
    passes(clock, socket, 0.2)
    assert (knocked, len(slack.disconnects)) == (1, 1)
    clock.forward(minutes=5)
    with pytest.raises(Gone, match="too many sockets"):
        socket.check()


def test_a_token_that_slack_does_not_accept_is_said_at_once(slack: Slack, socket: Socket) -> None:
    slack.faults.add("apps.connections.open", Fault.error("invalid_auth"))
    with pytest.raises(Refusal, match="SLACK_APP_TOKEN"):
        socket.connect()


def test_a_slack_that_is_not_there_is_waited_for(slack: Slack, socket: Socket, clock: Clock) -> None:
    slack.faults.add("apps.connections.open", Fault.status(503), 2)
    socket.connect()
    passes(clock, socket, 1)
    assert slack.sockets == 0
    passes(clock, socket, 1)
    settled(socket, slack)


def test_told_to_leave_it_takes_in_nothing_more_but_acknowledges_what_is_in_hand(
    bot: Running, slack: Slack, cast: Cast, clock: Clock
) -> None:
    made = Socket(bot.bot.slack, slack.app_token, clock, threads=2)
    made.connect()
    slack.wait_connected()
    assert "/candor report" in cast.ada.runs("/candor help")
    made.leave()
    slack.ack_timeout = 0.05
    assert "dispatch_failed" in cast.ada.runs("/candor help")
    slack.refusals.clear()
    with slack.letting_go():
        made.close()


def test_it_closes_even_when_the_thread_that_reads_is_just_beginning(slack: Slack, app: App, clock: Clock) -> None:
    """Such a thread first says of itself that it has not ended, and so overhears that it is to."""
    socket = Socket(app, slack.app_token, clock, threads=2)
    client, begun, closed = socket.client, Event(), Event()
    disconnect = client.disconnect

    def begins() -> None:
        if client.current_session is not None and client.current_session.is_active():
            begun.set()
            closed.wait(20)
            client.current_session_state.terminated = False
            client.current_session.run_until_completion(client.current_session_state)

    def disconnects() -> None:
        disconnect()
        closed.set()

    client.current_session_runner.target, client.disconnect = begins, disconnects
    socket.connect()
    slack.wait_connected()
    assert begun.wait(20)
    closing = Thread(target=socket.close, daemon=True)
    closing.start()
    closing.join(timeout=20)
    assert not closing.is_alive()
