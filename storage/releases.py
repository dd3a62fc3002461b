"""What has been printed, once a team and week."""

from sqlmodel import Session, col, select

from storage.database import insert_once
from storage.tables import Release


def find(session: Session, team_id: str, week: str) -> Release | None:
    return session.exec(select(Release).where(Release.team_id == team_id, Release.week == week)).first()


def latest(session: Session, team_id: str) -> Release | None:
    query = select(Release).where(Release.team_id == team_id).order_by(col(Release.until).desc()).limit(1)
    return session.exec(query).first()


def add(session: Session, release: Release) -> bool:
    """True when this team and week had none yet."""
    return insert_once(session, release)
