"""Check-ins that are posted in a team's channel: one message a team and local date, and the check-ins that open with it."""

from datetime import date
from hashlib import sha256
from typing import Any

from sqlmodel import Session, col, select, update

from storage.database import insert_once
from storage.tables import CheckIn, Invitation, Letter

_KEY = "invitation/"


def once(session: Session, workspace: str, team_id: str, day: date) -> Invitation:
    """That day's, made when it is not there yet. Its id is that of the message in the channel, also after a restored backup."""
    number = sha256(f"{team_id}/{day}".encode()).hexdigest()[:32]
    insert_once(session, Invitation(id=number, workspace=workspace, team_id=team_id, local_date=day))
    return session.get_one(Invitation, number)


def key(invitation: Invitation) -> str:
    """What its letter is known by."""
    return f"{_KEY}{invitation.id}"


def of_letter(session: Session, letter: Letter) -> Invitation:
    return session.get_one(Invitation, letter.key.removeprefix(_KEY))


def in_thread(session: Session, workspace: str, channel: str, ts: str) -> Invitation | None:
    """Whose message this is, if it is one."""
    query = select(Invitation).where(Invitation.channel == channel, Invitation.ts == ts, Invitation.workspace == workspace)
    return session.exec(query).first()


def turn(session: Session, invitation: Invitation, before: str, after: str, **values: Any) -> None:
    """Move on all the check-ins that wait for this message."""
    query = update(CheckIn).where(
        col(CheckIn.team_id) == invitation.team_id,
        col(CheckIn.local_date) == invitation.local_date,
        col(CheckIn.slot) == 0,
        col(CheckIn.state) == before,
        col(CheckIn.queued_at).is_not(None),
    )
    session.exec(query.values(state=after, **values).execution_options(synchronize_session=False))
