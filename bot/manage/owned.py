"""The teams somebody is in charge of, as they see them, and which of them a command means."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from bot.domain.language import _, join
from bot.domain.refusal import Refusal
from bot.domain.teamstate import TeamState
from bot.services import Actor, Services
from storage import people
from storage.tables import Person, Team


@dataclass(frozen=True)
class Owned:
    """One team: where it stands, how many it asks, and the channel or group they are of, if it has one."""

    team: str
    name: str
    state: TeamState
    asked: int
    channel: str | None = None
    group: str | None = None


def owned(services: Services, actor: Actor) -> tuple[Owned, ...]:
    with services.store.read() as session:
        person = people.find(session, actor.workspace, actor.user)
        return owned_by(session, person) if person else ()


def owned_by(session: Session, person: Person) -> tuple[Owned, ...]:
    return tuple(_told(session, team) for team in people.owned(session, person.id))


def _told(session: Session, team: Team) -> Owned:
    asked = len(people.members(session, team.id))
    return Owned(team.id, team.name, TeamState(team.state), asked, team.channel, team.user_group)


def begins_with_one(found: Sequence[Owned], words: str) -> bool:
    """Whether one of these teams is named first."""
    return any(f"{words.casefold()} ".startswith(f"{one.name.casefold()} ") for one in found)


def meant(found: Sequence[Owned], words: str) -> tuple[Owned, str]:
    """The team that is named at the beginning or the end of these words, and the other words. Whoever has one team need not
    name it."""
    said = " ".join(words.split())
    for one in sorted(found, key=lambda one: -len(one.name)):
        if said.casefold() == one.name.casefold() or said.casefold().startswith(f"{one.name.casefold()} "):
            return one, said[len(one.name) :].strip()
    for one in sorted(found, key=lambda one: -len(one.name)):
        if said.casefold().endswith(f" {one.name.casefold()}"):
            return one, said[: -len(one.name)].strip()
    if len(found) == 1:
        return found[0], said
    near = difflib.get_close_matches(said.casefold(), [one.name.casefold() for one in found], n=2, cutoff=0.4)
    names = [one.name for one in found if one.name.casefold() in near] or [one.name for one in found]
    raise Refusal(_("Which team? Write its name, such as {names}, and what is to be done.", names=join(names)))
