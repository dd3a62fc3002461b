"""cold_start: from the start of a process to its first ack, that of `/candor help` by a member, over signed HTTP.

Ours is `python -m bot web` as an operator starts it, on a migrated SQLite database: settings, schema check, gunicorn, the app.
The baseline is the least a Bolt app can be: one file, a command that acks, served by Bolt's own `App.start` (see bare.py).
Fresh processes, by turns, after one of each that is not counted, so that bytecode and disk cache are warm for both; medians.
Who is asking looks for the open door every two milliseconds, so no figure is finer than that.
"""

import tempfile
import time
from pathlib import Path
from statistics import median

from bench.house import Scene, scene
from bench.line import Line, note
from bench.processes import BARE, OURS, PATIENCE, serving

ROUNDS = 9


def measure() -> Line:
    mine: list[float] = []
    theirs: list[float] = []
    with tempfile.TemporaryDirectory() as name, scene(Path(name)) as on:
        on.slack.ack_timeout = PATIENCE
        for number in range(ROUNDS + 1):
            mine.append(_first_ack(on, OURS, Path(name), "/candor checkin"))
            theirs.append(_first_ack(on, BARE, Path(name), "bare app"))
            note(f"cold_start: {number} of {ROUNDS}, ours {mine[-1]:.0f} ms, baseline {theirs[-1]:.0f} ms")
        on.all_was_well()
    ours, baseline = median(mine[1:]), median(theirs[1:])
    return Line("cold_start", ours, baseline, "ms", ours / baseline, ROUNDS)


def _first_ack(on: Scene, arguments: tuple[str, ...], folder: Path, expected: str) -> float:
    with serving(arguments, on.settings, folder) as server:
        on.slack.events_url = server.url
        shown = on.people[0].runs("/candor help")
        took = time.perf_counter() - server.started
    if expected not in shown:
        raise RuntimeError(f"{arguments} answered {shown!r}")
    return took * 1000
