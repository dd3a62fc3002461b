"""What has been printed: each week's digest once, and every figure of every print, which the next one is compared with."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from storage.database import insert_once
from storage.tables import Move, Printed, Release, Team


def find(session: Session, team_id: str, week: str) -> Release | None:
    return session.exec(select(Release).where(Release.team_id == team_id, Release.week == week)).first()


def latest(session: Session, team_id: str) -> Release | None:
    query = select(Release).where(Release.team_id == team_id).order_by(col(Release.until).desc()).limit(1)
    return session.exec(query).first()


def add(session: Session, release: Release) -> bool:
    """True when this team and week had none yet."""
    return insert_once(session, release)


def take_turn(session: Session, team_id: str) -> None:
    """Two prints about one team come one after the other, so that the second is compared with the first."""
    session.get_one(Team, team_id, with_for_update=True)


def printed(session: Session, team_id: str, since: date, until: date) -> list[Printed]:
    """Every figure printed so far of a window that overlaps this one, oldest first."""
    query = select(Printed).where(Printed.team_id == team_id, Printed.until > since, Printed.since < until)
    return list(session.exec(query.order_by(col(Printed.id))))


def add_printed(session: Session, rows: Iterable[Printed]) -> None:
    session.add_all(list(rows))


def add_moves(session: Session, team: Team, count: int, now: datetime) -> None:
    """So many people have just joined the team or left it."""
    session.add_all(Move(workspace=team.workspace, team_id=team.id, moved_at=now) for _ in range(count))


def moved_since(session: Session, team_id: str, moment: datetime) -> int:
    query = select(func.count()).select_from(Move).where(col(Move.team_id) == team_id, col(Move.moved_at) >= moment)
    return session.exec(query).one()
