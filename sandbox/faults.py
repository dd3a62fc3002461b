"""Scripted failures of the Web API, per method, consumed in the order they were added.

A fault either stands in place of the call or, for `accept_then_drop`, follows it: the effect happened and the app
never hears so. That last one is the case a sender has to settle by reading back.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Fault:
    """One way for one call to fail; `http` 0 means the connection closes without an answer."""

    name: str
    http: int
    body: Any = ""
    headers: dict[str, str] = field(default_factory=dict)
    accepts: bool = False

    @classmethod
    def rate_limited(cls, retry_after: int = 30) -> Fault:
        """HTTP 429 with `Retry-After`; nothing happened."""
        return cls("ratelimited", 429, {"ok": False, "error": "ratelimited"}, {"Retry-After": str(retry_after)})

    @classmethod
    def error(cls, code: str) -> Fault:
        """HTTP 200, `ok: false` with this code; nothing happened."""
        return cls(code, 200, {"ok": False, "error": code})

    @classmethod
    def status(cls, code: int) -> Fault:
        """This HTTP status and an empty body; nothing happened."""
        return cls(f"http_{code}", code)

    @classmethod
    def html(cls, code: int) -> Fault:
        """A gateway's page instead of JSON; nothing happened."""
        return cls(f"http_{code}", code, "<html><body>Bad gateway</body></html>")

    @classmethod
    def drop(cls) -> Fault:
        """The connection closes before the call was accepted."""
        return cls("dropped", 0)

    @classmethod
    def accept_then_drop(cls) -> Fault:
        """The call takes effect, then the connection closes without an answer."""
        return cls("dropped", 0, accepts=True)


class Faults:
    """What is still to fail."""

    def __init__(self) -> None:
        self._waiting: dict[str, deque[Fault]] = defaultdict(deque)

    def add(self, method: str, fault: Fault, times: int = 1) -> None:
        """The next `times` calls of `method` fail like this, after those added before."""
        self._waiting[method].extend([fault] * times)

    def take(self, method: str) -> Fault | None:
        """The fault for this call, used up."""
        waiting = self._waiting[method]
        return waiting.popleft() if waiting else None

    def clear(self) -> None:
        self._waiting.clear()
