"""What keeps running: everything in one process, or inbound and the loops each on their own.

Told to stop, each takes up nothing new, finishes the piece in hand and ends with 0, within ten seconds whatever hangs. Told
again, it ends at once.
"""

import os
import signal
from collections.abc import Callable
from threading import Event, Timer

from bot import app as house
from bot import ticker
from bot.cli.common import cli, err, out, settings_for
from bot.domain.refusal import Refusal
from bot.settings import Settings
from storage.database import WrongSchema

STOPS_WITHIN = 9.0  # seconds; most supervisors kill after ten
LOOKS_EVERY = 5.0  # seconds between two looks at the socket


@cli.command()
def run() -> None:
    """Everything in one process, over Socket Mode."""
    from bot.slack.socket import Socket

    settings = settings_for("slack_bot_token", "slack_app_token")
    bot = house.build(settings)
    socket = Socket(bot.slack, settings.slack_app_token, house.wall_clock, threads=house.THREADS)
    socket.connect()
    if not socket.is_there:
        err.print("Slack cannot be reached over Socket Mode yet. Candor goes on trying for five minutes.")
    bot.postman.start()
    end = End()
    metronome = ticker.start(end.unless_newer(bot.turn), house.wall_clock())
    out.print("Candor is running. Ctrl-C stops it.")  # from here on a signal is heard
    end.wait(socket.check)
    bot.leave()
    socket.leave()
    metronome.shutdown()
    socket.close()
    bot.close()
    end.say_why()


@cli.command()
def web() -> None:
    """Inbound only, over signed HTTP: /slack/events, /healthz and /metrics on PORT."""
    from bot.web import Server

    settings = settings_for("slack_bot_token", "slack_signing_secret")
    store, here = house.services(settings).store, os.getpid()
    store.require_current()  # said once, here, and not by every worker
    store.close()
    try:
        Server(lambda: _inbound(settings), settings.port, STOPS_WITHIN).run()
    finally:
        if os.getpid() == here:  # and not in a worker that ends
            store.require_not_newer()
            store.close()


def _inbound(settings: Settings) -> house.Bot:
    """What a server's worker serves. A database that became newer than this code ends the server, which then says why."""
    bot, server = house.build(settings), os.getppid()
    bot.postman.start()

    def look() -> None:
        if bot.outdated() and os.getppid() == server:
            os.kill(server, signal.SIGTERM)

    ticker.start(look, house.wall_clock())
    return bot


@cli.command()
def worker() -> None:
    """The loops only: ask, remind, send, report."""
    bot = house.build(settings_for("slack_bot_token"))
    bot.postman.start()
    end = End()
    metronome = ticker.start(end.unless_newer(bot.turn), house.wall_clock())
    out.print("The worker is running. Ctrl-C stops it.")
    end.wait()
    bot.leave()
    metronome.shutdown()
    bot.close()
    end.say_why()


class End:
    """When this process ends, and why: it is told to, or it is of no use any more."""

    def __init__(self) -> None:
        self._told, self._why = Event(), ""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._signalled)

    def unless_newer(self, turn: Callable[[], None]) -> Callable[[], None]:
        """The same turn; when the database has become newer than this code, the process ends instead of failing for ever."""

        def checked() -> None:
            try:
                turn()
            except WrongSchema as newer:
                self._ends(str(newer))

        return checked

    def wait(self, look: Callable[[], None] = lambda: None) -> None:
        """Until it is told to stop, or there is a reason to; looks every few seconds."""
        while not self._told.wait(LOOKS_EVERY):
            try:
                look()
            except Refusal as gone:
                self._ends(gone.sentence)
        hanging = Timer(STOPS_WITHIN, os._exit, (1 if self._why else 0,))
        hanging.daemon = True
        hanging.start()

    def say_why(self) -> None:
        if self._why:
            raise Refusal(self._why)

    def _ends(self, why: str) -> None:
        self._why = self._why or why
        self._told.set()

    def _signalled(self, number: int, _frame: object) -> None:
        if self._told.is_set():
            os._exit(128 + number)
        self._told.set()
