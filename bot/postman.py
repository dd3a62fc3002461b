"""The postman: a thread that empties the outbox as soon as somebody says there is something in it."""

from collections.abc import Callable
from threading import Event, Thread

import structlog

log = structlog.get_logger()

GRACE = 0.01  # seconds between being woken and setting off, so that the acknowledgement leaves first


class Postman:
    """Wakes at `poke`, never on its own: what waits for a later hour is the ticker's business."""

    def __init__(self, drain: Callable[[], object]) -> None:
        self._drain = drain
        self._wake = Event()
        self._leaving = Event()
        self._thread = Thread(target=self._walk, name="postman", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def poke(self) -> None:
        self._wake.set()

    def stop(self) -> None:
        """Finish the letter in hand, then stop."""
        self._leaving.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join()

    def _walk(self) -> None:
        while True:
            self._wake.wait()
            if self._leaving.wait(GRACE):
                return
            self._wake.clear()
            try:
                self._drain()
            except Exception as error:  # a letter stays in the outbox; the next poke or turn comes back to it
                log.error("delivery failed", error=type(error).__name__)  # noqa: TRY400 - a trace could quote somebody
