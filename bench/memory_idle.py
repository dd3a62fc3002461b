"""memory_idle: what an idle `python -m bot run` keeps in memory, against a process that does as little as one can.

Ours is the whole app as an operator starts it, connected over Socket Mode, after its first turn and the answer to one command.
The baseline imports slack-bolt, SQLModel and APScheduler, and holds a connection over Socket Mode of its own. Each is connected
to a sandbox of its own. The megabytes are resident memory as the kernel counts it, medians of fresh processes.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from bench.house import ROOT, Scene, scene
from bench.line import Line, note

ROUNDS = 5
RUN = ("-m", "bot", "run")
HOLD = ("-m", "bench.quiet")


def measure() -> Line:
    mine: list[float] = []
    theirs: list[float] = []
    for number in range(ROUNDS):
        mine.append(_resident(RUN))
        theirs.append(_resident(HOLD))
        note(f"memory_idle: {number + 1} of {ROUNDS}, ours {mine[-1]:.1f} MB, baseline {theirs[-1]:.1f} MB")
    ours, baseline = median(mine), median(theirs)
    return Line("memory_idle", ours, baseline, "MB", ours / baseline, ROUNDS)


def _resident(arguments: tuple[str, ...]) -> float:
    with tempfile.TemporaryDirectory() as name, scene(Path(name)) as on, _running(on, arguments) as process:
        if process.stdout is None or "running" not in process.stdout.readline():
            raise RuntimeError(f"{arguments} did not start")
        on.slack.wait_connected(30)
        on.people[0].runs("/candor help")
        return _megabytes(process.pid)


def _megabytes(number: int) -> float:
    status = Path(f"/proc/{number}/status").read_text(encoding="ascii")
    (line,) = [line for line in status.splitlines() if line.startswith("VmRSS:")]
    return int(line.split()[1]) / 1024


@contextmanager
def _running(on: Scene, arguments: tuple[str, ...]) -> Iterator[subprocess.Popen[str]]:
    ours = {key.upper(): str(value) for key, value in on.settings.model_dump().items()}
    command, environment = [sys.executable, *arguments], {**os.environ, **ours}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()
