"""What a whole team reads at once: in its channel, or else each in their own messages. Its owners in theirs in any case."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.deliver.counter import owe, speaks
from bot.domain.language import ENGLISH, speaking
from storage import people
from storage.tables import Person, Team

Made = Callable[[], dict[str, Any]]  # a payload that is made when it is known whose language it has to be in


def owe_team(
    session: Session, team: Team, now: datetime, *, key: str, kind: str, made: Made, language: str | None = None
) -> None:
    """Once for its key and reader, in `language`, or else in each reader's own. Whoever cannot be reached is not written to."""
    readers = {person.id: person for person in people.owners(session, team.id)}
    if not team.channel:
        readers |= {person.id: person for person in people.members(session, team.id)}
    for person in readers.values():
        if person.unreachable is None:
            _to(session, person, now, f"{key}/{person.id}", kind, made, language or speaks(person))
    if team.channel:
        owe_channel(session, team, now, key=key, kind=kind, made=made)


def owe_channel(session: Session, team: Team, now: datetime, *, key: str, kind: str, made: Made) -> None:
    """In the language of the team, where it reads its digests."""
    spoken = team.language or ENGLISH
    with speaking(spoken):
        payload = made()
    where: dict[str, Any] = {"workspace": team.workspace, "channel": team.channel, "language": spoken}
    owe(session, now, key=f"{key}/channel", kind=kind, payload=payload, **where)


def _to(session: Session, person: Person, now: datetime, key: str, kind: str, made: Made, spoken: str) -> None:
    with speaking(spoken):
        payload = made()
    whose: dict[str, Any] = {"workspace": person.workspace, "user": person.user, "person_id": person.id, "language": spoken}
    owe(session, now, key=key, kind=kind, payload=payload, **whose)
