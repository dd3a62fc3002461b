"""tick_idle: one turn of every loop when nothing is due, among 1,000,000 people, against the same turn among 100.

Both are the real app on SQLite, in this process, with a team for every ten people. Everybody has a check-in that is planned and
one that was answered and sent, and every fifth has one open, whose reminder and end are still to come; every letter is sent.
The rows are made by the database itself, before anything is measured. Turns are taken by turns, and the medians compared.
"""

import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import yaml
from sqlalchemy import Connection, text

from bench.house import ROOT, Clock
from bench.line import Line, note
from bot import app as house
from bot.settings import Settings
from sandbox import Slack
from storage.database import Store

MANY, FEW, TEAM = 1_000_000, 100, 10
ROUNDS = 40
NOW = datetime(2026, 7, 8, 12, tzinfo=UTC)  # a Wednesday
NUMBERS = """
INSERT INTO numbers WITH RECURSIVE up(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM up WHERE n + 1 < :people) SELECT n FROM up"""
TEAMS = """
INSERT INTO team (id, workspace, name, zone, k, task_types, tools, rhythm, holidays, digest_day, digest_time, currency,
  created_at, plan_due_at)
SELECT 't' || n, 'T0CANDOR', 'Team ' || n, 'Europe/Berlin', 5, '["a","b","c","d"]', '[]',
  '{"kind": "sampled", "per_week": 2, "days": [], "time": null, "every": "week"}', '[]', 0, '09:00:00.000000', '', :past, :later
FROM numbers WHERE n < :teams"""
PERSON = """
INSERT INTO person (id, workspace, user, work_days, work_start, work_end, per_week, imported, ignored)
SELECT 'p' || n, 'T0CANDOR', 'U' || n, '[0,1,2,3,4]', '09:00:00.000000', '17:00:00.000000', 2, 0, 0 FROM numbers"""
MEMBER = """
INSERT INTO membership (team_id, person_id, workspace, is_member, is_owner, joined_at)
SELECT 't' || (n / :team), 'p' || n, 'T0CANDOR', 1, n % :team = 0, :past FROM numbers"""
CHECKIN = """
INSERT INTO checkin (id, workspace, team_id, person_id, local_date, slot, due_at, send_by, closes_at, remind_at, state, talk,
  queued_at, asked_at)
SELECT :kind || n, 'T0CANDOR', 't' || (n / :team), 'p' || n, :day, 0, :due, :due, :closes, :remind, :state, '{}', :queued,
  :queued
FROM numbers WHERE n % :every = 0"""
LETTER = """
INSERT INTO letter (workspace, key, lane, kind, way, payload, person_id, checkin_id, state, due_at, attempts, sent_at)
SELECT 'T0CANDOR', 'prompt/s' || n, 's' || n, 'prompt', 'post', '{}', 'p' || n, 's' || n, 'sent', :past, 1, :past
FROM numbers"""
RELEASE = """
INSERT INTO release (id, workspace, team_id, week, since, until, figures, text, released_at)
SELECT 'r' || n, 'T0CANDOR', 't' || n, '2026-W27', '2026-06-29', '2026-07-06', '{}', '', :past FROM numbers WHERE n < :teams"""


def measure() -> Line:
    clock = Clock(NOW)
    with tempfile.TemporaryDirectory() as name, Slack(yaml.safe_load((ROOT / "manifest.yml").read_text()), clock) as slack:
        bots = [_bot(slack, clock, Path(name) / f"{people}.db", people) for people in (MANY, FEW)]
        times: list[list[float]] = [[], []]
        for number in range(ROUNDS + 5):
            for which in (0, 1) if number % 2 else (1, 0):
                times[which].append(_turn(bots[which]))
        if slack.space.posted:
            raise RuntimeError("something was due after all")
        for each in bots:
            each.close()
    ours, baseline = (median(each[5:]) for each in times)
    return Line("tick_idle", ours, baseline, "ms", ours / baseline, ROUNDS, {"people": MANY, "teams": MANY // TEAM})


def _turn(bot: house.Bot) -> float:
    start = time.perf_counter()
    bot.turn()
    return (time.perf_counter() - start) * 1000


def _bot(slack: Slack, clock: Clock, path: Path, people: int) -> house.Bot:
    store = Store(f"sqlite:///{path}")
    store.migrate()
    start = time.perf_counter()
    with store.engine.begin() as connection:
        _fill(connection, people)
    store.close()
    note(f"tick_idle: {people} people took {time.perf_counter() - start:.0f} s and {path.stat().st_size / 1e6:.0f} MB")
    settings = Settings(slack_bot_token=slack.bot_token, slack_api_url=slack.api_url, database_url=f"sqlite:///{path}")
    bot = house.build(settings, clock, after_listener=lambda: None)
    bot.turn()  # the first one has a digest and a plan to look after
    return bot


def _fill(connection: Connection, people: int) -> None:
    past, later = NOW - timedelta(days=1), NOW + timedelta(days=1)
    rows: list[tuple[str, dict[str, Any]]] = [
        (PERSON, {}),
        (MEMBER, {"past": _text(past)}),
        (CHECKIN, _checkin("p", later, later, None, "planned", None)),
        (CHECKIN, _checkin("s", past, past, None, "saved", past)),
        (CHECKIN, {**_checkin("o", past, later, later, "asked", past), "day": "2026-07-08", "every": 5}),
        (LETTER, {"past": _text(past)}),
    ]
    connection.execute(text("INSERT INTO workspace (id, name, bot_id, bot_user) VALUES ('T0CANDOR', '', '', '')"))
    connection.execute(text("CREATE TEMPORARY TABLE numbers (n INTEGER PRIMARY KEY)"))
    connection.execute(text(NUMBERS), {"people": people})
    long_ago = _text(NOW - timedelta(days=365))
    teams = {"teams": people // TEAM, "past": long_ago, "later": _text(NOW + timedelta(hours=1))}
    connection.execute(text(TEAMS), teams)
    connection.execute(text(RELEASE), {"teams": people // TEAM, "past": _text(past)})
    for statement, values in rows:
        connection.execute(text(statement), {"team": TEAM, **values})


def _checkin(
    kind: str, due: datetime, closes: datetime, remind: datetime | None, state: str, queued: datetime | None
) -> dict[str, Any]:
    times = {"due": due, "closes": closes, "remind": remind, "queued": queued}
    told = {key: _text(value) if value else None for key, value in times.items()}
    return {"kind": kind, "day": due.date().isoformat(), "state": state, "every": 1, **told}


def _text(moment: datetime) -> str:
    """As the tables hold it on SQLite."""
    return moment.strftime("%Y-%m-%d %H:%M:%S.000000")
