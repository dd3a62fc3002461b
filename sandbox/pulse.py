"""A beat for every change of the workspace, so that whoever looks on can wait for the next one."""

from __future__ import annotations

from collections.abc import Callable
from threading import Condition


class Pulse:
    """Counts changes. It costs next to nothing while nobody waits."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._stopped = False
        self.number = 0

    def beat(self) -> None:
        """Something has changed."""
        with self._changed:
            self.number += 1
            self._changed.notify_all()

    def wait(self, since: int, seconds: float) -> int:
        """Return the number as soon as it is not `since`, and after so many seconds in any case."""
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or self.number != since, seconds)
            return self.number

    def rest(self, running: Callable[[], object], seconds: float) -> int:
        """Let so many seconds pass while something is running that changes a lot; the number then."""
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or not running(), seconds)
            return self.number

    def start(self) -> None:
        with self._changed:
            self._stopped = False

    def stop(self) -> None:
        """Nobody waits any more."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
