"""To be forgotten: everything about somebody goes in one transaction, and they are not asked again unless they say so.

What the bot wrote to them is emptied by letters that name nobody and leave no row behind. Digests stay, as they hold no person.
"""

from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlmodel import Session

from bot.deliver import owe_emptied
from bot.domain.language import _
from bot.domain.refusal import Refusal
from bot.manage import behalf
from bot.services import Actor, Services
from storage import declined, people, personal, registrations, releases, works
from storage.tables import Person, Team

log = structlog.get_logger()

_COUNTED = {"answer": "answer", "checkin": "check-in", "absence": "range of days away"}


class NotTheirs(Refusal):
    """This button is not good any more, or belongs to somebody else. Type /candor forget-me to see what is stored about you."""


@dataclass(frozen=True)
class Goes:
    """What would go: the key of whose it is, how much of what, and the teams they would leave."""

    key: str
    counts: tuple[tuple[int, str], ...]
    teams: tuple[str, ...]


def what_goes(services: Services, actor: Actor) -> Goes:
    """Nothing is removed yet."""
    with services.store.read() as session:
        person = _somebody(session, actor)
        them = personal.who(session, person)
        counts = tuple((personal.count(session, name, them), words) for name, words in _COUNTED.items())
        return Goes(person.id, counts, tuple(team.name for team in people.teams_of(session, person.id)))


def forget(services: Services, actor: Actor, key: str) -> None:
    """Remove everything about whoever presses, if it is what they were shown. Pressed again, there is nobody any more."""
    now = services.now()
    with services.store.begin() as session:
        person = _somebody(session, actor)
        if person.id != key:
            raise NotTheirs
        them = personal.who(session, person)
        touched = personal.teams_of_answers(session, them) | works.teams_reviewed(session, person.id)
        releases.take_turn(session, sorted({*touched, *(team.id for team in people.teams_of(session, person.id, every=True))}))
        places = personal.places(session, them, but_for="digest")
        works.moved(session, person.id, now)
        _edited(session, touched, now)
        trials = registrations.flipped_by(session, person.id)
        session.expunge(person)  # its row goes by a statement, like all others
        personal.forget(session, them)
        registrations.look_at(session, trials, now)  # after their own row, as a coin is thrown: so neither waits for the other
        declined.add(session, them.workspace, them.user)
        owe_emptied(session, them.workspace, places, now)
    log.info("somebody was forgotten", workspace=actor.workspace)


def _somebody(session: Session, actor: Actor) -> Person:
    """Whoever acts, if anything is stored about them and no team would be left without an owner."""
    person = people.find(session, actor.workspace, actor.user)
    if person is None:
        raise behalf.stranger(session, actor)
    for team in people.teams_of(session, person.id, every=True):
        if [owner.id for owner in people.owners(session, team.id)] == [person.id]:
            no = _(
                "You are the only owner of {team}. Hand it over to somebody else first, then type /candor forget-me again.",
                team=team.name,
            )
            raise Refusal(no)
    return person


def _edited(session: Session, team_ids: set[str], now: datetime) -> None:
    """Figures printed before may have moved, as when one answer is deleted."""
    for team_id in sorted(team_ids):
        session.get_one(Team, team_id).edited_at = now
    session.flush()
