"""The postman: a thread that empties the outbox as soon as somebody says there is something in it, or the next may leave."""

from collections.abc import Callable
from datetime import datetime
from threading import Event, Lock, Thread

import structlog

log = structlog.get_logger()

GRACE = 0.01  # seconds between being woken and setting off, so that the acknowledgement leaves first
LONGEST = 60.0  # seconds without a look at the clock, which may be set


class Postman:
    """Wakes at `poke`, and at the time his last round, or a turn's, said the next letter may leave."""

    def __init__(self, drain: Callable[[], datetime | None], now: Callable[[], datetime]) -> None:
        self._drain, self._now = drain, now
        self._wake = Event()
        self._leaving = Event()
        self._lock = Lock()
        self._next: datetime | None = None
        self._poked = False
        self._thread = Thread(target=self._walk, name="postman", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def poke(self) -> None:
        self._poked = True
        self._wake.set()

    def expect(self, moment: datetime | None) -> None:
        """Something may leave at that moment."""
        if moment is not None:
            with self._lock:
                self._next = min(moment, self._next or moment)
            self._wake.set()  # only to look at the clock again

    def stop(self) -> None:
        """Finish the letter in hand, then stop."""
        self._leaving.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join()

    def _walk(self) -> None:
        while True:
            self._wake.wait(self._patience())
            self._wake.clear()
            if self._leaving.is_set() or (self._is_time() and self._leaving.wait(GRACE)):
                return
            if self._is_time():
                self._go()

    def _go(self) -> None:
        self._poked = False
        with self._lock:
            self._next = None
        try:
            self.expect(self._drain())
        except Exception as error:  # a letter stays in the outbox; the next poke or turn comes back to it
            log.error("delivery failed", error=type(error).__name__)  # noqa: TRY400 - a trace could quote somebody

    def _patience(self) -> float | None:
        """Seconds to wait for a poke; not long at a stretch, since the clock may be set."""
        with self._lock:
            return None if self._next is None else min(LONGEST, max(0.0, (self._next - self._now()).total_seconds()))

    def _is_time(self) -> bool:
        with self._lock:
            return self._poked or (self._next is not None and self._next <= self._now())
