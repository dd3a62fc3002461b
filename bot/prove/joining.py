"""Joining a trial and leaving it: each person's own choice, at any time, and told to nobody."""

import structlog
from sqlmodel import Session

from bot.domain.language import _
from bot.domain.refusal import Refusal
from bot.domain.registration import OPEN
from bot.manage.behalf import known
from bot.prove.standing import TrialOver, found
from bot.services import Actor, Services
from bot.teamdays import today
from storage import people
from storage.tables import Participation, Registration, Team

log = structlog.get_logger()


class NotAsked(Refusal):
    """Only people who are asked by this team can take part in its trials."""


def join(services: Services, actor: Actor, trial: str) -> str:
    now = services.now()
    with services.store.begin() as session:
        row, team, person_id = _asked(session, actor, trial)
        if row.state not in OPEN or today(team, now) > row.ends_on:
            raise TrialOver
        name, kind = row.name, row.task_type
        if session.get(Participation, (row.id, person_id)):
            return _("You have joined {name} already; this is shown to you alone.", name=name)
        new = Participation(registration_id=row.id, person_id=person_id, workspace=row.workspace, joined_at=now)
        session.add(new)
        log.info("somebody has joined a trial", trial=row.id)  # who is nobody's business
    return _(
        "You have joined {name}; this is shown to you alone. Begin tasks of the kind {kind} with /candor start or the button "
        "on my home page. While the trial runs and enough people have joined, a coin says how to do each one, and you may "
        "always decline. Leave at any time, by button or /candor trial leave.",
        name=name,
        kind=kind,
    )


def leave(services: Services, actor: Actor, trial: str) -> str:
    with services.store.begin() as session:
        row, _team, person_id = _asked(session, actor, trial)
        name = row.name
        there = session.get(Participation, (row.id, person_id))
        if there is None:
            return _("You do not take part in {name}.", name=name)
        session.delete(there)
        log.info("somebody has left a trial", trial=row.id)
    return _("You have left {name}. No coin is flipped for you from now on, and nobody is told.", name=name)


def _asked(session: Session, actor: Actor, trial: str) -> tuple[Registration, Team, str]:
    person = known(session, actor)
    row, team = found(session, person, trial)
    if not people.belongs(session, team.id, person.id):
        raise NotAsked
    return row, team, person.id
