"""durable_ack: how long Slack waits for the ack of a click. Ours has stored the answer by then; the baseline has done nothing.

Ours is `python -m bot web` as an operator starts it: gunicorn, the postman at work, SQLite on disk in WAL with FULL
synchronisation. Ada answers "About usual" in her check-in's thread, and once the 200 is there the answer is read back from the
database by this process, every time: an ack without a commit fails the run. The baseline is an empty listener in a default
Bolt app (see bare.py) on the same server with as many threads.

Both get the very same signed request, each on a new connection, in alternating order, once the app has said its next question
and is at rest. The milliseconds are medians of the whole exchange as the sender sees it, the sandbox's own part included.
"""

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

from sqlmodel import select

from bench.house import Scene, scene
from bench.line import Line, note
from bench.processes import BARE_ON_GUNICORN, OURS, serving
from sandbox import Delivery
from storage.database import Store
from storage.tables import CheckIn

WARM_UP, ROUNDS = 40, 300
REST = 0.02  # seconds for the app to write down that its letter is sent
AT_MOST = 10.0


def measure() -> Line:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        note(f"durable_ack: one write and fsync here takes {_fsync(folder):.2f} ms")
        with (
            scene(folder) as on,
            serving(OURS, on.settings, folder) as ours,
            serving(BARE_ON_GUNICORN, on.settings, folder) as bare,
        ):
            times = _Clicks(on, ours.url, bare.url).run()
            on.all_was_well()
    for who, each in zip(("ours", "baseline"), times, strict=True):
        note(f"durable_ack: {who} p50 {median(each):.2f} ms, p95 {quantiles(each, n=20)[-1]:.2f} ms")
    mine, theirs = map(median, times)
    return Line("durable_ack", mine, theirs, "ms", mine / theirs, ROUNDS)


class _Clicks:
    """Ada clicks the same answer again and again, going back in between."""

    def __init__(self, on: Scene, ours: str, bare: str) -> None:
        self.slack, self.ada, self.ours, self.bare = on.slack, on.people[0], ours, bare
        self.slack.ack_timeout = AT_MOST
        self.store = Store(on.settings.database_url)

    def run(self) -> tuple[list[float], list[float]]:
        self._begin()
        mine: list[float] = []
        theirs: list[float] = []
        for number in range(WARM_UP + ROUNDS):
            turns = [(self._to_ours, mine), (self._to_bare, theirs)]
            click = self._click()
            for send, times in turns if number % 2 else reversed(turns):
                times.append(send(click))
            self._then(lambda: self.ada.clicks("Back"))
            if number % 100 == 99:
                note(f"durable_ack: {number + 1} of {WARM_UP + ROUNDS} clicks")
        self.store.close()
        return mine[WARM_UP:], theirs[WARM_UP:]

    def _begin(self) -> None:
        for url in (self.bare, self.ours):  # each has let somebody in before its worker is there, so wait for a first ack
            self.slack.events_url = url
            self.ada.runs("/candor help")
        self._then(lambda: self.ada.runs("/candor checkin"))
        self._then(lambda: self.ada.clicks("Answer here"))
        self._then(lambda: self.ada.clicks("Bug triage"))

    def _click(self) -> Delivery:
        """A click of hers, told to the bare app only, so that ours has never seen it."""
        self.slack.events_url = self.bare
        self.ada.clicks("About usual")
        return self.slack.deliveries[-1]

    def _to_bare(self, click: Delivery) -> float:
        return self._timed(self.bare, click)

    def _to_ours(self, click: Delivery) -> float:
        if self._stored():
            raise RuntimeError("the answer was there before it was given")
        said = self._said()
        took = self._timed(self.ours, click)
        if not self._stored():
            raise RuntimeError("acknowledged, but not committed")
        self._wait(lambda: self._said() > said)
        return took

    def _timed(self, url: str, click: Delivery) -> float:
        self.slack.events_url = url
        start = time.perf_counter()
        done = self.slack.redeliver(click)
        took = time.perf_counter() - start
        if done.status != 200:
            raise RuntimeError(f"{url} answered {done.status}")
        return took * 1000

    def _stored(self) -> bool:
        with self.store.read() as session:
            return "size" in session.exec(select(CheckIn)).one().talk.get("draft", {})

    def _then(self, act: Callable[[], object]) -> None:
        """Do something in ours, and wait for what it says to that."""
        said, self.slack.events_url = self._said(), self.ours
        act()
        self._wait(lambda: self._said() > said)

    def _said(self) -> int:
        return len(self.slack.calls) + len(self.slack.responses)

    def _wait(self, until: Callable[[], bool]) -> None:
        end = time.perf_counter() + AT_MOST
        while not until():
            if time.perf_counter() > end:
                raise RuntimeError("the app did not say the next question")
            time.sleep(0.002)
        time.sleep(REST)


def _fsync(folder: Path) -> float:
    """The median of a small write made durable, in milliseconds: what this disk asks of anybody."""
    times = []
    with (folder / "probe").open("wb", buffering=0) as file:
        for _ in range(50):
            start = time.perf_counter()
            file.write(b"x" * 4096)
            os.fsync(file.fileno())
            times.append(time.perf_counter() - start)
    return median(times) * 1000
