"""A trial that runs, as rows: for tests that begin where it is registered already."""

from datetime import date, datetime

from sqlmodel import Session, select

from bot.domain import coin
from bot.domain.registration import Looks, Registered, Stage, TrialTerms
from sandbox import Person
from storage import people, teams
from storage.tables import Participation, Registration, Workspace
from tests.conftest import Running

SEED = "0f" * 32


def has_trial(
    bot: Running,
    *joined: Person,
    name: str = "Triage by coin",
    flips: int | None = 60,
    looks: Looks = Looks.END,
    team: str = "Support",
) -> str:
    """A trial of bug triage that runs from today to the end of September, with these people in it; gives its key."""
    now = bot.clock()
    today = now.date()
    terms = TrialTerms(name, "Bug triage", today, date(2026, 9, 30), flips=flips, looks=looks, seed_hash=coin.seed_hash(SEED))
    with bot.bot.services.store.begin() as session:
        row = _row(session, terms, team, now)
        session.add(row)
        session.flush()
        for person in joined:
            one = people.find(session, row.workspace, person.id)
            assert one
            session.add(Participation(registration_id=row.id, person_id=one.id, workspace=row.workspace, joined_at=now))
        return row.id


def _row(session: Session, terms: TrialTerms, team: str, now: datetime) -> Registration:
    workspace = session.exec(select(Workspace)).one().id
    of = teams.named(session, workspace, team)
    assert of
    return Registration(
        workspace=workspace,
        team_id=of.id,
        kind=Registered.TRIAL,
        name=terms.name,
        task_type=terms.task_type,
        state=Stage.RUNNING,
        terms=terms.to_json(),
        fingerprint=terms.fingerprint,
        seed=SEED,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        registered_at=now,
        due_at=now,
    )
