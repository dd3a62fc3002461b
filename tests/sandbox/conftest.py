"""A small workspace and two ways to connect a Bolt app to it."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from typing import Any

import pytest
from flask import Flask
from flask import request as incoming
from slack_bolt import App
from slack_bolt.adapter.flask import SlackRequestHandler
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from werkzeug.serving import WSGIRequestHandler, make_server

from sandbox import Channel, Person, Slack

BOT_SCOPES = [
    "chat:write", "commands", "im:write", "im:read", "im:history", "channels:read", "channels:history", "users:read",
    "team:read", "files:write", "files:read", "usergroups:read", "dnd:read",
]  # fmt: skip
MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Parrot"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
        "bot_user": {"display_name": "Parrot"},
        "slash_commands": [{"command": "/parrot", "description": "says it again", "should_escape": True}],
    },
    "oauth_config": {"scopes": {"bot": BOT_SCOPES}},
    "settings": {
        "interactivity": {"is_enabled": True},
        "event_subscriptions": {
            "bot_events": ["message.im", "message.channels", "app_home_opened", "user_change",
                           "member_joined_channel", "member_left_channel"]
        }
    },
}  # fmt: skip


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None: ...


@contextmanager
def over_http(slack: Slack, app: App) -> Iterator[None]:
    """The app behind a web server of its own, with request signing."""
    web, handler = Flask("app"), SlackRequestHandler(app)
    web.add_url_rule("/slack/events", view_func=lambda: handler.handle(incoming), methods=["POST"], endpoint="events")
    server = make_server("127.0.0.1", 0, web, threaded=True, request_handler=_Quiet)
    serving = Thread(target=server.serve_forever, args=(0.01,))
    serving.start()
    slack.events_url = f"http://127.0.0.1:{server.server_port}/slack/events"
    yield
    slack.events_url = ""
    server.shutdown()
    serving.join()
    server.server_close()


@contextmanager
def over_socket(slack: Slack, app: App) -> Iterator[SocketModeHandler]:
    """The app on Socket Mode."""
    handler, reading = SocketModeHandler(app, slack.app_token), Event()
    handler.client.on_message_listeners.append(lambda _: reading.set())
    handler.connect()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped
    slack.wait_connected()
    assert reading.wait(10)  # before that the SDK would not hear that it is to close
    yield handler
    with slack.letting_go():
        handler.close()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped


Way = Callable[[App], AbstractContextManager[Any]]


@pytest.fixture
def moment() -> list[datetime]:
    """The one moment it is; `passes` moves it."""
    return [datetime(2026, 3, 2, 9, 0, tzinfo=UTC)]


@pytest.fixture
def passes(moment: list[datetime]) -> Callable[..., None]:
    """Lets time pass: `passes(minutes=31)`."""

    def passes(**much: float) -> None:
        moment[0] += timedelta(**much)

    return passes


@pytest.fixture
def manifest() -> dict[str, Any]:
    return copy.deepcopy(MANIFEST)


@pytest.fixture
def slack(manifest: dict[str, Any], moment: list[datetime]) -> Iterator[Slack]:
    with Slack(manifest, lambda: moment[0]) as running:
        yield running


@pytest.fixture
def client(slack: Slack) -> WebClient:
    return WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])


@pytest.fixture
def ada(slack: Slack) -> Person:
    return slack.person("ada", name="Ada Lovelace", tz="Europe/Berlin")


@pytest.fixture
def ben(slack: Slack) -> Person:
    return slack.person("ben", name="Ben Franklin", tz="America/New_York")


@pytest.fixture
def support(slack: Slack, ada: Person, ben: Person) -> Channel:
    return slack.channel("support", members=[ada, ben])


@pytest.fixture
def bolt(slack: Slack) -> App:
    """An empty Bolt app installed in the sandbox, which answers after its listener ran. Not connected."""
    client = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
    return App(client=client, signing_secret=slack.signing_secret, process_before_response=True)


@pytest.fixture
def app(slack: Slack, bolt: App) -> Iterator[App]:
    """The same, reached by signed HTTP; add listeners in the test."""
    with over_http(slack, bolt):
        yield bolt


@pytest.fixture(params=[over_http, over_socket])
def way(slack: Slack, request: pytest.FixtureRequest) -> Way:
    """Connects an app: each test runs over signed HTTP and over Socket Mode."""
    return lambda app: request.param(slack, app)


@pytest.fixture
def socket(slack: Slack) -> Way:
    """Connects an app over Socket Mode."""
    return lambda app: over_socket(slack, app)
