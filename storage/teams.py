"""Teams and their memberships."""

from datetime import datetime

from sqlmodel import Session, col, select

from storage.tables import Membership, Team


def named(session: Session, workspace: str, name: str) -> Team | None:
    """The team of that name; upper and lower case do not matter."""
    return next((team for team in all_of(session, workspace) if team.name.casefold() == name.casefold()), None)


def all_of(session: Session, workspace: str) -> list[Team]:
    return list(session.exec(select(Team).where(Team.workspace == workspace).order_by(Team.name)))


def memberships(session: Session, team_id: str) -> list[Membership]:
    return list(session.exec(select(Membership).where(Membership.team_id == team_id)))


def to_plan(session: Session, now: datetime) -> list[Team]:
    return list(session.exec(select(Team).where(col(Team.plan_due_at) <= now).order_by(Team.id)))


def every(session: Session) -> list[Team]:
    return list(session.exec(select(Team).order_by(Team.id)))
