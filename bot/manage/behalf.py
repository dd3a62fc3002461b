"""Who somebody is, and for whom they speak: for themselves, or as an owner for a member of their team.

Nobody learns from a refusal who else is in which team: a stranger and a colleague of another team are answered the same.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.deliver import Words, owe, said_to, speaks
from bot.domain import schedule
from bot.domain.language import _
from bot.domain.refusal import Refusal
from bot.services import Actor, Services
from storage import declined, people
from storage.tables import Person

_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>\s*(.*)", re.DOTALL)
_ID = re.compile(r"([UW][A-Z0-9]{2,20})\b\s*(.*)", re.DOTALL)


class Stranger(Refusal):
    """You are not in a team here. A team's owner can add you, and any colleague can set one up with /candor team new."""


class LeftAlone(Refusal):
    """Everything about you was deleted here, and you are not asked any more. /candor resume changes that."""


class NotTheirs(Refusal):
    """You can say this for yourself, and for people who are asked by a team you own."""


@dataclass(frozen=True)
class Spoken:
    """Who says something, about whom, and the words that are left."""

    by: Person
    person: Person
    words: str

    @property
    def by_another(self) -> bool:
        return self.by.id != self.person.id


def known(session: Session, actor: Actor) -> Person:
    """The person behind an actor, who belongs to at least one team."""
    person = people.find(session, actor.workspace, actor.user)
    if person is None or not people.teams_of(session, person.id):
        raise stranger(session, actor)
    return person


def stranger(session: Session, actor: Actor) -> Stranger | LeftAlone:
    """What somebody is told who is in no team: that it is so, or that they have wished to be left alone."""
    return LeftAlone() if actor.user in declined.marks(session, actor.workspace) else Stranger()


def spoken_for(session: Session, actor: Actor, words: str) -> Spoken:
    """For oneself, unless the words begin with a member of a team one owns."""
    by = known(session, actor)
    named = _MENTION.fullmatch(words)
    if named is None:
        named = _ID.fullmatch(words)
        if named and people.find(session, actor.workspace, named[1]) is None:
            named = None  # "WED" looks like an id as well
    if named is None:
        if words.startswith("@"):
            raise Refusal(
                _("I cannot tell who that is: pick the name from Slack's list while typing, or write their member id.")
            )
        return Spoken(by, by, words)
    if named[1] == by.user:
        return Spoken(by, by, named[2])
    found = people.led(session, by.id, named[1])
    if found is None:
        raise NotTheirs
    return Spoken(by, found[0], named[2])


def tell(session: Session, it: Spoken, key: str, words: Words, now: datetime) -> None:
    """Tell somebody once, in their direct messages, what an owner said for them; `{by}` names the owner."""
    payload, to = {"text": said_to(it.person, words), "by": it.by.user}, it.person
    owe(session, now, key=key, kind="note", payload=payload, workspace=to.workspace, user=to.user, person_id=to.id)


def language_of(services: Services, actor: Actor) -> str | None:
    """The language to answer somebody in; None for who is not known."""
    with services.store.read() as session:
        person = people.find(session, actor.workspace, actor.user)
        return speaks(person) if person else None


def zone_of(session: Session, person: Person) -> str:
    """The zone somebody's words about days are meant in."""
    teams = people.teams_of(session, person.id)
    return schedule.zone_of(person.zone, person.zone_found, teams[0].zone if teams else None)
