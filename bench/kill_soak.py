"""kill_soak: hundreds of processes killed with -9 in the middle of a fan-out, in bad weather; who was asked twice or never.

Each fan-out is a day on which a team is asked. A process of the real app sends, on SQLite on disk, while the sandbox loses
connections before and after it took a message, answers 429, 500, 502 and 503, or breaks off. After a moment drawn from the seed
the process is killed, and ten minutes later another takes its place, `KILLS_A_DAY` times; then the weather clears, a last
process sends what is still owed, and the sandbox's ledger says what each person really saw.

The ratio is what was lost plus what was doubled, so nothing is as good as it gets; the baseline is that nothing. `KILLS` in the
environment says how many, 500 unless set.
"""

import os
import random
import signal
import tempfile
import threading
from pathlib import Path

from bench.line import Line, note
from sandbox import Fault, Storm
from storage.database import Store
from tests.faults.scene import KILLED, Driver, Scene, scene

KILLS, KILLS_A_DAY, PEOPLE, SEED = 500, 4, 8, 20260707
AT_MOST = 0.12  # seconds from beginning to send until the kill
WEATHER = (
    (Fault.accept_then_drop(), 0.04),
    (Fault.accept_then_reset(), 0.02),
    (Fault.drop(), 0.03),
    (Fault.reset(), 0.02),
    (Fault.rate_limited(20), 0.03),
    (Fault.status(500), 0.01),
    (Fault.html(502).after(), 0.02),
    (Fault.status(503), 0.03),
)


def measure() -> Line:
    wanted = int(os.environ.get("KILLS", str(KILLS)))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'candor.db'}"
        store = Store(url)
        store.migrate()
        store.close()
        driver = Driver()
        try:
            with scene(folder, url, driver, PEOPLE) as on:
                return _soak(on, wanted)
        finally:
            driver.close()


def _soak(on: Scene, wanted: int) -> Line:
    chance = random.Random(SEED)  # noqa: S311 - a seed, not a secret
    killed = too_late = 0
    while killed < wanted:
        on.next_day()
        for _ in range(KILLS_A_DAY):
            on.slack.faults.storm = Storm(chance.randrange(2**32), WEATHER)
            died = _killed(on, chance.uniform(0, AT_MOST))
            killed, too_late = killed + died, too_late + (not died)
            on.clock.forward(minutes=10)
        on.slack.faults.storm = None
        on.restarts_and_settles()
        if on.days % 10 == 0:
            note(f"kill_soak: {killed} of {wanted} killed, on {on.days} days; {on.counts()}")
    found = on.counts()
    note(f"kill_soak: {killed} killed and {too_late} done before; {found}; {len(on.slack.too_early)} calls came too early")
    bad = found.lost + found.doubled
    return Line("kill_soak", bad, 0, "letters", bad, killed, {"lost": found.lost, "doubled": found.doubled})


def _killed(on: Scene, after: float) -> bool:
    """Let a process begin to send, and kill it after so many seconds; False when it was done by then."""
    child = on.start("turn")
    threading.Event().wait(after)
    os.kill(child.pid, signal.SIGKILL)
    return on.driver.wait(child) == KILLED
