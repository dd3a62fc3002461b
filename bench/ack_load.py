"""ack_load: the slowest acknowledgement of 50 typed answers, 10 commands and 10 clicks at once, while a digest is made.

Ours is `python -m bot web` as an operator starts it, on SQLite in WAL with FULL synchronisation, and each of its acks comes
after a commit. The baseline is a default Bolt app with empty listeners on the same server with as many threads (see bare.py),
to which the same requests are brought. Slack gives three seconds; whatever is not acknowledged with 200 fails the run.
"""

import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from threading import Barrier

from bench.house import Scene, scene
from bench.line import Line, note
from bench.processes import BARE_ON_GUNICORN, OURS, serving
from bot import app as house
from bot import report
from sandbox import Delivery, Message, Person

ROUNDS, ANSWERS, OTHERS = 5, 50, 10
DEADLINE = 3.0


def measure() -> Line:
    mine: list[float] = []
    theirs: list[float] = []
    cast = [f"p{number}" for number in range(ANSWERS)]
    with tempfile.TemporaryDirectory() as name, scene(Path(name), cast=cast) as on:
        on.slack.ack_timeout = 30
        with serving(OURS, on.settings, Path(name)) as ours, serving(BARE_ON_GUNICORN, on.settings, Path(name)) as bare:
            _all_are_asked(on, ours.url)
            for number in range(ROUNDS):
                requests = _requests(on, bare.url)
                on.slack.events_url = ours.url
                mine.append(_slowest(on, requests, lambda: _digest(on)))
                on.slack.events_url = bare.url
                theirs.append(_slowest(on, requests, lambda: _digest(on)))
                note(f"ack_load: {number + 1} of {ROUNDS}, ours {mine[-1] * 1000:.0f} ms, baseline {theirs[-1] * 1000:.0f} ms")
    ours_ms, baseline = max(mine) * 1000, max(theirs) * 1000
    more = {"median_ms": median(mine) * 1000, "at_once": ANSWERS + 2 * OTHERS, "deadline_ms": DEADLINE * 1000}
    return Line("ack_load", ours_ms, baseline, "ms", ours_ms / baseline, ROUNDS, more)


def _requests(on: Scene, bare: str) -> list[Delivery]:
    """What people do at the same moment, made where nothing comes of it, so that it is new to ours."""
    on.slack.events_url = bare
    begun = len(on.slack.deliveries)
    with on.slack.holding() as held:
        for n, person in enumerate(on.people):
            person.types(f"triage, with AI, {40 + n} min, no fixing")
    events = [Delivery("events_api", event, True, 200) for event in held.events]
    for person in on.people[:OTHERS]:
        person.runs("/candor help")
        person.clicks("What happens with my answers", on=_prompt(person))
    return events + on.slack.deliveries[begun:]


def _prompt(person: Person) -> Message | None:
    return next((message for message in person.messages() if message.blocks and not message.ephemeral_to), None)


def _all_are_asked(on: Scene, ours: str) -> None:
    """Everybody asks for a check-in, and has it before them."""
    on.slack.events_url = ours
    for person in on.people:
        person.runs("/candor checkin")
    while not all(map(_prompt, on.people)):
        time.sleep(0.1)


def _digest(on: Scene) -> None:
    services = house.services(on.settings)
    report.for_week(services, "Support", None)
    services.store.close()


def _slowest(on: Scene, requests: list[Delivery], meanwhile: Callable[[], None]) -> float:
    start = Barrier(len(requests) + 1)

    def bring(request: Delivery) -> tuple[int, float]:
        start.wait()
        begun = time.perf_counter()
        done = on.slack.redeliver(request)
        return done.status, time.perf_counter() - begun

    def digest() -> None:
        start.wait()
        meanwhile()

    with ThreadPoolExecutor(len(requests) + 1) as pool:
        working = pool.submit(digest)
        done = list(pool.map(bring, requests))
        working.result()
    bad = [status for status, _ in done if status != 200]
    if bad:
        raise RuntimeError(f"not acknowledged: {bad}")
    return max(took for _, took in done)
