"""Failures of the Web API: scripted call by call, standing as an outage, or drawn by a seeded storm.

A fault stands in place of the call, or follows it (`after`): the effect happened and the app never hears so. That is the
case a sender has to settle by reading back. A response_url counts as the method `response_url`.

Nothing here sleeps: a slow call waits at a `Gate` until whoever wrote the script opens it.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from hashlib import sha256
from random import Random
from threading import Condition, Lock
from typing import Any


class Gate:
    """Where calls wait. `arrived` returns once somebody stands there, `open` lets all pass, also those still to come."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._waiting = 0
        self._is_open = False

    def wait(self) -> None:
        """Stand here until it opens: the server's side."""
        with self._changed:
            self._waiting += 1
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._is_open)

    def arrived(self, number: int = 1, timeout: float = 10) -> None:
        """Return when that many calls have come here; TimeoutError if they do not."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._waiting >= number, timeout):
                raise TimeoutError(f"{self._waiting} of {number} calls came to the gate within {timeout} s")

    def open(self) -> None:
        with self._changed:
            self._is_open = True
            self._changed.notify_all()


@dataclass(frozen=True)
class Fault:
    """One way for one call to fail; `http` 0 closes the connection without an answer, None lets Slack answer as usual."""

    name: str
    http: int | None
    body: Any = ""
    headers: dict[str, str] = field(default_factory=dict)
    accepts: bool = False  # the call takes effect first
    resets: bool = False  # closed by RST instead of FIN
    gate: Gate | None = None  # where the call waits: before it takes effect, or after that if it `accepts`

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
    def not_json(cls) -> Fault:
        """HTTP 200 and a body that breaks off in the middle; nothing happened."""
        return cls("not_json", 200, '{"ok": tr')

    @classmethod
    def drop(cls) -> Fault:
        """The connection closes before the call was accepted."""
        return cls("dropped", 0)

    @classmethod
    def accept_then_drop(cls) -> Fault:
        """The call takes effect, then the connection closes without an answer."""
        return cls.drop().after()

    @classmethod
    def reset(cls) -> Fault:
        """The connection is reset before the call was accepted."""
        return cls("reset", 0, resets=True)

    @classmethod
    def accept_then_reset(cls) -> Fault:
        """The call takes effect, then the connection is reset."""
        return cls.reset().after()

    @classmethod
    def slow(cls, gate: Gate) -> Fault:
        """Nothing is wrong, but the call waits at the gate before it takes effect."""
        return cls("slow", None, gate=gate)

    @classmethod
    def accept_then_slow(cls, gate: Gate) -> Fault:
        """The call takes effect, and its answer waits at the gate."""
        return cls.slow(gate).after()

    def after(self) -> Fault:
        """The same, but the call takes effect first."""
        return replace(self, accepts=True)

    def at(self, gate: Gate) -> Fault:
        """The same, but not before the gate opens."""
        return replace(self, gate=gate)


class Storm:
    """Bad weather from a seed: every call of a method fails by chance, and the same one in every run.

    `rates` are chances that add up to one at most. Whether the n-th call of a method fails depends on the seed, the method
    and n alone, never on which thread came first.
    """

    def __init__(self, seed: int, rates: Sequence[tuple[Fault, float]], methods: frozenset[str] | None = None) -> None:
        if sum(rate for _, rate in rates) > 1:
            raise ValueError("the chances add up to more than one")
        self._seed, self._rates, self._methods = seed, tuple(rates), methods

    def strikes(self, method: str, number: int) -> Fault | None:
        """The fault for the n-th call of a method."""
        if self._methods is not None and method not in self._methods:
            return None
        drawn = sha256(f"{self._seed}/{method}/{number}".encode()).digest()
        chance = int.from_bytes(drawn[:8], "big") / 2**64
        for fault, rate in self._rates:
            if chance < rate:
                return fault
            chance -= rate
        return None


def clock_jumps(seed: int, number: int) -> list[timedelta]:
    """How a wall clock is set `number` times, by a seed: back and ahead by minutes, hours and days."""
    of = [sign * timedelta(minutes=minutes) for minutes in (1, 59, 60, 61, 1440) for sign in (1, -1)]
    return Random(seed).choices(of, k=number)  # noqa: S311 - bad weather, not a secret


class Faults:
    """What is still to fail: the script first, then a standing outage, then the storm."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._script: dict[str, deque[Fault | None]] = defaultdict(deque)
        self._standing: dict[str, Fault] = {}
        self._count: Counter[str] = Counter()
        self._gates: list[Gate] = []
        self.storm: Storm | None = None

    def add(self, method: str, fault: Fault, times: int = 1, *, spared: int = 0) -> None:
        """The next `times` calls of `method` fail like this, after those added before and after `spared` that do not."""
        with self._lock:
            self._script[method].extend([None] * spared + [fault] * times)
            self._gates += [fault.gate] if fault.gate else []

    @contextmanager
    def outage(self, method: str, fault: Fault) -> Iterator[None]:
        """While entered, every call of `method` fails like this; "*" means all methods."""
        self._standing[method] = fault
        try:
            yield
        finally:
            del self._standing[method]

    def take(self, method: str) -> Fault | None:
        """The fault for this call, used up."""
        with self._lock:
            self._count[method] += 1
            if self._script[method]:
                return self._script[method].popleft()
            standing = self._standing.get(method) or self._standing.get("*")
            return standing or (self.storm.strikes(method, self._count[method]) if self.storm else None)

    def clear(self) -> None:
        """Nothing is to fail any more, and nobody waits."""
        with self._lock:
            self._script.clear()
            self.storm = None
            for gate in self._gates:
                gate.open()
