"""`evidence` over a million rows, against `csv.reader` over the same file with nothing checked.

Both run as processes of their own, from their start to their end, so that their peak memory is theirs. The baseline sums the
logs of the minutes for each person, kind of task and way of working, in plain dicts: what reading the file costs.
"""

import csv
import math
import random
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from bench.line import Line, note

ROOT = Path(__file__).parent.parent
ROWS = 1_000_000
COLUMNS = ("person", "task_type", "approach", "minutes", "fix_minutes", "expected_minutes", "size", "finished", "finished_at")
TYPES = ("Bug triage", "Customer reply", "Escalation", "Weekly report")
WAYS = ("with_ai", "without_ai", "dropped_ai")

# A small process starts each: what is started by a big one is said to have been as big.
WATCH = """
import resource, subprocess, sys, time
begun = time.perf_counter()
subprocess.run([sys.executable, *sys.argv[1:]], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
print(time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def measure() -> Line:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "tasks.csv"
        _write(file)
        note(f"{ROWS:,} rows written")
        bare, bare_peak = _run("-m", "bench.evidence_million", str(file))
        ours, peak = _run("-m", "bot", "evidence", str(file), "--format", "json")
    note(f"evidence: {ROWS / ours:,.0f} rows/s, peak {peak:.0f} MB; baseline {ROWS / bare:,.0f} rows/s, {bare_peak:.0f} MB")
    extra = {"rows_per_second": round(ROWS / ours), "peak_mb": round(peak)}
    return Line("evidence_million", ours, bare, "s", ours / bare, ROWS, extra)


def _write(file: Path) -> None:
    chance = random.Random(1)  # noqa: S311 - made-up tasks
    with file.open("w", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        for n in range(ROWS):
            expected = chance.lognormvariate(3.5, 0.6)
            minutes = max(1, round(expected * chance.lognormvariate(0, 0.4)))
            day = f"2025-{1 + n % 9:02}-{1 + n % 28:02}"
            person, way = f"p{chance.randrange(500)}", chance.choice(WAYS)
            asked = round(expected) + 1 if n % 3 else ""
            writer.writerow([person, TYPES[n % 4], way, minutes, n % 7, asked, 1 + n % 5, "no" if n % 50 == 0 else "yes", day])


def _run(*arguments: str) -> tuple[float, float]:
    """Seconds, and peak memory in MB."""
    command = [sys.executable, "-c", WATCH, *arguments]
    taken, peak = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    return float(taken), float(peak) / 1024


def _bare(file: Path) -> None:
    sums: defaultdict[tuple[str, str, str], float] = defaultdict(float)
    counts: defaultdict[tuple[str, str, str], int] = defaultdict(int)
    with file.open(newline="") as lines:
        rows = csv.reader(lines)
        next(rows)
        for person, task_type, approach, minutes, *_ in rows:
            key = person, task_type, approach
            sums[key] += math.log(float(minutes))
            counts[key] += 1


if __name__ == "__main__":
    _bare(Path(sys.argv[1]))
