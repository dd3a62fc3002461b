"""Socket Mode: the WebSockets of the app, envelopes out, acks in.

A waiting sender is woken when its socket closes, so nobody waits the whole time for an app that has gone. A socket can go
half-open: Slack still counts it and still sends envelopes there, but nothing of what either side says arrives.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NoAnswer
from contextlib import contextmanager, suppress
from socket import SHUT_RDWR
from threading import Condition, Event, Lock, Thread
from typing import Any

from simple_websocket import ConnectionClosed, Server  # type: ignore[import-untyped]  # published without types

from sandbox.records import Json

_NUDGE = 0.02  # seconds between frames while an app says goodbye
MOST = 10  # sockets of one app
REASONS = frozenset({"warning", "refresh_requested", "link_disabled", "too_many_websockets"})


class _Dead:
    """A TCP connection on which what is sent goes nowhere; what is left of it is for closing."""

    def __init__(self, sock: Any) -> None:
        self._sock = sock

    def send(self, data: bytes) -> int:
        return len(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)


class Link:
    """One connected socket."""

    def __init__(self, socket: Server) -> None:
        self._socket = socket
        self._acks: dict[str, Future[Json | None]] = {}
        self._speaking = Lock()
        self.leaving = self.dead = False

    def tell(self, message: Json) -> bool:
        """Sends a frame; False when the socket has closed."""
        with suppress(ConnectionClosed, OSError), self._speaking:
            self._socket.send(json.dumps(message))
            return True
        return False

    def die(self) -> None:
        """Half-open from now on: no frame, ping or pong comes through, and nobody is told."""
        self.dead = True
        self._socket.sock = _Dead(self._socket.sock)

    def ask(self, envelope: Json, timeout: float) -> Json | None:
        """Sends an envelope and waits for its ack: None when none came or the socket closed."""
        ack = self._acks[envelope["envelope_id"]] = Future()
        if not self.tell(envelope):
            return None
        try:
            return ack.result(timeout)
        except NoAnswer:
            return None

    def listen(self) -> None:
        """Takes in acks until the socket closes."""
        with suppress(ConnectionClosed):
            while True:
                ack = json.loads(self._socket.receive())
                if not self.dead and (waiting := self._acks.pop(ack.get("envelope_id"), None)):
                    waiting.set_result(ack)

    def close(self) -> None:
        """Closes the socket and wakes everybody who waits for an ack."""
        with suppress(ConnectionClosed, OSError):
            self._socket.close()
        with suppress(OSError):
            self._socket.sock.shutdown(SHUT_RDWR)  # wakes the thread that reads
        for waiting in list(self._acks.values()):
            if not waiting.done():
                waiting.set_result(None)


class Sockets:
    """All sockets of the app; an envelope goes to the youngest that is not leaving."""

    def __init__(self, app_id: str) -> None:
        self._app_id = app_id
        self._links: list[Link] = []
        self._changed = Condition()
        self.most = MOST
        self.disconnects: list[str] = []  # the reasons given, in order

    def serve(self, environ: Json) -> None:
        """Accepts a WebSocket, greets it and stays with it until it closes."""
        link = Link(Server(environ))
        with self._changed:
            left = [one for one in self._links if one.leaving]
            self._links.append(link)
            count = len(self._links)
            link.leaving = count > self.most
        for one in left:
            one.close()
        if link.leaving:
            self._dismiss(link, "too_many_websockets")
            return
        link.tell({"type": "hello", "num_connections": count, "connection_info": {"app_id": self._app_id}})
        with self._changed:
            self._changed.notify_all()
        link.listen()
        self._forget(link)

    def _dismiss(self, link: Link, reason: str) -> None:
        """Tells one socket why it has to go, and closes it."""
        self._tell_to_go(link, reason)
        self._forget(link)

    def _tell_to_go(self, link: Link, reason: str) -> None:
        self.disconnects.append(reason)
        link.leaving = True
        link.tell({"type": "disconnect", "reason": reason, "debug_info": {}})

    def _forget(self, link: Link) -> None:
        with self._changed:
            self._links.remove(link)
            self._changed.notify_all()
        link.close()

    @property
    def count(self) -> int:
        """How many sockets Slack believes to be connected."""
        return len(self._links)

    def half_open(self) -> None:
        """Every socket that is connected now goes half-open."""
        with self._changed:
            links = list(self._links)
        for link in links:
            link.die()

    def current(self) -> Link | None:
        """The socket for the next envelope, if any is connected."""
        with self._changed:
            return next((link for link in reversed(self._links) if not link.leaving), None)

    def wait_connected(self, timeout: float) -> None:
        """Returns as soon as a socket that is neither leaving nor dead is connected; TimeoutError if none comes."""
        with self._changed:
            if not self._changed.wait_for(lambda: any(not (link.leaving or link.dead) for link in self._links), timeout):
                raise TimeoutError(f"no app connected within {timeout} s")

    def ask_to_reconnect(self, reason: str) -> None:
        """Tells every socket to go, as Slack does every few hours; envelopes wait for the next one. When the link is
        disabled, the sockets are closed at once."""
        if reason not in REASONS:
            raise ValueError(f"Slack gives no such reason; it gives {', '.join(sorted(REASONS))}")
        with self._changed:
            links = list(self._links)
        for link in links:
            self._tell_to_go(link, reason)
            if reason == "link_disabled":
                link.close()

    @contextmanager
    def letting_go(self) -> Iterator[None]:
        """While entered, every socket gets frames, so that a client that closes wakes from its blocking read at once."""
        done = Event()

        def nudge() -> None:
            while not done.wait(_NUDGE):
                for link in list(self._links):
                    link.tell({"type": "goodbye"})

        nudging = Thread(target=nudge, name="sandbox-goodbye")
        nudging.start()
        try:
            yield
        finally:
            done.set()
            nudging.join()

    def close(self) -> None:
        with self._changed:
            links = list(self._links)
        for link in links:
            link.close()


def envelope(kind: str, number: str, payload: Json, retry: int) -> Json:
    """What Socket Mode wraps around a payload."""
    body: dict[str, Any] = {"type": kind, "envelope_id": number, "payload": payload}
    body["accepts_response_payload"] = kind != "events_api"
    if retry:
        body |= {"retry_attempt": retry, "retry_reason": "http_timeout"}
    return body
