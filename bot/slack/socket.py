"""Socket Mode with somebody watching: a socket can look healthy while nothing of what Slack sends arrives.

Every frame and every pong is a sign of life. After two minutes without one the watch connects anew, once; after two more it
gives up, so that whoever supervises the process starts another. What Slack says when it ends a connection is logged. Where it
says that there is no use in coming back at once, the SDK is kept from trying again and again, and the watch tries by and by.
"""

import json
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import Any, cast

import structlog
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.errors import SlackApiError

from bot.domain.refusal import Refusal

log = structlog.get_logger()

SILENT_AFTER = timedelta(minutes=2)  # the SDK pings every ten seconds
TRY_EVERY = timedelta(seconds=30)
GIVE_UP_AFTER = timedelta(minutes=5)
SENT_AWAY = {
    "link_disabled": "Slack has disabled Socket Mode for this app. Turn it on again on the app's page, under Socket Mode.",
    "too_many_websockets": "Slack counts too many sockets of this app. Stop its other processes; sockets that were lost are "
    "forgotten after some hours.",
}
SILENT = "Slack has been silent for too long, also after connecting anew. Start Candor again."
NOT_THERE = "Slack could not be reached over Socket Mode for too long. python -m bot doctor says more."
BAD_TOKENS = frozenset(
    {
        *("invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "no_permission", "missing_scope"),
        *("not_allowed_token_type", "invalid_app", "org_login_required", "forbidden_team"),
    }
)


class Gone(Refusal):
    """The socket is of no use any more. The process has to end, and another to be started."""


class Socket:
    """The app's socket and the watch over it. `expected` is how many sockets this app has when all is well."""

    def __init__(self, app: App, app_token: str, now: Callable[[], datetime], *, threads: int, expected: int = 1) -> None:
        silent = logging.getLogger("slack_bolt.candor.socket")
        silent.setLevel(logging.CRITICAL)  # it quotes requests, and what there is to say is said here
        self._handler = SocketModeHandler(app, app_token, logger=silent, concurrency=threads)
        self.client = cast("Any", self._handler.client)  # of which one method is replaced below
        self._now, self._expected = now, expected
        self._life = self._tried = now()  # the last sign of life, and the last time we connected
        self._away: tuple[str, datetime] | None = None  # why Slack sent us away or is not there, and since when
        self._anew = self._leaving = False
        self._pong: float | None = None
        self._take = self.client.enqueue_message
        self.client.enqueue_message = self._pass_on
        self.client.on_message_listeners.append(self.hear)
        self.client.on_close_listeners.append(lambda code, _reason: log.info("socket closed", code=code))

    @property
    def is_there(self) -> bool:
        """Whether Slack took us, as far as we know."""
        return self._away is None

    def connect(self) -> None:
        """Connect. A token that Slack does not accept is a Refusal; a Slack that is not there is waited for."""
        self._tried = self._now()
        try:
            self._connect()
        except SlackApiError as refused:
            if refused.response.get("error") in BAD_TOKENS:
                mend = "Make a new one on the app's page, with the scope connections:write."
                raise Refusal(f"Slack does not accept SLACK_APP_TOKEN. {mend}") from None
            self._not_there(type(refused).__name__)
        except OSError as error:
            self._not_there(type(error).__name__)

    def hear(self, raw: str) -> None:
        """Every frame of text as it came."""
        self._life, frame = self._now(), _read(raw)
        if frame.get("type") == "hello":
            self._away, self._anew = None, False
            count = int(frame.get("num_connections") or 1)
            if count > self._expected:
                log.warning("more sockets than expected", sockets=count, expected=self._expected)
        elif frame.get("type") == "disconnect":
            reason = str(frame.get("reason"))
            log.info("slack ends the connection", reason=reason)
            if reason in SENT_AWAY:
                self._away = self._away or (SENT_AWAY[reason], self._life)
                self._tried = self._life

    def check(self) -> None:
        """Look after the socket, every few seconds. Gone when it is time to give up."""
        now = self._now()
        session = self.client.current_session
        if session is not None and session.last_ping_pong_time not in (None, self._pong):
            self._pong, self._life = session.last_ping_pong_time, now
        if self._away:
            self._come_back(now, *self._away)
        elif now - max(self._life, self._tried) >= SILENT_AFTER:
            if self._anew:
                raise Gone(SILENT)
            log.warning("the socket is silent", seconds=round((now - self._life).total_seconds()))
            self._anew = True
            self._try(now)
        elif self._life > self._tried:
            self._anew = False

    def leave(self) -> None:
        """Take in nothing more, and finish and acknowledge what is in hand. Slack brings the rest to the next process."""
        self._leaving = self.client.closed = True
        self.client.message_workers.shutdown(wait=True)

    def close(self) -> None:
        self.client.closed = True
        self.client.message_queue.put(None)  # or else it would be waited for until the SDK looks up by itself
        closed = Event()
        insisting = Thread(target=self._insist, args=(closed,), name="socket-close")
        insisting.start()
        self._handler.close()  # type: ignore[no-untyped-call]
        closed.set()
        insisting.join()

    def _insist(self, closed: Event) -> None:
        """The SDK tells the thread that reads to end, once; one that is just beginning overhears it, and reads for ever."""
        while not closed.wait(0.05):
            self.client.current_session_state.terminated = True

    def _pass_on(self, raw: str) -> None:
        """What the SDK gets to see. It would answer every disconnect by connecting at once, as often as it is sent away."""
        sent_away = '"disconnect"' in raw and _read(raw).get("reason") in SENT_AWAY
        if sent_away:
            self.client.auto_reconnect_enabled = False
        if not sent_away and not self._leaving:
            self._take(raw)

    def _come_back(self, now: datetime, sentence: str, since: datetime) -> None:
        if now - since >= GIVE_UP_AFTER:
            raise Gone(sentence)
        if now - self._tried >= TRY_EVERY:
            self._try(now)

    def _try(self, now: datetime) -> None:
        self._tried = now
        try:
            self._connect()
        except (SlackApiError, OSError) as error:
            self._not_there(type(error).__name__)

    def _connect(self) -> None:
        self.client.connect_to_new_endpoint(force=True)

    def _not_there(self, why: str) -> None:
        log.warning("the socket could not be opened", why=why)
        self._away = self._away or (NOT_THERE, self._now())


def _read(raw: str) -> dict[str, Any]:
    try:
        frame = json.loads(raw)
    except ValueError:
        return {}
    return frame if isinstance(frame, dict) else {}
