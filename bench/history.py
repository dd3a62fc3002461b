"""A database with a history: a team of fifty with a quarter of answers, and as many answers of others and before as asked."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bot import app as house
from bot import manage
from bot.domain import teamfile
from bot.services import Services
from bot.settings import Settings
from storage import answers, people, tables
from storage.database import Store

NOW = datetime(2026, 9, 28, 8, 0, tzinfo=UTC)
TYPES = ("Bug triage", "Customer reply", "Escalation", "Weekly report")
MEMBERS = 50
WEEKS = 12
EMPTY: dict[str, Any] = {
    **dict.fromkeys(tables.metadata.tables["answer"].columns.keys()),
    **{name: [] for name in ("differences", "skip_reasons", "why_ai")},
    "shown": {},
    "questions": "made up",
}


def teams_file(names: list[str]) -> str:
    people_ids = ", ".join(f'"U{n:04}"' for n in range(MEMBERS))
    types = ", ".join(f'"{name}"' for name in TYPES)
    return "\n".join(
        f'[[team]]\nname = "{name}"\nowners = ["U0000"]\npeople = [{people_ids}]\ntask_types = [{types}]\n' for name in names
    )


def services_on(folder: Path) -> Services:
    """Services on a new SQLite file with two teams; Slack is never asked."""
    url = f"sqlite:///{folder / 'candor.db'}"
    store = Store(url)
    store.migrate()
    store.close()
    services = house.services(Settings(database_url=url), lambda: NOW)
    plans = teamfile.read(teams_file(["Support", "Others"]))
    manage.apply(services, manage.LOCAL, plans, connected=False)
    return services


def rows(services: Services, team_name: str, count: int, first: date, days: int) -> Iterator[dict[str, Any]]:
    """Made-up answers of a team, spread over its people and the days from `first` on."""
    dice = random.Random(team_name)  # noqa: S311 - made-up data
    with services.store.read() as session:
        team = manage.team_named(session, team_name)
        authors = [person.id for person in people.members(session, team.id)]
    for n in range(count):
        yield {
            **EMPTY,
            "id": f"{team_name}-{first}-{n}",
            "workspace": team.workspace,
            "team_id": team.id,
            "person_id": authors[n % len(authors)],
            "task_type": TYPES[dice.randrange(4)],
            "approach": ("with_ai", "without_ai")[dice.randrange(2)],
            "size": dice.randrange(1, 6),
            "minutes": float(dice.choice((10, 15, 20, 30, 45, 60, 90))),
            "finished_on": first + timedelta(days=n % days),
            "finished": True,
            "assigned": "observed",
            "answered_at": NOW,
        }


def fill(services: Services, team_name: str, count: int, first: date, days: int) -> None:
    batch: list[dict[str, Any]] = []
    with services.store.begin() as session:
        for row in rows(services, team_name, count, first, days):
            batch.append(row)
            if len(batch) == 10_000:
                answers.add_rows(session, batch)
                batch = []
        if batch:
            answers.add_rows(session, batch)
