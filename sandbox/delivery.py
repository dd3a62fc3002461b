"""Bringing something to the app: over a connected socket, else by signed HTTP, else nobody listens.

Requests are signed with real time (`wall`), because the app checks a signature against its own clock, whatever day the
story plays on. Never holds the workspace's lock while it waits.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode, urlsplit

from sandbox.records import Delivery, Json, NobodyListens, Refusal
from sandbox.socket_mode import Sockets, envelope
from sandbox.workspace import Workspace

_FORM = "application/x-www-form-urlencoded"


class Courier:
    """Brings payloads to the app and writes down how it went."""

    def __init__(self, space: Workspace, sockets: Sockets, secret: str, wall: Callable[[], float] = time.time) -> None:
        self._space, self._sockets, self._secret, self._wall = space, sockets, secret, wall
        self.events_url = ""
        self.timeout = 10.0

    def deliver(self, kind: str, payload: Json, retry: int = 0) -> Delivery:
        """Waits until the app acked, refused or stayed silent; the delivery says which."""
        payload = json.loads(json.dumps(payload))
        if link := self._sockets.current():
            number = f"{self._space.number():08d}"
            ack = link.ask(envelope(kind, number, payload, retry), self.timeout)
            done = Delivery(kind, payload, ack is not None, 200 if ack else 0, (ack or {}).get("payload"), retry)
        elif self.events_url:
            done = self._by_http(Delivery(kind, payload, False, 0, None, retry))
        else:
            raise NobodyListens("no socket is connected and slack.events_url is not set")
        if not done.ok:
            self._space.refuse("delivery", Refusal("dispatch_failed", f"{kind} got status {done.status}"))
        with self._space.lock:
            self._space.deliveries.append(done)
            answer = {"status": done.status, "body": done.response, **({"retry": retry} if retry else {})}
            self._space.exchanged(kind, _name(kind, payload), payload, answer, ok=done.ok)
        return done

    def forge(self, kind: str, payload: Json, signature: str | None, timestamp_offset: int) -> int:
        """Sends what Slack would not: unsigned, badly signed, or signed at another time. Returns the HTTP status."""
        return self._post(kind, payload, {}, signature, timestamp_offset)[0]

    def _by_http(self, draft: Delivery) -> Delivery:
        retry = {"x-slack-retry-num": str(draft.retry), "x-slack-retry-reason": "http_timeout"} if draft.retry else {}
        try:
            status, answer = self._post(draft.kind, draft.payload, retry, "good", 0)
        except (OSError, http.client.HTTPException):
            return draft
        return replace(draft, ok=200 <= status < 300, status=status, response=answer)

    def _post(self, kind: str, payload: Json, headers: dict[str, str], signature: str | None, offset: int) -> tuple[int, Any]:
        body, content_type = _encoded(kind, payload)
        at = str(int(self._wall()) + offset)
        signed = {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": self._sign(at, body)} if signature else {}
        if signature == "bad":
            signed["X-Slack-Signature"] = "v0=" + "0" * 64
        url = urlsplit(self.events_url)
        with closing(http.client.HTTPConnection(url.netloc, timeout=self.timeout)) as connection:
            connection.request("POST", url.path or "/", body, {"Content-Type": content_type, **headers, **signed})
            answer = connection.getresponse()
            text = answer.read().decode()
            is_json = "json" in (answer.getheader("Content-Type") or "")
            return answer.status, json.loads(text) if text and is_json else text

    def _sign(self, at: str, body: str) -> str:
        mac = hmac.new(self._secret.encode(), f"v0:{at}:{body}".encode(), hashlib.sha256)
        return "v0=" + mac.hexdigest()


def _name(kind: str, payload: Json) -> str:
    """What the app would call it: the event, the command, the kind of interaction."""
    if kind == "events_api":
        return str(payload.get("event", {}).get("type", kind))
    return str(payload.get("command" if kind == "slash_commands" else "type", kind))


def _encoded(kind: str, payload: Json) -> tuple[str, str]:
    """The body Slack sends for an envelope type, and its content type."""
    if kind == "events_api":
        return json.dumps(payload), "application/json"
    if kind == "interactive":
        return urlencode({"payload": json.dumps(payload)}), _FORM
    return urlencode(payload), _FORM
