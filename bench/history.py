"""A database with a history: a team of fifty with a quarter of answers, and as many answers of others and before as asked."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
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
from storage.teams import every as every_team

NOW = datetime(2026, 9, 28, 8, 0, tzinfo=UTC)
BEGAN = NOW - timedelta(days=1000)  # since when everybody is in their team
TYPES = ("Bug triage", "Customer reply", "Escalation", "Weekly report")
MEMBERS = 50
WEEKS = 12
EMPTY: dict[str, Any] = {
    **dict.fromkeys(tables.metadata.tables["answer"].columns.keys()),
    **{name: [] for name in ("differences", "skip_reasons", "why_ai")},
    "shown": {},
    "questions": "made up",
}


def teams_file(names: Sequence[str], members: int) -> str:
    """Teams of other people each."""
    types = ", ".join(f'"{name}"' for name in TYPES)
    people_ids = [", ".join(f'"U{n:05}"' for n in range(at * members, (at + 1) * members)) for at in range(len(names))]
    return "\n".join(
        f'[[team]]\nname = "{name}"\nowners = ["U00000"]\npeople = [{ids}]\ntask_types = [{types}]\n'
        for name, ids in zip(names, people_ids, strict=True)
    )


def services_on(folder: Path, names: Sequence[str] = ("Support", "Others"), members: int = MEMBERS) -> Services:
    """Services on a new SQLite file with these teams; Slack is never asked."""
    url = f"sqlite:///{folder / 'candor.db'}"
    store = Store(url)
    store.migrate()
    store.close()
    services = house.services(Settings(database_url=url), lambda: NOW)
    plans = teamfile.read(teams_file(names, members))
    manage.apply(replace(services, now=lambda: BEGAN), manage.LOCAL, plans, connected=False)
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
            "stored_at": NOW,
            "answered_at": NOW,
        }


def team_names(count: int) -> list[str]:
    return [f"Team {n:03}" for n in range(count)]


def company(folder: Path, answers_: int, teams: int, members: int, since: date, until: date) -> Services:
    """Services on a new SQLite file with a company: each person's answers say all that an answer can."""
    services = services_on(folder, team_names(teams), members)
    dice = random.Random(1)  # noqa: S311 - made-up data
    with services.store.begin() as session:
        for team in every_team(session):
            own = [person.id for person in people.members(session, team.id)]
            batch = []
            for n in range(answers_ // teams):
                with_ai = dice.random() < 0.5
                batch.append(
                    {
                        **EMPTY,
                        **_said(dice, with_ai=with_ai),
                        "id": f"{team.id}-{n}",
                        "workspace": team.workspace,
                        "team_id": team.id,
                        "person_id": own[n % len(own)],
                        "finished_on": since + timedelta(days=dice.randrange((until - since).days)),
                    }
                )
            answers.add_rows(session, batch)
    return services


def _said(dice: random.Random, *, with_ai: bool) -> dict[str, Any]:
    """All that somebody may say about one task."""
    own = (
        {
            "differences": [dice.choice(("less_time", "no_difference", "worse_quality"))],
            "why_ai": [dice.choice(("helps", "expected"))],
        }
        if with_ai
        else {"skip_reasons": [dice.choice(("judgement", "faster_hand", "high_stakes"))]}
    )
    return own | {
        "task_type": TYPES[dice.randrange(4)],
        "approach": ("with_ai" if dice.random() < 0.9 else "dropped_ai") if with_ai else "without_ai",
        "size": dice.randrange(1, 6),
        "minutes": float(dice.choice((10, 15, 20, 30, 45, 60, 90))),
        "finished": dice.random() < 0.98,
        "fixing": dice.choice(("no", "no", "up_to_15", "up_to_60", "too_early")),
        "quality": dice.choice(("below", "at", "at", "above")),
        "next_time": dice.choice(("with_ai", "without_ai", "no_preference")),
        "guess": dice.choice((None, None, None, "less", "more")),
        "assigned": "observed",
        "stored_at": NOW,
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
