"""Telling people something once, in their direct messages and their language, because of what somebody else did."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.deliver import Words, owe, said_to
from storage import people
from storage.tables import Person, Team


def tell(session: Session, person: Person, key: str, words: Words, now: datetime, by: str | None = None) -> None:
    """`{by}` in the words names who did it. Whoever cannot be reached is not written to."""
    if person.unreachable is None:
        payload: dict[str, Any] = {"text": said_to(person, words)} | ({"by": by} if by else {})
        to: dict[str, Any] = {"workspace": person.workspace, "user": person.user, "person_id": person.id}
        owe(session, now, key=f"{key}/{person.id}", kind="note", payload=payload, **to)


def tell_owners(session: Session, team: Team, key: str, words: Words, now: datetime) -> None:
    for owner in people.owners(session, team.id):
        tell(session, owner, key, words, now)
