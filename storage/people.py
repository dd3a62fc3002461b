"""People and where they belong."""

from collections.abc import Sequence
from datetime import datetime, time

from sqlalchemy import func
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select

from storage.tables import Membership, Person, Team, Workspace, metadata

WORK_DAYS = (0, 1, 2, 3, 4)
WORK_START, WORK_END = time(9), time(17)


def workspace(session: Session, key: str) -> Workspace:
    """The workspace's row, made when it is not there yet."""
    row = session.get(Workspace, key)
    if row is None:
        row = Workspace(id=key)
        session.add(row)
        session.flush()
    return row


def workspaces(session: Session) -> list[Workspace]:
    return list(session.exec(select(Workspace).order_by(Workspace.id)))


def adopt(session: Session, old: str, new: str) -> None:
    """Everything stored under one workspace now belongs to another."""
    if session.get(Workspace, old) is None:
        return
    for table in metadata.sorted_tables:
        if "workspace" in table.columns:
            session.execute(table.update().where(table.c.workspace == old).values(workspace=new))
    session.delete(session.get_one(Workspace, old))


def find(session: Session, workspace: str, user: str) -> Person | None:
    return session.exec(select(Person).where(Person.workspace == workspace, Person.user == user)).first()


def find_or_add(session: Session, workspace: str, user: str, *, imported: bool = False) -> Person:
    person = find(session, workspace, user)
    if person is None:
        person = Person(
            workspace=workspace,
            user=user,
            work_days=list(WORK_DAYS),
            work_start=WORK_START,
            work_end=WORK_END,
            imported=imported,
        )
        session.add(person)
        session.flush()
    person.imported &= imported  # who is known otherwise is no longer somebody who only came with a file
    return person


def members(session: Session, team_id: str) -> list[Person]:
    return _belonging(session, team_id, col(Membership.is_member))


def owners(session: Session, team_id: str) -> list[Person]:
    return _belonging(session, team_id, col(Membership.is_owner))


def _belonging(session: Session, team_id: str, role: Mapped[bool]) -> list[Person]:
    query = select(Person).join(Membership, col(Membership.person_id) == col(Person.id))
    return list(session.exec(query.where(Membership.team_id == team_id, role).order_by(Person.user)))


def joined(session: Session, team_ids: Sequence[str]) -> dict[str, datetime]:
    """Who is asked in one of these teams, and since when; of several, the last time."""
    query = select(Membership.person_id, func.max(Membership.joined_at)).where(col(Membership.team_id).in_(team_ids))
    return dict(session.exec(query.where(col(Membership.is_member)).group_by(col(Membership.person_id))).all())


def imported(session: Session) -> set[str]:
    """People who only came with a file of answers."""
    return set(session.exec(select(Person.id).where(col(Person.imported))))


def teams_of(session: Session, person_id: str, *, members_only: bool = False) -> list[Team]:
    query = select(Team).join(Membership, col(Membership.team_id) == col(Team.id)).where(Membership.person_id == person_id)
    if members_only:
        query = query.where(col(Membership.is_member))
    return list(session.exec(query.order_by(Team.name)))
