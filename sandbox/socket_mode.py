"""Socket Mode: the WebSockets of the app, envelopes out, acks in.

A waiting sender is woken when its socket closes, so nobody waits the whole time for an app that has gone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NoAnswer
from contextlib import contextmanager, suppress
from socket import SHUT_RDWR
from threading import Condition, Event, Thread
from typing import Any

from simple_websocket import ConnectionClosed, Server  # type: ignore[import-untyped]  # published without types

from sandbox.records import Json

_NUDGE = 0.02  # seconds between frames while an app says goodbye


class Link:
    """One connected socket."""

    def __init__(self, socket: Server) -> None:
        self._socket = socket
        self._acks: dict[str, Future[Json | None]] = {}
        self.leaving = False

    def tell(self, message: Json) -> bool:
        """Sends a frame; False when the socket has closed."""
        with suppress(ConnectionClosed, OSError):
            self._socket.send(json.dumps(message))
            return True
        return False

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
                if waiting := self._acks.pop(ack.get("envelope_id"), None):
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

    def serve(self, environ: Json) -> None:
        """Accepts a WebSocket, greets it and stays with it until it closes."""
        link = Link(Server(environ))
        with self._changed:
            left = [one for one in self._links if one.leaving]
            self._links.append(link)
            count = len(self._links)
        for one in left:
            one.close()
        link.tell({"type": "hello", "num_connections": count, "connection_info": {"app_id": self._app_id}})
        with self._changed:
            self._changed.notify_all()
        link.listen()
        with self._changed:
            self._links.remove(link)
            self._changed.notify_all()
        link.close()

    def current(self) -> Link | None:
        """The socket for the next envelope, if any is connected."""
        with self._changed:
            return next((link for link in reversed(self._links) if not link.leaving), None)

    def wait_connected(self, timeout: float) -> None:
        """Returns as soon as a socket that is not leaving is connected; TimeoutError if none comes."""
        with self._changed:
            if not self._changed.wait_for(lambda: any(not link.leaving for link in self._links), timeout):
                raise TimeoutError(f"no app connected within {timeout} s")

    def ask_to_reconnect(self, reason: str) -> None:
        """Tells every socket to go, as Slack does every few hours; envelopes wait for the next one."""
        with self._changed:
            links = list(self._links)
        for link in links:
            link.leaving = True
            link.tell({"type": "disconnect", "reason": reason, "debug_info": {}})

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
