"""A million rows imported into a team, against reading the same file and inserting its bare cells with `sqlite3` alone.

The baseline checks nothing, knows no team and no people, and stores text: it is what the disk and the CSV reader cost. Peak
memory of the import is printed beside it.
"""

import csv
import resource
import sqlite3
import tempfile
import time
from functools import partial
from pathlib import Path

from bench.history import TYPES, services_on
from bench.line import Line, note
from bot import transfer

ROWS = 1_000_000
COLUMNS = ("person", "task_type", "approach", "minutes", "fix_minutes", "size", "quality", "finished_at")
CHUNK = 65_536


def measure() -> Line:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "answers.csv"
        _write(file)
        note(f"{ROWS:,} rows written")
        bare = _bare(file, Path(folder) / "bare.db")
        ours = _ours(file, Path(folder))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    note(f"import: {ROWS / ours:,.0f} rows/s, baseline {ROWS / bare:,.0f} rows/s, peak memory {peak:.0f} MB")
    extra = {"rows_per_second": round(ROWS / ours), "peak_mb": round(peak)}
    return Line("import_million", ours, bare, "s", ours / bare, ROWS, extra)


def _write(file: Path) -> None:
    with file.open("w", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        for n in range(ROWS):
            approach = ("with_ai", "without_ai", "dropped_ai")[n % 3]
            day = f"2026-{1 + n % 9:02}-{1 + n % 28:02}"
            writer.writerow([f"p{n % 500}", TYPES[n % 4], approach, 5 + n % 120, n % 7, 1 + n % 5, "at", day])


def _bare(file: Path, database: Path) -> float:
    begun = time.perf_counter()
    connection = sqlite3.connect(database)
    connection.execute(f"CREATE TABLE answer ({', '.join(f'{name} TEXT' for name in COLUMNS)})")
    with file.open(newline="") as lines, connection:
        rows = csv.reader(lines)
        next(rows)
        connection.executemany("INSERT INTO answer VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    connection.close()
    return time.perf_counter() - begun


def _ours(file: Path, folder: Path) -> float:
    services = services_on(folder)
    begun = time.perf_counter()
    with file.open("rb") as lines:
        chunks = iter(partial(lines.read, CHUNK), b"")
        done = transfer.take(services, "Support", chunks, skip_bad=False, progress=lambda _: None)
    taken = time.perf_counter() - begun
    services.store.close()
    if done.stored != ROWS:
        raise RuntimeError(f"{done.stored} of {ROWS} rows were stored")
    return taken
