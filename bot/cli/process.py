"""What keeps running: everything in one process, or inbound and the loops each on their own."""

import signal
from threading import Event

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import app as house
from bot import ticker
from bot.cli.common import cli, out, settings_for
from bot.domain.refusal import Refusal


@cli.command()
def run() -> None:
    """Everything in one process, over Socket Mode."""
    from slack_bolt.adapter.socket_mode import SocketModeHandler

    settings = settings_for("slack_bot_token", "slack_app_token")
    bot = house.build(settings)
    _check_socket(bot.slack.client, settings.slack_app_token)
    handler = SocketModeHandler(bot.slack, settings.slack_app_token)
    bot.postman.start()
    handler.connect()  # type: ignore[no-untyped-call]
    metronome = ticker.start(bot.turn, house.wall_clock())
    _until_told_to_stop("Candor is running. Ctrl-C stops it.")
    metronome.shutdown()
    handler.close()  # type: ignore[no-untyped-call]
    bot.close()


@cli.command()
def web() -> None:
    """Inbound only, over signed HTTP: /slack/events, /healthz and /metrics on PORT."""
    from bot.web import Server

    settings = settings_for("slack_bot_token", "slack_signing_secret")
    house.services(settings).store.require_current()  # said once, here, and not by every worker
    Server(lambda: house.build(settings), settings.port).run()


@cli.command()
def worker() -> None:
    """The loops only: ask, remind, send, report."""
    bot = house.build(settings_for("slack_bot_token"))
    metronome = ticker.start(bot.turn, house.wall_clock())
    _until_told_to_stop("The worker is running. Ctrl-C stops it.")
    metronome.shutdown()
    bot.close()


def _check_socket(client: WebClient, app_token: str) -> None:
    """A bad token is said once, before the socket's own client tries it again and again."""
    try:
        client.apps_connections_open(app_token=app_token)
    except SlackApiError:
        mend = "Make a new one on the app's page, with the scope connections:write."
        raise Refusal(f"Slack does not accept SLACK_APP_TOKEN. {mend}") from None


def _until_told_to_stop(greeting: str) -> None:
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    out.print(greeting)  # from here on a signal is heard
    stop.wait()
