"""A digest for a team of fifty with a million answers in the database, against the same digest with ten thousand.

The team's own quarter is the same in both; the rest are answers of another team and of the years before. If the cost follows
the team and not the history, the ratio is near one.
"""

import statistics
import tempfile
import time
from datetime import date
from pathlib import Path

from bench.history import MEMBERS, WEEKS, fill, services_on
from bench.line import Line, note
from bot import report
from bot.domain.digest import as_text
from bot.services import Services

QUARTER = 2 * WEEKS * MEMBERS
REPEATS = 15
MONDAY = date(2026, 9, 21)


def measure() -> Line:
    with tempfile.TemporaryDirectory() as small, tempfile.TemporaryDirectory() as large:
        both = [_prepared(Path(small), 10_000), _prepared(Path(large), 1_000_000)]
        times: tuple[list[float], list[float]] = ([], [])
        for round_ in range(REPEATS + 2):
            for services, taken in zip(both, times, strict=True):
                begun = time.perf_counter()
                as_text(report.for_week(services, "Support", MONDAY))
                if round_ >= 2:
                    taken.append(1000 * (time.perf_counter() - begun))
        for services in both:
            services.store.close()
    baseline, ours = (statistics.median(taken) for taken in times)
    return Line("digest_history", ours, baseline, "ms", ours / baseline, REPEATS)


def _prepared(folder: Path, answers: int) -> Services:
    services = services_on(folder)
    fill(services, "Support", QUARTER, date(2026, 7, 1), 80)
    past = (answers - QUARTER) // 2
    fill(services, "Support", past, date(2023, 1, 1), 1200)
    fill(services, "Others", past, date(2025, 1, 1), 600)
    note(f"a database with {answers:,} answers is ready")
    return services
