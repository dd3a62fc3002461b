"""A report about a whole company, a million answers of five thousand people, against the bare SQL that sums the same strata.

The SQL has no gate and no range: it gives, for each person, kind of task, size and way of working, the sums from which the
report is made, of times and of what else was answered. `times_only` is the ratio to SQL that sums the times alone, `duckdb`
the seconds DuckDB takes for the same sums over the same rows.
"""

import csv
import sqlite3
import tempfile
import time
from datetime import date
from pathlib import Path

import duckdb

from bench.history import TYPES, company, team_names
from bench.line import Line, note
from bot import report

ANSWERS, TEAMS, MEMBERS = 1_000_000, 100, 50

FIX = """CASE WHEN fixing = 'too_early' THEN NULL WHEN fix_minutes >= 0 THEN fix_minutes WHEN fixing = 'no' THEN 0
  WHEN fixing = 'up_to_15' THEN 7.5 WHEN fixing = 'up_to_60' THEN 37.5 WHEN fixing = 'more' THEN 60 END"""
WITH_AI, NEXT = "approach <> 'without_ai'", "next_time IS NOT NULL"
JUDGED = "finished AND quality IN ('below', 'at', 'above')"
TIMED = """finished AND minutes > 0 AND minutes <= 960 AND coalesce(fix, 0) <= 960
  AND NOT (expected_minutes > 0 AND (minutes + coalesce(fix, 0)) / expected_minutes NOT BETWEEN 0.05 AND 20)"""
TIMES = (
    f"sum(CASE WHEN {TIMED} THEN 1 END)",
    *(
        f"sum(CASE WHEN {TIMED} {known} THEN {value} END)"
        for known, value in (
            ("", "ln(minutes + coalesce(fix, 0))"),
            ("", "ln(minutes + coalesce(fix, 0)) * ln(minutes + coalesce(fix, 0))"),
            ("AND expected_minutes > 0", "ln(expected_minutes)"),
            ("AND expected_minutes > 0", "ln(expected_minutes) * ln(expected_minutes)"),
            ("AND expected_minutes > 0", "ln(expected_minutes) * ln(minutes + coalesce(fix, 0))"),
        )
    ),
)
WORSE = ("more_time", "worse_quality", "more_mistakes", "learned_less", "less_confident")
OUTCOMES = (
    f"NOT ({WITH_AI}) AND {NEXT}",
    f"NOT ({WITH_AI}) AND next_time = 'with_ai'",
    f"NOT ({WITH_AI}) AND {JUDGED} AND fix IS NOT NULL AND {NEXT}",
    f"NOT ({WITH_AI}) AND {JUDGED} AND quality <> 'below' AND fix <= 15 AND next_time = 'without_ai'",
    f"{WITH_AI} AND {NEXT}",
    f"{WITH_AI} AND next_time = 'without_ai'",
    "finished AND fix IS NOT NULL",
    "finished AND fix > 0",
    JUDGED,
    "finished AND quality = 'below'",
    "approach = 'dropped_ai'",
    "NOT finished",
    "guess IS NOT NULL AND guess <> 'no_idea'",
    "guess IN ('more', 'much_more')",
    "differences <> '[]'",
    "differences LIKE '%no_difference%'",
    " OR ".join(f"differences LIKE '%{code}%'" for code in WORSE),
    "why_ai <> '[]'",
    "why_ai LIKE '%expected%'",
)
COLUMNS = {
    **dict.fromkeys(("person_id", "task_type", "approach", "fixing", "quality", "next_time", "guess"), "VARCHAR"),
    **dict.fromkeys(("differences", "why_ai", "assigned"), "VARCHAR"),
    **dict.fromkeys(("minutes", "fix_minutes", "expected_minutes"), "DOUBLE"),
    "size": "INTEGER",
    "finished": "BOOLEAN",
    "finished_on": "DATE",
}
SINCE, UNTIL = date(2026, 1, 1), date(2026, 9, 28)


def measure() -> Line:
    with tempfile.TemporaryDirectory() as folder:
        services = company(Path(folder), ANSWERS, TEAMS, MEMBERS, SINCE, UNTIL)
        for name in team_names(TEAMS):
            report.for_week(services, name, None)
        note(f"a database with {ANSWERS:,} answers of {TEAMS * MEMBERS:,} people is ready, and each team's digest is printed")
        database = Path(folder) / "candor.db"
        times, bare = _sqlite(database, _sums(TIMES)), _sqlite(database, _sums((*TIMES, *map(_counted, OUTCOMES))))
        begun = time.perf_counter()
        found = report.for_teams(services, [], "year", None)
        ours = time.perf_counter() - begun
        services.store.close()
        if len([cell for cell in found.figures["cells"] if cell["ratio"]]) != len(TYPES):
            raise RuntimeError("the report does not compare every kind of task")
        fastest = _duckdb(database, Path(folder) / "answers.csv", _sums((*TIMES, *map(_counted, OUTCOMES))))
    note(f"report {ours:.1f} s; SQL for the same sums {bare:.1f} s, for times alone {times:.1f} s; DuckDB {fastest:.1f} s")
    extra = {"times_only": ours / times, "duckdb": fastest}
    return Line("company_report", ours, bare, "s", ours / bare, ANSWERS, extra)


def _counted(condition: str) -> str:
    return f"sum(CASE WHEN {condition} THEN 1 END)"


def _sums(what: tuple[str, ...]) -> str:
    return (
        f"SELECT person_id, task_type, size, {WITH_AI}, count(*), {', '.join(what)} FROM (SELECT *, {FIX} AS fix FROM answer "  # noqa: S608
        f"WHERE finished_on >= '{SINCE}' AND finished_on < '{UNTIL}' AND assigned = 'observed') AS told GROUP BY 1, 2, 3, 4"
    )


def _sqlite(database: Path, query: str) -> float:
    connection = sqlite3.connect(database)
    begun = time.perf_counter()
    connection.execute(query).fetchall()
    taken = time.perf_counter() - begun
    connection.close()
    return taken


def _duckdb(database: Path, file: Path, query: str) -> float:
    """The same rows in DuckDB's own memory, and the same query there."""
    rows, fast = sqlite3.connect(database), duckdb.connect()
    with file.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        writer.writerows(rows.execute(f"SELECT {', '.join(COLUMNS)} FROM answer"))  # noqa: S608
    types = ", ".join(f"'{name}': '{kind}'" for name, kind in COLUMNS.items())
    fast.execute(f"CREATE TABLE answer AS SELECT * FROM read_csv('{file}', header = true, columns = {{{types}}})")  # noqa: S608
    begun = time.perf_counter()
    fast.execute(query).fetchall()
    taken = time.perf_counter() - begun
    rows.close()
    fast.close()
    return taken
